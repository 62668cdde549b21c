"""What this room keeps of persons: our own members, given out and erased on request; their work stays, by nobody."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from polku.governance import models
from polku.governance.gate import Viewer, require
from polku.governance.services import NotFound, audit, set_active

PERSONAL = {
    models.Member: "a colleague's name, address, role and sign-ins",
    models.AuditEntry: "which member did what, by key; it becomes nobody's when the member is erased",
    models.Import: "which member brought a file in",
    models.Upload: "which member brought a file in; the file itself goes when it has landed, or after 30 days",
    models.KeptMapping: "which member keeps it",
    models.SavedView: "what a member likes to look at; it goes with the member",
}
NOT_PERSONAL = {
    models.Organisation: "settings of the whole organisation",
    models.Dirty: "parts of the snapshot",
    models.ImportPart: "parts of the snapshot",
}


def export_member(member: int, *, actor: Viewer) -> dict[str, Any]:
    """What is kept of a member, and what they did, by date; anyone may ask for their own."""
    if actor.member != member:
        require(actor, "erase_person")
    row = models.Member.objects.filter(pk=member).first()
    if row is None:
        raise NotFound(_("This member is not there any more."))
    views = models.SavedView.objects.filter(member=row).order_by("name")
    did = models.AuditEntry.objects.filter(actor=row).order_by("pk")
    return {
        "email": row.email,
        "name": row.name,
        "role": row.role,
        "language": row.language,
        "since": row.date_joined.isoformat(),
        "last_sign_in": row.last_login.isoformat() if row.last_login else "",
        "views": [{"name": view.name, "address": view.address, "shared": view.shared} for view in views],
        "did": [{"at": entry.at.isoformat(), "verb": entry.verb, "kind": entry.subject_kind} for entry in did],
    }


@transaction.atomic
def erase_member(member: int, *, actor: Viewer) -> None:
    """Remove a member for good, their second factor with them; the last admin stays. What they did stays, by nobody."""
    require(actor, "erase_person")
    set_active(member, active=False, actor=actor)
    row = models.Member.objects.select_for_update().get(pk=member)
    key = row.key
    row.delete()
    audit(actor, "erase", "member", key)
