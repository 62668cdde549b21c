"""What this room keeps of persons: what happened to them, given out and cut loose from them on request."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from polku.governance.gate import Viewer, require
from polku.governance.services import mark_dirty
from polku.journeys import models

PERSONAL = {models.Event: "what happened to a person and when"}
NOT_PERSONAL = {
    models.Journey: "our own drawing of what customers go through",
    models.Phase: "a part of that drawing",
    models.Touchpoint: "a part of that drawing; a partner is named as a company",
    models.Canvas: "our own design of an encounter",
    models.CanvasVersion: "that design as it stood earlier; who kept it is a member of ours",
    models.Held: "when the phases of an encounter began and ended; the customer is not tied to it",
    models.HeldNote: "what an observer saw; people are told by their role, and nobody is tied to it",
    models.EventMeaning: "what an event's name in another system stands for",
}


def export_person(contact: int, *, actor: Viewer) -> dict[str, Any]:
    """What happened to a person, in order."""
    require(actor, "erase_person")
    rows = models.Event.objects.filter(contact=contact).select_related("touchpoint").order_by("ts", "pk")
    return {
        "events": [
            {
                "at": row.ts.isoformat(),
                "touchpoint": row.touchpoint.slug if row.touchpoint else "",
                "name": row.name,
                "channel": row.channel,
                "source": row.source,
            }
            for row in rows
        ]
    }


@transaction.atomic
def erase_person(contact: int, *, actor: Viewer) -> None:
    """Cut the events loose from the person, and from the case that another system knows them by."""
    require(actor, "erase_person")
    rows = models.Event.objects.filter(contact=contact)
    months = set(rows.values_list("month", flat=True))
    if months:
        rows.update(contact=None, case="", row_key="")
        mark_dirty("events", *months, erased=True)
