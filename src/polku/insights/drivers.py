"""Answers what matters most: which questions of a survey go with one of its outcomes, as a whole and by segment."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

import polars as pl

from cxlab.drivers import CorrelationError, Importance, ImportanceMap, importance, importance_map
from cxlab.metrics import answers_needed
from polku.governance.gate import Viewer, require
from polku.insights.asking.joined import ACCOUNT, FILTERS, SEGMENT, Laid, Measured, joined, measured, promised
from polku.insights.asking.once_made import PATIENCE_S, made_once
from polku.insights.asking.questions import CannotAsk
from polku.snapshot.read import Snapshot, open_snapshot

__all__ = ["FILTERS", "Laid", "Matter", "Measured", "OfSegment", "drivers", "measured_questions"]

# Fewer joint answers than these tell nothing; of fewer than a tenth of the rows most would be invented.
LEAST, LEAST_PART = 10, 0.1
MOST = 20
# Green 1991: answers from which on shares are steady.
_GREEN = (50, 8, 104)
_DRAWS, _DRAWS_OF_SEGMENT = 400, 200
# With more ways of leaving questions out than these, only whole rows are used.
_MOST_GAPS = 4_000
Why = Literal["alike", "few", "many"]
Trouble = Literal["", "too_few", "no_drivers", "alike", "follow"]


@dataclass(frozen=True, slots=True)
class OfSegment:
    """What matters in one segment, by itself; nothing is said of differences between segments."""

    key: str
    found: Importance


@dataclass(frozen=True, slots=True)
class Matter:
    """What goes with the outcome.

    Attributes:
        laid: what was asked.
        found: shares, map and warnings; None where ``trouble`` says why.
        trouble: ``too_few`` answers, ``no_drivers`` left, an outcome that is ``alike`` in all answers, or drivers that
            ``follow`` from one another exactly (``culprits``).
        n: open answers to the outcome.
        needed: answers below which nothing can be said; wanted: from which on shares are steady.
        left_out: drivers that take no part and why: all answers ``alike``, too ``few`` answers, too ``many`` drivers.
        whole_only: whether only answers to all questions were used, for gaps were of too many kinds to be filled in.
        promised: promised answers that take no part, rounded down; None when there are none.
        segments: each segment by itself, when several are asked about.
        stated: how important customers call the touchpoint of a driver, 1 to 5, as written down on its map.
        enough: answers each of two periods would take to tell a change of a tenth of the scale of a driver, by its key,
            when answers vary and cluster as they do now; drivers without an interval are not in it.
    """

    laid: Laid
    found: ImportanceMap | None
    trouble: Trouble
    n: int
    needed: int
    wanted: int
    left_out: tuple[tuple[str, Why], ...]
    whole_only: bool
    promised: int | None
    segments: tuple[OfSegment, ...]
    generation: str
    built_at: datetime | None
    stated: Mapping[str, int]
    culprits: tuple[str, ...] = ()
    enough: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Made:
    """What is made of the answers alone."""

    found: ImportanceMap | None
    trouble: Trouble
    left_out: tuple[tuple[str, Why], ...]
    whole_only: bool
    segments: tuple[OfSegment, ...]
    culprits: tuple[str, ...] = ()


def measured_questions(*, viewer: Viewer) -> tuple[Measured, ...]:
    """The questions that may be outcome or driver, those with most open answers first."""
    require(viewer, "see_figures")
    return tuple(measured(open_snapshot()).values())


def drivers(laid: Laid, *, viewer: Viewer, patience: float = PATIENCE_S) -> Matter | None:
    """What goes with the outcome among the answers that may be laid beside one another; None while it is being made.

    Raises CannotAsk when a question is named that there is not.
    """
    require(viewer, "see_figures")
    snapshot = open_snapshot()
    known = measured(snapshot)
    if unknown := [key for key in (laid.outcome, *laid.drivers) if key not in known]:
        raise CannotAsk(f"no such question: {unknown[0]}", "outcome")
    rows = joined(snapshot, laid, viewer)
    scales = {key: known[key].scale for key in laid.drivers}
    targets = _targets(snapshot, [known[key] for key in laid.drivers])
    by_segment = not laid.filters.get(SEGMENT)
    keys = dict(enumerate(snapshot.keys(SEGMENT)))

    def make() -> _Made:
        return _make(rows, laid, scales, targets, keys if by_segment else {})

    made = made_once(_mark(rows, laid, scales, targets, by_segment), make, patience=patience)
    if made is None:
        return None
    p = len(laid.drivers) - len(made.left_out)
    return Matter(
        laid=laid,
        found=made.found,
        trouble=made.trouble,
        n=rows.height,
        needed=max(LEAST, p + 2),
        wanted=max(_GREEN[0] + _GREEN[1] * p, _GREEN[2] + p),
        left_out=made.left_out,
        whole_only=made.whole_only,
        promised=promised(snapshot, laid, viewer),
        segments=made.segments,
        generation=snapshot.generation,
        built_at=snapshot.built_at,
        stated=_stated(snapshot, [known[key] for key in laid.drivers]),
        enough=_enough(made.found),
        culprits=made.culprits,
    )


def _mark(rows: pl.DataFrame, *more: object) -> tuple[str, str]:
    """Stands for the content: the same answers asked the same way are looked up, whichever snapshot they come from."""
    digest = hashlib.blake2b(digest_size=16)
    for column in rows.iter_columns():
        digest.update(column.fill_null(-9).to_numpy().tobytes())
    return digest.hexdigest(), repr((rows.columns, *more))


def _targets(snapshot: Snapshot, chosen: list[Measured]) -> dict[str, float]:
    """Targets of the drivers' touchpoints, where set for the very metric and this a mean: others are no step."""
    codes = snapshot.places.get("definition", {})
    points = snapshot.places.get("touchpoint", {})
    rows = snapshot.table("touchpoints").filter(pl.col("target").is_not_null())
    set_for = {(row[0], row[1]): row[2] for row in rows.select("touchpoint", "definition", "target").iter_rows()}
    found = {}
    for one in chosen:
        target = set_for.get((points.get(one.touchpoint), codes.get(one.definition)))
        low, high = one.scale
        if target is not None and one.metric.kind == "mean" and low <= target <= high:
            found[one.key] = float(target)
    return found


