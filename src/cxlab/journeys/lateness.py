"""Decides which touchpoints came in their place but after their time limit."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cxlab.journeys.alignment import BOTH, Alignments
from cxlab.journeys.log import EventLog
from cxlab.journeys.planned import Limit
from cxlab.journeys.worktime import WorkingHours, open_seconds

Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]

# Limits are given in decimals, and 0.1 days are not exactly 8,640 seconds.
_A_HAIR = 1e-9
_CLOCK = {"minutes": 60, "hours": 3600, "days": 86_400, "weeks": 604_800}


def late_events(aligned: Alignments, hours: WorkingHours | None = None) -> Flags:
    """Which events stand in their planned place but came after the limit of that place.

    The clock starts at the planned touchpoint that happened before, or at the last one of the limit's own ``of``
    before it. Where that never happened there is nothing to be late for.

    Args:
        aligned: from ``align``; without times in the log nothing is late.
        hours: when the office is open, for limits in working hours and days.

    Returns:
        Shape (events,).

    Example:
        >>> import polars as pl
        >>> from cxlab.journeys.alignment import align
        >>> from cxlab.journeys.log import event_log
        >>> from cxlab.journeys.plan_text import parse_plan
        >>> from cxlab.journeys.variants import variants
        >>> rows = {"case": ["a", "a"], "touchpoint": ["Ask", "Answer"], "ts_s": [0, 200_000]}
        >>> plan = parse_plan("Ask" + chr(10) + "Answer within 2 days")
        >>> late_events(align(variants(event_log(pl.DataFrame(rows))), plan)).tolist()
        [False, True]
    """
    log = aligned.variants.log
    late = np.zeros(log.n_events, dtype=bool)
    limits = {place: t.limit for place, t in enumerate(aligned.touchpoints) if t.limit is not None}
    if log.ts_s is None or not limits:
        return late
    place, before = _places(aligned)
    for number, limit in limits.items():
        here = np.flatnonzero(place == number)
        since = before[here] if limit.after is None else _last_of(log, limit.after)[here]
        here, since = here[since >= 0], since[since >= 0]
        late[here] = _passed(log.ts_s[since], log.ts_s[here], limit, hours or WorkingHours()) > _A_HAIR
    return late


def _places(aligned: Alignments) -> tuple[Ints, Ints]:
    """The planned place of each event, and the event in the planned place before it; -1 for none."""
    log, found = aligned.variants.log, aligned.variants
    place = np.full(log.n_events, -1, dtype=np.int64)
    before = np.full(log.n_events, -1, dtype=np.int64)
    order = np.argsort(found.of_case, kind="stable")
    edges = np.searchsorted(found.of_case[order], np.arange(len(found) + 1))
    for variant in range(len(found)):
        moves = slice(int(aligned.begins[variant]), int(aligned.begins[variant + 1]))
        both = aligned.kinds[moves] == BOTH
        events, places = aligned.events[moves][both], aligned.places[moves][both]
        starts = log.offsets[order[edges[variant] : edges[variant + 1]]][:, None]
        place[starts + events] = places
        before[starts + events[1:]] = starts + events[:-1]
    return place, before


def _last_of(log: EventLog, touchpoint: str) -> Ints:
    """For each event, the last one of the touchpoint before it in its case; -1 for none."""
    where = np.arange(log.n_events)
    named = log.codes == (log.names.index(touchpoint) if touchpoint in log.names else -1)
    last = np.maximum.accumulate(np.where(named, where, -1)) if log.n_events else where
    last = np.concatenate([[-1], last[:-1]]) if log.n_events else last
    begin = log.offsets[log.case_of_event()]
    return np.where(last >= begin, last, -1)


def _passed(start: Ints, end: Ints, limit: Limit, hours: WorkingHours) -> NDArray[np.float64]:
    """By how many units the limit was passed; negative when it was kept."""
    if limit.unit in _CLOCK:
        return np.asarray((end - start) / _CLOCK[limit.unit] - limit.amount, dtype=np.float64)
    unit = 3600 if limit.unit == "working hours" else hours.day_seconds
    return np.asarray(open_seconds(start, end, hours) / unit - limit.amount, dtype=np.float64)
