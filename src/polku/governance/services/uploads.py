"""Decides what may happen to a file that was brought in: taken in once, told of, thrown away; and kept mappings."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from polku.governance import models
from polku.governance.gate import Viewer, require
from polku.governance.rules import Refused
from polku.governance.services.errors import ImportState, NotFound
from polku.governance.services.work import audit

State = models.Upload.State
_OPEN = (State.WAITING, State.FAILED)


def _locked(key: UUID) -> models.Upload:
    row = models.Upload.objects.select_for_update().filter(key=key).first()
    if row is None:
        raise NotFound(_("This file is not there any more."))
    return row


@transaction.atomic
def add_upload(
    key: UUID, *, name: str, path: str, sha256: str, size: int, mapping: Mapping[str, object], actor: Viewer
) -> None:
    """Keep that a file waits to be taken in; ``path`` leads to it from the folder of uploads."""
    require(actor, "import_data")
    models.Upload.objects.create(
        key=key, name=name[:300], path=path, sha256=sha256, size=size, mapping=dict(mapping), actor_id=actor.member
    )
    audit(actor, "upload", "import", key)


@transaction.atomic
def change_upload(key: UUID, *, mapping: Mapping[str, object], actor: Viewer) -> None:
    """Decide anew what the columns mean; a file that is being taken in or has landed stays as it was decided."""
    require(actor, "import_data")
    row = _locked(key)
    if row.state not in _OPEN:
        raise ImportState(_("This file is being taken in or has landed already. Undo it first, then bring it again."))
    row.mapping = json.loads(json.dumps(dict(mapping)))
    row.save(update_fields=["mapping"])


@transaction.atomic
def start_upload(key: UUID, *, actor: Viewer) -> bool:
    """Let the file be taken in; False when that was said before: two clicks are one import."""
    require(actor, "import_data")
    row = _locked(key)
    if row.state not in _OPEN:
        return False
    row.state, row.progress, row.told, row.beat_at = State.READING, 0.0, {}, timezone.now()
    row.save(update_fields=["state", "progress", "told", "beat_at"])
    return True


def tell_upload(
    key: UUID,
    *,
    actor: Viewer,
    state: str | None = None,
    progress: float | None = None,
    told: Mapping[str, object] | None = None,
    imported: int | None = None,
    rejected: str | None = None,
) -> None:
    """Say how far it is, and what became of it; one UPDATE, so that a reader is told often."""
    require(actor, "import_data")
    said = {"state": state, "progress": progress, "told": told, "imported_id": imported, "rejected": rejected}
    given = {name: value for name, value in said.items() if value is not None}
    models.Upload.objects.filter(key=key).update(**given, beat_at=timezone.now())


@transaction.atomic
def drop_upload(key: UUID, *, actor: Viewer) -> str:
    """Forget a file that is not being taken in; returns where it lay. What landed of it stays."""
    require(actor, "import_data")
    row = _locked(key)
    if row.state in {State.READING, State.ARRIVING}:
        raise ImportState(_("This file is being taken in. Wait for it, then undo it."))
    path = row.path
    row.delete()
    audit(actor, "delete", "import", key)
    return path


def outdated(before: datetime) -> list[tuple[UUID, str]]:
    """Files whose last word is older than this and that are not being taken in: where they lie, by key."""
    still = Q(state__in=[State.READING, State.ARRIVING])
    rows = models.Upload.objects.exclude(still).exclude(path="").filter(created_at__lt=before)
    return list(rows.values_list("key", "path"))


@transaction.atomic
def keep_mapping(name: str, toml: str, *, actor: Viewer) -> None:
    """Keep a mapping under a name, to be used again; the same name again replaces it."""
    require(actor, "import_data")
    name = " ".join(name.split())[:100]
    if not name:
        raise Refused(_("Give the mapping a name."), "name")
    models.KeptMapping.objects.update_or_create(
        name=name, defaults={"toml": toml, "by_id": actor.member, "at": timezone.now()}
    )
    audit(actor, "keep", "mapping", name[:64])


@transaction.atomic
def forget_mapping(name: str, *, actor: Viewer) -> None:
    """Forget a kept mapping; what came in with it stays."""
    require(actor, "import_data")
    found, _kinds = models.KeptMapping.objects.filter(name=name).delete()
    if not found:
        raise NotFound(_("There is no mapping with this name any more."))
    audit(actor, "forget", "mapping", name[:64])
