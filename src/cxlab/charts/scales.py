"""Where a value lies on the paper: the stretch a chart shows, its round steps, its pixels."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from cxlab.definitions import UnknownDefinitionError, definition
from cxlab.results import Estimate, Suppressed

# The least stretch shown, as a share of the whole scale: less would blow noise up to a drama.
_LEAST = 0.2


@dataclass(frozen=True, slots=True)
class Scale:
    """A stretch of values, its round steps, and whether the steps are labelled at its ends."""

    low: float
    high: float
    ticks: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Ruler:
    """A scale laid from one pixel to another."""

    scale: Scale
    first: float
    last: float

    def at(self, value: float) -> float:
        """The pixel of a value; values outside stop at the edge.

        Example:
            >>> Ruler(Scale(0.0, 10.0, (0.0, 10.0)), 100, 200).at(5)
            150.0
        """
        low, high = self.scale.low, self.scale.high
        return self.first + (min(max(value, low), high) - low) / (high - low) * (self.last - self.first)


def whole(name: str) -> tuple[float | None, float | None]:
    """Lowest and highest value that a metric can have; None where it is open.

    Example:
        >>> whole("nps@1"), whole("csat5@1")
        ((-100.0, 100.0), (0.0, 1.0))
    """
    try:
        metric = definition(name)
    except UnknownDefinitionError:
        return None, None
    if metric.unit == "points":
        return -100.0, 100.0
    return (0.0, 1.0) if metric.unit == "share" else (metric.low, metric.high)


def _step(stretch: float, most: int) -> float:
    """The round step (1, 2, 2.5, 5 times a power of ten) that gives at most so many ticks."""
    rough = stretch / most
    power = float(10 ** math.floor(math.log10(rough)))
    return next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= rough * (1 - 1e-9))


def stretch(low: float, high: float, *, most: int = 5) -> Scale:
    """The scale from a round step at or below ``low`` to one at or above ``high``.

    Example:
        >>> stretch(0.0, 0.43).ticks
        (0.0, 0.1, 0.2, 0.3, 0.4, 0.5)
    """
    step = _step(max(high - low, 1e-9), most)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    ticks = tuple(round(at * step, 9) for at in range(first, max(last, first + 1) + 1))
    return Scale(ticks[0], ticks[-1], ticks)


def scale_of(
    scores: Iterable[Estimate | Suppressed], targets: Iterable[float | None] = (), *, most: int = 5, full: bool = False
) -> Scale:
    """The stretch that shows every score, interval and target, with round ends.

    Args:
        scores: what will be drawn.
        targets: marks that must be seen too.
        most: about how many steps.
        full: show the metric's whole scale.

    Returns:
        A Scale; with nothing to show the metric's whole scale, or 0 to 1.

    Example:
        >>> one = Estimate(40.0, 37.0, 42.0, 2746, 2746.0, "adjusted_wald", "nps@1")
        >>> scale_of([one]).low, scale_of([one]).high
        (10.0, 60.0)
    """
    seen = [score for score in scores if isinstance(score, Estimate)]
    bottom, top = whole(seen[0].definition) if seen else (None, None)
    values = [x for score in seen for x in (score.value, score.low, score.high) if x is not None]
    values += [x for x in targets if x is not None]
    if not values or (full and bottom is not None):
        low, high = (bottom, top) if bottom is not None and top is not None else (0.0, 1.0)
    else:
        low, high = _widened(min(values), max(values), bottom, top)
    step = _step(high - low, most)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    if bottom is not None and top is not None and (first * step < bottom or last * step > top):
        first, last = math.ceil(bottom / step - 1e-9), math.floor(top / step + 1e-9)
        ticks = tuple(round(at * step, 9) for at in range(first, last + 1))
        return Scale(min(bottom, ticks[0]), max(top, ticks[-1]), ticks)
    ticks = tuple(round(at * step, 9) for at in range(first, last + 1))
    return Scale(ticks[0], ticks[-1], ticks)


def _widened(low: float, high: float, bottom: float | None, top: float | None) -> tuple[float, float]:
    """At least a fifth of the whole scale, kept within it."""
    least = (top - bottom) * _LEAST if bottom is not None and top is not None else max(abs(high), 1.0) * _LEAST
    if high - low < least:
        middle = (low + high) / 2
        low, high = middle - least / 2, middle + least / 2
    if bottom is not None and low < bottom:
        low, high = bottom, max(high, bottom + least)
    if top is not None and high > top:
        low, high = min(low, top - least), top
    return low, high
