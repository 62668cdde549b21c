"""Counts how far walks get: the share that reaches each step in order, and where they drop off."""

from __future__ import annotations

from collections.abc import Sequence as Steps
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cxlab.journeys.log import EventLog
from cxlab.journeys.planned import Part, PlannedJourney, Repeat, Sequence, Touchpoint
from cxlab.journeys.tally import account_codes, share_counts
from cxlab.metrics import estimate
from cxlab.results import Estimate

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a funnel.

    Attributes:
        touchpoint: its name.
        reached: cases that came here after all steps before.
        lost: cases of the step before that did not.
        of_first: share of the cases that reached the first step; of the first step itself, share of all cases.
        of_previous: share of the cases that reached the step before.
    """

    touchpoint: str
    reached: int
    lost: int
    of_first: Estimate
    of_previous: Estimate


def spine(plan: PlannedJourney) -> tuple[str, ...]:
    r"""The touchpoints that every planned walk passes, in their order: not optional, not chosen, not in any order.

    Args:
        plan: a planned journey.

    Returns:
        Names; none where nothing is sure.

    Example:
        >>> from cxlab.journeys.plan_text import parse_plan
        >>> spine(parse_plan("Call\noptional Visit\nPay"))
        ('Call', 'Pay')
    """

    def sure(part: Part) -> tuple[str, ...]:
        if isinstance(part, Touchpoint):
            return (part.name,)
        if isinstance(part, Repeat):
            return sure(part.part)
        if isinstance(part, Sequence):
            return tuple(name for child in part.parts for name in sure(child))
        return ()

    return tuple(dict.fromkeys(sure(plan.root)))


def funnel(
    log: EventLog, steps: Steps[str], *, account: str | None = "account", level: float = 0.95
) -> tuple[Step, ...]:
    """How many cases reach each step, in order; other touchpoints may come between.

    Args:
        log: the log.
        steps: touchpoints in their order; ``spine(plan)`` gives those of a plan.
        account: column of accounts; the intervals are then clustered by account.
        level: coverage of each interval (Wilson).

    Returns:
        One Step each; of no case, shares are None.

    Example:
        >>> from cxlab.journeys.log import from_walks
        >>> found = funnel(from_walks([["a", "b"], ["a"], ["a", "x", "b"], ["b"]]), ["a", "b"])
        >>> [(step.reached, round(step.of_first.value, 2)) for step in found]
        [(3, 0.75), (2, 0.67)]
    """
    if not steps:
        return ()
    case = log.case_of_event()
    where = np.arange(log.n_events)
    before = np.full(log.n_cases, -1, dtype=np.int64)
    alive = np.ones(log.n_cases, dtype=bool)
    reached = []
    for step in steps:
        code = log.names.index(step) if step in log.names else -1
        here = (log.codes == code) & alive[case] & (where > before[case])
        first = np.full(log.n_cases, -1, dtype=np.int64)
        first[case[here][::-1]] = where[here][::-1]
        alive = first >= 0
        before = np.where(alive, first, before)
        reached.append(alive)
    marks = np.array(reached).reshape(len(steps), log.n_cases)
    everyone = np.ones(log.n_cases, dtype=bool)
    accounts = account_codes(log, account)
    start = np.array([everyone] + [marks[0]] * (len(steps) - 1))
    previous = np.array([everyone, *marks[:-1]])
    of_first, of_previous = (_shares(marks, base, accounts, level) for base in (start, previous))
    return tuple(
        Step(name, int(marks[k].sum()), int(previous[k].sum() - marks[k].sum()), of_first[k], of_previous[k])
        for k, name in enumerate(steps)
    )


def _shares(marks: NDArray[np.bool_], among: NDArray[np.bool_], accounts: Ints | None, level: float) -> list[Estimate]:
    cells = estimate(share_counts(marks, accounts, among), "yes", by=["mark"], level=level)
    known = {cell.by[0][1]: cell.estimate for cell in cells}
    nobody = estimate(share_counts(marks[:0], accounts), "yes", by=[], level=level)[0].estimate
    found = [known.get(k, nobody) for k in range(len(marks))]
    return [one for one in found if isinstance(one, Estimate)]
