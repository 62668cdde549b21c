"""Decides how the ways between touchpoints are counted: by walks and by times, with the middle wait of each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from cxlab.journeys.log import EventLog


@dataclass(frozen=True, slots=True)
class WayOn:
    """Who came directly after whom: in how many walks, how often, and the middle wait in seconds."""

    start: str
    end: str
    walks: int
    times: int
    wait_s: int


def ways_of(log: EventLog) -> tuple[WayOn, ...]:
    """Every pair of touchpoints that followed each other, those of most walks first."""
    if log.n_events < 2 or log.ts_s is None:  # noqa: PLR2004 - a way has two ends
        return ()
    case = log.case_of_event()
    inside = case[1:] == case[:-1]
    steps = pl.DataFrame(
        {
            "pair": (log.codes[:-1].astype(np.int64) * len(log.names) + log.codes[1:])[inside],
            "case": case[1:][inside],
            "wait": (log.ts_s[1:] - log.ts_s[:-1])[inside],
        }
    )
    found = steps.group_by("pair").agg(pl.col("case").n_unique(), pl.len(), pl.col("wait").median())
    rows = found.sort(["case", "len", "pair"], descending=[True, True, False]).iter_rows()
    return tuple(
        WayOn(log.names[pair // len(log.names)], log.names[pair % len(log.names)], walks, times, round(wait))
        for pair, walks, times, wait in rows
    )


def walks_at(log: EventLog) -> dict[str, int]:
    """How many walks pass each touchpoint."""
    case = log.case_of_event()
    counts = {}
    for code, name in enumerate(log.names):
        seen = np.zeros(log.n_cases, dtype=bool)
        seen[case[log.codes == code]] = True
        counts[name] = int(seen.sum())
    return counts


def cases_with(log: EventLog, start: str, end: str = "") -> np.ndarray:
    """Places of the walks that pass a touchpoint, or that go from one directly to another."""
    code = {name: at for at, name in enumerate(log.names)}
    if start not in code or (end and end not in code):
        return np.empty(0, dtype=np.int64)
    case = log.case_of_event()
    if not end:
        return np.unique(case[log.codes == code[start]])
    here = (log.codes[:-1] == code[start]) & (log.codes[1:] == code[end]) & (case[1:] == case[:-1])
    return np.unique(case[1:][here])
