"""Reads of who answers for a journey, and of when it was last looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from polku.governance.gate import Viewer, require
from polku.journeys import models

# A journey that nobody has looked at for a year may no longer be true.
YEAR = 365


@dataclass(frozen=True, slots=True)
class Keeping:
    """Who answers for a journey; ``looked_on`` is None while nobody has looked, ``old`` after a year."""

    owner: UUID | None
    owner_name: str
    looked_on: date | None
    old: bool


def keeping(*, viewer: Viewer, today: date) -> dict[UUID, Keeping]:
    """Of every journey, by its key."""
    require(viewer, "see_figures")
    rows = models.Journey.objects.filter(deleted_at=None).select_related("owner")
    return {
        row.key: Keeping(
            owner=row.owner.key if row.owner else None,
            owner_name=str(row.owner) if row.owner else "",
            looked_on=row.looked_on,
            old=row.looked_on is not None and (today - row.looked_on).days > YEAR,
        )
        for row in rows
    }
