"""Writes of what was observed: many events at once, each once however often its file is sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from polku.governance.gate import Viewer, require
from polku.governance.models import Import
from polku.governance.queries import organisation
from polku.governance.rules import Refused
from polku.governance.services import audit, mark_dirty
from polku.journeys import models

BATCH = 500


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event. ``touchpoint`` is a slug or empty; ``row_key`` tells the row from every other of its source."""

    case: str
    ts: datetime
    account: int | None = None
    contact: int | None = None
    touchpoint: str = ""
    name: str = ""
    actor: str = ""
    channel: str = ""
    failing: bool = False
    row_key: str = ""


@transaction.atomic
def record_events(rows: Sequence[EventRow], *, actor: Viewer, source: str = "", imported: int | None = None) -> int:
    """Keep these events; rows whose key is known already are left out. Returns how many were new. At most 5,000."""
    require(actor, "log_feedback" if imported is None else "import_data")
    points = dict(
        models.Touchpoint.objects.filter(slug__in={row.touchpoint for row in rows}).values_list("slug", "pk"),
    )
    zone = ZoneInfo(organisation(viewer=actor).time_zone)
    seen = _known(rows, source)
    fresh: list[models.Event] = []
    for number, row in enumerate(rows, 1):
        if row.touchpoint and row.touchpoint not in points:
            raise Refused(_("Line %(number)s: there is no such touchpoint.") % {"number": number}, "touchpoint")
        if timezone.is_naive(row.ts):
            raise Refused(_("Line %(number)s: the time has no time zone.") % {"number": number}, "ts")
        if row.row_key and row.row_key in seen:
            continue
        seen.add(row.row_key)
        fresh.append(_event(row, points, zone, source, imported))
    models.Event.objects.bulk_create(fresh, batch_size=BATCH)
    if fresh:
        mark_dirty("events", *{event.month for event in fresh}, imported=imported)
        if imported is None:
            audit(actor, "record", "event", fresh[0].case if len(fresh) == 1 else "")
    return len(fresh)


def _known(rows: Sequence[EventRow], source: str) -> set[str]:
    """Row keys that an import still in force has brought, or a hand."""
    keys = [row.row_key for row in rows if row.row_key]
    known: set[str] = set()
    in_force = models.Event.objects.filter(source=source).exclude(imported__state=Import.State.UNDONE)
    for start in range(0, len(keys), BATCH):
        found = in_force.filter(row_key__in=keys[start : start + BATCH])
        known |= set(found.values_list("row_key", flat=True))
    return known


def _event(row: EventRow, points: dict[str, int], zone: ZoneInfo, source: str, imported: int | None) -> models.Event:
    return models.Event(
        case=row.case[:100],
        account_id=row.account,
        contact_id=row.contact,
        touchpoint_id=points.get(row.touchpoint),
        name=row.name[:200],
        source=source[:100],
        ts=row.ts,
        month=row.ts.astimezone(zone).strftime("%Y-%m"),
        actor=row.actor[:20],
        channel=row.channel[:20],
        failing=row.failing,
        row_key=row.row_key,
        imported_id=imported,
    )
