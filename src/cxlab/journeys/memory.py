"""Asks what memory keeps of a walk: the mean, the end or the peak; and whether planned peaks are what is remembered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import permutations
from math import factorial

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cxlab.journeys.log import EventLog
from cxlab.journeys.tally import account_codes, share_counts
from cxlab.metrics import estimate
from cxlab.results import Estimate
from cxlab.statistics.resampling import bca

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

FEWEST_SCORED = 4
_FOLDS = 10
_FEWEST_WALKS = 20
# With fewer walks the interval of a gain is too narrow, and its notes say so; see docs/methods/journeys.md.
_STEADY = 150
_PARTS = ("mean", "end", "peak")
_MODELS = ((), ("mean",), ("mean", "end"), ("mean", "end", "peak"))


@dataclass(frozen=True, slots=True)
class Memory:
    """How well the mean, the end and the peak of a walk foretell the overall score given after it.

    Attributes:
        walks: walks used; left_out: walks with an overall score that have fewer than four scored touchpoints, or whose
            last touchpoint is not scored.
        mean_only, with_end, with_peak: cross-validated R2 beyond the number of touchpoints, of mean, of mean + end, of
            mean + end + peak; None with under 20 walks. May be below 0: then it foretells worse than nothing.
        end_adds, peak_adds: gain in cross-validated R2 by the end, and by the peak after it, bootstrap by account;
            noted ``few_walks`` under 150, where it is too narrow.
        shares: part of the R2 in the sample that goes to each of the three, as description only: they are near
            functions of one another.
        peaks_low: share of walks whose peak lies below neutral.
    """

    walks: int
    left_out: int
    mean_only: float | None
    with_end: float | None
    with_peak: float | None
    end_adds: Estimate | None
    peak_adds: Estimate | None
    shares: dict[str, float]
    peaks_low: float | None


def peak_end(
    log: EventLog,
    overall: Sequence[float | None],
    *,
    neutral: float,
    score: str = "score",
    account: str | None = "account",
    level: float = 0.95,
) -> Memory:
    """Compare mean, mean + end and mean + end + peak as predictors of the overall score [Kahneman].

    Peak: the score farthest from neutral, either way; of two alike the later. End: the last touchpoint that happened.
    Folds hold whole accounts, the same for all models; the number of scored touchpoints stands in every model.

    Args:
        log: with a column of scores given at the events.
        overall: per case, the score given after the walk; None where there is none.
        neutral: the middle of the scale of the events' scores, e.g. 3 of 1 to 5.
        score: column of scores.
        account: column of accounts; without one each walk stands alone.
        level: coverage of the two intervals.

    Returns:
        A Memory; with under 20 usable walks only the counts.

    Raises:
        ValueError: the log has no such column of scores, or ``overall`` has not one value per case.

    Example:
        >>> from cxlab.journeys.log import event_log
        >>> rows = {"case": ["a"] * 4, "touchpoint": list("wxyz"), "score": [3.0, 5.0, 2.0, 4.0]}
        >>> found = peak_end(event_log(pl.DataFrame(rows), time=None), [4.0], neutral=3)
        >>> found.walks, found.mean_only
        (1, None)
    """
    if score not in log.extra.columns:
        message = f"There is no column {score!r}; the log carries: {', '.join(log.extra.columns) or 'nothing'}."
        raise ValueError(message)
    if len(overall) != log.n_cases:
        message = f"There are {log.n_cases} cases, but {len(overall)} overall scores."
        raise ValueError(message)
    parts, count, usable = _features(log, score, neutral)
    told = np.array([value is not None for value in overall], dtype=bool)
    here = np.flatnonzero(told & usable)
    left_out = int(told.sum()) - len(here)
    low = float((parts["peak"][here] < neutral).mean()) if len(here) else None
    outcome = np.array([0.0 if value is None else float(value) for value in overall])[here]
    if len(here) < _FEWEST_WALKS or np.ptp(outcome) == 0:
        return Memory(len(here), left_out, None, None, None, None, None, {}, low)
    unit = _units(account_codes(log, account), here)
    columns = {name: values[here] for name, values in parts.items()}
    errors = [_out_of_fold(outcome, [count[here], *(columns[p] for p in model)], unit) for model in _MODELS]
    base = errors[0]
    r2 = [1 - float(error.sum() / base.sum()) for error in errors]
    gains = [_gain(errors[k], errors[k + 1], base, unit, level) for k in (1, 2)]
    return Memory(
        len(here), left_out, r2[1], r2[2], r2[3], gains[0], gains[1], _shares(outcome, count[here], columns), low
    )


def _features(log: EventLog, score: str, neutral: float) -> tuple[dict[str, Floats], Floats, NDArray[np.bool_]]:
    given = log.extra[score].cast(pl.Float64).fill_null(float("nan")).to_numpy()
    case = log.case_of_event()
    scored = ~np.isnan(given)
    value = np.where(scored, given, 0.0)
    count = np.bincount(case, scored, log.n_cases).astype(np.float64)
    mean = np.bincount(case, value, log.n_cases) / np.maximum(count, 1)
    end = given[log.offsets[1:] - 1] if log.n_events else np.zeros(0)
    # Sorted by distance, stable, so that the later of two alike is written last and stays.
    far = np.argsort(np.where(scored, np.abs(given - neutral), -1.0), kind="stable")
    peak = np.zeros(log.n_cases)
    peak[case[far]] = value[far]
    usable = (count >= FEWEST_SCORED) & ~np.isnan(end)
    return {"mean": mean, "end": np.nan_to_num(end), "peak": peak}, count, usable


def _units(accounts: Ints | None, here: Ints) -> Ints:
    if accounts is None:
        return np.arange(len(here))
    known = accounts[here]
    alone = np.where(known < 0, known.max(initial=-1) + 1 + np.arange(len(here)), known)
    return np.unique(alone, return_inverse=True)[1]


def _out_of_fold(outcome: Floats, columns: list[Floats], unit: Ints) -> Floats:
    """Squared error of each walk, foretold from the accounts of the other folds."""
    design = np.column_stack([np.ones(len(outcome)), *columns])
    units = int(unit.max()) + 1
    fold = np.random.default_rng(0).permutation(units)[unit] % min(_FOLDS, units)
    error = np.empty(len(outcome))
    for k in range(min(_FOLDS, units)):
        out = fold == k
        fit = np.linalg.lstsq(design[~out], outcome[~out], rcond=None)[0]
        error[out] = (outcome[out] - design[out] @ fit) ** 2
    return error


def _gain(before: Floats, after: Floats, base: Floats, unit: Ints, level: float) -> Estimate:
    units = int(unit.max()) + 1
    saved, total = np.bincount(unit, before - after, units), np.bincount(unit, base, units)
    low, high = bca(lambda drawn: (drawn @ saved) / np.maximum(drawn @ total, 1e-12), units, level)
    value = float(saved.sum() / total.sum())
    few = {"few_accounts": units < 10, "few_walks": len(unit) < _STEADY}  # noqa: PLR2004 (the number domain.md names)
    notes = tuple(key for key, applies in few.items() if applies)
    return Estimate(value, low, high, len(unit), None, "bca_clustered", "r2_gain@1", None, units, level, notes)


def _shares(outcome: Floats, count: Floats, columns: dict[str, Floats]) -> dict[str, float]:
    """R2 divided by averaging over the orders of entry [Lindeman, Merenda & Gold 1980], beyond the count."""

    def r2(names: Collection[str]) -> float:
        design = np.column_stack([np.ones(len(outcome)), count, *(columns[name] for name in names)])
        rest = outcome - design @ np.linalg.lstsq(design, outcome, rcond=None)[0]
        return 1 - float(rest @ rest) / float(((outcome - outcome.mean()) ** 2).sum())

    found = dict.fromkeys(_PARTS, 0.0)
    for order in permutations(_PARTS):
        before = r2(())
        for k, name in enumerate(order):
            after = r2(order[: k + 1])
            found[name] += (after - before) / factorial(len(_PARTS))
            before = after
    whole = sum(found.values())
    return {name: value / whole for name, value in found.items()} if whole > 0 else found


@dataclass(frozen=True, slots=True)
class Remembered:
    """What people name when they are asked, long after, what stayed in mind.

    Attributes:
        peak: share naming at least one planned peak. end: share naming the planned end. either: one of them.
        named: how many people named each touchpoint, most first.
        unplanned: those of them that are neither a peak nor the end.
    """

    peak: Estimate
    end: Estimate
    either: Estimate
    named: tuple[tuple[str, int], ...]
    unplanned: tuple[tuple[str, int], ...]


def remembered(
    named: Sequence[Collection[str]],
    *,
    peaks: Collection[str],
    end: str | None,
    accounts: Sequence[str | None] | None = None,
    level: float = 0.95,
) -> Remembered:
    """Compare remembered moments with the planned peaks and the planned end.

    Args:
        named: for each person asked, the touchpoints they named; none is an answer too.
        peaks: touchpoints planned as peaks.
        end: the touchpoint planned as the end.
        accounts: account of each person; intervals are then clustered by account.
        level: coverage of each interval (Wilson).

    Returns:
        Shares of persons; None values when nobody was asked.

    Example:
        >>> found = remembered([{"Workshop"}, {"Invoice"}, set()], peaks={"Workshop"}, end="Thank-you")
        >>> round(found.peak.value, 2), found.unplanned
        (0.33, (('Invoice', 1),))
    """
    from cxlab.journeys.tally import codes_of

    planned = set(peaks)
    marks = np.array(
        [
            [bool(planned & set(one)) for one in named],
            [end in one for one in named],
            [bool((planned | {end}) & set(one)) for one in named],
        ],
        dtype=bool,
    ).reshape(3, len(named))
    codes = None if accounts is None else codes_of(accounts)
    shares = []
    for k in range(3):
        cell = estimate(share_counts(marks[k : k + 1], codes), "yes", by=[], level=level)[0].estimate
        assert isinstance(cell, Estimate)
        shares.append(cell)
    counted = Counter(name for one in named for name in set(one))
    listed = tuple(sorted(counted.items(), key=lambda item: (-item[1], item[0])))
    rest = tuple(item for item in listed if item[0] not in planned | {end})
    return Remembered(shares[0], shares[1], shares[2], listed, rest)
