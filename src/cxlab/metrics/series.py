"""One score over consecutive months, gaps kept."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import polars as pl

from cxlab import definitions
from cxlab.definitions import Definition
from cxlab.metrics.counts import MONTH, counts
from cxlab.metrics.estimates import estimate
from cxlab.results import Series
from cxlab.tables import TableError


def series(
    table: Any,
    *,
    score: str,
    time: str,
    definition: str | Definition = "nps",
    account: str | None = None,
    weight: str | None = None,
    missing: Iterable[object] = (),
    level: float = 0.95,
) -> Series:
    """A score by calendar month of local time.

    Args:
        table: any frame narwhals supports.
        score: column of answers.
        time: column of days: dates, datetimes in local time, or ISO text.
        definition: a definition or its key.
        account: column of accounts.
        weight: column of weights.
        missing: codes that mean "no answer".
        level: coverage of each month's interval (months are not compared by it).

    Returns:
        Series from the first month with a row to the last; a month without answers has n = 0. An empty table gives no
        months.

    Raises:
        TableError: as in ``counts``.

    Example:
        >>> import polars as pl
        >>> t = pl.DataFrame({"s": [9, 3], "day": ["2026-01-05", "2026-03-01"]})
        >>> found = series(t, score="s", time="day")
        >>> found.months, [one.n for one in found.estimates]
        (('2026-01', '2026-02', '2026-03'), [1, 0, 1])
    """
    counted = counts(table, score=score, account=account, weight=weight, missing=missing, time=time, monthly=True)
    return series_of(counted, definition, level=level)


def series_of(
    table: pl.DataFrame, definition: str | Definition = "nps", *, month: str = MONTH, level: float = 0.95
) -> Series:
    """The same from counts that hold the month as a ``by`` column.

    Args:
        table: counts, of one group (filter first).
        definition: a definition or its key.
        month: the counts' column of months, text YYYY-MM or numbers YYYYMM.
        level: coverage.

    Returns:
        Series over consecutive months.

    Raises:
        TableError: no such column.

    Example:
        >>> import polars as pl
        >>> c = counts(pl.DataFrame({"s": [9], "day": ["2026-01-05"]}), score="s", time="day", monthly=True)
        >>> series_of(c).months
        ('2026-01',)
    """
    if month not in table.columns:
        raise TableError(f"These counts hold no column {month!r} of months. Count with time and monthly=True.")
    meant = definitions.definition(definition)
    found = {
        _month(cell.by[0][1]): cell.estimate
        for cell in estimate(table, meant, by=[month], level=level)
        if cell.by[0][1]
    }
    months = _consecutive(min(found), max(found)) if found else ()
    empty = estimate(table.clear(), meant, by=[], level=level)[0].estimate
    return Series(meant.name, months, tuple(found.get(one, empty) for one in months))


def _month(value: object) -> str:
    """A month as YYYY-MM, also when it is kept as the number YYYYMM."""
    return f"{value // 100:04d}-{value % 100:02d}" if isinstance(value, int) else str(value)


def _consecutive(first: str, last: str) -> tuple[str, ...]:
    """All months from first to last as YYYY-MM."""
    start, end = (int(m[:4]) * 12 + int(m[5:7]) - 1 for m in (first, last))
    return tuple(f"{at // 12:04d}-{at % 12 + 1:02d}" for at in range(start, end + 1))
