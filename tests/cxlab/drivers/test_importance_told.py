"""How draws become figures: every end, share and chance beside its formula written out by hand."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from scipy import stats

from cxlab.drivers.answers import Answers
from cxlab.drivers.drawing import Drawn, Prepared
from cxlab.drivers.importance import _as_shares, _chances, _ranged, _slopes, importance, told
from cxlab.drivers.shapley import shapley

MATRIX = np.array([[1.0, 0.3, 0.4], [0.3, 1.0, 0.6], [0.4, 0.6, 1.0]])
CHANCE = [
    np.array([[1.0, 0.3, a], [0.3, 1.0, b], [a, b, 1.0]]) for a, b in ((0.1, 0.1), (0.4, 0.6), (0.6, 0.1), (0.0, 0.0))
]


def answers(units=20, accounts=None, values=None):
    values = np.random.default_rng(1).normal(size=(40, 3)) if values is None else values
    return Answers(("a", "b"), "y", values, np.arange(len(values)) % units, units, accounts, 0)


def drawn(samples, spread=MATRIX, by_chance=CHANCE):
    samples = np.array(samples)
    return Drawn(MATRIX, 0.0, spread, samples, samples, np.array(by_chance))


@pytest.mark.parametrize("level", [0.95, 0.8])
@pytest.mark.parametrize("units", [3, 20])
@pytest.mark.parametrize("tail", [0.0, 0.25, -0.25])
def test_an_end_is_the_wider_of_percentile_and_student(units, tail, level):
    draws = 0.3 + 0.002 * np.random.default_rng(2).normal(size=400)
    draws[:60] += tail  # so many that a percentile is out there while the spread is not
    one = _ranged(0.3, draws, answers(units), "driver_step@1", level)
    ends = np.quantile(draws, [(1 - level) / 2, 1 - (1 - level) / 2])
    half = stats.t.ppf((1 + level) / 2, units - 1) * draws.std(ddof=1) * np.sqrt(units / (units - 1))
    assert one.low == pytest.approx(min(ends[0], 0.3 - half), rel=1e-9)
    assert one.high == pytest.approx(max(ends[1], 0.3 + half), rel=1e-9)
    assert one.level == level


def test_percentiles_are_met_on_either_side():
    """Else the test above would never see them."""
    for tail in (-0.25, 0.25):
        draws = np.where(np.arange(400) < 20, 0.3 + tail, 0.3)
        one = _ranged(0.3, draws, answers(40), "driver_step@1", 0.95)
        reached = one.high if tail > 0 else one.low
        assert reached == pytest.approx(0.3 + tail)


def test_shares_stay_within_nought_and_one_and_steps_need_not():
    draws = np.linspace(-1, 3, 50)
    share, step = (_ranged(0.5, draws, answers(), name, 0.95) for name in ("driver_share@1", "driver_step@1"))
    assert (share.low, share.high) == (0.0, 1.0)
    assert step.low < -1 < 3 < step.high
    inside = _ranged(0.5, np.array([0.4, 0.5, 0.6] * 20), answers(), "driver_share@1", 0.95)
    assert 0.2 < inside.low < 0.4
    assert 0.6 < inside.high < 0.8


@pytest.mark.parametrize(("draws", "units", "known"), [(2, 3, True), (1, 3, False), (0, 3, False), (9, 2, False)])
def test_two_draws_of_three_units_are_the_fewest(draws, units, known):
    one = _ranged(0.5, np.linspace(0.4, 0.6, draws), answers(units), "driver_r2@1", 0.95)
    assert (one.low is not None, one.high is not None) == (known, known)
    assert one.method == ("bootstrap" if known else "none")
    assert (one.value, one.definition, one.n, one.clusters) == (0.5, "driver_r2@1", 40, None)


@pytest.mark.parametrize(("accounts", "notes"), [(9, ("few_accounts",)), (10, ()), (None, ())])
def test_under_ten_accounts_a_figure_says_so(accounts, notes):
    one = _ranged(0.5, np.linspace(0.4, 0.6, 9), answers(10, accounts), "driver_r2@1", 0.95)
    assert one.notes == notes
    assert (one.method, one.clusters) == ("bootstrap" if accounts is None else "bootstrap_clustered", accounts)


def test_chance_counts_draws_whose_largest_part_reaches_it_and_the_one_seen():
    by_chance = np.array([[0.1, 0.0], [0.2, 0.25], [0.3, 0.1]])
    assert _chances(np.array([0.25, 0.4, 0.05]), by_chance) == [3 / 4, 1 / 4, 1.0]
    assert _chances(np.array([0.2]), by_chance[:0]) == [None]


def test_shares_of_nothing_are_nothing():
    assert _as_shares(np.array([[0.0, 0.0], [0.3, 0.1]])) == pytest.approx(np.array([[0.0, 0.0], [0.75, 0.25]]))


def test_steps_are_coefficients_and_the_least_where_drivers_are_one():
    assert _slopes(np.empty((0, 4, 4))).shape == (0, 3)
    assert _slopes(np.array([[[4.0, 0.0, 2.0], [0.0, 1.0, 3.0], [2.0, 3.0, 9.0]]])).tolist() == [[0.5, 3.0]]
    one = np.array([[[1.0, 1.0, 0.6], [1.0, 1.0, 0.6], [0.6, 0.6, 1.0]]])
    assert _slopes(one)[0] == pytest.approx([0.3, 0.3])


def test_the_whole_is_told_from_what_was_drawn():
    values = np.column_stack([[5, 5, 5, 4] * 10, [1, 2, 3, 4] * 10, [9, 9, 8, 7] * 10]).astype(float)
    values[:2, 0] = np.nan
    parts = shapley(MATRIX)
    made = Prepared(answers(values=values), drawn([MATRIX, CHANCE[2]], spread=np.eye(3)), "pearson")
    found = told(made)
    first, second = found.drivers
    assert [one.name for one in found.drivers] == ["b", "a"]
    assert (first.correlation, second.correlation) == (0.6, 0.4)
    assert (first.at_top, second.at_top) == (10 / 40, 28 / 38)
    assert (second.answered, found.filled_in, found.resamples) == (38, 2, 2)
    assert {"ceiling", "outcome_ceiling"} <= set(found.notes)
    assert [one.part.value for one in found.drivers] == pytest.approx([parts[1], parts[0]])
    assert [one.part.definition for one in found.drivers] == ["driver_r2@1"] * 2
    assert {one.share.definition for one in found.drivers} == {"driver_share@1"}
    assert {one.weight.definition for one in found.drivers} == {"relative_weight@1"}
    assert (found.r2.value, found.r2.definition, found.r2.level) == (pytest.approx(parts.sum()), "r2@1", 0.95)
    assert found.adjusted_r2 == pytest.approx(1 - (1 - parts.sum()) * 39 / 37)
    assert found.chance == pytest.approx(2 / 5)  # of four, one reaches it: the very same matrix
    assert first.chance == pytest.approx(3 / 5)  # and a driver as large as that stands in two
    assert first.inflation == pytest.approx(1 / (1 - 0.09))


def test_of_too_few_nothing_is_told_but_how_many():
    found = told(Prepared(answers(), None, "polychoric"))
    assert (found.r2.value, found.r2.method, found.r2.definition, found.r2.n) == (None, "none", "r2@1", 40)
    assert (found.filled_in, found.repaired, found.resamples, found.correlations) == (0, 0.0, 0, "polychoric")
    assert (found.adjusted_r2, found.chance, found.order.pairs) == (None, None, ())
    table = pl.DataFrame({"a": [1, 2], "y": [1, 2]})
    assert importance(table, outcome="y", drivers=["a"]).correlations == "pearson"
