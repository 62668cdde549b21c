"""Decides which counts a question stands on: its metric, audience, filters and viewer; what is kept back is marked."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from cxlab.definitions import DEFINITIONS
from polku.governance.gate import Viewer
from polku.insights.asking.questions import OF_ACCOUNT, OF_TOUCHPOINT, Question, audience_of, number
from polku.snapshot.columns import AUDIENCES, CODE, EARLY, HIDDEN, KEPT_BACK, MISSING, PERSON, PROMISES, UNDECLARED
from polku.snapshot.counts import COUNTS, no_counts
from polku.snapshot.read import Snapshot

# Why a figure is not told, from the code that stands in its place.
REASONS = {HIDDEN: "kept_back", UNDECLARED: "not_declared", EARLY: "not_published_yet"}
# The code of a key that no answer has.
NOWHERE = -100
PLACE = ("touchpoint", *OF_TOUCHPOINT)
# Dimensions of which a promise may keep something back.
CLASSES = (*PERSON, *PLACE, *OF_ACCOUNT)
_OPEN = PROMISES.index("open")
# Weights by which an answer counts for more or less than another of its group.
UNEVEN = ("account", "revenue")
_KEPT = 32


@dataclass(frozen=True, slots=True)
class Window:
    """Consecutive months as counts from year 0, both ends included."""

    first: int
    last: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1

    def moved(self, months: int) -> Window:
        return Window(self.first + months, self.last + months)


def counts_of(snapshot: Snapshot) -> pl.DataFrame:
    """All counts with the classes of their touchpoint, the month as a count and, where nothing is told, why."""
    kept = snapshot.made.get("classed")
    if kept is None:
        points = snapshot.table("touchpoints").select("touchpoint", *OF_TOUCHPOINT)
        accounts = snapshot.table("accounts").select(pl.col("account").alias("_account"), *OF_ACCOUNT)
        mark = [part.file for table in ("touchpoints", "accounts") for part in snapshot.manifest.of(table)]
        parts = _parts(snapshot)
        for file in parts:
            if snapshot.of_parts.get(file, (None,))[0] != mark:
                snapshot.of_parts[file] = (mark, _classed(snapshot.frames[file], points, accounts))
        kept = (
            pl.concat([snapshot.of_parts[file][1] for file in parts])
            if parts
            else _classed(no_counts(), points, accounts)
        )
        snapshot.made["classed"] = kept
    return kept


def _parts(snapshot: Snapshot) -> list[str]:
    return [part.file for part in snapshot.manifest.of(COUNTS) if part.rows]


def _of_definitions(snapshot: Snapshot, codes: list[int], audiences: list[int]) -> pl.DataFrame:
    """The counts of some definitions and audiences: each part holds those of one definition side by side."""
    kept = snapshot.made.setdefault("of definitions", {})
    mark = (*sorted(codes), -1, *audiences)
    if mark not in kept:
        every = counts_of(snapshot)
        pieces = []
        for frame in (snapshot.of_parts[file][1] for file in _parts(snapshot)):
            column = frame["definition"].to_numpy()
            for code in sorted(codes):
                start, end = (int(np.searchsorted(column, code, side)) for side in ("left", "right"))
                if start < end:
                    pieces.append(frame.slice(start, end - start))
        found = pl.concat(pieces, rechunk=True) if pieces else every.clear()
        kept[mark] = found.filter(pl.col("audience").is_in(audiences))
    return kept[mark]


def _classed(counts: pl.DataFrame, points: pl.DataFrame, accounts: pl.DataFrame) -> pl.DataFrame:
    """The counts of one part with what is known of their touchpoint and of their account."""
    placed = counts.join(points, on="touchpoint", how="left", maintain_order="left")
    of_account = pl.when(pl.col("promise") != _OPEN).then(UNDECLARED).otherwise(pl.col(OF_ACCOUNT).fill_null(MISSING))
    return (
        placed.join(accounts, on="_account", how="left", maintain_order="left")
        .with_columns(
            of_account.cast(CODE).name.keep(),
            # What is kept back of the touchpoint is kept back of its place on the map.
            pl.col(OF_TOUCHPOINT).fill_null(pl.min_horizontal("touchpoint", pl.lit(MISSING))),
            (pl.col("month") // 100 * 12 + pl.col("month") % 100 - 1).alias("month"),
            pl.when(pl.col("_score").is_null()).then(pl.col(PERSON[0])).alias("_why"),
        )
        .sort("definition", maintain_order=True)
    )


def bases(snapshot: Snapshot, metric: str) -> list[int]:
    """Codes of the definitions whose answers the metric can be counted from: its own, and those it stands beside."""
    places = snapshot.places.get("definition", {})
    wanted = {key for key, one in DEFINITIONS.items() if key == metric or metric in one.secondary}
    return [places[key] for key in wanted if key in places]


def kept_apart(question: Question, viewer: Viewer) -> bool:
    """Whether promised answers take no part, by what the question names, by who asks, or by how much answers count."""
    named = {*question.by, *question.filters}
    classes = [*named.intersection(PERSON), *(["touchpoint"] if named.intersection(PLACE) else [])]
    return len(classes) > 1 or viewer.account_scope is not None or question.weight in UNEVEN


def _allowed(snapshot: Snapshot, question: Question, viewer: Viewer, counts: pl.DataFrame | None) -> pl.DataFrame:
    """The counts of the metric and audience, over all months, as far as the viewer may read them by what is named.

    Promised answers answer to one class of person at a time, not to a viewer who sees some accounts only, and not by
    account or revenue; where they do not, their rows stay without a score so that a reader is told.
    """
    apart = kept_apart(question, viewer)
    filtered = tuple(name for name in question.filters if name in CLASSES)
    mark = (question.metric, audience_of(question), apart, filtered, viewer.account_scope)
    if counts is not None:
        return _read(snapshot, counts, question, viewer, apart=apart)
    # The tiles, the table and the trend of one page read the same rows.
    kept = snapshot.made.setdefault("allowed", {})
    if mark not in kept:
        if len(kept) >= _KEPT:
            kept.clear()
        kept[mark] = _read(snapshot, None, question, viewer, apart=apart)
    found: pl.DataFrame = kept[mark]
    return found


def _read(
    snapshot: Snapshot, counts: pl.DataFrame | None, question: Question, viewer: Viewer, *, apart: bool
) -> pl.DataFrame:
    codes, audiences = bases(snapshot, question.metric), [AUDIENCES.index(key) for key in audience_of(question)]
    if counts is None:
        rows = _of_definitions(snapshot, codes, audiences)
        if viewer.account_scope is None and not rows["promise"].max() and not rows["_why"].count():
            # Nothing of them was promised and nothing is kept back: whatever is named, all of them may be read.
            return rows
    else:
        rows = counts.filter(pl.col("definition").is_in(codes) & pl.col("audience").is_in(audiences))
    promised = pl.col("promise") != _OPEN
    # Uneven weights would tell whose answer is which: a promised answer counts once, or is not told.
    once = (pl.when(promised).then(pl.col("_n")).otherwise(pl.col(name)).alias(name) for name in ("_w", "_w2"))
    rows = rows.with_columns(*once)
    if apart:
        rows = _silenced(rows, promised, pl.lit(UNDECLARED))
        # Nor which classes occur among them.
        rows = rows.with_columns(
            pl.when(promised).then(UNDECLARED).otherwise(pl.col(name)).cast(rows.schema[name]).alias(name)
            for name in CLASSES
        )
    if viewer.account_scope is not None:
        ids = snapshot.table("accounts")
        own = ids.filter(pl.col("id").is_in(list(viewer.account_scope)))["account"]
        rows = rows.filter(pl.col("_account").is_in(own.implode()) | pl.col("_why").is_not_null())
    for name in question.filters:
        if name in CLASSES:
            rows = _silenced(rows, pl.col(name).is_in(KEPT_BACK), pl.col(name))
    return rows


def _passes(snapshot: Snapshot, question: Question) -> pl.Expr:
    """Whether a row has one of the keys of every filter."""
    found = [pl.lit(value=True)]
    for name, keys in question.filters.items():
        if name == "audience":
            continue
        places = snapshot.places.get(name, {})
        codes = [MISSING if key == "" else places.get(key, NOWHERE) for key in keys]
        found.append(pl.col(name).is_in(codes))
    return pl.all_horizontal(found)


def asked(
    snapshot: Snapshot, question: Question, viewer: Viewer, *, counts: pl.DataFrame | None = None
) -> pl.DataFrame:
    """The counts that the question's filters let through, over all months; what is kept back of them is marked.

    ``counts`` stands in for all counts of the snapshot where more of them is kept back than for scores.
    """
    rows = _allowed(snapshot, question, viewer, counts)
    if not set(question.filters) - {"audience"}:
        return rows
    passes = _passes(snapshot, question)
    others = [name for name in question.filters if name not in {*CLASSES, "audience"}]
    kept_back = pl.col("_why").is_not_null()
    if rows["_why"].null_count() == rows.height:
        return rows.filter(passes)
    if others:
        rest = replace(question, filters={name: question.filters[name] for name in others})
        kept_back &= _passes(snapshot, rest)
    return rows.filter(passes | kept_back)


def narrowed(rows: pl.DataFrame, question: Question) -> pl.DataFrame:
    """The columns by which the question's rows are told apart and counted: what is not copied costs nothing."""
    named = dict.fromkeys((*question.by, *question.filters, "audience", "promise", "month", "_account", "_why"))
    return rows.select(*named, "_score", "_n", "_w", "_w2")


