"""Decides how a typed value is spelled as text: 9 and not 9.0, dates by ISO 8601, nothing for what is no number."""

from __future__ import annotations

import polars as pl

# Beyond this a double no longer tells whole numbers apart.
WHOLE = 2**53


def spelled(series: pl.Series) -> pl.Series:
    """A column of any simple type as text.

    Whole numbers without a decimal point, other numbers as short as they can be read back exactly, dates and times by
    ISO 8601, truth as true and false, empty text and NaN as null. Lists and structures are written as JSON-like text.

    Args:
        series: a Polars column.

    Example:
        >>> spelled(pl.Series([9.0, 0.25, float("nan"), None])).to_list()
        ['9', '0.25', None, None]
    """
    kind = series.dtype
    if kind == pl.String:
        text = series
    elif kind.is_float():
        text = _numbers(series.cast(pl.Float64))
    elif kind == pl.Binary:
        told = [None if value is None else value.decode(errors="replace") for value in series.to_list()]
        text = pl.Series(series.name, told, dtype=pl.String)
    elif isinstance(kind, pl.Datetime):
        text = _moments(series)
    elif isinstance(kind, pl.Decimal):
        text = series.cast(pl.String).str.replace(r"\.0+$", "")
    elif kind.is_nested():
        text = pl.Series(series.name, [None if v is None else str(v) for v in series.to_list()], dtype=pl.String)
    elif kind == pl.Null or isinstance(kind, pl.Duration):
        text = series.cast(pl.Int64).cast(pl.String) if isinstance(kind, pl.Duration) else series.cast(pl.String)
    else:
        text = series.cast(pl.String)
    return text.set(text == "", None) if len(text) else text.cast(pl.String)


def _numbers(series: pl.Series) -> pl.Series:
    name = series.name or "value"
    value = pl.col(name)
    whole = (value == value.round()) & (value.abs() < WHOLE)
    table = series.alias(name).to_frame().with_columns(pl.when(value.is_finite()).then(value).alias(name))
    return (
        table.select(
            pl.when(whole).then(value.cast(pl.Int64, strict=False).cast(pl.String)).otherwise(value.cast(pl.String))
        )
        .to_series()
        .alias(series.name)
    )


def _moments(series: pl.Series) -> pl.Series:
    zone = getattr(series.dtype, "time_zone", None)
    return series.dt.to_string("%Y-%m-%dT%H:%M:%S%.f" + ("%:z" if zone else ""))
