"""Decides when the snapshot is brought up to date: a second after a change, and at times for what time changes."""

from __future__ import annotations

from polku.snapshot import build

# Waves close, files outlive their grace: neither leaves a row on the work table.
EVERY_S = 30.0


def refresh() -> build.Built:
    """Bring the snapshot up to date now."""
    return build.refresh()


def refresh_if_needed(*, since_last: float) -> bool:
    """Refresh when a change waits or when the last refresh is some time ago."""
    if since_last < EVERY_S and not build.work_waits():
        return False
    build.refresh()
    return True
