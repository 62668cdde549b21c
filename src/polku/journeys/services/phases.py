"""Writes of phases: added, changed, ordered, taken away and brought back, under the lock of their journey."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from polku.governance.gate import Viewer, require
from polku.governance.rules import Refused, clean_texts
from polku.governance.services import NotFound, audit, bring_back, check_seen, mark_dirty, save_changed, take_away
from polku.journeys import models, rules
from polku.journeys.services.journeys import checked_choice, locked_journey, named, order_of


@dataclass(frozen=True, slots=True)
class PhaseDetails:
    """What is kept on a phase; ``stage`` is one of its journey's scheme, or none."""

    names: Mapping[str, str]
    about: Mapping[str, str] = field(default_factory=dict)
    stage: str = ""


def locked_phase(phase: int, *, actor: Viewer, deleted: bool = False) -> models.Phase:
    """The phase's row, its journey locked."""
    require(actor, "design")
    there = models.Phase.objects.filter(pk=phase).values_list("journey", flat=True).first()
    if there is None:
        raise NotFound(_("This phase is not there any more."))
    locked_journey(there, actor=actor)
    row = models.Phase.objects.select_related("journey").filter(pk=phase, deleted_at__isnull=not deleted).first()
    if row is None:
        raise NotFound(_("This phase is not there any more."))
    return row


def _values(details: PhaseDetails, scheme: str) -> dict[str, object]:
    return {
        "names": named(details.names),
        "about": clean_texts(details.about),
        "stage": checked_choice(details.stage, ("", *rules.STAGES[scheme]), "stage"),
    }


def _place(journey: models.Journey, phase: models.Phase, position: int) -> None:
    """Put the phase at a position among those shown and number them anew."""
    rows = {row.pk: row for row in journey.phases.filter(deleted_at=None).order_by("position", "pk")}
    rows[phase.pk] = phase
    for place, pk in enumerate(rules.placed(list(rows), phase.pk, position)):
        rows[pk].position = place
    models.Phase.objects.bulk_update(rows.values(), ["position"])


@transaction.atomic
def add_phase(
    journey: int, details: PhaseDetails, *, actor: Viewer, position: int | None = None, key: UUID | None = None
) -> int:
    """Add a phase at a position, last when none is given; the same ``key`` asked twice is added once."""
    row = locked_journey(journey, actor=actor)
    if key and (made := models.Phase.objects.filter(key=key).first()):
        return made.pk
    there = row.phases.filter(deleted_at=None).count()
    phase = models.Phase.objects.create(key=key or uuid4(), journey=row, position=there, **_values(details, row.scheme))
    _place(row, phase, there if position is None else position)
    mark_dirty("journeys")
    audit(actor, "create", "phase", phase.key)
    return phase.pk


@transaction.atomic
def update_phase(phase: int, details: PhaseDetails, *, actor: Viewer, seen: str | None = None) -> None:
    """Make the phase as the details say."""
    row = locked_phase(phase, actor=actor)
    check_seen(seen, row.mark)
    fields = save_changed(row, _values(details, row.journey.scheme))
    if not fields:
        return
    mark_dirty("journeys")
    audit(actor, "update", "phase", row.key, fields)


@transaction.atomic
def move_phase(phase: int, *, position: int, actor: Viewer, seen: str | None = None) -> None:
    """Move a phase to a place in its journey; places beyond the ends mean the ends.

    With ``seen``, the arrangement that the actor saw, the move is refused when the map's order has changed since.
    """
    row = locked_phase(phase, actor=actor)
    check_seen(seen, order_of(row.journey))
    _place(row.journey, row, position)
    mark_dirty("journeys")
    audit(actor, "move", "phase", row.key, ["position"])


@transaction.atomic
def delete_phase(phase: int, *, actor: Viewer) -> None:
    """Take a phase out of sight with its touchpoints; a journey keeps at least one."""
    row = locked_phase(phase, actor=actor)
    if not row.journey.phases.filter(deleted_at=None).exclude(pk=row.pk).exists():
        raise Refused(_("A journey keeps at least one phase. Rename this one instead."))
    take_away(row, "phase", actor=actor, stale=("journeys", "touchpoints"))


@transaction.atomic
def restore_phase(phase: int, *, actor: Viewer) -> None:
    """Undo the deletion of a phase: it comes back where it was."""
    row = locked_phase(phase, actor=actor, deleted=True)
    bring_back(row, "phase", actor=actor, stale=("journeys", "touchpoints"))
    _place(row.journey, row, row.position)
