"""Decides which promised answers may enter the snapshot, and which of their breakdowns may be read from it.

What is kept back here is in no file, so no question asked of the snapshot can bring it out:

- Answers of one version, wave, question and audience (our own people stand apart from customers) come in when the wave
  has closed, or when k new ones have come; never one by one, and never fewer than k in all.
- A breakdown (a class of the person, or the touchpoint they came by) is readable when the version declared it, the wave
  has closed, the cell holds k answers, and so does whatever the shown cells leave over. Elsewhere a code says why not.
- The contact and the moment of the answer are left out.
- Where answers are kept back altogether one row without a value says so, and no more.

Any figure is then a sum over such groups of cells that each hold k answers, and so is what remains when one figure is
taken from another along one breakdown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from polku.snapshot.columns import EARLY, HIDDEN, MISSING, PERSON, PROMISES, UNDECLARED

OPEN = PROMISES.index("open")
GROUP = ("version", "wave", "question", "audience")


@dataclass(frozen=True, slots=True)
class Promise:
    """What a version promised for a wave: the breakdowns declared before sending, and when it closes."""

    declared: tuple[str, ...]
    closes: float

    def closed(self, now: float) -> bool:
        return self.closes <= now


def released(
    answers: pl.DataFrame,
    before: pl.DataFrame | None,
    promises: Mapping[tuple[int, int], Promise],
    *,
    k: int,
    now: float,
) -> pl.DataFrame:
    """The part as it may be written.

    Args:
        answers: every landed answer of the part, with its classes.
        before: the part as it was written last, None at first.
        promises: what was promised, by codes of version and wave.
        k: fewest answers of which a score is told.
        now: epoch seconds.

    Returns:
        Open answers as they are, promised ones as far as they may be read, in the order of their response numbers
        (promised responses carry random ones).
    """
    parts = [answers.filter(pl.col("promise") == OPEN)]
    seen = _seen(before)
    for key, group in answers.filter(pl.col("promise") != OPEN).group_by(GROUP, maintain_order=True):
        codes = tuple(int(str(code)) for code in key)
        promise = promises[codes[:2]]
        closed = promise.closed(now)
        let = _let(group, seen.get(codes, frozenset()), k=k, closed=closed)
        early = None if closed else EARLY
        parts.append(_veiled(let, promise.declared, k, early) if let.height else _kept_back(group, early or HIDDEN))
    return pl.concat(parts).sort("response", "question", "touchpoint")


def _seen(before: pl.DataFrame | None) -> dict[tuple[int, ...], frozenset[int]]:
    """Promised responses shown so far, by group."""
    if before is None:
        return {}
    groups = before.filter((pl.col("promise") != OPEN) & pl.col("value").is_not_null()).group_by(GROUP).agg("response")
    return {tuple(row[:-1]): frozenset(row[-1]) for row in groups.iter_rows()}


def _let(group: pl.DataFrame, seen: frozenset[int], *, k: int, closed: bool) -> pl.DataFrame:
    """The group's answers that may be read by now."""
    known = group["response"].is_in(list(seen))
    let = group if closed or int((~known).sum()) >= k else group.filter(known)
    return let if let["response"].n_unique() >= k else let.clear()


def _veiled(group: pl.DataFrame, declared: tuple[str, ...], k: int, early: int | None) -> pl.DataFrame:
    """The group without contact and moment, its classes kept only where declared, in time and large enough."""

    def seen(name: str) -> np.ndarray:
        if name not in declared:
            return np.full(group.height, UNDECLARED)
        return readable(group[name].to_numpy(), k) if early is None else np.full(group.height, early)

    names = PERSON if group["touchpoint"].n_unique() == 1 else (*PERSON, "touchpoint")
    classes = (pl.Series(name, seen(name)).cast(group.schema[name]) for name in names)
    nobody = [pl.lit(MISSING).cast(group.schema[name]).alias(name) for name in ("contact",) if name in group.columns]
    return group.with_columns(pl.lit(None, pl.Int64).alias("ts_s"), *nobody, *classes)


def _kept_back(group: pl.DataFrame, why: int) -> pl.DataFrame:
    """One row in place of the group: it says that there is something, not how much of it nor from whom."""
    empty = {"response": 0, "weight": 1.0, "account": MISSING, "contact": MISSING, **dict.fromkeys(PERSON, why)}
    if group["touchpoint"].n_unique() > 1:
        empty["touchpoint"] = why
    held = {name: value for name, value in empty.items() if name in group.columns}
    return group.head(1).with_columns(
        *(pl.lit(value).cast(group.schema[name]).alias(name) for name, value in held.items()),
        *(pl.lit(None).cast(group.schema[name]).alias(name) for name in ("value", "ts_s")),
    )


def readable(cells: np.ndarray, k: int) -> np.ndarray:
    """The cells' codes, ``HIDDEN`` where a cell or what is hidden altogether would hold fewer than k answers.

    Cells are hidden from the smallest on: those below k, and then further ones until what is hidden holds k too.
    """
    names, place, sizes = np.unique(cells, return_inverse=True, return_counts=True)
    order = np.argsort(sizes, kind="stable")
    hidden = 0
    shown = np.ones(names.size, bool)
    for cell in order:
        if sizes[cell] >= k and (hidden == 0 or hidden >= k):
            break
        shown[cell] = False
        hidden += int(sizes[cell])
    return np.where(shown[place], cells, HIDDEN)


def next_due(answers: pl.DataFrame, promises: Mapping[tuple[int, int], Promise], *, now: float) -> float | None:
    """When more of these answers may be read: the first wave among them to close."""
    waves = answers.filter(pl.col("promise") != OPEN).select("version", "wave").unique()
    ahead = [promises[row].closes for row in waves.iter_rows() if promises[row].closes > now]
    return min(ahead, default=None)
