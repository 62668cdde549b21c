"""Counts time that passes while an office is open: weekdays, opening hours, public holidays, a time zone."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
_DAY = 86_400


class WorkingHoursError(ValueError):
    """Opening hours that cannot be; the message says what would do."""


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """When an office is open.

    Attributes:
        opens, closes: local hours of the day, 0 to 24; 8.5 is half past eight.
        weekdays: Monday is 0.
        country: ISO code whose public holidays are closed, e.g. ``FI``; None for no holidays.
        zone: time zone of the office, e.g. ``Europe/Helsinki``.
        closed: further closed days.
    """

    opens: float = 8.0
    closes: float = 16.0
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4)
    country: str | None = None
    zone: str = "UTC"
    closed: frozenset[date] = field(default_factory=frozenset)

    def __post_init__(self) -> None:
        if not 0 <= self.opens < self.closes <= 24:  # noqa: PLR2004 (hours of a day)
            message = f"An office opens before it closes, between 0 and 24, not {self.opens} to {self.closes}."
            raise WorkingHoursError(message)
        if not self.weekdays or not set(self.weekdays) <= set(range(7)):
            raise WorkingHoursError("Weekdays are 0 (Monday) to 6 (Sunday), at least one.")
        try:
            ZoneInfo(self.zone)
        except (ZoneInfoNotFoundError, ValueError) as error:
            message = f"There is no time zone {self.zone!r}; write it as Europe/Helsinki."
            raise WorkingHoursError(message) from error
        if self.country is not None:
            _holidays(self.country, 2026)

    @property
    def day_seconds(self) -> int:
        """Seconds of one working day."""
        return round((self.closes - self.opens) * 3600)


def _holidays(country: str, *years: int) -> set[date]:
    import holidays

    try:
        return set(holidays.country_holidays(country.upper(), years=list(years)))
    except NotImplementedError as error:
        message = f"The public holidays of {country!r} are not known; name a country by its ISO code, e.g. FI."
        raise WorkingHoursError(message) from error


def open_seconds(start: Ints, end: Ints, hours: WorkingHours) -> Ints:
    """Seconds between two moments while the office was open.

    Clock changes are kept: an office that is open from 8 to 16 is open for 8 hours on every working day.

    Args:
        start: epoch seconds; shape (n,).
        end: epoch seconds, not before ``start``; shape (n,).
        hours: when the office is open.

    Returns:
        Open seconds; shape (n,). 0 where the office was closed throughout.

    Example:
        >>> friday, monday = (int(datetime(2026, 1, day, 15, tzinfo=UTC).timestamp()) for day in (9, 12))
        >>> int(open_seconds(np.array([friday]), np.array([monday]), WorkingHours())[0]) // 3600
        8
    """
    if not len(start):
        return np.zeros(0, dtype=np.int64)
    first = datetime.fromtimestamp(int(min(start.min(), end.min())), ZoneInfo(hours.zone)).date() - timedelta(days=1)
    last = datetime.fromtimestamp(int(max(start.max(), end.max())), ZoneInfo(hours.zone)).date() + timedelta(days=1)
    opens, closes = _openings(first, last, hours)
    before = np.concatenate([[0], np.cumsum(closes - opens)])

    def passed(moment: Ints) -> Ints:
        day = np.searchsorted(opens, moment, side="right")
        inside = np.clip(np.minimum(moment, closes[day - 1]) - opens[day - 1], 0, None)
        return np.where(day > 0, before[day - 1] + inside, 0)

    if not len(opens):
        return np.zeros(len(start), dtype=np.int64)
    return np.asarray(np.maximum(passed(end) - passed(start), 0), dtype=np.int64)


def _openings(first: date, last: date, hours: WorkingHours) -> tuple[Ints, Ints]:
    """Epoch seconds at which the office opens and closes, day by day."""
    off = set(hours.closed)
    if hours.country is not None:
        off |= _holidays(hours.country, *range(first.year, last.year + 1))
    zone = ZoneInfo(hours.zone)
    opens, closes = [], []
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        if day.weekday() in hours.weekdays and day not in off:
            midnight = datetime(day.year, day.month, day.day, tzinfo=zone)
            opens.append(int((midnight + timedelta(hours=hours.opens)).astimezone(UTC).timestamp()))
            closes.append(opens[-1] + hours.day_seconds)
    return np.array(opens, dtype=np.int64), np.array(closes, dtype=np.int64)