def asked_as_a_whole(snapshot: Snapshot, question: Question, viewer: Viewer, rows: pl.DataFrame) -> pl.DataFrame:
    """The counts of the whole: a breakdown says nothing of it, so it is told or not whatever it is broken down by.

    ``rows`` are those of the question itself, and the same where the breakdown takes nothing away.
    """
    whole = replace(question, by=())
    same = kept_apart(question, viewer) == kept_apart(whole, viewer)
    return rows if same else asked(snapshot, whole, viewer)


def others(snapshot: Snapshot, question: Question, viewer: Viewer) -> pl.DataFrame:
    """The counts that the question's filters keep out and that may be told: all others, over all months."""
    rows = _allowed(snapshot, replace(question, by=()), viewer, None)
    return rows.filter(~_passes(snapshot, question) & pl.col("_score").is_not_null())


def _silenced(rows: pl.DataFrame, where: pl.Expr, why: pl.Expr) -> pl.DataFrame:
    """The rows with the scores taken out where told, and the reason put in."""
    silent = where & pl.col("_why").is_null()
    return rows.with_columns(
        pl.when(silent).then(None).otherwise(pl.col("_score")).alias("_score"),
        pl.when(silent).then(why).otherwise(pl.col("_why")).alias("_why"),
    )


def within(rows: pl.DataFrame, window: Window) -> pl.DataFrame:
    return rows.filter(pl.col("month").is_between(window.first, window.last))


def window_of(snapshot: Snapshot, question: Question) -> Window | None:
    """The months asked about; None when there are no answers and no months were named."""
    months = counts_of(snapshot)["month"]
    first = number(question.first) if question.first else months.min()
    last = number(question.last) if question.last else months.max()
    if first is None or last is None:
        return None
    return Window(int(str(first)), max(int(str(first)), int(str(last))))
