"""Decides what a cell of a workbook says as text: numbers plainly, dates by ISO 8601, formulas by their last value."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from cxlab.files.refusing import refused
from cxlab.files.xlsx_parts import Looks, Package, text_of, unescaped
from cxlab.files.xml import local

_PLAIN = Looks()
_LAST_DAY = 2_958_465  # 31 December 9999
_FALSE_LEAP_DAY = 60  # Excel believes in 29 February 1900
_COLUMNS: dict[str, int] = {}


def column_number(reference: str) -> int:
    """The number of the column, from 0, of a reference such as B7; -1 when it is none.

    Args:
        reference: as the cell says it.

    Example:
        >>> column_number("A1"), column_number("AA10")
        (0, 26)
    """
    letters = reference.rstrip("0123456789")
    known = _COLUMNS.get(letters)
    if known is not None:
        return known
    number = 0
    for letter in letters:
        if not "A" <= letter <= "Z" or number > 1 << 20:
            return -1
        number = number * 26 + ord(letter) - 64
    if number <= 16_384:  # noqa: PLR2004 - the width of a sheet
        _COLUMNS[letters] = number - 1
    return number - 1


def cells(row: Any, package: Package, sheet: str) -> dict[int, str]:
    """The filled cells of a row: number of the column, from 0 -> text.

    Args:
        row: a row element.
        package: the workbook.
        sheet: what messages call the sheet.

    Raises:
        FileError: a formula without a value, or a cell outside the sheet.

    Example:
        >>> import openpyxl, tempfile
        >>> from lxml import etree
        >>> from pathlib import Path
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     openpyxl.Workbook().save(Path(folder, "a.xlsx"))
        ...     package = Package(Path(folder, "a.xlsx"), "a.xlsx")
        ...     cells(etree.fromstring('<row r="1"><c r="B1"><v>9</v></c></row>'), package, "Sheet")
        ...     package.close()
        {1: '9'}
    """
    found: dict[int, str] = {}
    at = -1
    for cell in row:
        reference = cell.get("r")
        at = at + 1 if reference is None else column_number(reference)
        if not len(cell):
            continue
        try:
            text = _text(cell, package)
        except _OddCellError as odd:
            place = f"sheet {sheet}, cell {reference or at + 1} of row {row.get('r') or 'unknown'}"
            raise refused(odd.kind, name=package.name, place=place, reason=str(odd)) from None
        if text and at < 0:
            place = f"sheet {sheet}, row {row.get('r') or '?'}"
            raise refused("damaged_at", name=package.name, place=place, reason=f"{reference} is no cell")
        if text:
            found[at] = text
    return found


class _OddCellError(Exception):
    """A cell that cannot be read; the caller knows its place."""

    def __init__(self, kind: str, reason: str = "") -> None:
        super().__init__(reason)
        self.kind = kind


def _text(cell: Any, package: Package) -> str | None:
    """What a cell says."""
    value, formula = None, False
    for part in cell:
        tag = local(part.tag)
        if tag == "v":
            value = part.text
        elif tag == "is":
            return text_of(part)
        formula = formula or tag == "f"
    if value is None:
        if formula and cell.get("t") != "str":  # a formula whose text is empty has no value either
            raise _OddCellError("formula_without_value")
        return None
    kind = cell.get("t") or "n"
    if kind == "n":
        style = cell.get("s")
        look = _PLAIN if style is None else _one(package.looks, style) or _PLAIN
        return _again(value, look, package.counts_from_1904)
    if kind == "s":
        if not value.strip().isdecimal() or int(value[:12]) >= len(package.texts):
            raise _OddCellError("damaged_at", "its text is not in the file")
        return package.texts[int(value)]
    if kind == "b":
        return "true" if value.strip() == "1" else "false"
    return unescaped(value)


@lru_cache(maxsize=1 << 16)
def _again(value: str, look: Looks, early: bool) -> str:  # noqa: FBT001 - a cache takes keys by place
    """Answers are a few numbers over and over."""
    return number_text(value, look, early=early)


def _one(looks: list[Looks], style: str) -> Looks | None:
    return looks[int(style)] if style.isdecimal() and int(style[:8]) < len(looks) else None


def number_text(value: str, look: Looks, *, early: bool = False) -> str:
    """A number of a workbook as text.

    Args:
        value: as it stands in the XML.
        look: what its style makes of it.
        early: whether the days of the workbook count from 1904.

    Example:
        >>> number_text("9.0", Looks()), number_text("42858", Looks(date=True)), number_text("0.5", Looks(clock=True))
        ('9', '2017-05-03', '12:00:00')
    """
    try:
        number = float(value)
    except ValueError:
        return value.strip()
    if look.date and 0 <= number <= _LAST_DAY:
        return _moment(number, look, early=early)
    if look.clock and not look.date and abs(number) < _LAST_DAY:
        return _length(number)
    if number.is_integer() and abs(number) < 2**53:
        return str(int(number))
    return repr(number)


def _moment(number: float, look: Looks, *, early: bool) -> str:
    day = 31 if number < _FALSE_LEAP_DAY else 30
    begin = datetime(1904, 1, 1) if early else datetime(1899, 12, day)  # noqa: DTZ001 - sheets know no zones
    try:
        moment = begin + timedelta(milliseconds=round(number * 86_400_000))
    except OverflowError:
        return repr(number)
    if not look.clock and number.is_integer():
        return moment.date().isoformat()
    return moment.isoformat(timespec="milliseconds" if moment.microsecond else "seconds")


def _length(number: float) -> str:
    milliseconds = round(abs(number) * 86_400_000)
    seconds, rest = divmod(milliseconds, 1000)
    sign = "-" if number < 0 else ""
    tail = f".{rest:03d}" if rest else ""
    return f"{sign}{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}{tail}"
