"""One difference in the cell of a table: its simultaneous interval around nought, where "no difference" lies."""

from __future__ import annotations

from cxlab.charts import figures, words
from cxlab.charts.scales import Ruler, Scale
from cxlab.charts.svg import Svg, picture, tag
from cxlab.charts.tokens import Tokens
from cxlab.charts.whisker import HEIGHT
from cxlab.results import Comparison

# A stretch shown when nothing is known of the size of differences.
_LEAST = {"points": 10.0, "share": 0.1, "scale": 0.2, "own": 1.0}


def gap_scale(found: list[Comparison]) -> Scale:
    """One scale for all differences of a table, nought in its middle.

    Args:
        found: the comparisons of one metric.

    Returns:
        A Scale as wide to the left as to the right.

    Example:
        >>> gap_scale([]).low
        -1.0
    """
    ends = [abs(x) for one in found for x in (one.low, one.high, one.difference) if x is not None]
    unit = figures.unit_of(found[0].left.definition) if found else "own"
    widest = max([*ends, _LEAST[unit]])
    return Scale(-widest, widest, (-widest, 0.0, widest))


def gap(
    change: Comparison, *, language: str, tokens: Tokens, title: str = "", scale: Scale | None = None, width: int = 96,
    hidden: bool = False,
) -> Svg:  # fmt: skip
    """Draw a difference.

    Args:
        change: the comparison; its word follows from the same interval that is drawn.
        language: fi, sv or en.
        tokens: the theme.
        title: what was compared.
        scale: shared by the rows of a table.
        width: pixels.
        hidden: leave it out for screen readers, when the same words stand in the row.

    Returns:
        The Svg. Without an interval a hollow dot, without a difference the line of nought alone.

    Example:
        >>> from cxlab.charts.tokens import PAGE
        >>> from cxlab.results import Estimate
        >>> side = Estimate(40.0, 37.0, 42.0, 2746, 2746.0, "adjusted_wald", "nps@1")
        >>> one = Comparison(side, side, 2.0, -1.0, 5.0, "no_difference_shown", 1, "mover")
        >>> gap(one, language="en", tokens=PAGE).description
        '+2, interval −1 to +5'
    """
    ruler, y = Ruler(scale or gap_scale([change]), 6.0, width - 6.0), HEIGHT / 2
    nought = ruler.at(0.0)
    parts = [tag("line", x1=nought, x2=nought, y1=2, y2=HEIGHT - 2, stroke=tokens.quiet, stroke_width=1)]
    small = min(change.left.n or words.SMALL, change.right.n or words.SMALL) < words.SMALL
    colour = tokens.pale if small else tokens.accent
    if change.low is not None and change.high is not None:
        line = {"stroke": colour, "stroke_width": 2, "stroke_linecap": "round"}
        parts.append(tag("line", x1=ruler.at(change.low), x2=ruler.at(change.high), y1=y, y2=y, **line))
    if change.difference is not None:
        filled = {"fill": colour} if change.low is not None else {"fill": tokens.paper, "stroke": colour}
        parts.append(tag("circle", cx=ruler.at(change.difference), cy=y, r=4, **filled))
    told = difference_in_words(change, language)
    return picture(parts, title=title, description=told, width=width, height=HEIGHT, tokens=tokens, hidden=hidden)


def difference_in_words(change: Comparison, language: str) -> str:
    """The difference with its sign and its interval."""
    if change.difference is None:
        return words.say("nothing", language)
    unit = figures.unit_of(change.left.definition)
    told, *ends = figures.change(change.difference, change.low, change.high, unit, language)
    if not ends:
        return told
    low, high = ends
    return words.say("gap", language, value=told, span=figures.span(low, high, language))
