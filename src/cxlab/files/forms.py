"""What every table file offers, whatever its format: its form, its columns, and its rows in batches of text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import polars as pl

# A batch holds at most this many cells, so that a wide table fits in memory as well as a long one.
CELLS = 2_000_000


@dataclass(frozen=True, slots=True)
class Form:
    """How a file is written; None where the format has no such thing, or, in a question, where it shall be found.

    Attributes:
        encoding: of text files and SPSS files, e.g. ``utf-8``.
        separator: between the cells of a CSV line.
        decimal: the decimal sign of a CSV file's numbers, "." or ",".
        sheet: the sheet of a workbook that is read.
        sheets: all its sheets.
        header: the line or row (from 1) that names the columns.
    """

    encoding: str | None = None
    separator: str | None = None
    decimal: str | None = None
    sheet: str | None = None
    sheets: tuple[str, ...] = ()
    header: int | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column and what the file says of it.

    Attributes:
        name: exactly as in the file, stray spaces and all.
        label: the question's text, where the format keeps one.
        value_labels: code -> its text.
        missing: codes that the file itself declares to be no answer.
        set_name: the multiple response set it belongs to.
    """

    name: str
    label: str = ""
    value_labels: Mapping[str, str] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    set_name: str | None = None


@dataclass(frozen=True, slots=True)
class MultipleSet:
    """Columns that together are one question with several answers.

    Attributes:
        name: without the dollar sign of SPSS.
        label: the question's text.
        columns: names of its columns, in order.
        counted: the code that means "chosen" where each column is one choice; None where each column holds a choice.
    """

    name: str
    label: str
    columns: tuple[str, ...]
    counted: str | None


class Batches(Iterator[pl.DataFrame]):
    """Tables of text one after another, and how much of the file they have covered.

    Args:
        frames: the tables.
        done: gives the share of the file read so far.
    """

    def __init__(self, frames: Iterator[pl.DataFrame], done: Callable[[], float]) -> None:
        self._frames = frames
        self._done = done
        self._finished = False

    def __next__(self) -> pl.DataFrame:
        try:
            return next(self._frames)
        except StopIteration:
            self._finished = True
            raise

    @property
    def done(self) -> float:
        """The share of the file read so far, 0 to 1."""
        return 1.0 if self._finished else min(max(self._done(), 0.0), 1.0)


@dataclass(frozen=True)
class TableFile:
    """A table in a file: what it is, what its columns are, and its rows as text.

    Attributes:
        name: what messages call the file.
        kind: "csv", "xlsx", "sav" or "parquet".
        form: how it is written, as recognised or as told.
        columns: in the order of the file.
        sets: multiple response sets (SPSS).
        rows: how many, where the format says so beforehand.
        reading: begins to read: rows in a batch -> batches.
    """

    name: str
    kind: str
    form: Form
    columns: tuple[Column, ...]
    sets: tuple[MultipleSet, ...]
    rows: int | None
    reading: Callable[[int], Batches] = field(repr=False)

    def batches(self, rows: int = 50_000) -> Batches:
        """The table piece by piece, each column text as the file writes it, empty cells null.

        Args:
            rows: at most so many in a batch; fewer where the table is wide.

        Returns:
            An iterator of Polars tables whose ``done`` tells the share of the file read; none without rows.

        Raises:
            FileError: at the batch whose place in the file cannot be read.
        """
        return self.reading(max(1, min(rows, CELLS // max(len(self.columns), 1))))

    def sample(self, rows: int = 1000) -> pl.DataFrame:
        """The first rows.

        Args:
            rows: at most so many.
        """
        found: list[pl.DataFrame] = []
        height = 0
        for batch in self.batches(rows):
            found.append(batch)
            height += batch.height
            if height >= rows:
                break
        table: pl.DataFrame = pl.concat([self._none(), *found])
        return table.head(rows)

    def whole(self) -> pl.DataFrame:
        """All rows at once: for tables that fit in memory."""
        table: pl.DataFrame = pl.concat([self._none(), *self.batches()])
        return table

    def _none(self) -> pl.DataFrame:
        return pl.DataFrame(schema=dict.fromkeys((column.name for column in self.columns), pl.String))


def without_trailing_empty_rows(frames: Iterator[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """The same rows without those at the very end that hold nothing: spreadsheets leave them behind.

    Args:
        frames: tables with the same columns.

    Example:
        >>> rows = pl.DataFrame({"a": ["1", None, "2", None, None]})
        >>> [frame.height for frame in without_trailing_empty_rows(iter([rows]))]
        [3]
    """
    empty = 0
    for frame in frames:
        filled = _filled(frame).arg_true()
        if not len(filled):
            empty += frame.height
            continue
        # Only counted while nobody knows whether they are the last: a file of nothing but separators stays small.
        while empty:
            step = min(empty, frame.height)
            yield frame.clear(step)
            empty -= step
        last = int(filled[-1]) + 1
        yield frame.head(last)
        empty = frame.height - last


def _filled(frame: pl.DataFrame) -> pl.Series:
    """Which rows hold something; most tables tell by their first columns."""
    found = pl.repeat(value=False, n=frame.height, dtype=pl.Boolean, eager=True)
    for column in frame.get_columns():
        found |= column.is_not_null()
        if found.all():
            break
    return found
