"""Reads of encounters held by a canvas: how they ran, and what was noted for those who may read words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from polku.governance.gate import Viewer, may, require
from polku.journeys import models
from polku.journeys.rules import held as rules


@dataclass(frozen=True, slots=True)
class HeldRow:
    """An encounter as a row of its canvas's page."""

    id: int
    key: UUID
    name: str
    remote: bool
    begun_at: datetime
    closed_at: datetime | None
    phases: tuple[rules.Timed, ...]
    notes: int
    deleted: bool


@dataclass(frozen=True, slots=True)
class Note:
    """What was seen at a moment; ``phase`` is the name of the phase that was on."""

    id: int
    key: UUID
    at: datetime
    phase: str
    who: str
    saw: str
    means: str
    by: str


@dataclass(frozen=True, slots=True)
class Held:
    """An encounter with its notes in order of time; none for those who may not read words."""

    row: HeldRow
    canvas: UUID
    canvas_name: str
    language: str
    notes: tuple[Note, ...]


def _row(row: models.Held, notes: int) -> HeldRow:
    return HeldRow(
        id=row.pk,
        key=row.key,
        name=row.name,
        remote=row.remote,
        begun_at=row.begun_at,
        closed_at=row.closed_at,
        phases=rules.unpacked(row.phases),
        notes=notes,
        deleted=row.deleted_at is not None,
    )


def held_by(canvas: UUID, *, viewer: Viewer) -> tuple[HeldRow, ...]:
    """Encounters held by a canvas, the latest first."""
    require(viewer, "see_figures")
    rows = models.Held.objects.filter(canvas__key=canvas, deleted_at=None).order_by("-begun_at", "-pk")
    counted = rows.annotate(many=Count("notes", filter=Q(notes__deleted_at=None)))
    return tuple(_row(row, row.many) for row in counted)


def held(key: UUID, *, viewer: Viewer, deleted: bool = False) -> Held | None:
    """One encounter; None when there is no such. ``deleted`` looks among those taken away as well."""
    require(viewer, "see_figures")
    rows = models.Held.objects.filter(key=key).select_related("canvas")
    row = (rows if deleted else rows.filter(deleted_at=None, canvas__deleted_at=None)).first()
    if row is None:
        return None
    names = {one["key"]: one["name"] for one in row.phases}
    notes = row.notes.filter(deleted_at=None).select_related("member").order_by("at", "pk")
    told = tuple(
        Note(
            id=note.pk,
            key=note.key,
            at=note.at,
            phase=names.get(note.phase, ""),
            who=note.who,
            saw=note.saw,
            means=note.means,
            by=note.member.name if note.member else "",
        )
        for note in notes
    )
    return Held(
        row=_row(row, len(told)),
        canvas=row.canvas.key,
        canvas_name=row.canvas.name,
        language=row.canvas.language,
        notes=told if may(viewer, "read_answers") else (),
    )


def note(key: UUID, *, viewer: Viewer) -> tuple[int, UUID] | None:
    """The id of a note and the key of its encounter, taken away or not; None when there is no such."""
    require(viewer, "read_answers")
    return models.HeldNote.objects.filter(key=key).values_list("pk", "held__key").first()
