"""Decides what becomes of a file that the pages bring: received, decided on, taken in behind the scenes, undone."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from cxlab.files import FileError
from polku.flows.import_file.file_errors import told
from polku.flows.import_file.fitting import fitted, tied
from polku.flows.import_file.kept_looks import drop_looks
from polku.flows.import_file.looking import Preview, look
from polku.flows.import_file.mapping import Mapping, from_json, to_json
from polku.flows.import_file.opening import opened
from polku.flows.import_file.places import folder
from polku.flows.import_file.proposing import propose
from polku.flows.import_file.running import Outcome, Undecided, run
from polku.flows.turns import in_turn
from polku.governance import queries, services
from polku.governance.gate import Viewer, require
from polku.governance.rules import Refused
from polku.surveys.services import drop_imported

LARGEST = 2 * 1024**3


class FileRefused(Refused):
    """A file that is not taken: it cannot be read as a table, or is too large."""


def receive(name: str, chunks: Iterable[bytes], *, actor: Viewer, mapping: Mapping | None = None) -> UUID:
    """Take a file and propose a mapping for it; returns the key of the upload. Raises FileRefused, and keeps nothing.

    ``mapping``: one that was kept, to be used again instead of a proposal.
    """
    require(actor, "import_data")
    key = uuid.uuid4()
    path = folder() / f"{key}{Path(name).suffix.lower()[:10]}"
    try:
        digest, size = _written(path, chunks)
        file = _opened(path, name, mapping)
        proposed = tied(fitted(mapping, digest, kept=True) if mapping else propose(file), digest)
        services.add_upload(
            key, name=name, path=path.name, sha256=digest, size=size, mapping=to_json(proposed), actor=actor
        )
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return key


def _written(path: Path, chunks: Iterable[bytes]) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with path.open("xb") as handle:
        for chunk in chunks:
            size += len(chunk)
            if size > LARGEST:
                raise FileRefused(_("The file is larger than 2 GB. Split it and bring the parts one after another."))
            digest.update(chunk)
            handle.write(chunk)
    return digest.hexdigest(), size


def _opened(path: Path, name: str, mapping: Mapping | None) -> Any:
    try:
        return opened(path, mapping.form, name=name) if mapping else opened(path, name=name)
    except FileError as error:
        raise FileRefused(told(error)) from error


def bring(
    path: Path,
    mapping: Mapping,
    *,
    actor: Viewer,
    progress: Callable[[float, int], None] = lambda _share, _rows: None,
) -> Outcome:
    """Bring in a file that lies on this machine, and keep that it was brought, as for a file of the pages."""
    done = run(path, mapping, actor=actor, progress=progress)
    if done.already:
        return done
    key = uuid.uuid4()
    with path.open("rb") as handle:
        digest = hashlib.file_digest(handle, "sha256").hexdigest()
    services.add_upload(
        key, name=path.name, path="", sha256=digest, size=path.stat().st_size, mapping=to_json(mapping), actor=actor
    )
    _tell_landed(key, done, actor)
    return done


def _upload(key: UUID, viewer: Viewer) -> queries.Upload:
    found = queries.upload(key, viewer=viewer)
    if found is None:
        raise services.NotFound(_("This file is not there any more."))
    return found


def look_at(key: UUID, *, viewer: Viewer) -> Preview:
    """What is shown of an upload before it is taken in."""
    upload = _upload(key, viewer)
    mapping = from_json(upload.mapping)
    file = _opened(folder() / upload.path, upload.name, mapping)
    return look(file, mapping, viewer=viewer, content=upload.sha256)


def decide(key: UUID, mapping: Mapping, *, actor: Viewer) -> None:
    """Keep what was decided of an upload."""
    told = tied(mapping, _upload(key, actor).sha256)
    services.change_upload(key, mapping=to_json(told), actor=actor)


def start(key: UUID, *, actor: Viewer) -> bool:
    """Let an upload be taken in by the worker; False when that was said before."""
    from polku.flows.tasks import take_in

    if not services.start_upload(key, actor=actor):
        return False
    take_in.enqueue(str(key), actor.member, actor.role, actor.language)
    return True


def take_in(key: UUID, *, actor: Viewer) -> None:
    """Take an upload in: what the worker does, and may do twice."""
    upload = _upload(key, actor)
    if upload.state not in {"reading", "arriving"}:
        return

    def progress(share: float, rows: int) -> None:
        services.tell_upload(key, progress=share, told={"rows": rows}, actor=actor)

    def began(imported: int) -> None:
        services.tell_upload(key, state="arriving", imported=imported, actor=actor)

    try:
        mapping = from_json(upload.mapping)
        done = run(folder() / upload.path, mapping, name=upload.name, actor=actor, progress=progress, began=began)
    except Refused as refused:
        _failed(key, refused, actor)
        return
    except FileError as error:
        _failed(key, FileRefused(told(error)), actor)
        return
    except Exception:
        _failed(key, Refused(_("Something went wrong that is not the file's fault. Try again.")), actor)
        raise
    _tell_landed(key, done, actor)
    (folder() / upload.path).unlink(missing_ok=True)
    drop_looks(upload.sha256)


def _tell_landed(key: UUID, done: Outcome, actor: Viewer) -> None:
    services.tell_upload(
        key,
        state="landed",
        progress=1.0,
        imported=done.imported,
        rejected=done.rejected_file.name if done.rejected_file else "",
        told={
            "already": done.already, "rows": done.rows, "new": done.new, "answers": done.answers,
            "rejected": done.rejected, **dict(zip(("first", "last"), done.months[:1] + done.months[-1:], strict=False)),
        },
        actor=actor,
    )  # fmt: skip


def _failed(key: UUID, refused: Exception, actor: Viewer) -> None:
    told = {"why": str(refused)}
    if isinstance(refused, Undecided):
        told["undecided"] = [one.key for one in refused.undecided]
    services.tell_upload(key, state="failed", told=told, actor=actor)


def undo(key: UUID, *, actor: Viewer) -> None:
    """Take what landed of an upload out of sight, all of it at once."""
    upload = _upload(key, actor)
    if upload.imported is None or upload.state != "landed":
        raise services.ImportState(_("This import has not landed, or has been undone already."))
    services.undo_import(upload.imported, actor=actor)


def rejected_file(key: UUID, *, viewer: Viewer) -> Path | None:
    """Where the rejected rows of an upload lie; None when there are none, or no longer."""
    upload = _upload(key, viewer)
    path = folder() / upload.rejected
    return path if upload.rejected and path.is_file() else None


def remove(key: UUID, *, actor: Viewer) -> None:
    """Throw a waiting or failed upload away, its file and what had come of it unseen. What landed stays."""
    upload = _upload(key, actor)
    path = services.drop_upload(key, actor=actor)
    if path:
        (folder() / path).unlink(missing_ok=True)
    drop_looks(upload.sha256)
    if upload.state == "failed" and upload.imported is not None:
        services.undo_import(upload.imported, actor=actor)
        drop_imported(upload.imported, actor=actor, turn=in_turn)
