"""Decides which promised answers may enter the snapshot, and which of their breakdowns may be read from it.

What is kept back here is in no file, so no question asked of the snapshot can bring it out. The rule is one: promised
answers are published in **bundles** that each hold k answers, not all alike, and a bundle is never split again.

- A group is what one version asks in one question, in one wave, of one audience (our own people stand apart from
  customers). When the wave has closed, what is new of it comes in together, if it makes a bundle.
- A version without breakdowns need not wait for the close: while the wave is open answers come in by bundles, and k of
  them, picked by chance, always stay behind, so that what the close adds makes a bundle too.
- The breakdowns a version declared are crossed with one another, in its order, and classes are merged from the smallest
  on until every cell that is not empty is a bundle: so are then all remainders, and all cells of two classes at once.
- What was shown stays as it was shown. Where answers leave (an import is taken back) and what left a bundle, or what
  stays in it, is no bundle, the rest of it is told of no more.
- What comes in after answers were taken back is laid beside them: a file brought again, mended, would tell by its
  difference what the few mended answers are. Only the same again comes in as it was, only a bundle apart comes in anew.
- The account, the contact, the weight and the moment are left out: they tell answers of one bundle apart.
- Where answers are kept back altogether one row without a value says so, and no more.

Within a bundle nothing published tells one answer from another, whatever is computed: each figure stays the same when
two people of a bundle change places. docs/methods/anonymity.md says what follows from that, and what does not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from polku.snapshot.columns import EARLY, HIDDEN, KEPT_BACK, MISSING, PERSON, PROMISES, UNDECLARED
from polku.snapshot.returning import CELL, away, comes_back, gone, stands_apart

OPEN = PROMISES.index("open")
GROUP = ("version", "wave", "question", "audience")
# The response number of the row that stands for what is kept back.
NOBODY = 0
# What tells the answers of one bundle apart, and what stands in its place.
APART: Mapping[str, float] = {"weight": 1.0, "account": MISSING, "contact": MISSING}


@dataclass(frozen=True, slots=True)
class Promise:
    """What a version promised for a wave: the breakdowns declared before sending, and when it closes."""

    declared: tuple[str, ...]
    closes: float

    def closed(self, now: float) -> bool:
        return self.closes <= now


@dataclass(frozen=True, slots=True)
class Released:
    """A part: ``rows`` as it may be written, and ``gone``, what was told of it once and is told no more.

    What has gone is kept to compare with, and never read for a figure.
    """

    rows: pl.DataFrame
    gone: pl.DataFrame


def released(
    answers: pl.DataFrame,
    before: pl.DataFrame | None,
    promises: Mapping[tuple[int, int], Promise],
    *,
    k: int,
    now: float,
    past: pl.DataFrame | None = None,
) -> Released:
    """The part as it may be written.

    Args:
        answers: every landed answer of the part, with its classes.
        before: the part as it was written last, None at first.
        promises: what was promised, by codes of version and wave.
        k: fewest answers of which a score is told.
        now: epoch seconds.
        past: what was told of the part once and is told no more.

    Returns:
        Open answers as they are, promised ones as far as they may be read, in the order of their response numbers
        (promised responses carry random ones).
    """
    nothing = answers.clear()
    parts, went = [answers.filter(pl.col("promise") == OPEN)], [nothing]
    groups = _grouped(as_grouped(answers.filter(pl.col("promise") != OPEN), before))
    shown = {} if before is None else _grouped(before.filter(pl.col("promise") != OPEN))
    lost = {} if past is None else _grouped(past)
    for key in {**groups, **shown, **lost}:
        group, was = groups.get(key, nothing), shown.get(key, nothing)
        if not group.height:
            went.append(gone(was, nothing, lost.get(key, nothing)))
            continue
        promise = promises[int(str(key[0])), int(str(key[1]))]
        closed = promise.closed(now)
        told = _told(group, was, lost.get(key, nothing), promise.declared, k, closed=closed)
        why = HIDDEN if closed else EARLY
        parts.append(told.rows if told.rows.height else _kept_back(group, promise.declared, why))
        went.append(told.gone)
    return Released(pl.concat(parts).sort("response", "question", "touchpoint"), pl.concat(went))


def _grouped(rows: pl.DataFrame) -> dict[tuple[object, ...], pl.DataFrame]:
    return rows.partition_by(GROUP, as_dict=True) if rows.height else {}


def as_grouped(answers: pl.DataFrame, before: pl.DataFrame | None) -> pl.DataFrame:
    """The answers, those shown before in the group they were shown in, though a company has become our own since."""
    if before is None:
        return answers
    was = before.select("question", "response", pl.col("audience").alias("_was"))
    found = answers.join(was, on=["question", "response"], how="left", maintain_order="left")
    return found.with_columns(pl.coalesce("_was", "audience").alias("audience")).drop("_was")


def _told(
    group: pl.DataFrame, before: pl.DataFrame, past: pl.DataFrame, declared: tuple[str, ...], k: int, *, closed: bool
) -> Released:
    """The group's rows as they may be written; none when nothing of it was told and nothing may be told yet."""
    known = before.filter(pl.col("response") != NOBODY)
    # A threshold that has risen since merges what was shown; what was too small to split before stays whole.
    shown = _merged(known.filter(pl.col("value").is_not_null()), declared, k)
    stays, hidden = _left(shown, as_shown(shown, group), k)
    stays = _put(stays, {"month": int(str(group["month"].min()))})
    hidden = pl.concat([as_shown(known.filter(pl.col("value").is_null()), group), hidden])
    new = group.join(pl.concat([stays, hidden]), on="response", how="anti")
    past = gone(known, stays, past)
    batch = int(str(known["bundle"].max() or 0)) + 1
    new = _veiled(let_in(new, declared, k, closed=closed), declared, k)
    new = beside_what_went(new, away(past, group), declared, k)
    rows = pl.concat([stays, _silent(hidden, _classes(hidden, declared), HIDDEN), _put(new, {"bundle": batch})])
    return Released(rows, past)


