"""Turns counted cells into something noticed: the most frequent values, the first rows, how many."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from cxlab.noticing.counting import FIRST_ROWS
from cxlab.noticing.found import Noticed, choices

NAMED = 100


def noticed(
    kind: str,
    column: str,
    cells: pl.DataFrame,
    keys: tuple[str, ...],
    proposed: str | None = None,
    *,
    shown: pl.DataFrame | None = None,
    params: Mapping[str, Any] | None = None,
    needed: bool = True,
) -> Noticed:
    """Something about cells of a column.

    Args:
        kind: stable key.
        column: the column's name.
        cells: counts of what it concerns, with ``n`` and ``rows``, as ``ColumnCounts`` holds them.
        keys: choices.
        proposed: the choice that usually fits.
        shown: the values to name, where ``cells`` holds shapes.
        params: for the words.
        needed: whether figures depend on the choice.

    Returns:
        The Noticed.
    """
    named = (cells if shown is None else shown).sort(["n", "first"], descending=[True, False])
    rows = sorted({row for rows in cells["rows"].to_list() for row in rows})
    return Noticed(
        kind=kind,
        column=column,
        values=tuple((str(value), int(n)) for value, n in named.select("value", "n").head(NAMED).iter_rows()),
        rows=tuple(rows[:FIRST_ROWS]),
        count=total(cells),
        choices=choices(*keys),
        proposed=proposed,
        params=dict(params or {}),
        needed=needed,
    )


def total(cells: pl.DataFrame) -> int:
    """Cells that counts stand for.

    Example:
        >>> total(pl.DataFrame({"n": [2, 3]}))
        5
    """
    return int(cells["n"].sum())
