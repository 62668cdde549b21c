"""Counts a table in one pass: distinct values, shapes of cells and first rows of every column; memory stays bounded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import polars as pl

from cxlab.noticing.found import HEADER_ROWS
from cxlab.noticing.shapes import NUMBERS, as_number, mojibake, shape_of

MOST_VALUES = 3_000
FIRST_ROWS = 10

_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "column": pl.UInt32,
    "value": pl.String,
    "shape": pl.String,
    "n": pl.Int64,
    "first": pl.Int64,
    "last": pl.Int64,
    "rows": pl.List(pl.Int64),
}


@dataclass(eq=False)
class ColumnCounts:
    """What one pass learned of a column.

    Attributes:
        name: as in the file.
        values: distinct values with shape, number, first and last row and the first rows, in order of appearance; the
            most frequent ``MOST_VALUES`` when there are more.
        shapes: the same by shape of the cells, complete however many values there are; ``value`` holds an example.
        broken: values whose letters were read in a wrong encoding.
        filled: cells that hold something.
        more: whether there were more distinct values than ``values`` holds.
        length: letters of all cells together.
        digest: depends on every cell and its row; equal columns have equal digests.
    """

    name: str
    values: pl.DataFrame
    shapes: pl.DataFrame
    broken: pl.DataFrame
    filled: int
    more: bool
    length: int
    digest: int

    def of_shape(self, *shapes: str) -> int:
        """Cells of these shapes."""
        return sum(self._by_shape.get(shape, 0) for shape in shapes)

    @cached_property
    def _by_shape(self) -> dict[str, int]:
        return {str(shape): int(n) for shape, n in self.shapes.select("shape", "n").iter_rows()}

    def found(self, *shapes: str) -> pl.DataFrame:
        """One row a shape, with its number, rows and an example."""
        return self.shapes.filter(pl.col("shape").is_in(shapes))

    @cached_property
    def numeric(self) -> pl.DataFrame:
        """Distinct values that are numbers, with ``number``, in order."""
        cells = self.values.filter(pl.col("shape").is_in(NUMBERS))
        cells = cells.with_columns(number=as_number(pl.col("value"))).filter(pl.col("number").is_not_null())
        return cells.sort("number", "first")

    @cached_property
    def steps(self) -> dict[float, int]:
        """How often each number is given; 4 and 4.0 are one."""
        steps: dict[float, int] = {}
        for number, n in self.numeric.select("number", "n").iter_rows():
            steps[float(number)] = steps.get(float(number), 0) + int(n)
        return steps


@dataclass(eq=False)
class TableCounts:
    """Counts of every column of a table that comes in batches.

    Example:
        >>> counts = TableCounts(("score",))
        >>> counts.take(pl.DataFrame({"score": ["9", "11", "9"]}))
        >>> counts.columns["score"].values.select("value", "n", "first").rows()
        [('9', 2, 2), ('11', 1, 3)]
    """

    names: Sequence[str]
    rows: int = 0
    _values: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=_SCHEMA))
    _shapes: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=_SCHEMA))
    _broken: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=_SCHEMA))

    def __post_init__(self) -> None:
        self._more = np.zeros(len(self.names), dtype=bool)
        self._filled = np.zeros(len(self.names), dtype=np.int64)
        self._length = np.zeros(len(self.names), dtype=np.int64)
        self._digest = np.zeros(len(self.names), dtype=np.uint64)

    def take(self, batch: pl.DataFrame) -> None:
        """Count the next rows of the table."""
        if not len(batch) or not self.names:
            return
        self.__dict__.pop("columns", None)
        self._fingerprint(batch)
        distinct = self._distinct(batch)
        self._filled += self._sums(distinct, pl.col("n"))
        self._length += self._sums(distinct, pl.col("n") * pl.col("value").str.len_chars())
        self._shapes = _merged(self._shapes, distinct, by="shape")
        self._broken = _merged(self._broken, distinct.filter(mojibake(pl.col("value"))), by="value", most=MOST_VALUES)
        full = pl.Series(np.flatnonzero(self._more), dtype=pl.UInt32)
        if len(full):
            beyond = pl.col("column").is_in(full.implode())
            known = self._values.filter(beyond).select("column", "value")
            known = distinct.join(known, on=["column", "value"], how="semi")
            distinct = pl.concat([distinct.filter(~beyond), known])
        self._values = _merged(self._values, distinct, by="value", most=MOST_VALUES + 1)
        sizes = self._values.group_by("column").len().filter(pl.col("len") > MOST_VALUES)
        self._more[sizes["column"].to_numpy()] = True
        self.rows += len(batch)

    @cached_property
    def columns(self) -> dict[str, ColumnCounts]:
        """The counts by column, of the rows taken so far."""
        values, shapes, broken = (_parted(table) for table in (self._values, self._shapes, self._broken))
        none = pl.DataFrame(schema=_SCHEMA).drop("column")
        return {
            name: ColumnCounts(
                name=name,
                values=values.get(place, none).head(MOST_VALUES),
                shapes=shapes.get(place, none),
                broken=broken.get(place, none),
                filled=int(self._filled[place]),
                more=bool(self._more[place]),
                length=int(self._length[place]),
                digest=int(self._digest[place]),
            )
            for place, name in enumerate(self.names)
        }

    def _distinct(self, batch: pl.DataFrame) -> pl.DataFrame:
        """Distinct values of every column in one table, with the shape of each."""
        start = self.rows + 1 + HEADER_ROWS
        row = pl.int_range(start, start + len(batch), dtype=pl.Int64)
        plans = [
            batch.lazy()
            .select(pl.lit(place, pl.UInt32).alias("column"), pl.col(name).alias("value"), row.alias("row"))
            .drop_nulls("value")
            .group_by("column", "value")
            .agg(
                pl.len().cast(pl.Int64).alias("n"),
                pl.col("row").min().alias("first"),
                pl.col("row").max().alias("last"),
                pl.col("row").head(FIRST_ROWS).alias("rows"),
            )
            for place, name in enumerate(self.names)
        ]
        distinct = pl.concat(pl.collect_all(plans))
        texts = distinct.select("value").unique()
        texts = texts.with_columns(shape_of(pl.col("value")).alias("shape"))
        return distinct.join(texts, on="value", how="left").select(list(_SCHEMA))

    def _sums(self, distinct: pl.DataFrame, what: pl.Expr) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        """A sum for each column."""
        parts = distinct.group_by("column").agg(what.sum().cast(pl.Int64).alias("sum"))
        sums = np.zeros(len(self.names), dtype=np.int64)
        sums[parts["column"].to_numpy()] = parts["sum"].to_numpy()
        return sums

    def _fingerprint(self, batch: pl.DataFrame) -> None:
        place = np.arange(self.rows, self.rows + len(batch), dtype=np.uint64) * np.uint64(2) + np.uint64(1)
        place *= np.uint64(0x9E3779B97F4A7C15)
        for at, name in enumerate(self.names):
            self._digest[at : at + 1] += (batch[name].hash(7).to_numpy() * place).sum(dtype=np.uint64)


def _parted(table: pl.DataFrame) -> dict[int, pl.DataFrame]:
    parts = table.partition_by("column", as_dict=True, include_key=False)
    return {int(key[0]): part for key, part in parts.items()}


def _merged(known: pl.DataFrame, more: pl.DataFrame, *, by: str, most: int | None = None) -> pl.DataFrame:
    """Two tables of counts as one, a row for each column and ``by``; of each column the ``most`` frequent ones."""
    if not len(more):
        return known
    other = "value" if by == "shape" else "shape"
    merged = (
        pl.concat([known, more])
        .group_by("column", by)
        .agg(
            pl.col(other).sort_by("first").first(),
            pl.col("n").sum(),
            pl.col("first").min(),
            pl.col("last").max(),
            pl.col("rows").list.explode(keep_nulls=False, empty_as_null=False).sort().head(FIRST_ROWS),
        )
        .select(list(_SCHEMA))
    )
    if most is not None:
        merged = (
            merged.sort(["column", "n", "first"], descending=[False, True, False])
            .group_by("column", maintain_order=True)
            .head(most)
            .select(list(_SCHEMA))
        )
    return merged.sort("column", "first", by)
