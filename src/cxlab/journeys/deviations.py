"""Says how actual walks left the plan: missing, ad hoc, out of order, repeated, late, failing; and how often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cxlab.journeys.alignment import Alignments
from cxlab.journeys.lateness import late_events
from cxlab.journeys.log import EventLog
from cxlab.journeys.planned import Owner
from cxlab.journeys.tally import account_codes, share_counts
from cxlab.journeys.worktime import WorkingHours
from cxlab.metrics import estimate
from cxlab.results import Estimate

Kind = Literal["missing", "ad_hoc", "out_of_order", "repeated", "late", "failing"]
Key = tuple[Kind, str]
KINDS: tuple[Kind, ...] = ("missing", "ad_hoc", "out_of_order", "repeated", "late", "failing")
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Deviation:
    """One way in which walks left the plan.

    Attributes:
        kind: ``missing``: planned, never happened; ``ad_hoc``: happened where the plan has no place for it;
            ``out_of_order``: planned and happened, not in its place; ``repeated``: happened once more than planned;
            ``late``: in its place, after its limit; ``failing``: happened, did not do its job.
        touchpoint: its name. owner: whose touchpoint it is, by the plan, else by the log; None where neither says.
        times: how often; cases: cases hit; accounts: accounts hit, None where accounts are not known.
        share: share of all cases hit, with interval.
    """

    kind: Kind
    touchpoint: str
    owner: str | None
    times: int
    cases: int
    accounts: int | None
    share: Estimate


@dataclass(frozen=True, slots=True, eq=False)
class Deviations:
    """All deviations of a log from a plan, most cases first, and the cases that each hit.

    Attributes:
        found: the deviations.
        marks: whether each case was hit by each; shape (deviations, cases).
        accounts: account of each case as a number, -1 for none; None where accounts are not known.
        alignments: what they were read from.
    """

    found: tuple[Deviation, ...]
    marks: Flags
    accounts: NDArray[np.int64] | None
    alignments: Alignments

    def of_case(self, case: int) -> tuple[Deviation, ...]:
        """The deviations of one case."""
        return tuple(one for one, mark in zip(self.found, self.marks, strict=True) if mark[case])

    def by_kind(self) -> Mapping[Kind, int]:
        """Cases hit by at least one deviation of each kind."""
        hit = {}
        for kind in KINDS:
            rows = [k for k, one in enumerate(self.found) if one.kind == kind]
            hit[kind] = int(self.marks[rows].any(axis=0).sum()) if rows else 0
        return hit


def deviations(
    aligned: Alignments,
    *,
    account: str | None = "account",
    failing: str | None = None,
    failing_at_most: float | None = None,
    score: str = "score",
    hours: WorkingHours | None = None,
    level: float = 0.95,
) -> Deviations:
    """Read the deviations from an optimal alignment of each walk.

    An event left over and a touchpoint passed, of one name in one walk, are one touchpoint out of order. An event left
    over whose touchpoint also has its place in the walk is repeated. Any other event left over is ad hoc.

    Args:
        aligned: from ``align``.
        account: column of accounts; the intervals are then clustered by account.
        failing: column of true or false, true where a touchpoint failed; ``completed`` false also says so.
        failing_at_most: a touchpoint scored this or less has failed; off unless told.
        score: column of scores.
        hours: when the office is open, for limits in working hours and working days (Monday to Friday, 8 to 16 UTC
            unless told).
        level: coverage of each interval (Wilson).

    Returns:
        Deviations, none when every walk went as planned.

    Raises:
        ValueError: the column named by ``failing`` is not in the log.

    Example:
        >>> from cxlab.journeys.alignment import align
        >>> from cxlab.journeys.log import from_walks
        >>> from cxlab.journeys.plan_text import parse_plan
        >>> from cxlab.journeys.variants import variants
        >>> plan = parse_plan("Call" + chr(10) + "Pay")
        >>> aligned = align(variants(from_walks([["Call", "Pay"], ["Pay", "Call"], ["Pay"]])), plan)
        >>> [(one.kind, one.touchpoint, one.cases) for one in deviations(aligned).found]
        [('missing', 'Call', 1), ('out_of_order', 'Call', 1)]
    """
    log = aligned.variants.log
    times: dict[Key, NDArray[np.int64]] = {}
    for key, (variants_hit, how_often) in _from_moves(aligned).items():
        per_variant = np.zeros(len(aligned.variants), dtype=np.int64)
        per_variant[variants_hit] = how_often
        times[key] = per_variant[aligned.variants.of_case]
    case = log.case_of_event()
    events: list[tuple[Kind, Flags]] = [("late", late_events(aligned, hours))]
    events.append(("failing", failed_events(log, failing, failing_at_most, score)))
    for kind, marked in events:
        for code in np.unique(log.codes[marked]):
            here = marked & (log.codes == code)
            times[kind, log.names[code]] = np.bincount(case[here], minlength=log.n_cases)
    keys = sorted(times, key=lambda key: (-int((times[key] > 0).sum()), KINDS.index(key[0]), key[1]))
    marks = np.array([times[key] > 0 for key in keys], dtype=bool).reshape(len(keys), log.n_cases)
    accounts = account_codes(log, account)
    cells = estimate(share_counts(marks, accounts), "yes", by=["mark"], level=level)
    owners = _owners(aligned)
    found = []
    for k, (kind, touchpoint) in enumerate(keys):
        share = cells[k].estimate
        assert isinstance(share, Estimate)
        hit = marks[k]
        who = None if accounts is None else len(np.unique(accounts[hit & (accounts >= 0)]))
        found.append(
            Deviation(kind, touchpoint, owners.get(touchpoint), int(times[keys[k]].sum()), int(hit.sum()), who, share)
        )
    return Deviations(tuple(found), marks, accounts, aligned)


def _from_moves(aligned: Alignments) -> dict[Key, tuple[list[int], list[int]]]:
    """Deviations that show in the order of touchpoints: which variants they hit, and how often in one walk."""
    found: dict[Key, tuple[list[int], list[int]]] = {}
    for variant in np.flatnonzero(aligned.costs):
        moves = aligned.moves(int(variant))
        left_over = Counter(move.touchpoint for move in moves if move.kind == "log")
        passed = Counter(move.touchpoint for move in moves if move.kind == "plan")
        in_place = {move.touchpoint for move in moves if move.kind == "both"}
        displaced = left_over & passed
        kinds: tuple[tuple[Kind, Counter[str]], ...] = (
            ("out_of_order", displaced),
            ("missing", passed - displaced),
            (
                "repeated",
                Counter({k: n for k, n in (left_over - displaced).items() if k in in_place or k in displaced}),
            ),
            (
                "ad_hoc",
                Counter({k: n for k, n in (left_over - displaced).items() if k not in in_place | set(displaced)}),
            ),
        )
        for kind, counted in kinds:
            for touchpoint, number in counted.items():
                hit, how_often = found.setdefault((kind, touchpoint), ([], []))
                hit.append(int(variant))
                how_often.append(number)
    return found


def failed_events(log: EventLog, column: str | None, at_most: float | None, score: str) -> Flags:
    """Which events failed: a column says so, a start was not completed, or the score is at most this.

    Args:
        log: the log.
        column: true where a touchpoint failed; None when no column says so.
        at_most: a score of this or less is a failure; None when scores do not tell.
        score: column of scores.

    Returns:
        Shape (events,).

    Raises:
        ValueError: the log has no such column, or no scores where scores are to tell.

    Example:
        >>> from cxlab.journeys.log import event_log
        >>> rows = {"case": ["1", "1"], "touchpoint": ["a", "b"], "score": [2.0, 4.0]}
        >>> failed_events(event_log(pl.DataFrame(rows), time=None), None, 2, "score").tolist()
        [True, False]
    """
    failed = np.zeros(log.n_events, dtype=bool)
    for wanted in (column, None if at_most is None else score):
        if wanted is not None and wanted not in log.extra.columns:
            message = f"There is no column {wanted!r}; the log carries: {', '.join(log.extra.columns) or 'nothing'}."
            raise ValueError(message)
    if column is not None:
        failed |= log.extra[column].cast(pl.Boolean).fill_null(value=False).to_numpy()
    if "completed" in log.extra.columns:
        failed |= ~log.extra["completed"].cast(pl.Boolean).fill_null(value=True).to_numpy()
    if at_most is not None:
        failed |= (log.extra[score].cast(pl.Float64) <= at_most).fill_null(value=False).to_numpy()
    return failed


def _owners(aligned: Alignments) -> dict[str, str]:
    log = aligned.variants.log
    owners: dict[str, str] = {}
    if "owner" in log.extra.columns:
        told = pl.DataFrame({"code": log.codes, "owner": log.extra["owner"].cast(pl.String)}).drop_nulls()
        usual = told.group_by("code", "owner").len().sort(["len", "owner"], descending=[False, True])
        owners = {log.names[code]: owner for code, owner, _ in usual.iter_rows()}
    planned: dict[str, Owner] = {t.name: t.owner for t in reversed(aligned.touchpoints) if t.owner}
    return {**owners, **planned}
