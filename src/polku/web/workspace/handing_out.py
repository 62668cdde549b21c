"""Decides how a page becomes a file: CSV and XLSX for figures, SVG, PNG and PDF for a sheet that is read."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import polars as pl

from cxlab.charts import PRINT, Svg
from cxlab.charts.sheet import Words, sheet
from cxlab.files.guarding import guarded

KINDS = ("csv", "xlsx", "svg", "png", "pdf")
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "svg": "image/svg+xml",
    "png": "image/png",
    "pdf": "application/pdf",
}
# A type family that is there where pictures are made, and after it where they are looked at.
TOKENS = replace(PRINT, font="Inter, Arial, 'Liberation Sans', sans-serif")
# Pixels: what a chart has between the margins of a sheet, and the height of A4.
WIDTH, _A4 = 714, 1123


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page hands out; rows and drawing are worked out only for the kind that needs them.

    Attributes:
        name: the figures' sheet in a workbook.
        header: the columns' names.
        rows: gives the rows, each with a value for each column.
        facts: what must be known of the figures, in the reader's language; the first is the sentence.
        heading: what the page is called.
        parts: gives the charts and words between the sentence and the other facts.
        kept_in_view: the columns that stay when a spreadsheet is moved sideways.
    """

    name: str
    header: tuple[str, ...]
    rows: Callable[[], Sequence[tuple[object, ...]]]
    facts: tuple[str, ...]
    heading: str
    parts: Callable[[], Sequence[Svg | Words]]
    kept_in_view: int


def file_of(shown: Shown, kind: str) -> bytes:
    """The page as a file of one of ``KINDS``."""
    makers: dict[str, Callable[[Shown], bytes]] = {"csv": _csv, "xlsx": _xlsx, "svg": _svg, "png": _png, "pdf": _pdf}
    return makers[kind](shown)


def _csv(shown: Shown) -> bytes:
    """One header line, one row a figure; a byte order mark, so that spreadsheets read the letters right."""
    frame = pl.DataFrame(shown.rows(), schema=list(shown.header), orient="row", infer_schema_length=None)
    texts = [name for name, dtype in frame.schema.items() if dtype == pl.String]
    safe = frame.with_columns(guarded(frame[name]).alias(name) for name in texts)
    return b"\xef\xbb\xbf" + safe.write_csv(line_terminator="\r\n").encode()


def _xlsx(shown: Shown) -> bytes:
    """The rows on one sheet; on the other what they are, in words."""
    import openpyxl
    from openpyxl.utils import get_column_letter

    book = openpyxl.Workbook()
    figures, about = book.active, book.create_sheet("about")
    figures.title = shown.name
    figures.append(shown.header)
    figures.freeze_panes = f"{get_column_letter(shown.kept_in_view + 1)}2"
    for row in shown.rows():
        figures.append([_plain(value) for value in row])
    for words in shown.facts:
        about.append([_plain(words)])
    about.column_dimensions["A"].width = 120
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def _plain(value: object) -> object:
    """A value that no spreadsheet runs as a formula."""
    return guarded(pl.Series([value]))[0] if isinstance(value, str) else value


def drawing(shown: Shown) -> Svg:
    """One sheet: sentence, what the page draws, and in small type how the figures are made."""
    sentence, *others = shown.facts
    small = [Words(words, 10.5, quiet=True) for words in others]
    parts = [Words(shown.heading, 13, quiet=True), Words(sentence, 21, bold=True), *shown.parts(), *small]
    return sheet(parts, title=sentence, tokens=TOKENS, least=_A4)


def _svg(shown: Shown) -> bytes:
    return drawing(shown).markup.encode()


def _png(shown: Shown) -> bytes:
    import vl_convert

    return bytes(vl_convert.svg_to_png(drawing(shown).markup, scale=2))


def _pdf(shown: Shown) -> bytes:
    import vl_convert

    return bytes(vl_convert.svg_to_pdf(drawing(shown).markup))
