"""Writes of journeys: made with starter phases, changed, copied, ordered, taken away and brought back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from cxlab.journeys.plan_text import write_plan
from polku.governance.gate import Viewer, require
from polku.governance.rules import Refused, clean_texts
from polku.governance.services import NotFound, audit, bring_back, check_seen, mark_dirty, save_changed, take_away
from polku.journeys import models, rules
from polku.journeys.rules import plans
from polku.people.models import Segment
from polku.people.rules import slug_of


@dataclass(frozen=True, slots=True)
class JourneyDetails:
    """What is kept on a journey; ``segment`` is a key, ``purpose`` what the customer wants to get done."""

    names: Mapping[str, str]
    segment: str = ""
    scheme: str = "purchase"
    buyer_kind: str = ""
    purpose: Mapping[str, str] = field(default_factory=dict)


def locked_journey(journey: int, *, actor: Viewer, deleted: bool = False) -> models.Journey:
    """The journey's row, locked: whoever moves something within it waits here, so that places never collide."""
    require(actor, "design")
    row = models.Journey.objects.select_for_update().filter(pk=journey, deleted_at__isnull=not deleted).first()
    if row is None:
        raise NotFound(_("This journey is not there any more."))
    return row


def order_of(journey: models.Journey) -> str:
    """The mark of the map's order as it is now."""
    points: dict[int, list[object]] = {}
    shown = models.Touchpoint.objects.filter(deleted_at=None, phase__journey=journey).order_by("position", "pk")
    for key, phase in shown.values_list("key", "phase"):
        points.setdefault(phase, []).append(key)
    phases = journey.phases.filter(deleted_at=None).order_by("position", "pk").values_list("pk", "key")
    return rules.arrangement((key, points.get(pk, ())) for pk, key in phases)


def checked_choice(value: str, values: Sequence[str], field: str) -> str:
    """One of the values, or a refusal at the field."""
    if value not in values:
        raise Refused(_("Choose from the list."), field)
    return value


def named(names: Mapping[str, str]) -> dict[str, str]:
    """Texts with at least one of them there."""
    texts = clean_texts(names)
    if not texts:
        raise Refused(_("Give it a name in at least one language."), "names")
    if max(len(text) for text in texts.values()) > 200:  # noqa: PLR2004 - said in the message
        raise Refused(_("The name is too long: at most 200 characters."), "names")
    return texts


def _values(details: JourneyDetails) -> dict[str, object]:
    segment = Segment.objects.filter(key=details.segment).first()
    if details.segment and segment is None:
        raise Refused(_("There is no such segment. Choose one from the list."), "segment")
    return {
        "names": named(details.names),
        "purpose": clean_texts(details.purpose),
        "segment_id": segment.pk if segment else None,
        "scheme": checked_choice(details.scheme, rules.SCHEMES, "scheme"),
        "buyer_kind": checked_choice(details.buyer_kind, ("", *rules.BUYER_KINDS), "buyer_kind"),
    }


def last_place(rows: object) -> int:
    """The place after the last one."""
    last = rows.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


@transaction.atomic
def create_journey(details: JourneyDetails, *, actor: Viewer, starters: bool = True, key: UUID | None = None) -> int:
    """Make a journey; with ``starters`` it begins with the phases of its scheme.

    ``key`` is drawn by who asks: the same asked twice is made once.
    """
    require(actor, "design")
    values = {"position": last_place(models.Journey.objects), **_values(details)}
    row, new = models.Journey.objects.get_or_create(key=key or uuid4(), defaults=values)
    if not new:
        return row.pk
    if starters:
        models.Phase.objects.bulk_create(
            models.Phase(
                journey=row, position=place, names=dict(phase.names), about=dict(phase.about), stage=phase.stage
            )
            for place, phase in enumerate(rules.starter_phases(row.scheme))
        )
    mark_dirty("journeys")
    audit(actor, "create", "journey", row.key)
    return row.pk


