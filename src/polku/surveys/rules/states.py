"""Decides what state a version is in at a moment."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

State = Literal["draft", "not_yet", "open", "closed", "replaced"]


def state_of(
    now: datetime, *, published: datetime | None, opens: datetime | None, closes: datetime | None, newer: bool
) -> State:
    """The state of a version with these times; ``newer`` tells that a later version has been published."""
    if published is None:
        return "draft"
    if closes is not None and closes <= now:
        return "closed"
    if newer:
        return "replaced"
    if opens is not None and opens > now:
        return "not_yet"
    return "open"
