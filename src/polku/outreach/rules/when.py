"""Decides when letters of a round are due: once, again and again, or so long before or after an event."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from polku.outreach.rules.clocks import LONGEST_DAYS
from polku.outreach.rules.working import Office

WAYS = ("once", "recurring", "before", "after")
# What happens to a customer and is followed by asking; a touchpoint of the map may stand in its place.
KINDS = ("workshop", "offer", "delivery", "installation", "case", "meeting")
EVERY = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
UNITS = ("working_hours", "days", "months")


@dataclass(frozen=True, slots=True)
class When:
    """When a round's letters are due.

    ``every`` is for recurring rounds; ``kind`` or ``touchpoint`` (a key) say which events the others follow; ``delay``
    counts ``unit`` before or after them. ``series`` is the name that all rounds of a recurring one share.
    """

    way: str = "once"
    every: str = ""
    kind: str = ""
    touchpoint: str = ""
    delay: int = 0
    unit: str = "days"
    series: str = ""

    @property
    def follows(self) -> bool:
        """Whether letters go out by events, each at its own time."""
        return self.way in {"before", "after"}

    def kept(self) -> dict[str, Any]:
        """As it is kept in the store."""
        return asdict(self)


def when(kept: Mapping[str, Any]) -> When:
    """When, out of kept data. Raises ValueError naming the part that cannot be.

    >>> when({"way": "after", "kind": "offer", "delay": 4, "unit": "working_hours"}).follows
    True
    """
    found = When(**{name: kept[name] for name in asdict(When()) if kept.get(name)})
    if found.way not in WAYS:
        raise ValueError("way")
    if found.way == "recurring" and found.every not in EVERY:
        raise ValueError("every")
    if found.follows and (found.kind not in KINDS) == (not found.touchpoint):
        raise ValueError("kind")
    if found.unit not in UNITS or (found.way == "before" and found.unit == "months"):
        raise ValueError("unit")
    if not isinstance(found.delay, int) or not 0 <= found.delay <= LONGEST_DAYS:
        raise ValueError("delay")
    if found.way == "before" and (found.touchpoint or not found.delay):
        # A touchpoint is known when it has happened; ahead of it only an event that was written down is known.
        raise ValueError("kind" if found.touchpoint else "delay")
    return found


def due(found: When, at: datetime, office: Office) -> datetime:
    """When a letter is due for an event at a moment: in working hours of the recipient's country.

    >>> from datetime import UTC
    >>> friday = datetime(2026, 11, 20, 13, 30, tzinfo=UTC)
    >>> helsinki = Office("FI", "Europe/Helsinki")
    >>> due(When("after", kind="offer", delay=4, unit="working_hours"), friday, helsinki).isoformat()
    '2026-11-23T09:30:00+00:00'
    """
    if found.way == "before":
        if found.unit == "working_hours":
            return office.opened(at - timedelta(hours=found.delay))
        return office.opened(at - timedelta(days=found.delay))
    if found.unit == "working_hours":
        return office.after(at, found.delay)
    if found.unit == "months":
        return office.opened(months_later(at, found.delay, office.zone))
    return office.opened(at + timedelta(days=found.delay))


def months_later(at: datetime, months: int, zone: str) -> datetime:
    """The same day and hour so many months later, by the clock there; the last day of a month that is shorter.

    >>> from datetime import UTC
    >>> months_later(datetime(2026, 8, 31, 9, tzinfo=UTC), 6, "UTC").date().isoformat()
    '2027-02-28'
    """
    local = at.astimezone(ZoneInfo(zone))
    year, month = divmod(local.year * 12 + local.month - 1 + months, 12)
    day = min(local.day, monthrange(year, month + 1)[1])
    return local.replace(year=year, month=month + 1, day=day).astimezone(ZoneInfo("UTC"))
