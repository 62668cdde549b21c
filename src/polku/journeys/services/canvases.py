"""Writes of canvases: begun, filled in part by part, kept as versions, copied upward, taken away and brought back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from polku.governance.gate import Viewer, require
from polku.governance.rules import LANGUAGES, Refused
from polku.governance.services import NotFound, audit, bring_back, check_seen, save_changed, take_away
from polku.journeys import models
from polku.journeys.rules import canvas as rules
from polku.journeys.services.journeys import checked_choice


@dataclass(frozen=True, slots=True)
class CanvasDetails:
    """What a canvas is of; ``journey`` is the id of the journey that the encounter belongs to, or none."""

    name: str
    level: str = "encounter"
    language: str = "en"
    journey: int | None = None


def locked_canvas(canvas: int, *, actor: Viewer, deleted: bool = False) -> models.Canvas:
    """The canvas's row, locked."""
    require(actor, "design")
    row = models.Canvas.objects.select_for_update().filter(pk=canvas, deleted_at__isnull=not deleted).first()
    if row is None:
        raise NotFound(_("This canvas is not there any more."))
    return row


def _told(fault: rules.CanvasFault) -> Refused:
    said = {
        "no_columns": _("A canvas keeps at least one column."),
        "many_columns": _("A canvas holds at most %(most)s columns. Split the encounter into two canvases."),
        "many_lines": _("A script holds at most %(most)s lines."),
        "many_parts": _("At most %(most)s people have a part."),
        "no_name": _("Give the column a name."),
        "long": _("This is too long for a canvas: at most %(most)s characters."),
        "minutes": _("A length is a whole number of minutes, from 1 to %(most)s."),
        "session": _("Sessions are numbered from 1 to %(most)s; 0 is outside of them."),
        "target": _("A phase score is from 1 to 5."),
        "act": _("Choose an act from the list."),
    }
    return Refused(said[fault.kind] % {"most": fault.most}, fault.place)


def _checked(content: rules.Content) -> dict[str, Any]:
    try:
        return rules.packed(rules.checked(content))
    except rules.CanvasFault as fault:
        raise _told(fault) from fault


def _values(details: CanvasDetails) -> dict[str, object]:
    name = " ".join(details.name.split())
    if not name:
        raise Refused(_("Give the canvas a name."), "name")
    if len(name) > 200:  # noqa: PLR2004 - said in the message
        raise Refused(_("The name is too long: at most 200 characters."), "name")
    there = models.Journey.objects.filter(pk=details.journey, deleted_at=None).exists()
    if details.journey is not None and not there:
        raise Refused(_("This journey is not there any more."), "journey")
    return {
        "name": name,
        "language": checked_choice(details.language, LANGUAGES, "language"),
        "journey_id": details.journey,
    }


@transaction.atomic
def create_canvas(details: CanvasDetails, *, actor: Viewer, filled: bool = True, key: UUID | None = None) -> int:
    """Begin a canvas: with the starter filled in, or with its columns alone. Returns its id.

    Where the journey has as many touchpoints with a target for phase scores as the canvas has columns, they are tied
    in order: their answers score the phases. ``key`` is drawn by who asks: the same asked twice is made once.
    """
    require(actor, "design")
    values = _values(details) | {"level": checked_choice(details.level, rules.LEVELS, "level")}
    content = (rules.starter if filled else rules.blank)(details.language)
    content = replace(content, columns=_tied(content.columns, details.journey))
    row, new = models.Canvas.objects.get_or_create(
        key=key or uuid4(), defaults={**values, "content": rules.packed(content)}
    )
    if new:
        audit(actor, "create", "canvas", row.key)
    return row.pk


def _tied(columns: Sequence[rules.Column], journey: int | None) -> tuple[rules.Column, ...]:
    scored = models.Touchpoint.objects.filter(
        models.Touchpoint.present(), phase__journey=journey, target_metric="scale5"
    )
    slugs = scored.order_by("phase__position", "phase", "position", "pk").values_list("slug", "target_value")
    if journey is None or len(slugs) != len(columns):
        return tuple(columns)
    return tuple(
        replace(column, touchpoint=slug, target=target or column.target)
        for column, (slug, target) in zip(columns, slugs, strict=True)
    )


