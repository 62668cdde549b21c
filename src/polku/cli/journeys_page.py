"""How the command draws journeys: one file of HTML that needs nothing else, in the light, in the dark and on paper."""

from __future__ import annotations

from html import escape

from cxlab.charts.funnel import funnel
from cxlab.charts.spine import Spine, spine
from cxlab.charts.tokens import DARK, LIGHT, PRINT, Tokens
from cxlab.charts.walk import walk
from cxlab.journeys.overview import JourneyOverview
from cxlab.journeys.walks import Walk
from polku.cli.journeys_told import sentences, tables, walk_rows, walk_sentence

_VARIABLES = {"ink": "ink", "ink-2": "quiet", "line": "line", "accent": "accent", "band": "band", "pale": "pale"}
_STYLE = """
body{font:16px/1.5 Inter,system-ui,sans-serif;color:var(--ink);background:var(--paper);max-width:64rem;
margin:2rem auto;padding:0 1rem;overflow-wrap:anywhere}
h1{font-size:1.5rem;line-height:1.3}h2{font-size:1.1rem;margin-top:2rem}
.wide{overflow-x:auto}table{border-collapse:collapse;font-variant-numeric:tabular-nums}
th,td{text-align:left;padding:.25rem .75rem .25rem 0;border-bottom:1px solid var(--line);vertical-align:top;
white-space:nowrap}
td.long{min-width:18rem;white-space:normal}svg{margin:1rem 0}
@media print{h2{break-after:avoid}tr,svg{break-inside:avoid}}
"""
_LONG = 40


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


def as_page(found: JourneyOverview, name: str) -> str:
    """The whole log."""
    told = sentences(found)
    body = [f"<h1>{escape(told[0])}</h1>", *(f"<p>{escape(line)}</p>" for line in told[1:])]
    if found.cases:
        body.append(_drawn(found))
    if len(found.funnel) > 1:
        title = "How far cases get"
        body.append(f"<h2>{title}</h2>{_wide(funnel(found.funnel, language='en', title=title).markup, title)}")
    body += [f"<h2>{escape(heading)}</h2>{_table(heading, columns, rows)}" for heading, columns, rows in tables(found)]
    body.append(
        "<p>Intervals hold with 95 %. A deviation is read from an alignment of least cost; it says what, not why.</p>"
    )
    return _page(body, name)


def walk_as_page(found: Walk, name: str) -> str:
    """One walk."""
    told = walk_sentence(found)
    picture = walk(found, language="en", title=told).markup
    columns, rows = walk_rows(found)
    return _page([f"<h1>{escape(told)}</h1>", _wide(picture, told), _table(told, columns, rows)], name)


def _drawn(found: JourneyOverview) -> str:
    order = order_of(found)
    times = {touchpoint: int(n) for touchpoint, n in zip(found.graph.names, found.graph.totals, strict=True)}
    planned = frozenset(t.name for t in found.alignments.touchpoints) if found.alignments else frozenset()
    left = found.deviations.found if found.deviations else ()
    ways = tuple((one.touchpoint, one.kind, one.share.value or 0.0) for one in left)
    drawn = Spine(tuple(order), tuple(times[one] for one in order), tuple(found.graph.edges()), planned, ways)
    title = "Journeys as they happened"
    return _wide(spine(drawn, language="en", title=title).markup, title)


def _themes() -> str:
    """The colours of every theme by the names that charts ask for, so that one picture serves them all."""

    def named(tokens: Tokens) -> str:
        of_charts = {name: getattr(tokens, field) for name, field in _VARIABLES.items()} | {"paper": tokens.paper}
        return ":root{" + ";".join(f"--{name}:{colour}" for name, colour in of_charts.items()) + "}"

    dark = f"@media (prefers-color-scheme:dark){{{named(DARK)}:root{{color-scheme:dark}}}}"
    return f"{named(LIGHT)}{dark}@media print{{{named(PRINT)}:root{{color-scheme:light}}}}"


def _wide(content: str, heading: str) -> str:
    """What may be wider than a phone scrolls by itself, by keyboard too."""
    return f'<div class="wide" role="region" tabindex="0" aria-label="{escape(heading)}">{content}</div>'


def _table(heading: str, columns: list[str], rows: list[list[str]]) -> str:
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in columns)
    lines = "".join("<tr>" + "".join(_cell(cell) for cell in row) + "</tr>" for row in rows)
    return _wide(f"<table><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>", heading)


def _cell(cell: str) -> str:
    return f"<td{' class=long' if len(cell) > _LONG else ''}>{escape(cell)}</td>"


def _page(body: list[str], name: str) -> str:
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(name)}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_themes()}{_STYLE}</style></head><body><main>'
        + "".join(body)
        + "</main></body></html>"
    )
