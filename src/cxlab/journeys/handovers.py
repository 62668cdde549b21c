"""Finds hand-overs where the actor changes and the score falls or the wait grows, and what lies out of our control.

Witell's third and fourth challenge [Witell et al. 2020]: conflicts on the journey, touchpoints out of control.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from math import exp

import numpy as np
import polars as pl

from cxlab.journeys.associations import associate
from cxlab.journeys.log import EventLog
from cxlab.journeys.tally import codes_of
from cxlab.journeys.worktime import WorkingHours, open_seconds
from cxlab.metrics import score
from cxlab.results import Comparison, Estimate, Word

_SAME = ""


@dataclass(frozen=True, slots=True)
class HandOver:
    """What happens where one actor hands over to another, beside steps that stay with one actor.

    Attributes:
        giver, taker: the actors. start, end: the touchpoints; None when all between these actors are taken together.
        times: hand-overs; cases: cases with one.
        wait: median hours from one event to the next, with interval; None without times.
        wait_ratio: how many times longer (geometric mean) than a step within one actor, with simultaneous interval;
            ``worse`` is longer. score_change: mean of score after minus score before, hand-over (left) minus step
            within one actor (right); ``worse`` is a fall. None where too few are scored or timed.
    """

    giver: str
    taker: str
    start: str | None
    end: str | None
    times: int
    cases: int
    wait: Estimate | None
    wait_ratio: Comparison | None
    score_change: Comparison | None


@dataclass(frozen=True, slots=True)
class OutOfControl:
    """How much of the journey lies at touchpoints that are not ours.

    Attributes:
        of_events: share of events at touchpoints not ours.
        of_detractors: share of low scores that were given there; None where nothing is scored.
    """

    of_events: Estimate
    of_detractors: Estimate | None


def hand_overs(
    log: EventLog,
    *,
    actor: str = "actor",
    score_column: str = "score",
    account: str | None = "account",
    touchpoints: bool = False,
    hours: WorkingHours | None = None,
    least: int = 5,
    level: float = 0.95,
) -> tuple[HandOver, ...]:
    """Compare hand-overs between actors with steps that stay with one actor.

    Waits are compared as logarithms of (1 minute + wait): waits spread over orders of magnitude. Score changes take
    steps where both events are scored. All hand-overs shown are one family for each of the two.

    Args:
        log: with a column of actors.
        actor: that column: ours, partner, other contact, or persons.
        score_column: column of scores.
        account: column of accounts; intervals are then clustered by account.
        touchpoints: tell hand-overs apart by the two touchpoints as well.
        hours: count only waits while an office is open.
        least: hand-overs that happened less often are left out.
        level: coverage of all intervals of a family together.

    Returns:
        Hand-overs, most frequent first.

    Raises:
        ValueError: the log has no such column of actors.

    Example:
        >>> from cxlab.journeys.log import event_log
        >>> two = (("Sell", "us"), ("Install", "p"))
        >>> rows = [(str(k), t, a, (k + 9) * 3600 * (a == "p")) for k in range(9) for t, a in two]
        >>> log = event_log(pl.DataFrame(rows, schema=["case", "touchpoint", "actor", "ts_s"], orient="row"))
        >>> [(one.giver, one.taker, one.times, one.wait.value) for one in hand_overs(log)]
        [('us', 'p', 9, 13.0)]
    """
    if actor not in log.extra.columns:
        message = f"There is no column {actor!r}; the log carries: {', '.join(log.extra.columns) or 'nothing'}."
        raise ValueError(message)
    steps = _steps(log, actor, score_column, account, hours)
    keys = ["giver", "taker", "start", "end"] if touchpoints else ["giver", "taker"]
    over = steps.filter(pl.col("giver") != pl.col("taker"))
    groups = over.group_by(keys).agg(pl.len().alias("times"), pl.col("case").n_unique().alias("cases"))
    groups = groups.filter(pl.col("times") >= least).sort(["times", *keys], descending=[True, *[False] * len(keys)])
    groups = groups.with_row_index("group")
    marked = steps.join(groups.select("group", *keys), on=keys, how="left", maintain_order="left").filter(
        pl.col("group").is_not_null() | (pl.col("giver") == pl.col("taker"))
    )
    marked = marked.with_columns(pl.col("group").cast(pl.String).fill_null(_SAME))
    known = "account" if "account" in marked.columns else None
    ratios = _against_same(marked, "log_wait", level, higher_is_better=False)
    changes = _against_same(marked, "change", level, higher_is_better=True)
    waits = _waits(marked, known, level)
    return tuple(
        HandOver(
            row["giver"],
            row["taker"],
            row.get("start"),
            row.get("end"),
            row["times"],
            row["cases"],
            waits.get(str(row["group"])),
            _as_ratio(ratios.get(str(row["group"]))),
            changes.get(str(row["group"])),
        )
        for row in groups.to_dicts()
    )


def _steps(
    log: EventLog, actor: str, score_column: str, account: str | None, hours: WorkingHours | None
) -> pl.DataFrame:
    """One row per step from an event to the next of its case, with both actors known."""
    case = log.case_of_event()
    here = np.flatnonzero(case[1:] == case[:-1])
    actors = log.extra[actor].cast(pl.String)
    names = pl.Series(log.names, dtype=pl.String)
    table = pl.DataFrame(
        {
            "case": case[here],
            "start": names.gather(log.codes[here]),
            "end": names.gather(log.codes[here + 1]),
            "giver": actors.gather(here),
            "taker": actors.gather(here + 1),
            "log_wait": pl.Series([None] * len(here), dtype=pl.Float64),
            "hours": pl.Series([None] * len(here), dtype=pl.Float64),
            "change": pl.Series([None] * len(here), dtype=pl.Float64),
        }
    )
    if log.ts_s is not None:
        start, end = log.ts_s[here], log.ts_s[here + 1]
        wait = end - start if hours is None else open_seconds(start, end, hours)
        table = table.with_columns(hours=pl.Series(wait / 3600), log_wait=pl.Series(np.log(60.0 + wait)))
    if score_column in log.extra.columns:
        given = log.extra[score_column].cast(pl.Float64)
        table = table.with_columns(change=given.gather(here + 1) - given.gather(here))
    if account is not None and account in log.extra.columns:
        owner = pl.Series(log.of_case(account), dtype=pl.String, strict=False)
        table = table.with_columns(account=owner.gather(case[here]))
    alone = pl.format("case {}", "case")
    unit = pl.coalesce(pl.format("account {}", "account"), alone) if "account" in table.columns else alone
    return table.with_columns(unit.alias("unit")).drop_nulls(["giver", "taker"])


def _against_same(marked: pl.DataFrame, column: str, level: float, *, higher_is_better: bool) -> dict[str, Comparison]:
    """Each hand-over against steps within one actor.

    A step shares its events with the step before and after it, so both sides are kept together by account, or by case
    where accounts are not known.
    """
    told = marked.filter(pl.col(column).is_not_null())
    groups = sorted(set(told["group"]) - {_SAME})
    group = told["group"].to_numpy()
    marks = np.array([group == one for one in groups], dtype=bool).reshape(len(groups), told.height)
    among = marks | (group == _SAME)
    found = associate(
        marks,
        told[column].to_list(),
        accounts=codes_of(told["unit"].to_list()),
        segment=[0] * told.height,
        among=among,
        level=level,
    )
    turned: dict[str, Word] = {"better": "worse", "worse": "better"}
    return {
        groups[one.mark]: one.adjusted
        if higher_is_better
        else replace(one.adjusted, word=turned.get(one.adjusted.word, one.adjusted.word))
        for one in found
        if one.adjusted is not None
    }


def _as_ratio(difference: Comparison | None) -> Comparison | None:
    if difference is None or difference.difference is None:
        return None
    low, high = (None if end is None else exp(end) for end in (difference.low, difference.high))
    return replace(
        difference,
        difference=exp(difference.difference),
        low=low,
        high=high,
        method=f"{difference.method}_of_logarithms",
    )


def _waits(marked: pl.DataFrame, account: str | None, level: float) -> dict[str, Estimate]:
    told = marked.filter(pl.col("hours").is_not_null() & (pl.col("group") != _SAME))
    if not told.height:
        return {}
    cells = score(told, score="hours", definition="median", by="group", account=account, level=level)
    return {str(cell.by[0][1]): cell.estimate for cell in cells if isinstance(cell.estimate, Estimate)}


def out_of_control(
    log: EventLog,
    *,
    ours: Collection[str] = ("us", "brand", "own"),
    party: str = "owner",
    score_column: str = "score",
    low_at_most: float = 6,
    account: str | None = "account",
    level: float = 0.95,
) -> OutOfControl | None:
    """Share of the journey, and of low scores, at touchpoints that are not ours.

    Args:
        log: with a column that says whose touchpoint each event is.
        ours: its values that mean us.
        party: that column: ``owner`` or ``actor``. Events without a value are left out.
        score_column: column of scores.
        low_at_most: a score of this or less is low; 6 are the detractors of a recommendation from 0 to 10.
        account: column of accounts; intervals are then clustered by account.
        level: coverage of each interval (Wilson).

    Returns:
        The shares; None where the log does not say whose touchpoints they are.

    Example:
        >>> from cxlab.journeys.log import event_log
        >>> rows = {"case": ["a"] * 4, "touchpoint": list("wxyz"), "owner": ["brand", "partner", "brand", "partner"]}
        >>> found = out_of_control(event_log(pl.DataFrame(rows | {"score": [9, 2, 4, 3]}), time=None))
        >>> found.of_events.value, round(found.of_detractors.value, 2)
        (0.5, 0.67)
    """
    if party not in log.extra.columns:
        return None
    columns = {"away": ~log.extra[party].is_in(list(ours))}
    if account is not None and account in log.extra.columns:
        owner = pl.Series(log.of_case(account), dtype=pl.String, strict=False)
        columns["account"] = owner.gather(log.case_of_event())
    table = pl.DataFrame(columns).with_columns(pl.col("away").cast(pl.Int64))
    said = log.extra[party].is_not_null()
    known = "account" if "account" in columns else None

    def share(rows: pl.DataFrame) -> Estimate:
        found = score(rows, score="away", definition="yes", account=known, level=level)[0].estimate
        assert isinstance(found, Estimate)
        return found

    low = None
    if score_column in log.extra.columns:
        given = log.extra[score_column].cast(pl.Float64)
        low = share(table.filter(said & (given <= low_at_most).fill_null(value=False)))
    return OutOfControl(share(table.filter(said)), low)
