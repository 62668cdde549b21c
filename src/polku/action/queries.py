"""Reads of improvements: the list, one of them, and how many are open for each deviation of a journey."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from polku.action import models, rules
from polku.governance.gate import Viewer, require
from polku.governance.queries import organisation
from polku.governance.rules import in_language


@dataclass(frozen=True, slots=True)
class Improvement:
    """An improvement as the list shows it; names are in the viewer's language, empty where there is none."""

    key: UUID
    title: str
    about: str
    journey: UUID | None
    journey_name: str
    touchpoint: str
    touchpoint_name: str
    kind: str
    owner: UUID | None
    owner_name: str
    due: date | None
    state: str
    late: bool
    created_at: datetime
    ended_at: datetime | None
    mark: str


def improvements(*, viewer: Viewer, today: date, state: str = "", mine: bool = False) -> tuple[Improvement, ...]:
    """Every improvement, open ones first by their day; ``mine``: those the viewer sees to."""
    require(viewer, "see_figures")
    rows = _rows().filter(deleted_at=None)
    if state:
        rows = rows.filter(state=state)
    if mine:
        rows = rows.filter(owner=viewer.member)
    default = organisation(viewer=viewer).default_language
    told = [_improvement(row, viewer, default, today) for row in rows.order_by("-created_at", "-pk")]
    return tuple(sorted(told, key=lambda one: rules.place(one.state, one.due)))


def improvement(key: UUID, *, viewer: Viewer, today: date) -> Improvement | None:
    """One improvement; None where it is not there any more."""
    require(viewer, "see_figures")
    row = _rows().filter(key=key, deleted_at=None).first()
    return None if row is None else _improvement(row, viewer, organisation(viewer=viewer).default_language, today)


def open_by_deviation(journey: UUID, *, viewer: Viewer) -> dict[tuple[str, str], int]:
    """How many improvements are open for each kind of deviation at a touchpoint, by its slug."""
    require(viewer, "see_figures")
    rows = models.Improvement.objects.filter(deleted_at=None, state="open", journey__key=journey).exclude(kind="")
    return dict(Counter(rows.exclude(touchpoint=None).values_list("kind", "touchpoint__slug")))


def _rows() -> QuerySet[models.Improvement]:
    return models.Improvement.objects.select_related("journey", "touchpoint", "owner")


def _improvement(row: models.Improvement, viewer: Viewer, default: str, today: date) -> Improvement:
    point, journey = row.touchpoint, row.journey
    shown = journey is not None and journey.deleted_at is None
    return Improvement(
        key=row.key,
        title=row.title,
        about=row.about,
        journey=journey.key if shown else None,
        journey_name=in_language(journey.names, viewer.language, default) if shown else "",
        touchpoint=point.slug if point else "",
        touchpoint_name=in_language(point.names, viewer.language, default) if point else "",
        kind=row.kind,
        owner=row.owner.key if row.owner else None,
        owner_name=str(row.owner) if row.owner else "",
        due=row.due,
        state=row.state,
        late=rules.is_late(row.state, row.due, today),
        created_at=row.created_at,
        ended_at=row.ended_at,
        mark=row.mark,
    )
