"""Writes a table as an XLSX workbook: numbers and dates as such, no text ever a formula, labels on a sheet beside."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import IO, Any

import polars as pl

from cxlab.files import xlsx_codebook
from cxlab.files.forms import Column, MultipleSet
from cxlab.files.guarding import dangerous
from cxlab.files.refusing import refused
from cxlab.files.spelling import spelled

_CELL = 32_767
_MOST_ROWS, _MOST_COLUMNS = 1_048_575, 16_384
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]*[1-9])?")
_DATE = re.compile(r"(19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}")
# What XML cannot hold, a carriage return that it would turn into a line feed, and what reads as an escape already.
_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)|[\x00-\x08\x0b-\x1f\ufffe\uffff]")


def write_xlsx(table: pl.DataFrame, columns: Sequence[Column], sets: Sequence[MultipleSet], path: str | Path) -> None:
    """Write a workbook: the rows on one sheet and, where something is known of the columns, a sheet with the labels.

    Numbers and dates become cells of that kind when they read back the same; "007" stays text. A text that begins like
    a formula is marked as text. ``open_table`` reads labels, missing codes and sets back from the second sheet.

    Args:
        table: the rows, of text or of any simple type.
        columns: what is known of them.
        sets: multiple response sets.
        path: where to.

    Raises:
        FileError: a text is longer than a cell holds (names row and column), there are more rows than a sheet holds,
            or the place cannot be written to.

    Example:
        >>> import tempfile
        >>> from cxlab.files import open_table
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     place = Path(folder, "a.xlsx")
        ...     write_xlsx(pl.DataFrame({"said": ["=1+1"]}), [Column("said", label="Why?")], [], place)
        ...     file = open_table(place)
        ...     file.whole().rows(), file.columns[0].label
        ([('=1+1',)], 'Why?')
    """
    texts = table.select(spelled(column) for column in table.get_columns())
    _check(texts)
    try:
        with Path(path).open("wb") as stream:
            _fill(texts, columns, sets, stream)
    except OSError as error:
        raise refused("unwritable", name=str(path), reason=error.strerror or str(error)) from error


def _fill(texts: pl.DataFrame, columns: Sequence[Column], sets: Sequence[MultipleSet], stream: IO[bytes]) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Answers")
    sheet.freeze_panes = "A2"
    sheet.append([_text(sheet, name) for name in texts.columns])
    for row in texts.iter_rows():
        sheet.append([_cell(sheet, value) for value in row])
    if any(column.label or column.value_labels or column.missing or column.set_name for column in columns):
        labels = book.create_sheet(xlsx_codebook.SHEET)
        for line in xlsx_codebook.lines(columns, sets):
            labels.append([_text(labels, value) if value else None for value in line])
    book.save(stream)


def _check(table: pl.DataFrame) -> None:
    if table.height > _MOST_ROWS or table.width > _MOST_COLUMNS:
        reason = f"a sheet holds {_MOST_ROWS:,} rows and {_MOST_COLUMNS:,} columns"
        raise refused("unwritable", name="XLSX", reason=reason)
    for column in table.get_columns():
        lengths = column.str.len_chars()
        longest = lengths.arg_max()
        if longest is not None and lengths[longest] > _CELL:
            row, found = longest + 1, int(lengths[longest])
            raise refused("cell_limit", row=row, column=column.name, found=found, kind="XLSX", limit=_CELL)


def _cell(sheet: Any, value: str | None) -> Any:
    """A number or a date where it reads back the same, else text."""
    if value is None:
        return None
    if _NUMBER.fullmatch(value) and value != "-0":
        if "." not in value:
            return int(value)
        if repr(float(value)) == value:
            return _as_written(sheet, value, "n")
    if _DATE.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return _text(sheet, value)
    return _text(sheet, value)


def _text(sheet: Any, value: str) -> Any:
    cell = _as_written(sheet, _ESCAPED.sub(lambda found: f"_x{ord(found[0]):04X}_", value), "s")
    if dangerous(value):
        cell.quotePrefix = True  # stays text even when somebody edits it
    return cell


def _as_written(sheet: Any, value: str, kind: str) -> Any:
    """A cell with exactly these signs: openpyxl would shorten numbers, and take texts for formulas."""
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet)
    cell._value = value
    cell.data_type = kind
    return cell
