"""Scores of all groups from counts: value, interval, effective n and the method that made them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl

from cxlab import definitions
from cxlab.definitions import Definition
from cxlab.metrics.counts import RESERVED, check_counts
from cxlab.metrics.measured import Measured, Rows, limits, measure, rows_of, skewed
from cxlab.metrics.open_scales import open_limits
from cxlab.results import Cell, Estimate, Period
from cxlab.statistics.clusters import Flags, Floats
from cxlab.tables import TableError

FEW_ACCOUNTS = 10
Population = int | Mapping[tuple[object, ...], int]

_METHODS = {"net": "adjusted_wald", "share": "wilson", "mean": "t"}


def estimate(
    counts: pl.DataFrame,
    definition: str | Definition = "nps",
    *,
    by: Sequence[str] | None = None,
    population: Population | None = None,
    level: float = 0.95,
) -> tuple[Cell, ...]:
    """Score every group of a table of counts.

    Args:
        counts: counts as ``cxlab.metrics.counts`` makes them, or a filtered or merged part of them.
        definition: a definition or its key.
        by: group by these of the counts' columns; all of them unless told, none for the whole.
        population: N of a known, finite population: one number for an ungrouped score, else N by the group's values.
        Only
            when the question is about these N now, and beside what the silent may think.
        level: coverage of the intervals.

    Returns:
        One Cell per group, sorted by the group's values. n = 0 gives value None; n = 1, or one account, gives a value
        without interval; equal answers get the interval that ``docs/methods/intervals.md`` states. Counts without any
        row give one Cell with n = 0 when ``by`` is empty, else none.

    Raises:
        OutsideScaleError: answers off the metric's scale.
        TableError: an unknown group column, a level outside 0 to 1, or a population smaller than its answers.

    Example:
        >>> import polars as pl
        >>> from cxlab.metrics import counts
        >>> cell = estimate(counts(pl.DataFrame({"s": [10, 9, 8, 0]}), score="s"))[0]
        >>> cell.estimate.value, cell.estimate.n, cell.estimate.method
        (25.0, 4, 'adjusted_wald')
    """
    meant = definitions.definition(definition)
    check_level(level)
    columns = [c for c in counts.columns if c not in RESERVED]
    names = columns if by is None else list(by)
    if unknown := [name for name in names if name not in columns]:
        raise TableError(
            f"These counts do not know the column {unknown[0]!r}. They are by: {', '.join(columns) or 'nothing'}."
        )
    check_counts(counts, meant)
    rows = rows_of(counts, names)
    labels = [tuple(row) for row in rows.keys.iter_rows()] if names else [()]
    wanted = _populations(population, labels)
    estimates = estimates_of(meant, rows, level, population=wanted, periods=_periods(counts, names, labels))
    return tuple(Cell(tuple(zip(names, label, strict=True)), one) for label, one in zip(labels, estimates, strict=True))


def check_level(level: float) -> None:
    """Stop unless the level is a coverage.

    Args:
        level: coverage of an interval.

    Raises:
        TableError: not between 0 and 1.

    Example:
        >>> check_level(0.9)
    """
    if not 0 < level < 1:
        raise TableError(f"The level of an interval lies between 0 and 1, such as 0.95; {level} does not.")


def estimates_of(
    metric: Definition,
    rows: Rows,
    level: float,
    *,
    population: Floats | None = None,
    periods: Sequence[Period | None] | None = None,
    measured: Measured | None = None,
) -> list[Estimate]:
    """One Estimate per group of the rows, measured here unless they were before."""
    measured = measured or measure(metric, rows)
    usable = measured.usable
    if metric.kind in {"quantile", "money"}:
        value, low, high, methods = open_limits(measured, rows, level)
        usable = usable & np.isfinite(low) & np.isfinite(high)
        short = measured.usable & ~usable
    else:
        value = measured.value
        low, high = limits(measured, level, population)
        methods = [_method(measured, group) for group in range(rows.groups)]
        short = np.zeros(rows.groups, np.bool_)
    _refuse_small_population(measured, population)
    notes = _notes(measured, population, short)
    return [
        _one(
            measured,
            g,
            (value[g], low[g], high[g], bool(usable[g])),
            method=methods[g],
            level=level,
            notes=notes[g],
            period=periods[g] if periods else None,
        )
        for g in range(rows.groups)
    ]


def _one(
    measured: Measured,
    g: int,
    figures: tuple[float, float, float, bool],
    *,
    method: str,
    level: float,
    notes: tuple[str, ...],
    period: Period | None,
) -> Estimate:
    m = measured.moments
    n = round(float(m.n[g]))
    value, low, high, usable = figures
    return Estimate(
        value=float(value) if n else None,
        low=float(low) if n and usable else None,
        high=float(high) if n and usable else None,
        n=n,
        n_effective=float(m.n_effective[g]) if n else None,
        method=method if n and usable else "none",
        definition=measured.metric.name,
        period=period,
        clusters=round(float(m.clusters[g])) if m.known[g] else None,
        level=level,
        notes=notes,
    )


def _method(measured: Measured, g: int) -> str:
    name = _METHODS[measured.metric.kind]
    if name == "t" and measured.moments.equal[g]:
        name = "wilson_equal"
    return f"{name}_clustered" if measured.moments.known[g] else name


def _notes(measured: Measured, population: Floats | None, short: Flags) -> list[tuple[str, ...]]:
    """Keys of what a reader should know of each group's figure."""
    m = measured.moments
    every = np.ones(m.n.size, np.bool_)
    said = {
        "no_answers": m.n == 0,
        "single_answer": m.n == 1,
        "single_account": m.known & (m.clusters == 1) & (m.n > 1),
        "few_accounts": m.known & (m.clusters < FEW_ACCOUNTS),
        "all_equal": m.equal & (m.n > 1),
        "skewed": skewed(measured),
        "too_few_for_interval": short,
        "weighted": m.weighted & (m.n > 0),
        "finite_population": ~every if population is None else ~np.isnan(population),
        "one_to_ten": every & ("one_to_ten" in measured.metric.flags),
    }
    flags = list(zip(*(array.tolist() for array in said.values()), strict=True))
    return [tuple(key for key, true in zip(said, one, strict=True) if true) for one in flags]


