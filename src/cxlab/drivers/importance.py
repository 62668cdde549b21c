"""Says which drivers matter for an outcome, how stable their shares are, and whether chance would give as much."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cxlab.drivers.answers import Answers, Missing
from cxlab.drivers.cautions import notes_of
from cxlab.drivers.correlations import as_correlation, inflation
from cxlab.drivers.drawing import Drawn, Gaps, Kind, Prepared, prepared
from cxlab.drivers.order import Order, in_order
from cxlab.drivers.shapley import relative_weights
from cxlab.results import Estimate
from cxlab.statistics.intervals import critical

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Driver:
    """One driver of the outcome.

    Attributes:
        name: its column.
        share: its share of what all drivers explain together, 0 to 1; the interval says how stable that share is.
        part: the same in R2: all parts add up to the R2.
        weight: Johnson's relative weight as a share, for comparison.
        step: how much higher the outcome is where this driver is one step higher and the others are the same
            (regression coefficient, in units of the outcome). Association, not effect.
        chance: how often an outcome that has nothing to do with any driver gives some driver as large a part
            (adjusted for the number of drivers); small: this is not chance.
        ranks: the best and the worst place that the data leave open.
        correlation: with the outcome.
        inflation: variance inflation factor: 1 when it goes with no other driver.
        answered: answers given; the rest was filled in.
        at_top: share of its answers that are the highest one given.
    """

    name: str
    share: Estimate
    part: Estimate
    weight: Estimate
    step: Estimate
    chance: float | None
    ranks: tuple[int, int]
    correlation: float
    inflation: float
    answered: int
    at_top: float


@dataclass(frozen=True, slots=True)
class Importance:
    """What goes with an outcome.

    Attributes:
        outcome: its column.
        drivers: largest share first; empty when there are too few answers.
        r2: share of the outcome's variance that the drivers explain together, None when too few answers.
        adjusted_r2: the same less what so many drivers explain by chance.
        chance: how often an outcome that has nothing to do with them gives as large an R2.
        order: pairs, ranks and ties.
        n: rows used; accounts behind them, None where not known; left_out: rows without outcome or any driver.
        filled_in: answers to drivers that were missing and filled in.
        correlations: pearson or polychoric; repaired: how far a correlation had to be moved to fit the others.
        resamples: bootstrap samples behind the intervals.
        notes: keys of warnings: ``few_accounts``, ``few_answers``, ``collinear``, ``ceiling``, ``outcome_ceiling``,
            ``no_relation``, ``repaired``, ``much_filled_in``, ``too_few_answers``.
    """

    outcome: str
    drivers: tuple[Driver, ...]
    r2: Estimate
    adjusted_r2: float | None
    chance: float | None
    order: Order
    n: int
    accounts: int | None
    left_out: int
    filled_in: int
    correlations: Kind
    repaired: float
    resamples: int
    notes: tuple[str, ...]


def importance(
    table: Any,
    *,
    outcome: str,
    drivers: Sequence[str],
    account: str | None = None,
    missing: Missing = (),
    gaps: Gaps = "impute",
    correlations: Kind = "pearson",
    resamples: int | None = None,
    level: float = 0.95,
) -> Importance:
    """Which drivers go with the outcome: exact Shapley shares of R2, with everything that keeps them honest.

    Shares: Lindeman, Merenda & Gold (1980), over all orders of entry. Intervals: bootstrap by account, at each end the
    wider of percentile and Student's t. Whether a driver matters: its part against those that an unrelated outcome
    gives, the largest of all drivers each time [Westfall & Young 1993]. Order: simultaneous intervals of all
    differences. Missing answers: filled in by expectation and maximisation, anew in each resample.

    Args:
        table: one row per response; any frame narwhals supports.
        outcome: column of the outcome. Rows without it are left out.
        drivers: 1 to 22 columns.
        account: column of accounts; without it every row stands alone.
        missing: codes that mean "no answer", for all columns or by column.
        gaps: ``impute`` fills missing answers in, ``complete`` uses only rows that answered everything.
        correlations: ``polychoric`` takes answers as ordered steps of something continuous (at most 11 steps each).
        resamples: bootstrap samples; None: 200 to 1,000 by the work they need.
        level: coverage of the intervals.

    Returns:
        Importance. With fewer than 10 rows, or no more rows than drivers + 1, it holds no drivers and the note
        ``too_few_answers``. One account, or one row an account with two rows: values without intervals.

    Raises:
        TableError: columns that are absent, no numbers, all equal, or that follow from one another exactly.

    Example:
        >>> import polars as pl
        >>> rng = np.random.default_rng(1)
        >>> a, b = rng.normal(size=200), rng.normal(size=200)
        >>> table = pl.DataFrame({"a": a, "b": b, "y": 2 * a + rng.normal(size=200)})
        >>> found = importance(table, outcome="y", drivers=["b", "a"], resamples=200)
        >>> found.drivers[0].name, found.drivers[0].share.value > 0.9, found.drivers[1].chance > 0.05
        ('a', True, True)
    """
    made = prepared(
        table,
        outcome=outcome,
        drivers=drivers,
        account=account,
        missing=missing,
        gaps=gaps,
        correlations=correlations,
        resamples=resamples,
    )
    return told(made, level)


def told(made: Prepared, level: float = 0.95) -> Importance:
    """The result at a level of its intervals.

    Args:
        made: answers and draws.
        level: coverage of the intervals.

    Returns:
        Importance.

    Example:
        >>> import polars as pl
        >>> told(prepared(pl.DataFrame({"a": [1, 2], "y": [3, 4]}), outcome="y", drivers=["a"])).n
        2
    """
    if made.drawn is None:
        return _too_few(made.answers, made.correlations, level)
    return _told(made.answers, made.drawn, made.correlations, level)


def _too_few(answers: Answers, correlations: Kind, level: float) -> Importance:
    nothing = Estimate(None, None, None, answers.n, None, "none", "r2@1", None, answers.accounts, level)
    order = Order((), {}, ())
    return Importance(
        answers.outcome, (), nothing, None, None, order, answers.n, answers.accounts, answers.left_out, 0,
        correlations, 0.0, 0, ("too_few_answers",),
    )  # fmt: skip


def _told(answers: Answers, drawn: Drawn, correlations: Kind, level: float) -> Importance:
    from cxlab.drivers.kernels import divide_each, divide_r2

    parts = divide_r2(np.ascontiguousarray(drawn.matrix))
    total = float(parts.sum())
    samples, by_chance = divide_each(drawn.samples), divide_each(drawn.by_chance)
    order = in_order(answers.drivers, parts, samples, answers.units, level)
    given = ~np.isnan(answers.values[:, :-1])
    highest = np.nanmax(answers.values, axis=0)
    at_top = (answers.values == highest).sum(axis=0) / np.maximum((~np.isnan(answers.values)).sum(axis=0), 1)
    blurred = inflation(drawn.matrix[:-1, :-1])
    ranged = _estimates(answers, drawn, parts, samples, level)
    # Unrelated outcomes are drawn for plain correlations, so what is held against them is plain too.
    plain = parts if correlations == "pearson" else divide_r2(np.ascontiguousarray(as_correlation(drawn.spread)))
    chance = _chances(plain, by_chance)
    found = tuple(
        Driver(
            answers.drivers[j], ranged[0][j], ranged[1][j], ranged[2][j], ranged[3][j], chance[j],
            order.ranks[answers.drivers[j]],
            float(drawn.matrix[j, -1]), float(blurred[j]), int(given[:, j].sum()), float(at_top[j]),
        )
        for j in np.argsort(-parts, kind="stable")
    )  # fmt: skip
    whole = _ranged(total, samples.sum(axis=1), answers, "r2@1", level)
    by_luck = (
        float((1 + (by_chance.sum(axis=1) >= plain.sum()).sum()) / (1 + len(by_chance))) if len(by_chance) else None
    )
    p = len(parts)
    filled = int((~given).sum())
    return Importance(
        answers.outcome, found, whole, 1 - (1 - total) * (answers.n - 1) / (answers.n - p - 1), by_luck, order,
        answers.n, answers.accounts, answers.left_out, filled, correlations, drawn.repaired, len(samples),
        notes_of(answers, found, by_luck, drawn.repaired, float(at_top[-1])),
    )  # fmt: skip


def _estimates(answers: Answers, drawn: Drawn, parts: Floats, samples: Floats, level: float) -> list[list[Estimate]]:
    """Share, part, Johnson's weight and step of each driver."""
    shares, drawn_shares = _as_shares(parts[None])[0], _as_shares(samples)
    weights, drawn_weights = (_as_shares(relative_weights(one)) for one in (drawn.matrix[None], drawn.samples))
    steps, drawn_steps = _slopes(drawn.spread[None])[0], _slopes(drawn.spreads)
    made = (
        (shares, drawn_shares, "driver_share@1"),
        (parts, samples, "driver_r2@1"),
        (weights[0], drawn_weights, "relative_weight@1"),
        (steps, drawn_steps, "driver_step@1"),
    )
    return [
        [_ranged(float(values[j]), draws[:, j], answers, name, level) for j in range(len(parts))]
        for values, draws, name in made
    ]


