"""Decides what is asked about a file before it lands, and what a decision does to its mapping."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from polku.flows.import_file.mapping import Mapping
from polku.governance.gate import Viewer

# Cells that are looked at as one table; of a larger file the first rows are.
MOST_CELLS = 20_000_000
_ORDERS = ("day_first", "month_first", "year_first")


@dataclass(frozen=True, slots=True)
class Asked:
    """Something odd, and what was decided of it: the key of a choice, or None."""

    noticed: Any
    key: str
    decided: str | None


def sampled(file: Any) -> tuple[pl.DataFrame, bool]:
    """The rows of a file that are looked at, and whether they are all of it."""
    most = max(1_000, MOST_CELLS // max(1, len(file.columns)))
    parts: list[pl.DataFrame] = []
    height = 0
    for part in file.batches(min(most, 50_000)):
        if height >= most:
            return pl.concat(parts), False
        parts.append(part.head(most - height))
        height += parts[-1].height
        if parts[-1].height < part.height:
            return pl.concat(parts), False
    empty = pl.DataFrame(schema=dict.fromkeys((column.name for column in file.columns), pl.String))
    return (pl.concat(parts) if parts else empty), True


def asked_of(file: Any, table: pl.DataFrame, mapping: Mapping, *, viewer: Viewer) -> tuple[Asked, ...]:
    """What is odd in the rows of a file, with what the mapping decides of it."""
    del file, table, mapping, viewer
    return ()


def key_of(noticed: Any) -> str:
    """What a decision is kept under."""
    return f"{noticed.kind}:{noticed.column}" if noticed.column else noticed.kind


def decided(mapping: Mapping, noticed: Any) -> str | None:
    """What was decided of something noticed; values that are not among those decided on are undecided still."""
    choice = mapping.decisions.get(key_of(noticed))
    values = {value for value, _count in noticed.values}
    column = noticed.column or ""
    if values and values <= mapping.missing_of(column):
        return "missing"
    if choice == "missing":
        return None
    if choice == "reject_rows" and values:
        use = mapping.columns.get(column)
        return choice if use is not None and values <= set(use.rejected) else None
    return choice


def undecided_of(asked: tuple[Asked, ...]) -> tuple[str, ...]:
    """Keys of what has to be decided still."""
    return tuple(one.key for one in asked if one.decided is None and one.noticed.choices)


def with_choice(mapping: Mapping, noticed: Any, choice: str) -> Mapping:
    """The mapping with a decision in it, and with what the decision does."""
    mapping = replace(mapping, decisions={**mapping.decisions, key_of(noticed): choice})
    column = noticed.column
    if column is None or column not in mapping.columns:
        return mapping
    use = mapping.columns[column]
    values = tuple(value for value, _count in noticed.values)
    if choice == "missing":
        return mapping.with_column(column, missing=_more(use.missing, values))
    if choice == "reject_rows":
        return mapping.with_column(column, rejected=_more(use.rejected, values))
    if choice in _ORDERS:
        return mapping.with_column(column, date_order=choice)
    return mapping


def _more(there: tuple[str, ...], values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*there, *values)))
