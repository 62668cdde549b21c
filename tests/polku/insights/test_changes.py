"""What a score is compared with: all others, its target; promised answers are compared only as far as they are told."""

from __future__ import annotations

import pytest

from cxlab.results import Comparison
from polku.governance.gate import Viewer
from polku.insights.scores import TOGETHER_KEY, Question, scores
from polku.people import services as people
from polku.surveys.services import Respondent
from tests.polku.insights.test_scores import promised
from tests.polku.surveys.making import content_of, published

pytestmark = pytest.mark.django_db
VIEWER = Viewer(member=None, role="viewer")


def ask(metric="nps", by=("segment",), **more):
    return scores(Question(metric, by=by, **more), viewer=VIEWER)


@pytest.fixture
def asked_of_three(answer):
    """Segments a (all promoters), b and c (mixed)."""
    version = published(content_of("nps"))
    for segment, values in {"a": [10] * 20, "b": [10, 0] * 10, "c": [10, 7, 3, 9] * 5}.items():
        for value in values:
            answer(version, nps=str(value), respondent=Respondent(segment=segment))


def test_each_group_stands_against_all_others(asked_of_three, refreshed):
    refreshed()
    found = {row.keys[0][1]: row.change for row in ask(compare="complement").rows}
    assert {key: one.right.n for key, one in found.items()} == {"a": 40, "b": 40, "c": 40}
    assert {one.family_size for one in found.values()} == {3}
    assert found["a"].word == "better"
    assert found["a"].low > 0
    assert found["b"].difference == pytest.approx(0 - (100 + 25) / 2)


def test_the_whole_stands_against_what_its_filters_keep_out(asked_of_three, refreshed):
    refreshed()
    one = ask(by=(), compare="complement", filters={"segment": ("a",)}).total.change
    assert (one.left.n, one.right.n) == (20, 40)
    assert (one.left.value, one.right.value) == (100.0, pytest.approx(12.5))
    assert (one.family_size, one.word) == (1, "better")
    assert ask(by=(), compare="complement").total.change is None
    assert ask(by=(), compare="complement", filters={"audience": ("customer",)}).total.change is None


def test_two_groups_are_one_comparison_told_from_either_side(asked_of_three, refreshed):
    refreshed()
    rows = ask(compare="complement", filters={"segment": ("a", "b")}).rows
    a, b = (row.change for row in rows)
    assert (a.difference, a.low, a.high, a.word) == (-b.difference, -b.high, -b.low, "better")
    assert (b.word, b.family_size) == ("worse", 1)


def test_months_that_overlap_with_those_a_year_earlier_are_not_compared(answer, refreshed):
    version = published(content_of("nps"))
    for month in ("2025-01", "2025-06", "2026-01", "2026-03"):
        for value in (10, 9, 0):
            answer(version, month, nps=str(value), respondent=Respondent(segment="a"))
    refreshed()
    year, more = (ask(compare="year", first=first, last="2026-03") for first in ("2025-04", "2025-03"))
    assert isinstance(year.total.change, Comparison)
    assert isinstance(year.rows[0].change, Comparison)
    assert not year.overlaps
    assert (more.overlaps, more.total.change, more.rows[0].change) == (True, None, None)
    # The same length before never overlaps.
    assert not ask(compare="previous", first="2025-03", last="2026-03").overlaps
    # Months that nobody named are those there are.
    assert ask(compare="year").overlaps


def test_an_account_counts_once_on_each_side(answer, refreshed, manager):
    version = published(content_of("nps"))
    ids = [people.create_account(people.AccountDetails(name=f"A{n}"), actor=manager) for n in range(4)]
    for account, segment, value in [
        (0, "a", 10), (0, "a", 10), (0, "b", 0), (1, "a", 0), (2, "b", 10), (3, "c", 0), (0, "c", 10)
    ]:  # fmt: skip
        answer(version, nps=str(value), respondent=Respondent(account=ids[account], segment=segment))
    refreshed()
    found = {row.keys[0][1]: row.change for row in ask(compare="complement", weight="account").rows}
    assert found["a"].left.value == pytest.approx(0.0)
    # Account 0 said 0 and 10 elsewhere, account 2 said 10, account 3 said 0.
    assert found["a"].right.value == pytest.approx((0 + 100 - 100) / 3)


def test_a_score_stands_against_its_target_by_its_own_interval(answer, refreshed, manager):
    from polku.journeys import services as journeys

    journey = journeys.create_journey(journeys.JourneyDetails({"en": "J"}), actor=manager, starters=False)
    phase = journeys.add_phase(journey, journeys.PhaseDetails({"en": "P"}), actor=manager)
    for slug, target in {"high": 2.0, "low": 6.5, "none": None}.items():
        metric = "ces7" if target else ""
        details = journeys.TouchpointDetails({"en": slug}, slug=slug, target_metric=metric, target_value=target)
        journeys.add_touchpoint(phase, details, actor=manager)
        version = published(content_of("ces7", ces7={"touchpoint": slug}))
        for value in (4, 5, 6, 5, 4, 6):
            answer(version, ces7=str(value))
    refreshed()
    found = {row.keys[0][1]: row.change for row in ask("ces7", ("touchpoint",), compare="target").rows}
    assert (found["high"].word, found["low"].word, found["none"]) == ("better", "worse", None)
    assert found["high"].difference == pytest.approx(3.0)
    assert (found["high"].right.value, found["high"].family_size) == (2.0, 2)
    alone = ask("ces7", (), compare="target", filters={"touchpoint": ("high",)}).total
    assert (alone.change.low, alone.change.high) == (alone.score.low - 2.0, alone.score.high - 2.0)
    assert found["high"].low < alone.change.low


def test_promised_answers_that_are_kept_back_are_in_no_complement(answer, refreshed):
    promised(answer, {"a": 9, "b": 6, "c": 2})
    refreshed()
    rows = {row.keys[0][1]: row for row in ask(by=("unit",), compare="complement").rows}
    assert (rows[TOGETHER_KEY].score.n, rows[TOGETHER_KEY].change) == (8, None)
    assert rows["a"].change is None
    apart = ask(by=(), compare="complement", filters={"unit": ("a",)}).total.change
    assert not isinstance(apart, Comparison)
