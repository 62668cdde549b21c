"""Decides where files that are brought in lie, and that two never take in the same one at once."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from polku.governance.rules import Refused

KEPT = timedelta(days=30)


class BeingTakenIn(Refused):
    """Another process takes the same file in."""

    def __init__(self) -> None:
        super().__init__(_("This file is being taken in already."))


def folder() -> Path:
    """The folder of uploads; only we may look into it."""
    place = Path(settings.VAR) / "uploads"
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    return place


def rejected_path(imported: int) -> Path:
    """Where the rejected rows of an import lie."""
    return folder() / f"rejected-{imported}.csv"


@contextmanager
def being_taken_in(imported: int) -> Iterator[None]:
    """Hold an import while it comes in; the system lets it go when we die. Raises BeingTakenIn."""
    place = folder() / f".import-{imported}"
    with place.open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BeingTakenIn from None
        yield
    place.unlink(missing_ok=True)


def tidy() -> int:
    """Throw away files that nobody has come back to; returns how many."""
    oldest = (timezone.now() - KEPT).timestamp()
    gone = 0
    for path in folder().iterdir():
        if path.is_file() and path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
            gone += 1
    return gone
