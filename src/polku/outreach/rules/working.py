"""Decides when an office in a country is open, and which moment lies so many working hours after another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

OPENS, CLOSES = time(8), time(16)
_WEEKEND = 5
# Where a country has several zones, the one most of its offices keep.
_CAPITALS = {
    "AU": "Australia/Sydney", "BR": "America/Sao_Paulo", "CA": "America/Toronto", "CL": "America/Santiago",
    "CN": "Asia/Shanghai", "DE": "Europe/Berlin", "ES": "Europe/Madrid", "ID": "Asia/Jakarta",
    "MX": "America/Mexico_City", "MY": "Asia/Kuala_Lumpur", "NO": "Europe/Oslo", "NZ": "Pacific/Auckland",
    "PT": "Europe/Lisbon", "RU": "Europe/Moscow", "UA": "Europe/Kyiv", "US": "America/New_York",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Office:
    """Offices of a country: open from 8 to 16 on weekdays that are no public holiday there, by the clock there."""

    country: str
    zone: str

    def opened(self, moment: datetime) -> datetime:
        """The moment itself while the office is open, else when it opens next."""
        local = moment.astimezone(ZoneInfo(self.zone))
        day = local.date()
        if self._works(day):
            if local.time() < OPENS:
                return self._at(day, OPENS)
            if local.time() < CLOSES:
                return moment
        return self._at(self._next(day), OPENS)

    def after(self, moment: datetime, hours: int) -> datetime:
        """So many working hours later; none later is when the office is open next."""
        left = timedelta(hours=hours)
        now = self.opened(moment)
        while True:
            day = now.astimezone(ZoneInfo(self.zone)).date()
            shuts = self._at(day, CLOSES)
            if now + left < shuts:
                return now + left
            left -= shuts - now
            now = self._at(self._next(day), OPENS)

    def _works(self, day: date) -> bool:
        return day.weekday() < _WEEKEND and day not in _holidays(self.country, day.year)

    def _next(self, day: date) -> date:
        day += timedelta(days=1)
        while not self._works(day):
            day += timedelta(days=1)
        return day

    def _at(self, day: date, hour: time) -> datetime:
        return datetime.combine(day, hour, ZoneInfo(self.zone)).astimezone(ZoneInfo("UTC"))


@lru_cache(maxsize=256)
def office_of(country: str, *, own_country: str, own_zone: str) -> Office:
    """The office of a recipient's country; our own where the country is not said or not known.

    >>> office_of("SE", own_country="FI", own_zone="Europe/Helsinki").zone
    'Europe/Stockholm'
    >>> office_of("", own_country="FI", own_zone="Europe/Helsinki")
    Office(country='FI', zone='Europe/Helsinki')
    """
    code = country.upper()
    zones = [_CAPITALS[code]] if code in _CAPITALS else _zones(code)
    if not code or code == own_country or not zones:
        return Office(own_country, own_zone)
    return Office(code, zones[0])


def _zones(country: str) -> list[str]:
    from babel.core import get_global

    return sorted(name for name, where in get_global("zone_territories").items() if where == country and "/" in name)


@lru_cache(maxsize=512)
def _holidays(country: str, year: int) -> frozenset[date]:
    import holidays

    try:
        return frozenset(holidays.country_holidays(country, years=year))
    except NotImplementedError:
        return frozenset()


def country_of_zone(zone: str) -> str:
    """The country whose offices keep a time zone; empty when it is nobody's.

    >>> country_of_zone("Europe/Helsinki"), country_of_zone("UTC")
    ('FI', '')
    """
    from babel.core import get_global

    code = get_global("zone_territories").get(zone, "")
    return "" if code == "001" else str(code)
