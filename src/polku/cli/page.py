"""How commands make a page: one file of HTML that needs nothing else; on a phone, in light, dark and on paper."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from cxlab.charts.tokens import DARK, LIGHT, PRINT, Tokens

_VARIABLES = {"ink": "ink", "ink-2": "quiet", "line": "line", "accent": "accent", "band": "band", "pale": "pale"}
_STYLE = """
body{font:16px/1.5 Inter,system-ui,sans-serif;color:var(--ink);background:var(--paper);max-width:64rem;
margin:2rem auto;padding:0 1rem;overflow-wrap:anywhere}
h1{font-size:1.5rem;line-height:1.3}h2{font-size:1.1rem;margin-top:2rem}
.wide{overflow-x:auto}table{border-collapse:collapse;font-variant-numeric:tabular-nums}
th,td{text-align:left;padding:.25rem .75rem .25rem 0;border-bottom:1px solid var(--line);vertical-align:top;
white-space:nowrap}
td.long{min-width:18rem;white-space:normal}svg{margin:1rem 0}.phone{display:none}
@media(max-width:46rem){.phone{display:block}.desk{display:none}}
@media print{h2{break-after:avoid}tr,svg{break-inside:avoid}.phone{display:none}.desk{display:block}}
"""
_LONG = 40
_PHONE, _DESK = 358, 720


def page(body: Sequence[str], name: str, language: str) -> str:
    """The whole file; nothing in it comes from elsewhere."""
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{escape(name)}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_themes()}{_STYLE}</style></head><body><main>'
        + "".join(body)
        + "</main></body></html>"
    )


def at_both_widths(draw: Callable[[int], str]) -> str:
    """A picture drawn for a phone and for a desk: one shrunk to the other's width cannot be read."""
    return f'<div class="phone">{draw(_PHONE)}</div><div class="desk">{draw(_DESK)}</div>'


def wide(content: str, heading: str) -> str:
    """What may be wider than a phone scrolls by itself, by keyboard too."""
    return f'<div class="wide" role="region" tabindex="0" aria-label="{escape(heading)}">{content}</div>'


def table(heading: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table that scrolls by itself; long cells wrap."""
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in columns)
    lines = "".join("<tr>" + "".join(_cell(cell) for cell in row) + "</tr>" for row in rows)
    return wide(f"<table><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>", heading)


def _cell(cell: str) -> str:
    return f"<td{' class=long' if len(cell) > _LONG else ''}>{escape(cell)}</td>"


def _themes() -> str:
    """The colours of every theme by the names that charts ask for, so that one picture serves them all."""

    def named(tokens: Tokens) -> str:
        of_charts = {name: getattr(tokens, field) for name, field in _VARIABLES.items()} | {"paper": tokens.paper}
        return ":root{" + ";".join(f"--{name}:{colour}" for name, colour in of_charts.items()) + "}"

    dark = f"@media (prefers-color-scheme:dark){{{named(DARK)}:root{{color-scheme:dark}}}}"
    return f"{named(LIGHT)}{dark}@media print{{{named(PRINT)}:root{{color-scheme:light}}}}"
