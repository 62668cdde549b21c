"""What really happened on a journey beside what was planned: how many went as planned, where the others left it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

import numpy as np

from cxlab.journeys.associations import FEWEST_COMPARED, associate
from cxlab.journeys.deviations import Deviation, Deviations
from cxlab.journeys.funnel import Step, spine
from cxlab.journeys.log import EventLog
from cxlab.journeys.overview import JourneyOverview, overview
from cxlab.journeys.plan_text import parse_plan
from cxlab.journeys.planned import PlannedJourney
from cxlab.journeys.walks import Walk, walk_of
from cxlab.journeys.worktime import WorkingHours
from cxlab.results import Comparison, Estimate, Period
from polku.governance.gate import Viewer, require
from polku.governance.queries import organisation
from polku.insights.asking.laid_ready import Window
from polku.insights.asking.questions import number
from polku.insights.asking.weighing import revenue_of
from polku.insights.observing.logs import Logged, logged
from polku.insights.observing.outcomes import felt
from polku.insights.observing.trend import turned
from polku.insights.observing.ways import WayOn, cases_with, walks_at, ways_of
from polku.snapshot.columns import MISSING
from polku.snapshot.read import Snapshot, open_snapshot

# Of fewer walks than these a share tells little, and the page says so.
FEW = 10
_KEPT = 24
MOST_WALKS = 200


@dataclass(frozen=True, slots=True)
class Deviated:
    """One way in which walks left the plan.

    Attributes:
        kind, touchpoint, owner, times, cases, accounts, share: as ``cxlab.journeys.Deviation`` has them, by slug.
        difference: score of walks with it minus those without, simultaneous over the list; None where too few are
            known. An association, never a cause.
        answered: walks with it whose score is known.
        revenue: of the accounts hit, twelve months to the end of the period; None where no revenue is known.
        trend: share of walks with it among those begun later, minus that among those begun earlier; None where too few.
    """

    kind: str
    touchpoint: str
    owner: str
    times: int
    cases: int
    accounts: int | None
    share: Estimate
    difference: Comparison | None
    answered: int
    revenue: float | None
    trend: Comparison | None = None


@dataclass(frozen=True, slots=True)
class Observed:
    """A journey as it happened.

    Attributes:
        cases, events, accounts, variants: sizes; accounts is None where the log knows none.
        unmapped, elsewhere: events of these walks without a touchpoint, and at other journeys' touchpoints.
        as_planned: share of walks that went exactly as planned, clustered by account.
        touchpoints: slugs in the order of the plan, the unplanned after them; times: events of each.
        passed: walks at each of them. ways: who followed whom, in how many walks and how often.
        planned: slugs that the plan names, in its order; always: those that every planned walk passes.
        deviations: most walks first. funnel: steps that every planned walk passes.
        metric, answered: by what ``difference`` is told, and of how many walks it is known; empty and 0 without.
        months: first and last month in which walks begin, whatever was asked; segments: those that have walks.
        period: days of the first and last event. built_at: when the figures were made.
    """

    cases: int
    events: int
    accounts: int | None
    variants: int
    unmapped: int
    elsewhere: int
    as_planned: Estimate | None
    touchpoints: tuple[str, ...]
    times: tuple[int, ...]
    passed: tuple[int, ...]
    ways: tuple[WayOn, ...]
    planned: tuple[str, ...]
    always: frozenset[str]
    deviations: tuple[Deviated, ...]
    funnel: tuple[Step, ...]
    metric: str
    answered: int
    currency: str
    months: tuple[str | None, str | None]
    segments: tuple[str, ...]
    period: Period | None
    built_at: datetime | None

    @property
    def few(self) -> bool:
        return self.cases < FEW


@dataclass(frozen=True, slots=True)
class Asked:
    """Of which walks: those that began in these months (YYYY-MM, None: without an end), of this segment (its key)."""

    first: str | None = None
    last: str | None = None
    segment: str = ""


@dataclass(frozen=True, slots=True)
class WalkRow:
    """One walk in a list: its case and account by key, its times in epoch seconds, and how it left the plan."""

    case: str
    account: str
    begun_s: int
    ended_s: int
    events: int
    deviations: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Walks:
    """Walks that carry one deviation, the latest first, at most ``MOST_WALKS`` of them."""

    rows: tuple[WalkRow, ...]
    total: int


@dataclass(frozen=True, slots=True)
class OneWalk:
    """One walk beside the plan: its stops by slug, its events as they came, and whose it was."""

    row: WalkRow
    walk: Walk
    contacts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Compared:
    """What is kept for the questions asked after the first."""

    observed: Observed
    left: Deviations | None
    log: EventLog


def observed(journey: UUID, asked: Asked | None = None, *, viewer: Viewer) -> Observed:
    """What happened on the journey, told beside the plan that holds; zeros where nothing has happened."""
    require(viewer, "see_figures")
    return _compared(open_snapshot(), journey, asked or Asked(), viewer).observed


def walks_of(journey: UUID, kind: str, touchpoint: str, asked: Asked | None = None, *, viewer: Viewer) -> Walks:
    """The walks behind a deviation, a touchpoint or a way, for those who may read who said what."""
    require(viewer, "read_answers")
    snapshot = open_snapshot()
    found = _compared(snapshot, journey, asked or Asked(), viewer)
    hit = _walks_with(found, kind, touchpoint)
    if not len(hit):
        return Walks((), 0)
    ends = _ends(found.log)
    latest = hit[np.argsort(-ends[hit], kind="stable")]
    rows = tuple(_row(snapshot, found, int(case)) for case in latest[:MOST_WALKS])
    return Walks(rows, len(hit))


def _walks_with(found: _Compared, kind: str, touchpoint: str) -> np.ndarray:
    """Places of the walks with a deviation; ``passed``: those at a touchpoint, ``way``: from one to another."""
    if kind == "passed":
        return cases_with(found.log, touchpoint)
    if kind == "way":
        start, _then, end = touchpoint.partition(">")
        return cases_with(found.log, start, end) if end else np.empty(0, dtype=np.int64)
    if found.left is None:
        return np.empty(0, dtype=np.int64)
    told = [(one.kind, one.touchpoint) for one in found.left.found]
    if (kind, touchpoint) not in told:
        return np.empty(0, dtype=np.int64)
    return np.flatnonzero(found.left.marks[told.index((kind, touchpoint))])


def walk(journey: UUID, case: str, *, viewer: Viewer) -> OneWalk | None:
    """One walk against the plan; None when the journey has no such walk that the viewer may see."""
    require(viewer, "read_answers")
    snapshot = open_snapshot()
    found = _compared(snapshot, journey, Asked(), viewer)
    code = snapshot.places.get("case", {}).get(case)
    there = (found.log.cases == str(code)).arg_true() if code is not None else ()
    if not len(there) or found.left is None:
        return None
    place = int(there[0])
    told = walk_of(found.left, str(code), failing="failing", hours=_hours(snapshot))
    begin, end = int(found.log.offsets[place]), int(found.log.offsets[place + 1])
    people = found.log.extra["contact"][begin:end].drop_nulls().unique(maintain_order=True)
    names = snapshot.keys("contact")
    return OneWalk(_row(snapshot, found, place), told, tuple(names[one] for one in people))


def _compared(snapshot: Snapshot, journey: UUID, asked: Asked, viewer: Viewer) -> _Compared:
    """Made once a generation for each question, for every reader with the same rights."""
    kept: dict[object, _Compared] = snapshot.made.setdefault("observed kept", {})
    currency = organisation(viewer=viewer).currency
    mark = (journey, asked, viewer.account_scope, currency)
    if mark not in kept:
        if len(kept) >= _KEPT:
            kept.clear()
        found = logged(snapshot, str(journey), (asked.first, asked.last), asked.segment, viewer)
        kept[mark] = _made(snapshot, found, _plan(snapshot, journey), asked, currency)
    return kept[mark]


def _plan(snapshot: Snapshot, journey: UUID) -> PlannedJourney | None:
    code = snapshot.places.get("journey", {}).get(str(journey), MISSING)
    table = snapshot.table("planned")
    texts = table.filter(table["journey"] == code)["plan"]
    return parse_plan(texts[0]) if len(texts) else None


def _hours(snapshot: Snapshot) -> WorkingHours:
    return WorkingHours(zone=str(snapshot.manifest.settled.get("zone", "UTC")))


def _made(snapshot: Snapshot, found: Logged, plan: PlannedJourney | None, asked: Asked, currency: str) -> _Compared:
    log = found.log
    account = "account" if log.extra["account"].null_count() < log.n_events else None
    seen = overview(log, plan, account=account, failing="failing", hours=_hours(snapshot), timed=0)
    metric, outcome = felt(snapshot, log)
    left = seen.deviations
    order = _order(seen, plan)
    totals = dict(zip(seen.graph.names, seen.graph.totals.tolist(), strict=True))
    at = walks_at(log)
    whole = Observed(
        cases=seen.cases,
        events=seen.events,
        accounts=seen.accounts if account else None,
        variants=len(seen.variants),
        unmapped=found.unmapped,
        elsewhere=found.elsewhere,
        as_planned=seen.as_planned,
        touchpoints=order,
        times=tuple(int(totals.get(slug, 0)) for slug in order),
        passed=tuple(at.get(slug, 0) for slug in order),
        ways=ways_of(log),
        planned=tuple(dict.fromkeys(point.name for point in plan.touchpoints())) if plan else (),
        always=frozenset(spine(plan)) if plan else frozenset(),
        deviations=_deviated(snapshot, log, left, metric, outcome, asked.last or found.months[1], currency),
        funnel=seen.funnel,
        metric=metric,
        answered=sum(value is not None for value in outcome),
        currency=currency,
        months=found.months,
        segments=found.segments,
        period=seen.period,
        built_at=snapshot.built_at,
    )
    return _Compared(whole, left, log)


def _order(seen: JourneyOverview, plan: PlannedJourney | None) -> tuple[str, ...]:
    """Planned touchpoints as planned, then the others that happened by where they usually stand."""
    log = seen.variants.log
    planned = [point.name for point in plan.touchpoints()] if plan else []
    place = np.arange(log.n_events) - np.repeat(log.offsets[:-1], log.lengths)
    sums = np.bincount(log.codes, weights=place, minlength=len(log.names))
    usual = sums / np.maximum(seen.graph.totals, 1)
    others = sorted((float(usual[code]), name) for code, name in enumerate(log.names))
    return tuple(dict.fromkeys([*planned, *(name for _usual, name in others)]))


def _deviated(  # noqa: PLR0917 - one step of _made, taken out for its length
    snapshot: Snapshot,
    log: EventLog,
    left: Deviations | None,
    metric: str,
    outcome: list[float | None],
    last: str | None,
    currency: str,
) -> tuple[Deviated, ...]:
    if left is None or not left.found:
        return ()
    known = np.array([value is not None for value in outcome], dtype=bool)
    numbers = (left.marks & known).sum(axis=1)
    compared = [k for k, n in enumerate(numbers) if min(n, int(known.sum()) - n) >= FEWEST_COMPARED and metric]
    told: dict[int, Comparison | None] = {}
    if compared:
        for k, one in zip(
            compared, associate(left.marks[compared], outcome, metric, accounts=left.accounts), strict=True
        ):
            told[k] = one.comparison
    money = _revenue(snapshot, last, currency)
    accounts = np.array([], dtype=np.int64)
    if money is not None:
        accounts = np.array([-1 if one is None else one for one in log.of_case("account")], dtype=np.int64)
    trends = turned(left, log)
    return tuple(
        replace(
            _one(
                one, told.get(k), int(numbers[k]), _hit(money, accounts[left.marks[k]] if len(accounts) else accounts)
            ),
            trend=trends[k],
        )
        for k, one in enumerate(left.found)
    )


def _one(one: Deviation, difference: Comparison | None, answered: int, revenue: float | None) -> Deviated:
    return Deviated(
        one.kind, one.touchpoint, one.owner or "", one.times, one.cases, one.accounts, one.share, difference, answered,
        revenue,
    )  # fmt: skip


def _revenue(snapshot: Snapshot, last: str | None, currency: str) -> Mapping[int, float] | None:
    if last is None:
        return None
    at = number(last)
    known = revenue_of(snapshot, Window(at, at), currency)
    return dict(known.iter_rows()) if known.height else None


def _hit(money: Mapping[int, float] | None, accounts: np.ndarray) -> float | None:
    """Revenue of these accounts, each once."""
    if money is None:
        return None
    return float(sum(money.get(int(one), 0.0) for one in np.unique(accounts[accounts >= 0])))


def _ends(log: EventLog) -> np.ndarray:
    assert log.ts_s is not None
    return log.ts_s[log.offsets[1:] - 1]


def _row(snapshot: Snapshot, found: _Compared, place: int) -> WalkRow:
    log = found.log
    assert log.ts_s is not None
    begin, end = int(log.offsets[place]), int(log.offsets[place + 1])
    named = log.extra["account"][begin:end].drop_nulls()
    return WalkRow(
        case=snapshot.keys("case")[int(log.cases[place])],
        account=snapshot.keys("account")[named[0]] if len(named) else "",
        begun_s=int(log.ts_s[begin]),
        ended_s=int(log.ts_s[end - 1]),
        events=end - begin,
        deviations=tuple((one.kind, one.touchpoint) for one in found.left.of_case(place)) if found.left else (),
    )
