"""Fills in what was not answered: expectation and maximisation under a normal model, anew in each resample.

A missing answer counts as what the other answers lead to expect, with the uncertainty of that expectation put back
into the variances, until nothing changes [Dempster, Laird & Rubin 1977]. This is where multiple imputation goes with
ever more imputations, without their noise. It assumes that who leaves a driver out depends on what they did answer.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

MOST_STEPS = 200
SETTLED = 1e-6
# A resample is blurred by far more than this.
SETTLED_AGAIN = 1e-4
_RIDGE = 1e-10


@njit(cache=True, nogil=True)
def _sweep(matrix: Floats, at: int) -> None:  # pragma: no cover
    """Sweep a symmetric matrix on one column, in place."""
    k = matrix.shape[0]
    pivot = matrix[at, at]
    for i in range(k):
        if i != at:
            factor = matrix[i, at] / pivot
            for j in range(k):
                if j != at:
                    matrix[i, j] -= factor * matrix[at, j]
    for i in range(k):
        if i != at:
            matrix[i, at] /= pivot
            matrix[at, i] /= pivot
    matrix[at, at] = -1.0 / pivot


@njit(cache=True, nogil=True)
def _told_by(missing: Flags, spread: Floats) -> tuple[Floats, Floats]:  # pragma: no cover
    """How each column is told by the observed ones (itself, or its regression on them), and what stays untold of it."""
    k = len(missing)
    swept = spread.copy()
    used = np.zeros(k, dtype=np.bool_)
    for j in range(k):
        if not missing[j] and swept[j, j] > _RIDGE * spread[j, j]:
            _sweep(swept, j)
            used[j] = True
    fill, rest = np.zeros((k, k)), np.zeros((k, k))
    for j in range(k):
        if not missing[j]:
            fill[j, j] = 1.0
            continue
        for i in range(k):
            if used[i]:
                fill[j, i] = swept[j, i]
            elif missing[i]:
                rest[j, i] = swept[j, i]
    return fill, rest


@njit(cache=True, nogil=True)
def _about(total: Floats, missing: Flags, mean: Floats) -> tuple[Floats, Floats]:  # pragma: no cover
    """Sums and sums of products about the mean, nought where a column is missing."""
    k = len(mean)
    n = total[0, 0]
    sums, products = np.zeros(k), np.zeros((k, k))
    seen = np.flatnonzero(~missing)
    for i in seen:
        sums[i] = total[0, i + 1] - n * mean[i]
        for j in seen:
            cross = mean[i] * total[0, j + 1] + mean[j] * total[0, i + 1]
            products[i, j] = total[i + 1, j + 1] - cross + n * mean[i] * mean[j]
    return sums, products


@njit(cache=True, nogil=True)
def _add_expected(
    found: Floats, total: Floats, missing: Flags, mean: Floats, spread: Floats
) -> None:  # pragma: no cover
    """Add the sums about the mean that the rows of one pattern are expected to have; first row: sums of columns."""
    fill, rest = _told_by(missing, spread)
    sums, products = _about(total, missing, mean)
    seen, gone = np.flatnonzero(~missing), np.flatnonzero(missing)
    n = total[0, 0]
    found[0, 0] += n
    for i in seen:
        found[0, i + 1] += sums[i]
        for j in seen:
            found[i + 1, j + 1] += products[i, j]
    half = np.zeros(len(missing))
    for i in gone:
        for j in seen:
            half[j] = 0.0
            for m in seen:
                half[j] += fill[i, m] * products[m, j]
            found[0, i + 1] += fill[i, j] * sums[j]
            found[i + 1, j + 1] += half[j]
            found[j + 1, i + 1] += half[j]
        for j in gone:
            both = n * rest[i, j]
            for m in seen:
                both += half[m] * fill[j, m]
            found[i + 1, j + 1] += both


@njit(cache=True, nogil=True)
def imputed(
    totals: Floats, missing: Flags, mean: Floats, spread: Floats, settled: float
) -> tuple[Floats, Floats, int]:  # pragma: no cover
    """Mean, covariance and the number of steps it took, from sums by pattern of what is missing.

    ``totals`` has shape (patterns, k + 1, k + 1), ``missing`` (patterns, k); mean and spread are where to begin.
    """
    k = len(mean)
    mean, spread = mean.copy(), spread.copy()
    for step in range(MOST_STEPS):
        found = np.zeros((k + 1, k + 1))
        for pattern in range(len(totals)):
            if totals[pattern, 0, 0] > 0.0:
                _add_expected(found, totals[pattern], missing[pattern], mean, spread)
        n = found[0, 0]
        moved = found[0, 1:] / n
        fresh = np.empty((k, k))
        change = 0.0
        for i in range(k):
            for j in range(k):
                fresh[i, j] = found[i + 1, j + 1] / n - moved[i] * moved[j]
        for i in range(k):
            change = max(change, abs(moved[i]) / np.sqrt(spread[i, i] + 1e-300))
            for j in range(k):
                change = max(change, abs(fresh[i, j] - spread[i, j]) / np.sqrt(spread[i, i] * spread[j, j] + 1e-300))
        mean += moved
        spread = fresh
        if change < settled:
            return mean, spread, step + 1
    return mean, spread, MOST_STEPS
