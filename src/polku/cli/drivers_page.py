"""How the command draws drivers: the shares, the map, and the tables behind them on one page."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from cxlab.charts import PAGE, draw
from polku.cli import drivers_told as told
from polku.cli.drivers_words import say
from polku.cli.page import at_both_widths, page, table

if TYPE_CHECKING:
    from cxlab.drivers import Beside, Contrasts, Importance, ImportanceMap


def as_page(
    found: ImportanceMap, contrasts: Contrasts | None, said: tuple[Beside, ...], name: str, language: str
) -> str:
    """One file of HTML that needs nothing else: sentences, shares, the map, the tables."""
    shares = found.importance
    first, *others = [*told.sentences(shares, language), *told.places(found, language)]
    body = [f"<h1>{escape(first)}</h1>", *_paragraphs(others)]
    if shares.drivers:
        body += [*_drawn("shares", shares, language), *_drawn("map", found, language)]
        body += _paragraphs(told.about_map(found, language))
        heading = say("figures", language)
        body += [f"<h2>{heading}</h2>", table(heading, told.columns(language), told.rows(shares, language))]
        for heading, columns, lines in told.tables(found, said, language):
            body.append(f"<h2>{heading}</h2>{table(heading, columns, lines)}")
        body += _paragraphs(told.method(language))
    if contrasts is not None:
        heading = say("natures", language)
        body.append(f"<h2>{heading}</h2>")
        if contrasts.drivers:
            body.append(table(heading, told.contrast_columns(language), told.contrast_rows(contrasts, language)))
        body += _paragraphs([told.about_contrasts(contrasts, language)])
    return page(body, name, language)


def _drawn(key: str, result: Importance | ImportanceMap, language: str) -> list[str]:
    title = say(key, language)

    def at(width: int) -> str:
        return draw(result, language=language, tokens=PAGE, title=title, width=width).markup

    return [f"<h2>{title}</h2>", at_both_widths(at)]


def _paragraphs(lines: list[str]) -> list[str]:
    return [f"<p>{escape(line)}</p>" for line in lines]
