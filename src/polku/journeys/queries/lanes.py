"""Reads of lanes: what stands beside each touchpoint of a journey, in the viewer's language and through the gate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from polku.governance.gate import Viewer, require
from polku.governance.queries import organisation
from polku.governance.rules import in_language
from polku.journeys import models, rules


@dataclass(frozen=True, slots=True)
class Lanes:
    """What stands on the lanes of one touchpoint: in the viewer's language, and as it was written."""

    id: int
    said: Mapping[str, str]
    texts: Mapping[str, Mapping[str, str]]
    emotion: int | None
    mark: str


def lanes(journey: UUID, *, viewer: Viewer) -> dict[UUID, Lanes]:
    """The lanes of every touchpoint on the map, by its key."""
    require(viewer, "see_figures")
    default = organisation(viewer=viewer).default_language
    rows = models.Touchpoint.objects.filter(models.Touchpoint.present(), phase__journey__key=journey)
    return {
        row.key: Lanes(
            id=row.pk,
            said={lane: in_language(row.lanes.get(lane, {}), viewer.language, default) for lane in rules.LANES},
            texts=row.lanes,
            emotion=row.emotion,
            mark=row.lanes_mark,
        )
        for row in rows
    }
