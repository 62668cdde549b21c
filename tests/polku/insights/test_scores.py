"""Scores agree with the answers, carry their intervals, and tell nothing that a promise forbids."""

from __future__ import annotations

import threading
from itertools import combinations, pairwise

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cxlab.metrics import score
from cxlab.results import Comparison, Estimate, Suppressed
from polku.governance.gate import NotAllowed, Viewer
from polku.insights.distributions import distribution
from polku.insights.scores import (
    HIDDEN_KEY,
    TOGETHER_KEY,
    UNDIVIDED_KEY,
    CannotAsk,
    Question,
    _Table,
    available,
    scores,
)
from polku.people import services as people
from polku.surveys.services import Respondent, close
from tests.polku.surveys.making import MANAGER, content_of, published

pytestmark = pytest.mark.django_db
VIEWER = Viewer(member=None, role="viewer")


def ask(metric="nps", *, viewer=VIEWER, by=(), **more):
    return scores(Question(metric, by=by, **more), viewer=viewer)


def told(answer):
    """The rows as plain data: the last key of each, and its n or the reason why not."""
    return {
        row.keys[-1][1]: row.score.n if isinstance(row.score, Estimate) else row.score.reason for row in answer.rows
    }


@pytest.fixture
def nps():
    return published(content_of("nps"))


def test_an_empty_snapshot_answers_with_nothing_rather_than_an_error(place):
    answer = ask(by=("touchpoint",))
    assert answer.total.score.n == 0
    assert answer.total.score.value is None
    assert answer.rows == ()
    assert answer.series.months == ()
    assert answer.generation == ""
    assert available(viewer=VIEWER).empty


def test_a_filter_that_lets_nothing_through(refreshed, answer, nps):
    answer(nps, nps="9", respondent=Respondent(segment="designer"))
    refreshed()
    nothing = ask(by=("touchpoint",), filters={"segment": ("no-such",)}, compare="previous")
    assert nothing.total.score.n == 0
    assert nothing.rows == ()
    assert nothing.total.change is None or nothing.total.change.word == "cannot_tell"


def test_the_whole_is_what_the_library_says_of_the_same_answers(refreshed, answer, nps, manager):
    accounts = [people.create_account(people.AccountDetails(name=f"A{n}"), actor=manager) for n in range(3)]
    given_answers = [(10, 0), (9, 0), (8, 1), (2, 1), (10, 2), (0, 2), (7, 2)]
    for value, account in given_answers:
        answer(nps, nps=str(value), respondent=Respondent(account=accounts[account]))
    refreshed()
    import polars as pl

    table = pl.DataFrame(given_answers, schema=["value", "account"], orient="row")
    expected = score(table, score="value", account="account")[0].estimate
    found = ask().total.score
    assert (found.value, found.low, found.high, found.n, found.clusters) == (
        expected.value, expected.low, expected.high, expected.n, expected.clusters,
    )  # fmt: skip
    assert found.definition == "nps@1"
    assert (found.period.first, found.period.last) == ("2026-03-01", "2026-03-31")


def test_groups_months_and_filters(refreshed, answer, nps):
    for month, segment, value in [
        ("2026-01", "designer", 10), ("2026-01", "contractor", 0), ("2026-03", "designer", 9), ("2026-03", "", 5),
    ]:  # fmt: skip
        answer(nps, month, respondent=Respondent(segment=segment), nps=str(value))
    refreshed()
    whole = ask(by=("segment",))
    assert told(whole) == {"contractor": 1, "designer": 2, "": 1}
    assert whole.series.months == ("2026-01", "2026-02", "2026-03")
    assert [one.n for one in whole.series.estimates] == [2, 0, 2]
    assert whole.series.estimates[1].value is None
    one = ask(by=("segment",), filters={"segment": ("designer", "")}, first="2026-03", last="2026-03")
    assert told(one) == {"designer": 1, "": 1}
    assert one.total.score.n == 2


