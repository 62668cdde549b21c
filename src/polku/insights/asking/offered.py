"""Decides what there is to ask about: metrics with answers, keys that occur, months from the first to the last."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import polars as pl

from cxlab.definitions import DEFINITIONS
from polku.insights.asking.laid_ready import months_of, parts_of
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
    months = months_of(snapshot)
    if months is None:
        return Available((), dict.fromkeys(DIMENSIONS, ()), (), (), empty=True)
    answers: Counter[tuple[int, int]] = Counter()
    seen: dict[str, dict[int, int]] = {name: {} for name in DIMENSIONS}
    for part in parts_of(snapshot):
        answers.update(part.answers)
        for name, firsts in part.seen.items():
            for code, month in firsts.items():
                seen[name][code] = min(month, seen[name].get(code, month))
    audiences = tuple(AUDIENCES[code] for code in sorted(seen["audience"]))
    by_audience = {key: _metrics(snapshot, answers, AUDIENCES.index(key)) for key in audiences}
    return Available(
        metrics=by_audience.get("customer", ()),
        dimensions={name: _keys(snapshot, name, seen[name]) for name in DIMENSIONS if name != "audience"}
        | {"audience": audiences},
        months=tuple(month_at(month) for month in range(months.first, months.last + 1)),
        audiences=audiences,
        empty=False,
        by_audience=by_audience,
    )


def _metrics(snapshot: Snapshot, answers: Mapping[tuple[int, int], int], audience: int) -> tuple[str, ...]:
    """Metrics with answers, the most answered first; where the numbers are equal, by name."""
    names = snapshot.keys("definition")
    asked_of = [(definition, n) for (heard, definition), n in answers.items() if heard == audience and definition >= 0]
    return tuple(name for _, name in sorted((-n, names[code]) for code, n in asked_of if names[code] in DEFINITIONS))


def _keys(snapshot: Snapshot, name: str, seen: Mapping[int, int]) -> tuple[str, ...]:
    names = snapshot.keys(name)
    codes: Mapping[int, str] = {code: names[code] for code in seen if code >= 0}
    if name == "wave":
        return tuple(codes[code] for code in sorted(seen, key=lambda code: (seen[code], code)) if codes.get(code))
    if name not in _ON_THE_MAP:
        return tuple(sorted(codes.values()))
    order = snapshot.table("touchpoints").sort("position")[name].unique(maintain_order=True).to_list()
    return tuple(codes[code] for code in order if code in codes)


def in_time(rows: pl.DataFrame, name: str) -> list[int]:
    """Codes in the order of the first month they occur in."""
    first = rows.group_by(name).agg(pl.min("month")).sort("month", name)
    return [int(code) for code in first[name]]
