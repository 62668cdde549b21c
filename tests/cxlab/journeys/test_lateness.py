from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from cxlab.journeys.alignment import align
from cxlab.journeys.lateness import late_events
from cxlab.journeys.log import event_log, from_walks
from cxlab.journeys.plan_text import parse_plan
from cxlab.journeys.variants import variants
from cxlab.journeys.worktime import WorkingHours

HOUR, DAY = 3600, 86_400
FRIDAY = 1767970800  # 2026-01-09 15:00 UTC


def late(plan: str, *walks: list[tuple[str, float]], hours=None) -> list[list[str]]:
    rows = [(str(k), name, int(FRIDAY + at)) for k, walk in enumerate(walks) for name, at in walk]
    log = event_log(pl.DataFrame(rows, schema=["case", "touchpoint", "ts_s"], orient="row"))
    marked = late_events(align(variants(log), parse_plan(plan)), hours)
    return [
        [log.names[log.codes[e]] for e in range(log.offsets[k], log.offsets[k + 1]) if marked[e]]
        for k in range(log.n_cases)
    ]


@pytest.mark.parametrize(
    ("limit", "passed", "is_late"),
    [
        ("30 minutes", 1800, False),
        ("30 minutes", 1801, True),
        ("2 hours", 2 * HOUR, False),
        ("0.1 days", 0.1 * DAY, False),
        ("1 day", DAY + 1, True),
        ("1 week", 7 * DAY, False),
        ("1 week", 7 * DAY + 1, True),
        ("2 working hours", 3 * DAY - 6 * HOUR, False),  # Friday 15 to Monday 9 is two hours
        ("2 working hours", 3 * DAY - 6 * HOUR + 1, True),
        ("1 working day", 3 * DAY, False),
        ("1 working day", 3 * DAY + 1, True),
    ],
)
def test_units_of_limits(limit, passed, is_late):
    assert late(f"a\nb within {limit}", [("a", 0), ("b", passed)]) == [["b"] if is_late else []]


def test_opening_hours_can_be_given():
    always = WorkingHours(0, 24, tuple(range(7)))
    assert late("a\nb within 2 working hours", [("a", 0), ("b", 3 * HOUR)], hours=always) == [["b"]]


def test_the_clock_starts_at_the_planned_touchpoint_before():
    # x is not planned, so b is two hours after a.
    assert late("a\nb within 1 hour", [("a", 0), ("x", 1.5 * HOUR), ("b", 2 * HOUR)]) == [["b"]]


def test_the_clock_starts_at_the_last_of_the_one_named():
    plan = "a\nb\nc within 1 hour of a"
    assert late(plan, [("a", 0), ("b", HOUR), ("c", 2 * HOUR)]) == [["c"]]
    assert late(plan, [("a", 0), ("a", HOUR), ("b", HOUR), ("c", 2 * HOUR)]) == [[]]


def test_nothing_is_late_after_what_never_happened():
    assert late("a\nb within 1 hour of a", [("b", 9 * HOUR)], [("x", 0), ("b", 9 * HOUR)]) == [[], []]


def test_what_is_not_in_its_place_is_not_late():
    assert late("a\nb within 1 hour\nc", [("a", 0), ("c", 1), ("b", 9 * HOUR)]) == [[]]


def test_cases_of_one_variant_have_their_own_times():
    one, other = [("a", 0), ("b", 60)], [("a", 0), ("b", 9 * HOUR)]
    assert late("a\nb within 1 hour", one, other, one) == [[], ["b"], []]


def test_the_first_case_does_not_lend_its_touchpoint_to_the_next():
    assert late("b within 1 hour of a", [("a", 0)], [("b", 9 * HOUR)])[1] == []


def test_without_times_nothing_is_late():
    aligned = align(variants(from_walks([["a", "b"]])), parse_plan("a\nb within 1 hour"))
    assert not late_events(aligned).any()
    empty = align(variants(from_walks([])), parse_plan("a within 1 hour of b"))
    assert np.array_equal(late_events(empty), np.zeros(0, dtype=bool))


@pytest.mark.parametrize(
    ("walk", "late"),
    [
        # Taken after a minute and again after three days: it was taken in time.
        ([("Assign", 0), ("Take", 60), ("Take", 3 * 86_400), ("Close", 4 * 86_400)], []),
        # Assigned, and assigned again after ten days: the customer has waited ten days.
        ([("Assign", 0), ("Assign", 10 * 86_400), ("Take", 10 * 86_400 + 3_600), ("Close", 11 * 86_400)], ["Take"]),
    ],
)
def test_what_came_first_is_what_a_limit_is_about(walk, late):
    table = pl.DataFrame([("a", *event) for event in walk], schema=["case", "touchpoint", "ts_s"], orient="row")
    log = event_log(table)
    aligned = align(variants(log), parse_plan("Assign\nTake within 1 day\nClose"))
    assert [log.names[code] for code in log.codes[late_events(aligned)]] == late
