"""Lays a map out: columns, cards, each card's score or what would measure it. It formats and computes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from polku.governance.gate import Viewer
from polku.insights.standing import standing
from polku.journeys import queries
from polku.web.workspace.journeys.measured import Measured, Scores, measured
from polku.web.workspace.journeys.sentence import Said, said
from polku.web.workspace.words import word

# From so many cards in a column on, they are printed closer, then two and three abreast: the map stays on one page.
TIGHT = 4
DENSE = 6
PACKED = 13


@dataclass(frozen=True, slots=True)
class Card:
    """A touchpoint as it stands on the map."""

    point: queries.Touchpoint
    measured: Measured | None
    metric: str
    proposed: str
    earlier: bool
    address: str

    @property
    def owner(self) -> str:
        """Whose it is: the partner's own name where it is known."""
        return self.point.partner or word("owner", self.point.owner)


@dataclass(frozen=True, slots=True)
class Column:
    """A phase with its cards."""

    phase: queries.Phase
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """The whole map."""

    columns: tuple[Column, ...]
    said: Said
    first: str
    last: str
    print_as: str

    @property
    def empty(self) -> bool:
        return not any(column.cards for column in self.columns)


def draw(found: queries.Map, *, viewer: Viewer) -> Drawing:
    """Columns and cards of a map with the scores of the last twelve months."""
    points = [point for phase in found.phases for point in phase.touchpoints]
    scores = measured(points, viewer=viewer)
    chosen = {slug: one.definition for slug, one in scores.by_slug.items()}
    stand = standing(chosen, scores.first, scores.last, viewer=viewer)
    columns = tuple(Column(phase, tuple(card(one, scores) for one in phase.touchpoints)) for phase in found.phases)
    return Drawing(
        columns=columns,
        said=said(points, scores, stand),
        first=scores.first,
        last=scores.last,
        print_as=_density(max((len(column.cards) for column in columns), default=0)),
    )


def _density(cards: int) -> str:
    """How closely the longest column is printed."""
    if cards >= PACKED:
        return "columns-dense columns-packed"
    if cards >= DENSE:
        return "columns-dense"
    return "columns-tight" if cards >= TIGHT else ""


def card(point: queries.Touchpoint, scores: Scores) -> Card:
    one = scores.by_slug.get(point.slug)
    metric = one.metric if one else (point.target_metric or point.proposed[0])
    address = urlencode({"touchpoint": point.slug, "show": one.definition, "by": "segment"}) if one else ""
    return Card(
        point=point,
        measured=one,
        metric=word("short_metric", metric),
        proposed=word("metric", metric),
        earlier=point.slug in scores.earlier,
        address=f"/?{address}" if one else "",
    )
