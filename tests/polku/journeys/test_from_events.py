"""A journey drawn from a log: touchpoints called as there, each name with its meaning, the plan as it was chosen."""

from __future__ import annotations

from uuid import uuid4

import pytest

from polku.governance.gate import NotAllowed
from polku.governance.models import Dirty
from polku.governance.rules import Refused
from polku.journeys import models, services
from polku.journeys.queries.meanings import meanings
from polku.journeys.services import FromEvent

pytestmark = pytest.mark.django_db
EVENTS = (
    FromEvent("crm", "Ask"),
    FromEvent("crm", "Talk", optional=True, repeated=True),
    FromEvent("crm", "Odd", planned=False),
    FromEvent("crm", "Sign", repeated=True),
)


def drawn(actor, events=EVENTS, **more):
    return services.journey_from_events({"en": "Sale"}, {"en": "Log"}, events, actor=actor, language="en", **more)


def test_touchpoints_meanings_and_plan_come_of_the_events(manager):
    models.Journey.objects.create(names={"en": "Other"})
    key = drawn(manager)
    journey = models.Journey.objects.get(key=key)
    assert list(journey.touchpoint_names().values()) == [{"en": name} for name in ("Ask", "Talk", "Odd", "Sign")]
    assert journey.plan == "ask\noptional repeat talk\nrepeat sign\n"
    assert {(one.name, one.touchpoint) for one in meanings(viewer=manager)} == {
        ("Ask", "ask"), ("Talk", "talk"), ("Odd", "odd"), ("Sign", "sign"),
    }  # fmt: skip
    assert {"journeys", "touchpoints", "planned", "meanings"} <= set(Dirty.objects.values_list("table", flat=True))


def test_asked_twice_it_is_drawn_once_and_a_name_that_is_taken_gets_a_number(manager):
    key = uuid4()
    assert drawn(manager, key=key) == drawn(manager, key=key) == key
    assert models.Journey.objects.count() == 1
    drawn(manager, EVENTS[:1])
    assert set(models.Touchpoint.objects.values_list("slug", flat=True)) >= {"ask", "ask-2"}


def test_without_a_planned_event_the_order_of_the_map_is_the_plan(manager):
    assert models.Journey.objects.get(key=drawn(manager, EVENTS[2:3])).plan == ""


@pytest.mark.parametrize(("events", "why"), [((), "at least one"), (EVENTS[:1] * 61, "At most 60")])
def test_nothing_and_too_much_are_refused(manager, events, why):
    with pytest.raises(Refused, match=why):
        drawn(manager, events)
    assert not models.Journey.objects.exists()


def test_only_who_may_design_does(reader):
    with pytest.raises(NotAllowed):
        drawn(reader)
