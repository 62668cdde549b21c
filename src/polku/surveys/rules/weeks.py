"""Decides which week and month a moment belongs to, in the organisation's own time."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo


def week_of(moment: datetime, time_zone: str) -> str:
    """The ISO week, as in 2026-W47."""
    year, week, _ = moment.astimezone(ZoneInfo(time_zone)).isocalendar()
    return f"{year:04d}-W{week:02d}"


def month_of(moment: datetime, time_zone: str) -> str:
    """The local month, as in 2026-11."""
    return f"{moment.astimezone(ZoneInfo(time_zone)):%Y-%m}"


def month_of_week(week: str) -> str:
    """The month that holds most of the week: that of its Thursday. It says no more than the week does."""
    year, number = week.split("-W")
    return f"{date.fromisocalendar(int(year), int(number), 4):%Y-%m}"
