"""When things happen in the simulated company: working days, holidays, seasons and Finnish local time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

# How busy a month is against the average month: July stands still, spring and autumn are project time.
SEASON = (0.90, 0.95, 1.10, 1.10, 1.20, 1.05, 0.35, 0.90, 1.25, 1.25, 1.15, 0.80)
_DAY_S = 86_400


def easter(year: int) -> date:
    """Easter Sunday by the anonymous Gregorian computus (Meeus, Astronomical Algorithms, ch. 8)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    length = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 19 * length) // 433
    month = (h + length - 7 * m + 90) // 25
    return date(year, month, (h + length - 7 * m + 33 * month + 19) % 32)


def holidays(year: int) -> frozenset[date]:
    """Days on which a Finnish office is closed, besides weekends."""
    sunday = easter(year)
    midsummer = next(day for n in range(19, 26) if (day := date(year, 6, n)).weekday() == 4)
    fixed = [date(year, m, d) for m, d in ((1, 1), (1, 6), (5, 1), (12, 6), (12, 24), (12, 25), (12, 26))]
    return frozenset([*fixed, midsummer, *(sunday + timedelta(n) for n in (-2, 1, 39))])


def utc_offset_s(day: date) -> int:
    """Seconds that Helsinki is ahead of UTC at noon: summer time from the last Sunday of March to that of October."""

    def last_sunday(month: int) -> date:
        last = date(day.year, month, 31)
        return last - timedelta((last.weekday() + 1) % 7)

    return 10_800 if last_sunday(3) <= day < last_sunday(10) else 7_200


@dataclass(frozen=True, eq=False)
class Clock:
    """The simulated period: ``months`` whole months, the last one cut at ``end``.

    Days and months are counted from the first day of the period; ``day_*`` arrays are indexed by such a day number and
    reach a year beyond the end, for what would have happened after it.
    """

    first: date
    end: date
    months: int
    month_first: Ints  # day number of the first day of each month, and one past the last
    working: Ints  # day numbers of the working days
    day_offset_s: Ints  # Helsinki's distance from UTC

    @property
    def epoch_day(self) -> int:
        """The first day as days since 1970-01-01."""
        return (self.first - date(1970, 1, 1)).days

    @property
    def end_s(self) -> int:
        """UTC seconds of the end of the last day."""
        days = (self.end - self.first).days + 1
        return (self.epoch_day + days) * _DAY_S - int(self.day_offset_s[days])

    def labels(self) -> list[str]:
        """The months as ``YYYY-MM``."""
        return [f"{day.year:04d}-{day.month:02d}" for day in (self.date(int(n)) for n in self.month_first[:-1])]

    def date(self, number: int) -> date:
        """The day with this number."""
        return self.first + timedelta(int(number))

    def season(self) -> Floats:
        """How busy each month is; the part of a last month that lies after the end counts as nothing."""
        share = np.ones(self.months)
        last = int(self.month_first[-2])
        share[-1] = ((self.end - self.first).days + 1 - last) / float(self.month_first[-1] - last)
        return np.asarray(
            share * np.array([SEASON[self.date(int(n)).month - 1] for n in self.month_first[:-1]]), dtype=np.float64
        )

    def at(self, days: Ints, local_s: Ints) -> Ints:
        """UTC seconds of a local second of the next working day from each day number."""
        place = np.minimum(np.searchsorted(self.working, days), len(self.working) - 1)
        day = self.working[place]
        return (self.epoch_day + day) * _DAY_S + local_s - self.day_offset_s[day]

    def later(self, ts_s: Ints, days: int) -> Ints:
        """The same time of day, ``days`` days later, on that or the next working day, at office hours."""
        day = ts_s // _DAY_S - self.epoch_day
        hour = np.clip(ts_s % _DAY_S + 9_000, 8 * 3_600, 16 * 3_600 + ts_s % 1_800)
        return self.at(np.clip(day + days, 0, int(self.working[-1])), hour)

    def month_of(self, ts_s: Ints) -> Ints:
        """Month number of UTC times within the period; later ones count as the last month."""
        day = (ts_s + 7_200) // _DAY_S - self.epoch_day
        return np.clip(np.searchsorted(self.month_first, day, side="right") - 1, 0, self.months - 1)

    def years(self, months: Ints) -> Floats:
        """Years from the middle of the period."""
        return np.asarray((months - (self.months - 1) / 2) / 12.0, dtype=np.float64)

    def waves(self) -> list[int]:
        """Months in which the pulses are sent: each March and September; with none in the period, its last month."""
        found = [n for n, day in enumerate(self.month_first[:-1]) if self.date(int(day)).month in (3, 9)]
        open_in_time = [n for n in found if self.date(int(self.month_first[n])) + timedelta(25) <= self.end]
        return open_in_time or [self.months - 1]


def clock(end: date, months: int) -> Clock:
    """The period of ``months`` months that ends on ``end``."""
    start = end.year * 12 + end.month - months
    firsts = [date((start + n) // 12, (start + n) % 12 + 1, 1) for n in range(months + 1)]
    days = [firsts[0] + timedelta(n) for n in range((firsts[-1] - firsts[0]).days + 400)]
    closed = frozenset().union(*(holidays(year) for year in range(days[0].year, days[-1].year + 1)))
    working = [n for n, day in enumerate(days) if day.weekday() < 5 and day not in closed]
    return Clock(
        first=firsts[0],
        end=end,
        months=months,
        month_first=np.array([(day - firsts[0]).days for day in firsts], dtype=np.int64),
        working=np.array(working, dtype=np.int64),
        day_offset_s=np.array([utc_offset_s(day) for day in days], dtype=np.int64),
    )
