"""Tells one customer's walk stop by stop against the plan: what came as planned, what did not, and when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import polars as pl

from cxlab.journeys.alignment import Move
from cxlab.journeys.deviations import Deviations, failed_events
from cxlab.journeys.lateness import late_events
from cxlab.journeys.worktime import WorkingHours

How = Literal["as_planned", "missing", "ad_hoc", "out_of_order", "repeated"]


@dataclass(frozen=True, slots=True)
class Stop:
    """One touchpoint of a walk, or one that was planned and did not happen.

    Attributes:
        touchpoint: its name.
        how: whether it came as planned; ``missing`` did not happen.
        ts_s: epoch seconds; None without a time, and where it did not happen.
        score: what the customer gave; None where nothing was given.
        late, failing: after its limit; did not do its job.
    """

    touchpoint: str
    how: How
    ts_s: int | None = None
    score: float | None = None
    late: bool = False
    failing: bool = False


@dataclass(frozen=True, slots=True)
class Walk:
    """The stops of one walk, in the order of its alignment with the plan; its case."""

    stops: tuple[Stop, ...]
    case: str = ""


def walk_of(
    left: Deviations,
    case: str,
    *,
    failing: str | None = None,
    failing_at_most: float | None = None,
    score: str = "score",
    hours: WorkingHours | None = None,
) -> Walk:
    """The walk of one case against the plan, by the same rules as ``deviations``.

    A touchpoint that happened in another place stands once, where it happened, as out of order.

    Args:
        left: the deviations of the log.
        case: its id.
        failing: column of true or false; see ``deviations``.
        failing_at_most: a touchpoint scored this or less has failed.
        score: column of scores.
        hours: when the office is open, for limits in working time.

    Returns:
        Walk.

    Raises:
        ValueError: the log has no such case.

    Example:
        >>> from cxlab.journeys import align, deviations, parse_plan, variants
        >>> from cxlab.journeys.log import from_walks
        >>> plan = parse_plan("Call" + chr(10) + "Visit" + chr(10) + "Pay")
        >>> left = deviations(align(variants(from_walks([["Call", "Chat", "Pay"]])), plan))
        >>> [(stop.touchpoint, stop.how) for stop in walk_of(left, "1").stops]
        [('Call', 'as_planned'), ('Visit', 'missing'), ('Chat', 'ad_hoc'), ('Pay', 'as_planned')]
    """
    aligned = left.alignments
    log = aligned.variants.log
    places = (log.cases == case).arg_true()
    if not len(places):
        message = f"There is no case {case!r} in the log."
        raise ValueError(message)
    at = int(places[0])
    begin = int(log.offsets[at])
    moves = aligned.moves(int(aligned.variants.of_case[at]))
    late = late_events(aligned, hours)
    failed = failed_events(log, failing, failing_at_most, score)
    given = log.extra[score].cast(pl.Float64) if score in log.extra.columns else None
    stops = []
    for move, how in zip(moves, _hows(moves), strict=True):
        if how is None:
            continue
        if move.event is None:
            stops.append(Stop(move.touchpoint, how))
            continue
        event = begin + move.event
        stops.append(
            Stop(
                move.touchpoint,
                how,
                None if log.ts_s is None else int(log.ts_s[event]),
                None if given is None else given[event],
                bool(late[event]),
                bool(failed[event]),
            )
        )
    return Walk(tuple(stops), case)


def _hows(moves: Sequence[Move]) -> list[How | None]:
    """What each move says; None for the planned place of a touchpoint that came elsewhere."""
    passed = Counter(move.touchpoint for move in moves if move.kind == "plan")
    left_over = Counter(move.touchpoint for move in moves if move.kind == "log")
    displaced = left_over & passed
    known = {move.touchpoint for move in moves if move.kind == "both"} | set(displaced)
    moved, silent = Counter(displaced), Counter(displaced)
    found: list[How | None] = []
    for move in moves:
        name = move.touchpoint
        if move.kind == "both":
            found.append("as_planned")
        elif move.kind == "plan":
            found.append(None if silent[name] > 0 else "missing")
            silent[name] -= 1
        else:
            found.append("out_of_order" if moved[name] > 0 else "repeated" if name in known else "ad_hoc")
            moved[name] -= 1
    return found
