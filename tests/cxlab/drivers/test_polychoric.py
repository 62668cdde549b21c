"""Correlations behind ordered steps: closed forms, truth recovered, and refusals."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import multivariate_normal, norm

from cxlab.drivers import DriversError
from cxlab.drivers.polychoric import _below, _quantile, polychoric, polychoric_resampled, steps_of


def cut(values, points):
    return np.searchsorted(points, values).astype(float)


@pytest.mark.parametrize("rho", [-0.95, -0.5, 0.0, 0.3, 0.8, 0.97])
@pytest.mark.parametrize(("a", "b"), [(0, 0), (1.2, -0.7), (-2.5, 2), (0.4, 0.5), (8, 0.3)])
def test_the_normal_integral_is_scipys(a, b, rho):
    exact = multivariate_normal([0, 0], [[1, rho], [rho, 1]]).cdf([a, b])
    assert _below(float(a), float(b), rho) == pytest.approx(exact, abs=1e-5)


@pytest.mark.parametrize("share", [1e-6, 0.001, 0.2, 0.5, 0.77, 0.9999])
def test_the_quantile_is_scipys(share):
    assert _quantile(share) == pytest.approx(norm.ppf(share), abs=1e-8)


@pytest.mark.parametrize("same", [0.5, 0.6, 0.75, 0.9])
def test_a_table_cut_at_the_medians_has_sheppards_correlation(same):
    """Sheppard 1899: the share on the same side of both medians is 1/2 + arcsin(rho) / pi."""
    counts = np.round(np.array([same, 1 - same, 1 - same, same]) * 5000).astype(int)
    table = np.repeat([[0.0, 0], [0, 1], [1, 0], [1, 1]], counts, axis=0)
    assert polychoric(steps_of(table, "ab"))[0, 1] == pytest.approx(np.sin(np.pi * (same - 0.5)), abs=1e-4)


def test_the_truth_behind_coarse_steps_comes_back():
    truth = np.array([[1, 0.5, 0.6], [0.5, 1, 0.3], [0.6, 0.3, 1]])
    latent = np.random.default_rng(1).multivariate_normal(np.zeros(3), truth, 20_000)
    points = ([-1, 0.2, 1.4], [-1.5, -1, -0.5, 0.8], [-2, -1.5, -1, -0.7, -0.3, 0, 0.4, 0.8, 1.2, 1.7])
    coded = np.column_stack([cut(latent[:, k], points[k]) for k in range(3)])
    found = polychoric(steps_of(coded, "abc"))
    assert found == pytest.approx(truth, abs=0.02)
    assert np.corrcoef(coded.T)[0, 1] < 0.46


def test_gaps_leave_the_rows_that_answered_both():
    latent = np.random.default_rng(2).multivariate_normal([0, 0], [[1, 0.6], [0.6, 1]], 6000)
    coded = np.column_stack([cut(latent[:, 0], [-1, 0, 1]), cut(latent[:, 1], [-0.5, 0.5])])
    coded[:1500, 0] = np.nan
    coded[1000:3000, 1] = np.nan
    assert polychoric(steps_of(coded, "ab"))[0, 1] == pytest.approx(0.6, abs=0.04)
    coded[:, 0] = np.where(np.isnan(coded[:, 1]), 1.0, np.nan)
    assert polychoric(steps_of(coded, "ab"))[0, 1] == 0.0


def test_perfect_agreement_stays_within_bounds():
    coded = np.repeat([[0.0, 0], [1, 1], [2, 2]], 30, axis=0)
    assert polychoric(steps_of(coded, "ab"))[0, 1] == 0.98


def test_resamples_spread_about_the_estimate():
    latent = np.random.default_rng(3).multivariate_normal([0, 0], [[1, 0.5], [0.5, 1]], 500)
    steps = steps_of(np.column_stack([cut(latent[:, k], [-1, 0, 1]) for k in range(2)]), "ab")
    start = polychoric(steps)
    drawn = polychoric_resampled(steps, np.arange(500), 500, 200, start)[:, 0, 1]
    assert drawn.mean() == pytest.approx(start[0, 1], abs=0.02)
    assert 0.025 < drawn.std() < 0.06


def test_a_column_with_many_values_is_refused():
    with pytest.raises(DriversError, match="'wait' has 12 different answers"):
        steps_of(np.arange(12.0)[:, None], ["wait"])
