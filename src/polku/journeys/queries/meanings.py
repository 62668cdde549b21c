"""Reads of what events' names mean."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from polku.governance.gate import Viewer, require
from polku.governance.queries import organisation
from polku.governance.rules import in_language
from polku.journeys import models


@dataclass(frozen=True, slots=True)
class Meaning:
    """A name in a source, and the touchpoint it stands for; ``present`` tells whether that is on a map."""

    key: UUID
    source: str
    name: str
    touchpoint: str
    touchpoint_name: str
    journey_name: str
    present: bool


def meanings(*, viewer: Viewer) -> tuple[Meaning, ...]:
    """Every name that has a meaning, by source and name."""
    require(viewer, "see_figures")
    default, language = organisation(viewer=viewer).default_language, viewer.language
    rows = models.EventMeaning.objects.filter(deleted_at=None).select_related("touchpoint__phase__journey")
    return tuple(
        Meaning(
            key=row.key,
            source=row.source,
            name=row.name,
            touchpoint=row.touchpoint.slug,
            touchpoint_name=in_language(row.touchpoint.names, language, default),
            journey_name=in_language(row.touchpoint.phase.journey.names, language, default),
            present=not any(
                (row.touchpoint.deleted_at, row.touchpoint.phase.deleted_at, row.touchpoint.phase.journey.deleted_at)
            ),
        )
        for row in rows.order_by("source", "name")
    )
