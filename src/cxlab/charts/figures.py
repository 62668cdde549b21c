"""How a figure is written: digits by its unit, signs by the reader's language, and never a NaN."""

from __future__ import annotations

import datetime as dt
import math
from functools import lru_cache

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

from cxlab.definitions import UnknownDefinitionError, definition

MINUS = "−"
HARD_SPACE = "\N{NO-BREAK SPACE}"
_PATTERNS = {0: "#,##0", 1: "#,##0.0", 2: "#,##0.00", 3: "#,##0.000", 4: "#,##0.0000"}
_MOST_DIGITS = max(_PATTERNS)
# A mean of scale steps moves in hundredths; points and shares are whole.
_DIGITS = {"points": 0, "share": 0, "scale": 2, "own": 1}


@lru_cache(maxsize=16)
def _locale(language: str) -> Locale:
    return Locale(language)


def unit_of(name: str) -> str:
    """Unit of a definition by its key and version; a metric we do not know is in its own unit.

    Example:
        >>> unit_of("nps@1")
        'points'
    """
    try:
        return definition(name).unit
    except UnknownDefinitionError:
        return "own"


@lru_cache(maxsize=4096)
def number(value: float, digits: int, language: str) -> str:
    """A number with so many decimals: true minus, the language's comma, hard spaces between thousands.

    Args:
        value: a finite number.
        digits: decimals, 0 to 4.
        language: fi, sv or en.

    Returns:
        The text. What rounds to nought has no sign.

    Raises:
        ValueError: the value is not finite.

    Example:
        >>> number(-2746.46, 1, "fi").replace(HARD_SPACE, " ")
        '−2 746,5'
    """
    if not math.isfinite(value):
        raise ValueError(f"{value} is no figure to write")
    rounded = round(value, digits) + 0.0
    text = format_decimal(abs(rounded), format=_PATTERNS[digits], locale=_locale(language))
    return f"{MINUS}{text}" if rounded < 0 else text


def count(n: int, language: str) -> str:
    """A number of answers.

    Example:
        >>> count(2746, "en")
        '2,746'
    """
    return number(n, 0, language)


def figure(value: float, unit: str, language: str) -> str:
    """A score in its unit: points whole, shares in per cent, means with two decimals.

    Example:
        >>> figure(0.724, "share", "en"), figure(4.125, "scale", "fi")
        ('72%', '4,12')
    """
    if unit == "share":
        return per_cent(number(value * 100, 0, language), language)
    return number(value, _DIGITS[unit], language)


def per_cent(written: str, language: str) -> str:
    """A number that is written already, with the per cent sign where the language sets it.

    Example:
        >>> per_cent("93", "en"), per_cent("−13", "fi").replace(HARD_SPACE, "_")
        ('93%', '−13_%')
    """
    return f"{written}%" if language == "en" else f"{written}{HARD_SPACE}%"


def growth(value: float, language: str) -> str:
    """A relative change in per cent, with its sign.

    Example:
        >>> growth(0.2, "en"), growth(-0.126, "sv").replace(HARD_SPACE, "_")
        ('+20%', '−13_%')
    """
    return per_cent(difference(value, "share", language), language)


def difference(value: float, unit: str, language: str) -> str:
    """A difference with its sign; of shares it is in percentage points and so without the per cent.

    Example:
        >>> difference(3.2, "points", "en"), difference(-0.051, "share", "en")
        ('+3', '−5')
    """
    scaled = value * 100 if unit == "share" else value
    text = number(scaled, _DIGITS[unit], language)
    zero = number(0, _DIGITS[unit], language)
    return text if text.startswith(MINUS) or text == zero else f"+{text}"


def change(value: float, low: float | None, high: float | None, unit: str, language: str) -> tuple[str, ...]:
    """A difference and the ends of its interval, so written that an end that is not nought never reads as nought.

    The word of a change follows from whether its interval holds nought; with an end of 0.4 written as 0 the two would
    contradict each other. Such an end gets as many more decimals as it takes, four at most; so does the difference
    itself where its interval does not hold nought.

    Example:
        >>> change(12.2, 0.4, 24.0, "points", "en"), change(0.3, -2.0, 2.6, "points", "en")
        (('+12', '+0.4', '+24'), ('0', '−2', '+3'))
    """
    if low is None or high is None:
        return (difference(value, unit, language),)
    told = low > 0 or high < 0
    first = _not_as_nought(value, unit, language) if told else difference(value, unit, language)
    return first, _not_as_nought(low, unit, language), _not_as_nought(high, unit, language)


def _not_as_nought(value: float, unit: str, language: str) -> str:
    """A signed figure with more decimals where it would read as nought and is not."""
    scaled, digits = value * 100 if unit == "share" else value, _DIGITS[unit]
    while scaled and not round(scaled, digits) and digits < _MOST_DIGITS:
        digits += 1
    least = 10.0**-_MOST_DIGITS
    text = number(math.copysign(max(abs(scaled), least), scaled) if scaled else 0.0, digits, language)
    return text if text.startswith(MINUS) or not scaled else f"+{text}"


def span(low: str, high: str, language: str) -> str:
    """From one figure to another, as the language writes a range; a minus sign never stands beside a dash.

    Example:
        >>> span("37", "42", "en"), span("37", "42", "fi"), span("37", "42", "sv")
        ('37 to 42', '37–42', '37–42')
        >>> span("−5", "3", "fi"), span("−5", "3", "sv")
        ('−5…3', '−5 till 3')
    """
    if language == "en":
        return f"{low} to {high}"
    if MINUS not in low + high and "+" not in low + high:
        return f"{low}–{high}"
    return f"{low} till {high}" if language == "sv" else f"{low}…{high}"


def between(low: float, high: float, unit: str, language: str) -> str:
    """An interval in its unit; the per cent sign stands once.

    Example:
        >>> between(0.65, 0.76, "share", "en"), between(37, 42, "points", "en")
        ('65 to 76%', '37 to 42')
    """
    first = number(low * 100, 0, language) if unit == "share" else figure(low, unit, language)
    return span(first, figure(high, unit, language), language)


@lru_cache(maxsize=2048)
def month(name: str, language: str, *, long: bool = False) -> str:
    """A month ``YYYY-MM`` or a quarter ``YYYY-Qn`` in words.

    Example:
        >>> month("2025-01", "en"), month("2025-01", "fi", long=True), month("2025-Q3", "en")
        ('Jan 2025', 'tammikuu 2025', 'Q3 2025')
    """
    year, _, part = name.partition("-")
    if part.startswith("Q"):
        day = dt.date(int(year), int(part[1:]) * 3, 1)
        return format_date(day, format="QQQQ yyyy" if long else "QQQ yyyy", locale=_locale(language))
    day = dt.date(int(year), int(part), 1)
    return format_date(day, format="LLLL yyyy" if long else "LLL yyyy", locale=_locale(language)).replace(".", "")
