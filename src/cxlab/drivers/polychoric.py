"""Correlations of what lies behind ordered steps: answers as cuts of a normal variable, two columns at a time.

Five steps blur a correlation; the polychoric one asks which correlation of two continuous normal variables, cut at
the observed shares, makes the observed table of answers most likely [Olsson 1979].
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import erfc

import numpy as np
from numba import njit
from numpy.typing import NDArray

from cxlab.drivers.answers import DriversError
from cxlab.statistics.resampling import SEED, draws

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

MOST_STEPS = 11
_WIDEST = 8.0
_MOST = 0.98
_ROUNDS = 40
# A resample begins at the correlation of all rows: so many rounds of scoring leave nothing to see.
_ROUNDS_AGAIN = 4
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(16)
_CHUNK = 100
_STILL = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Steps:
    """Answers as numbers of their steps, from 0, -1 where missing; shape (rows, k). And how many steps each has."""

    codes: Ints
    sizes: Ints


def steps_of(values: Floats, names: Sequence[str]) -> Steps:
    """Number the distinct answers of each column in their order.

    Args:
        values: shape (rows, k), NaN where missing.
        names: of the columns.

    Returns:
        Steps.

    Raises:
        DriversError: a column has more than 11 different answers.

    Example:
        >>> steps_of(np.array([[5.0], [1.0], [np.nan]]), ["a"]).codes.ravel().tolist()
        [1, 0, -1]
    """
    codes = np.full(values.shape, -1, dtype=np.int64)
    sizes = np.zeros(values.shape[1], dtype=np.int64)
    for j, name in enumerate(names):
        told = ~np.isnan(values[:, j])
        seen, codes[told, j] = np.unique(values[told, j], return_inverse=True)
        sizes[j] = len(seen)
        if len(seen) > MOST_STEPS:
            raise DriversError(
                f"{name!r} has {len(seen)} different answers; polychoric correlations are for at most {MOST_STEPS} "
                "ordered steps. Use the plain correlation."
            )
    return Steps(codes, sizes)


def polychoric(steps: Steps) -> Floats:
    """The polychoric correlation matrix, each pair of columns from the rows that answered both.

    Cuts from the shares of each column, then the correlation by maximum likelihood [Olsson 1979, two steps]. Pairs need
    not fit together: see ``mended``.

    Args:
        steps: k columns.

    Returns:
        Shape (k, k), within -.98 to .98 off the diagonal; 0 for two columns that nobody answered both.

    Example:
        >>> table = np.repeat([[0, 0], [0, 1], [1, 0], [1, 1]], [40, 10, 10, 40], axis=0).astype(float)
        >>> polychoric(steps_of(table, ["a", "b"])).round(3).tolist()  # sin(pi / 2 x .6), Sheppard 1899
        [[1.0, 0.809], [0.809, 1.0]]
    """
    k = len(steps.sizes)
    return _matrix(steps.codes, steps.sizes, np.ones(len(steps.codes)), np.eye(k), _ROUNDS)


def polychoric_resampled(steps: Steps, unit: Ints, units: int, resamples: int, start: Floats) -> Floats:
    """Polychoric correlations of bootstrap samples of accounts; shape (resamples, k, k).

    Args:
        steps: k columns.
        unit: account of each row.
        units: number of accounts.
        resamples: how many.
        start: the correlations of all rows.

    Returns:
        Matrices; they need not be positive definite, which a share of R2 does not mind where little is missing.

    Example:
        >>> steps = steps_of(np.tile([[0.0, 0.0], [1.0, 1.0], [0.0, 1.0], [1.0, 0.0]], (9, 1)), ["a", "b"])
        >>> polychoric_resampled(steps, np.arange(36), 36, 3, polychoric(steps)).shape
        (3, 2, 2)
    """
    found = np.empty((resamples, *start.shape))
    for at in range(0, resamples, _CHUNK):
        many = min(_CHUNK, resamples - at)
        for draw, weight in enumerate(draws(units, many, SEED + at)):
            found[at + draw] = _matrix(steps.codes, steps.sizes, weight[unit], start, _ROUNDS_AGAIN)
    return found


@njit(cache=True, nogil=True)
def _quantile(share: float) -> float:  # pragma: no cover
    """The normal quantile, by Newton's steps on the normal integral from a logistic guess."""
    if share <= 0.0:
        return -_WIDEST
    if share >= 1.0:
        return _WIDEST
    z = np.log(share / (1 - share)) / 1.702
    for _ in range(60):
        error = _normal(z) - share
        step = error / max(np.exp(-z * z / 2) / 2.5066282746310002, 1e-300)
        step = min(max(step, -1.0), 1.0)
        z -= step
        if abs(step) < _STILL:
            break
    return float(min(max(z, -_WIDEST), _WIDEST))