def test_the_change_carries_the_interval_that_its_word_comes_from(refreshed, answer, nps):
    for value in [10] * 12 + [9] * 12:
        answer(nps, "2026-02", nps=str(value), respondent=Respondent(segment="designer"))
    for value in [0] * 12 + [6] * 12:
        answer(nps, "2026-03", nps=str(value), respondent=Respondent(segment="designer"))
    answer(nps, "2026-03", nps="10", respondent=Respondent(segment="new"))
    refreshed()
    found = ask(by=("segment",), first="2026-03", last="2026-03", compare="previous")
    total = found.total.change
    assert isinstance(total, Comparison)
    assert total.word == "worse"
    assert total.high < 0
    assert (total.left.period.first, total.right.period.last) == ("2026-03-01", "2026-02-28")
    changes = {row.keys[0][1]: row.change for row in found.rows}
    assert changes["designer"].word == "worse"
    assert changes["new"] is None


def test_a_year_earlier_is_the_same_months(refreshed, answer, nps):
    for month in ("2025-03", "2025-04", "2026-03"):
        for value in (10, 9):
            answer(nps, month, nps=str(value))
    refreshed()
    found = ask(first="2026-03", last="2026-03", compare="year").total.change
    assert found.right.n == 2
    assert found.right.period.first == "2025-03-01"


def test_all_comparisons_of_a_breakdown_are_one_family(refreshed, answer, nps):
    for month in ("2026-02", "2026-03"):
        for segment in "abc":
            for value in (10, 9, 3):
                answer(nps, month, nps=str(value), respondent=Respondent(segment=segment))
    refreshed()
    found = ask(by=("segment",), first="2026-03", last="2026-03", compare="previous")
    assert {row.change.family_size for row in found.rows} == {3}
    assert found.total.change.family_size == 1


def test_employees_are_in_no_customer_figure(refreshed, answer, nps):
    answer(nps, nps="10")
    content = content_of("nps", "scale5", nps={"definition": "enps"})
    own = published(content, audience="employee", promise="anonymous")
    for value in range(5):
        answer(own, nps=str(value), scale5=str(1 + value), wave="w")
    refreshed()
    assert ask("nps").total.score.n == 1
    assert ask("scale5").total.score.n == 0
    assert ask("scale5", filters={"audience": ("employee",)}).total.score.n == 5
    assert ask("enps").total.score.n == 5
    assert ask("nps", filters={"audience": ("employee",)}).total.score.n == 0
    there = available(viewer=VIEWER)
    assert there.metrics == ("nps",)
    assert there.by_audience["employee"] == ("enps", "scale5")
    assert there.audiences == ("customer", "employee")


def test_an_employee_who_answers_a_customer_survey_is_in_no_customer_figure(refreshed, answer, nps, admin):
    ours = people.name_own_account("Oma Oy", actor=admin)
    for _ in range(3):
        answer(nps, nps="0", respondent=Respondent(account=ours))
    answer(nps, nps="10")
    refreshed()
    assert (ask().total.score.n, ask().total.score.value) == (1, 100.0)
    assert [one.n for one in ask().series.estimates] == [1]
    assert ask(filters={"audience": ("employee",)}).total.score.n == 3


def test_shares_beside_a_score_are_counted_from_the_same_answers(refreshed, answer, nps):
    for value in (10, 9, 7, 1):
        answer(nps, nps=str(value))
    refreshed()
    assert ask("promoters").total.score.value == 0.5


def test_targets_stand_beside_the_metric_they_were_set_for(refreshed, answer, manager):
    from polku.journeys import services as journeys

    journey = journeys.create_journey(journeys.JourneyDetails({"en": "J"}), actor=manager, starters=False)
    phase = journeys.add_phase(journey, journeys.PhaseDetails({"en": "P"}), actor=manager)
    for slug in ("second", "first"):
        details = journeys.TouchpointDetails({"en": slug}, slug=slug, target_metric="ces7", target_value=6.5)
        journeys.add_touchpoint(phase, details, actor=manager, position=0)
    content = content_of("ces7", "csat5", ces7={"touchpoint": "second"}, csat5={"touchpoint": "second"})
    answer(published(content), ces7="5", csat5="5")
    answer(published(content_of("ces7", ces7={"touchpoint": "first"})), ces7="5")
    refreshed()
    found = ask("ces7", by=("touchpoint",))
    assert [(row.keys[0][1], row.target) for row in found.rows] == [("first", 6.5), ("second", 6.5)]
    assert [row.target for row in ask("csat5", by=("touchpoint",)).rows] == [None]
    assert ask("ces7", by=("owner",)).rows[0].keys == (("owner", "brand"),)


