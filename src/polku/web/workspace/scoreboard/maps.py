"""Decides how scores lie on the journeys: phases in the order of the customer's walk, a card for each touchpoint."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from cxlab.charts import Scale, scale_of
from polku.governance.gate import Viewer
from polku.insights.scores import Row
from polku.journeys import queries as journeys
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


@dataclass(frozen=True, slots=True)
class Journey:
    """One journey that the metric is asked on."""

    key: UUID
    name: str
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Maps:
    """The journeys, their scores on one scale."""

    journeys: tuple[Journey, ...]
    scale: Scale


def maps(rows: Iterable[Row], *, viewer: Viewer) -> Maps:
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
    return Maps(told, scale_of([row.score for row in shown], [row.target for row in shown]))


def _journey(key: UUID, phases: dict[UUID, list[journeys.Choice]], by_slug: dict[str, Row]) -> Journey:
    columns = tuple(_column(points, by_slug) for points in phases.values())
    return Journey(key, next(iter(phases.values()))[0].journey, columns)


def _column(points: list[journeys.Choice], by_slug: dict[str, Row]) -> Column:
    return Column(points[0].phase, tuple(_card(point, by_slug.get(point.slug)) for point in points))


def _card(point: journeys.Choice, row: Row | None) -> Card:
    return Card(point.slug, point.name, row, notes(row.score) if row else ())
