"""Gathers rows whose columns are not known beforehand into one typed table."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import polars as pl


class ColumnGatherer:
    """Columns that appear as rows go by; a row that lacks a column holds null there.

    Example:
        >>> rows = ColumnGatherer()
        >>> rows.add({"a": 1})
        >>> rows.add({"b": "x"})
        >>> rows.table().rows()
        [(1, None), (None, 'x')]
    """

    def __init__(self) -> None:
        self._columns: dict[str, list[Any]] = {}
        self._rows = 0

    def __len__(self) -> int:
        return self._rows

    def add(self, row: Mapping[str, Any]) -> None:
        """Append one row."""
        for name, value in row.items():
            column = self._columns.get(name)
            if column is None:
                column = self._columns[name] = []
            missing = self._rows - len(column)
            if missing:
                column.extend([None] * missing)
            column.append(value)
        self._rows += 1

    def table(self) -> pl.DataFrame:
        """The gathered rows; a column of mixed types becomes text."""
        return pl.DataFrame({name: self._series(name, values) for name, values in self._columns.items()})

    def _series(self, name: str, values: list[Any]) -> pl.Series:
        values = values + [None] * (self._rows - len(values))
        kinds = {type(value) for value in values if value is not None}
        if kinds <= {str} or not kinds:
            return pl.Series(name, values, dtype=pl.String)
        if kinds == {datetime}:
            return pl.Series(name, values, dtype=pl.Datetime("us", "UTC"))
        if kinds == {bool}:
            return pl.Series(name, values, dtype=pl.Boolean)
        if kinds == {int} and all(value is None or -(2**63) <= value < 2**63 for value in values):
            return pl.Series(name, values, dtype=pl.Int64)
        if kinds in ({float}, {int, float}):
            return pl.Series(name, [None if value is None else float(value) for value in values], dtype=pl.Float64)
        return pl.Series(name, [None if value is None else str(value) for value in values], dtype=pl.String)


def moment(text: str) -> datetime | None:
    """An ISO 8601 time as UTC; a time that names no zone is taken as UTC; None when it is no time.

    Args:
        text: a date, or a date with time, with or without a zone.

    Example:
        >>> moment("2012-10-09T14:50:17+02:00").isoformat()
        '2012-10-09T12:50:17+00:00'
    """
    try:
        value = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