@njit(cache=True, nogil=True)
def _normal(z: float) -> float:  # pragma: no cover
    return 0.5 * erfc(-z / 1.4142135623730951)


@njit(cache=True, nogil=True)
def _below(a: float, b: float, rho: float) -> float:  # pragma: no cover
    """Probability that two normal variables with this correlation lie below a and b [Drezner & Wesolowsky 1990]."""
    whole = _normal(a) * _normal(b)
    if abs(a) >= _WIDEST or abs(b) >= _WIDEST or rho == 0.0:
        return whole
    top = np.arcsin(rho)
    total = 0.0
    for k in range(len(_NODES)):
        angle = top * (_NODES[k] + 1) / 2
        sine = np.sin(angle)
        total += _WEIGHTS[k] * np.exp(-(a * a + b * b - 2 * a * b * sine) / (2 * (1 - sine * sine)))
    return float(whole + total * top / 2 / 6.283185307179586)


@njit(cache=True, nogil=True)
def _density(a: float, b: float, rho: float) -> float:  # pragma: no cover
    if abs(a) >= _WIDEST or abs(b) >= _WIDEST:
        return 0.0
    left = 1 - rho * rho
    return float(np.exp(-(a * a + b * b - 2 * a * b * rho) / (2 * left)) / (6.283185307179586 * np.sqrt(left)))


@njit(cache=True, nogil=True)
def _likeliest(table: Floats, first: Floats, second: Floats, rho: float, rounds: int) -> float:  # pragma: no cover
    """The correlation under which the table is most likely, by Fisher's scoring."""
    rows, columns = table.shape
    n = table.sum()
    if n <= 0:
        return 0.0
    for _ in range(rounds):
        low = np.zeros((rows + 1, columns + 1))
        slope = np.zeros((rows + 1, columns + 1))
        for i in range(1, rows + 1):
            for j in range(1, columns + 1):
                low[i, j] = _below(first[i], second[j], rho)
                slope[i, j] = _density(first[i], second[j], rho)
        score, information = 0.0, 0.0
        for i in range(rows):
            for j in range(columns):
                cell = max(low[i + 1, j + 1] - low[i, j + 1] - low[i + 1, j] + low[i, j], 1e-12)
                change = slope[i + 1, j + 1] - slope[i, j + 1] - slope[i + 1, j] + slope[i, j]
                score += table[i, j] * change / cell
                information += n * change * change / cell
        if information <= 0.0:
            break
        step = min(max(score / information, -0.3), 0.3)
        moved = min(max(rho + step, -_MOST), _MOST)
        done = abs(moved - rho) < _STILL
        rho = moved
        if done:
            break
    return rho


@njit(cache=True, nogil=True)
def _cuts(codes: Ints, size: int, weight: Floats) -> Floats:  # pragma: no cover
    counts = np.zeros(size)
    for row in range(len(codes)):
        if codes[row] >= 0:
            counts[codes[row]] += weight[row]
    found = np.empty(size + 1)
    found[0] = -_WIDEST
    total, running = max(counts.sum(), 1e-12), 0.0
    for step in range(size):
        running += counts[step]
        found[step + 1] = _quantile(running / total) if step < size - 1 else _WIDEST
    return found


@njit(cache=True, nogil=True)
def _matrix(codes: Ints, sizes: Ints, weight: Floats, start: Floats, rounds: int) -> Floats:  # pragma: no cover
    k = codes.shape[1]
    cuts = np.empty((k, sizes.max() + 1))
    for j in range(k):
        cuts[j, : sizes[j] + 1] = _cuts(codes[:, j], sizes[j], weight)
    found = np.eye(k)
    for i in range(k):
        for j in range(i):
            table = np.zeros((sizes[i], sizes[j]))
            for row in range(len(codes)):
                if codes[row, i] >= 0 and codes[row, j] >= 0:
                    table[codes[row, i], codes[row, j]] += weight[row]
            found[i, j] = _likeliest(table, cuts[i, : sizes[i] + 1], cuts[j, : sizes[j] + 1], start[i, j], rounds)
            found[j, i] = found[i, j]
    return found
