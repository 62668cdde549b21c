"""How the command draws drivers: the shares, the map, and the tables behind them on one page."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from cxlab.charts import PAGE, draw
from polku.cli import drivers_told as told
from polku.cli.page import at_both_widths, page, table

if TYPE_CHECKING:
    from cxlab.drivers import Beside, Contrasts, Importance, ImportanceMap


def as_page(found: ImportanceMap, contrasts: Contrasts | None, said: tuple[Beside, ...], name: str) -> str:
    """One file of HTML that needs nothing else: sentences, shares, the map, the tables."""
    shares = found.importance
    first, *others = [*told.sentences(shares), *told.places(found)]
    body = [f"<h1>{escape(first)}</h1>", *_paragraphs(others)]
    if shares.drivers:
        body += [*_drawn("Shares", shares), *_drawn("Importance and performance", found)]
        body += _paragraphs(told.about_map(found))
        body.append(f"<h2>Figures</h2>{table('Figures', told.COLUMNS, told.rows(shares))}")
        for heading, columns, lines in told.tables(found, said):
            body.append(f"<h2>{heading}</h2>{table(heading, columns, lines)}")
        body += _paragraphs(told.METHOD)
    if contrasts is not None:
        heading = "Basic or exciting"
        body.append(f"<h2>{heading}</h2>")
        if contrasts.drivers:
            body.append(table(heading, told.CONTRAST_COLUMNS, told.contrast_rows(contrasts)))
        body += _paragraphs([told.about_contrasts(contrasts)])
    return page(body, name)


def _drawn(title: str, result: Importance | ImportanceMap) -> list[str]:
    def at(width: int) -> str:
        return draw(result, language="en", tokens=PAGE, title=title, width=width).markup

    return [f"<h2>{title}</h2>", at_both_widths(at)]


def _paragraphs(lines: list[str] | tuple[str, ...]) -> list[str]:
    return [f"<p>{escape(line)}</p>" for line in lines]