def test_touchpoints_of_one_name_are_told_together_over_all_journeys(refreshed, answer, manager):
    from polku.journeys import services as journeys

    for number, target in enumerate((6.5, 6.5, 5.0)):
        journey = journeys.create_journey(journeys.JourneyDetails({"en": "J"}), actor=manager, starters=False)
        phase = journeys.add_phase(journey, journeys.PhaseDetails({"en": "P"}), actor=manager)
        name = "Installation" if number < 2 else "Delivery"
        details = journeys.TouchpointDetails(
            {"en": name}, slug=f"place-{number}", target_metric="ces7", target_value=target
        )
        journeys.add_touchpoint(phase, details, actor=manager)
        answer(published(content_of("ces7", ces7={"touchpoint": f"place-{number}"})), ces7="5")
    refreshed()
    found = {row.keys[0][1]: row for row in ask("ces7", by=("touchpoint_name",)).rows}
    assert {key: (row.score.n, row.target) for key, row in found.items()} == {
        "installation": (2, 6.5),
        "delivery": (1, 5.0),
    }
    assert ask("ces7", by=(), filters={"touchpoint_name": ("installation",)}).total.target == 6.5


@pytest.mark.parametrize(
    "wrong",
    [
        {"metric": "satisfaction"},
        {"by": ("shoe_size",)},
        {"by": ("segment", "segment")},
        {"by": ("segment", "unit", "language")},
        {"filters": {"shoe_size": ("42",)}},
        {"filters": {"audience": ("everybody",)}},
        {"first": "March"},
        {"first": "2026-03", "last": "2026-01"},
        {"compare": "yesterday"},
        {"weight": "shoe_size"},
        {"step": "week"},
    ],
)
def test_what_cannot_be_asked_is_said_at_its_field(place, wrong):
    with pytest.raises(CannotAsk) as refused:
        scores(Question(**{"metric": "nps"} | wrong), viewer=VIEWER)
    assert refused.value.field
    assert str(refused.value)


def test_somebody_without_the_right_learns_nothing(place, monkeypatch):
    from polku.governance import gate

    monkeypatch.setattr(gate, "LEAST_ROLE", {**gate.LEAST_ROLE, "see_figures": "manager"})
    for asked in (ask, lambda: available(viewer=VIEWER)):
        with pytest.raises(NotAllowed):
            asked()


def promised(answer, counts, *, declared=("unit",), promise="anonymous", month="2026-03", **more):
    """An anonymous survey with so many answers in each unit, closed."""
    version = published(content_of("nps", "ces7"), promise=promise, breakdowns=declared)
    for unit, n in counts.items():
        for number in range(n):
            who = Respondent(unit=unit, segment="designer", **more)
            answer(version, month, nps=str(number % 11), ces7="4", respondent=who, wave="w")
    close(version.survey, actor=MANAGER)
    return version


def test_fewer_than_five_promised_answers_tell_that_they_are_there_and_nothing_else(refreshed, answer):
    promised(answer, {"a": 4})
    refreshed()
    found = ask(by=("touchpoint",))
    assert found.total.score == Suppressed("kept_back", 5)
    assert found.rows[0].score == Suppressed("kept_back", 5)
    assert {type(one) for one in found.series.estimates} == {Suppressed}


def test_before_the_wave_closes_less_than_five_new_ones_are_not_published_yet(refreshed, answer):
    version = published(content_of("nps"), promise="anonymous")
    for _ in range(3):
        answer(version, nps="9", wave="w")
    refreshed(now=1_773_600_000.0)
    assert ask().total.score == Suppressed("not_published_yet", 5)


def test_small_cells_are_told_together_for_their_remainder_is_known_anyway(refreshed, answer):
    promised(answer, {"a": 9, "b": 6, "c": 2})
    refreshed()
    found = ask(by=("unit",), compare="year")
    assert told(found) == {"a": 9, TOGETHER_KEY: 8}
    assert found.total.score.n == 17
    whole, a, rest = (found.total.score, *(row.score for row in found.rows))
    assert 17 * whole.value == pytest.approx(9 * a.value + 8 * rest.value)
    assert found.rows[-1].change is None


def test_what_is_told_of_nobody_says_so_in_a_row_of_its_own(refreshed, answer):
    promised(answer, {"a": 9, "b": 6, "c": 2})
    promised(answer, {"d": 3})
    refreshed()
    assert told(ask(by=("unit",))) == {"a": 9, TOGETHER_KEY: 8, HIDDEN_KEY: "kept_back"}


