"""Divides R2 among drivers that go together: Shapley's shares (LMG), and Johnson's relative weights beside them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from cxlab.drivers.answers import MOST_DRIVERS, DriversError
from cxlab.drivers.correlations import correlation_of, mended

Floats = NDArray[np.float64]


def shapley(correlation: Floats, names: Sequence[str] | None = None) -> Floats:
    """The part of R2 that each driver brings, averaged over all orders in which drivers can enter a regression.

    LMG_j = sum over subsets S without j of |S|! (p - 1 - |S|)! / p! x (R2(S + j) - R2(S)) [Lindeman, Merenda & Gold
    1980; Grömping 2006]. Exact: all 2^p regressions, by sweeps that neighbouring subsets share.

    Args:
        correlation: of the drivers and, last, the outcome; shape (p + 1, p + 1), p from 1 to 22.
        names: of the columns, for messages.

    Returns:
        Shape (p,), each 0 or more; they add up to the R2 of all drivers together. A driver that follows from those
        already in adds nothing.

    Raises:
        DriversError: more than 22 drivers, or none.
        CorrelationError: no correlation matrix, or one far from positive definite; see ``mended``.

    Example:
        >>> shapley(np.array([[1.0, 0.5, 0.6], [0.5, 1.0, 0.4], [0.6, 0.4, 1.0]])).round(4).tolist()
        [0.2867, 0.0867]
    """
    from cxlab.drivers.kernels import divide_r2

    p = len(correlation) - 1
    if not 1 <= p <= MOST_DRIVERS:
        raise DriversError(f"Shares can be computed for 1 to {MOST_DRIVERS} drivers, not for {p}.")
    sound = mended(np.asarray(correlation, np.float64), names or [f"driver {j + 1}" for j in range(p)] + ["outcome"])
    return divide_r2(np.ascontiguousarray(sound.matrix))


def shapley_of_columns(drivers: Sequence[Floats], outcome: Floats) -> Floats:
    """The same from columns without missing values, in one pass over the rows.

    Args:
        drivers: p columns of one length.
        outcome: a column of that length.

    Returns:
        Shape (p,).

    Raises:
        DriversError: more than 22 drivers, or none.

    Example:
        >>> x = np.array([1.0, 2, 3, 4])
        >>> shapley_of_columns([x], 2 * x).tolist()
        [1.0]
    """
    return shapley(correlation_of([*drivers, outcome]))


def relative_weights(correlation: Floats) -> Floats:
    """Johnson's relative weights: R2 divided through the uncorrelated variables nearest to the drivers [Johnson 2000].

    With R = V D V' of the drivers: L = V D^(1/2) V', b = L^-1 r, weight_j = sum over k of L_jk^2 b_k^2. For a stack of
    matrices all at once. Near to Shapley's shares and quick for any number of drivers, but without their justification.

    Args:
        correlation: of the drivers and, last, the outcome; shape (p + 1, p + 1) or (draws, p + 1, p + 1).

    Returns:
        Shape (p,) or (draws, p), each 0 or more; they add up to R2.

    Example:
        >>> relative_weights(np.array([[1.0, 0.0, 0.6], [0.0, 1.0, 0.4], [0.6, 0.4, 1.0]])).round(4).tolist()
        [0.36, 0.16]
    """
    whole = np.asarray(correlation, np.float64)
    values, vectors = np.linalg.eigh(whole[..., :-1, :-1])
    root = np.sqrt(np.maximum(values, 0.0))
    inverse = np.where(root > 1e-7, 1 / np.maximum(root, 1e-7), 0.0)  # noqa: PLR2004 (what follows from others)
    turned = np.swapaxes(vectors, -1, -2)
    loading = (vectors * root[..., None, :]) @ turned
    slope = ((vectors * inverse[..., None, :]) @ turned) @ whole[..., :-1, -1:]
    found: Floats = ((loading**2) @ slope**2)[..., 0]
    return found
