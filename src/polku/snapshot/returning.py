"""Decides whether promised answers may come in where others were told once and are told no more.

An import that is taken back and brought again, mended, holds mostly the answers it held before. Whoever kept the
figures of then could subtract them from those of now and know the few that differ. Who is who need not be known to see
that: answers that come in are laid beside those that went, and what either has more of must be nothing or a bundle.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any

import polars as pl

from polku.snapshot.columns import PERSON

# A bundle, as far as breakdowns divide it.
CELL = (*PERSON, "touchpoint")
# Each union of what went is looked at; of more pieces than this there are too many.
MOST_PIECES = 10
Given = Counter[Any]


def gone(before: pl.DataFrame, told: pl.DataFrame, past: pl.DataFrame) -> pl.DataFrame:
    """What was told once and is told no more, its pieces numbered from -1 down: ``past`` and what has gone now.

    Args:
        before: the group as it was written last.
        told: the rows of it that are still told.
        past: what had gone before.
    """
    left = before.filter(pl.col("value").is_not_null()).join(told, on="response", how="anti")
    number = int(str(past["bundle"].min())) if past.height else 0
    pieces = left.partition_by(*CELL, "bundle") if left.height else []
    numbered = [
        piece.with_columns(pl.lit(number - place, piece.schema["bundle"]).alias("bundle"))
        for place, piece in enumerate(pieces, start=1)
    ]
    return pl.concat([past, *numbered])


def away(past: pl.DataFrame, group: pl.DataFrame) -> pl.DataFrame:
    """The pieces of which somebody has left: who only stands hidden cannot come again."""
    left = past.join(group, on="response", how="anti")
    return past.filter(pl.col("bundle").is_in(left["bundle"].implode()))


def comes_back(new: pl.DataFrame, past: pl.DataFrame) -> bool:
    """Whether these are the very answers that went, in the same cells: then their figures are known already."""
    given = _of(new, *CELL, "value")
    return any(given == old for old in _unions([_of(piece, *CELL, "value") for piece in _pieces(past)]))


def stands_apart(new: pl.DataFrame, past: pl.DataFrame, k: int) -> bool:
    """Whether nothing about fewer than k follows when these are told beside what was told of those that went."""
    pieces = [_of(piece, "value") for piece in _pieces(past)]
    if len(pieces) > MOST_PIECES:
        return False
    given = _of(new, "value")
    return all(_enough(given - old, k) and _enough(old - given, k) for old in _unions(pieces))


def _pieces(past: pl.DataFrame) -> Sequence[pl.DataFrame]:
    return past.partition_by("bundle") if past.height else ()


def _of(rows: pl.DataFrame, *columns: str) -> Given:
    """How often what occurs."""
    return Counter(rows.select(columns).iter_rows())


def _unions(pieces: Sequence[Given]) -> Iterator[Given]:
    """Every union of some of the pieces, or all of them together where there are too many."""
    numbers = range(1, len(pieces) + 1) if len(pieces) <= MOST_PIECES else (len(pieces),)
    for number in numbers:
        for some in combinations(pieces, number):
            yield sum(some, Counter())


def _enough(difference: Given, k: int) -> bool:
    """Whether a difference may be known: there is none, or it is a bundle."""
    return not difference or (difference.total() >= k and len(difference) > 1)
