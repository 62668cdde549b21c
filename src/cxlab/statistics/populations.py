"""How the interval narrows when most of a known population has answered: only the unseen part is uncertain.

The score of all N is f x observed + (1 - f) x unseen with f = n / N; the unseen part gets a prediction interval.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from cxlab.statistics.clusters import Floats
from cxlab.statistics.intervals import adjusted_net


def finite_net(
    promoters: ArrayLike,
    detractors: ArrayLike,
    *,
    n: ArrayLike,
    n_effective: ArrayLike,
    population: ArrayLike,
    k: ArrayLike,
) -> tuple[Floats, Floats]:
    """Interval of the net score of these N now, -1 to 1.

    The unseen part has variance v / (n + 3) + v / (N - n) about the adjusted centre.
    With a design effect (n / n_effective) both the seen and the unseen answers count for that much less.

    Args:
        promoters: observed share of promoters; arrays of one shape.
        detractors: observed share of detractors.
        n: answers.
        n_effective: effective n.
        population: N, at least n.
        k: critical value.

    Returns:
        Lower and upper limit; equal to the observed score where all N answered.

    Example:
        >>> low, high = finite_net(0.5, 0.2, n=100, n_effective=100, population=100, k=1.96)
        >>> float(low.round(2)), float(high.round(2))
        (0.3, 0.3)
    """
    p, d, seen, size, every, factor = _floats(promoters, detractors, n, n_effective, population, k)
    centre, v = adjusted_net(p, d, size)
    return _combine(p - d, centre, (v / (size + 3), v), (seen, size, every, factor), (-1.0, 1.0))


def finite_share(
    share: ArrayLike, n: ArrayLike, n_effective: ArrayLike, population: ArrayLike, k: ArrayLike
) -> tuple[Floats, Floats]:
    """Interval of the share among these N now, 0 to 1; the unseen share stands about Wilson's centre.

    Args:
        share: observed share; arrays of one shape.
        n: answers.
        n_effective: effective n.
        population: N, at least n.
        k: critical value.

    Returns:
        Lower and upper limit; equal to the observed share where all N answered.

    Example:
        >>> low, high = finite_share(0.5, 50, 50, 60, 1.96)
        >>> bool(0.4 < low < 0.5 < high < 0.6)
        True
    """
    p, seen, size, every, factor = _floats(share, n, n_effective, population, k)
    centre = (p * size + factor**2 / 2) / (size + factor**2)
    v = centre * (1 - centre)
    return _combine(p, centre, (v / (size + factor**2), v), (seen, size, every, factor), (0.0, 1.0))


def finite_mean(
    mean: ArrayLike, n: ArrayLike, limits: tuple[ArrayLike, ArrayLike], population: ArrayLike
) -> tuple[Floats, Floats]:
    """Interval of the mean of these N now, from the interval of an endless population.

    The unseen mean has the variance s^2 / n + s^2 / (N - n) = s^2 / n x N / (N - n); taken (1 - f) times, each half
    of the interval shrinks by sqrt(1 - f).

    Args:
        mean: observed mean; arrays of one shape.
        n: answers.
        limits: lower and upper limit without the correction.
        population: N, at least n.

    Returns:
        Lower and upper limit; equal to the mean where all N answered.

    Example:
        >>> low, high = finite_mean(4.0, 75, (3.0, 5.0), 100)
        >>> float(low), float(high)
        (3.5, 4.5)
    """
    m, seen, every, low, high = _floats(mean, n, population, *limits)
    shrink = np.sqrt(np.clip(1 - seen / np.maximum(every, 1), 0, 1))
    return m - (m - low) * shrink, m + (high - m) * shrink


def _floats(*arrays: ArrayLike) -> tuple[Floats, ...]:
    return tuple(np.broadcast_arrays(*(np.asarray(a, np.float64) for a in arrays)))


def _combine(
    observed: Floats,
    centre: Floats,
    variances: tuple[Floats, Floats],
    sizes: tuple[Floats, ...],
    ends: tuple[float, float],
) -> tuple[Floats, Floats]:
    """Take f x observed + (1 - f) x (centre -+ k x standard error), the unseen part cut at the ends of the scale."""
    (v_seen, v), (seen, size, every, factor) = variances, sizes
    effect = np.divide(seen, size, out=np.ones_like(seen), where=size > 0)
    unseen = np.maximum(every - seen, 0.0)
    error = np.sqrt(v_seen + v * effect / np.where(unseen > 0, unseen, 1.0))
    f = np.divide(seen, every, out=np.ones_like(seen), where=every > 0)
    low, high = np.clip(centre - factor * error, *ends), np.clip(centre + factor * error, *ends)
    return f * observed + (1 - f) * low, f * observed + (1 - f) * high
