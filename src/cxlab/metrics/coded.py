"""Scores straight from integer codes: no row for each account and score is made, so millions of answers take moments.

A table fits when its groups and accounts are integer codes and its answers are whole numbers; a table by parts is read
a part at a time where no group has answers in two of them, as when parts are months and the month is asked for.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from cxlab import definitions
from cxlab.definitions import Definition
from cxlab.metrics.measured import Measured, limits
from cxlab.metrics.places import are_codes
from cxlab.metrics.tallies import Numbers, Tally, lent, tallied, whole_worth
from cxlab.statistics.clusters import Sums, moments
from cxlab.tables import need_columns

# A word for each group that could be: beyond this, codes are too sparse to count groups by their place.
MOST_GROUPS = 1 << 22
_COMPARABLE = {"net", "share", "mean"}


@dataclass(frozen=True, slots=True)
class Coded:
    """Groups that occur, sorted by their codes, and the metric in each."""

    keys: pl.DataFrame
    measured: Measured


def measure_codes(
    table: pl.DataFrame | pl.LazyFrame,
    *,
    score: str,
    by: Sequence[str] = (),
    account: str | None = None,
    definition: str | Definition = "nps",
) -> Coded | None:
    """Measure a table of codes in one pass; the same figures as from its counts.

    Args:
        table: a Polars frame.
        score: column of answers.
        by: grouping columns, integers.
        account: column of accounts, integers; an answer without one stands alone.
        definition: a definition or its key.

    Returns:
        Keys and measures, one row for each group that occurs; None where the table does not fit, for ``counts`` to do.

    Raises:
        ColumnMissingError: a named column is absent.

    Example:
        >>> import polars as pl
        >>> table = pl.DataFrame({"s": [10, 9, 2], "team": [1, 1, 4], "a": [5, 5, 6]})
        >>> found = measure_codes(table, score="s", by=["team"], account="a")
        >>> found.keys["team"].to_list(), found.measured.value.tolist()
        ([1, 4], [100.0, -100.0])
    """
    metric = definitions.definition(definition)
    frame = _narrowed(table, score, by, account)
    if frame is None or metric.kind not in _COMPARABLE:
        return None
    found = _tallied(frame, metric, score, by, account)
    return None if found is None else _measured(metric, [found])


def measure_parts(
    parts: Sequence[Path],
    *,
    score: str,
    by: Sequence[str] = (),
    account: str | None = None,
    definition: str | Definition = "nps",
) -> Coded | None:
    """The same from Parquet files, as many at a time as there are cores where their groups differ.

    Args:
        parts: files of one table.
        score: column of answers.
        by: grouping columns, integers.
        account: column of accounts, integers.
        definition: a definition or its key.

    Returns:
        As ``measure_codes``; None where a part does not fit, or there is none.

    Raises:
        ColumnMissingError: a named column is absent.

    Example:
        >>> measure_parts([], score="value") is None
        True
    """
    metric = definitions.definition(definition)
    if not parts or metric.kind not in _COMPARABLE:
        return None
    apart = next((name for name in by if (found := _one_value_each(parts, name)) and len(set(found)) == len(parts)), "")
    if not apart:
        whole = pl.concat([pl.scan_parquet(part) for part in parts])
        return measure_codes(whole, score=score, by=by, account=account, definition=metric)

    def read(part: Path) -> _Part | None:
        wanted = _wanted(pl.read_parquet_schema(part), score, by, account)  # type: ignore[arg-type]
        # Parts are read side by side, so each is read by one thread.
        frame = pl.read_parquet(part, columns=wanted, parallel="none") if wanted else None
        return None if frame is None else _tallied(frame, metric, score, by, account)

    found = _each(read, parts)
    return None if any(one is None for one in found) else _measured(metric, [one for one in found if one is not None])


def scores_of(coded: Coded, *, level: float = 0.95) -> pl.DataFrame:
    """What was measured as a table.

    Args:
        coded: what was measured.
        level: coverage of each interval.

    Returns:
        The keys, then ``value``, ``low``, ``high`` (null where there is no interval), ``n``, ``n_effective``,
        ``accounts``, ``promoters`` and ``detractors`` (shares above and below nought).

    Example:
        >>> import polars as pl
        >>> found = measure_codes(pl.DataFrame({"s": [10, 9, 2], "a": [5, 5, 6]}), score="s", account="a")
        >>> scores_of(found).select("n", "accounts").rows()
        [(3, 2)]
    """
    measured, inner = coded.measured, coded.measured.moments
    low, high = limits(measured, level)
    ends = {"value": (measured.value, inner.n > 0), "low": (low, measured.usable), "high": (high, measured.usable)}
    told = pl.DataFrame({name: np.where(there, values, np.nan) for name, (values, there) in ends.items()})
    told = told.fill_nan(None)
    rest = {
        "n": inner.n.astype(np.int64),
        "n_effective": inner.n_effective,
        "accounts": np.where(inner.known, inner.clusters, 0).astype(np.int64),
        "promoters": measured.promoters,
        "detractors": measured.detractors,
    }
    return pl.concat([coded.keys, told, pl.DataFrame(rest)], how="horizontal")


@dataclass(frozen=True, slots=True)
class _Part:
    keys: pl.DataFrame
    tally: Tally


def _narrowed(
    table: pl.DataFrame | pl.LazyFrame, score: str, by: Sequence[str], account: str | None
) -> pl.DataFrame | None:
    """The columns needed, where they are codes and whole answers."""
    schema = table.lazy().collect_schema()
    wanted = _wanted(schema, score, by, account)
    return table.lazy().select(wanted).collect() if wanted else None


def _wanted(schema: pl.Schema, score: str, by: Sequence[str], account: str | None) -> list[str] | None:
    wanted = [*by, *([account] if account else []), score]
    need_columns(list(schema), wanted)
    if len(set(wanted)) < len(wanted) or not all(are_codes(schema[name]) for name in wanted[:-1]):
        return None
    if not schema[score].is_integer() and not schema[score].is_float():
        return None
    return wanted


def _tallied(
    frame: pl.DataFrame, metric: Definition, score: str, by: Sequence[str], account: str | None
) -> _Part | None:
    placed = _groups(frame, by)
    if placed is None:
        return None
    group, groups, keys = placed
    cluster = _clusters(frame, account)
    if cluster is None:
        return None
    answers, seen = frame[score], None
    if answers.null_count():
        # A group none of whose rows has an answer is told of all the same.
        seen = np.bincount(group, minlength=groups)
        given = answers.is_not_null().to_numpy()
        group, cluster, answers = group[given], cluster[given], answers.drop_nulls()
    worth = whole_worth(metric, answers.to_numpy())
    tally = None if worth is None else tallied(group, cluster, worth, None, groups)
    return None if tally is None else _Part(*_present(keys, tally, seen))


def _groups(frame: pl.DataFrame, by: Sequence[str]) -> tuple[Numbers, int, Callable[[Numbers], pl.DataFrame]] | None:
    """The number of each row's group, how many there could be, and the keys of numbers."""
    if not by:
        return np.zeros(frame.height, np.int32), 1, lambda _at: pl.DataFrame()
    ends = [(frame[name].min(), frame[name].max()) for name in by]
    if not frame.height or any(frame[name].null_count() for name in by):
        return None
    lows = [int(str(low)) for low, _high in ends]
    spans = [int(str(high)) - int(str(low)) + 1 for low, high in ends]
    groups = int(np.prod([float(span) for span in spans]))
    if groups > MOST_GROUPS:
        return None
    from cxlab.metrics import kernels

    group = np.zeros(frame.height, np.int32)
    for name, low, span in zip(by, lows, spans, strict=True):
        kernels.fold_in(group, lent(frame[name].to_numpy()), low, span)

    def keys(at: Numbers) -> pl.DataFrame:
        codes = np.unravel_index(at, spans)
        return pl.DataFrame(
            [
                pl.Series(name, code + low).cast(frame.schema[name])
                for name, code, low in zip(by, codes, lows, strict=True)
            ]
        )

    return group, groups, keys


