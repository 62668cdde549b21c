"""Decides how a large file is looked at before its page can be shown: in one thread for all, telling how far it is."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from polku.flows.import_file.earlier import earlier_wave
from polku.flows.import_file.kept_looks import place_of
from polku.flows.import_file.mapping import from_json
from polku.flows.import_file.opening import opened
from polku.flows.import_file.places import folder
from polku.flows.import_file.remembering import look_key, noticed_once, remembered
from polku.governance import queries
from polku.governance.gate import Viewer, require

# Bytes; a smaller file is looked at while its page loads.
LARGE = 30_000_000
# Nobody has said for so long how far a look is: its process has ended.
SILENT_S = 30.0
_failed: set[Any] = set()
logger = logging.getLogger(__name__)


def under_way(key: UUID, *, viewer: Viewer) -> float | None:
    """How far the look at a large upload is, 0 to 1; None when its page can be shown. Begins it where nobody has."""
    require(viewer, "import_data")
    upload = queries.upload(key, viewer=viewer)
    if upload is None or upload.size < LARGE or not upload.path:
        return None
    mapping = from_json(upload.mapping)
    file = opened(folder() / upload.path, mapping.form, name=upload.name)
    earlier = earlier_wave(mapping, file, viewer=viewer)
    look = look_key(file, mapping, earlier, upload.sha256)
    if remembered(look, upload.sha256) or look in _failed:
        return None
    part = place_of(upload.sha256, look).with_suffix(".part")
    said = _said(part)
    if said is None:
        part.write_text("0")

        def find() -> None:
            noticed_once(file, mapping, earlier, upload.sha256, lambda share, _rows: _tell(part, share))

        threading.Thread(target=_look, args=(find, look, part), daemon=True).start()
    return said or 0.0


def _said(part: Path) -> float | None:
    """How far a look that is under way is; None when none is."""
    try:
        silent = time.time() - part.stat().st_mtime
        return float(part.read_text() or 0) if silent < SILENT_S else None
    except FileNotFoundError:
        return None


def _look(find: Callable[[], None], look: Any, part: Path) -> None:
    try:
        find()
    except Exception:
        # Whoever asks for the page meets the same fault there, and is told of it in words.
        _failed.add(look)
        logger.exception("looking at a large file failed")
    finally:
        part.unlink(missing_ok=True)


def _tell(part: Path, share: float) -> None:
    part.write_text(f"{share:.3f}")
