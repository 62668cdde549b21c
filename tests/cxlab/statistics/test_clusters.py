"""Clustered variance against a direct computation, and its edges."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxlab.statistics.clusters import cluster_sums, moments


def of(values, accounts, weights=None):
    """Moments of one group, an answer a row."""
    n = np.ones(len(values))
    w = n if weights is None else np.asarray(weights, float)
    sums = cluster_sums(np.zeros(len(values), int), np.asarray(accounts), np.asarray(values, float), (n, w, w * w), 1)
    return moments(sums)


def test_linearised_variance_is_the_textbook_one():
    """Sum over clusters of (sum of w (y - R))^2 / W^2 x G / (G - 1), written out."""
    rng = np.random.default_rng(5)
    y, a, w = rng.integers(0, 2, 60).astype(float), np.arange(60) % 12, rng.uniform(0.5, 2, 60)
    mean = (w * y).sum() / w.sum()
    z = np.array([(w * (y - mean))[a == g].sum() for g in range(12)])
    expected = 12 / 11 * (z**2).sum() / w.sum() ** 2
    found = of(y, a, w)
    spread = (w * (y - mean) ** 2).sum() / w.sum() * 60 / 59
    assert found.mean[0] == pytest.approx(mean)
    assert found.variance[0] == pytest.approx(max(expected, spread / 60))
    assert found.df[0] == 11


def test_a_known_design_effect():
    """Accounts of five that are each of one mind: design effect 5, up to G / (G - 1) against n / (n - 1)."""
    values, accounts = np.repeat([1, 0] * 20, 5), np.repeat(np.arange(40), 5)
    found = of(values, accounts)
    assert found.n_effective[0] == pytest.approx(40, rel=0.03)
    naive = of(values, np.full(200, -1))
    assert naive.n_effective[0] == 200


def test_the_design_effect_is_at_least_one():
    """Accounts that balance out within themselves do not make the interval shorter."""
    found = of([0, 1] * 20, np.repeat(np.arange(20), 2))
    assert found.n_effective[0] == 40


def test_weights_without_accounts_cost_what_kish_says():
    w = np.array([1.0, 3.0, 1.0, 3.0])
    assert of([0, 1, 1, 0], [-1] * 4, w).n_effective[0] == pytest.approx(w.sum() ** 2 / (w**2).sum())


def test_equal_answers_count_as_many_as_there_are_accounts():
    assert of([1] * 20, np.repeat(np.arange(4), 5)).n_effective[0] == pytest.approx(4)
    assert of([1] * 20, [-1] * 20).n_effective[0] == 20


def test_an_answer_without_account_is_a_cluster_of_its_own():
    mixed = of([1, 0, 1, 0], [0, 0, -1, -1])
    assert mixed.clusters[0] == 3
    own = of([1, 0, 1, 0], [0, 0, 1, 2])
    assert mixed.variance[0] == pytest.approx(own.variance[0])


def test_empty_groups_are_zero_and_finite():
    none = np.zeros(0)
    found = moments(cluster_sums(none.astype(int), none.astype(int), none, (none, none, none), 2))
    for name in ("mean", "spread", "skewness", "variance", "n", "n_effective", "clusters"):
        assert getattr(found, name).tolist() == [0, 0], name


def test_a_huge_key_space_gives_the_same():
    """Group x account pairs far beyond what an array could hold are sorted instead."""
    group, cluster = np.array([0, 0, 900_000, 900_000]), np.array([3, 3, 5, 800_000])
    n = np.ones(4)
    found = cluster_sums(group, cluster, [1.0, 0, 1, 0], (n, n, n), 900_001)
    assert (found.clusters[0], found.clusters[900_000]) == (1, 2)
    assert found.ww[0] == 4


@given(st.lists(st.tuples(st.integers(-1, 6), st.integers(1, 5), st.floats(0.1, 10)), min_size=1, max_size=40))
def test_order_does_not_matter_and_nothing_is_nan(rows):
    account, value, weight = (np.array(column) for column in zip(*rows, strict=True))
    turned = of(value[::-1], account[::-1], weight[::-1])
    found = of(value, account, weight)
    for name in ("mean", "variance", "n_effective", "skewness"):
        assert np.isfinite(getattr(found, name)).all()
        np.testing.assert_allclose(getattr(found, name), getattr(turned, name), rtol=1e-6, atol=1e-9)
    assert 0 < found.n_effective[0] <= len(rows) + 1e-9


def test_skewness_is_the_moment_ratio():
    x = np.array([1, 1, 1, 2, 5.0])
    away = x - x.mean()
    assert of(x, [-1] * 5).skewness[0] == pytest.approx((away**3).mean() / (away**2).mean() ** 1.5)
