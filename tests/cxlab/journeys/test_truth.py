"""The simulated company: what its walks were drawn with comes back from every estimator; the null company is silent."""

from __future__ import annotations

from functools import cache

import numpy as np
import polars as pl
import pytest
from scipy.special import ndtr

from cxlab.journeys import (
    align,
    associate,
    between,
    deviations,
    funnel,
    hand_overs,
    out_of_control,
    peak_end,
    remembered,
    variants,
)
from cxlab.journeys.log import EventLog
from cxlab.simulate import Company
from cxlab.simulate.touchpoints import TOUCHPOINTS

from .simulated import plan_of, simulated, walks_of

PROJECT = 0  # the designer's first project: the partner installs


@cache
def project(*, null: bool = False) -> EventLog:
    return walks_of(simulated(null=null), PROJECT)


def planted(made: Company, log: EventLog) -> np.ndarray:
    """The level put into each event: that of its touchpoint, and what the improvement added."""
    truth = made.truth.effects
    levels = [truth.touchpoint[name] + truth.segment_touchpoint.get(("designer", name), 0.0) for name in log.names]
    return np.array(levels)[log.codes] + truth.improvement * improved(made, log)


def improved(made: Company, log: EventLog) -> np.ndarray:
    """Events at the improved touchpoint since it was."""
    month = pl.from_epoch(pl.Series(log.ts_s), time_unit="s").dt.strftime("%Y-%m")
    there = log.codes == log.names.index(made.truth.improved)
    return there & (month >= made.truth.improvement_month[:7]).to_numpy()


def accounts(log: EventLog) -> np.ndarray:
    return np.unique(np.array(log.of_case("account")), return_inverse=True)[1]


def scores_by_case(log: EventLog) -> list[np.ndarray]:
    return np.split(log.extra["score"].to_numpy(), log.offsets[1:-1])


def test_as_many_reach_aftercare_as_were_let():
    reached = funnel(project(), ["delivery", "aftercare"])[1].of_previous
    assert reached.low < 1 - simulated().truth.effects.missing["aftercare"] < reached.high


@pytest.mark.parametrize(("start", "end"), [("order", "delivery"), ("offer", "order"), ("use", "aftercare")])
def test_hours_between_are_those_drawn(start, end):
    """A wait is lognormal with spread .5 in days, then moved to the next working day: at most one day on average."""
    found = between(project(), start, end)
    days = TOUCHPOINTS[end].gap_days
    for told, truth in ((found.median, days), (found.p90, days * np.exp(0.5 * 1.2815515655))):
        assert told.low / 24 < truth + 1
        assert told.high / 24 > truth


def test_a_hand_over_to_the_partner_lowers_the_score_by_what_was_planted():
    made, log = simulated(), project()
    level, case = planted(made, log), log.case_of_event()
    actor = log.extra["actor"].to_numpy()
    here = np.flatnonzero(case[1:] == case[:-1])
    change, giver, taker = level[here + 1] - level[here], actor[here], actor[here + 1]
    still = change[giver == taker].mean()
    for one in hand_overs(log):
        truth = change[(giver == one.giver) & (taker == one.taker)].mean() - still
        assert one.score_change.low < truth < one.score_change.high
    words = {(one.giver, one.taker): one.score_change.word for one in hand_overs(log)}
    assert (words["us", "partner"], words["partner", "us"]) == ("worse", "better")


def test_in_the_null_company_no_hand_over_changes_a_score():
    assert {one.score_change.word for one in hand_overs(project(null=True))} == {"no_difference_shown"}


def test_low_scores_pile_up_at_the_partner_and_nowhere_where_nothing_was_planted():
    real, null = (out_of_control(project(null=null), ours=("brand",), low_at_most=-1.0) for null in (False, True))
    log = project()
    low = ndtr(-1.0 - planted(simulated(), log) - simulated().truth.effects.segment["designer"])
    away = (log.extra["owner"] != "brand").to_numpy()
    assert real.of_detractors.low < low[away].sum() / low.sum() < real.of_detractors.high
    assert real.of_detractors.low > real.of_events.high
    assert null.of_detractors.low < null.of_events.value < null.of_detractors.high


def test_what_goes_with_the_improvement_is_its_size():
    made, log = simulated(), project()
    at = log.codes == log.names.index(made.truth.improved)
    case, first = np.unique(log.case_of_event()[at], return_index=True)
    outcome: list[float | None] = [None] * log.n_cases
    for one, event in zip(case.tolist(), np.flatnonzero(at)[first].tolist(), strict=True):
        outcome[one] = log.extra["score"][event]
    mark = np.zeros((1, log.n_cases), dtype=bool)
    mark[0, log.case_of_event()[improved(made, log)]] = True
    found = associate(mark, outcome, accounts=accounts(log), segment=log.of_case("segment"))[0]
    # The trend adds a twentieth of a point a year between the two halves.
    truth = made.truth.improvement + made.truth.effects.trend
    assert found.adjusted.low < truth < found.adjusted.high
    assert found.comparison.word == "better"


def test_in_the_null_company_no_deviation_goes_with_the_experience():
    log = project(null=True)
    found = deviations(align(variants(log), plan_of(simulated(null=True), PROJECT)))
    mean = [float(one.mean()) for one in scores_by_case(log)]
    told = [one.comparison.word for one in associate(found.marks, mean, accounts=found.accounts) if one.comparison]
    assert len(told) >= 10
    assert set(told) <= {"no_difference_shown", "cannot_tell"}


def test_memory_that_keeps_mean_and_end_of_the_simulated_walks_is_found_out():
    rng = np.random.default_rng(4)
    for null in (False, True):
        log = project(null=null)
        mood = rng.normal(size=accounts(log).max() + 1)[accounts(log)]
        noise = 0.4 * rng.normal(size=log.n_cases) + 0.3 * mood
        kept = [one.mean() / 2 + one[-1] / 2 for one in scores_by_case(log)]
        overall = noise if null else kept + noise
        found = peak_end(log, overall.tolist(), neutral=0)
        assert (found.end_adds.low > 0) != null
        assert found.peak_adds.low <= 0


def test_as_many_name_the_peak_as_were_told_to():
    rng = np.random.default_rng(5)
    named = [["meeting"] if one else ["delivery"] if two else [] for one, two in rng.random((400, 2)) < (0.3, 0.5)]
    found = remembered(named, peaks=["meeting"], end="aftercare")
    assert found.peak.low < 0.3 < found.peak.high
