"""What sources call their events: which names are told of no touchpoint, and how often each happened."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from polku.governance.gate import Viewer, require
from polku.insights.asking.happened import read_events
from polku.snapshot.columns import MISSING
from polku.snapshot.read import open_snapshot


@dataclass(frozen=True, slots=True)
class Called:
    """A name in a source: how many events and cases it has, and its touchpoint (empty: it has no meaning yet)."""

    source: str
    name: str
    events: int
    cases: int
    touchpoint: str


def event_names(*, viewer: Viewer) -> tuple[Called, ...]:
    """Every name that an event came with, the most frequent first; those that say their touchpoint themselves not.

    Whoever may see some accounts only is told of their events.
    """
    require(viewer, "see_figures")
    snapshot = open_snapshot()
    rows = read_events(snapshot, viewer).filter((pl.col("own") == MISSING) & (pl.col("name") != MISSING))
    found = rows.group_by("source", "name").agg(
        pl.len().alias("events"), pl.col("case").n_unique().alias("cases"), pl.col("touchpoint").first()
    )
    sources, names, points = (snapshot.keys(one) for one in ("source", "event", "touchpoint"))
    told = [
        Called(sources[s] if s >= 0 else "", names[n], events, cases, points[p] if p >= 0 else "")
        for s, n, events, cases, p in found.select("source", "name", "events", "cases", "touchpoint").iter_rows()
    ]
    return tuple(sorted(told, key=lambda one: (-one.events, one.source, one.name)))
