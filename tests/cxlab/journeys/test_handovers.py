from __future__ import annotations

from math import exp
from math import log as ln

import numpy as np
import polars as pl
import pytest

from cxlab.journeys.handovers import hand_overs, out_of_control
from cxlab.journeys.log import event_log
from cxlab.journeys.worktime import WorkingHours


def log_of(seed: int, *, fall: float = 0.0, longer: float = 1.0, cases: int = 150):
    """Sell, order (us), install (partner), aftercare (us): the partner's wait and score as told."""
    rng = np.random.default_rng(seed)
    rows = []
    for k in range(cases):
        at, base = 0.0, rng.normal(4, 0.5)
        for name, actor in (
            ("Sell", "us"),
            ("Order", "us"),
            ("Install", "partner"),
            ("Check", "partner"),
            ("Thank", "us"),
        ):
            handed = name == "Install"
            at += float(rng.lognormal(ln(20), 0.6)) * (longer if handed else 1.0) * 3600
            rows.append((str(k), name, actor, at, base - fall * (actor == "partner") + rng.normal(0, 0.5), str(k % 40)))
    names = ["case", "touchpoint", "actor", "ts_s", "score", "account"]
    return event_log(pl.DataFrame(rows, schema=names, orient="row").with_columns(pl.col("ts_s").cast(pl.Int64)))


def test_a_fall_and_a_wait_at_the_hand_over_are_found():
    found = {(one.giver, one.taker): one for one in hand_overs(log_of(1, fall=1.0, longer=3.0))}
    assert set(found) == {("us", "partner"), ("partner", "us")}
    over = found["us", "partner"]
    assert (over.times, over.cases) == (150, 150)
    assert over.score_change.word == "worse"
    assert over.score_change.low < -1 < over.score_change.high
    assert over.wait_ratio.word == "worse"
    assert over.wait_ratio.low < 3 < over.wait_ratio.high
    back = found["partner", "us"]
    assert back.score_change.word == "better"
    assert back.wait_ratio.word == "no_difference_shown"
    assert over.wait.low < over.wait.value < over.wait.high
    assert over.wait.clusters == 40


def test_where_nothing_happens_nothing_is_found():
    alarms = 0
    for seed in range(40):
        found = hand_overs(log_of(seed, cases=80))
        alarms += any(c.word != "no_difference_shown" for one in found for c in (one.wait_ratio, one.score_change))
    assert alarms <= 8  # two families of 95 %


def test_the_ratio_of_waits_is_the_ratio_of_geometric_means():
    log = log_of(2, longer=2.0)
    over = next(one for one in hand_overs(log) if one.giver == "us")
    waits = np.diff(log.ts_s.reshape(150, 5), axis=1) + 60.0
    same = np.concatenate([waits[:, 0], waits[:, 2]])
    assert over.wait_ratio.difference == pytest.approx(exp(np.log(waits[:, 1]).mean() - np.log(same).mean()))


def test_hand_overs_can_be_told_apart_by_touchpoint():
    found = hand_overs(log_of(1), touchpoints=True)
    assert {(one.start, one.end) for one in found} == {("Order", "Install"), ("Check", "Thank")}
    assert hand_overs(log_of(1), least=151) == ()


def test_working_hours_shorten_waits():
    log = log_of(1)
    full, office = hand_overs(log)[0].wait.value, hand_overs(log, hours=WorkingHours())[0].wait.value
    assert office < full / 2


def test_intervals_hold_the_truth_though_steps_share_their_events():
    held = 0
    for seed in range(100):
        found = hand_overs(log_of(seed, fall=0.4, cases=80))
        over = next(one for one in found if one.giver == "us")
        held += over.score_change.low <= -0.4 <= over.score_change.high
    assert held >= 93


def test_without_scores_times_or_same_actor_steps_there_is_nothing_to_compare():
    rows = {"case": ["a", "a"] * 5, "touchpoint": ["x", "y"] * 5, "actor": ["us", "them"] * 5}
    rows["case"] = [str(k // 2) for k in range(10)]
    one = hand_overs(event_log(pl.DataFrame(rows), time=None))[0]
    assert (one.times, one.wait, one.wait_ratio, one.score_change) == (5, None, None, None)


def test_an_unknown_actor_is_no_hand_over():
    rows = {"case": ["a"] * 3, "touchpoint": list("xyz"), "actor": ["us", None, "them"]}
    assert hand_overs(event_log(pl.DataFrame(rows), time=None), least=1) == ()


def test_a_log_without_actors_says_so():
    with pytest.raises(ValueError, match="no column 'actor'; the log carries: nothing"):
        hand_overs(event_log(pl.DataFrame({"case": ["a"], "touchpoint": ["x"]}), time=None))


def test_share_of_the_journey_and_of_low_scores_out_of_our_control():
    rows = {
        "case": [str(k) for k in range(20)],
        "touchpoint": ["x"] * 20,
        "owner": ["brand"] * 12 + ["partner"] * 5 + ["social"] + [None] * 2,
        "score": [9] * 11 + [6] + [3] * 3 + [7] * 5,
        "account": ["a", "b"] * 10,
    }
    found = out_of_control(event_log(pl.DataFrame(rows), time=None))
    assert (found.of_events.value, found.of_events.n, found.of_events.clusters) == (pytest.approx(6 / 18), 18, 2)
    assert (found.of_detractors.value, found.of_detractors.n) == (0.75, 4)
    assert out_of_control(event_log(pl.DataFrame(rows).drop("score"), time=None)).of_detractors is None
    assert out_of_control(event_log(pl.DataFrame(rows).drop("owner"), time=None)) is None
