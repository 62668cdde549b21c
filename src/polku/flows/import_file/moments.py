"""Decides how dates, times, months and numbers written in a file are read; what can be read two ways is not guessed."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cache

import polars as pl

_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_CLOCK = re.compile(r"[T\s]+(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?\s*([AaPp])?\.?[Mm]?\.?")
_PLAIN = r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$"
_ZONE = re.compile(r"\s*(Z|UTC|[+-]\d{2}:?\d{2})$")
_MONTH = re.compile(r"(\d{4})[-/.]?(0[1-9]|1[0-2])|(\d{1,2})[-/.](\d{4})")
_NAMED_MONTH = re.compile(r"([^\W\d_]{3,12})\.?,?\s+(\d{4})|(\d{4})\s+([^\W\d_]{3,12})\.?")
_NUMBER = re.compile(r"[+-]?(\d+([.]\d+)?|[.]\d+)([eE][+-]?\d{1,3})?")
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
_TWO_NUMBERS = r"^\s*(\d{1,2})[-/](\d{1,2})[-/]\d{4}"
_TWO_WAYS = 12
_NOON, _HOURS = 12, 24


def read_day(text: str, order: str = "") -> date | None:
    """A date as it is written, alone or before a time; None when it is none, or could be another one.

    ``order`` says how a date begins whose year comes last. Without it 13/05/2017 can be read and 05/13/2017,
    but not 05/06/2017. A date between dots begins with the day, for nobody writes it otherwise.

    >>> read_day("31.1.2020"), read_day("05/06/2017"), read_day("05/06/2017", "month_first")
    (datetime.date(2020, 1, 31), None, datetime.date(2017, 5, 6))
    """
    found = _split(text, order)
    return found[0] if found else None


def read_moment(text: str, zone: tzinfo, order: str = "") -> datetime | None:
    """A moment in UTC; a text without a zone is in ``zone``, a date without a time is noon there.

    >>> read_moment("2017-05-08T12:00:00Z", UTC).isoformat()
    '2017-05-08T12:00:00+00:00'
    """
    text = text.strip()
    offset: tzinfo = zone
    if named := _ZONE.search(text):
        if ":" not in text[: named.start()]:  # a date like 2017-05-0800 has no zone
            return None
        offset = _offset(named[1])
        text = text[: named.start()]
    found = _split(text, order)
    if found is None:
        return None
    day, rest = found
    at = _clock(rest) if rest.strip() else time(_NOON)
    return None if at is None else datetime.combine(day, at, offset).astimezone(UTC)


def plain_moments(series: pl.Series) -> pl.Series:
    """Epoch seconds of times that say their zone as ISO 8601 does, all at once; null for every other text.

    >>> plain_moments(pl.Series(["2017-05-08T12:00:00.25Z", "2017-05-08 15:00:00+03:00", "8.5.2017"])).to_list()
    [1494244800, 1494244800, None]
    """
    there = series.str.contains(_PLAIN)
    text = pl.Series(pl.select(pl.when(there).then(series)).to_series())
    text = text.str.replace("Z$", "+00:00").str.replace(" ", "T", literal=True)
    moments = text.str.to_datetime("%Y-%m-%dT%H:%M:%S%.f%:z", time_unit="us", time_zone="UTC", strict=False)
    known = moments.dt.year().is_between(EARLIEST.year + 1, LATEST.year - 1)
    return pl.select(pl.when(known).then(moments.dt.epoch("s"))).to_series().alias(series.name)


def _offset(text: str) -> tzinfo:
    from datetime import timezone

    if text in {"Z", "UTC"}:
        return UTC
    sign = -1 if text[0] == "-" else 1
    return timezone(sign * timedelta(hours=min(int(text[1:3]), 23), minutes=int(text[-2:])))


def _split(text: str, order: str) -> tuple[date, str] | None:
    """The date at the beginning of a text, and what follows it."""
    text = text.strip()
    if match := _YEAR_FIRST.match(text):
        year, month, day = (int(part) for part in match.groups())
    elif match := _YEAR_LAST.match(text):
        parts = _day_and_month(int(match[1]), int(match[2]), order, dotted="." in match[0])
        if parts is None:
            return None
        day, month, year = *parts, int(match[3])
    else:
        return None
    rest = text[match.end() :]
    if rest and (rest[0].isdigit() or not (rest[0].isspace() or rest[0] == "T")):
        return None
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return (found, rest) if EARLIEST <= found <= LATEST else None


def _day_and_month(first: int, second: int, order: str, *, dotted: bool) -> tuple[int, int] | None:
    """Which of two numbers is the day and which the month; None when it may be either."""
    if order.endswith("_only"):
        return (first, second) if order == "day_first_only" else (second, first)
    if dotted or first > _TWO_WAYS or first == second:
        return first, second
    if second > _TWO_WAYS:
        return second, first
    return {"day_first": (first, second), "month_first": (second, first)}.get(order)


def clear_orders(series: pl.Series) -> set[str]:
    """How those dates of a column begin that can be read in one way only."""
    first, second = (series.str.extract(_TWO_NUMBERS, group).cast(pl.Int32) for group in (1, 2))
    found = set()
    if ((first > _TWO_WAYS) & (second <= _TWO_WAYS)).any():
        found.add("day_first")
    if ((second > _TWO_WAYS) & (first <= _TWO_WAYS)).any():
        found.add("month_first")
    return found


def _clock(text: str) -> time | None:
    match = _CLOCK.fullmatch(text.rstrip())
    if match is None:
        return None
    hour, minute, second = int(match[1]), int(match[2]), int(match[3] or 0)
    if match[4]:
        if not 1 <= hour <= _NOON:
            return None
        hour = hour % _NOON + (_NOON if match[4] in "pP" else 0)
    try:
        return time(hour % _HOURS if (hour, minute, second) == (_HOURS, 0, 0) else hour, minute, second)
    except ValueError:
        return None


def read_month(text: str, order: str = "") -> str | None:
    """A month, as in 2017-05, from 2017-05, 201705, 5/2017, its name with the year, or any date; None when it is none.

    >>> read_month("5/2017"), read_month("toukokuu 2017"), read_month("2017-13"), read_month("2917-05")
    ('2017-05', '2017-05', None, None)
    """
    text = text.strip()
    if match := _MONTH.fullmatch(text):
        return _month(*((match[1], match[2]) if match[1] else (match[4], match[3])))
    if (match := _NAMED_MONTH.fullmatch(text)) and (number := _month_names().get((match[1] or match[4]).casefold())):
        return _month(match[2] or match[3], number)
    day = read_day(text, order)
    return None if day is None else f"{day:%Y-%m}"


def _month(year: str, month: str | int) -> str | None:
    """The month as it is kept, within the bounds of dates: a year of a slip would widen every chart to it."""
    try:
        first = date(int(year), int(month), 1)
    except ValueError:
        return None
    return f"{first:%Y-%m}" if EARLIEST <= first <= LATEST else None


@cache
def _month_names() -> dict[str, int]:
    """Names of months in the languages of our readers, short and long, as people write them."""
    from babel.dates import get_month_names

    names: dict[str, int] = {}
    for language in ("en", "fi", "sv"):
        for width in ("abbreviated", "wide"):
            for context in ("format", "stand-alone"):
                known = get_month_names(width, context, language)  # type: ignore[arg-type]
                names |= {name.casefold().rstrip("."): number for number, name in known.items()}
    return names


def read_bare_day(text: str, month: str) -> date | None:
    """A day of a month that the mapping names.

    >>> read_bare_day("13", "2017-05"), read_bare_day("31", "2017-06")
    (datetime.date(2017, 5, 13), None)
    """
    text = text.strip()
    if not text.isdecimal() or not text.isascii():
        return None
    try:
        return date(int(month[:4]), int(month[5:7]), int(text))
    except ValueError:
        return None


def read_number(text: str, decimal: str = ".") -> float | None:
    """A number, with the decimal sign of the file; spaces between thousands are left out.

    >>> read_number("1 234,5", ","), read_number("1,234.5"), read_number("x")
    (1234.5, 1234.5, None)
    """
    text = text.strip().replace("\u2212", "-").replace("\xa0", "").replace("\u202f", "").replace(" ", "")
    if decimal == ",":
        text = text.replace(".", "") if re.fullmatch(r"[+-]?\d{1,3}(\.\d{3})+,\d+", text) else text
        text = text.replace(",", ".")
    elif re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", text):
        text = text.replace(",", "")
    if len(text) > 40 or not _NUMBER.fullmatch(text):  # noqa: PLR2004 - longer than any number a person types
        return None
    number = float(text)
    return number if abs(number) < 1e15 else None  # noqa: PLR2004 - beyond what the store keeps exactly
