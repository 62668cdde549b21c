"""Decides what one build knows while it reads the store, and how rows become a table of codes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from polku.snapshot.codes import Codes
from polku.snapshot.columns import TABLES


@dataclass(frozen=True, slots=True)
class Reading:
    """The dictionaries, the moment, the promise's thresholds, the time zone, and when promised versions close.

    All of it is read before any part, so that what changes meanwhile is found by the next build. ``added`` names tables
    and months to which rows have come and in which nothing else has changed, ``erased`` those in which rows have only
    lost their person.
    """

    codes: Codes
    now: float
    k: int
    k_comments: int
    zone: ZoneInfo
    closings: Mapping[str, float | None]
    added: frozenset[tuple[str, str]] = frozenset()
    erased: frozenset[tuple[str, str]] = frozenset()
    gone: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Read:
    """A part as it is to be written.

    Attributes:
        frame: its rows.
        due: when more of it may be read (a wave closes).
        drawn: the local months of the records it was made from.
        gone: what was told of a promised part once and is told no more.
        accounts: codes of the only accounts whose rows differ from those written last; None where any may.
    """

    frame: pl.DataFrame
    due: float | None = None
    drawn: tuple[str, ...] = ()
    gone: pl.DataFrame | None = None
    accounts: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """How one table is read from the store.

    Attributes:
        read: one part, given its name and the part as it was written last, what has gone of it included.
        slices: names of all its parts; most are a local month, a table without months has the one part "".
        touched: the parts in which records of a month lie.
    """

    read: Callable[[str, Reading, pl.DataFrame | None], Read]
    slices: Callable[[Reading], Iterable[str]] = lambda _reading: ("",)
    touched: Callable[[str], Iterable[str]] = lambda month: (month,)


def coded(
    table: str,
    rows: Iterable[Sequence[Any]],
    dimensions: Mapping[str, str],
    reading: Reading,
    *,
    order: Sequence[str] | None = None,
) -> pl.DataFrame:
    """Rows as the table.

    Args:
        table: its name.
        rows: values in the order of the table's columns, or of ``order``; keys where a column holds codes.
        dimensions: the dictionary of each column that holds codes.
        reading: holds the dictionaries.
        order: names of the values, when they are not the table's columns in order; the table takes what it needs.
    """
    columns = TABLES[table].columns
    names = tuple(order or columns)
    values = list(zip(*rows, strict=True)) or [()] * len(names)
    held = dict(zip(names, values, strict=True))
    return pl.DataFrame(
        {
            name: pl.Series(
                name,
                reading.codes.encode(dimensions[name], held[name]) if name in dimensions else held[name],
                dtype,
            )
            for name, dtype in columns.items()
        },
    )


def spread(
    table: str,
    shared: Mapping[str, Sequence[Any]],
    own: Mapping[str, pl.Series | Sequence[Any]],
    *,
    at: Sequence[int],
    dimensions: Mapping[str, str],
    reading: Reading,
) -> pl.DataFrame:
    """Rows that share values with others as the table: each shared value is turned into its code once.

    Args:
        table: its name.
        shared: values by column, one for each record.
        own: columns of the rows' own, as codes and numbers.
        at: the record of each row.
        dimensions: the dictionary of each shared column that holds codes.
        reading: holds the dictionaries.
    """
    place = pl.Series(at, dtype=pl.UInt32)

    def column(name: str, dtype: pl.DataType) -> pl.Series:
        if name in own:
            return pl.Series(name, own[name], dtype)
        values = shared[name]
        codes = reading.codes.encode(dimensions[name], values) if name in dimensions else values
        return pl.Series(name, codes, dtype).gather(place)

    return pl.DataFrame([column(name, dtype) for name, dtype in TABLES[table].columns.items()])


def month_number(month: str) -> int:
    """202603 for "2026-03"."""
    return int(month[:4]) * 100 + int(month[5:7])
