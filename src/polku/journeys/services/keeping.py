"""Writes of who answers for a journey, and of when somebody last looked whether it is true."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from polku.governance.gate import Viewer
from polku.governance.models import Member
from polku.governance.rules import Refused
from polku.governance.services import audit, save_changed
from polku.journeys.services.journeys import locked_journey


@transaction.atomic
def set_owner(journey: int, member: UUID | None, *, actor: Viewer) -> None:
    """Let a colleague answer for the journey; None leaves it without an owner."""
    row = locked_journey(journey, actor=actor)
    found = Member.objects.filter(key=member, is_active=True).first() if member else None
    if member and found is None:
        raise Refused(_("There is no such colleague. Choose one from the list."), "owner")
    if fields := save_changed(row, {"owner_id": found.pk if found else None}):
        audit(actor, "update", "journey", row.key, fields)


@transaction.atomic
def look_at_journey(journey: int, *, actor: Viewer, today: date | None = None) -> None:
    """Say that somebody has looked at the journey today, and found it true or made it so."""
    row = locked_journey(journey, actor=actor)
    if fields := save_changed(row, {"looked_on": today or timezone.localdate()}):
        audit(actor, "update", "journey", row.key, fields)
