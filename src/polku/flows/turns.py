"""Decides in which order writers of one SQLite file get their turn: as they came, instead of by chance."""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

# Who writes much lets those who wait go first, but not for ever.
PATIENCE_S = 0.5
PAUSE_S = 0.002
_own = threading.local()


@contextmanager
def in_turn() -> Iterator[None]:
    """Wait for a turn to write, and hold it for the transaction inside.

    SQLite lets one write at a time; who finds it taken sleeps for up to a tenth of a second and tries again, so that
    the last of many may wait for seconds. A lock on a file beside the store is handed on at once, between threads and
    between processes, and falls when its holder is killed. Writers elsewhere need not know of it.
    """
    places = _places()
    if places is None:
        yield
        return
    turn, asking = places
    fcntl.flock(asking, fcntl.LOCK_SH)
    try:
        fcntl.flock(turn, fcntl.LOCK_EX)
    finally:
        fcntl.flock(asking, fcntl.LOCK_UN)
    try:
        yield
    finally:
        fcntl.flock(turn, fcntl.LOCK_UN)


def give_way() -> None:
    """Let everybody have a turn who asks for one: between two transactions of somebody who has many to make.

    A lock that is let go is not handed to who waits for it longest: whoever asks again at once would get it first.
    """
    places = _places()
    if places is None:
        return
    _turn, asking = places
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        try:
            fcntl.flock(asking, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(PAUSE_S)
        else:
            fcntl.flock(asking, fcntl.LOCK_UN)
            return


def one_at_a_time() -> bool:
    """Whether the store lets one write at a time, so that each keeps all others waiting."""
    return _places() is not None


def _places() -> tuple[int, int] | None:
    """This thread's own descriptors of the lock files; none on PostgreSQL and for a store in memory."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor != "sqlite" or ":memory:" in name or name.startswith("file:"):
        return None
    if getattr(_own, "name", None) != name:
        for place in getattr(_own, "places", ()):
            os.close(place)
        _own.places = tuple(os.open(f"{name}-{which}", os.O_RDWR | os.O_CREAT, 0o600) for which in ("turn", "asking"))
        _own.name = name
    return _own.places
