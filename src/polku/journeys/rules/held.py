"""Decides how an encounter runs against its plan: which phase is on, how long each took, how far it is over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from polku.journeys.rules.canvas import Column

LONGEST_NOTE = 2_000
MOST_MINUTES = 7 * 24 * 60


@dataclass(frozen=True, slots=True)
class Timed:
    """A phase on its day.

    Attributes:
        key, name, session: as the canvas had them when the encounter was begun.
        planned: minutes, None where none were planned.
        began: the moment it began last; None while it has not, or where it stands still.
        spent: seconds of the stretches that have ended.
        said: the real length in minutes as somebody wrote it afterwards; it holds before what was measured.
    """

    key: str
    name: str
    session: int
    planned: int | None = None
    began: str | None = None
    spent: int = 0
    said: int | None = None

    def seconds(self, now: datetime) -> int:
        """How long it has taken until now."""
        if self.said is not None:
            return self.said * 60
        running = (now - datetime.fromisoformat(self.began)).total_seconds() if self.began else 0
        return self.spent + max(0, int(running))

    def minutes(self, now: datetime) -> int:
        """How many whole minutes it has taken until now."""
        return self.seconds(now) // 60


def planned_phases(columns: Sequence[Column]) -> tuple[Timed, ...]:
    """The phases of the day: what happens within sessions, as it is planned."""
    return tuple(Timed(one.key, one.name, one.session, one.minutes) for one in columns if one.session and not one.later)


def paused(phases: Sequence[Timed], now: datetime) -> tuple[Timed, ...]:
    """The phases with none running: what ran until now is kept."""
    return tuple(replace(one, began=None, spent=one.seconds(now)) if one.began else one for one in phases)


def entered(phases: Sequence[Timed], key: str, now: datetime) -> tuple[Timed, ...]:
    """The phases with one of them on; the one before it ends at the same moment. One entered again goes on."""
    if any(one.key == key and one.began for one in phases):
        return tuple(phases)
    return tuple(
        replace(one, began=now.isoformat(timespec="seconds"), said=None) if one.key == key else one
        for one in paused(phases, now)
    )


def running(phases: Sequence[Timed]) -> Timed | None:
    """The phase that is on."""
    return next((one for one in phases if one.began), None)


def upcoming(phases: Sequence[Timed]) -> Timed | None:
    """The phase that comes next: the first after all that have been on."""
    touched = [at for at, one in enumerate(phases) if one.began or one.spent or one.said is not None]
    rest = phases[max(touched) + 1 :] if touched else phases
    return rest[0] if rest else None


def minutes_over(phases: Sequence[Timed], now: datetime) -> int:
    """Minutes over the plan by now, less than nothing when ahead; a phase that is on counts once it is past its time.

    >>> from datetime import UTC
    >>> now = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    >>> minutes_over((Timed("a", "A", 1, 30, spent=2400), Timed("b", "B", 1, 30)), now)
    10
    """
    over = 0
    for one in phases:
        if one.planned is None or not (one.began or one.spent or one.said is not None):
            continue
        beyond = one.seconds(now) - one.planned * 60
        over += max(0, beyond) if one.began else beyond
    return int(over / 60)


def packed(phases: Sequence[Timed]) -> list[dict[str, Any]]:
    """The phases as they are kept."""
    return [asdict(one) for one in phases]


def unpacked(kept: Sequence[Mapping[str, Any]]) -> tuple[Timed, ...]:
    """The phases as they were kept."""
    return tuple(Timed(**one) for one in kept)
