"""Decides what the snapshot knows of journeys: their shape, targets and plans, and what was observed."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from cxlab.journeys.plan_text import write_plan
from polku.governance.models import Import
from polku.journeys.models import Event, EventMeaning, Journey, Touchpoint
from polku.journeys.rules import name_key
from polku.journeys.rules.plans import in_use
from polku.snapshot.sources.reading import Read, Reading, Source, coded, month_number

# A target is set for a metric in the words of the map; figures go by the key of its definition.
_DEFINITIONS = {"feeling": "target_feeling"}


def _journeys(_month: str, reading: Reading, _before: pl.DataFrame | None) -> Read:
    rows = Journey.objects.filter(deleted_at=None).order_by("pk")
    fields = rows.values_list("key", "segment__key", "scheme", "buyer_kind")
    dimensions = {name: name for name in ("journey", "segment", "scheme", "buyer_kind")}
    return Read(coded("journeys", fields, dimensions, reading))


def _touchpoints(_month: str, reading: Reading, _before: pl.DataFrame | None) -> Read:
    """All of them: answers given at a touchpoint that was taken off the map still name it."""
    present = set(Touchpoint.objects.filter(Touchpoint.present()).values_list("pk", flat=True))
    rows = (
        Touchpoint.objects.order_by("phase__journey_id", "phase__position", "position", "pk")
        .values_list(
            "pk", "slug", "phase__journey__key", "phase__key", "phase__stage", "channel", "owner", "layer", "aim",
            "names", "interactive", "stated_importance", "target_metric", "target_value",
        )
    )  # fmt: skip

    def plain() -> Iterable[tuple[object, ...]]:
        for place, (
            pk,
            slug,
            journey,
            phase,
            stage,
            *classes,
            names,
            interactive,
            importance,
            metric,
            value,
        ) in enumerate(rows):
            definition = _DEFINITIONS.get(metric, metric)
            yield (
                slug, journey, phase, stage, pk in present, place, *classes, name_key(names), interactive, importance,
                definition, value,
            )  # fmt: skip

    same = (
        "touchpoint",
        "journey",
        "phase",
        "stage",
        "channel",
        "owner",
        "layer",
        "aim",
        "touchpoint_name",
        "definition",
    )
    return Read(coded("touchpoints", plain(), {name: name for name in same}, reading))


def _planned(_month: str, reading: Reading, _before: pl.DataFrame | None) -> Read:
    points: dict[int, list[str]] = {}
    order = ("phase__position", "phase", "position", "pk")
    on_map = Touchpoint.objects.filter(Touchpoint.present()).order_by(*order)
    for journey, slug in on_map.values_list("phase__journey", "slug"):
        points.setdefault(journey, []).append(slug)
    rows = Journey.objects.filter(deleted_at=None).order_by("pk").values_list("pk", "key", "plan")
    plans = ((key, in_use(text, points.get(pk, ()))) for pk, key, text in rows)
    written = [(key, write_plan(plan)) for key, plan in plans if plan]
    return Read(coded("planned", written, {"journey": "journey"}, reading))


def _meanings(_month: str, reading: Reading, _before: pl.DataFrame | None) -> Read:
    rows = EventMeaning.objects.filter(deleted_at=None).order_by("pk").values_list("source", "name", "touchpoint__slug")
    dimensions = {"source": "source", "name": "event", "touchpoint": "touchpoint"}
    return Read(coded("meanings", rows, dimensions, reading))


def _event_months(_reading: Reading) -> Iterable[str]:
    return Event.objects.filter(Import.landed()).values_list("month", flat=True).distinct()


def _events(month: str, reading: Reading, _before: pl.DataFrame | None) -> Read:
    rows = Event.objects.filter(Import.landed(), month=month).order_by("case", "ts", "pk")
    fields = rows.values_list(
        "case",
        "account__key",
        "contact__key",
        "touchpoint__slug",
        "name",
        "source",
        "actor",
        "channel",
        "failing",
        "ts",
    )
    plain = ((*row[:-1], int(row[-1].timestamp()), month_number(month)) for row in fields)
    same = ("case", "account", "contact", "touchpoint", "source", "actor", "channel")
    dimensions = {**{name: name for name in same}, "name": "event"}
    frame = coded("events", plain, dimensions, reading)
    return Read(frame, drawn=(month,) if frame.height else ())


JOURNEYS = Source(_journeys)
TOUCHPOINTS = Source(_touchpoints)
PLANNED = Source(_planned)
MEANINGS = Source(_meanings)
EVENTS = Source(_events, _event_months)
