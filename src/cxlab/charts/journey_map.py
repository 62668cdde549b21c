"""A journey as it is designed: phases above, touchpoints beside each other, lanes running through them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby, pairwise

from cxlab.charts import letters
from cxlab.charts.svg import Svg, picture, tag, text
from cxlab.charts.tokens import Tokens

_MARGIN, _LABEL, _COLUMN, _PAD = 24.0, 118.0, 138.0, 8.0
_MOST_LINES = 12
_MOOD = 74.0
_STEPS = 4


@dataclass(frozen=True, slots=True)
class MapPoint:
    """A touchpoint.

    Attributes:
        name: what it is called.
        phase: the phase it belongs to; neighbours of one phase stand under one heading.
        cells: the text of each lane, empty where nothing is said.
        emotion: how the customer feels, from -2 to 2; None leaves a gap in the line.
        mood: that in a word.
        mark: what is said of it besides its name, such as that the journey ends there.
    """

    name: str
    phase: str
    cells: tuple[str, ...]
    emotion: int | None = None
    mood: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class JourneyMap:
    """The map.

    Attributes:
        lanes: what each lane is called, in the order of the cells.
        points: touchpoints in their order.
        feeling: what the lane of the line is called; empty leaves the lane out.
    """

    lanes: tuple[str, ...]
    points: tuple[MapPoint, ...]
    feeling: str = ""


def journey_map(drawn: JourneyMap, *, tokens: Tokens, title: str = "", about: str = "") -> Svg:
    """Draw the map as one picture, as wide as it has touchpoints.

    Args:
        drawn: lanes and touchpoints.
        tokens: the theme.
        title: what the journey is called.
        about: what stands under the title.

    Returns:
        The Svg. Its description names phases and touchpoints in order.

    Raises:
        ValueError: no touchpoints, or cells that are not one for each lane.

    Example:
        >>> from cxlab.charts.tokens import PRINT
        >>> points = (MapPoint("Calls", "Before", ("Who answers?",)), MapPoint("Orders", "During", ("",)))
        >>> journey_map(JourneyMap(("Needs to know",), points), tokens=PRINT).description
        'Before: Calls. During: Orders.'
    """
    if not drawn.points or any(len(point.cells) != len(drawn.lanes) for point in drawn.points):
        message = "A map needs touchpoints, each with a cell for each lane."
        raise ValueError(message)
    width = _LABEL + _COLUMN * len(drawn.points) + 1
    ground = [tag("rect", width="100%", height="100%", fill=tokens.paper)]
    head, top = _head(title, about, width, tokens)
    tops, y = _tops(drawn, top, tokens)
    parts = [*head, *tops]
    if drawn.feeling:
        parts += [*_label(drawn.feeling, y, tokens), *_moods(drawn, y, tokens)]
        y = _line(parts, y + _MOOD, width, tokens)
    for at, lane in enumerate(drawn.lanes):
        cells, tall = _row([point.cells[at] for point in drawn.points], y, len(_label(lane, y, tokens)), tokens)
        parts += [*_label(lane, y, tokens), *cells]
        y = _line(parts, y + tall, width, tokens)
    for at in range(len(drawn.points) + 1):
        x = _LABEL + at * _COLUMN
        parts.append(tag("line", x1=x, x2=x, y1=top, y2=y, stroke=tokens.line))
    phases = groupby(drawn.points, key=lambda point: point.phase)
    said = " ".join(f"{phase}: {', '.join(point.name for point in points)}." for phase, points in phases)
    inside = tag("g", "".join(parts), transform=f"translate({_MARGIN:g} {_MARGIN:g})")
    wide, tall = width + 2 * _MARGIN, y + 2 * _MARGIN
    return picture([*ground, inside], title=title, description=said, width=wide, height=tall, tokens=tokens)


def _head(title: str, about: str, width: float, tokens: Tokens) -> tuple[list[str], float]:
    parts, y = [], 12.0
    if title:
        shown = letters.shorten(title, 19, width)
        parts.append(text(shown, 0, y + 14, tokens, font_size=18, font_weight=700))
        y += 26
    if about:
        parts.append(text(letters.shorten(about, 12, width), 0, y + 10, tokens, fill=tokens.quiet))
        y += 18
    return parts, y


def _tops(drawn: JourneyMap, y: float, tokens: Tokens) -> tuple[list[str], float]:
    """Phases over their touchpoints, and the names of these."""
    parts, at = [], 0
    for phase, points in groupby(drawn.points, key=lambda point: point.phase):
        many = len(list(points))
        x = _LABEL + at * _COLUMN
        parts.append(tag("rect", x=x + 1, y=y, width=many * _COLUMN - 2, height=3, fill=tokens.accent))
        name = letters.shorten(phase, 12.5, many * _COLUMN - 2 * _PAD)
        parts.append(text(name, x + _PAD, y + 20, tokens, fill=tokens.quiet))
        at += many
    y += 26
    room = _COLUMN - 2 * _PAD
    names = [letters.wrap(point.name, 13.5, room, 5) for point in drawn.points]
    marks = [letters.wrap(point.mark, 11, room, 3) if point.mark else () for point in drawn.points]
    for at, (lines, more) in enumerate(zip(names, marks, strict=True)):
        x = _LABEL + at * _COLUMN + _PAD
        style = {"font_weight": 700, "font_size": 12.5}
        parts += [text(line, x, y + 14 + n * 16, tokens, **style) for n, line in enumerate(lines)]
        under = y + 14 + len(lines) * 16
        parts += [
            text(line, x, under + n * 13, tokens, fill=tokens.accent, font_size=10.5) for n, line in enumerate(more)
        ]
    tall = max(len(lines) * 16 + len(more) * 13 for lines, more in zip(names, marks, strict=True)) + 12
    return parts, _line(parts, y + tall, _LABEL + _COLUMN * len(drawn.points), tokens)


def _line(parts: list[str], y: float, width: float, tokens: Tokens) -> float:
    parts.append(tag("line", x1=0, x2=width, y1=y, y2=y, stroke=tokens.line))
    return y


def _label(words: str, y: float, tokens: Tokens) -> list[str]:
    lines = letters.wrap(words, 12, _LABEL - _PAD, 4)
    return [
        text(line, 0, y + 18 + n * 14, tokens, fill=tokens.quiet, font_size=11, font_weight=600)
        for n, line in enumerate(lines)
    ]


def _row(cells: list[str], y: float, least: int, tokens: Tokens) -> tuple[list[str], float]:
    told = [letters.wrap(cell, 11.5, _COLUMN - 2 * _PAD, _MOST_LINES) if cell else ("–",) for cell in cells]
    parts = [
        text(line, _LABEL + at * _COLUMN + _PAD, y + 18 + n * 14, tokens, font_size=11)
        for at, lines in enumerate(told)
        for n, line in enumerate(lines)
    ]
    return parts, max(least, *map(len, told)) * 14 + 14


def _moods(drawn: JourneyMap, y: float, tokens: Tokens) -> list[str]:
    """The line of how the customer feels; a touchpoint of which nobody has said leaves a gap."""
    places = [
        None
        if point.emotion is None
        else (_LABEL + (at + 0.5) * _COLUMN, y + 14 + (2 - point.emotion) / _STEPS * (_MOOD - 40))
        for at, point in enumerate(drawn.points)
    ]
    parts = [
        tag("line", x1=one[0], y1=one[1], x2=other[0], y2=other[1], stroke=tokens.accent, stroke_width=2)
        for one, other in pairwise(places)
        if one and other
    ]
    for point, place in zip(drawn.points, places, strict=True):
        if place:
            parts.append(tag("circle", cx=place[0], cy=place[1], r=4.5, fill=tokens.accent))
            style = {"text_anchor": "middle", "fill": tokens.quiet, "font_size": 10.5}
            parts.append(text(point.mood, place[0], y + _MOOD - 8, tokens, **style))
    return parts
