"""Filling in: a published estimate, a closed form, and truth recovered where leaving rows out would miss it."""

from __future__ import annotations

import numpy as np
import pytest

from cxlab.drivers.answers import Answers
from cxlab.drivers.imputing import imputed
from cxlab.drivers.resamples import of_all, sums_of
from tests.cxlab.drivers import oracle


def filled(values):
    rows = len(values)
    names = tuple(f"x{k}" for k in range(values.shape[1] - 1))
    return of_all(sums_of(Answers(names, "y", values, np.arange(rows), rows, None, 0)))


def test_nothing_missing_is_the_plain_covariance():
    values = oracle.normal(loading=0.5, weights=[0.4, 0.2], accounts=20)[0] + 50
    found = filled(values)
    assert found.mean == pytest.approx(values.mean(axis=0))
    assert found.spread == pytest.approx(np.cov(values.T, bias=True))


def test_one_column_with_gaps_has_the_regression_estimate():
    """Anderson 1957: the mean of the column with gaps is its mean where seen, moved along the regression."""
    values = oracle.normal(loading=0.7, weights=[0.5], accounts=40, seed=3)[0]
    values[values[:, 1] > 0.3, 0] = np.nan
    seen = values[~np.isnan(values[:, 0])]
    slope = np.cov(seen.T, bias=True)[0, 1] / seen[:, 1].var()
    found = filled(values)
    assert found.mean[0] == pytest.approx(
        seen[:, 0].mean() + slope * (values[:, 1].mean() - seen[:, 1].mean()), abs=1e-3
    )
    rest = seen[:, 0].var() - slope**2 * seen[:, 1].var()
    assert found.spread[0, 0] == pytest.approx(rest + slope**2 * values[:, 1].var(), abs=2e-3)


def test_the_truth_comes_back_where_complete_rows_alone_miss_it():
    """Those who are dissatisfied leave the second driver out: missing at random, far from completely at random."""
    values, _, truth = oracle.normal(loading=0.7, weights=[0.5, 0.2], accounts=4000, seed=2)
    gone = values.copy()
    gone[gone[:, 0] < 0, 1] = np.nan
    found = filled(gone)
    kept = gone[~np.isnan(gone).any(axis=1)]
    assert found.spread == pytest.approx(truth, abs=0.04)
    assert np.corrcoef(kept.T)[0, 1] < truth[0, 1] - 0.1


def test_a_pattern_in_which_a_column_repeats_another_does_no_harm():
    values = oracle.normal(loading=0.5, weights=[0.4], accounts=30)[0]
    values = np.column_stack([values[:, 0], values[:, 0], values[:, 1]])
    values[::3, 2 - 1] = np.nan
    found = filled(values)
    assert np.isfinite(found.spread).all()
    assert found.spread[0, 1] == pytest.approx(found.spread[0, 0], rel=1e-3)


def test_a_draw_without_rows_of_a_pattern_is_no_trouble():
    totals = np.zeros((2, 3, 3))
    totals[0] = [[4, 0, 0], [0, 4, 2], [0, 2, 4]]
    missing = np.array([[False, False], [True, False]])
    mean, spread, steps = imputed(totals, missing, np.zeros(2), np.eye(2), 1e-9)
    assert mean.tolist() == [0, 0]
    assert spread == pytest.approx(np.array([[1, 0.5], [0.5, 1]]))
    assert steps == 2
