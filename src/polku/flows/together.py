"""Decides which writes of a process are made durable by one commit: those that came while the last one was under way.

A commit waits for the disk, and all but one of the threads wait for it. Whoever comes next writes for all who came
meanwhile, in one transaction, each behind a savepoint of its own: what is wrong with one is told to that one alone.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django.db import DataError, Error, IntegrityError, ProgrammingError, transaction

from polku.flows.turns import in_turn

T = TypeVar("T")
# So many at most: nobody waits for a hundred others.
MOST = 32
_OWN_FAULTS = (DataError, IntegrityError, ProgrammingError)
_waiting: list[_Wish[Any]] = []
_gate = threading.Lock()
_leading = threading.Lock()


class _Wish(Generic[T]):
    """A write that somebody waits for, and what became of it."""

    def __init__(self, write: Callable[[], T]) -> None:
        self.write = write
        self.made: list[T] = []
        self.error: BaseException | None = None

    @property
    def settled(self) -> bool:
        return bool(self.made) or self.error is not None


def together(write: Callable[[], T]) -> T:
    """Run a write in a transaction, with those of other threads; when this returns, it is durable.

    Args:
        write: joins the transaction of the thread that runs it, which may be another; safe to repeat.

    Raises whatever ``write`` raised. A fault of the store (it is locked, the connection is lost) is told to all whose
    writes were in the transaction: nothing of it stays.
    """
    if transaction.get_connection().in_atomic_block:
        # Somebody's own transaction, which no other thread may join.
        with transaction.atomic():
            return write()
    wish = _Wish(write)
    with _gate:
        _waiting.append(wish)
    with _leading:
        if not wish.settled:
            _lead(wish)
    if wish.error is not None:
        raise wish.error
    return wish.made[0]


def _lead(own: _Wish[Any]) -> None:
    """Write for oneself and for those who wait; nobody else leads meanwhile."""
    with _gate:
        others = [wish for wish in _waiting if wish is not own][: MOST - 1]
        taken = [own, *others]
        _waiting[:] = [wish for wish in _waiting if wish not in taken]
    made: list[Any] = []
    try:
        with in_turn(), transaction.atomic():
            made = [_one(wish, alone=len(taken) == 1) for wish in taken]
    except BaseException as error:  # noqa: BLE001 - told to all whose writes it took along
        for wish in taken:
            wish.error = wish.error or error
        return
    for wish, result in zip(taken, made, strict=True):
        if wish.error is None:
            wish.made.append(result)


def _one(wish: _Wish[Any], *, alone: bool) -> Any:
    """What the write gives; its own fault is kept for it, a fault of the store ends the transaction."""
    if alone:
        return wish.write()
    try:
        with transaction.atomic():
            return wish.write()
    except Error as fault:
        if not isinstance(fault, _OWN_FAULTS):
            raise
        wish.error = fault
    except Exception as fault:  # noqa: BLE001 - told to whoever waits for it
        wish.error = fault
    return None
