"""Notices dates that can be read two ways, are mixed, cannot be, or are no dates at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

import polars as pl

from cxlab.noticing.counting import ColumnCounts
from cxlab.noticing.evidence import noticed
from cxlab.noticing.found import Noticed, Role
from cxlab.noticing.shapes import (
    BLANK,
    DATES,
    DAY_FIRST,
    DOTTED,
    EITHER,
    IMPOSSIBLE,
    ISO,
    MONTH_FIRST,
    REAL_DATES,
    SAME,
    TIME_12,
    TIME_24,
    TIMES,
    WHOLE,
    WORD,
    ZERO_DATE,
    day_of,
)

MOSTLY = 0.6
LAST_DAY = 31
EARLIEST = date(1950, 1, 1)


def noticed_dates(column: ColumnCounts, role: Role, today: date) -> Iterator[Noticed]:
    """What is odd about a column of dates or times; columns of anything else give nothing."""
    if not column.filled or role.kind in {"ignored", "text", "answer", "respondent"}:
        return
    needed = role.kind == "time"
    cells = column.filled - column.of_shape(WORD, BLANK)
    dated = column.of_shape(*DATES)
    whole = bool(cells) and dated >= MOSTLY * cells
    if role.kind == "day" and whole:
        yield _found("whole_dates", column, column.found(*DATES), ("as_time", "reject_rows"), "as_time")
        return
    if role.kind == "day" or (needed and column.of_shape(WHOLE) == column.filled and _days(column)):
        yield _bare_day(column)
        return
    if whole:
        yield from _orders(column, needed=needed)
        if len(found := column.found(IMPOSSIBLE)):
            yield _found("impossible_dates", column, found, ("missing", "reject_rows"), needed=needed)
        if len(found := column.found(ZERO_DATE)):
            keys = ("time_only", "missing", "keep")
            proposed = "time_only" if column.of_shape(ZERO_DATE) == dated else "missing"
            yield _found("zero_dates", column, found, keys, proposed, needed=needed)
        yield from _out_of_time(column, today, needed=needed)
    elif cells and column.of_shape(*TIMES) >= MOSTLY * cells and column.of_shape(TIME_24) and column.of_shape(TIME_12):
        yield _found("mixed_times", column, column.found(*TIMES), ("keep",), "keep", needed=False)
    elif needed:
        strange = column.shapes.filter(~pl.col("shape").is_in([*DATES, BLANK]))
        yield _found("no_dates", column, strange, ("ignore", "missing", "reject_rows"))
        return
    else:
        return
    strange = column.shapes.filter(~pl.col("shape").is_in([*DATES, *TIMES, BLANK]))
    if len(strange):
        yield _found("not_a_time", column, strange, ("missing", "reject_rows"), needed=needed)


def order_of(column: ColumnCounts) -> str:
    """The order in which a column's dates are to be read when nobody said: that of the dates that leave no doubt."""
    return MONTH_FIRST if column.of_shape(MONTH_FIRST) > column.of_shape(DAY_FIRST) else DAY_FIRST


def _orders(column: ColumnCounts, *, needed: bool) -> Iterator[Noticed]:
    """Day first and month first in one column, more than one way of writing, or no way to tell."""
    day, month, either = (column.of_shape(shape) for shape in (DAY_FIRST, MONTH_FIRST, EITHER))
    params = {"day_first": day, "month_first": month, "either": either, "iso": column.of_shape(ISO)}
    if day and month:
        fewer = DAY_FIRST if day < month else MONTH_FIRST
        found = column.found(fewer)
        keys = ("day_first", "month_first", "reject_rows")
        proposed = MONTH_FIRST if fewer == DAY_FIRST else DAY_FIRST
        yield _found("mixed_dates", column, found, keys, proposed, params=params, needed=needed)
    elif either and not day and not month:
        found = column.found(EITHER)
        yield _found("ambiguous_dates", column, found, ("day_first", "month_first"), params=params, needed=needed)
    ways = [shapes for shapes in _WAYS if column.of_shape(*shapes)]
    if len(ways) > 1:
        fewer_ways = min(ways, key=lambda shapes: column.of_shape(*shapes))
        found = column.found(*fewer_ways)
        yield _found("date_forms", column, found, ("read_all", "reject_rows"), "read_all", params=params, needed=False)


_WAYS = ((ISO,), (DOTTED,), (DAY_FIRST, MONTH_FIRST, EITHER, SAME))


def _out_of_time(column: ColumnCounts, today: date, *, needed: bool) -> Iterator[Noticed]:
    """Days after today, and before anyone could have answered."""
    if not needed:
        return
    cells = column.values.filter(pl.col("shape").is_in(REAL_DATES))
    cells = cells.with_columns(day=day_of(pl.col("value"), order_of(column)))
    for kind, found in (
        ("future_dates", cells.filter(pl.col("day") > today + timedelta(days=1))),
        ("early_dates", cells.filter(pl.col("day") < EARLIEST)),
    ):
        if len(found):
            yield _found(kind, column, found, ("missing", "keep", "reject_rows"))


def _days(column: ColumnCounts) -> bool:
    return not column.more and all(1 <= number <= LAST_DAY for number in column.steps)


def _bare_day(column: ColumnCounts) -> Noticed:
    numbers = column.steps
    params = {"low": f"{min(numbers):g}", "high": f"{max(numbers):g}"} if numbers else {}
    return _found("bare_day", column, column.values, ("with_month", "keep"), "with_month", params=params)


def _found(
    kind: str,
    column: ColumnCounts,
    cells: pl.DataFrame,
    keys: tuple[str, ...],
    proposed: str | None = None,
    *,
    params: Mapping[str, object] | None = None,
    needed: bool = True,
) -> Noticed:
    """Something about cells of some shapes; the values named are those of the shapes."""
    shown = cells
    if "day" not in cells.columns:
        shown = column.values.filter(pl.col("shape").is_in(cells["shape"].unique().to_list()))
    return noticed(kind, column.name, cells, keys, proposed, shown=shown, params=params, needed=needed)
