"""How many answers would tell a change of a given size."""

from __future__ import annotations

import math

from cxlab import definitions
from cxlab.metrics.measured import POINTS
from cxlab.results import Estimate
from cxlab.tables import TableError


def answers_needed(
    estimate: Estimate, change: float, *, spread: float | None = None, power: float = 0.8, level: float = 0.95
) -> int | None:
    """Answers that each of two measurements needs, to tell a change of ``change`` with probability ``power``.

    n = (z_(1 - a/2) + z_power)^2 x 2 x variance of one answer / change^2, times the design effect seen so far.

    Args:
        estimate: the score so far; gives the variance of one answer and the design effect.
        change: smallest change worth telling, in the unit of the metric (points, share, scale steps); not 0.
        spread: variance of one answer in that unit squared, where it is known; otherwise read back from the interval.
        power: probability of telling such a change.
        level: coverage of the interval that tells it.

    Returns:
        Answers per measurement, or None when the estimate has no interval to learn from (n < 2).

    Raises:
        TableError: the change is 0, or the power is not between 0 and 1.

    Example:
        >>> from cxlab.results import Estimate
        >>> answers_needed(Estimate(30.0, 15.0, 45.0, 100, 100.0, "adjusted_wald", "nps@1"), 10)
        920
    """
    from scipy.special import ndtri

    if not math.isfinite(change) or change == 0:
        raise TableError("Tell the smallest change worth seeing: a number other than 0.")
    if not 0 < power < 1:
        raise TableError(f"The power lies between 0 and 1, such as 0.8; {power} does not.")
    if estimate.low is None or estimate.high is None or not estimate.n_effective:
        return None
    factor = float(ndtri(0.5 + level / 2) + ndtri(power)) ** 2
    seen = float(ndtri(0.5 + estimate.level / 2))
    one = spread if spread is not None else ((estimate.high - estimate.low) / 2 / seen) ** 2 * estimate.n_effective
    effect = estimate.n / estimate.n_effective
    return max(2, math.ceil(2 * factor * one * effect / change**2))


def tenth(definition: str) -> float | None:
    """A tenth of what a metric can move by, as the size of a change worth telling: ten points, ten per cent.

    Args:
        definition: key of a metric.

    Returns:
        10 for a net score, 0.1 for a share, a tenth of the scale for a mean; None where the scale is open.

    Example:
        >>> tenth("nps"), tenth("csat5"), tenth("scale5"), tenth("median")
        (10.0, 0.1, 0.4, None)
    """
    metric = definitions.definition(definition)
    if metric.low is None or metric.high is None or metric.kind in {"quantile", "money"}:
        return None
    return {"net": 10.0, "share": 0.1}.get(metric.kind, (metric.high - metric.low) / 10)


def largest_spread(definition: str) -> float:
    """The largest variance one answer can have, in the metric's unit squared: for planning before anything is known.

    Args:
        definition: key of a metric with a scale.

    Returns:
        ((high - low) / 2)^2 of the metric's unit.

    Raises:
        TableError: the metric has an open scale.

    Example:
        >>> largest_spread("nps"), largest_spread("csat5"), largest_spread("scale5")
        (10000.0, 0.25, 4.0)
    """
    metric = definitions.definition(definition)
    if metric.low is None or metric.high is None:
        raise TableError(f"{metric.key} has an open scale: its largest spread is not known.")
    width = {"net": 2 * POINTS, "share": 1.0}.get(metric.kind, metric.high - metric.low)
    return (width / 2) ** 2
