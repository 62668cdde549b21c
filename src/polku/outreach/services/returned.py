"""Decides what becomes of a letter that came back or was complained of, and that no more follow it."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from polku.governance.gate import Viewer, require
from polku.governance.services import audit
from polku.outreach import models, rules
from polku.outreach.services.outbox import no_more_to
from polku.people.services import do_not_ask

# A mail about an address and not about a letter is about the last one sent there within this time.
LATELY = timedelta(days=60)
_GONE = ("sent", "unknown", "failed")


@transaction.atomic
def take_returned(found: rules.Returned, *, actor: Viewer) -> str:
    """Write down that a letter came back or was complained of: "bounced", "complained", "known" or "nobody".

    A letter that was unknown is known to have gone. Told twice it changes nothing.
    """
    require(actor, "send")
    row = _letter(found)
    if row is None:
        return "nobody"
    row.state = "sent" if row.state == "unknown" else row.state
    now = timezone.now()
    if found.kind == "complaint":
        if row.complained_at is not None:
            return "known"
        row.complained_at = now
        row.save(update_fields=["state", "complained_at"])
        if row.contact_id is not None and row.contact and row.contact.mail and row.contact.deleted_at is None:
            do_not_ask(row.contact_id, actor=actor)
        audit(actor, "complaint", "message", row.key, ["complained_at"])
        return "complained"
    if row.bounced_at is not None:
        return "known"
    row.bounced_at, row.fault = now, found.told
    row.save(update_fields=["state", "bounced_at", "fault"])
    if found.lasting:
        no_more_to(row.contact)
    audit(actor, "bounce", "message", row.key, ["bounced_at"])
    return "bounced"


def _letter(found: rules.Returned) -> models.Message | None:
    rows = models.Message.objects.select_for_update(of=("self",)).select_related("contact").filter(state__in=_GONE)
    if found.key is not None:
        return rows.filter(key=found.key, number=found.number).first()
    lately = rows.filter(contact__mail__iexact=found.mail, handed_at__gte=timezone.now() - LATELY)
    return lately.order_by("-handed_at").first()
