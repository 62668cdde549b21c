"""Counts over the answers and over all subsets, beside the slow way to each."""

from __future__ import annotations

import numpy as np
import pytest

from cxlab.drivers.kernels import cell_moments, divide_each, divide_r2
from tests.cxlab.drivers import oracle


def correlations(seed: int, p: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return np.corrcoef(rng.normal(size=(50, p + 1)) @ rng.normal(size=(p + 1, p + 1)), rowvar=False)


@pytest.mark.parametrize("k", [1, 2, 4])
def test_sums_of_cells_are_those_of_their_rows(k):
    rng = np.random.default_rng(k)
    values, cell, shift = rng.normal(3, 2, (40, k)), rng.integers(0, 3, 40), rng.normal(size=k)
    values[5, 0] = values[7, -1] = np.nan
    about = np.column_stack([np.ones(40), np.nan_to_num(values - shift)])
    found = cell_moments(values, shift, cell, 4)
    assert found.shape == (4, k + 1, k + 1)
    for at in range(4):
        assert found[at] == pytest.approx(about[cell == at].T @ about[cell == at])


def test_a_stack_is_divided_matrix_by_matrix():
    stack = np.array([correlations(seed, 3) for seed in range(4)])
    assert divide_each(stack).tolist() == [divide_r2(one).tolist() for one in stack]
    assert divide_each(stack[:0]).shape == (0, 3)


@pytest.mark.parametrize("last", [0, 1, 2, 3, 4])
def test_drivers_that_follow_from_others_add_nothing(last):
    """One is the sum of two, one is another once more; wherever they stand."""
    rng = np.random.default_rng(last)
    x = rng.normal(size=(60, 3)) + rng.normal(size=(60, 1))
    x = np.roll(np.column_stack([x, x[:, 0] + x[:, 1], x[:, 2]]), last, axis=1)
    y = x @ rng.normal(size=5) + 3 * rng.normal(size=60)
    found = divide_r2(np.corrcoef(np.column_stack([x, y]), rowvar=False))
    assert found == pytest.approx(oracle.shares(x, y), abs=1e-7)


def test_the_unit_of_a_driver_changes_nothing():
    whole = correlations(9, 4)
    unit = np.array([1e-4, 1.0, 1e3, 7.0, 1.0])
    assert divide_r2(whole * np.outer(unit, unit)) == pytest.approx(divide_r2(whole))
