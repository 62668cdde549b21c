from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from cxlab.journeys.log import event_log, from_walks
from cxlab.journeys.timing import NoTimesError, between, throughput, transitions
from cxlab.journeys.worktime import WorkingHours

from .real import real_log


def log_of(rows):
    return event_log(
        pl.DataFrame(
            rows,
            schema={"case": pl.String, "touchpoint": pl.String, "ts_s": pl.Int64, "account": pl.String},
            orient="row",
        )
    )


def test_the_clock_runs_from_the_first_start_to_the_first_end_after_it():
    log = log_of([("a", t, h * 3600, None) for t, h in (("End", 0), ("Ask", 1), ("Ask", 2), ("End", 5), ("End", 9))])
    found = between(log, "Ask", "End")
    assert (found.median.value, found.reached, found.went_on) == (4.0, 1, 1)


def test_from_a_touchpoint_to_itself_is_to_its_next_time():
    log = log_of([("a", "Ask", h * 3600, None) for h in (0, 3, 10)])
    assert between(log, "Ask", "Ask").median.value == 3.0


def test_those_who_never_went_on_are_told_but_not_timed():
    log = log_of([("a", "Ask", 0, None), ("b", "Ask", 0, None), ("b", "End", 7200, None), ("c", "End", 0, None)])
    found = between(log, "Ask", "End")
    assert (found.reached, found.went_on, found.median.n, found.median.value) == (2, 1, 1, 2.0)
    assert found.median.low is None


def test_nobody_went_on():
    found = between(log_of([("a", "Ask", 0, None), ("b", "End", 0, None)]), "Ask", "End")
    assert (found.went_on, found.median.value, found.p90.value) == (0, None, None)


def test_median_and_90th_percentile_are_those_of_the_hours():
    rows = []
    spread = np.random.default_rng(1).permutation(200)
    for k, h in enumerate(spread):
        rows += [(str(k), "Ask", 0, str(k % 40)), (str(k), "End", int(h) * 3600, str(k % 40))]
    found = between(log_of(rows), "Ask", "End")
    assert found.median.value == pytest.approx(99.5)
    assert found.p90.value == pytest.approx(179.5)
    assert found.median.low < 99.5 < found.median.high
    assert found.median.clusters == 40
    assert found.median.method.endswith("_clustered")
    assert found.median.period.first == "1970-01-01"


def test_working_hours_leave_the_night_out():
    friday = 1767970800 + 0  # 2026-01-09 15:00 UTC
    log = log_of([("a", "Ask", friday, None), ("a", "End", friday + 3 * 86_400 - 6 * 3600, None)])
    assert between(log, "Ask", "End").median.value == 66
    assert between(log, "Ask", "End", hours=WorkingHours()).median.value == 2


def test_transitions_are_told_by_frequency():
    log = log_of([(c, t, k * 3600 * n, None) for c, n in (("a", 1), ("b", 3)) for k, t in enumerate("xyx")])
    found = transitions(log)
    assert [(d.start, d.end, d.went_on, d.reached, d.median.value) for d in found] == [
        ("x", "y", 2, 4, 2.0),
        ("y", "x", 2, 2, 2.0),
    ]
    assert len(transitions(log, most=1)) == 1


def test_months_follow_each_other_without_gaps_in_local_time():
    # 31 January 23:30 UTC is already February in Helsinki.
    log = log_of([("a", "x", 1769902200, None), ("a", "y", 1775000000, None)])
    assert [m.month for m in throughput(log)] == ["2026-01", "2026-02", "2026-03"]
    found = throughput(log, zone="Europe/Helsinki")
    assert [(m.month, m.begun, m.ended, m.events) for m in found] == [
        ("2026-02", 1, 0, 1),
        ("2026-03", 0, 0, 0),
        ("2026-04", 0, 1, 1),
    ]


def test_a_log_without_times_says_so():
    log = from_walks([["a", "b"]])
    for question in (lambda: between(log, "a", "b"), lambda: transitions(log), lambda: throughput(log)):
        with pytest.raises(NoTimesError, match="Map the column"):
            question()


def test_an_unknown_touchpoint_is_named_with_those_there_are():
    with pytest.raises(ValueError, match=r"no touchpoint 'z' in the log\. It has: x, y"):
        between(log_of([("a", "x", 0, None), ("a", "y", 0, None)]), "x", "z")


def test_an_empty_log_has_no_months():
    assert throughput(log_of([("a", "x", 0, None)]).select(np.array([False]))) == ()


def test_how_long_the_help_desk_takes_to_resolve():
    log = real_log("helpdesk")
    found = between(log, "Take in charge ticket", "Resolve ticket")
    # Counted once more from the XML with the standard library alone.
    assert (found.reached, found.went_on) == (4285, 4277)
    assert found.median.value == pytest.approx(46.33722222222222)
    assert found.median.low <= found.median.value <= found.median.high
    months = throughput(log)
    assert (months[0].month, months[-1].month) == ("2010-01", "2014-01")
    assert sum(m.begun for m in months) == sum(m.ended for m in months) == 4580
    assert sum(m.events for m in months) == 21348
