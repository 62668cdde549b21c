"""One score in the cell of a table: its interval as a whisker, the value as a dot, the target as a tick."""

from __future__ import annotations

from cxlab.charts import figures, words
from cxlab.charts.scales import Ruler, Scale, scale_of
from cxlab.charts.svg import Svg, hatch, picture, tag
from cxlab.charts.tokens import Tokens
from cxlab.results import Estimate, Suppressed

HEIGHT = 22


def mark(score: Estimate, ruler: Ruler, y: float, tokens: Tokens) -> list[str]:
    """Whisker and dot of a score on a line; pale when it rests on few answers, hollow without an interval."""
    if score.value is None:
        return []
    colour = tokens.pale if score.n < words.SMALL else tokens.accent
    parts = []
    if score.low is not None and score.high is not None:
        from_, to = ruler.at(score.low), ruler.at(score.high)
        line = {"stroke": colour, "stroke_width": 2, "stroke_linecap": "round"}
        parts.append(tag("line", x1=from_, x2=to, y1=y, y2=y, **line))
        parts += [tag("line", x1=x, x2=x, y1=y - 3.5, y2=y + 3.5, **line) for x in (from_, to)]
    x = ruler.at(score.value)
    if not parts:
        return [tag("circle", cx=x, cy=y, r=4, fill=tokens.paper, stroke=colour, stroke_width=1.5)]
    return [*parts, tag("circle", cx=x, cy=y, r=4.5, fill=colour)]


def target_mark(target: float, ruler: Ruler, y: float, tokens: Tokens) -> str:
    """The target as a tick that points down on the line."""
    x = ruler.at(target)
    return tag("path", d=f"M{x - 4:.1f} {y - 10:.1f}h8l-4 6z", fill=tokens.ink)


def whisker(
    score: Estimate | Suppressed,
    *,
    language: str,
    tokens: Tokens,
    title: str = "",
    target: float | None = None,
    scale: Scale | None = None,
    width: int = 168,
    hidden: bool = False,
) -> Svg:
    """Draw one score for a table.

    Args:
        score: the score, or why it is not shown.
        language: fi, sv or en.
        tokens: the theme.
        title: what was scored.
        target: where it should be.
        scale: a scale shared by the rows of the table, so that they can be compared.
        width: pixels.
        hidden: leave it out for screen readers, when the same words stand in the row.

    Returns:
        The Svg. No answers: only the line of the scale. One answer: a hollow dot. Suppressed: hatched.
    """
    used = scale or scale_of([score], [target])
    left, right, y = 7.0, width - 7.0, HEIGHT / 2
    ruler = Ruler(used, left, right)
    parts = []
    if isinstance(score, Suppressed):
        parts.append(hatch((left, y - 6, right - left, 12), tokens))
    else:
        parts.append(tag("line", x1=left, x2=right, y1=y, y2=y, stroke=tokens.line, stroke_width=1))
        if used.low < 0 < used.high:
            zero = ruler.at(0)
            parts.append(tag("line", x1=zero, x2=zero, y1=y - 5, y2=y + 5, stroke=tokens.line, stroke_width=1))
        parts += mark(score, ruler, y, tokens)
    if target is not None and not isinstance(score, Suppressed):
        parts.append(target_mark(target, ruler, y, tokens))
    description = words.estimate(score, language)
    if target is not None and not isinstance(score, Suppressed):
        description += f", {words.say('target', language, value=target_text(score, target, language))}"
    return picture(
        parts, title=title, description=description, width=width, height=HEIGHT, tokens=tokens, hidden=hidden
    )


def target_text(score: Estimate, target: float, language: str) -> str:
    """A target as it is written in the score's unit."""
    return figures.figure(target, figures.unit_of(score.definition), language)
