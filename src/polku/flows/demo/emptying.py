"""Decides what goes when the demo company is loaded afresh: everything but the members and what they have settled."""

from __future__ import annotations

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction

from polku.governance.gate import Viewer, require
from polku.governance.services import audit, mark_dirty
from polku.snapshot.columns import TABLES

KEPT = {"governance.member", "governance.organisation", "outreach.rulesversion"}


def tables_to_empty() -> list[str]:
    """Every table of every room, a room of tomorrow included, but those that are kept."""
    rooms = (room for room in apps.get_app_configs() if room.name.startswith("polku."))
    models = (model for room in rooms for model in room.get_models(include_auto_created=True))
    return sorted(model._meta.db_table for model in models if model._meta.label_lower not in KEPT)


def empty_store(*, actor: Viewer) -> None:
    """Empty the rooms; the snapshot's files go with the next refresh, as after an erasure."""
    require(actor, "erase_person")
    with transaction.atomic():
        connection.ops.execute_sql_flush(connection.ops.sql_flush(no_style(), tables_to_empty(), reset_sequences=False))
        for table in TABLES:
            mark_dirty(table, erased=True)
        audit(actor, "empty", "store", "")
