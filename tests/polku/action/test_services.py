"""An improvement is started once, changed by who saw it as it is, ended, opened again, taken away and brought back."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from polku.action.models import Improvement
from polku.action.services import (
    ImprovementDetails,
    SeenAt,
    delete_improvement,
    end_improvement,
    restore_improvement,
    start_improvement,
    update_improvement,
)
from polku.governance.gate import NotAllowed
from polku.governance.models import AuditEntry, Member
from polku.governance.rules import Refused
from polku.governance.services import NotFound, Stale

pytestmark = pytest.mark.django_db
DETAILS = ImprovementDetails("Visit within a week", "Two more installers.", None, date(2026, 5, 1))


def test_it_is_started_from_a_deviation_and_only_once(journey, manager):
    owner = Member.objects.get(pk=manager.member)
    key = uuid4()
    details = ImprovementDetails("  Visit  within a week ", owner=owner.key)
    for _ in range(2):
        assert start_improvement(details, SeenAt(journey.key, "visit", "missing"), actor=manager, key=key) == key
    row = Improvement.objects.get()
    assert (row.title, row.kind, row.journey, row.touchpoint.slug, row.owner, row.state) == (
        "Visit within a week", "missing", journey, "visit", owner, "open",
    )  # fmt: skip
    assert AuditEntry.objects.filter(verb="create", subject_key=str(key)).count() == 1


def test_a_change_by_another_is_not_overwritten_unseen(manager):
    key = start_improvement(DETAILS, actor=manager)
    seen = Improvement.objects.get().mark
    update_improvement(key, ImprovementDetails("Visit in five days"), actor=manager, seen=seen)
    with pytest.raises(Stale):
        update_improvement(key, DETAILS, actor=manager, seen=seen)
    assert Improvement.objects.get().title == "Visit in five days"


def test_it_is_ended_and_opened_again(manager):
    key = start_improvement(DETAILS, actor=manager)
    end_improvement(key, state="done", actor=manager)
    ended = Improvement.objects.get().ended_at
    end_improvement(key, state="done", actor=manager)
    assert Improvement.objects.get().ended_at == ended is not None
    end_improvement(key, state="open", actor=manager)
    assert Improvement.objects.get().ended_at is None
    with pytest.raises(Refused):
        end_improvement(key, state="perhaps", actor=manager)


def test_it_is_taken_away_and_brought_back(manager):
    key = start_improvement(DETAILS, actor=manager)
    delete_improvement(key, actor=manager)
    with pytest.raises(NotFound):
        update_improvement(key, DETAILS, actor=manager)
    restore_improvement(key, actor=manager)
    update_improvement(key, ImprovementDetails("Again"), actor=manager)
    assert Improvement.objects.get().title == "Again"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (ImprovementDetails("  "), "title"),
        (ImprovementDetails("x" * 201), "title"),
        (ImprovementDetails("x", "y" * 2001), "about"),
        (ImprovementDetails("x", owner=uuid4()), "owner"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(manager, wrong, field):
    with pytest.raises(Refused) as refused:
        start_improvement(wrong, actor=manager)
    assert refused.value.field == field


@pytest.mark.parametrize("at", [SeenAt(uuid4()), SeenAt(None, "nowhere"), SeenAt(None, "", "odd")])
def test_a_place_that_is_not_there_is_refused(manager, at):
    with pytest.raises(Refused):
        start_improvement(DETAILS, at, actor=manager)
    assert not Improvement.objects.exists()


def test_who_may_not_design_may_not_start_one(contributor):
    with pytest.raises(NotAllowed):
        start_improvement(DETAILS, actor=contributor)
