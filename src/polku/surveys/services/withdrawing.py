"""Decides what becomes of an answer that its giver takes back: an open one goes, a confidential one loses its words."""

from __future__ import annotations

from django.db import transaction

from polku.governance.gate import Viewer, require
from polku.governance.services import audit, mark_dirty
from polku.surveys.models import Comment, Response


@transaction.atomic
def withdraw(once_key: str, *, actor: Viewer) -> str:
    """Take back the answer under a personal link's key: "gone", "cut_loose", or "nothing" when there is none.

    A confidential answer is cut loose from the person, and its words go. Its numbers stay in their group: were they
    taken out, the change would show what this one person had answered. An anonymous one cannot be found.
    """
    require(actor, "erase_person")
    rows = Response.objects.select_for_update(of=("self",)).select_related("version")
    row = rows.filter(once_key=once_key).first()
    if row is None:
        return "nothing"
    words = Comment.objects.filter(response=row)
    if words.exists():
        mark_dirty("comments", row.month, erased=True)
    mark_dirty("answers", row.month, erased=True)
    audit(actor, "withdraw", "answers", row.key)
    if row.version.promise == "open":
        # More has changed than who it leads to: the month is read anew, and its files go at once all the same.
        mark_dirty("answers", row.month)
        row.delete()
        return "gone"
    words.update(text="", language="")
    # The key stays, so that the same invitation does not count again.
    row.contact, row.answered_at, row.background = None, None, {}
    row.save(update_fields=["contact", "answered_at", "background"])
    return "cut_loose"