def test_an_undeclared_breakdown_is_not_made(refreshed, answer):
    promised(answer, {"a": 9, "b": 9})
    refreshed()
    assert told(ask(by=("segment",))) == {UNDIVIDED_KEY: 18}
    assert ask(filters={"segment": ("designer",)}).total.score == Suppressed("not_declared", 5)


def test_two_classes_at_once_are_not_told_of_promised_answers(refreshed, answer):
    promised(answer, {"a": 9, "b": 9}, declared=("unit", "segment"))
    refreshed()
    assert told(ask(by=("unit",), filters={"segment": ("designer",)})) == {HIDDEN_KEY: "not_declared"}
    assert told(ask(by=("unit", "segment"))) == {HIDDEN_KEY: "not_declared"}
    assert told(ask(by=("unit",))) == {"a": 9, "b": 9}


def test_a_group_is_told_or_not_whatever_it_is_broken_down_by(refreshed, answer, nps):
    """One rule over all views: a headline, its line and its distribution are the same under every breakdown."""
    promised(answer, {"a": 12, "b": 9, "c": 2}, declared=("unit", "segment"))
    answer(nps, nps="10", language="sv", respondent=Respondent(unit="a", segment="designer"))
    refreshed()
    for filters in ({}, {"unit": ("a",)}, {"segment": ("designer",)}, {"language": ("sv",)}, {"unit": ("c",)}):
        alone = ask(by=(), filters=filters, compare="complement")
        shares = distribution(Question("nps", (), filters), viewer=VIEWER)
        for by in ("unit", "segment", "language", "touchpoint_name", "phase", "wave"):
            found = ask(by=(by,), filters=filters, compare="complement")
            assert (found.total, found.series) == (alone.total, alone.series), (by, filters)
            spread = distribution(Question("nps", (by,), filters), viewer=VIEWER)
            assert (spread.n, spread.why, spread.steps) == (shares.n, shares.why, shares.steps), (by, filters)


def test_a_share_of_all_is_not_said_to_be_one_and_the_same_answer(refreshed, answer):
    version = published(content_of("csat5"), promise="anonymous")
    for value in "4545455":
        answer(version, csat5=value, wave="w")
    close(version.survey, actor=MANAGER)
    refreshed()
    score = ask("csat5", by=()).total.score
    assert (score.value, score.n) == (1.0, 7)
    assert "all_counted_alike" in score.notes
    assert "all_equal" not in score.notes


def test_answers_that_are_all_the_same_are_told_in_no_view(refreshed, answer):
    version = published(content_of("csat5"), promise="anonymous", breakdowns=("unit",))
    for _ in range(7):
        answer(version, csat5="5", wave="w", respondent=Respondent(unit="a"))
    close(version.survey, actor=MANAGER)
    refreshed()
    for by in ((), ("unit",), ("wave",), ("touchpoint_name",), ("language",)):
        found = ask("csat5", by=by)
        assert found.total.score == Suppressed("kept_back", 5)
        assert {type(row.score) for row in found.rows} <= {Suppressed}
        assert {type(one) for one in found.series.estimates} == {Suppressed}
        assert distribution(Question("csat5", by), viewer=VIEWER).steps == ()
    assert ask("csat5", filters={"unit": ("a",)}).total.score == Suppressed("kept_back", 5)


def test_promised_answers_are_said_to_be_of_no_number_of_accounts(refreshed, answer, nps, manager):
    account = people.create_account(people.AccountDetails(name="A"), actor=manager)
    for _ in range(2):
        answer(nps, nps="10", respondent=Respondent(account=account))
    promised(answer, {"a": 7, "b": 7}, promise="confidential", account=account)
    answer(nps, "2026-04", nps="10", respondent=Respondent(account=account))
    refreshed()
    whole = ask(by=("unit",))
    for one in (whole.total.score, *(row.score for row in whole.rows if row.keys[0][1])):
        assert one.clusters is None
        assert "accounts_not_known" in one.notes
        assert "few_accounts" not in one.notes
    april = ask(first="2026-04").total.score
    assert april.clusters == 1
    assert "accounts_not_known" not in april.notes


def test_open_answers_are_told_beside_promised_ones_that_are_not(refreshed, answer, nps):
    promised(answer, {"a": 7, "b": 3})
    answer(nps, nps="10", respondent=Respondent(unit="a"))
    refreshed()
    found = ask(by=("unit",))
    assert told(found) == {"a": 1, TOGETHER_KEY: 10}
    assert found.total.score.n == 11


