"""How the command draws journeys: the picture, how far cases get, the tables."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from cxlab.charts.funnel import funnel
from cxlab.charts.spine import Spine, spine
from cxlab.charts.walk import walk
from cxlab.journeys.overview import JourneyOverview
from cxlab.journeys.timing import Duration
from cxlab.journeys.walks import Walk
from polku.cli.journeys_told import sentences, tables, walk_rows, walk_sentence
from polku.cli.journeys_words import say
from polku.cli.page import at_both_widths, page, table, wide


def order_of(found: JourneyOverview) -> list[str]:
    """Touchpoints as they are drawn: as planned, the others by the place where they usually stand."""
    log = found.variants.log
    place = (range(int(log.offsets[c + 1] - log.offsets[c])) for c in range(log.n_cases))
    total = dict.fromkeys(range(len(log.names)), 0)
    for case, places in enumerate(place):
        for at, code in zip(places, log.codes[log.offsets[case] : log.offsets[case + 1]].tolist(), strict=True):
            total[code] += at
    usual = sorted(total, key=lambda code: (total[code] / max(int(found.graph.totals[code]), 1), log.names[code]))
    names = [log.names[code] for code in usual]
    if found.alignments is None:
        return names
    planned = list(dict.fromkeys(t.name for t in found.alignments.touchpoints if t.name in log.names))
    return planned + [name for name in names if name not in planned]


def as_page(found: JourneyOverview, waits: Sequence[Duration], name: str, language: str) -> str:
    """The whole log."""
    told = sentences(found, language)
    body = [f"<h1>{escape(told[0])}</h1>", *(f"<p>{escape(line)}</p>" for line in told[1:])]
    if found.cases:
        body.append(_drawn(found, language))
    if len(found.funnel) > 1:
        title = say("funnel", language)
        body.append(f"<h2>{escape(title)}</h2>")
        body.append(
            at_both_widths(lambda width: funnel(found.funnel, language=language, title=title, width=width).markup)
        )
    for heading, columns, rows in tables(found, waits, language):
        body.append(f"<h2>{escape(heading)}</h2>{table(heading, columns, rows)}")
    body.append(f"<p>{escape(say('method', language))}</p>")
    return page(body, name, language)


def walk_as_page(found: Walk, name: str, language: str) -> str:
    """One walk."""
    told = walk_sentence(found, language)
    columns, rows = walk_rows(found, language)
    picture = at_both_widths(lambda width: walk(found, language=language, title=told, width=width).markup)
    return page([f"<h1>{escape(told)}</h1>", picture, table(told, columns, rows)], name, language)


def _drawn(found: JourneyOverview, language: str) -> str:
    order = order_of(found)
    times = {touchpoint: int(n) for touchpoint, n in zip(found.graph.names, found.graph.totals, strict=True)}
    planned = frozenset(t.name for t in found.alignments.touchpoints) if found.alignments else frozenset()
    left = found.deviations.found if found.deviations else ()
    ways = tuple((one.touchpoint, one.kind, one.share.value or 0.0) for one in left)
    drawn = Spine(tuple(order), tuple(times[one] for one in order), tuple(found.graph.edges()), planned, ways)
    title = say("drawing", language)

    def at(width: int) -> str:
        made = spine(drawn, language=language, title=title, width=width)
        return wide(made.markup, title) if made.width > width else made.markup

    return at_both_widths(at)
