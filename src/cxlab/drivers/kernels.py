"""Counts once over the answers, and once over all subsets of drivers: what every share of R2 is made from."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

# A driver whose variance beyond the others is less than this part of its own adds nothing.
NOTHING_NEW = 1e-9


@njit(cache=True, nogil=True)
def cell_moments(values: Floats, shift: Floats, cell: Ints, cells: int) -> Floats:  # pragma: no cover
    """Sums of 1, of each column and of each product of two columns in each cell of rows; shape (cells, k + 1, k + 1).

    Columns are shifted first, so that large means cost no digits; a missing answer counts as nothing.
    """
    rows, k = values.shape
    found = np.zeros((cells, k + 1, k + 1))
    one = np.empty(k + 1)
    one[0] = 1.0
    for row in range(rows):
        for j in range(k):
            given = values[row, j]
            one[j + 1] = given - shift[j] if given == given else 0.0  # noqa: PLR0124 (only NaN differs from itself)
        at = cell[row]
        for i in range(k + 1):
            for j in range(i + 1):
                found[at, i, j] += one[i] * one[j]
    for at in range(cells):
        for i in range(k + 1):
            for j in range(i):
                found[at, j, i] = found[at, i, j]
    return found


@njit(cache=True, nogil=True)
def divide_r2(correlation: Floats) -> Floats:  # pragma: no cover
    """Share of R2 of each driver, averaged over all orders of entry; the outcome stands last in the matrix.

    All subsets are walked so that neighbours share their sweeps: a driver taken in leaves a smaller matrix to those
    that follow, one left out leaves it as it is. The work is about three products a subset.
    """
    p = correlation.shape[0] - 1
    size = 1 << p
    weight = np.zeros(p + 1)
    weight[0] = 1.0 / p
    for s in range(1, p):
        weight[s] = weight[s - 1] * s / (p - s)
    swept = np.empty((p + 1, p + 1, p + 1))
    swept[0] = correlation
    place = np.zeros(p + 1, dtype=np.int64)
    inside = np.zeros(p + 1, dtype=np.int64)
    value = np.empty(size)  # the first, without drivers, is never read
    base = 0.0
    for subset in range(1, size):
        zeros, rest = 0, subset
        while rest & 1 == 0:
            rest >>= 1
            zeros += 1
        j = p - 1 - zeros
        before = swept[place[j]]
        pivot = before[j, j]
        if pivot > NOTHING_NEW * correlation[j, j]:
            after = swept[j + 1]
            for i in range(j + 1, p + 1):
                factor = before[i, j] / pivot
                for k in range(j + 1, i + 1):
                    after[i, k] = before[i, k] - factor * before[k, j]
            place[j + 1] = j + 1
        else:
            place[j + 1] = place[j]
        inside[j + 1] = inside[j] + 1
        for k in range(j + 2, p + 1):
            place[k] = place[j + 1]
            inside[k] = inside[j + 1]
        explained = correlation[p, p] - swept[place[p], p, p]
        s = inside[p]
        base += explained * weight[s]
        value[subset] = explained * (weight[s - 1] + weight[s])
    return _fold(value, p, base)


@njit(cache=True, nogil=True)
def _fold(value: Floats, p: int, base: float) -> Floats:  # pragma: no cover
    """For each driver the sum over the subsets that hold it, less the sum that all have in common."""
    found = np.empty(p)
    half = len(value) >> 1
    for j in range(p):
        total = 0.0
        for k in range(half):
            total += value[half + k]
            value[k] += value[half + k]
        found[j] = total - base
        half >>= 1
    return found


@njit(cache=True, nogil=True)
def divide_each(correlations: Floats) -> Floats:  # pragma: no cover
    """Shares of R2 for a stack of correlation matrices; shape (matrices, drivers)."""
    draws, k, _ = correlations.shape
    found = np.empty((draws, k - 1))
    for draw in range(draws):
        found[draw] = divide_r2(correlations[draw])
    return found
