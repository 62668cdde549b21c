"""Improvements are read in order, in the reader's language, with whose they are and whether they are late."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from polku.action.queries import improvement, improvements, open_by_deviation
from polku.action.services import (
    ImprovementDetails,
    SeenAt,
    delete_improvement,
    end_improvement,
    start_improvement,
)
from polku.governance.models import Member
from polku.journeys import services

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 10)


def titles(viewer, **more):
    return [one.title for one in improvements(viewer=viewer, today=TODAY, **more)]


def test_open_ones_stand_first_by_their_day(manager, reader):
    for title, due in (("later", date(2026, 6, 1)), ("soon", date(2026, 3, 1)), ("some day", None), ("over", None)):
        key = start_improvement(ImprovementDetails(title, due=due), actor=manager)
    end_improvement(key, state="done", actor=manager)
    gone = start_improvement(ImprovementDetails("gone"), actor=manager)
    delete_improvement(gone, actor=manager)
    assert titles(reader) == ["soon", "later", "some day", "over"]
    assert titles(reader, state="done") == ["over"]
    assert [one.late for one in improvements(viewer=reader, today=TODAY)] == [True, False, False, False]
    assert improvement(gone, viewer=reader, today=TODAY) is None
    assert improvement(uuid4(), viewer=reader, today=TODAY) is None


def test_names_are_the_readers_and_a_journey_that_is_gone_is_not_named(journey, manager, reader):
    at = SeenAt(journey.key, "visit", "missing")
    owner = Member.objects.get(pk=manager.member)
    key = start_improvement(ImprovementDetails("x", owner=owner.key), at, actor=manager)
    one = improvement(key, viewer=replace(reader, language="fi"), today=TODAY)
    assert (one.journey_name, one.touchpoint_name, one.kind, one.owner_name) == (
        "Kauppa",
        "Visit",
        "missing",
        str(owner),
    )
    assert titles(manager, mine=True) == ["x"]
    assert titles(reader, mine=True) == []
    services.delete_journey(journey.pk, actor=manager)
    assert improvement(key, viewer=reader, today=TODAY).journey is None


def test_open_ones_are_counted_by_deviation(journey, manager, reader):
    at = SeenAt(journey.key, "visit", "missing")
    keys = [start_improvement(ImprovementDetails(name), at, actor=manager) for name in "abc"]
    start_improvement(ImprovementDetails("elsewhere"), actor=manager)
    end_improvement(keys[0], state="dropped", actor=manager)
    assert open_by_deviation(journey.key, viewer=reader) == {("missing", "visit"): 2}
    assert open_by_deviation(uuid4(), viewer=reader) == {}
