"""Decides which counts a question stands on: its metric, audience, filters and viewer; what is kept back is marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from cxlab.definitions import DEFINITIONS
from polku.governance.gate import Viewer
from polku.insights.asking.laid_ready import Window, months_of, other_rows, plain_rows
from polku.insights.asking.questions import OF_ACCOUNT, OF_TOUCHPOINT, Question, audience_of, number
from polku.snapshot.columns import AUDIENCES, EARLY, HIDDEN, KEPT_BACK, MISSING, PERSON, PROMISES, UNDECLARED
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


def _allowed(
    snapshot: Snapshot, question: Question, viewer: Viewer, months: Window | None, *, everyone: bool
) -> pl.DataFrame:
    """The counts of the metric and audience, as far as the viewer may read them by what is named.

    Promised answers answer to one class of person at a time, not to a viewer who sees some accounts only, and not by
    account or revenue; where they do not, their rows stay without a score so that a reader is told. Of open answers
    only those of the months and, unless ``everyone`` is asked about, of the segments that the question is about.
    """
    named = None if everyone else question.filters.get("segment")
    meant = bases(snapshot, question.metric), [AUDIENCES.index(key) for key in audience_of(question)]
    plain = plain_rows(snapshot, *meant, months, None if named is None else _codes(snapshot, "segment", named))
    if viewer.account_scope is not None:
        plain = plain.filter(pl.col("_account").is_in(_own_accounts(snapshot, viewer).implode()))
    apart = kept_apart(question, viewer)
    filtered = tuple(name for name in question.filters if name in CLASSES)
    mark = (question.metric, audience_of(question), apart, filtered, viewer.account_scope)
    # The tiles, the table and the trend of one page read the same rows.
    kept: dict[object, pl.DataFrame] = snapshot.made.setdefault("allowed", {})
    promised = kept.get(mark)
    if promised is None:
        if len(kept) >= _KEPT:
            kept.clear()
        promised = kept[mark] = _read(snapshot, other_rows(snapshot, *meant), question, viewer, apart=apart)
    return pl.concat([plain, promised]) if promised.height else plain


def _own_accounts(snapshot: Snapshot, viewer: Viewer) -> pl.Series:
    """The accounts that are the viewer's own."""
    ids = snapshot.table("accounts")
    return ids.filter(pl.col("id").is_in(list(viewer.account_scope or ())))["account"]


def _codes(snapshot: Snapshot, name: str, keys: Sequence[str]) -> list[int]:
    places = snapshot.places.get(name, {})
    return [MISSING if key == "" else places.get(key, NOWHERE) for key in keys]


def _read(snapshot: Snapshot, rows: pl.DataFrame, question: Question, viewer: Viewer, *, apart: bool) -> pl.DataFrame:
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
        own = _own_accounts(snapshot, viewer)
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
        found.append(pl.col(name).is_in(_codes(snapshot, name, keys)))
    return pl.all_horizontal(found)


def asked(
    snapshot: Snapshot,
    question: Question,
    viewer: Viewer,
    *,
    counts: pl.DataFrame | None = None,
    months: Window | None = None,
) -> pl.DataFrame:
    """The counts that the question's filters let through; what is kept back of them is marked.

    ``counts`` stands in for all counts of the snapshot where more of them is kept back than for scores; ``months`` are
    all that is needed, though others may come along.
    """
    if counts is None:
        rows = _allowed(snapshot, question, viewer, months, everyone=False)
    else:
        codes, audiences = bases(snapshot, question.metric), [AUDIENCES.index(key) for key in audience_of(question)]
        meant = counts.filter(pl.col("definition").is_in(codes) & pl.col("audience").is_in(audiences))
        rows = _read(snapshot, meant, question, viewer, apart=kept_apart(question, viewer))
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


def asked_as_a_whole(
    snapshot: Snapshot, question: Question, viewer: Viewer, rows: pl.DataFrame, months: Window | None = None
) -> pl.DataFrame:
    """The counts of the whole: a breakdown says nothing of it, so it is told or not whatever it is broken down by.

    ``rows`` are those of the question itself, and the same where the breakdown takes nothing away.
    """
    whole = replace(question, by=())
    same = kept_apart(question, viewer) == kept_apart(whole, viewer)
    return rows if same else narrowed(asked(snapshot, whole, viewer, months=months), whole)


def others(snapshot: Snapshot, question: Question, viewer: Viewer, months: Window | None) -> pl.DataFrame:
    """The counts that the question's filters keep out and that may be told: all others."""
    rows = _allowed(snapshot, replace(question, by=()), viewer, months, everyone=True)
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
    known = months_of(snapshot)
    first = number(question.first) if question.first else known and known.first
    last = number(question.last) if question.last else known and known.last
    if first is None or last is None:
        return None
    return Window(first, max(first, last))
