"""Measures how long things take: between two touchpoints, from one to the next, and how many walks a month brings."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cxlab.definitions import definition
from cxlab.journeys.censoring import open_quantile, still_open
from cxlab.journeys.log import EventLog
from cxlab.journeys.tally import codes_of
from cxlab.journeys.worktime import WorkingHours, open_seconds
from cxlab.metrics import score
from cxlab.results import Estimate, Period
from cxlab.statistics.clusters import cluster_sums, moments
from cxlab.statistics.resampling import order_statistics, weighted_quantile

Ints = NDArray[np.int64]

# With more times than this the bootstrap takes seconds and agrees with the ordered times to their last digit but one.
MOST_RESAMPLED = 2_000


class NoTimesError(ValueError):
    """A question of time was put to a log that has none."""


@dataclass(frozen=True, slots=True)
class Duration:
    """How long it takes from one touchpoint to another.

    Attributes:
        start, end: the touchpoints.
        reached: cases that had ``start``; went_on: those of them that had ``end`` after it.
        median, p90: hours (open hours, where working hours were given), with interval.
        waiting: cases taken for still under way; they lengthen the figures. Else only those who went on are timed.
    """

    start: str
    end: str
    reached: int
    went_on: int
    median: Estimate
    p90: Estimate
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Month:
    """What happened in a local month: cases that began, cases whose last event it was, and events."""

    month: str
    begun: int
    ended: int
    events: int


def _need_times(log: EventLog) -> Ints:
    if log.ts_s is None:
        raise NoTimesError("The log has no times. Map the column that holds them.")
    return log.ts_s


def _code(log: EventLog, touchpoint: str) -> int:
    if touchpoint not in log.names:
        message = f"There is no touchpoint {touchpoint!r} in the log. It has: {', '.join(log.names)}."
        raise ValueError(message)
    return log.names.index(touchpoint)


def between(
    log: EventLog,
    start: str,
    end: str,
    *,
    hours: WorkingHours | None = None,
    account: str | None = "account",
    open_days: float = 0.0,
    level: float = 0.95,
) -> Duration:
    """Time from the first ``start`` of a case to the first ``end`` after it.

    Args:
        log: with times.
        start: touchpoint that the clock starts at.
        end: touchpoint that it stops at.
        hours: count only time while an office is open.
        account: column of accounts; the intervals are then clustered by account.
        open_days: cases that have not gone on, and whose last event lies less than this before the end of the log, are
            still under way: how long they have waited by then counts (``open_quantile``, Kaplan and Meier). Others that
            have not gone on are taken to have given up.
        level: coverage of the intervals.

    Returns:
        Median and 90th percentile in hours. With no case that went on, values are None; intervals come from the
        bootstrap from 50 cases on, from order statistics below and beyond 2,000. Cases that gave up say nothing
        of how long it would have taken, so a low ``went_on`` makes the figure one of those who did.

    Raises:
        NoTimesError: the log has no times.
        ValueError: a touchpoint is not in the log.

    Example:
        >>> from cxlab.journeys.log import event_log
        >>> rows = {"case": ["a", "a", "b", "b"], "touchpoint": ["Ask", "Answer"] * 2, "ts_s": [0, 3600, 0, 10800]}
        >>> between(event_log(pl.DataFrame(rows)), "Ask", "Answer").median.value
        2.0
    """
    seconds = _need_times(log)
    first, last = _code(log, start), _code(log, end)
    where = np.arange(log.n_events)
    case = log.case_of_event()
    began = _first_per_case(case[log.codes == first], where[log.codes == first], log.n_cases)
    after = (log.codes == last) & (began[case] >= 0) & (where > began[case])
    stopped = _first_per_case(case[after], where[after], log.n_cases)
    reached, timed = int((began >= 0).sum()), np.flatnonzero(stopped >= 0)
    waiting = np.flatnonzero((began >= 0) & (stopped < 0) & still_open(log, open_days))
    case = np.concatenate([timed, waiting])
    ended = np.concatenate([seconds[stopped[timed]], np.full(len(waiting), seconds.max(initial=0))])
    table = _hours_table(log, (seconds[began[case]], ended), case, hours, account)
    if not len(waiting):
        median, p90 = (_one(table, kind, account, level) for kind in ("median", "p90"))
        return Duration(start, end, reached, len(timed), median, p90)
    done = np.arange(len(case)) < len(timed)
    unit = codes_of(table["account"].to_list()) if "account" in table.columns else None
    days = table["day"].cast(pl.String)
    median, p90 = (
        open_quantile(
            table["hours"].to_numpy(),
            done,
            float(definition(kind).at or 0.5),
            unit=unit,
            name=f"{kind}@1",
            level=level,
            period=Period(str(days.min()), str(days.max())),
        )
        for kind in ("median", "p90")
    )
    return Duration(start, end, reached, len(timed), median, p90, len(waiting))


def _first_per_case(case: Ints, where: Ints, n_cases: int) -> Ints:
    found = np.full(n_cases, -1, dtype=np.int64)
    found[case[::-1]] = where[::-1]
    return found


def _hours_table(
    log: EventLog, ends: tuple[Ints, Ints], case: Ints, hours: WorkingHours | None, account: str | None
) -> pl.DataFrame:
    start, end = ends
    passed = end - start if hours is None else open_seconds(start, end, hours)
    table = pl.DataFrame({"hours": passed / 3600, "day": pl.from_epoch(pl.Series(end), time_unit="s").dt.date()})
    if account is not None and account in log.extra.columns:
        owner = pl.Series(log.of_case(account), dtype=pl.String, strict=False)
        table = table.with_columns(owner.gather(case).alias("account"))
    return table


def _one(table: pl.DataFrame, kind: str, account: str | None, level: float) -> Estimate:
    known = "account" if account is not None and "account" in table.columns else None
    if table.height > MOST_RESAMPLED:
        return _from_order(table, kind, known, level)
    found = score(table, score="hours", definition=kind, account=known, time="day", level=level)[0].estimate
    assert isinstance(found, Estimate)
    return found


def _from_order(table: pl.DataFrame, kind: str, account: str | None, level: float) -> Estimate:
    """A quantile of many times, with the interval of the share below it read off the ordered times [Woodruff 1952]."""
    at = float(definition(kind).at or 0.5)
    order = np.argsort(table["hours"].to_numpy(), kind="stable")
    value, one = table["hours"].to_numpy()[order], np.ones(table.height)
    found = float(weighted_quantile(value, one, at)[0])
    cluster = np.full(table.height, -1, dtype=np.int64)
    if account is not None:
        cluster = (table[account].rank("dense").cast(pl.Int64) - 1).fill_null(-1).to_numpy()[order]
    below = moments(cluster_sums(np.zeros(table.height, np.int64), cluster, value <= found, (one, one, one), 1))
    n_effective, df = float(below.n_effective[0]), float(below.df[0])
    low, high = order_statistics(value, one, at, n=table.height, n_effective=n_effective, df=df, level=level)
    days = table["day"].cast(pl.String)
    return Estimate(
        found,
        low,
        high,
        table.height,
        n_effective,
        "order_statistics_clustered" if account is not None else "order_statistics",
        f"{kind}@1",
        Period(str(days.min()), str(days.max())),
        int(below.clusters[0]) if account is not None else None,
        level,
    )


def transitions(
    log: EventLog,
    *,
    most: int = 20,
    hours: WorkingHours | None = None,
    account: str | None = "account",
    level: float = 0.95,
) -> tuple[Duration, ...]:
    """Time from each touchpoint to the one directly after it, the most frequent pairs first.

    Args:
        log: with times.
        most: how many pairs.
        hours: count only time while an office is open.
        account: column of accounts.
        level: coverage of each interval.

    Returns:
        One Duration a pair. ``reached`` counts events of the first touchpoint, ``went_on`` those that the second
        followed directly. Of equally frequent pairs the one first in the alphabet stands first.

    Raises:
        NoTimesError: the log has no times.

    Example:
        >>> from cxlab.journeys.log import event_log
        >>> rows = {"case": ["a", "a", "a"], "touchpoint": ["Ask", "Ask", "Answer"], "ts_s": [0, 3600, 7200]}
        >>> [(one.start, one.end, one.median.value) for one in transitions(event_log(pl.DataFrame(rows)))]
        [('Ask', 'Answer', 1.0), ('Ask', 'Ask', 1.0)]
    """
    seconds = _need_times(log)
    case = log.case_of_event()
    inside = np.flatnonzero(case[1:] == case[:-1])
    pair = log.codes[inside].astype(np.int64) * len(log.names) + log.codes[inside + 1]
    kinds, counts = np.unique(pair, return_counts=True)
    totals = np.bincount(log.codes, minlength=len(log.names))
    found = []
    for k in np.argsort(-counts, kind="stable")[:most]:
        left, right = divmod(int(kinds[k]), len(log.names))
        here = inside[pair == kinds[k]]
        table = _hours_table(log, (seconds[here], seconds[here + 1]), case[here], hours, account)
        median, p90 = (_one(table, kind, account, level) for kind in ("median", "p90"))
        found.append(Duration(log.names[left], log.names[right], int(totals[left]), len(here), median, p90))
    return tuple(found)


def throughput(log: EventLog, *, zone: str = "UTC") -> tuple[Month, ...]:
    """Cases begun and ended and events by local month, months without anything included.

    Args:
        log: with times.
        zone: time zone of the months.

    Returns:
        Consecutive months from the first event to the last; none for an empty log.

    Raises:
        NoTimesError: the log has no times.

    Example:
        >>> from cxlab.journeys.log import event_log
        >>> rows = {"case": ["a", "a"], "touchpoint": ["x", "y"], "ts_s": [1767225600, 1772323200]}
        >>> [(m.month, m.begun, m.ended) for m in throughput(event_log(pl.DataFrame(rows)))]
        [('2026-01', 1, 0), ('2026-02', 0, 0), ('2026-03', 0, 1)]
    """
    seconds = _need_times(log)
    if not log.n_events:
        return ()
    local = pl.from_epoch(pl.Series(seconds), time_unit="s").dt.replace_time_zone("UTC").dt.convert_time_zone(zone)
    month = local.dt.year().cast(pl.Int64).to_numpy() * 12 + local.dt.month().cast(pl.Int64).to_numpy() - 1
    base, size = int(month.min()), int(month.max() - month.min()) + 1
    begun = np.bincount(month[log.offsets[:-1]] - base, minlength=size)
    ended = np.bincount(month[log.offsets[1:] - 1] - base, minlength=size)
    events = np.bincount(month - base, minlength=size)
    return tuple(
        Month(f"{(base + k) // 12:04d}-{(base + k) % 12 + 1:02d}", int(begun[k]), int(ended[k]), int(events[k]))
        for k in range(size)
    )
