"""A purpose card is written once a metric; what cannot be is said at its field; who may not design may not write."""

from __future__ import annotations

from datetime import date

import pytest

from polku.governance.gate import NotAllowed
from polku.governance.models import AuditEntry
from polku.governance.rules import Refused
from polku.strategy.models import Purpose
from polku.strategy.queries import purpose, purposes
from polku.strategy.services import save_purpose

pytestmark = pytest.mark.django_db
WRITTEN = {"why": " To know whether they would vouch for us. ", "reader": "The board"}


def save(metric="nps", *, actor, **more):
    card = {"nature": "outcome", "level": "loyalty", "texts": WRITTEN, "until": date(2027, 1, 31)} | more
    save_purpose(metric, **card, actor=actor)


def test_written_over_and_read_back(manager, reader):
    save(actor=manager)
    save(actor=manager, nature="cause", level="")
    card = purpose("nps", viewer=reader)
    assert (card.nature, card.level, card.until) == ("cause", "", date(2027, 1, 31))
    assert card.texts["why"] == "To know whether they would vouch for us."
    assert card.texts["what"] == ""
    assert card.written
    assert Purpose.objects.count() == 1
    assert AuditEntry.objects.filter(subject_kind="purpose", subject_key="nps").count() == 2


def test_until_somebody_writes_the_field_says_what_a_metric_is(reader):
    assert purposes(viewer=reader) == {}
    card = purpose("csat5", viewer=reader)
    assert (card.nature, card.level, card.written) == ("outcome", "satisfaction", False)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"nature": "effect"}, "nature"),
        ({"level": ""}, "level"),
        ({"nature": "cause"}, "level"),
        ({"texts": {"learn": "x" * 1001}}, "learn"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(manager, wrong, field):
    with pytest.raises(Refused) as refused:
        save(actor=manager, **wrong)
    assert refused.value.field == field
    assert not Purpose.objects.exists()


def test_who_may_not_design_may_not_write(contributor):
    with pytest.raises(NotAllowed):
        save(actor=contributor)
