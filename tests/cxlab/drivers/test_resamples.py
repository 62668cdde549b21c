"""Drawn again: by account, with groups where there are many, and an outcome turned at random."""

from __future__ import annotations

import numpy as np
import pytest

from cxlab.drivers import DriversError, resamples
from cxlab.drivers.answers import Answers
from cxlab.drivers.correlations import as_correlation
from cxlab.drivers.resamples import of_all, resampled, sums_of, turned
from cxlab.statistics.resampling import SEED, draws
from tests.cxlab.drivers import oracle


def answers(values, unit=None, accounts=None):
    unit = np.arange(len(values)) if unit is None else unit
    names = tuple(f"x{k}" for k in range(values.shape[1] - 1))
    return Answers(names, "y", values, unit, int(unit.max()) + 1, accounts, 0)


def spread_of_draws(values, unit, many=400):
    sums = sums_of(answers(values, unit, 1))
    return as_correlation(resampled(sums, of_all(sums), many))[:, 0, -1].std()


def test_accounts_are_drawn_whole():
    """Answers doubled within their account tell nothing more; doubled as accounts of their own they do."""
    values, _, _ = oracle.normal(loading=0.5, weights=[0.5], accounts=60, per=1)
    twice, unit = np.repeat(values, 2, axis=0), np.repeat(np.arange(60), 2)
    assert spread_of_draws(twice, unit) == pytest.approx(spread_of_draws(values, np.arange(60)), rel=1e-9)
    assert spread_of_draws(twice, np.arange(120)) < 0.85 * spread_of_draws(twice, unit)


def test_each_draw_is_the_covariance_of_the_accounts_it_drew():
    rng = np.random.default_rng(5)
    values, unit = rng.normal(50, 3, (90, 3)), np.arange(90) % 30
    sums = sums_of(answers(values, unit, 30))
    whole = of_all(sums)
    assert whole.mean == pytest.approx(values.mean(axis=0))
    assert whole.spread == pytest.approx(np.cov(values.T, bias=True), abs=1e-9)
    found = resampled(sums, whole, 130)
    assert found.shape == (130, 3, 3)
    for at, weights in ((0, draws(30, 100, SEED)), (100, draws(30, 30, SEED + 100))):
        for k in (0, 29):
            one = np.cov(values.T, bias=True, aweights=weights[k][unit] + 1e-15)
            assert found[at + k] == pytest.approx(one, abs=1e-9)


def test_many_accounts_in_groups_vary_as_they_do_alone(monkeypatch):
    values, unit, _ = oracle.normal(loading=0.5, weights=[0.5], accounts=900, per=2, icc=0.3)
    alone = spread_of_draws(values, unit, 800)
    monkeypatch.setattr(resamples, "MOST_GROUPS", 200)
    assert sums_of(answers(values, unit, 900)).groups == 200
    assert spread_of_draws(values, unit, 800) == pytest.approx(alone, rel=0.15)


def test_gaps_are_filled_in_anew_in_each_resample():
    values, unit, _ = oracle.normal(loading=0.7, weights=[0.5, 0.3], accounts=200, per=1)
    whole = spread_of_draws(values, unit)
    values[::2, 0] = np.nan
    assert spread_of_draws(values, unit) > 1.15 * whole


@pytest.mark.parametrize("clustered", [True, False])
def test_a_turned_outcome_keeps_its_drivers_and_goes_with_none(clustered):
    values, unit, _ = oracle.normal(loading=0.6, weights=[0.0, 0.0], accounts=200, per=3)
    sums = sums_of(answers(values, unit if clustered else None, 200 if clustered else None))
    whole = of_all(sums)
    found = turned(sums, whole, 300)
    assert found[:, :-1, :-1] == pytest.approx(np.repeat(whole.spread[None, :-1, :-1], 300, axis=0))
    assert abs(found[:, 0, -1].mean()) < 0.02
    assert found[:, 0, -1].std() == pytest.approx(1 / np.sqrt(600), rel=0.3)


def test_a_shuffled_outcome_with_gaps_keeps_its_variance():
    values, _, _ = oracle.normal(loading=0.6, weights=[0.5, 0.3], accounts=150, per=1)
    values[:40, 0] = np.nan
    values[30:60, 1] = np.nan
    sums = sums_of(answers(values))
    found = turned(sums, of_all(sums), 50)
    assert found[:, -1, -1] == pytest.approx(np.full(50, values[:, -1].var()), rel=1e-3)
    assert abs(found[:, 0, -1].mean()) < 0.05


def test_too_many_patterns_are_refused_with_the_remedy(monkeypatch):
    monkeypatch.setattr(resamples, "MOST_PATTERNS", 2)
    values = np.array([[1, 2, 3], [np.nan, 2, 3], [1, np.nan, 3.0]])
    with pytest.raises(DriversError, match="3 different combinations"):
        sums_of(answers(values))