def _populations(population: Population | None, labels: Sequence[tuple[object, ...]]) -> Floats | None:
    """N of each group; NaN where it is not told."""
    if population is None:
        return None
    if isinstance(population, Mapping):
        return np.array([float(population.get(label, np.nan)) for label in labels])
    if labels != [()]:
        raise TableError("One population was given for several groups. Give N of each group: {('north',): 120, ...}.")
    return np.array([float(population)])


def _refuse_small_population(measured: Measured, population: Floats | None) -> None:
    if population is None:
        return
    if measured.metric.kind in {"quantile", "money"}:
        raise TableError(
            f"A finite population is known for shares, net scores and means, not for {measured.metric.key}."
        )
    short = np.flatnonzero(population < measured.moments.n)
    if short.size:
        g = int(short[0])
        raise TableError(
            f"A population of {population[g]:g} cannot have given {measured.moments.n[g]:g} answers. Check N."
        )


def _periods(counts: pl.DataFrame, names: Sequence[str], labels: Sequence[tuple[object, ...]]) -> list[Period | None]:
    """First and last day of each group's answers."""
    if "_first" not in counts.columns:
        return [None] * len(labels)
    answered = counts.filter(pl.col("_score").is_not_null())
    days = pl.min("_first"), pl.max("_last")
    ends: dict[tuple[Any, ...], tuple[Any, Any]]
    if names:
        ends = {tuple(row[:-2]): row[-2:] for row in answered.group_by(list(names)).agg(*days).iter_rows()}
    else:
        ends = {(): answered.select(*days).row(0)}
    found = (ends.get(label, (None, None)) for label in labels)
    return [Period(first, last) if first and last else None for first, last in found]
