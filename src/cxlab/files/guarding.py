"""Decides which texts a spreadsheet would run as a formula, how CSV makes them harmless, and how that is undone."""

from __future__ import annotations

import re

import polars as pl

# A sign that begins a formula, behind blanks and apostrophes, or a blank that some programs strip before they look.
_DANGER = r"^[\s']*[=+\-@＝＋－＠]|^'*[\t\r\n]"
_NUMBER = r"^[+-]?[0-9]+([.,][0-9]+)?([eE][+-]?[0-9]+)?$"


def dangerous(text: str) -> bool:
    """Whether a spreadsheet might run a text as a formula.

    Args:
        text: of one cell.

    Example:
        >>> dangerous("=1+1"), dangerous("-5"), dangerous("- a list")
        (True, False, True)
    """
    return re.search(_DANGER, text) is not None and re.search(_NUMBER, text) is None


def guarded(series: pl.Series) -> pl.Series:
    """The texts with an apostrophe before each that a spreadsheet would run; plain numbers stay as they are.

    Args:
        series: texts.

    Example:
        >>> guarded(pl.Series(["=1+1", "-5", "fine", None])).to_list()
        ["'=1+1", '-5', 'fine', None]
    """
    danger = series.str.contains(_DANGER) & ~series.str.contains(_NUMBER)
    if not danger.any():
        return series
    return ("'" + series).zip_with(danger.fill_null(value=False), series).alias(series.name)


def unguarded(series: pl.Series) -> pl.Series:
    """The texts as they were before ``guarded``: for every text it gives back exactly what went in.

    Args:
        series: texts.

    Example:
        >>> unguarded(guarded(pl.Series(["=1+1", "'=1", "'quoted'"]))).to_list()
        ['=1+1', "'=1", "'quoted'"]
    """
    marked = series.str.starts_with("'")
    if not marked.any():
        return series
    inner = series.str.slice(1)
    danger = marked & inner.str.contains(_DANGER) & ~inner.str.contains(_NUMBER)
    return series.zip_with(~danger.fill_null(value=False), inner).alias(series.name)
