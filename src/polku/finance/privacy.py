"""What this room keeps of persons: to whom an offer was made. Revenue is a company's."""

from __future__ import annotations

from typing import Any

from polku.finance import models
from polku.governance.gate import Viewer, require

PERSONAL = {models.Offer: "the person an offer was made to"}
NOT_PERSONAL = {models.Revenue: "a company's purchases in a month"}


def export_person(contact: int, *, actor: Viewer) -> dict[str, Any]:
    """The offers made to a person."""
    require(actor, "erase_person")
    rows = models.Offer.objects.filter(contact=contact).order_by("made", "pk")
    return {"offers": [{"made": row.made.isoformat(), "outcome": row.outcome} for row in rows]}


def erase_person(contact: int, *, actor: Viewer) -> None:
    """Take the person out of the offers; what the company was offered stays."""
    require(actor, "erase_person")
    models.Offer.objects.filter(contact=contact).update(contact=None)
