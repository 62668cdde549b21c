"""Writes of encounters held by a canvas: begun, phase by phase, ended, with notes of what was seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from polku.governance.gate import Viewer, require
from polku.governance.rules import Refused
from polku.governance.services import NotFound, audit, bring_back, take_away
from polku.journeys import models
from polku.journeys.rules import canvas as canvas_rules
from polku.journeys.rules import held as rules


@dataclass(frozen=True, slots=True)
class Noted:
    """What was seen at a moment, and apart from it what it may mean; ``who`` tells a role, not a name."""

    saw: str
    means: str = ""
    who: str = ""


@transaction.atomic
def begin_held(canvas: int, *, name: str, actor: Viewer, remote: bool = False, key: UUID | None = None) -> int:
    """Begin an encounter by the canvas as it stands now. Returns its id; the same ``key`` twice is begun once."""
    require(actor, "log_feedback")
    source = models.Canvas.objects.filter(pk=canvas, deleted_at=None).first()
    if source is None:
        raise NotFound(_("This canvas is not there any more."))
    phases = rules.planned_phases(canvas_rules.unpacked(source.content).columns)
    if not phases:
        raise Refused(_("The canvas has no phase within a session: give one of them a session."), "name")
    name = " ".join(name.split())[:200] or source.name
    row, new = models.Held.objects.get_or_create(
        key=key or uuid4(),
        defaults={"canvas": source, "name": name, "remote": remote, "phases": rules.packed(phases)},
    )
    if new:
        audit(actor, "create", "encounter", row.key)
    return row.pk


def _locked(held: int, *, actor: Viewer, deleted: bool = False) -> models.Held:
    require(actor, "log_feedback")
    row = models.Held.objects.select_for_update().filter(pk=held, deleted_at__isnull=not deleted).first()
    if row is None:
        raise NotFound(_("This encounter is not there any more."))
    return row


def _kept(row: models.Held, phases: tuple[rules.Timed, ...], actor: Viewer) -> None:
    kept = rules.packed(phases)
    if kept == row.phases:
        return
    row.phases = kept
    row.save(update_fields=["phases"])
    audit(actor, "update", "encounter", row.key, ["phases"])


@transaction.atomic
def enter_phase(held: int, phase: str, *, actor: Viewer, now: datetime | None = None) -> None:
    """Go on to a phase: the one before it ends at the same moment. An encounter that was ended is on again."""
    row = _locked(held, actor=actor)
    phases = rules.unpacked(row.phases)
    if phase not in {one.key for one in phases}:
        raise NotFound(_("This phase is not there any more."))
    if row.closed_at is not None:
        row.closed_at = None
        row.save(update_fields=["closed_at"])
    _kept(row, rules.entered(phases, phase, now or timezone.now()), actor)


@transaction.atomic
def pause_held(held: int, *, actor: Viewer, ended: bool = False, now: datetime | None = None) -> None:
    """Stop the clock until a phase is gone on with; with ``ended``, the encounter is over."""
    row = _locked(held, actor=actor)
    now = now or timezone.now()
    _kept(row, rules.paused(rules.unpacked(row.phases), now), actor)
    if ended and row.closed_at is None:
        row.closed_at = now
        row.save(update_fields=["closed_at"])


@transaction.atomic
def say_lengths(held: int, minutes: Mapping[str, int | None], *, actor: Viewer) -> None:
    """Write the real lengths by hand, in minutes by the key of the phase; None goes back to what was measured."""
    row = _locked(held, actor=actor)
    for key, said in minutes.items():
        if said is not None and not 0 <= said <= rules.MOST_MINUTES:
            told = _("A length is a whole number of minutes, from 0 to %(most)s.") % {"most": rules.MOST_MINUTES}
            raise Refused(told, key)
    phases = rules.unpacked(row.phases)
    _kept(row, tuple(replace(one, said=minutes.get(one.key, one.said)) for one in phases), actor)


@transaction.atomic
def add_note(held: int, noted: Noted, *, actor: Viewer, key: UUID | None = None, now: datetime | None = None) -> int:
    """Note what is seen, at this moment and in the phase that is on. The same ``key`` twice is noted once."""
    row = _locked(held, actor=actor)
    saw, means, who = noted.saw.strip(), noted.means.strip(), " ".join(noted.who.split())
    if not saw:
        raise Refused(_("Say what was seen or heard."), "saw")
    if max(len(saw), len(means)) > rules.LONGEST_NOTE:
        told = _("A note is too long: at most %(most)s characters.") % {"most": rules.LONGEST_NOTE}
        raise Refused(told, "saw" if len(saw) > rules.LONGEST_NOTE else "means")
    on = rules.running(rules.unpacked(row.phases))
    note, new = models.HeldNote.objects.get_or_create(
        key=key or uuid4(),
        defaults={
            "held": row,
            "at": now or timezone.now(),
            "phase": on.key if on else "",
            "who": who[:80],
            "saw": saw,
            "means": means,
            "member_id": actor.member,
        },
    )
    if new:
        audit(actor, "create", "note", note.key)
    return note.pk


def _note(note: int, *, actor: Viewer, deleted: bool) -> models.HeldNote:
    require(actor, "log_feedback")
    row = models.HeldNote.objects.select_for_update().filter(pk=note, deleted_at__isnull=not deleted).first()
    if row is None:
        raise NotFound(_("This note is not there any more."))
    return row


@transaction.atomic
def delete_note(note: int, *, actor: Viewer) -> None:
    """Take a note away; ``restore_note`` brings it back."""
    take_away(_note(note, actor=actor, deleted=False), "note", actor=actor, stale=())


@transaction.atomic
def restore_note(note: int, *, actor: Viewer) -> None:
    """Undo the deletion of a note."""
    bring_back(_note(note, actor=actor, deleted=True), "note", actor=actor, stale=())


@transaction.atomic
def delete_held(held: int, *, actor: Viewer) -> None:
    """Take an encounter away with its notes; ``restore_held`` brings it back."""
    take_away(_locked(held, actor=actor), "encounter", actor=actor, stale=())


@transaction.atomic
def restore_held(held: int, *, actor: Viewer) -> None:
    """Undo the deletion of an encounter."""
    bring_back(_locked(held, actor=actor, deleted=True), "encounter", actor=actor, stale=())
