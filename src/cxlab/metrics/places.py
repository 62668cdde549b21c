"""Decides which number each group and account has: by its place among the codes that occur, without sorting rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cxlab.statistics.clusters import Ints

# A look-up table of so many words is made faster than rows are sorted.
_MOST_PLACES = 1 << 22
_MANY_EACH = 16
_MOST_ORDERED = float(1 << 62)


def are_codes(dtype: pl.DataType) -> bool:
    """Whether values of this type are integers that a signed word holds.

    Example:
        >>> are_codes(pl.Int16()), are_codes(pl.UInt64()), are_codes(pl.String())
        (True, False, False)
    """
    return dtype.is_integer() and dtype not in {pl.UInt64, pl.Int128}


def by_place(counts: pl.DataFrame, rows: pl.DataFrame, by: Sequence[str]) -> tuple[pl.DataFrame, Ints] | None:
    """The groups that occur, sorted, and the number of each row's group.

    Args:
        counts: where groups may occur.
        rows: some of them.
        by: columns that make the group.

    Returns:
        Keys, one row a group, and for each of the rows its group; None where the columns are not integer codes without
        gaps too wide.

    Example:
        >>> import polars as pl
        >>> t = pl.DataFrame({"team": [7, 4, 7]})
        >>> keys, group = by_place(t, t, ["team"])
        >>> keys["team"].to_list(), group.tolist()
        ([4, 7], [1, 0, 1])
    """
    if not counts.height or not all(are_codes(counts.schema[name]) and not counts[name].null_count() for name in by):
        return None
    lows = [int(str(counts[name].min())) for name in by]
    spans = [int(str(counts[name].max())) - low + 1 for name, low in zip(by, lows, strict=True)]
    if float(np.prod([float(span) for span in spans])) > min(_MOST_PLACES, 8 * counts.height + 1_000):
        return None
    everywhere = _crossed(counts, by, lows, spans)
    there = np.zeros(int(np.prod(spans)), np.bool_)
    there[everywhere] = True
    number = np.cumsum(there, dtype=np.int64) - 1
    codes = np.unravel_index(np.flatnonzero(there), spans)
    keys = pl.DataFrame(
        [pl.Series(name, code + low).cast(counts.schema[name]) for name, code, low in zip(by, codes, lows, strict=True)]
    )
    here = everywhere if rows.height == counts.height else _crossed(rows, by, lows, spans)
    return keys, number[here]


def _crossed(table: pl.DataFrame, by: Sequence[str], lows: Sequence[int], spans: Sequence[int]) -> Ints:
    place = np.zeros(table.height, np.int64)
    for name, low, span in zip(by, lows, spans, strict=True):
        place *= span
        place += table[name].to_numpy()
        place -= low
    return place


def numbered(accounts: pl.Series) -> Ints:
    """A number for each account, from 0, the same for its every row; -1 where there is none.

    Numbers follow the order of the accounts. They have no gaps unless accounts are codes with many rows each.

    Args:
        accounts: any values.

    Returns:
        One number each.

    Example:
        >>> import polars as pl
        >>> numbered(pl.Series([30, None, 10, 30])).tolist()
        [1, -1, 0, 1]
    """
    given = accounts.drop_nulls()
    if not are_codes(accounts.dtype) or not given.len():
        return _ranked(accounts)
    low, high = int(str(given.min())), int(str(given.max()))
    if high - low > min(_MOST_PLACES, 8 * given.len() + 1_000):
        return _ranked(accounts)
    codes: NDArray[Any] = given.cast(pl.Int64).to_numpy() - low
    if given.len() == accounts.len() and high - low < given.len() // _MANY_EACH:
        # Where accounts have many rows each, the few numbers that no account has cost less than leaving them out.
        return np.asarray(codes, np.int64)
    there = np.zeros(high - low + 1, np.bool_)
    there[codes] = True
    ranks = (np.cumsum(there, dtype=np.int64) - 1)[codes]
    if given.len() == accounts.len():
        return np.asarray(ranks, np.int64)
    found = np.full(accounts.len(), -1, np.int64)
    found[accounts.is_not_null().to_numpy()] = ranks
    return found


def sorted_by(table: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """The table sorted by its keys, nulls last; codes and whole numbers are sorted as one number made of them all.

    Args:
        table: any frame.
        keys: columns, the first decides first.

    Returns:
        The same rows in order.

    Example:
        >>> import polars as pl
        >>> sorted_by(pl.DataFrame({"a": [2, 1, None], "b": [0.0, 3.0, 1.0]}), ["a", "b"]).rows()
        [(1, 3.0), (2, 0.0), (None, 1.0)]
    """
    place, size = np.zeros(table.height, np.int64), 1.0
    for name in keys if table.height else ():
        column = table[name]
        whole = _whole(column)
        if whole is None or whole.null_count() == whole.len():
            return table.sort(keys, nulls_last=True)
        low, high = int(str(whole.min())), int(str(whole.max()))
        size *= high - low + 2.0
        if size > _MOST_ORDERED:
            return table.sort(keys, nulls_last=True)
        place *= high - low + 2
        place += (whole.fill_null(high + 1) if whole.null_count() else whole).to_numpy()
        place -= low
    return table[pl.Series(place).arg_sort()] if table.height else table


def _whole(column: pl.Series) -> pl.Series | None:
    """The column as integers in the same order; None where it holds anything else."""
    if are_codes(column.dtype):
        return column.cast(pl.Int64)
    if not column.dtype.is_float():
        return None
    given = column.drop_nulls()
    if not (given.is_finite().all() and (given.abs() < _MOST_PLACES).all()):
        return None
    found = column.cast(pl.Int64)
    return found if (found.cast(column.dtype) == column).all() else None


def _ranked(accounts: pl.Series) -> Ints:
    found: Ints = (accounts.rank("dense").cast(pl.Int64) - 1).fill_null(-1).to_numpy()
    return found
