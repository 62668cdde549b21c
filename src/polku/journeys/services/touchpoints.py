"""Writes of touchpoints: added, changed, moved, taken away and brought back, under the lock of their journey."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from polku.governance.gate import Viewer, require
from polku.governance.rules import Refused
from polku.governance.services import NotFound, audit, bring_back, check_seen, mark_dirty, save_changed, take_away
from polku.journeys import models, rules
from polku.journeys.services.journeys import checked_choice, free_slug, named, order_of
from polku.journeys.services.phases import locked_phase
from polku.people.rules import is_slug


@dataclass(frozen=True, slots=True)
class TouchpointDetails:
    """What is kept on a touchpoint. Without a slug one is made of the name; it never changes afterwards."""

    names: Mapping[str, str]
    slug: str = ""
    channel: str = ""
    owner: str = "brand"
    layer: str = "core"
    aim: str = "ease"
    kinds: tuple[str, ...] = ()
    interactive: bool = True
    stated_importance: int | None = None
    target_metric: str = ""
    target_value: float | None = None
    partner: str = ""
    ending: str = ""


def _values(details: TouchpointDetails) -> dict[str, object]:
    if not set(details.kinds) <= set(rules.KINDS):
        raise Refused(_("Choose from the list."), "kinds")
    if details.stated_importance is not None and details.stated_importance not in rules.IMPORTANCE:
        raise Refused(_("Importance is a whole number from 1 to 5."), "stated_importance")
    values = {
        "names": named(details.names),
        "channel": checked_choice(details.channel, ("", *rules.CHANNELS), "channel"),
        "owner": checked_choice(details.owner, rules.OWNERS, "owner"),
        "layer": checked_choice(details.layer, rules.LAYERS, "layer"),
        "aim": checked_choice(details.aim, rules.AIMS, "aim"),
        "kinds": [kind for kind in rules.KINDS if kind in details.kinds],
        "interactive": details.interactive,
        "stated_importance": details.stated_importance,
        "target_metric": checked_choice(details.target_metric, ("", *rules.METRICS), "target_metric"),
        "target_value": details.target_value,
        "partner": " ".join(details.partner.split())[:200] if details.owner == "partner" else "",
        "ending": checked_choice(details.ending, ("", *rules.ENDINGS), "ending"),
    }
    _check_target(details)
    return values


def _check_target(details: TouchpointDetails) -> None:
    metric, value = details.target_metric, details.target_value
    if not metric:
        if value is not None:
            raise Refused(_("Choose the metric that this target is for."), "target_metric")
        return
    if not rules.fits(details.aim, metric):
        raise Refused(
            _("Recommending is not asked after a routine errand. Choose effort, or make exceeding the aim."),
            "target_metric",
        )
    if value is not None and not rules.within_range(metric, value):
        low, high = rules.TARGET_RANGES[metric]
        raise Refused(_("This metric goes from %(low)g to %(high)g.") % {"low": low, "high": high}, "target_value")


def locked_touchpoint(touchpoint: int, *, actor: Viewer, deleted: bool = False) -> models.Touchpoint:
    """The touchpoint's row, its journey locked."""
    require(actor, "design")
    phase = models.Touchpoint.objects.filter(pk=touchpoint).values_list("phase", flat=True).first()
    if phase is None:
        raise NotFound(_("This touchpoint is not there any more."))
    locked_phase(phase, actor=actor)
    rows = models.Touchpoint.objects.select_related("phase__journey")
    row = rows.filter(pk=touchpoint, deleted_at__isnull=not deleted).first()
    if row is None:
        raise NotFound(_("This touchpoint is not there any more."))
    return row


def _place(phase: models.Phase, point: models.Touchpoint, position: int) -> None:
    """Put the card at a position of the column and number the column anew."""
    rows = {row.pk: row for row in phase.touchpoints.filter(deleted_at=None).order_by("position", "pk")}
    point.phase = phase
    rows[point.pk] = point
    for place, pk in enumerate(rules.placed(list(rows), point.pk, position)):
        rows[pk].position = place
    models.Touchpoint.objects.bulk_update(rows.values(), ["position", "phase"])


@transaction.atomic
def add_touchpoint(
    phase: int, details: TouchpointDetails, *, actor: Viewer, position: int | None = None, key: UUID | None = None
) -> int:
    """Add a touchpoint to a phase at a position, last when none is given; the same ``key`` twice is added once."""
    column = locked_phase(phase, actor=actor)
    if key and (made := models.Touchpoint.objects.filter(key=key).first()):
        return made.pk
    values = _values(details)
    taken = set(models.Touchpoint.objects.values_list("slug", flat=True))
    if details.slug and (details.slug in taken or not is_slug(details.slug)):
        raise Refused(_("This key is taken, or is not small letters, digits and hyphens."), "slug")
    slug = details.slug or free_slug(values["names"], taken)
    there = column.touchpoints.filter(deleted_at=None).count()
    row = models.Touchpoint.objects.create(key=key or uuid4(), phase=column, slug=slug, position=there, **values)
    _place(column, row, there if position is None else position)
    mark_dirty("touchpoints")
    audit(actor, "create", "touchpoint", row.key)
    return row.pk


@transaction.atomic
def update_touchpoint(touchpoint: int, details: TouchpointDetails, *, actor: Viewer, seen: str | None = None) -> None:
    """Make the touchpoint as the details say; its slug stays, for answers and surveys speak of it."""
    row = locked_touchpoint(touchpoint, actor=actor)
    check_seen(seen, row.mark)
    fields = save_changed(row, _values(details))
    if not fields:
        return
    mark_dirty("touchpoints")
    audit(actor, "update", "touchpoint", row.key, fields)


@transaction.atomic
def move_touchpoint(touchpoint: int, *, phase: int, position: int, actor: Viewer, seen: str | None = None) -> None:
    """Move a card within its column or to another column of the same journey; beyond the ends means the ends.

    With ``seen``, the arrangement that the actor saw, the move is refused when the map's order has changed since.
    """
    row = locked_touchpoint(touchpoint, actor=actor)
    old = row.phase
    check_seen(seen, order_of(old.journey))
    column = old if phase == old.pk else locked_phase(phase, actor=actor)
    if column.journey_id != old.journey_id:
        raise Refused(_("A touchpoint moves within its journey. Copy the journey to use it in another."), "phase")
    _place(column, row, position)
    if column.pk != old.pk:
        rest = list(old.touchpoints.filter(deleted_at=None).order_by("position", "pk"))
        for place, other in enumerate(rest):
            other.position = place
        models.Touchpoint.objects.bulk_update(rest, ["position"])
    mark_dirty("touchpoints")
    audit(actor, "move", "touchpoint", row.key, ["phase", "position"])


@transaction.atomic
def delete_touchpoint(touchpoint: int, *, actor: Viewer) -> None:
    """Take a touchpoint off the map; its answers stay, and ``restore_touchpoint`` brings it back where it was."""
    row = locked_touchpoint(touchpoint, actor=actor)
    take_away(row, "touchpoint", actor=actor, stale=("touchpoints",))


@transaction.atomic
def restore_touchpoint(touchpoint: int, *, actor: Viewer) -> None:
    """Undo the deletion of a touchpoint."""
    row = locked_touchpoint(touchpoint, actor=actor, deleted=True)
    bring_back(row, "touchpoint", actor=actor, stale=("touchpoints",))
    _place(row.phase, row, row.position)
