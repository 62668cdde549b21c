"""Writes of segments: named in three languages, kept in an order, removed without losing the accounts in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from polku.governance.gate import Viewer, require
from polku.governance.rules import Refused, clean_texts, mark
from polku.governance.services import audit, check_seen, mark_dirty
from polku.people import models, rules


@transaction.atomic
def save_segment(key: str, names: Mapping[str, str], *, actor: Viewer, seen: str | None = None) -> str:
    """Make a segment, or rename the one with this key; an empty key is made from the name. Returns the key.

    With ``seen``, the mark of the names that the actor saw, it is renamed only if they are still so.
    """
    require(actor, "edit_customers")
    texts = clean_texts(names)
    if not texts:
        raise Refused(_("Give the segment a name."), "names")
    key = key or rules.slug_of(texts.get("en") or next(iter(texts.values())))
    if not rules.is_slug(key):
        raise Refused(_("A key is small letters, digits and hyphens, at most 50."), "key")
    row = models.Segment.objects.select_for_update().filter(key=key).first()
    if row is None:
        last = models.Segment.objects.aggregate(last=Max("position"))["last"]
        models.Segment.objects.create(key=key, names=texts, position=0 if last is None else last + 1)
        audit(actor, "create", "segment", key, ["names"])
        return key
    check_seen(seen, mark(row.names))
    if row.names != texts:
        row.names = texts
        row.save(update_fields=["names"])
        audit(actor, "update", "segment", key, ["names"])
    return key


@transaction.atomic
def order_segments(keys: Sequence[str], *, actor: Viewer) -> None:
    """Put segments in this order; those not named come after."""
    require(actor, "edit_customers")
    rows = list(models.Segment.objects.select_for_update().order_by("position", "pk"))
    wanted = {key: place for place, key in enumerate(keys)}
    rows.sort(key=lambda row: wanted.get(row.key, len(wanted)))
    for position, row in enumerate(rows):
        row.position = position
    models.Segment.objects.bulk_update(rows, ["position"])
    audit(actor, "order", "segment", "", ["position"])


@transaction.atomic
def delete_segment(key: str, *, actor: Viewer) -> None:
    """Remove a segment; its accounts stay, without one. What was answered keeps the segment it was answered in."""
    require(actor, "edit_customers")
    row = models.Segment.objects.select_for_update().filter(key=key).first()
    if row is None:
        return
    row.delete()
    mark_dirty("accounts")
    audit(actor, "delete", "segment", key)
