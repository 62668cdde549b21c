"""Decides how long a wait is where some of the waits are not over yet: quantiles by Kaplan and Meier."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cxlab.journeys.log import EventLog
from cxlab.results import Estimate, Period
from cxlab.statistics.intervals import critical

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

_FEW_ACCOUNTS = 10
# At how many times the interval is looked for: its ends are read to the next of them outwards.
_LOOKED_AT = 400


def still_open(log: EventLog, open_days: float) -> Flags:
    """Cases that may go on yet: their last event lies less than so many days before the end of the log.

    Args:
        log: the log; without times no case is open.
        open_days: days; none is open for 0.

    Returns:
        Shape (cases,).

    Example:
        >>> import polars as pl
        >>> from cxlab.journeys.log import event_log
        >>> rows = {"case": ["a", "b"], "touchpoint": ["Ask", "Ask"], "ts_s": [0, 10 * 86_400]}
        >>> still_open(event_log(pl.DataFrame(rows)), 7).tolist()
        [False, True]
    """
    if log.ts_s is None or not log.n_events or open_days <= 0:
        return np.zeros(log.n_cases, dtype=bool)
    last = log.ts_s[log.offsets[1:] - 1]
    return np.asarray(last > log.ts_s.max() - open_days * 86_400)


def survival(hours: Floats, done: Flags) -> tuple[Floats, Floats]:
    """Share of waits that are longer than each time at which one ended [Kaplan & Meier 1958].

    Args:
        hours: how long each has been waited, shape (waits,).
        done: whether the wait is over, shape (waits,).

    Returns:
        The different times at which waits ended, ascending, and the share still waiting just after each: the product of
        1 - d / y over the times so far, with d waits that end there of y that were as long. No wait over: both empty.

    Example:
        >>> times, waiting = survival(np.array([1.0, 2.0, 2.0, 5.0]), np.array([True, True, False, True]))
        >>> times.tolist(), waiting.round(3).tolist()
        ([1.0, 2.0, 5.0], [0.75, 0.5, 0.0])
    """
    times, ended = np.unique(hours[done], return_counts=True)
    at_risk = len(hours) - np.searchsorted(np.sort(hours), times, side="left")
    return times, np.cumprod(1 - ended / np.maximum(at_risk, 1)).astype(np.float64)


def open_quantile(
    hours: Floats,
    done: Flags,
    at: float,
    *,
    unit: Ints | None,
    name: str,
    level: float = 0.95,
    period: Period | None = None,
) -> Estimate:
    """A quantile of waits of which some are still under way.

    The shortest time by which a share ``at`` of the waits would be over [Kaplan & Meier 1958]; interval by log-log
    [Brookmeyer & Crowley 1982], variance of the share still waiting from the influence of each wait, summed by account
    [Ying & Wei 1994], Student's t with accounts - 1 degrees of freedom. Rests on waits under way being no different
    from those as long that are over.

    Args:
        hours: how long each has been waited, shape (waits,).
        done: whether the wait is over, shape (waits,).
        at: .5 for the median, .9 for the 90th percentile.
        unit: account of each wait as a number, -1 for one that stands alone; None when accounts are not known.
        name: key of the definition.
        level: coverage.
        period: days of the waits.

    Returns:
        Estimate in hours; n counts all waits. Without value and noted ``open_ended`` where fewer than that share can be
        told to have ended; without interval for under two waits that are over, or where its upper end lies beyond them.

    Example:
        >>> found = open_quantile(np.arange(1.0, 41.0), np.arange(40) % 4 > 0, 0.5, unit=None, name="median@1")
        >>> found.value, found.method
        (24.0, 'kaplan_meier')
    """
    n = len(hours)
    method = "kaplan_meier" if unit is None else "kaplan_meier_clustered"
    groups = np.arange(n) if unit is None else _alone(unit)
    accounts = None if unit is None else len(np.unique(groups))
    notes = ("few_accounts",) if accounts is not None and accounts < _FEW_ACCOUNTS else ()
    times, waiting = survival(hours, done)
    reached = np.flatnonzero(waiting <= 1 - at + 1e-12)
    if not len(reached):
        ended = ("open_ended",) if n else ()
        return Estimate(None, None, None, n, float(n) if n else None, method, name, period, accounts, level,
                        (*notes, *ended))  # fmt: skip
    value = float(times[reached[0]])
    df = np.inf if accounts is None else float(accounts - 1)
    ends = _interval(hours, done, groups, at, float(critical(level, df))) if int(done.sum()) > 1 else None
    low, high = ends if ends is not None else (None, None)
    notes = notes if ends is not None or n < 2 else (*notes, "open_ended")  # noqa: PLR2004 (one has no interval)
    return Estimate(value, low, high, n, float(n), method, name, period, accounts, level, notes)


def _alone(unit: Ints) -> Ints:
    """Each wait without an account is one of its own."""
    own = np.where(unit < 0, unit.max(initial=-1) + 1 + np.arange(len(unit)), unit)
    return np.unique(own, return_inverse=True)[1].astype(np.int64)


def _interval(hours: Floats, done: Flags, groups: Ints, at: float, quantile: float) -> tuple[float, float] | None:
    """The times whose share still waiting is not surely another than 1 - at; None when they do not end."""
    times, waiting = survival(hours, done)
    looked = np.unique(np.linspace(0, len(times) - 1, min(_LOOKED_AT, len(times))).astype(np.int64))
    error = _errors(hours, done, groups, times, looked)
    share = waiting[looked]
    with np.errstate(divide="ignore", invalid="ignore"):
        away = np.abs(np.log(-np.log(share)) - np.log(-np.log(1 - at)))
        spread = quantile * error / np.abs(np.log(share))
    near = np.flatnonzero(np.where((share > 0) & (share < 1), away <= spread, False))
    first = int(np.flatnonzero(share <= 1 - at + 1e-12)[0])
    low, high = (int(near[0]), int(near[-1]) + 1) if len(near) else (first, first + 1)
    if high >= len(looked) and share[-1] > 0:
        return None
    value = times[np.flatnonzero(waiting <= 1 - at + 1e-12)[0]]
    return float(min(times[looked[max(low, 0)]], value)), float(max(times[looked[min(high, len(looked) - 1)]], value))


def _errors(hours: Floats, done: Flags, groups: Ints, times: Floats, looked: Ints) -> Floats:
    """Standard error of the logarithm of the share still waiting, at the times looked at."""
    order = np.sort(hours)
    at_risk = (len(hours) - np.searchsorted(order, times, side="left")).astype(np.float64)
    ended = np.unique(hours[done], return_counts=True)[1]
    passed = np.concatenate([[0.0], np.cumsum(ended / at_risk**2)])
    own = np.where(done, 1 / (len(hours) - np.searchsorted(order, hours, side="left")), 0.0)
    reach = np.searchsorted(times, hours, side="right")
    units = int(groups.max()) + 1
    stretch = units / max(units - 1, 1)
    errors = []
    for at in looked.tolist():
        influence = np.where(hours <= times[at], own, 0.0) - passed[np.minimum(reach, at + 1)]
        total = np.bincount(groups, influence, units)
        errors.append(np.sqrt(stretch * (total**2).sum()))
    return np.array(errors)
