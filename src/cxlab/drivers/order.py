"""Which driver surely stands before which: intervals of all differences at once, ranks and ties from nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cxlab.statistics.intervals import critical

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Pair:
    """How far one driver stands before another.

    Attributes:
        first, second: names; the first has the larger share.
        difference: their difference in R2.
        low, high: its interval, simultaneous over all pairs; None when it cannot be given.
        sure: whether the interval lies above nought.
    """

    first: str
    second: str
    difference: float
    low: float | None
    high: float | None
    sure: bool


@dataclass(frozen=True, slots=True)
class Order:
    """The order of the drivers as far as the data can tell it.

    Attributes:
        pairs: every pair once.
        ranks: by name, the best and the worst place that the pairs leave open, 1 first.
        ties: neighbours that no difference tells apart, as the longest runs of the order; a driver may be in two.
    """

    pairs: tuple[Pair, ...]
    ranks: dict[str, tuple[int, int]]
    ties: tuple[tuple[str, ...], ...]


def in_order(names: Sequence[str], parts: Floats, drawn: Floats, units: int, level: float = 0.95) -> Order:
    """Tell apart what can be told apart.

    Every difference has its bootstrap standard error; the critical value is the quantile of the largest studentised
    difference over all pairs [Westfall & Young 1993], stretched as Student's t stretches the normal for so many units.

    Args:
        names: of the drivers.
        parts: their parts of R2; shape (p,).
        drawn: the same in each resample; shape (resamples, p). None drawn: nothing is sure.
        units: accounts (or answers) that were resampled.
        level: coverage of all pairs together.

    Returns:
        Order; with one driver no pairs.

    Example:
        >>> drawn = np.array([0.5, 0.1]) + np.random.default_rng(1).normal(0, 0.05, (500, 2))
        >>> found = in_order(["a", "b"], np.array([0.5, 0.1]), drawn, 200)
        >>> found.ranks, found.ties
        ({'a': (1, 1), 'b': (2, 2)}, ())
    """
    best = np.argsort(-parts, kind="stable")
    p = len(parts)
    i, j = np.triu_indices(p, 1)
    first, second = best[i], best[j]
    differences = parts[first] - parts[second]
    half = _halves(drawn[:, first] - drawn[:, second], units, level)
    sure = differences > half
    above = np.zeros((p, p), dtype=np.bool_)
    above[i[sure], j[sure]] = True
    pairs = tuple(
        Pair(
            names[a],
            names[b],
            float(d),
            float(d - h) if np.isfinite(h) else None,
            float(d + h) if np.isfinite(h) else None,
            bool(s),
        )
        for a, b, d, h, s in zip(first, second, differences, half, sure, strict=True)
    )
    ranks = {names[k]: (1 + int(above[:, at].sum()), p - int(above[at].sum())) for at, k in enumerate(best)}
    return Order(pairs, ranks, _runs([names[k] for k in best], above))


def _halves(drawn: Floats, units: int, level: float) -> Floats:
    """Half the width of each difference's interval; infinite where it cannot be known."""
    if len(drawn) < 2 or not drawn.shape[1] or units < 2:  # noqa: PLR2004 (one draw has no spread)
        return np.full(drawn.shape[1], np.inf)
    error = drawn.std(axis=0, ddof=1)
    largest = np.abs(drawn - drawn.mean(axis=0)) / np.maximum(error, 1e-12)
    factor = float(np.quantile(largest.max(axis=1), level))
    stretch = float(critical(level, units - 1) / critical(level, np.inf)) * np.sqrt(units / (units - 1))
    return np.asarray(error * factor * stretch, dtype=np.float64)


def _runs(names: list[str], above: NDArray[np.bool_]) -> tuple[tuple[str, ...], ...]:
    found, reach = [], 0
    for start in range(len(names)):
        end = start + 1
        while end < len(names) and not above[start : end + 1, start : end + 1].any():
            end += 1
        if end - start > 1 and end > reach:
            found.append(tuple(names[start:end]))
        reach = max(reach, end)
    return tuple(found)
