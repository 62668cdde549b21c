"""Shows on which touchpoints going on depends: among those who reached one, how passing it well goes with what follows.

Association, never cause: who passes well may have gone on anyway.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cxlab.journeys.associations import associate
from cxlab.journeys.censoring import still_open
from cxlab.journeys.log import EventLog
from cxlab.journeys.tally import account_codes
from cxlab.results import Comparison

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class GoingOn:
    """How passing one touchpoint well goes with going on.

    Attributes:
        touchpoint: its name.
        reached: cases that reached it, whose passing is known and that are not still under way.
        well, badly: how many of them passed it well, and not.
        continuing: share that had anything after it, passed well (left) minus not (right); None where nobody did.
        buying: share that reached the goal after it, in the same way; None without a goal.
        continuing_adjusted, buying_adjusted: the same within segments; None where these are not known.
    """

    touchpoint: str
    reached: int
    well: int
    badly: int
    continuing: Comparison | None
    buying: Comparison | None
    continuing_adjusted: Comparison | None
    buying_adjusted: Comparison | None


def going_on(
    log: EventLog,
    *,
    score: str = "score",
    well_from: float | None = None,
    failing: str | None = None,
    goal: str | None = None,
    account: str | None = "account",
    segment: str | None = "segment",
    open_days: float = 0.0,
    level: float = 0.95,
) -> tuple[GoingOn, ...]:
    """For each touchpoint, compare those who passed it well with those who did not.

    The first time a case passed a touchpoint counts. Continuing is judged at touchpoints after which anybody went on.
    All touchpoints are one family for continuing, and one for buying.

    Args:
        log: the log.
        score: column of scores given at the event.
        well_from: a score of at least this is passing well. Either this or ``failing`` is needed.
        failing: column of true or false instead: passing well is not failing.
        goal: touchpoint that means buying, e.g. the order.
        account: column of accounts; intervals are then clustered by account.
        segment: column of segments for the adjusted differences.
        open_days: leave out cases whose last event lies less than this before the end of the log: they may go on yet.
        level: coverage of all intervals of a family together.

    Returns:
        Touchpoints where both ways of passing occur, the largest difference in continuing first.

    Raises:
        ValueError: neither ``well_from`` nor ``failing``, or a column or goal that the log does not have.

    Example:
        >>> from cxlab.journeys.log import event_log
        >>> rows = [(str(k), t, s) for k in range(40) for t, s in (("Call", k % 2), ("Pay", 1))[: 1 + k % 2]]
        >>> log = event_log(pl.DataFrame(rows, schema=["case", "touchpoint", "score"], orient="row"), time=None)
        >>> found = going_on(log, well_from=1)
        >>> found[0].touchpoint, found[0].continuing.difference, found[0].continuing.word
        ('Call', 1.0, 'better')
    """
    known, well = _passing(log, score, well_from, failing)
    if goal is not None and goal not in log.names:
        message = f"The goal {goal!r} is no touchpoint of the log. It has: {', '.join(log.names)}."
        raise ValueError(message)
    closed = ~still_open(log, open_days)
    marks, base, on, bought = _by_touchpoint(log, known, well, goal, closed)
    accounts = account_codes(log, account)
    groups = log.of_case(segment) if segment is not None and segment in log.extra.columns else None
    usable = [k for k in range(len(log.names)) if (base[k] & marks[k]).any() and (base[k] & ~marks[k]).any()]
    ahead = [k for k in usable if on[k].any()]
    toward = [k for k in usable if goal is not None and log.names[k] != goal]
    results: dict[str, dict[int, tuple[Comparison | None, Comparison | None]]] = {"on": {}, "bought": {}}
    for name, chosen, outcome in (("on", ahead, on), ("bought", toward, bought)):
        results[name] = _compared(marks[chosen], base[chosen], outcome[chosen], chosen, accounts, groups, level)
    found = []
    for k in usable:
        onward, buying = results["on"].get(k, (None, None)), results["bought"].get(k, (None, None))
        reached, passed = int(base[k].sum()), int((base[k] & marks[k]).sum())
        found.append(
            GoingOn(log.names[k], reached, passed, reached - passed, onward[0], buying[0], onward[1], buying[1])
        )
    return tuple(sorted(found, key=lambda one: (-_size(one.continuing), -_size(one.buying), one.touchpoint)))


def _size(comparison: Comparison | None) -> float:
    return abs(comparison.difference) if comparison is not None and comparison.difference is not None else -1.0


def _passing(log: EventLog, score: str, well_from: float | None, failing: str | None) -> tuple[Flags, Flags]:
    column = failing if failing is not None else score
    if failing is None and well_from is None:
        raise ValueError("Say what passing well is: a score of at least so much, or a column that says it failed.")
    if column not in log.extra.columns:
        message = f"There is no column {column!r}; the log carries: {', '.join(log.extra.columns) or 'nothing'}."
        raise ValueError(message)
    series = log.extra[column]
    known = series.is_not_null().to_numpy()
    if failing is not None:
        return known, ~series.cast(pl.Boolean).fill_null(value=False).to_numpy()
    return known, (series.cast(pl.Float64) >= well_from).fill_null(value=False).to_numpy()


def _by_touchpoint(
    log: EventLog, known: Flags, well: Flags, goal: str | None, closed: Flags
) -> tuple[Flags, Flags, Flags, Flags]:
    """Per touchpoint and case: passed well, reached with a known passing, anything after, the goal after."""
    shape = (len(log.names), log.n_cases)
    marks, base, on, bought = (np.zeros(shape, dtype=bool) for _ in range(4))
    case, where = log.case_of_event(), np.arange(log.n_events)
    last_goal = np.full(log.n_cases, -1, dtype=np.int64)
    if goal is not None:
        at_goal = log.codes == log.names.index(goal)
        np.maximum.at(last_goal, case[at_goal], where[at_goal])
    for code in range(len(log.names)):
        here = np.flatnonzero(log.codes == code)[::-1]
        first = np.full(log.n_cases, -1, dtype=np.int64)
        first[case[here]] = here
        reached = np.flatnonzero(first >= 0)
        event = first[reached]
        base[code, reached] = known[event] & closed[reached]
        marks[code, reached] = well[event]
        on[code, reached] = event < log.offsets[reached + 1] - 1
        bought[code, reached] = last_goal[reached] > event
    return marks, base, on, bought


def _compared(  # noqa: PLR0917 (one step of going_on, done twice)
    marks: Flags,
    base: Flags,
    outcome: Flags,
    chosen: list[int],
    accounts: NDArray[np.int64] | None,
    groups: list[object] | None,
    level: float,
) -> dict[int, tuple[Comparison | None, Comparison | None]]:
    """One family of shares; each touchpoint has its own cases, so they are laid side by side."""
    if not chosen:
        return {}
    rows, columns = np.nonzero(base)
    wide = np.zeros((len(chosen), len(rows)), dtype=bool)
    among = np.zeros_like(wide)
    at = np.arange(len(rows))
    wide[rows, at], among[rows, at] = marks[rows, columns], True
    found = associate(
        wide,
        outcome[rows, columns].astype(np.float64).tolist(),
        "yes",
        accounts=None if accounts is None else accounts[columns],
        segment=None if groups is None else [groups[k] for k in columns],
        among=among,
        level=level,
    )
    return {chosen[one.mark]: (one.comparison, one.adjusted) for one in found}
