"""How a row of any room is changed, taken out of sight and brought back, so that each leaves the same traces behind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import Model
from django.utils import timezone

from polku.governance import rules
from polku.governance.gate import Viewer
from polku.governance.services.work import audit, mark_dirty


def save_changed(row: Model, values: Mapping[str, object]) -> list[str]:
    """Store what differs from the row as it is read; the names of those fields, none when nothing did."""
    fields = rules.changed({name: getattr(row, name) for name in values}, values)
    for name in fields:
        setattr(row, name, values[name])
    if fields:
        row.save(update_fields=fields)
    return fields


def take_away(row: Model, kind: str, *, actor: Viewer, stale: Iterable[str]) -> None:
    """Out of sight, and out of the tables of the snapshot that are named; nothing of the row is lost."""
    row.deleted_at = timezone.now()
    _kept(row, "delete", kind, actor, stale)


def bring_back(row: Model, kind: str, *, actor: Viewer, stale: Iterable[str]) -> None:
    """Undo ``take_away``: the row is in sight as it was."""
    row.deleted_at = None
    _kept(row, "restore", kind, actor, stale)


def _kept(row: Model, verb: str, kind: str, actor: Viewer, stale: Iterable[str]) -> None:
    row.save(update_fields=["deleted_at"])
    for table in stale:
        mark_dirty(table)
    audit(actor, verb, kind, row.key)
