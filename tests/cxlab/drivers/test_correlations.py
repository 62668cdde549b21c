"""Correlation matrices: from columns, mended, refused, and how far drivers blur one another."""

from __future__ import annotations

import numpy as np
import pytest

from cxlab.drivers.correlations import CorrelationError, as_correlation, correlation_of, inflation, mended, refuse_sums

NEARLY = np.array([[1, 0.8, 0.3], [0.8, 1, 0.82], [0.3, 0.82, 1]])


def test_columns_of_any_length_and_mean_correlate_as_numpy_says():
    rng = np.random.default_rng(1)
    x = rng.normal(size=(20_000, 4)) @ rng.normal(size=(4, 4)) + np.array([1e6, 0, -5, 3])
    assert correlation_of(list(x.T)) == pytest.approx(np.corrcoef(x.T), abs=1e-9)


def test_a_column_that_does_not_vary_goes_with_nothing():
    found = correlation_of([np.array([1.0, 2, 3]), np.array([5.0, 5, 5])])
    assert found.tolist() == [[1, 0], [0, 1]]


def test_no_rows_give_the_unit_matrix():
    assert correlation_of([np.empty(0), np.empty(0)]).tolist() == [[1, 0], [0, 1]]


def test_a_sound_matrix_is_left_as_it_is():
    found = mended(as_correlation(np.array([[4.0, 2], [2, 4]])), "ab")
    assert (found.moved, found.matrix.tolist()) == (0.0, [[1.0, 0.5], [0.5, 1.0]])


def test_a_little_wrong_is_repaired_and_told():
    assert np.linalg.eigvalsh(NEARLY)[0] < 0
    found = mended(NEARLY, "abc")
    assert np.linalg.eigvalsh(found.matrix)[0] > 0
    assert np.diag(found.matrix).tolist() == [1, 1, 1]
    assert found.moved == pytest.approx(np.abs(found.matrix - NEARLY).max())
    assert 0 < found.moved <= 0.05


def test_much_wrong_is_refused_with_the_pair():
    with pytest.raises(CorrelationError, match=r"that of '.' and '.' by 0\.\d\d\. Use rows"):
        mended(np.array([[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]]), "abc")


@pytest.mark.parametrize("wrong", [np.eye(3), np.array([[1, np.nan], [np.nan, 1]])])
def test_gaps_and_other_sizes_are_refused(wrong):
    with pytest.raises(CorrelationError, match="2 columns"):
        mended(wrong, "ab")


def test_inflation_is_the_diagonal_of_the_inverse():
    c = np.array([[1, 0.6, 0.2], [0.6, 1, 0.4], [0.2, 0.4, 1]])
    assert inflation(c) == pytest.approx(np.diag(np.linalg.inv(c)))
    assert inflation(np.eye(1)).tolist() == [1.0]


def test_a_driver_that_is_the_sum_of_two_is_refused_by_name():
    rng = np.random.default_rng(1)
    a, b, c = rng.normal(size=(3, 100))
    with pytest.raises(CorrelationError, match="'a', 'b', 'a and b'"):
        refuse_sums(np.corrcoef([a, b, c, a + b]), ["a", "b", "c", "a and b"])
