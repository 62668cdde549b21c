"""An account's own scores: its open answers and nobody else's; promised ones take no part."""

from __future__ import annotations

import pytest

from polku.governance.gate import Viewer
from polku.insights.accounts import of_account
from polku.people import services as people
from polku.surveys.services import Respondent
from tests.polku.insights.test_scores import promised
from tests.polku.surveys.making import content_of, published

pytestmark = pytest.mark.django_db
VIEWER = Viewer(member=None, role="viewer")


def test_its_open_answers_by_metric_the_most_answered_first(answer, refreshed, manager):
    ids = [people.create_account(people.AccountDetails(name=name), actor=manager) for name in "ab"]
    version = published(content_of("nps", "ces7"))
    for month in ("2025-12", "2026-03"):
        answer(version, month, nps="10", ces7="5", respondent=Respondent(account=ids[0]))
        answer(version, month, nps="0", respondent=Respondent(account=ids[1]))
    answer(version, nps="8", respondent=Respondent(account=ids[0]))
    promised(answer, {"a": 9}, promise="confidential", account=ids[0])
    refreshed()
    found = of_account(ids[0], viewer=VIEWER)
    assert [(one.metric, one.score.n) for one in found] == [("nps", 3), ("ces7", 2)]
    assert found[0].score.value == pytest.approx(200 / 3)
    assert found[0].series.months == ("2025-Q4", "2026-Q1")
    scoped = Viewer(member=None, role="viewer", account_scope=frozenset({ids[1]}))
    assert of_account(ids[0], viewer=scoped) == ()