def beside_what_went(new: pl.DataFrame, past: pl.DataFrame, declared: tuple[str, ...], k: int) -> pl.DataFrame:
    """The new answers as far as they may be told beside what was told before: as they are, as one bundle, or not."""
    if not past.height or not new.height or comes_back(new, past):
        return new
    whole = _put(new, {name: HIDDEN for name in _classes(new, declared) if name in declared})
    return whole if stands_apart(whole, past, k) else new.clear()


def _left(shown: pl.DataFrame, stays: pl.DataFrame, k: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What stays told of, and what is told of no more because those who left its bundle would show."""
    bundle = [*CELL, "bundle"]
    left = shown.join(stays, on="response", how="anti").partition_by(bundle, as_dict=True)
    rests = stays.partition_by(bundle, as_dict=True)
    hidden = _together(stays, [rest for one, rest in rests.items() if one in left and not may_stay(left[one], rest, k)])
    # A threshold that has risen may find all there is too small.
    whole = stays.join(hidden, on="response", how="anti").partition_by(CELL)
    hidden = _together(hidden, [hidden, *(rows for rows in whole if not is_bundle(rows, k))])
    return stays.join(hidden, on="response", how="anti"), hidden


def _together(like: pl.DataFrame, parts: list[pl.DataFrame]) -> pl.DataFrame:
    """The parts as one table, an empty one where there are none."""
    return pl.concat([like.clear(), *parts])


def as_shown(shown: pl.DataFrame, group: pl.DataFrame) -> pl.DataFrame:
    """The rows of those who are still there as they were shown, whatever their classes are now."""
    return shown.filter(pl.col("response").is_in(group["response"].implode()))


def is_bundle(rows: pl.DataFrame, k: int) -> bool:
    """Whether the answers may be told of together: k of them, not all alike (or their score tells each one's)."""
    return rows.height >= k and rows["value"].n_unique() > 1


def let_in(new: pl.DataFrame, declared: tuple[str, ...], k: int, *, closed: bool) -> pl.DataFrame:
    """The new answers that are published now: all of them after the close, else all but the k that stay behind."""
    if not closed:
        new = new.clear() if declared else new.sort("response").head(max(0, new.height - k))
    return new if is_bundle(new, k) else new.clear()


def may_stay(left: pl.DataFrame, rest: pl.DataFrame, k: int) -> bool:
    """Whether the rest of a bundle may still be told of: the difference that those who left make may be seen."""
    return is_bundle(rest, k) and is_bundle(left, k)


def _classes(group: pl.DataFrame, declared: tuple[str, ...]) -> tuple[str, ...]:
    """What the promise governs, the declared first and in their order; a question's own touchpoint is no class."""
    came_by = "touchpoint" in declared or group["touchpoint"].n_unique() > 1
    names = (*PERSON, "touchpoint") if came_by else PERSON
    return (*(name for name in declared if name in names), *(name for name in names if name not in declared))


def _veiled(group: pl.DataFrame, declared: tuple[str, ...], k: int) -> pl.DataFrame:
    """The group with its classes where declared and large enough, and without what tells its answers apart."""
    names = _classes(group, declared)
    undeclared = [name for name in names if name not in declared]
    return _merged(
        _put(group, {**APART, **dict.fromkeys(undeclared, UNDECLARED)}).with_columns(ts_s=pl.lit(None, pl.Int64)),
        declared,
        k,
    )


def _merged(group: pl.DataFrame, declared: tuple[str, ...], k: int) -> pl.DataFrame:
    """The group with its classes merged until every cell of all of them crossed is a bundle."""
    names, values = _classes(group, declared), group["value"].to_numpy()
    bundles, merged = np.zeros(group.height, np.int64), []
    for name in names:
        codes = readable(group[name].to_numpy(), bundles, values, k)
        merged.append(pl.Series(name, codes).cast(group.schema[name]))
        bundles = _crossed(bundles, codes)
    return group.with_columns(*merged)


def _kept_back(group: pl.DataFrame, declared: tuple[str, ...], why: int) -> pl.DataFrame:
    """One row in place of the group: it says that there is something, not how much of it nor from whom."""
    return _silent(_put(group.head(1), {"response": NOBODY, **APART}), _classes(group, declared), why)


def _silent(rows: pl.DataFrame, classes: tuple[str, ...], why: int) -> pl.DataFrame:
    """The rows without what they say. Of a group that was told and is hidden again they say who stood in it."""
    nothing = (pl.lit(None).cast(rows.schema[name]).alias(name) for name in ("value", "ts_s"))
    return _put(rows, dict.fromkeys(classes, why)).with_columns(nothing)


def _put(rows: pl.DataFrame, values: Mapping[str, float]) -> pl.DataFrame:
    """The rows with one value in each of the named columns; answers and comments do not have all of them."""
    there = {name: value for name, value in values.items() if name in rows.columns}
    return rows.with_columns(pl.lit(value).cast(rows.schema[name]).alias(name) for name, value in there.items())


def _crossed(cells: np.ndarray, codes: np.ndarray) -> np.ndarray:
    """The number of each row's cell when cells are divided by codes."""
    _, place = np.unique(np.stack([cells, codes]), axis=1, return_inverse=True)
    return place.reshape(-1)


def readable(cells: np.ndarray, within: np.ndarray, values: np.ndarray, k: int) -> np.ndarray:
    """The cells' codes, ``HIDDEN`` where a class had to be merged with others so that nothing told is about too few.

    Classes are merged from the smallest on, until each of those left and the merged ones together make a bundle
    wherever they occur within the bundles that there are already.

    Args:
        cells: the class of each answer.
        within: the bundle each answer stands in before it is divided by them.
        values: the answers.
        k: fewest answers.
    """
    names, place, sizes = np.unique(cells, return_inverse=True, return_counts=True)
    told = np.isin(names, KEPT_BACK)
    merged = told.copy()
    while not merged.all():
        short = _short(_crossed(within, np.where(merged[place], -1, place)), values, k)
        if not short.any():
            break
        few = np.unique(place[short & ~merged[place]])
        pool = few if few.size else np.flatnonzero(~merged)
        merged[pool[np.argmin(sizes[pool])]] = True
    return np.where((merged & ~told)[place], HIDDEN, cells)


def _short(cells: np.ndarray, values: np.ndarray, k: int) -> np.ndarray:
    """Of each answer whether its cell is no bundle."""
    _, place, sizes = np.unique(cells, return_inverse=True, return_counts=True)
    least, most = np.full(sizes.size, np.inf), np.full(sizes.size, -np.inf)
    np.minimum.at(least, place, values)
    np.maximum.at(most, place, values)
    return ((sizes < k) | (least == most))[place]


def next_due(answers: pl.DataFrame, promises: Mapping[tuple[int, int], Promise], *, now: float) -> float | None:
    """When more of these answers may be read: the first wave among them to close."""
    waves = answers.filter(pl.col("promise") != OPEN).select("version", "wave").unique()
    ahead = [promises[row].closes for row in waves.iter_rows() if promises[row].closes > now]
    return min(ahead, default=None)
