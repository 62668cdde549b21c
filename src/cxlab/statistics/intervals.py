"""Intervals of one score: adjusted Wald for a net score, Wilson for a share, t for a mean, and the edges."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from cxlab.statistics.clusters import Floats


def critical(level: float | Floats, df: ArrayLike) -> Floats:
    """Two-sided critical value of Student's t, of the normal where ``df`` is infinite.

    Args:
        level: coverage, e.g. .95.
        df: degrees of freedom, any shape; below 1 there is no value and infinity is given.

    Returns:
        Critical values in the shape of ``df``.

    Example:
        >>> critical(0.95, [float("inf"), 9]).round(3).tolist()
        [1.96, 2.262]
    """
    from scipy.special import ndtri, stdtrit

    freedom = np.asarray(df, np.float64)
    upper = 0.5 + np.asarray(level) / 2
    finite = np.where(np.isfinite(freedom) & (freedom >= 1), freedom, 1.0)
    found = np.where(np.isinf(freedom), ndtri(upper), stdtrit(finite, upper))
    return np.where(freedom < 1, np.inf, found)


def adjusted_wald(promoters: ArrayLike, detractors: ArrayLike, n: ArrayLike, k: ArrayLike) -> tuple[Floats, Floats]:
    """Interval of promoters minus detractors: three answers added, three quarters to either side [Rocks 2016].

    Args:
        promoters: share of promoters, 0 to 1; any shape.
        detractors: share of detractors, 0 to 1.
        n: effective n.
        k: critical value.

    Returns:
        Lower and upper limit from -1 to 1. At n = 0 the limits are -1 and 1.

    Example:
        >>> low, high = adjusted_wald(0.5, 0.2, 100, 1.959964)
        >>> float(low.round(3)), float(high.round(3))
        (0.141, 0.442)
    """
    p, d, size, factor = (np.asarray(a, np.float64) for a in (promoters, detractors, n, k))
    centre, variance = adjusted_net(p, d, size)
    half = np.where(size > 0, factor * np.sqrt(variance / (size + 3)), np.inf)
    return np.clip(centre - half, -1, 1), np.clip(centre + half, -1, 1)


def adjusted_net(promoters: Floats, detractors: Floats, n: Floats) -> tuple[Floats, Floats]:
    """Centre and variance of one answer's worth after three quarters of an answer were added to either side.

    Args:
        promoters: share of promoters, 0 to 1.
        detractors: share of detractors, 0 to 1.
        n: effective n; 0 gives centre 0 and variance one half.

    Returns:
        Centre (-1 to 1) and variance p + d - (p - d)^2 of the adjusted shares.

    Example:
        >>> import numpy as np
        >>> centre, variance = adjusted_net(np.array(1.0), np.array(0.0), np.array(9.0))
        >>> float(centre), float(variance)
        (0.75, 0.3125)
    """
    p = (promoters * n + 0.75) / (n + 3)
    d = (detractors * n + 0.75) / (n + 3)
    return p - d, p + d - (p - d) ** 2


def wilson(share: ArrayLike, n: ArrayLike, k: ArrayLike) -> tuple[Floats, Floats]:
    """Wilson's score interval of a share [Wilson 1927].

    Args:
        share: observed share, 0 to 1; any shape.
        n: effective n.
        k: critical value.

    Returns:
        Lower and upper limit from 0 to 1. At n = 0 the limits are 0 and 1.

    Example:
        >>> low, high = wilson(81 / 263, 263, 1.959964)
        >>> float(low.round(4)), float(high.round(4))
        (0.2553, 0.3662)
    """
    p, size, factor = np.broadcast_arrays(*(np.asarray(a, np.float64) for a in (share, n, k)))
    usable = (size > 0) & np.isfinite(factor)
    size, factor = np.where(usable, size, 1.0), np.where(usable, factor, 1.0)
    k2 = factor**2
    centre = (p + k2 / (2 * size)) / (1 + k2 / size)
    half = factor / (1 + k2 / size) * np.sqrt(p * (1 - p) / size + k2 / (4 * size**2))
    # At 0 and 1 one limit is the estimate itself; rounding must not push either limit past it.
    low, high = np.clip(np.minimum(centre - half, p), 0, 1), np.clip(np.maximum(centre + half, p), 0, 1)
    low, high = np.where(p <= 0, 0.0, low), np.where(p >= 1, 1.0, high)
    return np.where(usable, low, 0.0), np.where(usable, high, 1.0)


def t_interval(mean: ArrayLike, variance: ArrayLike, k: ArrayLike) -> tuple[Floats, Floats]:
    """Interval of a mean: mean -+ k x standard error.

    Args:
        mean: observed mean; any shape.
        variance: variance of the mean (not of an answer).
        k: critical value of t.

    Returns:
        Lower and upper limit; infinite where there is no critical value.

    Example:
        >>> low, high = t_interval(4.0, 0.04, 2.0)
        >>> float(low), float(high)
        (3.6, 4.4)
    """
    centre, factor = np.asarray(mean, np.float64), np.asarray(k, np.float64)
    half = np.where(np.isfinite(factor), np.where(np.isfinite(factor), factor, 0.0) * np.sqrt(variance), np.inf)
    return centre - half, centre + half


def equal_answers(value: ArrayLike, n: ArrayLike, k: ArrayLike, low: float, high: float) -> tuple[Floats, Floats]:
    """Interval of a mean when all answers are equal: Wilson's interval of the share that gave just this answer.

    With n equal answers that share is at least L (Wilson, n of n). The rest, at most 1 - L, may stand anywhere on the
    scale, so the mean lies between value - (1 - L)(value - low) and value + (1 - L)(high - value). For the highest
    answer this is the interval of the top box, laid on the scale.

    Args:
        value: the one answer given; any shape.
        n: effective n.
        k: critical value.
        low: lowest value of the scale.
        high: highest value of the scale.

    Returns:
        Lower and upper limit within the scale.

    Example:
        >>> a, b = equal_answers(5.0, 10, 1.959964, 1, 5)
        >>> float(a.round(2)), float(b)
        (3.89, 5.0)
    """
    c = np.asarray(value, np.float64)
    rest = 1 - wilson(np.ones_like(c), n, k)[0]
    return c - rest * (c - low), c + rest * (high - c)


def quasi_score(
    mean: ArrayLike, variance: ArrayLike, k: ArrayLike, *, low: float, high: float
) -> tuple[Floats, Floats]:
    """Score interval of a mean on a scale with ends: Wilson's, with the n that gives the observed variance.

    The mean is laid on 0 to 1 and its variance taken as proportional to m (1 - m), as a quasi-binomial model has it;
    the interval then reaches further towards the middle of the scale than towards its near end.

    Args:
        mean: observed mean; any shape.
        variance: variance of the mean.
        k: critical value.
        low: lowest value of the scale.
        high: highest value of the scale.

    Returns:
        Lower and upper limit within the scale; the mean itself where the variance is 0.

    Example:
        >>> a, b = quasi_score(4.6, 0.0711, 2.262, low=1, high=5)
        >>> float(a.round(2)), float(b.round(2))
        (3.65, 4.91)
    """
    width = high - low
    share = np.clip((np.asarray(mean, np.float64) - low) / width, 0.0, 1.0)
    spread = np.asarray(variance, np.float64) / width**2
    inner = share * (1 - share)
    size = inner / np.where(spread > 0, spread, 1.0)
    bottom, top = wilson(share, size, k)
    bottom, top = np.where(spread > 0, bottom, share), np.where(spread > 0, top, share)
    return low + width * bottom, low + width * top
