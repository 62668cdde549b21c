"""Intervals where no formula serves: bootstrap by account with BCa limits, order statistics for small n.

Resampling is done by weights: a resample is how often each account was drawn, so all resamples are a few matrix
products.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from cxlab.statistics.clusters import Floats, Ints
from cxlab.statistics.intervals import critical, wilson

RESAMPLES = 2_000
SEED = 20_260_101
_CHUNK = 4_000_000

Statistic = Callable[[Floats], Floats]


def draws(units: int, resamples: int = RESAMPLES, seed: int = SEED) -> Floats:
    """How often each unit (account) is drawn in each resample.

    Args:
        units: number of accounts, 1 or more.
        resamples: number of resamples.
        seed: the same seed gives the same draws, so a figure does not change when it is shown again.

    Returns:
        Array of shape (resamples, units); each row sums to ``units``.

    Example:
        >>> draws(5, 3).sum(axis=1).tolist()
        [5.0, 5.0, 5.0]
    """
    # Drawing each unit and counting costs a fifth of drawing the counts one binomial after another.
    drawn = np.random.default_rng(seed).integers(0, units, size=(resamples, units))
    place = drawn + np.arange(resamples)[:, None] * units
    return np.bincount(place.ravel(), minlength=resamples * units).reshape(resamples, units).astype(np.float64)


def bca(statistic: Statistic, units: int, level: float, resamples: int = RESAMPLES) -> tuple[float, float]:
    """Bias-corrected and accelerated bootstrap interval over accounts [Efron 1987].

    Args:
        statistic: given multiplicities of shape (rows, units), the statistic of each row, shape (rows,).
        units: number of accounts (answers, where accounts are not known).
        level: coverage.
        resamples: number of resamples.

    Returns:
        Lower and upper limit; both the estimate where nothing varies.

    Example:
        >>> import numpy as np
        >>> x = np.arange(60.0)
        >>> low, high = bca(lambda m: m @ x / m.sum(axis=1), 60, 0.95)
        >>> bool(24 < low < 26.5 and 32.5 < high < 35)
        True
    """
    from scipy.special import ndtr, ndtri

    estimate = float(statistic(np.ones((1, units)))[0])
    step = max(1, _CHUNK // max(units, 1))
    parts = [statistic(draws(units, min(step, resamples - at), SEED + at)) for at in range(0, resamples, step)]
    boot = np.sort(np.concatenate(parts))
    if boot[0] == boot[-1]:
        return estimate, estimate
    below = (np.mean(boot < estimate) + np.mean(boot <= estimate)) / 2
    bias = ndtri(np.clip(below, 1 / (2 * resamples), 1 - 1 / (2 * resamples)))
    acceleration = _acceleration(statistic, units)
    z = ndtri(np.array([(1 - level) / 2, (1 + level) / 2]))
    shifted = bias + (bias + z) / np.maximum(1 - acceleration * (bias + z), 1e-6)
    low, high = np.quantile(boot, ndtr(shifted))
    return float(min(low, estimate)), float(max(high, estimate))


def _acceleration(statistic: Statistic, units: int) -> float:
    """Skewness of the jackknife over accounts, over six; of at most 500 accounts left out in turn, evenly spread."""
    chosen = np.unique(np.linspace(0, units - 1, min(units, 500)).astype(np.int64))
    left_out = np.empty(chosen.size)
    step = max(1, _CHUNK // max(units, 1))
    for at in range(0, chosen.size, step):
        some = chosen[at : at + step]
        weights = np.ones((some.size, units))
        weights[np.arange(some.size), some] = 0.0
        left_out[at : at + step] = statistic(weights)
    away = left_out.mean() - left_out
    spread = float((away**2).sum())
    return float((away**3).sum() / (6 * spread**1.5)) if spread > 0 else 0.0


def weighted_quantile(value: Floats, weight: Floats, at: float) -> Floats:
    """The value below and above which the stated shares of weight lie; the midpoint where two values qualify.

    Args:
        value: sorted values, shape (rows,).
        weight: weights, shape (resamples, rows) or (rows,).
        at: the quantile, .5 for the median.

    Returns:
        One value per row of weights.

    Example:
        >>> import numpy as np
        >>> weighted_quantile(np.array([1.0, 2.0, 3.0, 4.0]), np.ones(4), 0.5).tolist()
        [2.5]
    """
    running = np.cumsum(np.atleast_2d(weight), axis=1)
    aim = running[:, -1:] * at
    slack = running[:, -1:] * 1e-12
    first = np.argmax(running >= aim - slack, axis=1)
    beyond = np.argmax(running > aim + slack, axis=1)
    middle: Floats = (value[first] + value[beyond]) / 2
    return middle


def order_statistics(
    value: Floats, weight: Floats, at: float, *, n: float, n_effective: float, df: float, level: float
) -> tuple[float, float]:
    """Interval of a quantile from the ordered answers themselves.

    Plain answers: the ranks between which the quantile lies with at least the stated probability (binomial).
    Clustered or weighted answers: Wilson's interval of the share below, on the effective n, read off the ordered
    answers [Woodruff 1952].

    Args:
        value: sorted values, shape (rows,).
        weight: their weights, shape (rows,).
        at: the quantile.
        n: answers.
        n_effective: effective n.
        df: degrees of freedom of the critical value, infinite without accounts.
        level: coverage.

    Returns:
        Lower and upper limit; NaN where so few answers cannot hold the quantile with this probability.

    Example:
        >>> import numpy as np
        >>> order_statistics(np.arange(1.0, 11.0), np.ones(10), 0.5, n=10, n_effective=10, df=float("inf"), level=0.95)
        (2.0, 9.0)
    """
    from scipy.stats import binom

    if n_effective < n or np.isfinite(df):
        low, high = wilson(at, n_effective, critical(level, df))
        return _enclosing(value, weight, float(low), float(high))
    size = round(n)
    answers = np.repeat(value, np.round(weight).astype(np.int64))
    tail = (1 - level) / 2
    lower = int(binom.ppf(tail, size, at))
    upper = int(binom.isf(tail, size, at)) + 1
    if binom.cdf(lower - 1, size, at) > tail:
        lower -= 1
    if lower < 1 or upper > size:
        return float("nan"), float("nan")
    return float(answers[lower - 1]), float(answers[upper - 1])


def _enclosing(value: Floats, weight: Floats, low: float, high: float) -> tuple[float, float]:
    """The answers just outside two shares of weight, so that the steps between answers shorten nothing."""
    running = np.cumsum(weight) / weight.sum()
    bottom = int(np.searchsorted(running, low, side="right")) - 1
    top = int(np.searchsorted(running, high, side="left")) + 1
    return float(value[max(bottom, 0)]), float(value[min(top, value.size - 1)])


def unit_codes(cluster: Ints, n: Floats) -> tuple[Ints, Ints, int]:
    """The resampling unit of each answer: its account, or itself where it has none.

    Args:
        cluster: account of each row of counts, -1 where unknown.
        n: answers of each row.

    Returns:
        For each unit and row pair: the row, its unit, and the number of units.

    Example:
        >>> import numpy as np
        >>> row, unit, units = unit_codes(np.array([0, 0, -1]), np.array([2.0, 1.0, 2.0]))
        >>> row.tolist(), unit.tolist(), units
        ([0, 1, 2, 2], [0, 0, 1, 2], 3)
    """
    alone = cluster < 0
    _, codes = np.unique(cluster[~alone], return_inverse=True)
    accounts = int(codes.max()) + 1 if codes.size else 0
    single = np.repeat(np.flatnonzero(alone), n[alone].astype(np.int64))
    row = np.concatenate([np.flatnonzero(~alone), single])
    unit = np.concatenate([codes, accounts + np.arange(single.size)])
    return row, unit, accounts + single.size
