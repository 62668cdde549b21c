"""Decides what there is to ask about: metrics with answers, keys that occur, months from the first to the last."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from cxlab.definitions import DEFINITIONS
from polku.insights.asking.counted import counts_of
from polku.insights.asking.questions import DIMENSIONS, Available, month_at
from polku.snapshot.columns import AUDIENCES
from polku.snapshot.read import Snapshot

# Keys in the order of the map, not of the alphabet.
_ON_THE_MAP = ("touchpoint", "journey", "phase")


def offered(snapshot: Snapshot) -> Available:
    """What the snapshot can be asked, made once a generation."""
    found = snapshot.made.get("available")
    if found is None:
        found = snapshot.made["available"] = _offered(snapshot)
    return found


def _offered(snapshot: Snapshot) -> Available:
    rows = counts_of(snapshot)
    if not rows.height:
        return Available((), dict.fromkeys(DIMENSIONS, ()), (), (), empty=True)
    months = range(int(str(rows["month"].min())), int(str(rows["month"].max())) + 1)
    audiences = tuple(AUDIENCES[code] for code in sorted(rows["audience"].unique()))
    by_audience = {
        key: _metrics(snapshot, rows.filter(pl.col("audience") == AUDIENCES.index(key))) for key in audiences
    }
    return Available(
        metrics=by_audience.get("customer", ()),
        dimensions={name: _keys(snapshot, rows, name) for name in DIMENSIONS if name != "audience"}
        | {"audience": audiences},
        months=tuple(month_at(month) for month in months),
        audiences=audiences,
        empty=False,
        by_audience=by_audience,
    )


def _metrics(snapshot: Snapshot, rows: pl.DataFrame) -> tuple[str, ...]:
    """Metrics with answers, the most answered first; where the numbers are equal, by name."""
    names = snapshot.keys("definition")
    asked_of = rows.group_by("definition").agg(pl.sum("_n"))
    known = [(-n, names[code]) for code, n in asked_of.iter_rows() if code >= 0 and names[code] in DEFINITIONS]
    return tuple(name for _, name in sorted(known))


def _keys(snapshot: Snapshot, rows: pl.DataFrame, name: str) -> tuple[str, ...]:
    names = snapshot.keys(name)
    codes: Mapping[int, str] = {code: names[code] for code in rows[name].unique() if code >= 0}
    if name == "wave":
        return tuple(codes[code] for code in in_time(rows, name) if codes.get(code))
    if name not in _ON_THE_MAP:
        return tuple(sorted(codes.values()))
    order = snapshot.table("touchpoints").sort("position")[name].unique(maintain_order=True).to_list()
    return tuple(codes[code] for code in order if code in codes)


def in_time(rows: pl.DataFrame, name: str) -> list[int]:
    """Codes in the order of the first month they occur in."""
    first = rows.group_by(name).agg(pl.min("month")).sort("month", name)
    return [int(code) for code in first[name]]
