from __future__ import annotations

from collections import Counter

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxlab.journeys.alignment import align
from cxlab.journeys.deviations import deviations
from cxlab.journeys.log import event_log, from_walks
from cxlab.journeys.plan_text import parse_plan
from cxlab.journeys.variants import variants

from .real import PLANNED, real_log
from .simulated import plan_of, simulated, walks_of
from .strategies import plans, walks


def found(plan, log, **more):
    if isinstance(log, list):
        log = from_walks(log)
    return deviations(align(variants(log), parse_plan(plan)), **more)


def told(result) -> list[tuple]:
    return [(one.kind, one.touchpoint, one.times, one.cases) for one in result.found]


@pytest.mark.parametrize(
    ("plan", "walk", "expected"),
    [
        ("a\nb", "ab", []),
        ("a\nb", "a", [("missing", "b", 1, 1)]),
        ("a\nb", "axb", [("ad_hoc", "x", 1, 1)]),
        ("a\nb", "aab", [("repeated", "a", 1, 1)]),
        ("a\nb", "aaab", [("repeated", "a", 2, 1)]),
        ("a\nb\nc", "acb", [("out_of_order", "c", 1, 1)]),
        ("choice\n  a\n  b", "ab", [("ad_hoc", "b", 1, 1)]),
        ("a\noptional b\nc", "ac", []),
        ("repeat a", "aaa", []),
        ("a\nb\nc", "cbab", [("out_of_order", "a", 1, 1), ("out_of_order", "c", 1, 1), ("repeated", "b", 1, 1)]),
    ],
)
def test_kinds_of_deviation(plan, walk, expected):
    result = found(plan, [walk])
    kinds = {(kind, times, cases) for kind, _, times, cases in told(result)}
    if len(walk) > 3:
        assert {k for k, _, _ in kinds} <= {"out_of_order", "repeated", "missing"}
        return
    # Which of two swapped neighbours counts as displaced is a matter of the alignment chosen.
    assert len(told(result)) == len(expected)
    assert kinds == {(kind, times, cases) for kind, _, times, cases in expected}
    if expected and expected[0][0] != "out_of_order" and plan != "choice\n  a\n  b":
        assert told(result) == expected


@settings(max_examples=150, deadline=None)
@given(plans, st.lists(walks.filter(bool), min_size=1, max_size=6))
def test_every_move_that_costs_is_told_once(plan, log):
    aligned = align(variants(from_walks(log)), plan)
    result = deviations(aligned)
    times = Counter()
    for one in result.found:
        # A touchpoint out of order is a move in the log and one in the plan.
        times["cost"] += one.times * (2 if one.kind == "out_of_order" else 1)
        assert 0 < one.cases <= len(log)
        assert one.share.value == pytest.approx(one.cases / len(log))
    assert times["cost"] == aligned.total_cost
    assert result.marks.any(axis=0).sum() == len(log) - aligned.fitting_cases if len(result.found) else True


def test_owner_share_and_accounts_of_a_deviation():
    rows = [(str(k), "Call", "brand", f"acc{k % 3}") for k in range(6)]
    rows += [(str(k), "Install", "partner", f"acc{k % 3}") for k in range(3)]
    log = event_log(pl.DataFrame(rows, schema=["case", "touchpoint", "owner", "account"], orient="row"), time=None)
    result = found("Call\nInstall by partner", log)
    one = result.found[0]
    assert (one.kind, one.touchpoint, one.owner, one.cases, one.accounts) == ("missing", "Install", "partner", 3, 3)
    assert one.share.clusters == 3
    assert found("Install", log).found[0].owner == "brand"
    assert found("Call\nInstall by customer", log).found[0].owner == "customer"
    assert [d.touchpoint for d in result.of_case(5)] == ["Install"]
    assert result.of_case(0) == ()
    assert result.by_kind() == {
        "missing": 3, "ad_hoc": 0, "out_of_order": 0, "repeated": 0, "late": 0, "failing": 0
    }  # fmt: skip


def log_with(**columns):
    base = {"case": ["a", "a", "b", "b"], "touchpoint": ["Ask", "Answer"] * 2, "ts_s": [0, 86_400, 0, 300_000]}
    return event_log(pl.DataFrame(base | columns))


def test_late_is_after_the_limit_and_not_at_it():
    assert told(found("Ask\nAnswer within 1 day", log_with())) == [("late", "Answer", 1, 1)]
    assert told(found("Ask\nAnswer within 23 hours", log_with())) == [("late", "Answer", 2, 2)]
    assert told(found("Ask\nAnswer within 1 week", log_with())) == []


def test_failing_is_told_by_a_column_a_score_or_a_missing_completion():
    assert told(found("Ask\nAnswer", log_with(failing=[False, True, None, True]), failing="failing")) == [
        ("failing", "Answer", 2, 2)
    ]
    assert told(found("Ask\nAnswer", log_with(score=[9, 6, None, 7]), failing_at_most=6)) == [
        ("failing", "Answer", 1, 1)
    ]
    assert told(found("Ask\nAnswer", log_with(completed=[False, True, True, True]))) == [("failing", "Ask", 1, 1)]
    with pytest.raises(ValueError, match="no column 'failed'; the log carries: nothing"):
        found("Ask\nAnswer", log_with(), failing="failed")
    with pytest.raises(ValueError, match="no column 'score'; the log carries: nothing"):
        found("Ask\nAnswer", log_with(), failing_at_most=6)


def test_deviations_stand_by_the_cases_they_hit():
    result = found("a\nb\nc", [["a", "b"], ["a", "b"], ["a", "c"]])
    assert [(one.touchpoint, one.cases) for one in result.found] == [("c", 2), ("b", 1)]


def test_an_empty_log_has_no_deviations():
    assert found("a", []).found == ()


def test_the_help_desk_left_its_plan():
    plan = (PLANNED / "helpdesk-1.txt").read_text(encoding="utf-8")
    result = found(plan, real_log("helpdesk"))
    assert result.alignments.fitting_cases == 2951
    assert sum(one.times * (2 if one.kind == "out_of_order" else 1) for one in result.found
               if one.kind not in {"late", "failing"}) == result.alignments.total_cost == 2436  # fmt: skip
    top = result.found[0]
    assert (top.share.low, top.share.high) != (None, None)
    assert top.share.clusters == 394


@pytest.mark.parametrize("journey", [0, 2, 4])
def test_aftercare_is_missing_as_often_as_is_true(journey):
    made = simulated()
    result = deviations(align(variants(walks_of(made, journey)), plan_of(made, journey)))
    share = next(one.share for one in result.found if (one.kind, one.touchpoint) == ("missing", "aftercare"))
    assert share.low < made.truth.effects.missing["aftercare"] < share.high


def test_failing_and_repeated_touchpoints_are_as_frequent_as_is_true():
    made = simulated()
    log = walks_of(made, 1)
    result = deviations(align(variants(log), plan_of(made, 1)), failing="failing")
    truth = made.truth.effects
    by = {(one.kind, one.touchpoint): one for one in result.found}
    events = int((log.codes == log.names.index("installation")).sum())
    rate = by["failing", "installation"].times / events
    assert abs(rate - truth.failing["installation"]) < 3 * np.sqrt(0.18 * 0.82 / events)
    for touchpoint in ("installation", "phone"):
        share = by["repeated", touchpoint].share
        assert share.low < truth.repeated[touchpoint] < share.high
    # Unplanned enquiries: so often before the improvement, less often after it.
    enquiry = by["ad_hoc", "enquiry"].share
    assert truth.ad_hoc_after < enquiry.high
    assert enquiry.low < truth.ad_hoc
