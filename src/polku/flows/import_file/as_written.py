"""Decides which cells are kept as the file wrote them beside what was read from them: an export gives the same again.

Under an open promise alone: what is kept tells who answered (the file's own number of the respondent).
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as Pairs
from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from polku.flows.import_file.answers import documents, members
from polku.flows.import_file.mapping import ColumnUse, Mapping

if TYPE_CHECKING:
    from cxlab.files import TableFile

# Where it stands in a response's background: under a name that no column of a file can have.
WRITTEN = ""
# Read into something from which the cell itself cannot be told: a moment, a slug, a key made of it.
KEPT = frozenset({"respondent", "time", "day", "language", "segment", "touchpoint"})
LOOKED_AT = 5_000


def as_written(mapping: Mapping, raw: pl.DataFrame, read: Pairs[str, pl.Series]) -> list[pl.Series]:
    """The cells of some rows that are kept, as one member of the rows' background; no member where nothing is kept.

    ``read``: what the cells of the answer columns were read as, null where nothing was.
    """
    if mapping.promise != "open":
        return []
    kept = list(_kept(mapping, raw, read))
    if not kept:
        return []
    said = documents(members(pl.DataFrame(kept), lambda _name: frozenset()), raw.height)
    member = pl.when(pl.col("said") != "{}").then('"":' + pl.col("said"))
    return [said.to_frame("said").select(member.alias(WRITTEN))[WRITTEN]]


def _kept(mapping: Mapping, raw: pl.DataFrame, read: Pairs[str, pl.Series]) -> Iterator[pl.Series]:
    for name in raw.columns:
        use, cells = mapping.columns.get(name, ColumnUse("background")), raw[name]
        if use.role in KEPT:
            yield cells
        elif use.role == "answer" and name in read:
            unread = read[name].is_null() & cells.is_not_null()
            if unread.any():
                yield cells.set(~unread, None)
        elif use.role in {"answer", "background"} and (missing := mapping.missing_of(name)):
            meant = cells.str.strip_chars().is_in(list(missing)).fill_null(value=False)
            yield cells.set(~meant, None).alias(use.name or name)


def with_left(mapping: Mapping, file: TableFile) -> Mapping:
    """The mapping that is kept of a file: it says how an option that was not chosen is written there."""
    options = [name for name, use in mapping.answers().items() if use.option]
    if not options:
        return mapping
    sample = file.sample(LOOKED_AT)
    columns = dict(mapping.columns)
    for name in options:
        use = columns[name]
        others = sample[name].drop_nulls().str.strip_chars()
        others = others.filter(~others.is_in([use.counted, use.option, *mapping.missing_of(name), ""]))
        counted = others.value_counts(sort=True)
        columns[name] = replace(use, left=counted[name][0] if counted.height else "")
    return replace(mapping, columns=columns)
