"""Decides what may become of a message, how long a refused one waits, and the key under which its answer is stored."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

# A message is waiting, then handed over (committed before the connection speaks), then one of the three that last.
STATES = ("waiting", "handing", "sent", "failed", "unknown", "suppressed")
REMIND_AFTER_DAYS = 7
MOST_REMINDERS = 2
MOST_TRIES = 6
_PERMANENT = 500
_WRONG_ADDRESS = (550, 551, 553)


def once_of(key: UUID) -> str:
    """The key under which the answer to an invitation is stored: the invitation counts once, however often it is sent.

    A digest, so that the store alone does not tell the link from the answer.
    """
    return hashlib.sha256(b"link:" + key.bytes.hex().encode()).hexdigest()


def back_off(tries: int) -> timedelta:
    """How long a message waits after a server has put it off for the ``tries``-th time.

    >>> [back_off(tries).total_seconds() / 60 for tries in (1, 2, 3, 9)]
    [1.0, 4.0, 16.0, 240.0]
    """
    return timedelta(minutes=min(4 ** (tries - 1), 240))


def permanent(code: int) -> bool:
    """Whether a server's answer is final (5xx) and not a request to come later (4xx)."""
    return code >= _PERMANENT


def wrong_address(code: int) -> bool:
    """Whether a server's answer says that there is no such address, so that it is not written to again."""
    return code in _WRONG_ADDRESS


def tally(states: Mapping[str, int]) -> dict[str, int]:
    """How many messages stand where: planned = suppressed + sent + failed + unknown + waiting, at every moment.

    One that is being handed over is not known to have arrived, nor not to have.

    >>> tally({"sent": 2, "handing": 1, "waiting": 4})["planned"]
    7
    """
    told = {name: states.get(name, 0) for name in ("suppressed", "sent", "failed", "unknown", "waiting")}
    told["unknown"] += states.get("handing", 0)
    return {"planned": sum(states.values()), **told}
