"""Decides how an import begins, lands as one and is undone as one."""

from __future__ import annotations

import json
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from polku.governance import models
from polku.governance.gate import Viewer, require
from polku.governance.services.errors import ImportState
from polku.governance.services.organisation import settled_row
from polku.governance.services.work import audit


@transaction.atomic
def begin_import(source: str, content_hash: str, mapping: Mapping[str, object], *, actor: Viewer) -> tuple[int, bool]:
    """Begin a unit of records, or find the one that the same file with the same mapping already is.

    Returns its id and whether it has landed already (then there is nothing to do); one that was left in the middle is
    taken up again.
    """
    require(actor, "import_data")
    settled_row()  # its lock lets two who send the same file at once find one import
    # Stores compare documents differently: one order of keys makes them agree.
    mapping = json.loads(json.dumps(dict(mapping), sort_keys=True))
    same = models.Import.objects.filter(content_hash=content_hash, mapping=mapping, source=source)
    known = same.exclude(state=models.Import.State.UNDONE).order_by("pk").first()
    if known is not None:
        return known.pk, known.state == models.Import.State.LANDED
    row = models.Import.objects.create(source=source, content_hash=content_hash, mapping=mapping, actor_id=actor.member)
    audit(actor, "begin", "import", row.key)
    return row.pk, False


def _dirty_parts(row: models.Import) -> None:
    parts = models.ImportPart.objects.filter(of=row)
    models.Dirty.objects.bulk_create(models.Dirty(table=part.table, month=part.month) for part in parts)


@transaction.atomic
def land_import(imported: int, *, rows: int, rejected: int, actor: Viewer) -> None:
    """Let everything that came in be seen at once: one UPDATE."""
    require(actor, "import_data")
    row = models.Import.objects.select_for_update().get(pk=imported)
    if row.state != models.Import.State.ARRIVING:
        raise ImportState(_("This import has landed or has been undone already."))
    row.state, row.rows, row.rejected, row.landed_at = models.Import.State.LANDED, rows, rejected, timezone.now()
    row.save(update_fields=["state", "rows", "rejected", "landed_at"])
    _dirty_parts(row)
    audit(actor, "land", "import", row.key)


@transaction.atomic
def undo_import(imported: int, *, actor: Viewer) -> None:
    """Take everything that came in out of sight at once: one UPDATE."""
    require(actor, "import_data")
    row = models.Import.objects.select_for_update().get(pk=imported)
    if row.state == models.Import.State.UNDONE:
        raise ImportState(_("This import has been undone already."))
    row.state = models.Import.State.UNDONE
    row.save(update_fields=["state"])
    _dirty_parts(row)
    audit(actor, "undo", "import", row.key)
