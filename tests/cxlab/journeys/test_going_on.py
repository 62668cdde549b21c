from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from cxlab.journeys.going_on import going_on
from cxlab.journeys.log import event_log

from .simulated import simulated, walks_of


def log_of(seed: int, *, effect: float, cases: int = 400):
    """Call, then Visit with a chance that rests on the call's score, then Order by chance."""
    rng = np.random.default_rng(seed)
    rows = []
    for k in range(cases):
        account = k % 80
        score = int(rng.integers(1, 6))
        rows.append((str(k), "Call", score, account, account % 3, 0))
        if rng.random() < 0.5 + effect * (score >= 4):
            rows.append((str(k), "Visit", int(rng.integers(1, 6)), account, account % 3, 3600))
            if rng.random() < 0.5:
                rows.append((str(k), "Order", 5, account, account % 3, 7200))
    names = ["case", "touchpoint", "score", "account", "segment", "ts_s"]
    return event_log(pl.DataFrame(rows, schema=names, orient="row"))


def test_going_on_rests_on_the_call_and_on_nothing_else():
    found = {one.touchpoint: one for one in going_on(log_of(1, effect=0.35), well_from=4, goal="Order")}
    call = found["Call"]
    assert call.continuing.word == call.continuing_adjusted.word == "better"
    assert call.continuing.low < 0.35 < call.continuing.high
    assert (call.reached, call.well + call.badly) == (400, 400)
    assert found["Visit"].continuing.word == "no_difference_shown"
    assert found["Visit"].buying.word == "no_difference_shown"
    assert "Order" not in found


def test_where_nothing_matters_nothing_is_found():
    alarms = 0
    for seed in range(60):
        found = going_on(log_of(seed, effect=0), well_from=4, goal="Order")
        comparisons = [c for one in found for c in (one.continuing, one.continuing_adjusted) if c is not None]
        alarms += any(c.word != "no_difference_shown" for c in comparisons)
    assert alarms <= 8


def test_the_touchpoint_with_the_largest_difference_stands_first():
    found = going_on(log_of(2, effect=0.4), well_from=4)
    assert [one.touchpoint for one in found] == ["Call", "Visit"]
    assert found[0].buying is None


def test_walks_that_may_be_under_way_are_left_out():
    rows = []
    for k in range(20):
        rows.append((str(k), "Call", k % 2, k * 86_400))
        if k < 10:
            rows.append((str(k), "Visit", 1, k * 86_400 + 60))
    log = event_log(pl.DataFrame(rows, schema=["case", "touchpoint", "score", "ts_s"], orient="row"))
    assert going_on(log, well_from=1)[0].reached == 20
    assert going_on(log, well_from=1, open_days=5)[0].reached == 15


def test_failing_can_say_what_passing_well_is():
    rows = {
        "case": [str(k) for k in range(40)] + [str(k) for k in range(20)],
        "touchpoint": ["Install"] * 40 + ["Use"] * 20,
        "failed": [k >= 20 for k in range(40)] + [False] * 20,
    }
    one = going_on(event_log(pl.DataFrame(rows), time=None), failing="failed")[0]
    assert (one.touchpoint, one.well, one.badly, one.continuing.difference) == ("Install", 20, 20, 1.0)


def test_the_first_passing_counts_and_what_comes_after_it():
    rows = [("a", "Call", 5), ("a", "Call", 1), ("b", "Call", 1), ("b", "Call", 5), ("c", "Call", 1)]
    log = event_log(pl.DataFrame(rows, schema=["case", "touchpoint", "score"], orient="row"), time=None)
    one = going_on(log, well_from=4)[0]
    assert (one.well, one.badly, one.continuing.difference) == (1, 2, 0.5)


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({}, "Say what passing well is"),
        ({"well_from": 4, "score": "stars"}, "no column 'stars'; the log carries: score"),
        ({"well_from": 4, "goal": "Buy"}, "'Buy' is no touchpoint of the log"),
    ],
)
def test_a_question_that_cannot_be_asked_says_why(more, message):
    with pytest.raises(ValueError, match=message):
        going_on(log_of(1, effect=0, cases=5), **more)


def test_an_empty_log_has_no_answer():
    log = log_of(1, effect=0, cases=5).select(np.zeros(5, dtype=bool))
    assert going_on(log, well_from=4) == ()


def test_in_the_simulated_company_a_well_received_meeting_goes_with_an_order():
    real = {one.touchpoint: one for one in going_on(walks_of(simulated(), None, None), well_from=0, goal="order")}
    null = going_on(walks_of(simulated(null=True), None, None), well_from=0, goal="order")
    # Winning rests on the experience of the offer, which shares the account's and the walk's part with all touchpoints.
    assert real["offer"].buying.word == "better"
    assert all(one.buying is None or one.buying.word == "no_difference_shown" for one in null)
