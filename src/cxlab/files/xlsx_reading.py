"""Reads a sheet of an XLSX workbook row by row: formulas are never run, and a bomb never unpacks into memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from cxlab.files import xlsx_codebook
from cxlab.files.forms import Batches, Column, Form, TableFile, without_trailing_empty_rows
from cxlab.files.headers import MOST_COLUMNS, column_names
from cxlab.files.packing import Measured
from cxlab.files.refusing import refused
from cxlab.files.xlsx_cells import cells
from cxlab.files.xlsx_parts import Package, streamed

Row = tuple[int, dict[int, str]]

_PEEK = 50
_CODEBOOK_BYTES = 1 << 25
_BATCH_TEXT = 1 << 26
# Rows left out between two filled ones are given as empty rows, so that numbers of rows agree; not for ever.
_MOST_GAP = 1000


def open_xlsx(path: Path, name: str, asked: Form) -> TableFile:
    """A sheet of a workbook as a table of text.

    The header is the first row at least half as full as the fullest of the first fifty: titles above it are passed
    over. Rows at the end that hold nothing are left out.

    Args:
        path: the file.
        name: what messages call it.
        asked: ``sheet``, else the first shown one that holds something; ``header`` where the caller knows the row.

    Raises:
        FileError: it is no workbook, is damaged or unsafe, the sheet is not there or is empty, a name stands twice.

    Example:
        >>> import openpyxl, tempfile
        >>> book = openpyxl.Workbook()
        >>> for row in (["score"], [9]):
        ...     book.active.append(row)
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     place = Path(folder, "a.xlsx")
        ...     book.save(place)
        ...     open_xlsx(place, "a.xlsx", Form()).whole().rows()
        [('9',)]
    """
    package = Package(path, name)
    try:
        sheets = tuple(package.sheets)
        sheet, first = _first_rows(package, asked.sheet)
        codebook = _codebook(package) if sheet != xlsx_codebook.SHEET else []
    finally:
        package.close()
    header, line = _header(first, asked.header, name)
    width = 1 + max(max(row) for _, row in first if row)
    rows = [[row.get(at, "") for at in range(width)] for number, row in first if number > line]
    names = column_names([header.get(at, "") for at in range(width)], rows, name)
    form = Form(sheet=sheet, sheets=sheets, header=line)

    def reading(size: int) -> Batches:
        walk = _Walk(path, name, sheet)
        return Batches(without_trailing_empty_rows(_frames(walk, names, line, size)), walk.done)

    columns, sets = xlsx_codebook.told(codebook, [Column(one) for one in names if one is not None])
    return TableFile(name, "xlsx", form, columns, sets, None, reading)


def _codebook(package: Package) -> list[dict[int, str]]:
    """The sheet with labels, when the workbook has one like ours."""
    part = package.sheets.get(xlsx_codebook.SHEET)
    if part is None:
        return []
    stream, _, _ = package.opened(part, _CODEBOOK_BYTES)
    with stream:
        return [row for _, row in _rows(stream, package, xlsx_codebook.SHEET)]


def _first_rows(package: Package, asked: str | None) -> tuple[str, list[Row]]:
    """The sheet to be read and its first rows."""
    sheets = package.sheets
    if asked is not None and asked not in sheets:
        raise refused("no_sheet", name=package.name, sheet=asked, sheets=", ".join(sheets) or "-")
    for sheet in [asked] if asked is not None else list(sheets):
        stream, _, _ = package.opened(sheets[sheet])
        with stream:
            found: list[Row] = []
            for row in _rows(stream, package, sheet):
                if row[1]:
                    found.append(row)
                if len(found) >= _PEEK:
                    break
        if found:
            return sheet, found
    raise refused("empty", name=package.name)


def _rows(stream: object, package: Package, sheet: str) -> Iterator[Row]:
    """Rows with their number, as far as the sheet writes them."""
    at = 0
    for row in streamed(stream, package.name, f"sheet {sheet}", ("row",)):  # type: ignore[arg-type]
        told = row.get("r") or ""
        at = int(told) if told.isdecimal() and len(told) < 9 and int(told) > at else at + 1  # noqa: PLR2004
        found = cells(row, package, sheet)
        if found and max(found) >= MOST_COLUMNS:
            raise refused("too_wide", name=package.name, found=max(found) + 1, limit=MOST_COLUMNS)
        yield at, found


def _header(first: Sequence[Row], asked: int | None, name: str) -> tuple[dict[int, str], int]:
    if asked is not None:
        for number, row in first:
            if number >= asked:
                return row, number
        raise refused("no_header", name=name)
    fullest = max(len(row) for _, row in first)
    return next((row, number) for number, row in first if len(row) * 2 >= fullest)


@dataclass
class _Walk:
    """One reading of a sheet, and how far it has come."""

    path: Path
    name: str
    sheet: str
    measured: list[tuple[Measured, int]] = field(default_factory=list)

    def done(self) -> float:
        return next((one.so_far / max(size, 1) for one, size in self.measured), 0.0)

    def rows(self) -> Iterator[Row]:
        package = Package(self.path, self.name)
        try:
            stream, measured, size = package.opened(package.sheets[self.sheet])
            self.measured = [(measured, size)]
            with stream:
                yield from _rows(stream, package, self.sheet)
        finally:
            package.close()


def _frames(walk: _Walk, names: Sequence[str | None], header: int, size: int) -> Iterator[pl.DataFrame]:
    gathered: list[list[str | None]] = []
    before, text = header, 0
    width = len(names)
    for number, row in walk.rows():
        if number <= header:
            continue
        gathered.extend([None] * width for _ in range(min(number - before - 1, _MOST_GAP)))
        before = number
        line: list[str | None] = [None] * width
        for at, value in row.items():
            if at >= width or names[at] is None:
                place = f"sheet {walk.sheet}, row {number}"
                raise refused("value_without_name", name=walk.name, place=place, number=at + 1)
            line[at] = value
            text += len(value)
        gathered.append(line)
        if len(gathered) >= size or text >= _BATCH_TEXT:
            yield from _frame(gathered, names).iter_slices(size)
            gathered, text = [], 0
    if gathered:
        yield from _frame(gathered, names).iter_slices(size)


def _frame(gathered: list[list[str | None]], names: Sequence[str | None]) -> pl.DataFrame:
    columns = zip(names, zip(*gathered, strict=True), strict=True)
    return pl.DataFrame([pl.Series(name, values, dtype=pl.String) for name, values in columns if name is not None])
