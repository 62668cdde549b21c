"""Begins a journey from a template: phases, touchpoints and plan in three languages, under keys of their own."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from cxlab.journeys.plan_text import parse_plan, write_plan
from polku.governance.gate import Viewer, require
from polku.governance.rules import Refused
from polku.governance.services import audit, mark_dirty
from polku.journeys import models
from polku.journeys.rules import plans
from polku.journeys.rules.templates import TEMPLATES, Point
from polku.journeys.services.journeys import free_slug, last_place


@transaction.atomic
def begin_from_template(template: str, *, actor: Viewer, key: UUID | None = None) -> int:
    """Make a journey as the template draws it. Returns its id.

    ``key`` is drawn by who asks: the same asked twice is made once.
    """
    require(actor, "design")
    if template not in TEMPLATES:
        raise Refused(_("There is no such template. Choose one from the list."), "template")
    drawn = TEMPLATES[template]
    row, new = models.Journey.objects.get_or_create(
        key=key or uuid4(),
        defaults={
            "names": dict(drawn.names),
            "purpose": dict(drawn.purpose),
            "scheme": drawn.scheme,
            "buyer_kind": drawn.buyer_kind,
            "position": last_place(models.Journey.objects),
        },
    )
    if not new:
        return row.pk
    taken = set(models.Touchpoint.objects.values_list("slug", flat=True))
    slugs: dict[str, str] = {}
    for place, column in enumerate(drawn.columns):
        phase = models.Phase.objects.create(
            journey=row, position=place, names=dict(column.names), about=dict(column.about), stage=column.stage
        )
        points = [_point(point, phase, at, taken) for at, point in enumerate(column.points)]
        slugs |= {point.name: made.slug for point, made in zip(column.points, points, strict=True)}
        models.Touchpoint.objects.bulk_create(points)
    if drawn.plan:
        row.plan = write_plan(plans.renamed(parse_plan(drawn.plan), slugs.__getitem__))
        row.save(update_fields=["plan"])
        mark_dirty("planned")
    mark_dirty("journeys")
    mark_dirty("touchpoints")
    audit(actor, "create", "journey", row.key)
    return row.pk


def _point(point: Point, phase: models.Phase, place: int, taken: set[str]) -> models.Touchpoint:
    return models.Touchpoint(
        slug=free_slug(point.names, taken),
        phase=phase,
        position=place,
        names=dict(point.names),
        channel=point.channel,
        owner=point.owner,
        layer=point.layer,
        aim=point.aim,
        kinds=list(point.kinds),
        interactive=point.interactive,
        ending=point.ending,
        target_metric=point.target_metric,
        target_value=point.target_value,
    )
