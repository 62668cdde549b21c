"""Scores of phases beside their targets, around a middle: the shape of an encounter at one look."""

from __future__ import annotations

import math
from dataclasses import dataclass

from cxlab.charts import figures, letters
from cxlab.charts import journey_words as words
from cxlab.charts.lines import Line
from cxlab.charts.rows import told
from cxlab.charts.svg import Svg, hover, picture, tag, text
from cxlab.charts.tokens import PAGE, Tokens
from cxlab.charts.words import SMALL
from cxlab.results import Suppressed

FEWEST = 3
_RINGS = 4
_NAMES = 92.0


@dataclass(frozen=True, slots=True)
class Radar:
    """Scores of one metric, drawn clockwise from the top.

    Attributes:
        lines: three or more, with their targets.
        low, high: the scale from the middle to the rim.
    """

    lines: tuple[Line, ...]
    low: float
    high: float


class _Dial:
    """Where a value of an axis lies."""

    def __init__(self, drawn: Radar, width: int) -> None:
        self.x = width / 2
        self.reach = max((width - 2 * _NAMES) / 2, 60.0)
        self.y = self.reach + 40
        self.low, self.high, self.n = drawn.low, drawn.high, len(drawn.lines)

    def at(self, axis: int, value: float, *, beyond: float = 0.0) -> tuple[float, float]:
        """The point of a value on an axis."""
        part = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        angle = 2 * math.pi * axis / self.n
        away = part * self.reach + beyond
        return self.x + away * math.sin(angle), self.y - away * math.cos(angle)


def radar(drawn: Radar, *, language: str, tokens: Tokens = PAGE, title: str = "", width: int = 480) -> Svg:
    """Draw scores around a middle.

    Args:
        drawn: scores, targets and scale.
        language: fi, sv or en.
        tokens: the theme.
        title: what is shown.
        width: pixels.

    Returns:
        The Svg: the scores joined, each with its interval along its axis, the targets as a broken line. What a promise
        hides, or nobody answered, leaves a gap. Under 30 answers a dot is pale.

    Raises:
        ValueError: fewer than three lines, or a scale that does not rise.

    Example:
        >>> from cxlab.results import Estimate
        >>> lines = tuple(Line(n, Estimate(4.0, 3.8, 4.2, 50, 50.0, "t", "scale5@1"), 4.5) for n in ("a", "b", "c"))
        >>> radar(Radar(lines, 1, 5), language="en").width
        480
    """
    if len(drawn.lines) < FEWEST or not drawn.low < drawn.high:
        message = f"A radar needs {FEWEST} lines and a scale that rises; fewer are drawn better as rows."
        raise ValueError(message)
    dial = _Dial(drawn, width)
    parts = _rings(drawn, dial, language, tokens)
    aims = [None if isinstance(line.score, Suppressed) else line.target for line in drawn.lines]
    if any(aim is not None for aim in aims):
        style = {"fill": "none", "stroke": tokens.ink, "stroke_width": 1.25, "stroke_dasharray": "5 4"}
        parts += _joined(aims, dial, style)
    scores = [None if isinstance(line.score, Suppressed) else line.score.value for line in drawn.lines]
    full = all(score is not None for score in scores)
    fill = {"fill": tokens.accent if full else "none", "fill_opacity": 0.12}
    parts += _joined(scores, dial, {**fill, "stroke": tokens.accent, "stroke_width": 2})
    parts += [_spoke(line, at, dial, language, tokens) for at, line in enumerate(drawn.lines)]
    height = dial.y + dial.reach + 46
    if any(aim is not None for aim in aims):
        said = words.say("dashed_target", language)
        parts.append(text(said, 0, height, tokens, fill=tokens.quiet, font_size=tokens.size - 1))
    low, high = (figures.number(one, 0 if one == round(one) else 1, language) for one in (drawn.low, drawn.high))
    every = ". ".join(told(line, language) for line in drawn.lines) + "."
    described = words.say("radar", language, n=len(drawn.lines), low=low, high=high, all=every)
    return picture(parts, title=title, description=described, width=width, height=height + 8, tokens=tokens)


