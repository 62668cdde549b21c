"""Decides what is told of answers that a breakdown keeps back: a figure where whole bundles of them stand together.

Classes that are too small to be told alone are merged, and what is merged is again a bundle or nothing at all
(``polku.snapshot.release``). So their answers together may be told, and have to be: whoever subtracts the groups from
the whole knows their score anyway, and a row that says "too few" of thirty answers would not be true.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from polku.insights.asking.counted import CLASSES
from polku.insights.asking.questions import TOGETHER_KEY, UNDIVIDED_KEY
from polku.snapshot.columns import HIDDEN, KEPT_BACK, UNDECLARED

_KEYS = ((TOGETHER_KEY, HIDDEN), (UNDIVIDED_KEY, UNDECLARED))


def keeps_back(by: Sequence[str]) -> pl.Expr:
    """Whether a class of the breakdown is kept back of a row."""
    classes = (pl.col(name).is_in(KEPT_BACK) for name in by if name in CLASSES)
    return pl.any_horizontal(pl.lit(value=False), *classes)


def beside(kept_back: pl.DataFrame, by: Sequence[str]) -> Iterator[tuple[str, pl.DataFrame]]:
    """What may be told of the rows whose class is kept back, with the key that stands for it."""
    told = kept_back.filter(pl.col("_score").is_not_null())
    if not told.height:
        return
    # A class that is told keeps nothing back: it must not hide why another class of the same row is not told.
    codes = (pl.col(name) for name in by if name in CLASSES)
    code = pl.max_horizontal(pl.when(one.is_in(KEPT_BACK)).then(one) for one in codes)
    for key, why in _KEYS:
        rows = told.filter(code == why)
        if rows.height:
            yield key, rows


def silent(kept_back: pl.DataFrame) -> int | None:
    """Why nothing is told of the rest of them; None where there is no rest."""
    why = kept_back.filter(pl.col("_score").is_null())["_why"].max()
    return None if why is None else int(str(why))
