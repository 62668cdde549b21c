"""Decides what state a version is in at a moment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

State = Literal["draft", "not_yet", "open", "closed", "replaced"]


def state_of(
    now: datetime, *, published: datetime | None, opens: datetime | None, closes: datetime | None, newer: bool
) -> State:
    """The state of a version with these times; ``newer`` tells that a later version has opened."""
    if published is None:
        return "draft"
    if closes is not None and closes <= now:
        return "closed"
    if newer:
        return "replaced"
    if opens is not None and opens > now:
        return "not_yet"
    return "open"


def has_opened(now: datetime, opens: datetime | None) -> bool:
    """Whether a published version's time to open has come."""
    return opens is None or opens <= now


def leading(now: datetime, times: Sequence[tuple[datetime | None, datetime | None]]) -> int:
    """Which of a survey's published versions its link leads to, from their opening and closing times, oldest first.

    The newest that has opened: one that opens later leaves the present one be. When that one has closed, or there is
    none, the newest of all.
    """
    newest = len(times) - 1
    at = next((place for place in range(newest, -1, -1) if has_opened(now, times[place][0])), newest)
    closes = times[at][1]
    return newest if closes is not None and closes <= now else at
