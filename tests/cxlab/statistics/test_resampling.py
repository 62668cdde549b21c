"""Bootstrap by account and order statistics."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from cxlab.statistics.resampling import bca, draws, order_statistics, unit_codes, weighted_quantile


def mean_of(x):
    return lambda times: (times @ x) / times.sum(axis=1)


def test_bca_is_close_to_scipys():
    x = np.random.default_rng(8).lognormal(0, 0.8, 120)
    expected = stats.bootstrap((x,), np.mean, n_resamples=9_999, rng=np.random.default_rng(1)).confidence_interval
    found = bca(mean_of(x), x.size, 0.95)
    assert found == pytest.approx((expected.low, expected.high), rel=0.03)


def test_bca_does_not_change_when_it_is_shown_again():
    x = np.random.default_rng(8).lognormal(0, 0.8, 60)
    assert bca(mean_of(x), 60, 0.95) == bca(mean_of(x), 60, 0.95)


def test_bca_of_equal_values_is_the_value():
    assert bca(mean_of(np.full(60, 3.0)), 60, 0.95) == (3.0, 3.0)


def test_draws_keep_the_number_of_accounts():
    assert (draws(7, 50).sum(axis=1) == 7).all()


@pytest.mark.parametrize(
    ("n", "at", "ranks"), [(10, 0.5, (2, 9)), (20, 0.5, (6, 15)), (30, 0.5, (10, 21)), (49, 0.5, (18, 32))]
)
def test_order_statistics_are_the_published_ranks(n, at, ranks):
    """Ranks of the 95 % interval of a median from the binomial, as in the common tables."""
    x = np.arange(1.0, n + 1)
    assert order_statistics(x, np.ones(n), at, n=n, n_effective=n, df=np.inf, level=0.95) == ranks


@pytest.mark.parametrize(("n", "at"), [(5, 0.5), (10, 0.9), (30, 0.9)])
def test_too_few_for_an_interval(n, at):
    found = order_statistics(np.arange(float(n)), np.ones(n), at, n=n, n_effective=n, df=np.inf, level=0.95)
    assert np.isnan(found).all()


def test_clustered_order_statistics_are_wider():
    x, one = np.arange(1.0, 41), np.ones(40)
    plain = order_statistics(x, one, 0.5, n=40, n_effective=40, df=np.inf, level=0.95)
    clustered = order_statistics(x, one, 0.5, n=40, n_effective=15, df=7, level=0.95)
    assert clustered[0] < plain[0] < plain[1] < clustered[1]


def test_quantile_of_weights():
    x = np.array([1.0, 2.0, 10.0])
    assert weighted_quantile(x, np.array([1.0, 1.0, 1.0]), 0.5).tolist() == [2.0]
    assert weighted_quantile(x, np.array([[1.0, 1.0, 5.0], [3.0, 0.0, 1.0]]), 0.5).tolist() == [10.0, 1.0]


def test_units_are_accounts_or_single_answers():
    row, unit, units = unit_codes(np.array([5, -1, 5]), np.array([2.0, 3.0, 1.0]))
    assert units == 4
    assert row.tolist() == [0, 2, 1, 1, 1]
    assert unit.tolist() == [0, 0, 1, 2, 3]
