"""Puts one log, and a plan where there is one, into a single result: what a page or a command shows of journeys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cxlab.journeys.alignment import Alignments, align
from cxlab.journeys.deviations import Deviations, deviations
from cxlab.journeys.funnel import Step, funnel, spine
from cxlab.journeys.log import EventLog
from cxlab.journeys.planned import PlannedJourney
from cxlab.journeys.tally import account_codes, share_counts
from cxlab.journeys.timing import Duration, Month, throughput, transitions
from cxlab.journeys.variants import Graph, Variants, directly_follows, variants
from cxlab.journeys.worktime import WorkingHours
from cxlab.metrics import estimate
from cxlab.results import Estimate, Period


@dataclass(frozen=True, slots=True, eq=False)
class JourneyOverview:
    """What happened, and how it compares with the plan.

    Attributes:
        cases, events, activities: sizes of the log; activities are the different touchpoints.
        accounts: accounts among the cases; None where they are not known.
        period: days of the first and the last event (UTC); None without times.
        graph, variants: who follows whom, and the different walks.
        months, transitions: empty without times.
        alignments, deviations, funnel: against the plan; None, None and empty without one.
        as_planned: share of cases that went exactly as planned; None without a plan.
    """

    cases: int
    events: int
    activities: int
    accounts: int | None
    period: Period | None
    graph: Graph
    variants: Variants
    months: tuple[Month, ...]
    transitions: tuple[Duration, ...]
    alignments: Alignments | None
    deviations: Deviations | None
    funnel: tuple[Step, ...]
    as_planned: Estimate | None


def overview(
    log: EventLog,
    plan: PlannedJourney | None = None,
    *,
    steps: Sequence[str] | None = None,
    account: str | None = "account",
    failing: str | None = None,
    failing_at_most: float | None = None,
    hours: WorkingHours | None = None,
    timed: int = 10,
) -> JourneyOverview:
    """Everything that a first look at a log wants.

    Args:
        log: the log.
        plan: the planned journey.
        steps: touchpoints of the funnel; those that every planned walk passes unless told.
        account: column of accounts; intervals are then clustered by account.
        failing: column of true or false, true where a touchpoint failed.
        failing_at_most: a touchpoint scored this or less has failed.
        hours: when the office is open, for time limits and for durations.
        timed: how many of the most frequent transitions are timed.

    Returns:
        The overview; of an empty log, one with zeros.

    Example:
        >>> from cxlab.journeys.log import from_walks
        >>> found = overview(from_walks([["Call", "Pay"], ["Call"]]))
        >>> found.cases, found.events, found.activities, len(found.variants)
        (2, 3, 2, 2)
    """
    found = variants(log)
    has_times = log.ts_s is not None and log.n_events > 0
    aligned = None if plan is None else align(found, plan)
    left = None
    if aligned is not None:
        left = deviations(aligned, account=account, failing=failing, failing_at_most=failing_at_most, hours=hours)
    chosen = steps if steps is not None else spine(plan) if plan is not None else ()
    owners = account_codes(log, account)
    return JourneyOverview(
        log.n_cases,
        log.n_events,
        len(log.names),
        None if owners is None else len(np.unique(owners[owners >= 0])),
        _period(log) if has_times else None,
        directly_follows(log),
        found,
        throughput(log) if has_times else (),
        transitions(log, most=timed, hours=hours, account=account) if has_times else (),
        aligned,
        left,
        funnel(log, chosen, account=account),
        None if aligned is None else _as_planned(aligned, account),
    )


def _period(log: EventLog) -> Period:
    assert log.ts_s is not None
    first, last = (np.datetime64(int(end), "s").astype("datetime64[D]") for end in (log.ts_s.min(), log.ts_s.max()))
    return Period(str(first), str(last))


def _as_planned(aligned: Alignments, account: str | None) -> Estimate:
    found = aligned.variants
    fits = (aligned.costs == 0)[found.of_case][None, :]
    counts = share_counts(fits, account_codes(found.log, account))
    cell = estimate(counts, "yes", by=[])[0].estimate
    assert isinstance(cell, Estimate)
    return cell
