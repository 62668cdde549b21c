from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxlab.journeys.worktime import WorkingHours, WorkingHoursError, open_seconds

HELSINKI = ZoneInfo("Europe/Helsinki")


def at(text: str, zone=UTC) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=zone).timestamp())


def hours(start: str, end: str, office: WorkingHours, zone=UTC) -> float:
    return float(open_seconds(np.array([at(start, zone)]), np.array([at(end, zone)]), office)[0]) / 3600


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2026-01-07 09:00", "2026-01-07 11:30", 2.5),
        ("2026-01-07 06:00", "2026-01-07 09:00", 1),
        ("2026-01-07 15:00", "2026-01-08 09:00", 2),
        ("2026-01-09 15:00", "2026-01-12 09:00", 2),
        ("2026-01-10 09:00", "2026-01-11 09:00", 0),
        ("2026-01-07 20:00", "2026-01-07 22:00", 0),
        ("2026-01-05 08:00", "2026-01-12 08:00", 40),
    ],
)
def test_only_open_time_counts(start, end, expected):
    assert hours(start, end, WorkingHours()) == expected


def test_public_holidays_of_the_country_are_closed():
    # Epiphany, 6 January, is a holiday in Finland and in Sweden, not in Denmark.
    week = ("2026-01-05 08:00", "2026-01-09 16:00")
    assert hours(*week, WorkingHours(country="FI")) == 32
    assert hours(*week, WorkingHours(country="SE")) == 32
    assert hours(*week, WorkingHours(country="DK")) == 40
    assert hours(*week, WorkingHours(closed=frozenset({date(2026, 1, 7)}))) == 32


def test_local_hours_hold_through_a_change_of_clocks():
    office = WorkingHours(zone="Europe/Helsinki", weekdays=tuple(range(7)))
    assert hours("2026-03-28 00:00", "2026-03-31 00:00", office, HELSINKI) == 24
    assert hours("2026-03-30 08:30", "2026-03-30 09:00", office, HELSINKI) == 0.5


def test_the_turn_of_a_year_has_its_holidays():
    assert hours("2025-12-31 08:00", "2026-01-02 16:00", WorkingHours(country="FI")) == 16


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ({"opens": 16, "closes": 8}, "opens before it closes"),
        ({"closes": 25}, "between 0 and 24"),
        ({"weekdays": ()}, "at least one"),
        ({"weekdays": (7,)}, "0 .Monday. to 6"),
        ({"zone": "Turku"}, "no time zone 'Turku'"),
        ({"country": "XX"}, "ISO code"),
    ],
)
def test_opening_hours_that_cannot_be_are_refused(bad, message):
    with pytest.raises(WorkingHoursError, match=message):
        WorkingHours(**bad)


def by_minutes(start: int, end: int, office: WorkingHours) -> int:
    zone = ZoneInfo(office.zone)
    count, moment = 0, datetime.fromtimestamp(start, UTC)
    while moment.timestamp() < end:
        local = moment.astimezone(zone)
        clock = local.hour + local.minute / 60
        count += local.weekday() in office.weekdays and office.opens <= clock < office.closes
        moment += timedelta(minutes=1)
    return count * 60


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 20_000), st.integers(0, 6_000), st.sampled_from([(8.0, 16.0), (0.0, 24.0), (9.5, 17.25)]))
def test_open_time_is_what_a_clock_counts_minute_by_minute(begin, length, span):
    office = WorkingHours(*span, zone="Europe/Helsinki")
    start = at("2026-03-23 00:00") + begin * 60
    found = open_seconds(np.array([start]), np.array([start + length * 60]), office)
    assert int(found[0]) == by_minutes(start, start + length * 60, office)


def test_no_times_give_none():
    nothing = np.zeros(0, dtype=np.int64)
    assert len(open_seconds(nothing, nothing, WorkingHours())) == 0
