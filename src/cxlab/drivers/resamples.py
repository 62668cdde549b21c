"""Draws the data again: accounts with replacement for intervals, the outcome turned at random for what chance does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cxlab.drivers.answers import Answers, DriversError
from cxlab.drivers.imputing import SETTLED, SETTLED_AGAIN, imputed
from cxlab.drivers.kernels import cell_moments
from cxlab.statistics.resampling import SEED, draws

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

# More accounts than this are gathered at random into so many groups: the spread of their sums is the same.
MOST_GROUPS = 2_000
MOST_CELLS = 100_000
MOST_PATTERNS = 4_000
MOST_SHUFFLED = 20_000
_CHUNK = 100


@dataclass(frozen=True, slots=True, eq=False)
class Sums:
    """Sums by group of accounts and pattern of what is missing, enough for every resample.

    Attributes:
        moments: of each cell: 1, columns and products of columns about ``shift``; shape (cells, k + 1, k + 1).
        group, pattern: of each cell, in the order of patterns; shape (cells,).
        groups: number of groups.
        missing: what each pattern lacks; shape (patterns, k).
        shift: subtracted from the columns; shape (k,).
        single: whether each row is a unit of its own.
        values, row_pattern: the rows and the pattern of each, for shuffling an outcome between rows.
    """

    moments: Floats
    group: Ints
    pattern: Ints
    groups: int
    missing: Flags
    shift: Floats
    single: bool
    values: Floats
    row_pattern: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Moments:
    """Mean and covariance of the columns; shapes (k,) and (k, k), or with draws in front."""

    mean: Floats
    spread: Floats


def sums_of(answers: Answers) -> Sums:
    """Gather the rows into cells, in one pass.

    Args:
        answers: with at least one row.

    Returns:
        Sums; one pattern when nothing is missing.

    Raises:
        DriversError: answers are missing in more than 4,000 different combinations.

    Example:
        >>> found = sums_of(Answers(("a",), "y", np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([0, 1]), 2, None, 0))
        >>> found.groups, found.moments.shape
        (2, (2, 3, 3))
    """
    gone = np.isnan(answers.values)
    missing, row_pattern = np.unique(gone, axis=0, return_inverse=True)
    if len(missing) > MOST_PATTERNS:
        raise DriversError(
            f"Answers are missing in {len(missing):,} different combinations, too many to fill in. "
            "Choose fewer drivers, or use only the rows that answered everything (missing answers: complete)."
        )
    most = min(MOST_GROUPS, max(MOST_CELLS // len(missing), 100))
    group, groups = answers.unit, answers.units
    if groups > most:
        shuffled = np.random.default_rng(SEED).permutation(groups) % most
        group, groups = shuffled[group], most
    cells, cell = np.unique(row_pattern * groups + group, return_inverse=True)
    shift = np.nanmean(answers.values, axis=0)
    moments = cell_moments(np.ascontiguousarray(answers.values), shift, cell, len(cells))
    single = answers.units == answers.n
    return Sums(moments, cells % groups, cells // groups, groups, missing, shift, single, answers.values, row_pattern)


def of_all(sums: Sums) -> Moments:
    """Mean and covariance of all rows, missing answers filled in.

    Example:
        >>> rows = np.array([[1.0, 2.0], [3.0, 6.0]])
        >>> of_all(sums_of(Answers(("a",), "y", rows, np.array([0, 1]), 2, None, 0))).mean.tolist()
        [2.0, 4.0]
    """
    totals = _by_pattern(sums, np.ones((1, sums.groups)))[0]
    spread = np.diag(_seen_variance(totals, sums.missing))
    mean, spread = _settled(totals, sums.missing, Moments(np.zeros(len(sums.shift)), spread), SETTLED)
    return Moments(mean + sums.shift, spread)


def resampled(sums: Sums, start: Moments, resamples: int) -> Floats:
    """Covariances of bootstrap samples of accounts, each with its missing answers filled in anew.

    Args:
        sums: of the rows.
        start: mean and covariance of all rows, from where the filling in begins.
        resamples: how many.

    Returns:
        Shape (resamples, k, k).

    Example:
        >>> rows = np.random.default_rng(1).normal(size=(50, 3))
        >>> sums = sums_of(Answers(("a", "b"), "y", rows, np.arange(50), 50, None, 0))
        >>> resampled(sums, of_all(sums), 10).shape
        (10, 3, 3)
    """
    begin = Moments(start.mean - sums.shift, start.spread)
    parts = []
    for at in range(0, resamples, _CHUNK):
        weights = draws(sums.groups, min(_CHUNK, resamples - at), SEED + at)
        parts += [_settled(totals, sums.missing, begin)[1] for totals in _by_pattern(sums, weights)]
    return np.array(parts)


def turned(sums: Sums, start: Moments, times: int) -> Floats:
    """Covariances when the outcome has nothing to do with the drivers, which stay as they are.

    Rows that stand alone: the outcome is shuffled between them. Accounts: the outcome about its mean has its sign
    turned or not, account by account, so that what the answers of an account have in common stays together [Canay,
    Romano & Shaikh 2017].

    Args:
        sums: of the rows.
        start: mean and covariance of all rows.
        times: how many.

    Returns:
        Shape (times, k, k).

    Example:
        >>> rows = np.random.default_rng(1).normal(size=(50, 3))
        >>> sums = sums_of(Answers(("a", "b"), "y", rows, np.arange(50), 50, None, 0))
        >>> turned(sums, of_all(sums), 5).shape
        (5, 3, 3)
    """
    spread = start.spread.copy()
    spread[-1, :-1] = spread[:-1, -1] = 0.0
    begin = Moments(start.mean - sums.shift, spread)
    changed = _shuffled if sums.single and len(sums.values) <= MOST_SHUFFLED else _signed
    return np.array([_settled(totals, sums.missing, begin)[1] for totals in changed(sums, times)])


def _by_pattern(sums: Sums, weights: Floats) -> Floats:
    """Sums by pattern of each draw of groups; shape (draws, patterns, k + 1, k + 1)."""
    k = sums.moments.shape[1]
    if len(sums.missing) == 1:
        ordered = np.empty((sums.groups, k * k))
        ordered[sums.group] = sums.moments.reshape(-1, k * k)
        return (weights @ ordered).reshape(len(weights), 1, k, k)
    begins = np.searchsorted(sums.pattern, np.arange(len(sums.missing)))
    flat = sums.moments.reshape(len(sums.moments), -1)
    found = np.empty((len(weights), len(sums.missing), k, k))
    for draw, weight in enumerate(weights):
        found[draw] = np.add.reduceat(weight[sums.group, None] * flat, begins, axis=0).reshape(-1, k, k)
    return found


def _signed(sums: Sums, times: int) -> Iterator[Floats]:
    rng = np.random.default_rng(SEED)
    k = sums.moments.shape[1]
    begins = np.searchsorted(sums.pattern, np.arange(len(sums.missing)))
    crossed = sums.moments[:, -1, :-1]
    still = np.add.reduceat(sums.moments.reshape(-1, k * k), begins, axis=0).reshape(-1, k, k)
    for _ in range(times):
        sign = rng.choice(np.array([-1.0, 1.0]), sums.groups)
        totals = still.copy()
        totals[:, -1, :-1] = np.add.reduceat(sign[sums.group, None] * crossed, begins, axis=0)
        totals[:, :-1, -1] = totals[:, -1, :-1]
        yield totals


def _shuffled(sums: Sums, times: int) -> Iterator[Floats]:
    rng = np.random.default_rng(SEED)
    order = np.argsort(sums.row_pattern, kind="stable")
    begins = np.searchsorted(sums.row_pattern[order], np.arange(len(sums.missing)))
    about = np.nan_to_num(sums.values - sums.shift)
    ones = np.column_stack([np.ones(len(about)), about[:, :-1]])[order]
    still = _by_pattern(sums, np.ones((1, sums.groups)))[0]
    for _ in range(times):
        outcome = rng.permutation(about[:, -1])
        totals = still.copy()
        totals[:, -1, :-1] = np.add.reduceat(ones * outcome[:, None], begins, axis=0)
        totals[:, :-1, -1] = totals[:, -1, :-1]
        totals[:, -1, -1] = np.add.reduceat(outcome**2, begins)
        yield totals


def _seen_variance(totals: Floats, missing: Flags) -> Floats:
    """Variance of each column among those who answered it."""
    n = np.maximum((totals[:, 0, 0, None] * ~missing).sum(axis=0), 1.0)
    sums = totals[:, 0, 1:].sum(axis=0)
    squares = np.diagonal(totals[:, 1:, 1:], axis1=1, axis2=2).sum(axis=0)
    return np.asarray(np.maximum(squares / n - (sums / n) ** 2, 1e-12), dtype=np.float64)


def _settled(totals: Floats, missing: Flags, begin: Moments, settled: float = SETTLED_AGAIN) -> tuple[Floats, Floats]:
    if len(missing) > 1 or missing.any():
        mean, spread, _ = imputed(totals, missing, begin.mean, begin.spread, settled)
        return mean, spread
    whole = totals[0]
    mean = whole[0, 1:] / whole[0, 0]
    return mean, whole[1:, 1:] / whole[0, 0] - np.outer(mean, mean)
