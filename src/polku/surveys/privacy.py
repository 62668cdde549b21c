"""What this room holds of a person: how it is given to them, and how it is erased."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from polku.governance.gate import Viewer, require
from polku.governance.services import audit, mark_dirty
from polku.surveys.models import Comment, Receipt, Response, Survey, Tick, Version

PERSONAL = (Response, Comment, Tick)
NOT_PERSONAL = {
    Survey: "names of surveys, written by our own people about nobody",
    Version: "questions and promises, written by our own people about nobody",
    Receipt: "two digests under a random key that is kept nowhere",
}


def export_person(contact: int, *, actor: Viewer) -> dict[str, Any]:
    """What a contact has answered, as plain data.

    Of confidential answers only how many: the contact was told that nobody sees what they answered, and whoever makes
    this file would see it. Anonymous answers cannot be found: they lead to nobody.
    """
    require(actor, "export")
    rows = Response.objects.filter(contact=contact)
    told = rows.filter(version__promise="open").select_related("version__survey").prefetch_related("comments")
    return {
        "answers": [_plain(row) for row in told.order_by("answered_at", "pk")],
        "confidential_answers": rows.exclude(version__promise="open").count(),
    }


def _plain(row: Response) -> dict[str, Any]:
    return {
        "survey": str(row.version.survey.key),
        "version": row.version.number,
        "promise": row.version.promise,
        "answered_at": row.answered_at.isoformat() if row.answered_at else row.week,
        "language": row.language,
        "decision_role": row.decision_role,
        "unit": row.unit,
        "background": row.background,
        "answers": row.answers,
        "comments": {comment.question: comment.text for comment in row.comments.all()},
    }


@transaction.atomic
def erase_person(contact: int, *, actor: Viewer) -> int:
    """Delete a contact's words and everything that leads from their answers to them; returns how many answers stay.

    The scores stay with their account and week: a company is not a person, and the figures of the past keep standing.
    Confidential answers stay in their groups too: leaving a group would show what the one who left had answered. Of
    their words an empty row stays, so that the words of the others are not shown again until enough have gone: a list
    that is one shorter would show whose words they were.
    """
    require(actor, "erase_person")
    Tick.objects.filter(contact=contact).delete()
    rows = Response.objects.filter(contact=contact)
    ids = list(rows.values_list("pk", flat=True))
    months = set(rows.values_list("month", flat=True))
    if not ids:
        return 0
    written = set(Comment.objects.filter(response__in=ids).values_list("response__month", flat=True))
    words = Comment.objects.filter(response__in=ids)
    words.filter(response__version__promise="open").delete()
    words.update(text="", language="")
    answers = Response.objects.filter(pk__in=ids)
    answers.filter(version__promise="open").update(decision_role="", unit="")
    answers.update(contact=None, once_key=None, answered_at=None, background={})
    mark_dirty("answers", *months, erased=True)
    if written:
        mark_dirty("comments", *written, erased=True)
    audit(actor, "erase", "answers", contact)
    return len(ids)
