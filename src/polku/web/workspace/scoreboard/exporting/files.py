"""Decides how an exported view becomes a file: CSV and XLSX for figures, SVG, PNG and PDF for a sheet that is read."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import astuple, replace
from typing import Any

import polars as pl
from django.utils.translation import gettext as _

from cxlab.charts import PRINT, Line, Scores, Svg, draw
from cxlab.charts.sheet import Words, sheet
from cxlab.files.guarding import guarded
from cxlab.results import Suppressed
from polku.insights.scores import Row
from polku.web.workspace.scoreboard.board import Board
from polku.web.workspace.scoreboard.exporting.rows import HEADER, on_maps, rows
from polku.web.workspace.scoreboard.spread import Spread
from polku.web.workspace.templatetags import figures as written

KINDS = ("csv", "xlsx", "svg", "png", "pdf")
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "svg": "image/svg+xml",
    "png": "image/png",
    "pdf": "application/pdf",
}
# A type family that is there where pictures are made, and after it where they are looked at.
_TOKENS = replace(PRINT, font="Inter, Arial, 'Liberation Sans', sans-serif")
_WIDTH, _A4 = 714, 1123
# More rows than these belong into a spreadsheet.
_MOST_DRAWN = 30
# Each with all its steps.
_MOST_GROUPS = 6


def file_of(board: Board, kind: str) -> bytes:
    """The view as a file of one of ``KINDS``."""
    makers: dict[str, Callable[[Board], bytes]] = {"csv": _csv, "xlsx": _xlsx, "svg": _svg, "png": _png, "pdf": _pdf}
    return makers[kind](board)


def _csv(board: Board) -> bytes:
    """One header line, one row a figure; a byte order mark, so that spreadsheets read the letters right."""
    frame = pl.DataFrame(
        [astuple(row) for row in rows(board)], schema=list(HEADER), orient="row", infer_schema_length=None
    )
    texts = [name for name, dtype in frame.schema.items() if dtype == pl.String]
    safe = frame.with_columns(guarded(frame[name]).alias(name) for name in texts)
    return b"\xef\xbb\xbf" + safe.write_csv(line_terminator="\r\n").encode()


def _xlsx(board: Board) -> bytes:
    """The rows on one sheet; on the other what the view is, in words."""
    import openpyxl

    book = openpyxl.Workbook()
    figures, about = book.active, book.create_sheet("about")
    figures.title = "figures"
    figures.append(HEADER)
    figures.freeze_panes = "C2"
    for row in rows(board):
        figures.append([_plain(value) for value in astuple(row)])
    for words in facts(board):
        about.append([_plain(words)])
    about.column_dimensions["A"].width = 120
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def _plain(value: object) -> object:
    """A value that no spreadsheet runs as a formula."""
    return guarded(pl.Series([value]))[0] if isinstance(value, str) else value


def facts(board: Board) -> tuple[str, ...]:
    """What must be known of the figures, in the reader's language: sentence, period, filters, weights, method."""
    chosen = [f"{choice.key}: {choice.name}" for choice in board.set_filters]
    weight = next((choice.name for choice in board.weights if choice.here), "")
    asked = " · ".join(filter(None, [board.period, *chosen, weight, board.change_name]))
    when = _("Figures of %(when)s.") % {"when": written.moment(board.built_at)} if board.built_at else ""
    formula = f"{board.method.name}. {board.method.formula}"
    return tuple(filter(None, (board.sentence, *board.beside, asked, formula, *board.method.sentences, when)))


def drawing(board: Board) -> Svg:
    """The view as one sheet: sentence, chart, rows, and in small type how the figures are made."""
    sentence, *others = facts(board)
    heading = Words(_("Where are we today?"), 13, quiet=True)
    small = [Words(words, 10.5, quiet=True) for words in others]
    parts = [heading, Words(sentence, 21, bold=True), *_charts(board), *small]
    return sheet(parts, title=sentence, tokens=_TOKENS, least=_A4)


def _charts(board: Board) -> list[Svg | Words]:
    options = {"language": written.language_now(), "tokens": _TOKENS, "width": _WIDTH}
    found: list[Svg | Words] = []
    if board.spread is not None:
        return _shares(board.spread, options)
    if board.maps is None and board.history.months[1:]:
        found.append(draw(board.history, title=board.metric_name, target=board.total.target, height=230, **options))
    lines = [Line(_label(name, row), row.score, row.target) for name, row in _named(board)]
    if lines:
        found.append(Words(board.by_name, 13, bold=True))
        found.append(draw(Scores(tuple(lines[:_MOST_DRAWN])), title=board.by_name, **options))
    if len(lines) > _MOST_DRAWN:
        found.append(_not_all(_MOST_DRAWN, len(lines)))
    return found


def _shares(spread: Spread, options: dict[str, Any]) -> list[Svg | Words]:
    """The whole, then as many groups as a sheet has room for."""
    if spread.drawn is None:
        return [Words(spread.why, 13)]
    found: list[Svg | Words] = [draw(spread.drawn, title=spread.title, **options)]
    groups = [group for group in spread.groups if group.drawn is not None and group.steps]
    for group in groups[:_MOST_GROUPS]:
        heading = f"{group.name}, {written.answers(group.steps[0].share)}"
        found += [Words(heading, 13, bold=True), draw(group.drawn, title=group.name, **options)]  # type: ignore[arg-type]
    if len(groups) > _MOST_GROUPS:
        found.append(_not_all(_MOST_GROUPS, len(groups)))
    return found


def _not_all(shown: int, every: int) -> Words:
    told = {"shown": shown, "all": every}
    return Words(_("%(shown)s of %(all)s groups are drawn; the table file holds all of them.") % told, 10.5)


def _label(name: str, row: Row) -> str:
    """A name with how many answers it stands on, and its interval in figures."""
    if isinstance(row.score, Suppressed):
        return name
    return ", ".join(filter(None, (name, written.answers(row.score), written.interval(row.score))))


def _named(board: Board) -> list[tuple[str, Row]]:
    if board.maps is not None:
        return list(on_maps(board.maps))
    return [(line.name, line.row) for line in board.lines] if board.asked.view == "table" else []


def _svg(board: Board) -> bytes:
    return drawing(board).markup.encode()


def _png(board: Board) -> bytes:
    import vl_convert

    return bytes(vl_convert.svg_to_png(drawing(board).markup, scale=2))


def _pdf(board: Board) -> bytes:
    import vl_convert

    return bytes(vl_convert.svg_to_pdf(drawing(board).markup))
