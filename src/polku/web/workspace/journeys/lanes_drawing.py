"""Lays a journey out in lanes: a column for each touchpoint, and the line of how the customer feels through them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from polku.governance.gate import Viewer
from polku.journeys import queries
from polku.journeys.queries.lanes import Lanes, lanes
from polku.web.workspace.journeys.drawing import Card, card
from polku.web.workspace.journeys.measured import measured

NAMES = {
    "know": _("What the customer needs to know"),
    "content": _("What tells it"),
    "backstage": _("What happens backstage"),
    "documents": _("Documents"),
}
HELP = {
    "know": _("The question that the customer has here."),
    "content": _("The page, brochure, person or message that answers it."),
    "backstage": _("The process of ours that the customer does not see."),
    "documents": _("What is filled in, sent or signed."),
}
EMOTIONS = {
    -2: pgettext_lazy("emotion", "distressed"),
    -1: pgettext_lazy("emotion", "uneasy"),
    0: pgettext_lazy("emotion", "neutral"),
    1: pgettext_lazy("emotion", "content"),
    2: pgettext_lazy("emotion", "delighted"),
}
# The height of the line of emotion, and how far it lies from the edge.
_HEIGHT, _EDGE = 72.0, 12.0
# From so many touchpoints on the page is printed smaller.
MANY = 12


@dataclass(frozen=True, slots=True)
class Curve:
    """A touchpoint's piece of the line: from the edge before it, through its own point, to the edge after it."""

    y: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Column:
    """A touchpoint with what stands on its lanes."""

    phase: str
    first: bool
    card: Card
    lanes: Lanes
    emotion: str
    curve: Curve | None
    cells: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole journey; ``unsaid`` counts touchpoints with nothing on their lanes."""

    columns: tuple[Column, ...]
    unsaid: int
    print_as: str


def _height(emotion: float) -> float:
    return _EDGE + (2 - emotion) / 4 * (_HEIGHT - 2 * _EDGE)


def curves(emotions: list[int | None]) -> list[Curve | None]:
    """The pieces of the line; neighbours meet half-way at the edge between them, and a gap is left unbridged.

    >>> [(one.before, one.y, one.after) if one else None for one in curves([0, 2, None])]
    [('', '36.0', '24.0'), ('24.0', '12.0', ''), None]
    """

    def edge(one: int | None, other: int | None) -> str:
        return "" if one is None or other is None else f"{(_height(one) + _height(other)) / 2:.1f}"

    around = [None, *emotions, None]
    return [
        None
        if own is None
        else Curve(y=f"{_height(own):.1f}", before=edge(around[at], own), after=edge(own, around[at + 2]))
        for at, own in enumerate(emotions)
    ]


def sheet(found: queries.Map, *, viewer: Viewer) -> Sheet:
    """A journey in lanes, with the scores of the last twelve months on the last one."""
    points = [(phase, point) for phase in found.phases for point in phase.touchpoints]
    told = lanes(found.journey.key, viewer=viewer)
    scores = measured([point for _phase, point in points], viewer=viewer)
    line = curves([told[point.key].emotion for _phase, point in points])
    columns = []
    for (phase, point), piece in zip(points, line, strict=True):
        own = told[point.key]
        columns.append(
            Column(
                phase=phase.name,
                first=phase.touchpoints[0].key == point.key,
                card=card(point, scores),
                lanes=own,
                emotion="" if own.emotion is None else str(EMOTIONS[own.emotion]),
                curve=piece,
                cells=tuple((lane, str(name), own.said[lane]) for lane, name in NAMES.items()),
            )
        )
    unsaid = sum(not one.lanes.texts for one in columns)
    return Sheet(tuple(columns), unsaid, "canvas-packed" if len(columns) > MANY else "canvas-dense")
