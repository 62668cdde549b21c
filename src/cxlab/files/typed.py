"""Decides which columns of text are numbers or dates, for those who compute from a table at once."""

from __future__ import annotations

import polars as pl

_KINDS = (pl.Int64, pl.Float64)


def typed(table: pl.DataFrame, *, decimal: str = ".") -> pl.DataFrame:
    """The table with each column as numbers, dates or moments where every value of it is one, else as text.

    Args:
        table: texts.
        decimal: the decimal sign of its numbers.

    Example:
        >>> typed(pl.DataFrame({"score": ["9", None], "team": ["a", "b"]})).dtypes
        [Int64, String]
    """
    return table.select(_typed(column, decimal) for column in table.get_columns())


def _typed(column: pl.Series, decimal: str) -> pl.Series:
    if column.dtype != pl.String or column.null_count() == len(column):
        return column
    text = column.str.replace(",", ".", literal=True) if decimal == "," else column
    for kind in _KINDS:
        numbers = text.cast(kind, strict=False)
        if numbers.null_count() == column.null_count():
            return numbers
    for pattern in ("%Y-%m-%d", "%d/%m/%Y"):
        dates = column.str.to_date(pattern, strict=False)
        if dates.null_count() == column.null_count():
            return dates
    if column.drop_nulls().str.contains(r"^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}").all():
        moments = column.str.replace(" ", "T", literal=True).str.to_datetime(strict=False)
        if moments.null_count() == column.null_count():
            return moments
    return column
