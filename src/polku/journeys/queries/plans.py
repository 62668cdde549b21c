"""Reads of a journey's plan: as text in the reader's words, and as what holds now."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from cxlab.journeys.planned import PlannedJourney
from polku.governance.gate import Viewer, require
from polku.governance.queries import organisation
from polku.governance.rules import in_language, mark
from polku.journeys import models
from polku.journeys.queries import plan_faults
from polku.journeys.rules import plans


@dataclass(frozen=True, slots=True)
class Plan:
    """A journey as it is meant to go.

    Attributes:
        journey: its key.
        text: the plan with names in the viewer's language; the map's order when nothing was written; empty on an
            empty map.
        written: whether somebody wrote it.
        planned: what holds now, touchpoints by slug; None on an empty map.
        names: what each touchpoint on the map is called, by slug, in the map's order.
        left_out: touchpoints that the text names and that are off the map now.
        mark: marks the text that somebody sees.
    """

    journey: UUID
    text: str
    written: bool
    planned: PlannedJourney | None
    names: dict[str, str]
    left_out: tuple[str, ...]
    mark: str


def plan_of(key: UUID, *, viewer: Viewer) -> Plan | None:
    """The plan of a journey; None when there is no such."""
    require(viewer, "see_figures")
    row = models.Journey.objects.filter(key=key, deleted_at=None).first()
    if row is None:
        return None
    points = row.touchpoint_names()
    default = organisation(viewer=viewer).default_language
    called = {slug: in_language(names, viewer.language, default) for slug, names in points.items()}
    planned = plans.in_use(row.plan, list(points))
    gone = _gone(row.plan, points)
    everybody = models.Touchpoint.objects.filter(slug__in=gone)
    lost = {
        slug: in_language(names, viewer.language, default) for slug, names in everybody.values_list("slug", "names")
    }
    return Plan(
        journey=row.key,
        text=plans.shown(planned, points, called) if planned else "",
        written=bool(row.plan),
        planned=planned,
        names=called,
        left_out=tuple(lost.get(slug, slug) for slug in gone),
        mark=mark(row.plan),
    )


def _gone(text: str, points: dict[str, dict[str, str]]) -> list[str]:
    planned = plans.parse_plan(text).touchpoints() if text else ()
    return list(dict.fromkeys(one.name for one in planned if one.name not in points))


def read(key: UUID, text: str, *, viewer: Viewer) -> PlannedJourney:
    """What a text would mean as the plan of this journey; raises Refused with line and column when it means nothing."""
    require(viewer, "design")
    row = models.Journey.objects.get(key=key)
    return plan_faults.understood(text, row.touchpoint_names(), viewer.language)
