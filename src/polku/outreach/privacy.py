"""What this room keeps of a person: the messages sent to them; given out and erased on request."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from polku.governance.gate import Viewer, require
from polku.governance.services import audit
from polku.outreach import models

PERSONAL = {
    models.Message: "what was sent to whom and when",
    models.Happening: "what happened to whom and when, that a survey follows",
    models.FollowUp: "what a member asks at a meeting about an answer; the answer says whose",
    models.Round: "who began it, and whose address answers go to",
    models.RulesVersion: "which member wrote it",
    models.Bounced: "hashes of addresses that no mail reaches: kept, so that none of them is written to again",
}
NOT_PERSONAL: dict[type, str] = {models.Followed: "that a round has seen to an event; the event says whose"}


def export_person(contact: int, *, actor: Viewer) -> dict[str, Any]:
    """What was sent to a person, by round and date, and what was held back by which rule."""
    require(actor, "erase_person")
    rows = models.Message.objects.filter(contact=contact).select_related("round").order_by("pk")
    return {
        "messages": [
            {
                "round": row.round.name,
                "number": row.number,
                "state": row.state,
                "rule": row.rule,
                "sent_at": row.handed_at.isoformat() if row.handed_at else "",
                "came_back": row.bounced_at is not None,
            }
            for row in rows
        ],
        "happenings": [
            {"kind": one.kind, "at": one.at.isoformat()} for one in models.Happening.objects.filter(contact=contact)
        ],
    }


@transaction.atomic
def erase_person(contact: int, *, actor: Viewer) -> int:
    """Cut messages loose from a person; that one was planned and what became of it stays in the count of its round."""
    require(actor, "erase_person")
    rows = models.Message.objects.select_for_update().filter(contact=contact)
    ids = list(rows.values_list("pk", flat=True))
    mine = models.Message.objects.filter(pk__in=ids)
    mine.filter(state="waiting").update(state="suppressed", rule="gone", until=None)
    mine.update(contact=None, once="", fault="")
    # What happened is the customer's; whom it happened to is forgotten, and nobody else is asked in their place.
    theirs = models.Happening.objects.filter(contact=contact)
    theirs.update(contact=None, cancelled_at=timezone.now())
    models.FollowUp.objects.filter(message__in=list(mine.values_list("key", flat=True))).delete()
    if ids:
        audit(actor, "erase", "messages", contact)
    return len(ids)
