"""Reads of canvases and their versions, as frozen dataclasses and through the gate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Max

from polku.governance.gate import Viewer, require
from polku.governance.queries import organisation
from polku.governance.rules import in_language
from polku.journeys import models
from polku.journeys.rules import canvas as rules


@dataclass(frozen=True, slots=True)
class CanvasRow:
    """A canvas as a row of the list."""

    id: int
    key: UUID
    name: str
    level: str
    language: str
    journey: UUID | None
    journey_name: str
    columns: int
    versions: int
    changed_at: datetime
    deleted: bool


@dataclass(frozen=True, slots=True)
class Version:
    """A canvas as it was kept; ``by`` is the name of who kept it, empty when they are gone."""

    number: int
    content: rules.Content
    note: str
    by: str
    kept_at: datetime


@dataclass(frozen=True, slots=True)
class Canvas:
    """A canvas with what it says, and what it was copied from. ``marks`` tell whether a part changed since seen."""

    row: CanvasRow
    content: rules.Content
    mark: str
    marks: Mapping[str, str]
    origin: UUID | None
    origin_name: str
    copies: tuple[tuple[UUID, str], ...]


def _row(row: models.Canvas, versions: int, viewer: Viewer, default: str) -> CanvasRow:
    journey = row.journey if row.journey and row.journey.deleted_at is None else None
    return CanvasRow(
        id=row.pk,
        key=row.key,
        name=row.name,
        level=row.level,
        language=row.language,
        journey=journey.key if journey else None,
        journey_name=in_language(journey.names, viewer.language, default) if journey else "",
        columns=len(row.content["columns"]),
        versions=versions,
        changed_at=row.changed_at,
        deleted=row.deleted_at is not None,
    )


def canvases(*, viewer: Viewer, journey: UUID | None = None) -> tuple[CanvasRow, ...]:
    """Every canvas, of one journey or of all: the organisation's before services', those before encounters'."""
    require(viewer, "see_figures")
    default = organisation(viewer=viewer).default_language
    rows = models.Canvas.objects.filter(deleted_at=None).select_related("journey").order_by("name", "pk")
    if journey is not None:
        rows = rows.filter(journey__key=journey)
    kept = dict(models.CanvasVersion.objects.values_list("canvas").annotate(last=Max("number")))
    told = (_row(row, kept.get(row.pk, 0), viewer, default) for row in rows)
    return tuple(sorted(told, key=lambda one: -rules.LEVELS.index(one.level)))


def canvas(key: UUID, *, viewer: Viewer, deleted: bool = False) -> Canvas | None:
    """One canvas; None when there is no such. ``deleted`` looks among those taken away as well."""
    require(viewer, "see_figures")
    rows = models.Canvas.objects.filter(key=key).select_related("journey", "origin")
    row = (rows if deleted else rows.filter(deleted_at=None)).first()
    if row is None:
        return None
    origin = row.origin if row.origin and row.origin.deleted_at is None else None
    copies = models.Canvas.objects.filter(origin=row, deleted_at=None).order_by("pk")
    default = organisation(viewer=viewer).default_language
    return Canvas(
        row=_row(row, row.versions.count(), viewer, default),
        content=rules.unpacked(row.content),
        mark=row.mark,
        marks={place: rules.seen_of(row.content, place) for place in rules.PLACES},
        origin=origin.key if origin else None,
        origin_name=origin.name if origin else "",
        copies=tuple(copies.values_list("key", "name")),
    )


def versions(key: UUID, *, viewer: Viewer) -> tuple[Version, ...]:
    """Versions of a canvas, the newest first."""
    require(viewer, "see_figures")
    rows = models.CanvasVersion.objects.filter(canvas__key=key).select_related("member").order_by("-number")
    return tuple(
        Version(
            number=row.number,
            content=rules.unpacked(row.content),
            note=row.note,
            by=row.member.name if row.member else "",
            kept_at=row.kept_at,
        )
        for row in rows
    )