def _as_shares(parts: Floats) -> Floats:
    whole = parts.sum(axis=1, keepdims=True)
    return np.asarray(np.where(whole > 0, parts / np.where(whole > 0, whole, 1.0), 0.0), dtype=np.float64)


def _slopes(spread: Floats) -> Floats:
    """Regression coefficients of the outcome, which stands last; the least ones where drivers follow from others."""
    if not len(spread):
        return np.empty((0, spread.shape[-1] - 1))
    found: Floats = (np.linalg.pinv(spread[:, :-1, :-1], hermitian=True) @ spread[:, :-1, -1:])[..., 0]
    return found


def _ranged(value: float, drawn: Floats, answers: Answers, name: str, level: float) -> Estimate:
    """The value with its interval: at each end the wider of the percentile and Student's t.

    Percentiles of a share never reach nought, and with few accounts they are too narrow; t reaches too little on the
    long side.
    """
    low = high = None
    units = answers.units
    if len(drawn) > 1 and units > 2:  # noqa: PLR2004 (two units cannot vary enough to tell)
        ends = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2])
        half = float(critical(level, units - 1)) * float(drawn.std(ddof=1)) * np.sqrt(units / (units - 1))
        low, high = float(min(ends[0], value - half)), float(max(ends[1], value + half))
        if not name.startswith("driver_step"):
            low, high = max(low, 0.0), min(high, 1.0)
    method = "bootstrap" if answers.accounts is None else "bootstrap_clustered"
    notes = ("few_accounts",) if answers.accounts is not None and answers.accounts < 10 else ()  # noqa: PLR2004
    return Estimate(
        value, low, high, answers.n, None, method if low is not None else "none", name, None, answers.accounts, level,
        notes,
    )  # fmt: skip


def _chances(parts: Floats, by_chance: Floats) -> list[float | None]:
    """How often the largest part of an unrelated outcome reaches each driver's."""
    if not len(by_chance):
        return [None] * len(parts)
    largest = by_chance.max(axis=1)
    return [float((1 + (largest >= part).sum()) / (1 + len(largest))) for part in parts]