def test_a_viewer_of_some_accounts_sees_their_open_answers_and_no_promised_ones(refreshed, answer, nps, manager):
    ids = [people.create_account(people.AccountDetails(name=f"A{n}"), actor=manager) for n in range(2)]
    for pk in ids:
        answer(nps, nps="9", respondent=Respondent(account=pk))
    promised(answer, {"a": 9}, promise="confidential", account=ids[0])
    refreshed()
    scoped = Viewer(member=None, role="viewer", account_scope=frozenset({ids[0]}))
    assert ask(viewer=scoped).total.score.n == 1
    assert "some_kept_back" in ask(viewer=scoped).total.score.notes
    assert ask().total.score.n == 11


def n_of(answer):
    return answer.total.score.n if isinstance(answer.total.score, Estimate) else 0


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(counts=st.dictionaries(st.sampled_from("abcd"), st.integers(1, 12), min_size=1))
def test_no_figure_and_no_difference_is_about_fewer_than_five(fresh_place, refreshed, answer, counts):
    fresh_place()
    with transaction.atomic():
        promised(answer, counts)
        refreshed()
        whole = ask(by=("unit",))
        cells = [row.score.n for row in whole.rows if isinstance(row.score, Estimate)]
        left_over = [n_of(whole) - sum(some) for size in range(5) for some in combinations(cells, size)]
        nested = [n_of(ask(filters={"unit": tuple("abcd"[:size])})) for size in range(1, 5)]
        between = [more - fewer for fewer, more in pairwise([0, *nested, n_of(whole)])]
        assert all(n == 0 or n >= 5 for n in (*cells, *left_over, *nested, *between))
        transaction.set_rollback(True)


@pytest.fixture
def fresh_place(settings, tmp_path_factory):
    def fresh():
        settings.SNAPSHOT = tmp_path_factory.mktemp("snapshot")

    return fresh


def test_an_answer_is_reckoned_once_a_generation(refreshed, answer, nps):
    answer(nps, nps="9")
    refreshed()
    first = ask()
    assert ask() is first
    answer(nps, nps="1")
    refreshed()
    assert ask().total.score.n == 2
    assert first.total.score.n == 1


def test_what_there_is_to_ask_about(refreshed, answer):
    version = published(content_of("nps", "ces7"))
    answer(version, "2026-01", nps="9", ces7="5", respondent=Respondent(segment="designer"))
    answer(version, "2026-03", nps="9", respondent=Respondent(segment="contractor"), language="fi")
    refreshed()
    there = available(viewer=VIEWER)
    assert there.metrics == ("nps", "ces7")
    assert there.months == ("2026-01", "2026-02", "2026-03")
    assert there.dimensions["segment"] == ("contractor", "designer")
    assert there.dimensions["language"] == ("en", "fi")
    assert not there.empty


def test_what_was_worked_out_of_a_part_is_kept_while_the_part_is(refreshed, answer, nps):
    answer(nps, "2026-02", nps="9")
    answer(nps, "2026-03", nps="3")
    first = refreshed()
    assert ask().total.score.n == 2
    answer(nps, "2026-03", nps="3")
    second = refreshed()
    assert ask().total.score.n == 3
    shared = {file for file, kept in second.of_parts.items() if first.of_parts.get(file) is kept}
    assert len(shared) == 1
    assert len(second.of_parts) == 2


def test_two_cores_count_what_one_counts(refreshed, answer, nps, monkeypatch):
    for month, said in (("2026-02", "9"), ("2026-02", "3"), ("2026-03", "10")):
        answer(nps, month, nps=said)
    snapshot = refreshed()
    alone = ask(by=("survey",), compare="previous", first="2026-03", last="2026-03")
    snapshot.made.clear()
    sides = []
    monkeypatch.setattr("polku.insights.scores._MANY_ROWS", 0)
    monkeypatch.setattr(_Table, "groups", seen_in(sides, _Table.groups))
    assert ask(by=("survey",), compare="previous", first="2026-03", last="2026-03") == alone
    assert sides == ["figures_0"]


def seen_in(sides, make):
    """The same, and in whose thread it was made."""

    def made(*given):
        sides.append(threading.current_thread().name)
        return make(*given)

    return made
