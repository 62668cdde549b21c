"""The picture as text: well-formed elements, finite numbers, and the words that stand for it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from xml.sax.saxutils import escape, quoteattr

from cxlab.charts.tokens import Tokens


@dataclass(frozen=True, slots=True)
class Svg:
    """A chart.

    Attributes:
        markup: the whole ``<svg>`` element, to be put into a page or written to a file as it is.
        title: what it is, in the reader's language.
        description: what it shows, in words: value, interval and n of what is drawn.
        width: its own width in pixels.
        height: its own height in pixels.
    """

    markup: str
    title: str
    description: str
    width: int
    height: int


def _number(value: float) -> str:
    if not math.isfinite(value):
        raise ValueError("a chart was given a number that is not finite")
    return f"{round(value, 2):g}" if abs(value) < 1e5 else f"{value:.0f}"  # noqa: PLR2004


@lru_cache(maxsize=256)
def _key(name: str) -> str:
    return name.strip("_").replace("_", "-")


def _attribute(name: str, value: object) -> str:
    """A page draws thousands: a number needs no quoting, and names repeat."""
    if isinstance(value, int | float):
        return f' {_key(name)}="{_number(value)}"'
    return f" {_key(name)}={quoteattr(str(value))}"


def tag(name: str, inside: str = "", /, **attributes: object) -> str:
    """One element; ``stroke_width`` becomes ``stroke-width``, an attribute that is None is left out.

    Example:
        >>> tag("circle", cx=1.5, cy=2, r=3, fill=None)
        '<circle cx="1.5" cy="2" r="3"/>'
    """
    told = "".join(_attribute(key, value) for key, value in attributes.items() if value is not None)
    return f"<{name}{told}>{inside}</{name}>" if inside else f"<{name}{told}/>"


def text(words: str, x: float, y: float, tokens: Tokens, **attributes: object) -> str:
    """A line of text at a place."""
    return tag("text", escape(words), x=x, y=y, **{"fill": tokens.ink, **attributes})


def hover(words: str, inside: str) -> str:
    """A group that says more when pointed at."""
    return tag("g", tag("title", escape(words)) + inside)


def hatch(box: tuple[float, float, float, float], tokens: Tokens, step: float = 6) -> str:
    """A frame (x, y, width, height) filled with slanted lines: something is here that may not be shown."""
    x, y, width, height = box
    strokes, at = [], step / 2
    while at < width + height:
        left, right = max(0.0, at - height), min(width, at)
        strokes.append(f"M{_number(x + left)} {_number(y + at - left)}L{_number(x + right)} {_number(y + at - right)}")
        at += step
    frame = tag("rect", x=x, y=y, width=width, height=height, fill="none", stroke=tokens.pale, stroke_width=0.75, rx=2)
    return frame + tag("path", d="".join(strokes), stroke=tokens.pale, stroke_width=0.75, fill="none")


def picture(
    parts: list[str], *, title: str, description: str, width: float, height: float, tokens: Tokens, hidden: bool = False
) -> Svg:
    """Put the parts together.

    Args:
        parts: elements, drawn in their order.
        title: name of the chart; may be empty for a small mark beside its own words.
        description: its text alternative.
        width: pixels.
        height: pixels.
        tokens: the theme.
        hidden: whether screen readers pass it over because the same words stand beside it.

    Returns:
        The Svg.
    """
    wide, tall = math.ceil(width), math.ceil(height)
    words = tag("title", escape(title or description))
    if title and description:
        words += tag("desc", escape(description))
    inside = "" if hidden else words
    markup = tag(
        "svg",
        inside + "".join(parts),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {wide} {tall}",
        width=wide,
        height=tall,
        role=None if hidden else "img",
        aria_hidden="true" if hidden else None,
        focusable="false",
        font_family=tokens.font,
        font_size=tokens.size,
        style="font-variant-numeric:tabular-nums",
    )
    return Svg(markup, title, description, wide, tall)