def _clusters(frame: pl.DataFrame, account: str | None) -> Numbers | None:
    if account is None:
        return np.full(frame.height, -1, np.int32)
    column = frame[account]
    low, high = (int(str(column.min())), int(str(column.max()))) if column.null_count() < column.len() else (0, -1)
    if high - low > MOST_GROUPS * 16:
        return None
    found = column if low == 0 else column - low
    found = found.fill_null(-1) if column.null_count() else found
    return found.cast(pl.Int32).to_numpy()


def _present(keys: Callable[[Numbers], pl.DataFrame], tally: Tally, seen: Numbers | None) -> tuple[pl.DataFrame, Tally]:
    """Only the groups that occur."""
    there = np.flatnonzero(tally.sums.n if seen is None else seen)
    if there.size == tally.sums.n.size:
        return keys(there), tally
    sums = Sums(**{one.name: getattr(tally.sums, one.name)[there] for one in fields(Sums)})
    return keys(there), Tally(sums, tally.up[there], tally.down[there])


def _one_value_each(parts: Sequence[Path], name: str) -> list[Any]:
    """The one value that each part has in this column, by what its file tells of itself; none where one has several."""
    found = []
    for part in parts:
        ends = pl.scan_parquet(part).select(pl.min(name).alias("low"), pl.max(name).alias("high")).collect().row(0)
        if ends[0] is None or ends[0] != ends[1]:
            return []
        found.append(ends[0])
    return found


def _each(read: Callable[[Path], _Part | None], parts: Sequence[Path]) -> list[_Part | None]:
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        return list(pool.map(read, parts))


def _measured(metric: Definition, parts: Sequence[_Part]) -> Coded:
    """The parts' groups as one, sorted by their keys."""
    sums = {one.name: np.concatenate([getattr(part.tally.sums, one.name) for part in parts]) for one in fields(Sums)}
    up, down = (np.concatenate([getattr(part.tally, name) for part in parts]) for name in ("up", "down"))
    keys = pl.concat([part.keys for part in parts])
    if len(parts) > 1:
        order = keys.select(pl.arg_sort_by(keys.columns)).to_series().to_numpy()
        keys, up, down = keys[order], up[order], down[order]
        sums = {name: array[order] for name, array in sums.items()}
    total = np.maximum(sums["w"], 1e-300)
    return Coded(keys, Measured(metric, moments(Sums(**sums)), up / total, down / total))
