"""A draft of the planned journey, made from what happened: which events, in which order, and how often they come."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from polku.governance.gate import Viewer, require
from polku.insights.asking.happened import read_events
from polku.snapshot.columns import MISSING
from polku.snapshot.read import open_snapshot

# An event that at least a third of the walks pass belongs to the draft; one that nine in ten pass is not optional.
PLANNED_FROM = 1 / 3
ALWAYS_FROM = 0.9
# Walks with the event in which it comes more than once: from a quarter on that is how the journey goes.
REPEATED_FROM = 0.25
# The order is told by the most frequent names and the first walks: enough to see who comes before whom.
MOST_ORDERED, MOST_WALKS = 60, 20_000


@dataclass(frozen=True, slots=True)
class Drafted:
    """An event as a draft of the plan has it.

    Attributes:
        source, name: as its file called it.
        cases: walks with it, of ``of`` walks; events: how often.
        planned: whether the draft holds it; optional, repeated: as what.
    """

    source: str
    name: str
    cases: int
    of: int
    events: int
    planned: bool
    optional: bool
    repeated: bool

    @property
    def share(self) -> float:
        return self.cases / self.of if self.of else 0.0


def drafted(source: str, *, viewer: Viewer) -> tuple[Drafted, ...]:
    """Events of a source that stand for no touchpoint yet, in the order in which walks first meet them.

    A hypothesis to be looked at and changed: it says how most walks go, not how they ought to.
    """
    require(viewer, "see_figures")
    snapshot = open_snapshot()
    code = MISSING if not source else snapshot.places.get("source", {}).get(source)
    if code is None:
        return ()
    rows = read_events(snapshot, viewer).filter(
        (pl.col("source") == code) & (pl.col("touchpoint") == MISSING) & (pl.col("name") != MISSING)
    )
    if not rows.height:
        return ()
    walks = rows["case"].n_unique()
    placed = rows.sort("case", "ts_s", maintain_order=True).with_columns(
        pl.int_range(pl.len()).over("case").alias("at")
    )
    each = placed.group_by("case", "name", maintain_order=True).agg(pl.col("at").min(), pl.len().alias("times"))
    counted = each.group_by("name").agg(
        pl.len().alias("cases"), pl.col("times").sum().alias("events"), (pl.col("times") > 1).mean().alias("again")
    )
    first = counted.sort(["cases", "name"], descending=[True, False])
    found = first.join(_order(each, first["name"].to_list()), on="name", how="left").sort("order", "name")
    names = snapshot.keys("event")
    return tuple(
        Drafted(
            source, names[name], cases, walks, events, cases >= PLANNED_FROM * walks, cases < ALWAYS_FROM * walks,
            again >= REPEATED_FROM,
        )
        for name, cases, events, again in found.select("name", "cases", "events", "again").iter_rows()
    )  # fmt: skip


def _order(each: pl.DataFrame, names: list[int]) -> pl.DataFrame:
    """A place for each name: those come first that walks with both meet before the others, each pair counting once."""
    kept = names[:MOST_ORDERED]
    cases = each["case"].unique(maintain_order=True).head(MOST_WALKS)
    table = (
        each.filter(pl.col("name").is_in(kept) & pl.col("case").is_in(cases.implode()))
        .pivot("name", index="case", values="at")
        .drop("case")
    )
    at = table.select(pl.all().cast(pl.Float64)).to_numpy()
    shown = [int(name) for name in table.columns]
    told = {}
    for k, name in enumerate(shown):
        with_both = ~np.isnan(at[:, [k]]) & ~np.isnan(at)
        before = (at[:, [k]] < at).sum(axis=0)
        both = with_both.sum(axis=0)
        others = (both > 0) & (np.arange(len(shown)) != k)
        told[name] = float((before[others] / both[others]).mean()) if others.any() else 0.5
    places = {name: at for at, name in enumerate(sorted(shown, key=lambda one: (-told[one], one)))}
    return pl.DataFrame(
        {"name": names, "order": [places.get(name, len(names) + k) for k, name in enumerate(names)]},
        schema={"name": pl.Int32, "order": pl.Int64},
    )
