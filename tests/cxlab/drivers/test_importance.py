"""Which drivers matter: truth recovered, nothing found where nothing is, few answers, many gaps, real surveys."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from cxlab.drivers import CorrelationError, DriversError, importance, shapley
from tests.cxlab.drivers import oracle

WEIGHTS = (0.5, 0.25, 0.0)


def table_of(values, unit):
    names = [f"x{k}" for k in range(values.shape[1] - 1)]
    table = pl.DataFrame(values, schema=[*names, "y"], orient="row").fill_nan(None)
    return table.with_columns(who=pl.Series(unit)), names


def analysed(values, unit, **more):
    table, names = table_of(values, unit)
    return importance(table, outcome="y", drivers=names, **{"account": "who", "resamples": 300, **more})


@pytest.fixture(scope="module")
def known():
    values, unit, truth = oracle.normal(loading=0.5, weights=WEIGHTS, accounts=300, per=4, icc=0.3, seed=3)
    return values, unit, truth, analysed(values, unit)


def test_the_figures_are_those_of_the_correlation_matrix(known):
    values, _, _, found = known
    parts = shapley(np.corrcoef(values.T))
    assert {one.name: one.part.value for one in found.drivers} == pytest.approx(
        {f"x{k}": part for k, part in enumerate(parts)}
    )
    assert found.r2.value == pytest.approx(parts.sum())
    assert sum(one.share.value for one in found.drivers) == pytest.approx(1)
    assert sum(one.weight.value for one in found.drivers) == pytest.approx(1)
    assert found.adjusted_r2 == pytest.approx(1 - (1 - parts.sum()) * 1199 / 1196)


def test_steps_are_the_coefficients_of_the_regression(known):
    values, _, _, found = known
    fit = np.linalg.lstsq(np.column_stack([np.ones(len(values)), values[:, :-1]]), values[:, -1], rcond=None)[0]
    assert {one.name: one.step.value for one in found.drivers} == pytest.approx(
        {f"x{k}": slope for k, slope in enumerate(fit[1:])}
    )


def test_intervals_hold_the_truth_and_the_order_is_found(known):
    _, _, truth, found = known
    parts = shapley(truth)
    for one in found.drivers:
        part = parts[int(one.name[1:])]
        assert one.part.low <= part <= one.part.high
        assert one.share.low <= part / parts.sum() <= one.share.high
        assert one.step.low <= WEIGHTS[int(one.name[1:])] <= one.step.high
    assert [one.name for one in found.drivers] == ["x0", "x1", "x2"]
    assert found.drivers[0].ranks == (1, 1)
    assert found.drivers[0].chance < 0.01
    assert (found.accounts, found.n, found.drivers[0].share.method) == (300, 1200, "bootstrap_clustered")


def test_an_outcome_that_goes_with_nothing_is_told_so():
    rng = np.random.default_rng(4)
    drawn = [analysed(rng.normal(size=(200, 5)), np.arange(200) // 4, resamples=199) for _ in range(40)]
    assert sum(found.chance <= 0.05 for found in drawn) <= 5
    assert sum(min(one.chance for one in found.drivers) <= 0.05 for found in drawn) <= 5
    calm = next(found for found in drawn if found.chance > 0.05)
    assert "no_relation" in calm.notes
    assert len(calm.order.ties[0]) == 4


def test_chance_is_kept_where_accounts_have_moods_of_their_own():
    """Drivers and outcome vary between accounts, unrelated: row by row chance would be taken for a finding."""
    alarms = {"who": 0, None: 0}
    for seed in range(60):
        rng = np.random.default_rng(seed)
        unit = np.repeat(np.arange(20), 10)
        values = np.sqrt(0.7) * rng.normal(size=(20, 4))[unit] + np.sqrt(0.3) * rng.normal(size=(200, 4))
        for account in alarms:
            alarms[account] += analysed(values, unit, account=account, resamples=199).chance <= 0.05
    assert alarms["who"] <= 8
    assert alarms[None] >= 25


def test_gaps_are_filled_in_or_rows_left_out():
    values, unit, _ = oracle.normal(loading=0.5, weights=WEIGHTS, accounts=200, per=2)
    whole = analysed(values, unit)
    values[::4, 0] = np.nan
    values[1::4, 1] = np.nan
    filled, complete = analysed(values, unit), analysed(values, unit, gaps="complete")
    assert (filled.n, filled.filled_in, filled.drivers[0].answered) == (400, 200, 300)
    assert (complete.n, complete.filled_in, complete.left_out) == (200, 0, 200)
    assert filled.drivers[0].part.value == pytest.approx(whole.drivers[0].part.value, abs=0.06)
    assert filled.drivers[0].part.high - filled.drivers[0].part.low < (
        complete.drivers[0].part.high - complete.drivers[0].part.low
    )


def test_steps_of_a_scale_blur_shares_and_polychoric_correlations_mend_them():
    values, unit, truth = oracle.normal(loading=0.6, weights=[0.5, 0.3], accounts=1500, per=1, seed=5)
    coarse = np.searchsorted([-1.2, -0.2, 0.5, 1.3], values).astype(float)
    plain, mended = (analysed(coarse, unit, correlations=kind, resamples=100) for kind in ("pearson", "polychoric"))
    true_r2 = shapley(truth).sum()
    assert mended.r2.value == pytest.approx(true_r2, abs=0.04)
    assert plain.r2.value < true_r2 - 0.04
    assert mended.r2.low < true_r2 < mended.r2.high
    assert mended.correlations == "polychoric"


def test_chance_is_judged_alike_whatever_the_correlations():
    """Polychoric correlations are larger: against plain ones of an unrelated outcome they would matter too soon."""
    rng = np.random.default_rng(8)
    coarse = rng.integers(0, 2, size=(120, 4)).astype(float)
    plain, mended = (
        analysed(coarse, np.arange(120), correlations=kind, resamples=200) for kind in ("pearson", "polychoric")
    )
    assert mended.r2.value > 1.5 * plain.r2.value
    assert mended.chance == plain.chance
    assert {one.name: one.chance for one in mended.drivers} == {one.name: one.chance for one in plain.drivers}


def test_rows_in_another_order_change_nothing_but_the_last_digits(known):
    values, unit, _, found = known
    shuffled = np.random.default_rng(1).permutation(len(values))
    again = analysed(values[shuffled], unit[shuffled])
    assert [one.part.low for one in again.drivers] == pytest.approx([one.part.low for one in found.drivers])


@pytest.mark.parametrize("rows", [0, 1, 9])
def test_too_few_answers_give_no_drivers_and_say_so(rows):
    found = analysed(np.random.default_rng(1).normal(size=(rows, 3)), np.arange(rows))
    assert (found.drivers, found.r2.value, found.notes, found.n) == ((), None, ("too_few_answers",), rows)


def test_one_account_gives_values_without_intervals():
    found = analysed(np.random.default_rng(1).normal(size=(40, 3)), np.zeros(40))
    one = found.drivers[0]
    assert one.share.value is not None
    assert (one.share.low, one.chance, found.chance, found.resamples) == (None, None, None, 0)
    assert "few_accounts" in found.notes


def test_what_cannot_be_analysed_is_named():
    values = np.random.default_rng(1).normal(size=(40, 3))
    values[:, 1] = 4.0
    with pytest.raises(DriversError, match="All answers to 'x1' are 4"):
        analysed(values, np.arange(40))
    values[:, 1] = values[:, 0] * 2
    with pytest.raises(CorrelationError, match="'x0', 'x1'"):
        analysed(values, np.arange(40))
    values[:, 1] = np.nan
    with pytest.raises(DriversError, match="answered 'x1'"):
        analysed(values, np.arange(40))


def test_an_interval_holds_its_value_and_no_figure_is_nan():
    rng = np.random.default_rng(7)
    for n in (12, 25, 60):
        found = analysed(rng.integers(1, 6, size=(n, 4)).astype(float), rng.integers(0, 6, n))
        for one in found.drivers:
            for figure in (one.share, one.part, one.weight, one.step):
                assert figure.low <= figure.value <= figure.high