@transaction.atomic
def update_journey(journey: int, details: JourneyDetails, *, actor: Viewer, seen: str | None = None) -> None:
    """Make the journey as the details say; phases of another scheme lose their stage, for it is not of theirs."""
    row = locked_journey(journey, actor=actor)
    check_seen(seen, row.mark)
    fields = save_changed(row, _values(details))
    if not fields:
        return
    if "scheme" in fields:
        row.phases.exclude(stage__in=rules.STAGES[row.scheme]).update(stage="")
    mark_dirty("journeys")
    audit(actor, "update", "journey", row.key, fields)


@transaction.atomic
def move_journey(journey: int, *, position: int, actor: Viewer) -> None:
    """Move a journey to a place in the list."""
    require(actor, "design")
    rows = {
        row.pk: row
        for row in models.Journey.objects.select_for_update().filter(deleted_at=None).order_by("position", "pk")
    }
    if journey not in rows:
        raise NotFound(_("This journey is not there any more."))
    for place, pk in enumerate(rules.placed(list(rows), journey, position)):
        rows[pk].position = place
    models.Journey.objects.bulk_update(rows.values(), ["position"])
    audit(actor, "move", "journey", rows[journey].key, ["position"])


@transaction.atomic
def delete_journey(journey: int, *, actor: Viewer) -> None:
    """Take a journey out of sight with all that is in it; ``restore_journey`` brings it back as it was."""
    row = locked_journey(journey, actor=actor)
    take_away(row, "journey", actor=actor, stale=("journeys", "touchpoints"))


@transaction.atomic
def restore_journey(journey: int, *, actor: Viewer) -> None:
    """Undo the deletion of a journey."""
    row = locked_journey(journey, actor=actor, deleted=True)
    bring_back(row, "journey", actor=actor, stale=("journeys", "touchpoints"))


def free_slug(names: Mapping[str, str], taken: set[str]) -> str:
    """A key for a touchpoint out of its English name, else another; numbered when taken, and then taken."""
    stem = slug_of(names.get("en") or next(iter(names.values())))
    slug, number = stem, 2
    while slug in taken:
        slug, number = f"{stem[:45]}-{number}", number + 1
    taken.add(slug)
    return slug


@transaction.atomic
def copy_journey(journey: int, *, names: Mapping[str, str], actor: Viewer, key: UUID | None = None) -> int:
    """A new journey with the same phases, touchpoints and plan under keys of their own. Returns its id.

    ``key`` is the new journey's, drawn by who asks: the same asked twice is copied once.
    """
    source = locked_journey(journey, actor=actor)
    if key and (made := models.Journey.objects.filter(key=key).first()):
        return made.pk
    copy = models.Journey.objects.create(
        key=key or uuid4(),
        names=named(names),
        purpose=source.purpose,
        segment_id=source.segment_id,
        scheme=source.scheme,
        buyer_kind=source.buyer_kind,
        position=last_place(models.Journey.objects),
    )
    taken = set(models.Touchpoint.objects.values_list("slug", flat=True))
    points: dict[str, str] = {}
    for phase in source.phases.filter(deleted_at=None).order_by("position", "pk"):
        column = models.Phase.objects.create(
            journey=copy, position=phase.position, names=phase.names, about=phase.about, stage=phase.stage
        )
        for point in phase.touchpoints.filter(deleted_at=None).order_by("position", "pk"):
            points[point.slug] = _copied(point, column, free_slug(point.names, taken)).slug
    if source.plan:
        copy.plan = _replanned(source.plan, points)
        copy.save(update_fields=["plan"])
    mark_dirty("journeys")
    mark_dirty("touchpoints")
    audit(actor, "copy", "journey", copy.key)
    return copy.pk


def _copied(point: models.Touchpoint, column: models.Phase, slug: str) -> models.Touchpoint:
    own = {"id", "key", "slug", "phase"}
    kept = {field.name: getattr(point, field.name) for field in point._meta.fields if field.name not in own}
    return models.Touchpoint.objects.create(phase=column, slug=slug, **kept)


def _replanned(plan: str, slugs: Mapping[str, str]) -> str:
    """The plan by the copies of its touchpoints, without those that were not copied; empty where none was."""
    kept = plans.in_use(plan, list(slugs))
    return write_plan(plans.renamed(kept, slugs.__getitem__)) if kept else ""
