"""What a cell's text looks like: a whole number, a number with a comma, a date written this way or that, a word."""

from __future__ import annotations

import polars as pl

from cxlab.noticing.words import MAYBE_TEXT, NO_SCORE

WHOLE, DECIMAL, COMMA, LED = "whole", "decimal", "comma", "zero_led"
NUMBERS = (WHOLE, DECIMAL, COMMA, LED)
ISO, DAY_FIRST, MONTH_FIRST, EITHER, SAME, DOTTED = "iso", "day_first", "month_first", "either", "same", "dotted"
IMPOSSIBLE, ZERO_DATE = "impossible", "zero_date"
REAL_DATES = (ISO, DAY_FIRST, MONTH_FIRST, EITHER, SAME, DOTTED)
DATES = (*REAL_DATES, IMPOSSIBLE, ZERO_DATE)
TIME_24, TIME_12 = "time_24", "time_12"
TIMES = (TIME_24, TIME_12)
BLANK, WORD, TEXT = "blank", "word", "text"
LONGEST_ID = 15

_ISO = r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ,]+\d[\d:.,+ZAPMapm -]*)?$"
_LOCAL = r"^(\d{1,2})([/.-])(\d{1,2})[/.-](\d{4}|\d{2})\.?(?:[T ,]+\d[\d:.,+ZAPMapm -]*)?$"
_ZEROS = "^(?:1899-12-3[01]|1900-01-0[01]|1970-01-01|0001-01-01|9999-12-31)$"
_MOJIBAKE = "\u00c3[\u0080-\u00bf\u201e\u0192\u2026\u2020\u2030\u0160]|\u00e2\u20ac|\u00c2[\u00a0-\u00bf]|\ufffd"


def shape_of(column: pl.Expr) -> pl.Expr:
    """The shape of each cell of a text column.

    Dates with strokes or hyphens are told by which of the two first numbers can be a month; with full stops the day
    comes first, as everywhere where dates are written so. A date that no calendar has is ``impossible``.

    Args:
        column: cells as text, without nulls.

    Returns:
        An expression of the shapes named in this module.

    Example:
        >>> cells = pl.DataFrame({"x": ["7", "0,5", "31/01/2022", "1/2/2022", "2022-02-30", "6:00 AM", "Blank"]})
        >>> cells.select(shape_of(pl.col("x"))).to_series().to_list()
        ['whole', 'comma', 'day_first', 'either', 'impossible', 'time_12', 'word']
    """
    text = column.str.strip_chars()
    lower = text.str.strip_chars_end(".").str.strip_chars().str.to_lowercase()
    number = (
        pl.when(text.str.contains(r"^[+-]?\d+$"))
        .then(pl.when(text.str.contains(r"^0\d")).then(pl.lit(LED)).otherwise(pl.lit(WHOLE)))
        .when(text.str.contains(r"^[+-]?(\d+|\d{1,3}([ \u00a0]\d{3})+),\d+$"))
        .then(pl.lit(COMMA))
        .when(text.str.contains(r"^[+-]?\d*\.\d+([eE][+-]?\d+)?$"))
        .then(pl.lit(DECIMAL))
        .when(text.str.contains(r"^\d{1,2}:\d{2}(:\d{2})?$"))
        .then(pl.lit(TIME_24))
        .when(text.str.contains(r"(?i)^\d{1,2}:\d{2}(:\d{2})? ?[ap]\.?m\.?$"))
        .then(pl.lit(TIME_12))
        .when(text.str.contains(_ISO) | text.str.contains(_LOCAL))
        .then(_date_shape(text))
        .otherwise(pl.lit(TEXT))
    )
    return (
        pl.when(text.str.len_bytes() == 0)
        .then(pl.lit(BLANK))
        .when(lower.is_in(sorted(NO_SCORE | MAYBE_TEXT)) | text.is_in([".", "..."]))
        .then(pl.lit(WORD))
        .when(text.str.contains(r"^[+-]?[\d.]"))
        .then(number)
        .otherwise(pl.lit(TEXT))
    )


