"""How far two scores differ: MOVER on two intervals, Welch for two means."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from cxlab.statistics.clusters import Floats


def mover(
    left: tuple[ArrayLike, ArrayLike, ArrayLike], right: tuple[ArrayLike, ArrayLike, ArrayLike]
) -> tuple[Floats, Floats]:
    """Interval of left minus right from the two intervals [Zou & Donner 2008; Newcombe 1998].

    L = d - sqrt((a - l_a)^2 + (u_b - b)^2) and U = d + sqrt((u_a - a)^2 + (b - l_b)^2), for independent scores.

    Args:
        left: value, lower and upper limit of the first score; arrays of one shape.
        right: the same of the second.

    Returns:
        Lower and upper limit of the difference.

    Example:
        >>> low, high = mover((0.5, 0.4, 0.6), (0.3, 0.2, 0.4))
        >>> float(low.round(4)), float(high.round(4))
        (0.0586, 0.3414)
    """
    a, low_a, high_a = (np.asarray(x, np.float64) for x in left)
    b, low_b, high_b = (np.asarray(x, np.float64) for x in right)
    d = a - b
    return d - np.hypot(a - low_a, high_b - b), d + np.hypot(high_a - a, b - low_b)


def welch_df(variance_a: ArrayLike, df_a: ArrayLike, variance_b: ArrayLike, df_b: ArrayLike) -> Floats:
    """Welch and Satterthwaite's degrees of freedom of a difference of two means [Welch 1947].

    Args:
        variance_a: variance of the first mean; any shape.
        df_a: its degrees of freedom.
        variance_b: variance of the second mean.
        df_b: its degrees of freedom.

    Returns:
        Degrees of freedom, at least the smaller of the two; 0 where one of them is below 1.

    Example:
        >>> float(welch_df(1.0, 9, 1.0, 9))
        18.0
    """
    va, fa, vb, fb = (np.asarray(x, np.float64) for x in (variance_a, df_a, variance_b, df_b))
    usable = (fa >= 1) & (fb >= 1)
    below = va**2 / np.maximum(fa, 1) + vb**2 / np.maximum(fb, 1)
    found = np.where(below > 0, (va + vb) ** 2 / np.where(below > 0, below, 1.0), np.minimum(fa, fb))
    return np.where(usable, found, 0.0)
