"""One walk against the plan: the same rules as the deviations, told stop by stop."""

from __future__ import annotations

from collections import Counter

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxlab.journeys import align, deviations, event_log, parse_plan, variants, walk_of
from cxlab.journeys.log import from_walks
from tests.cxlab.journeys.simulated import plan_of, simulated, walks_of
from tests.cxlab.journeys.strategies import plans, walks

PLAN = parse_plan("Call\nVisit within 1 day\nPay")


def stops(walk, plan=PLAN):
    left = deviations(align(variants(from_walks([walk])), plan))
    return [(stop.touchpoint, stop.how) for stop in walk_of(left, "1").stops]


@pytest.mark.parametrize(
    ("walk", "odd"),
    [
        (["Call", "Visit", "Pay"], []),
        (["Call", "Pay"], [("Visit", "missing")]),
        (["Call", "Call", "Visit", "Pay"], [("Call", "repeated")]),
        (["Call", "Visit", "Chat", "Pay"], [("Chat", "ad_hoc")]),
    ],
)
def test_stops(walk, odd):
    found = stops(walk)
    assert [stop for stop in found if stop[1] != "as_planned"] == odd
    assert [name for name, how in found if how != "missing"] == walk


def test_what_came_in_another_place_stands_once():
    found = stops(["Visit", "Call", "Pay"])
    assert [name for name, _ in found] == ["Visit", "Call", "Pay"]
    assert Counter(how for _, how in found) == {"as_planned": 2, "out_of_order": 1}


def test_what_came_elsewhere_once_is_still_missing_where_it_was_planned_twice():
    """Planned twice, it happened once, at the end: that one is out of order, the other planned place is empty."""
    found = stops(["B", "C", "D", "A"], parse_plan("A\nB\nA\nC\nD"))
    assert Counter(found) == {
        ("A", "missing"): 1,
        ("A", "out_of_order"): 1,
        ("B", "as_planned"): 1,
        ("C", "as_planned"): 1,
        ("D", "as_planned"): 1,
    }


def test_times_scores_late_and_failing_ride_along():
    rows = {"case": ["a", "b", "b"], "touchpoint": ["Call", "Call", "Visit"], "ts_s": [5, 10, 200_000]}
    log = event_log(pl.DataFrame({**rows, "score": [1.0, None, 2.0]}))
    left = deviations(align(variants(log), PLAN), failing_at_most=2)
    found = walk_of(left, "b", failing_at_most=2)
    assert found.case == "b"
    call, visit, pay = found.stops
    assert (call.ts_s, call.score, call.late, call.failing) == (10, None, False, False)
    assert (visit.ts_s, visit.score, visit.late, visit.failing) == (200_000, 2.0, True, True)
    assert (pay.how, pay.ts_s) == ("missing", None)


def test_a_case_that_is_not_there_is_named():
    left = deviations(align(variants(from_walks([["Call"]])), PLAN))
    with pytest.raises(ValueError, match="no case '7'"):
        walk_of(left, "7")


def agree(left, cases):
    log = left.alignments.variants.log
    for case in cases:
        told = {(stop.how, stop.touchpoint) for stop in walk_of(left, log.cases[case]).stops} - {
            ("as_planned", name) for name in log.names
        }
        kinds = {"missing", "ad_hoc", "out_of_order", "repeated"}
        assert told == {(one.kind, one.touchpoint) for one in left.of_case(case) if one.kind in kinds}


def test_walks_and_deviations_tell_the_same():
    made = simulated(accounts=300)
    log = walks_of(made)
    agree(deviations(align(variants(log), plan_of(made))), range(0, log.n_cases, 37))


@settings(max_examples=60, deadline=None)
@given(plans, st.lists(walks.filter(bool), min_size=1, max_size=4))
def test_walks_and_deviations_tell_the_same_whatever_the_plan(plan, walked):
    agree(deviations(align(variants(from_walks(walked)), plan)), range(len(walked)))