def day_of(column: pl.Expr, order: str) -> pl.Expr:
    """The day each cell names, null where it names none.

    Args:
        column: cells as text.
        order: ``day_first`` or ``month_first``, for dates that do not begin with the year.

    Returns:
        An expression of dates; a date that only the other order makes possible is null.

    Example:
        >>> cells = pl.DataFrame({"x": ["1/2/2022", "2022-02-03", "later"]})
        >>> cells.select(day_of(pl.col("x"), "day_first")).to_series().to_list()
        [datetime.date(2022, 2, 1), datetime.date(2022, 2, 3), None]
    """
    text = column.str.strip_chars()
    iso = text.str.extract_groups(_ISO).struct
    local = text.str.extract_groups(_LOCAL).struct
    dotted = local["2"] == "."
    first_is_day = dotted if order == MONTH_FIRST else pl.lit(value=True)
    day = pl.when(first_is_day).then(local["1"]).otherwise(local["3"])
    month = pl.when(first_is_day).then(local["3"]).otherwise(local["1"])
    return pl.coalesce(_calendar(iso["1"], iso["2"], iso["3"]), _calendar(_year(local["4"]), month, day))


def mojibake(column: pl.Expr) -> pl.Expr:
    """Whether a cell shows letters of one encoding read as another, or the sign for a letter that was lost."""
    return column.str.contains(_MOJIBAKE)


def as_number(column: pl.Expr) -> pl.Expr:
    """Cells as numbers, null where they are none; a decimal comma counts as a decimal sign."""
    return column.str.strip_chars().str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)


def _year(text: pl.Expr) -> pl.Expr:
    """Four digits of a year: two digits are of this century up to 69, as POSIX reads them."""
    short = text.str.len_bytes() == 2  # noqa: PLR2004 - two digits
    century = pl.when(text.cast(pl.Int32, strict=False) < 69).then(pl.lit("20")).otherwise(pl.lit("19"))  # noqa: PLR2004
    return pl.when(short).then(pl.concat_str(century, text)).otherwise(text)


def _calendar(year: pl.Expr, month: pl.Expr, day: pl.Expr) -> pl.Expr:
    """The date, null where the calendar has none such."""
    text = pl.concat_str(year, pl.lit("-"), month.str.zfill(2), pl.lit("-"), day.str.zfill(2))
    return text.str.to_date("%Y-%m-%d", strict=False)


def _date_shape(text: pl.Expr) -> pl.Expr:
    """Which way a date is written; ``text`` is one of the two forms of date."""
    iso = text.str.extract_groups(_ISO).struct
    local = text.str.extract_groups(_LOCAL).struct
    first, second = local["1"].cast(pl.Int32, strict=False), local["3"].cast(pl.Int32, strict=False)
    year = _year(local["4"])
    by_day, by_month = _calendar(year, local["3"], local["1"]), _calendar(year, local["1"], local["3"])
    from_iso = _calendar(iso["1"], iso["2"], iso["3"])
    zero = pl.coalesce(from_iso, by_day, by_month).cast(pl.String).str.contains(_ZEROS)
    return (
        pl.when(zero.fill_null(value=False))
        .then(pl.lit(ZERO_DATE))
        .when(from_iso.is_not_null())
        .then(pl.lit(ISO))
        .when((local["2"] == ".") & by_day.is_not_null())
        .then(pl.lit(DOTTED))
        .when((local["2"] != ".") & by_day.is_not_null() & by_month.is_not_null())
        .then(pl.when(first == second).then(pl.lit(SAME)).otherwise(pl.lit(EITHER)))
        .when((local["2"] != ".") & by_day.is_not_null())
        .then(pl.lit(DAY_FIRST))
        .when((local["2"] != ".") & by_month.is_not_null())
        .then(pl.lit(MONTH_FIRST))
        .otherwise(pl.lit(IMPOSSIBLE))
    )
