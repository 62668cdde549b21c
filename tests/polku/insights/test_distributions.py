"""The shares of the steps add up, carry intervals, and tell of promised answers only what was settled to be told."""

from __future__ import annotations

import pytest

from cxlab.results import Suppressed
from polku.governance.gate import NotAllowed, Viewer
from polku.insights.asking.questions import names_a_group
from polku.insights.distributions import distribution
from polku.insights.scores import Question, scores
from polku.surveys.services import Respondent
from tests.polku.insights.test_scores import promised
from tests.polku.surveys.making import content_of, published

pytestmark = pytest.mark.django_db
VIEWER = Viewer(member=None, role="viewer")


def ask(metric="csat5", by=(), **more):
    return distribution(Question(metric, by, **more), viewer=VIEWER)


def shares(found):
    return {step: one.value for step, one in found.steps}


def test_shares_of_all_steps_lowest_first_with_wilson_intervals(answer, refreshed):
    version = published(content_of("csat5"))
    for value in (5, 5, 4, 1):
        answer(version, csat5=str(value))
    refreshed()
    found = ask()
    assert shares(found) == {1: 0.25, 2: 0.0, 3: 0.0, 4: 0.25, 5: 0.5}
    one = dict(found.steps)[5]
    assert one.method == "wilson"
    assert (one.low, one.high) == pytest.approx((0.1500, 0.8500), abs=1e-4)
    assert (found.n, found.why, found.some_kept_back) == (4, None, False)
    assert len(ask("nps").steps) == 11
    assert ask("median").steps == ()


def test_a_distribution_is_weighed_and_filtered_as_its_score(answer, refreshed, manager):
    from polku.people import services as people

    ids = [people.create_account(people.AccountDetails(name=f"A{n}"), actor=manager) for n in range(2)]
    version = published(content_of("csat5"))
    for account, value in ((0, 5), (0, 5), (0, 5), (1, 1)):
        answer(version, csat5=str(value), respondent=Respondent(account=ids[account], segment="ab"[account]))
    refreshed()
    assert shares(ask(weight="account"))[5] == 0.5
    assert shares(ask(filters={"segment": ("b",)}))[1] == 1.0


def test_promised_answers_by_step_need_as_many_as_comments_do(answer, refreshed):
    promised(answer, {"a": 7})
    refreshed()
    assert scores(Question("nps", ()), viewer=VIEWER).total.score.n == 7
    assert ask("nps").why == Suppressed("kept_back", 8)
    assert ask("nps").steps == ()


def test_a_bundle_too_small_for_steps_is_in_no_distribution_at_all(answer, refreshed):
    promised(answer, {"a": 12, "b": 6})
    refreshed()
    whole, one = ask("nps"), ask("nps", filters={"unit": ("a",)})
    assert (whole.n, one.n) == (12, 12)
    assert whole.some_kept_back
    assert ask("nps", filters={"unit": ("b",)}).why is not None
    assert scores(Question("nps", ()), viewer=VIEWER).total.score.n == 18


def test_an_open_wave_is_not_told_by_step(answer, refreshed):
    version = published(content_of("nps"), promise="anonymous")
    for number in range(30):
        answer(version, nps=str(number % 11), wave="w")
    refreshed(now=1_773_600_000.0)
    assert scores(Question("nps", ()), viewer=VIEWER).total.score.n > 8
    assert ask("nps").why == Suppressed("not_published_yet", 8)


def test_somebody_without_the_right_learns_nothing(place, monkeypatch):
    from polku.governance import gate

    monkeypatch.setattr(gate, "LEAST_ROLE", {**gate.LEAST_ROLE, "see_figures": "manager"})
    with pytest.raises(NotAllowed):
        ask()


def test_each_group_is_told_as_the_same_group_by_a_filter(answer, refreshed):
    version = published(content_of("csat5"))
    for number in range(40):
        answer(version, csat5=str(number % 5 + 1), respondent=Respondent(segment="abc"[number * number % 3]))
    promised(answer, {"a": 12, "b": 9, "c": 6})
    refreshed()
    for metric, by in (("csat5", "segment"), ("csat5", "touchpoint_name"), ("nps", "unit"), ("nps", "segment")):
        found = ask(metric, by=(by,))
        assert (found.steps, found.why, found.n) == (ask(metric).steps, ask(metric).why, ask(metric).n)
        assert found.groups or (metric, by) == ("nps", "segment")
        for key, one in (pair for pair in found.groups if names_a_group(pair[0])):
            alone = ask(metric, filters={by: (key,)})
            assert (one.steps, one.why, one.n) == (alone.steps, alone.why, alone.n), (metric, by, key)


def test_a_group_that_is_kept_back_has_no_distribution(answer, refreshed):
    promised(answer, {"a": 12, "b": 6})
    refreshed()
    groups = dict(ask("nps", by=("unit",)).groups)
    assert {key: one.n for key, one in groups.items() if one.n} == {"a": 12}
    assert groups["b"].why == Suppressed("kept_back", 8)