def _rings(drawn: Radar, dial: _Dial, language: str, tokens: Tokens) -> list[str]:
    parts = []
    for ring in range(1, _RINGS + 1):
        value = drawn.low + (drawn.high - drawn.low) * ring / _RINGS
        corners = " ".join(f"{x:.1f},{y:.1f}" for x, y in (dial.at(axis, value) for axis in range(dial.n)))
        parts.append(tag("polygon", points=corners, fill="none", stroke=tokens.line, stroke_width=1))
        label = figures.number(value, 0 if value == round(value) else 1, language)
        _, y = dial.at(0, value)
        quiet = {"fill": tokens.quiet, "font_size": tokens.size - 2}
        parts.append(text(label, dial.x + 5, y + 11, tokens, **quiet))
    return parts


def _joined(values: list[float | None], dial: _Dial, style: dict[str, object]) -> list[str]:
    """One shape where every axis has a value; otherwise a line between neighbours that both have one."""
    points = [None if value is None else dial.at(axis, value) for axis, value in enumerate(values)]
    known = [point for point in points if point is not None]
    if len(known) == len(points):
        return [tag("polygon", points=" ".join(f"{x:.1f},{y:.1f}" for x, y in known), stroke_linejoin="round", **style)]
    parts = []
    for one, other in zip(points, points[1:] + points[:1], strict=True):
        if one is not None and other is not None:
            parts.append(tag("line", x1=one[0], y1=one[1], x2=other[0], y2=other[1], **style))
    return parts


def _spoke(line: Line, at: int, dial: _Dial, language: str, tokens: Tokens) -> str:
    rim, score = dial.at(at, dial.high), line.score
    middle = (dial.x, dial.y)
    parts = [tag("line", x1=middle[0], y1=middle[1], x2=rim[0], y2=rim[1], stroke=tokens.line, stroke_width=1)]
    hidden = isinstance(score, Suppressed) or score.value is None
    parts += _name(line.label, at, dial, tokens, ink=tokens.quiet if hidden else tokens.ink)
    if line.target is not None and not isinstance(score, Suppressed):
        x, y = dial.at(at, line.target)
        parts.append(tag("circle", cx=x, cy=y, r=2.5, fill=tokens.paper, stroke=tokens.ink, stroke_width=1.25))
    if not isinstance(score, Suppressed) and score.value is not None:
        colour = tokens.pale if score.n < SMALL else tokens.accent
        if score.low is not None and score.high is not None:
            (x1, y1), (x2, y2) = dial.at(at, score.low), dial.at(at, score.high)
            style = {"stroke": colour, "stroke_width": 4, "stroke_opacity": 0.45, "stroke_linecap": "round"}
            parts.append(tag("line", x1=x1, y1=y1, x2=x2, y2=y2, **style))
        x, y = dial.at(at, score.value)
        parts.append(tag("circle", cx=x, cy=y, r=4, fill=colour))
    return hover(told(line, language), "".join(parts))


def _name(label: str, at: int, dial: _Dial, tokens: Tokens, *, ink: str) -> list[str]:
    x, y = dial.at(at, dial.high, beyond=14.0)
    side = x - dial.x
    anchor = "middle" if abs(side) < 1 else "start" if side > 0 else "end"
    room = min(dial.x, _NAMES * 1.6) if anchor == "middle" else (2 * dial.x - x if side > 0 else x)
    lines = letters.wrap(label, tokens.size * 1.1, room)
    top = y - (len(lines) - 1) * 13 if y < dial.y - dial.reach else y
    return [text(line, x, top + 4 + k * 13, tokens, text_anchor=anchor, fill=ink) for k, line in enumerate(lines)]
