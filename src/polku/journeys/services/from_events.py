"""Writes of a journey that is drawn from a log: its touchpoints, what names mean, a draft of its plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from cxlab.journeys.plan_text import write_plan
from cxlab.journeys.planned import Optional, Part, PlannedJourney, Repeat, Touchpoint
from cxlab.journeys.planned import Sequence as InOrder
from polku.governance.gate import Viewer, require
from polku.governance.rules import Refused
from polku.governance.services import audit, mark_dirty
from polku.journeys import models
from polku.journeys.services.journeys import JourneyDetails, create_journey, free_slug
from polku.journeys.services.meanings import Meant, map_events

# More touchpoints than these are no picture of a journey any more.
MOST_DRAWN = 60


@dataclass(frozen=True, slots=True)
class FromEvent:
    """An event that becomes a touchpoint; ``planned``: the draft of the plan holds it, as optional or repeated."""

    source: str
    name: str
    planned: bool = True
    optional: bool = False
    repeated: bool = False


@transaction.atomic
def journey_from_events(
    names: Mapping[str, str],
    phase: Mapping[str, str],
    events: Sequence[FromEvent],
    *,
    actor: Viewer,
    language: str,
    key: UUID | None = None,
) -> UUID:
    """Draw a journey of these events, in their order, in one phase; returns its key.

    Each event becomes a touchpoint called as in its source (in ``language``), its name gets that meaning, and the
    planned ones stand in the plan. The same ``key`` asked twice is drawn once.
    """
    require(actor, "design")
    key = key or uuid4()
    if models.Journey.objects.filter(key=key).exists():
        return key
    if not events:
        raise Refused(_("Choose at least one event."), "events")
    if len(events) > MOST_DRAWN:
        raise Refused(_("At most %(n)s touchpoints: choose the events that matter.") % {"n": MOST_DRAWN}, "events")
    pk = create_journey(JourneyDetails(names), actor=actor, starters=False, key=key)
    column = models.Phase.objects.create(journey_id=pk, position=0, names=dict(phase))
    taken = set(models.Touchpoint.objects.values_list("slug", flat=True))
    points = [
        models.Touchpoint(
            phase=column, position=at, slug=free_slug({language: one.name}, taken), names={language: one.name}
        )
        for at, one in enumerate(events)
    ]
    models.Touchpoint.objects.bulk_create(points)
    models.Journey.objects.filter(pk=pk).update(
        plan=_plan([(point.slug, one) for point, one in zip(points, events, strict=True)])
    )
    meant = [Meant(one.source, one.name, point.slug) for point, one in zip(points, events, strict=True)]
    map_events(meant, actor=actor)
    mark_dirty("touchpoints")
    mark_dirty("planned")
    audit(actor, "draw", "journey", key)
    return key


def _plan(events: Sequence[tuple[str, FromEvent]]) -> str:
    """The planned ones in their order; empty where none is, for then the map's order is the plan."""
    parts: list[Part] = []
    for slug, one in events:
        if not one.planned:
            continue
        part: Part = Touchpoint(slug)
        part = Repeat(part) if one.repeated else part
        parts.append(Optional(part) if one.optional else part)
    if not parts:
        return ""
    return write_plan(PlannedJourney(parts[0] if len(parts) == 1 else InOrder(tuple(parts))))
