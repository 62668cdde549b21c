"""Decides in which order writers of one SQLite file get their turn: as they came, instead of by chance."""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

_own = threading.local()


@contextmanager
def in_turn() -> Iterator[None]:
    """Wait for a turn to write, and hold it for the transaction inside.

    SQLite lets one write at a time; who finds it taken sleeps for up to a tenth of a second and tries again, so that
    the last of many may wait for seconds. A lock on a file beside the store is handed on at once, between threads and
    between processes, and falls when its holder is killed. Writers elsewhere need not know of it.
    """
    place = _place()
    if place is None:
        yield
        return
    fcntl.flock(place, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(place, fcntl.LOCK_UN)


def _place() -> int | None:
    """This thread's own descriptor of the lock file; none on PostgreSQL and for a store in memory."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor != "sqlite" or ":memory:" in name or name.startswith("file:"):
        return None
    if getattr(_own, "name", None) != name:
        if hasattr(_own, "place"):
            os.close(_own.place)
        _own.place = os.open(f"{name}-turn", os.O_RDWR | os.O_CREAT, 0o600)
        _own.name = name
    return _own.place
