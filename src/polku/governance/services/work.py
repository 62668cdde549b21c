"""Decides what a write leaves beside its change: one entry of the audit, and which parts of the snapshot are stale."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from polku.governance import models
from polku.governance.gate import Viewer

MONTHS_A_STATEMENT = 200  # a store takes a limited number of values at once


# After the name of a table: rows have come in the month, and nothing else has changed.
ADDED = "+"


def mark_dirty(
    table: str, *months: str, erased: bool = False, imported: int | None = None, only_added: bool = False
) -> None:
    """Tell the snapshot, in the caller's transaction, which parts of a table a change has made stale.

    No month means the whole of a table that has no months. Rows of an import that has not landed change nothing yet:
    their parts wait with the import and become dirty when it lands. Where rows were only added, the build reads no
    others.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("mark_dirty belongs in the transaction of the change")
    parts = sorted(set(months)) or [""]
    if imported is not None and _still_arriving(imported, table, parts):
        return
    # By hand: this is in every answer, and the mapper would take longer than the store.
    with connection.cursor() as cursor:
        for start in range(0, len(parts), MONTHS_A_STATEMENT):
            some = parts[start : start + MONTHS_A_STATEMENT]
            places = ", ".join(["(%s, %s, %s)"] * len(some))
            cursor.execute(
                f'INSERT INTO governance_dirty ("table", month, erased) VALUES {places}',  # noqa: S608 - places only
                [value for month in some for value in (table + ADDED * only_added, month, erased)],
            )


def _still_arriving(imported: int, table: str, parts: Iterable[str]) -> bool:
    """Keep the parts with the import; whether they become dirty when it lands, or are dirty now since it has.

    The lock lets landing come before this or after it, never between: else the parts would wait for what has been. It
    leaves those be who write rows of the same import, and so hold the import against removal.
    """
    found = models.Import.objects.select_for_update(no_key=True).filter(pk=imported).values_list("state", flat=True)
    state = next(iter(found), None)
    if state is not None:
        kept = [models.ImportPart(of_id=imported, table=table, month=month) for month in parts]
        models.ImportPart.objects.bulk_create(kept, ignore_conflicts=True)
    return state == models.Import.State.ARRIVING


def audit(actor: Viewer, verb: str, subject_kind: str, subject_key: object, fields: Iterable[str] = ()) -> None:
    """Write one entry for a use case: who, what, on which thing, which fields; never a value."""
    models.AuditEntry.objects.create(
        actor_id=actor.member,
        verb=verb,
        subject_kind=subject_kind,
        subject_key=str(subject_key),
        fields=list(fields),
    )
