"""Notices how cells are written: decimal commas, leading zeros, broken letters, spaces that make two of one."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from cxlab.noticing.counting import ColumnCounts
from cxlab.noticing.evidence import noticed
from cxlab.noticing.found import Noticed, Role
from cxlab.noticing.shapes import COMMA, DECIMAL, LED, NUMBERS, WHOLE

MOSTLY = 0.6
LONG = 120
_NAMES = frozenset(
    {
        "account",
        "account_name",
        "contact",
        "respondent",
        "decision_role",
        "buyer_kind",
        "segment",
        "language",
        "wave",
        "touchpoint",
        "choice",
    }
)


def noticed_cells(column: ColumnCounts, role: Role, decimal: str) -> Iterator[Noticed]:
    """What is odd about the writing of a column's cells."""
    if not column.filled or role.kind == "ignored":
        return
    needed = role.kind in {"answer", "weight"}
    numbers = column.of_shape(*NUMBERS)
    if decimal != "," and column.of_shape(COMMA) and numbers >= MOSTLY * column.filled:
        both = bool(column.of_shape(DECIMAL))
        found = column.values.filter(pl.col("shape") == COMMA)
        keys = ("decimal", "keep")
        yield noticed("decimal_comma", column.name, found, keys, None if both else "decimal", needed=needed)
    led = column.of_shape(LED)
    if led and role.kind not in {"answer", "weight", "text", "day"}:
        found = column.values.filter(pl.col("shape") == LED)
        whole = column.of_shape(WHOLE)
        is_id = role.kind in {"account", "contact", "respondent"}
        yield noticed("leading_zeros", column.name, found, ("keep", "drop_zeros"), "keep", needed=bool(whole) and is_id)
    if len(column.broken):
        yield noticed(
            "broken_letters", column.name, column.broken, ("other_encoding", "keep"), needed=role.kind == "text"
        )
    if role.kind == "text":
        long = column.values.filter((pl.col("value").str.len_chars() >= LONG) & (pl.col("n") > 1))
        if len(long):
            yield noticed("repeated_texts", column.name, long, ("keep", "keep_first"), needed=False)
    elif not column.more:
        yield from _twins(column, role)


def _twins(column: ColumnCounts, role: Role) -> Iterator[Noticed]:
    """Values that are the same but for case and spaces; steps of a scale are read whatever their case."""
    if role.words:
        return
    plain = column.values.with_columns(
        plain=pl.col("value").str.strip_chars().str.replace_all(r"\s+", " ").str.to_lowercase()
    )
    twice = plain.filter((pl.len() > 1).over("plain")).filter(pl.col("shape") == "text")
    # A hundred spellings of a hundred cities are a free field; what groups are made of has to be settled.
    rarer = twice.filter(pl.col("n") < pl.col("n").max().over("plain")) if len(twice) else twice
    rarer = rarer if len(rarer) else twice
    if len(rarer):
        needed = role.kind in _NAMES
        yield noticed("same_but_for_spaces", column.name, rarer, ("join", "keep"), "join", needed=needed)