def _stated(snapshot: Snapshot, chosen: list[Measured]) -> dict[str, int]:
    """What customers said of the drivers' touchpoints when the map was drawn."""
    rows = snapshot.table("touchpoints").filter(pl.col("stated_importance").is_not_null())
    said = dict(rows.select("touchpoint", "stated_importance").iter_rows())
    points = snapshot.places.get("touchpoint", {})
    codes = {one.key: points.get(one.touchpoint) for one in chosen}
    return {key: int(said[code]) for key, code in codes.items() if code in said}


def _enough(found: ImportanceMap | None) -> dict[str, int]:
    """How many answers would tell that a driver has changed."""
    told = {}
    for one in found.places if found else ():
        low, high = one.scale
        if number := answers_needed(one.performance, (high - low) / 10):
            told[one.name] = number
    return told


def _make(
    rows: pl.DataFrame,
    laid: Laid,
    scales: Mapping[str, tuple[float, float]],
    targets: Mapping[str, float],
    segments: Mapping[int, str],
) -> _Made:
    """The shares and the map, of the whole and of each segment."""
    chosen, left_out = usable(rows, laid)
    gaps = rows.select(pl.col(chosen).is_null()).n_unique() if chosen else 0
    table = rows.drop_nulls(chosen) if gaps > _MOST_GAPS else rows
    nothing = _Made(None, "", left_out, gaps > _MOST_GAPS, ())
    if table.height < max(LEAST, len(chosen) + 2):
        return _with(nothing, "too_few")
    if table[laid.outcome].n_unique() < 2:  # noqa: PLR2004 - nothing goes with what never changes
        return _with(nothing, "alike")
    if not chosen:
        return _with(nothing, "no_drivers")
    try:
        found = importance_map(
            table,
            outcome=laid.outcome,
            drivers=chosen,
            account=_account(table),
            scale={key: scales[key] for key in chosen},
            targets={key: target for key, target in targets.items() if key in chosen},
            resamples=_DRAWS,
        )
    except CorrelationError as error:
        return _Made(None, "follow", left_out, gaps > _MOST_GAPS, (), tuple(error.columns) or chosen)
    return _Made(found, "", left_out, gaps > _MOST_GAPS, _of_segments(table, laid, chosen, segments))


def _with(made: _Made, trouble: Trouble) -> _Made:
    return _Made(made.found, trouble, made.left_out, made.whole_only, made.segments)


def usable(rows: pl.DataFrame, laid: Laid) -> tuple[tuple[str, ...], tuple[tuple[str, Why], ...]]:
    """The drivers that can be looked at in these rows, and why the others cannot."""
    least = max(LEAST, LEAST_PART * rows.height)
    told, left = [], []
    for key in laid.drivers:
        given = rows[key].drop_nulls()
        if rows.height >= LEAST and len(given) < least:
            left.append((key, "few"))
        elif rows.height >= LEAST and given.n_unique() < 2:  # noqa: PLR2004 - nothing goes with what never changes
            left.append((key, "alike"))
        else:
            told.append(key)
    most = sorted(told, key=lambda key: -rows[key].count())[:MOST]
    left += [(key, "many") for key in told if key not in most]
    return tuple(key for key in told if key in most), tuple(left)


def _account(rows: pl.DataFrame) -> str | None:
    """The column of accounts, where any is known."""
    return ACCOUNT if rows[ACCOUNT].count() else None


def _of_segments(
    rows: pl.DataFrame, laid: Laid, chosen: tuple[str, ...], names: Mapping[int, str]
) -> tuple[OfSegment, ...]:
    """Each segment by itself, with the drivers that can be looked at in it."""
    found = []
    parts = {int(code): part for (code,), part in rows.partition_by(SEGMENT, as_dict=True).items()}
    known = {code: part for code, part in parts.items() if code in names}
    if len(known) < 2:  # noqa: PLR2004 - one segment is the whole
        return ()
    for code, part in sorted(known.items(), key=lambda pair: names[pair[0]]):
        within, _left = usable(part, Laid(laid.outcome, chosen))
        if not within or (part.height >= LEAST and part[laid.outcome].n_unique() < 2):  # noqa: PLR2004 - as above
            continue
        try:
            one = importance(
                part, outcome=laid.outcome, drivers=within, account=_account(part), resamples=_DRAWS_OF_SEGMENT
            )
        except CorrelationError:
            continue
        found.append(OfSegment(names[code], one))
    return tuple(found)
