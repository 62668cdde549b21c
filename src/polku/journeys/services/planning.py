"""Writes of a journey's plan: text in the language of plans, kept with the touchpoints' own keys."""

from __future__ import annotations

from django.db import transaction

from cxlab.journeys.plan_text import write_plan
from polku.governance.gate import Viewer
from polku.governance.rules import mark
from polku.governance.services import audit, check_seen, mark_dirty
from polku.journeys.queries import plan_faults
from polku.journeys.services.journeys import locked_journey


@transaction.atomic
def set_plan(journey: int, text: str, *, actor: Viewer, seen: str | None = None) -> None:
    """Plan the journey by a text that names touchpoints of its map; an empty one means the map's order."""
    row = locked_journey(journey, actor=actor)
    check_seen(seen, mark(row.plan))
    plan = ""
    if text.strip():
        plan = write_plan(plan_faults.understood(text, row.touchpoint_names(), actor.language))
    if plan == row.plan:
        return
    row.plan = plan
    row.save(update_fields=["plan"])
    mark_dirty("planned")
    audit(actor, "plan", "journey", row.key, ["plan"])
