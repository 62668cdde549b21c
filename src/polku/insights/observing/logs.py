"""Decides which walks belong to a journey, and makes their log: by period, segment and what the viewer may see."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from cxlab.journeys.log import EventLog, event_log
from polku.governance.gate import Viewer
from polku.insights.asking.happened import read_events
from polku.snapshot.columns import MISSING
from polku.snapshot.read import Snapshot

Months = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class Logged:
    """Walks of one journey.

    Attributes:
        log: events at the journey's touchpoints by slug; cases by their code as text.
        unmapped: events of these walks that stand for no touchpoint; elsewhere: those at other journeys' touchpoints.
        months: local months in which walks of the journey begin, the first and the last; None where there are none.
        segments: keys of the segments whose walks there are.
    """

    log: EventLog
    unmapped: int
    elsewhere: int
    months: Months
    segments: tuple[str, ...]


def logged(snapshot: Snapshot, journey: str, months: Months, segment: str, viewer: Viewer) -> Logged:
    """The walks that passed a touchpoint of the journey, by the month they began and the segment of their account."""
    points = snapshot.table("touchpoints")
    own = points.filter(pl.col("journey") == snapshot.places.get("journey", {}).get(journey, MISSING))
    events = read_events(snapshot, viewer)
    here = events.filter(pl.col("touchpoint").is_in(own["touchpoint"].implode()))
    begun = _begun(snapshot, here)
    chosen = begun
    first, last = months
    if first:
        chosen = chosen.filter(pl.col("month") >= _number(first))
    if last:
        chosen = chosen.filter(pl.col("month") <= _number(last))
    if segment:
        code = snapshot.places.get("segment", {}).get(segment, -100)
        chosen = chosen.filter(pl.col("segment") == code)
    if chosen.height < begun.height:
        here = here.join(chosen.select("case"), on="case", how="semi", maintain_order="left")
    beside = events.join(chosen.select("case"), on="case", how="semi").filter(
        ~pl.col("touchpoint").is_in(own["touchpoint"].implode())
    )
    unmapped = beside.filter(pl.col("touchpoint") == MISSING).height
    known, ends = snapshot.keys("segment"), (begun["month"].min(), begun["month"].max())
    return Logged(
        log=_log(snapshot, here, own),
        unmapped=unmapped,
        elsewhere=beside.height - unmapped,
        months=(_month(ends[0]), _month(ends[1])),
        segments=tuple(sorted(known[code] for code in begun["segment"].unique() if code >= 0)),
    )


def _begun(snapshot: Snapshot, here: pl.DataFrame) -> pl.DataFrame:
    """Each case with its first month, its account and that account's segment."""
    accounts = snapshot.table("accounts").select("account", "segment")
    named = pl.col("account").filter(pl.col("account") != MISSING)
    return (
        here.group_by("case", maintain_order=True)
        .agg(pl.col("month").min(), named.first().fill_null(MISSING).alias("account"))
        .join(accounts, on="account", how="left", maintain_order="left")
        .with_columns(pl.col("segment").fill_null(MISSING))
    )


def _log(snapshot: Snapshot, here: pl.DataFrame, own: pl.DataFrame) -> EventLog:
    slugs = pl.DataFrame(
        {
            "touchpoint": own["touchpoint"],
            "slug": [snapshot.keys("touchpoint")[code] for code in own["touchpoint"]],
            "owner": [snapshot.keys("owner")[code] if code >= 0 else None for code in own["owner"]],
        },
        schema={"touchpoint": pl.Int32, "slug": pl.String, "owner": pl.String},
    )
    known = [pl.when(pl.col(name) != MISSING).then(pl.col(name)).alias(name) for name in ("account", "contact")]
    rows = here.join(slugs, on="touchpoint", how="left", maintain_order="left").select(
        pl.col("case").cast(pl.String), pl.col("slug"), "ts_s", "owner", "failing", *known
    )
    return event_log(rows, case="case", touchpoint="slug")


def _number(month: str) -> int:
    return int(month[:4]) * 100 + int(month[5:7])


def _month(number: object) -> str | None:
    return None if number is None else f"{int(str(number)) // 100:04}-{int(str(number)) % 100:02}"
