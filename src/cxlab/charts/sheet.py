"""A sheet of paper: headings, sentences and charts under one another; a picture leaves the page with its words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cxlab.charts import letters
from cxlab.charts.svg import Svg, picture, tag, text
from cxlab.charts.tokens import Tokens

_MARGIN, _LEADING, _MOST_LINES = 40.0, 1.4, 40


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph.

    Attributes:
        text: what it says; lines break where they must.
        size: type size in pixels.
        bold: whether it is a heading.
        quiet: whether it stands back.
    """

    text: str
    size: float = 12
    bold: bool = False
    quiet: bool = False


def sheet(parts: Sequence[Words | Svg], *, title: str, tokens: Tokens, width: int = 794, least: int = 0) -> Svg:
    """Put paragraphs and charts under one another.

    Args:
        parts: paragraphs and charts, the charts at most ``width`` less two margins of 40 pixels wide.
        title: what the sheet is.
        tokens: the theme; its paper is the ground.
        width: pixels; 794 is A4 at 96 to the inch.
        least: lowest height in pixels, such as 1123 for A4.

    Returns:
        The Svg, as tall as it needs to be.

    Example:
        >>> from cxlab.charts.tokens import PRINT
        >>> sheet([Words("Ease is 5.64.", 20, bold=True)], title="Ease", tokens=PRINT).height
        123
    """
    y, drawn = _MARGIN, []
    for part in parts:
        if isinstance(part, Svg):
            drawn.append(tag("g", part.markup, transform=f"translate({_MARGIN:g} {y:g})"))
            y += part.height + 14
            continue
        room = (width - 2 * _MARGIN) / (1.06 if part.bold else 1.0)
        for line in letters.wrap(part.text, part.size, room, _MOST_LINES):
            y += part.size * _LEADING
            style: dict[str, object] = {"font_size": part.size, "fill": tokens.quiet if part.quiet else tokens.ink}
            style |= {"font_weight": 700} if part.bold else {}
            drawn.append(text(line, _MARGIN, y - part.size * 0.4, tokens, **style))
        y += part.size * 0.5
    height = max(y + _MARGIN, least)
    ground = tag("rect", x=0, y=0, width=width, height=height, fill=tokens.paper)
    told = " ".join(part.text if isinstance(part, Words) else part.description for part in parts)
    return picture([ground, *drawn], title=title, description=told, width=width, height=height, tokens=tokens)
