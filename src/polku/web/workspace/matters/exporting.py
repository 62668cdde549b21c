"""Decides how the page becomes a file: CSV and XLSX for figures, SVG, PNG and PDF for a sheet that is read."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import astuple, dataclass, fields, replace

import polars as pl
from django.utils.translation import gettext as _

from cxlab.charts import PRINT, Svg, draw
from cxlab.charts.sheet import Words, sheet
from cxlab.drivers import Driver, Importance, ImportanceMap
from cxlab.drivers.performance import Place
from cxlab.files.guarding import guarded
from polku.web.workspace.matters.laid_out import Page
from polku.web.workspace.matters.method import method
from polku.web.workspace.scoreboard.exporting.files import TYPES
from polku.web.workspace.templatetags import figures as written

__all__ = ["HEADER", "KINDS", "TYPES", "file_of", "rows"]

KINDS = ("csv", "xlsx", "svg", "png", "pdf")
_TOKENS = replace(PRINT, font="Inter, Arial, 'Liberation Sans', sans-serif")
_WIDTH, _A4 = 714, 1123


@dataclass(frozen=True, slots=True)
class Exported:
    """One driver, whole in itself; its fields are the header of every file. Shares and R2 are parts of one."""

    kind: str
    segment: str
    outcome: str
    driver: str
    question: str
    share: float | None
    share_low: float | None
    share_high: float | None
    part_of_r2: float | None
    place_first: int
    place_last: int
    by_chance: float | None
    step: float | None
    step_low: float | None
    step_high: float | None
    mean: float | None = None
    mean_low: float | None = None
    mean_high: float | None = None
    scale_low: float | None = None
    scale_high: float | None = None
    target: float | None = None
    where: str = ""
    answered: int = 0
    answers: int = 0
    accounts: int | None = None
    r2: float | None = None
    level: float = 0.95
    method: str = ""
    survey: str = ""
    period: str = ""
    filters: str = ""
    notes: str = ""


HEADER = tuple(one.name for one in fields(Exported))


def rows(page: Page) -> tuple[Exported, ...]:
    """The whole first, then each segment by itself."""
    return tuple(_rows(page))


def _rows(page: Page) -> Iterator[Exported]:
    if page.found is None:
        return
    places = {one.name: one for one in page.found.places}
    for one in page.found.importance.drivers:
        yield _placed(_one(page, "", page.found.importance, one), places.get(one.name))
    for row in page.segments:
        for one in row.found.drivers:
            yield _one(page, row.name, row.found, one)


def _one(page: Page, segment: str, found: Importance, one: Driver) -> Exported:
    words = next((row.words for row in page.rows if row.name == one.name and row.words), one.name)
    return Exported(
        "segment" if segment else "whole", segment, page.outcome, one.name, words,
        one.share.value, one.share.low, one.share.high, one.part.value, *one.ranks, one.chance,
        one.step.value, one.step.low, one.step.high,
        answered=one.answered, answers=found.n, accounts=found.accounts, r2=found.r2.value, level=one.share.level,
        method=one.share.method, survey=page.survey, period=page.period,
        filters="; ".join(f"{choice.key}: {choice.name}" for choice in page.set_filters), notes=", ".join(found.notes),
    )  # fmt: skip


def _placed(made: Exported, place: Place | None) -> Exported:
    """The row with where its driver stands on the map."""
    if place is None:
        return made
    mean = place.performance
    return replace(
        made, mean=mean.value, mean_low=mean.low, mean_high=mean.high, scale_low=place.scale[0],
        scale_high=place.scale[1], target=place.target, where=place.where,
    )  # fmt: skip


def file_of(page: Page, kind: str) -> bytes:
    """The page as a file of one of ``KINDS``."""
    makers: dict[str, Callable[[Page], bytes]] = {"csv": _csv, "xlsx": _xlsx, "svg": _svg, "png": _png, "pdf": _pdf}
    return makers[kind](page)


def _csv(page: Page) -> bytes:
    """One header line, one row a driver; a byte order mark, so that spreadsheets read the letters right."""
    frame = pl.DataFrame(
        [astuple(row) for row in rows(page)], schema=list(HEADER), orient="row", infer_schema_length=None
    )
    texts = [name for name, dtype in frame.schema.items() if dtype == pl.String]
    safe = frame.with_columns(guarded(frame[name]).alias(name) for name in texts)
    return b"\xef\xbb\xbf" + safe.write_csv(line_terminator="\r\n").encode()


def _xlsx(page: Page) -> bytes:
    """The rows on one sheet; on the other what they are, in words."""
    import openpyxl

    book = openpyxl.Workbook()
    shares, about = book.active, book.create_sheet("about")
    shares.title = "drivers"
    shares.append(HEADER)
    shares.freeze_panes = "E2"
    for row in rows(page):
        shares.append([_plain(value) for value in astuple(row)])
    for words in facts(page):
        about.append([_plain(words)])
    about.column_dimensions["A"].width = 120
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def _plain(value: object) -> object:
    """A value that no spreadsheet runs as a formula."""
    return guarded(pl.Series([value]))[0] if isinstance(value, str) else value


def facts(page: Page) -> tuple[str, ...]:
    """What must be known of the figures, in the reader's language: sentence, what was asked, warnings, method."""
    asked = " · ".join(filter(None, [page.survey, page.period, *(choice.name for choice in page.set_filters)]))
    todo = [f"{what}: {names}." for what, names in page.actions]
    built = page.matter.built_at
    when = _("Figures of %(when)s.") % {"when": written.moment(built)} if built else ""
    told = (page.sentence, asked, *page.beside, *todo, *page.cautions, *method(page.found), when)
    return tuple(filter(None, told))


def drawing(page: Page) -> Svg:
    """One sheet: sentence, drawings, and in small type how the figures are made."""
    first, *others = facts(page)
    parts: list[Svg | Words] = [Words(_("What matters most?"), 13, quiet=True), Words(first, 21, bold=True)]
    if page.found is not None:
        parts.append(_drawn(page.found.importance, page.outcome))
    if page.found is not None and page.map:
        parts.append(_drawn(page.found, page.outcome))
    small = [Words(words, 10.5, quiet=True) for words in others]
    return sheet([*parts, *small], title=first, tokens=_TOKENS, least=_A4)


def _drawn(found: Importance | ImportanceMap, title: str) -> Svg:
    return draw(found, language=written.language_now(), tokens=_TOKENS, title=title, width=_WIDTH)


def _svg(page: Page) -> bytes:
    return drawing(page).markup.encode()


def _png(page: Page) -> bytes:
    import vl_convert

    return bytes(vl_convert.svg_to_png(drawing(page).markup, scale=2))


def _pdf(page: Page) -> bytes:
    import vl_convert

    return bytes(vl_convert.svg_to_pdf(drawing(page).markup))
