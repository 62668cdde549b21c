"""Decides how it is said whom a round asks: segments, roles, a journey, how long not heard of, one who decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from polku.outreach.rules.clocks import LONGEST_DAYS


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom a round asks. Empty means everybody; ``segments`` are keys, ``roles`` those of a decision.

    ``silent_days``: only people neither asked nor heard of for so long. ``needs_decider``: only accounts of which one
    who decides is asked.
    """

    segments: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    journey: str = ""
    silent_days: int = 0
    needs_decider: bool = False

    def kept(self) -> dict[str, Any]:
        """As it is kept in the store."""
        return {**asdict(self), "segments": list(self.segments), "roles": list(self.roles)}


def audience(kept: Mapping[str, Any]) -> Audience:
    """The audience out of kept data.

    >>> audience({"segments": ["designer"], "silent_days": 90}).segments
    ('designer',)
    """
    days = kept.get("silent_days") or 0
    return Audience(
        segments=tuple(kept.get("segments") or ()),
        roles=tuple(kept.get("roles") or ()),
        journey=str(kept.get("journey") or ""),
        silent_days=min(max(int(days), 0), LONGEST_DAYS),
        needs_decider=bool(kept.get("needs_decider")),
    )
