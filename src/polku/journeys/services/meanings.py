"""Writes of what events' names mean: given many at once, taken back together, removed one by one and brought back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from polku.governance.gate import Viewer, require
from polku.governance.rules import Refused
from polku.governance.services import NotFound, audit, mark_dirty
from polku.journeys import models

MOST_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Meant:
    """What a source calls an event, and the slug of the touchpoint it stands for."""

    source: str
    name: str
    touchpoint: str


@transaction.atomic
def map_events(rows: Sequence[Meant], *, actor: Viewer, batch: UUID | None = None) -> int:
    """Say what these names mean; a name that had a meaning gets the new one. Returns how many.

    ``batch`` is drawn by who asks: the same asked twice is done once, and ``unmap_events`` takes it back.
    """
    require(actor, "design")
    if len(rows) > MOST_AT_ONCE:
        raise Refused(_("At most %(n)s at once. Save some of them first.") % {"n": MOST_AT_ONCE})
    batch = batch or uuid4()
    if not rows or models.EventMeaning.objects.filter(batch=batch).exists():
        return 0
    here = models.Touchpoint.objects.filter(models.Touchpoint.present(), slug__in={row.touchpoint for row in rows})
    points = dict(here.values_list("slug", "pk"))
    if any(row.touchpoint not in points for row in rows):
        raise Refused(_("There is no such touchpoint on a map. Choose one from the list."), "touchpoint")
    if any(not row.name for row in rows):
        raise Refused(_("An event without a name cannot be given a meaning."), "name")
    before = models.EventMeaning.objects.select_for_update().filter(deleted_at=None)
    told = {(row.source, row.name) for row in rows}
    older = [pk for pk, source, name in before.values_list("pk", "source", "name") if (source, name) in told]
    models.EventMeaning.objects.filter(pk__in=older).update(deleted_at=timezone.now())
    meant = {(row.source, row.name): points[row.touchpoint] for row in rows}
    models.EventMeaning.objects.bulk_create(
        models.EventMeaning(batch=batch, source=source, name=name, touchpoint_id=point)
        for (source, name), point in meant.items()
    )
    mark_dirty("meanings")
    audit(actor, "map", "event_meaning", batch)
    return len(meant)


@transaction.atomic
def unmap_events(batch: UUID, *, actor: Viewer) -> None:
    """Take back what was given together; names that meant something else before have no meaning after."""
    require(actor, "design")
    rows = models.EventMeaning.objects.filter(batch=batch, deleted_at=None)
    if rows.update(deleted_at=timezone.now()):
        mark_dirty("meanings")
        audit(actor, "delete", "event_meaning", batch)


@transaction.atomic
def remove_meaning(key: UUID, *, actor: Viewer) -> None:
    """Take one meaning away; ``restore_meaning`` brings it back."""
    require(actor, "design")
    if models.EventMeaning.objects.filter(key=key, deleted_at=None).update(deleted_at=timezone.now()):
        mark_dirty("meanings")
        audit(actor, "delete", "event_meaning", key)


@transaction.atomic
def restore_meaning(key: UUID, *, actor: Viewer) -> None:
    """Bring a meaning back, unless the name has got another since."""
    require(actor, "design")
    row = models.EventMeaning.objects.select_for_update().filter(key=key).first()
    if row is None:
        raise NotFound(_("This meaning is not there any more."))
    if row.deleted_at is None:
        return
    if models.EventMeaning.objects.filter(source=row.source, name=row.name, deleted_at=None).exists():
        raise Refused(_("“%(name)s” means another touchpoint by now.") % {"name": row.name})
    row.deleted_at = None
    row.save(update_fields=["deleted_at"])
    mark_dirty("meanings")
    audit(actor, "restore", "event_meaning", key)