@transaction.atomic
def update_canvas(canvas: int, details: CanvasDetails, *, actor: Viewer, seen: str | None = None) -> None:
    """Name the canvas anew, or tie it to another journey; its level stays, a copy has the next one."""
    row = locked_canvas(canvas, actor=actor)
    check_seen(seen, row.mark)
    if fields := save_changed(row, _values(details)):
        audit(actor, "update", "canvas", row.key, fields)


def _kept(row: models.Canvas, content: dict[str, Any], names: Sequence[str], actor: Viewer) -> None:
    fields = [name for name in names if row.content[name] != content[name]]
    if not fields:
        return
    row.before, row.content = row.content, content
    row.save(update_fields=["before", "content", "changed_at"])
    audit(actor, "update", "canvas", row.key, fields)


@transaction.atomic
def fill_canvas(
    canvas: int, place: rules.Place, content: rules.Content, *, actor: Viewer, seen: str | None = None
) -> None:
    """Keep one part of the canvas as ``content`` has it; the other parts stay as they are.

    Args:
        canvas: its id.
        place: columns, questions or script (with who has which part).
        content: of which the named part is kept.
        actor: who writes.
        seen: the mark of the part that the actor saw; refused when it has changed since.
    """
    row = locked_canvas(canvas, actor=actor)
    check_seen(seen, rules.seen_of(row.content, place))
    here = rules.unpacked(row.content)
    told = _checked(replace(here, **{name: getattr(content, name) for name in rules.PLACES[place]}))
    _kept(row, told, rules.PLACES[place], actor)


@transaction.atomic
def undo_canvas(canvas: int, *, actor: Viewer) -> None:
    """Put back what stood before the last change; asked again, the change is there again."""
    row = locked_canvas(canvas, actor=actor)
    if row.before is None:
        raise Refused(_("There is nothing to undo."))
    _kept(row, row.before, tuple(row.content), actor)


@transaction.atomic
def keep_version(canvas: int, *, actor: Viewer, note: str = "") -> int:
    """Keep the canvas as it stands under the next number, and return it. The same is not kept twice."""
    row = locked_canvas(canvas, actor=actor)
    last = row.versions.order_by("-number").first()
    if last and last.content == row.content:
        return last.number
    number = (last.number if last else 0) + 1
    note = " ".join(note.split())[:200]
    row.versions.create(number=number, content=row.content, note=note, member_id=actor.member)
    audit(actor, "keep", "canvas", row.key, ["content"])
    return number


@transaction.atomic
def return_to_version(canvas: int, number: int, *, actor: Viewer) -> None:
    """Let the canvas say again what a version says; what it said until now can be brought back by undoing."""
    row = locked_canvas(canvas, actor=actor)
    version = row.versions.filter(number=number).first()
    if version is None:
        raise NotFound(_("There is no such version."))
    _kept(row, version.content, tuple(row.content), actor)


@transaction.atomic
def copy_canvas(canvas: int, *, level: str, name: str, actor: Viewer, key: UUID | None = None) -> int:
    """A copy of the canvas, at its own level or at the one above. Returns its id; the same ``key`` is copied once.

    Above the encounter no touchpoint scores the phases: its answers are of the encounter alone.
    """
    source = locked_canvas(canvas, actor=actor)
    checked_choice(level, tuple(filter(None, (source.level, rules.level_above(source.level)))), "level")
    if key and (made := models.Canvas.objects.filter(key=key).first()):
        return made.pk
    content = rules.unpacked(source.content)
    if level != source.level:
        content = replace(content, columns=tuple(replace(one, touchpoint="") for one in content.columns))
    kept = source.journey_id if level != "organisation" else None
    values = _values(CanvasDetails(name, level, source.language, kept))
    copy = models.Canvas.objects.create(
        key=key or uuid4(), level=level, content=rules.packed(content), origin=source, **values
    )
    audit(actor, "copy", "canvas", copy.key)
    return copy.pk


@transaction.atomic
def delete_canvas(canvas: int, *, actor: Viewer) -> None:
    """Take a canvas out of sight with its versions and notes; ``restore_canvas`` brings it back."""
    take_away(locked_canvas(canvas, actor=actor), "canvas", actor=actor, stale=())


@transaction.atomic
def restore_canvas(canvas: int, *, actor: Viewer) -> None:
    """Undo the deletion of a canvas."""
    bring_back(locked_canvas(canvas, actor=actor, deleted=True), "canvas", actor=actor, stale=())
