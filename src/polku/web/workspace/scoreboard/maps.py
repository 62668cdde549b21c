"""Decides how scores lie on the journeys: phases in the order of the customer's walk, a card for each touchpoint."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from cxlab.charts import Scale, scale_of
from polku.governance.gate import Viewer
from polku.insights.asking.questions import names_a_group
from polku.insights.scores import Available, Row, scores
from polku.journeys import queries as journeys
from polku.web.workspace.scoreboard.address import MOST_METRICS, Asked
from polku.web.workspace.scoreboard.lines import notes


@dataclass(frozen=True, slots=True)
class Card:
    """A touchpoint with its score; None where nobody has answered there."""

    slug: str
    name: str
    row: Row | None
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A phase."""

    name: str
    cards: tuple[Card, ...]

    @property
    def asked(self) -> int:
        """How many of its touchpoints have a score, or one that is kept back."""
        return sum(card.row is not None for card in self.cards)


@dataclass(frozen=True, slots=True)
class Journey:
    """One journey that the metric is asked on."""

    key: UUID
    name: str
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Maps:
    """The journeys, their scores on one scale; ``instead_of`` names the metric asked for that has none on a map."""

    journeys: tuple[Journey, ...]
    scale: Scale
    instead_of: str = ""


def on_map(asked: Asked, available: Available, *, viewer: Viewer) -> Asked:
    """The metric asked for, or the first that is asked at a touchpoint where it is not."""
    for metric in dict.fromkeys((asked.show, *asked.metrics, *available.metrics)):
        if _at_touchpoints(asked, metric, viewer):
            metrics = asked.metrics if metric in asked.metrics else (metric, *asked.metrics)[:MOST_METRICS]
            return replace(asked, show=metric, metrics=metrics)
    return asked


def _at_touchpoints(asked: Asked, metric: str, viewer: Viewer) -> bool:
    question = replace(asked.total(metric), by=("touchpoint",), compare=None)
    return any(names_a_group(row.keys[0][1]) for row in scores(question, viewer=viewer).rows)


def maps(rows: Iterable[Row], *, viewer: Viewer, instead_of: str = "") -> Maps:
    """Lay the scores of touchpoints on the journeys they belong to; journeys without any are left out."""
    by_slug = {row.keys[0][1]: row for row in rows}
    found: dict[UUID, dict[UUID, list[journeys.Choice]]] = {}
    for point in journeys.choices(viewer=viewer):
        found.setdefault(point.journey_key, {}).setdefault(point.phase_key, []).append(point)
    told = tuple(
        _journey(key, phases, by_slug)
        for key, phases in found.items()
        if any(point.slug in by_slug for points in phases.values() for point in points)
    )
    shown = [row for row in by_slug.values() if row.keys[0][1]]
    return Maps(told, scale_of([row.score for row in shown], [row.target for row in shown]), instead_of)


def _journey(key: UUID, phases: dict[UUID, list[journeys.Choice]], by_slug: dict[str, Row]) -> Journey:
    columns = tuple(_column(points, by_slug) for points in phases.values())
    return Journey(key, next(iter(phases.values()))[0].journey, columns)


def _column(points: list[journeys.Choice], by_slug: dict[str, Row]) -> Column:
    return Column(points[0].phase, tuple(_card(point, by_slug.get(point.slug)) for point in points))


def _card(point: journeys.Choice, row: Row | None) -> Card:
    return Card(point.slug, point.name, row, notes(row.score) if row else ())
