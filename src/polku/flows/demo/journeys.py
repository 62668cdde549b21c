"""Decides how the simulated journeys are drawn in the store."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cxlab.simulate import Company
from polku.governance.gate import Viewer
from polku.journeys.services import (
    JourneyDetails,
    PhaseDetails,
    TouchpointDetails,
    add_phase,
    add_touchpoint,
    create_journey,
    set_plan,
)
from polku.people.services import order_segments, save_segment

SEGMENTS: Mapping[str, Mapping[str, str]] = {
    "designer": {"fi": "Suunnittelija", "sv": "Ljusdesigner", "en": "Designer"},
    "wholesaler": {"fi": "Tukkuri", "sv": "Grossist", "en": "Wholesaler"},
    "contractor": {"fi": "Urakoitsija", "sv": "Entreprenör", "en": "Contractor"},
}
# The metrics of the simulation in the words of the map.
_METRICS = {"ces": "ces7", "csat": "csat5", "just_right": "just_right", "disconfirmation": "disconfirmation"}
_CHANNELS = {"in_person": "meeting"}
_KINDS = {"use": "service"}


def names(row: Mapping[str, Any]) -> dict[str, str]:
    return {language: row[f"name_{language}"] for language in ("fi", "sv", "en")}


def draw(company: Company, *, actor: Viewer) -> dict[int, str]:
    """Make segments, journeys, phases, touchpoints and plans; return the slug of each simulated touchpoint."""
    for key, texts in SEGMENTS.items():
        save_segment(key, texts, actor=actor)
    order_segments(list(SEGMENTS), actor=actor)
    slugs: dict[int, str] = {}
    for journey in company.journeys.iter_rows(named=True):
        details = JourneyDetails(names(journey), journey["segment"], journey["scheme"], journey["buyer_kind"] or "")
        made = create_journey(details, actor=actor, starters=False)
        slugs |= _phases(company, journey, made, actor)
        planned = company.planned.filter(journey=journey["journey"]).sort("position")
        steps = planned.select("touchpoint", "optional").rows()
        lines = [f"{'optional ' if optional else ''}{slugs[point]}" for point, optional in steps]
        set_plan(made, "\n".join(lines), actor=actor)
    return slugs


def _phases(company: Company, journey: Mapping[str, Any], made: int, actor: Viewer) -> dict[int, str]:
    """The phases of a journey with their touchpoints; the slug of each touchpoint."""
    slugs: dict[int, str] = {}
    for phase in company.phases.filter(journey=journey["journey"]).sort("position").iter_rows(named=True):
        column = add_phase(made, PhaseDetails(names(phase), stage=phase["part"]), actor=actor)
        cards = company.touchpoints.filter(phase=phase["phase"]).sort("position")
        for point in cards.iter_rows(named=True):
            slug = slugs[point["touchpoint"]] = f"{point['key']}-{journey['key']}".replace("_", "-")
            add_touchpoint(column, _details(point, slug), actor=actor)
    return slugs


def _details(point: Mapping[str, Any], slug: str) -> TouchpointDetails:
    metric = _METRICS.get(point["target_metric"] or "", "")
    kind = _KINDS.get(point["kind"], point["kind"])
    return TouchpointDetails(
        names=names(point),
        slug=slug,
        channel=_CHANNELS.get(point["channel"], point["channel"]),
        owner=point["owner"],
        layer=point["layer"],
        aim=point["aim"],
        kinds=(kind,),
        interactive=point["interactive"],
        stated_importance=point["stated_importance"],
        target_metric=metric,
        target_value=point["target_value"] if metric else None,
        partner=point["partner"] or "",
    )
