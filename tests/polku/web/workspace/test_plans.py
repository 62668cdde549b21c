"""The page of a journey's plan, and the page that says what events' names mean."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from polku.governance.gate import Viewer
from polku.journeys import models, services
from polku.journeys.queries.meanings import meanings
from polku.snapshot import build

pytestmark = pytest.mark.django_db
NOBODY = Viewer(member=None, role="admin")


@pytest.fixture
def journey(settings, tmp_path):
    """A journey with three touchpoints, one of them called so in Finnish too."""
    settings.SNAPSHOT = tmp_path / "snapshot"
    pk = services.create_journey(services.JourneyDetails({"en": "Project", "fi": "Hanke"}), actor=NOBODY)
    phase = models.Phase.objects.filter(journey=pk).order_by("position").first()
    for name in ({"en": "Call", "fi": "Soitto"}, {"en": "Visit"}, {"en": "Sign"}):
        services.add_touchpoint(phase.pk, services.TouchpointDetails(names=name), actor=NOBODY)
    return models.Journey.objects.get(pk=pk)


def happened(*names, case="1", source="log"):
    rows = [services.EventRow(case, datetime(2026, 3, 2, 8 + n, tzinfo=UTC), name=name) for n, name in enumerate(names)]
    services.record_events(rows, actor=NOBODY, source=source)
    build.refresh()


def test_the_plan_is_looked_at_kept_and_given_up(browse, journey):
    client, address = browse("manager"), f"/journeys/{journey.key}/plan/"
    shown = client.get(address).content.decode()
    assert "No plan has been written" in shown
    assert "Call\nVisit\nSign" in shown
    written = "Soitto\noptional Visit\nSign within 2 days of Call"
    looked = client.post(address, {"plan": written, "look": "1"}).content.decode()
    assert "As written, not kept yet" in looked
    assert "may be left out" in looked
    assert "at most 2 days after Call" in looked
    assert not models.Journey.objects.get().plan
    kept = client.post(address, {"plan": written}, follow=True).content.decode()
    assert "The plan is kept" in kept
    assert models.Journey.objects.get().plan == "call\noptional visit\nsign within 2 days of call\n"
    client.post(address, {"plan": written, "default": "1"})
    assert not models.Journey.objects.get().plan


def test_a_name_that_is_not_on_the_map_is_refused_in_the_readers_language(browse, journey):
    client = browse("manager", "fi")
    for more in ({}, {"look": "1"}):
        answer = client.post(f"/journeys/{journey.key}/plan/", {"plan": "Soitto\nMessut", **more})
        assert answer.status_code == 422
        told = answer.content.decode()
        assert (
            "Rivi 2, sarake 1: kartalla ei ole kosketuspistettä ”Messut”. Kartalla ovat: Soitto, Visit, Sign." in told
        )
        # What was written is not lost.
        assert "Soitto\nMessut</textarea>" in told


def test_an_empty_map_teaches(browse):
    pk = services.create_journey(services.JourneyDetails({"en": "Empty"}), actor=NOBODY)
    journey = models.Journey.objects.get(pk=pk)
    assert "Put them on the map first" in browse("manager").get(f"/journeys/{journey.key}/plan/").content.decode()


def test_names_of_events_get_their_touchpoints_in_one_form_and_lose_them_again(browse, journey):
    happened("Ring", "Visit", "Ring")
    client = browse("manager")
    shown = client.get("/journeys/events/").content.decode()
    assert "2 names stand for no touchpoint yet; they hold 3 events." in shown
    # A namesake is proposed.
    assert '<option value="visit" selected>' in shown
    batch = uuid4()
    sent = {"once": batch, "name": [json.dumps(["log", "Ring"]), json.dumps(["log", "Visit"])]}
    kept = client.post("/journeys/events/keep/", {**sent, "touchpoint": ["call", ""]}, follow=True).content.decode()
    assert "One name has a meaning now." in kept
    assert "One name stands for no touchpoint yet" in kept
    assert [(one.name, one.touchpoint) for one in meanings(viewer=NOBODY)] == [("Ring", "call")]
    assert f"/journeys/events/{batch}/undo/" in kept
    client.post(f"/journeys/events/{batch}/undo/")
    assert meanings(viewer=NOBODY) == ()


def test_one_meaning_is_taken_away_and_brought_back(browse, journey):
    happened("Ring")
    services.map_events([services.Meant("log", "Ring", "call")], actor=NOBODY)
    client, key = browse("manager"), meanings(viewer=NOBODY)[0].key
    assert "Every name stands for a touchpoint." in client.get("/journeys/events/").content.decode()
    gone = client.post(f"/journeys/events/{key}/remove/", follow=True).content.decode()
    assert f"/journeys/events/{key}/restore/" in gone
    assert meanings(viewer=NOBODY) == ()
    client.post(f"/journeys/events/{key}/restore/")
    assert [one.name for one in meanings(viewer=NOBODY)] == ["Ring"]


def test_nothing_chosen_and_nonsense_sent_are_told(browse, journey):
    client = browse("manager")
    for sent in ({}, {"name": ["nonsense", "[1, 2]"], "touchpoint": ["call", "call"]}):
        assert "Nothing was chosen" in client.post("/journeys/events/keep/", sent, follow=True).content.decode()
    wrong = {"name": [json.dumps(["log", "Ring"])], "touchpoint": ["nowhere"]}
    assert "no such touchpoint" in client.post("/journeys/events/keep/", wrong, follow=True).content.decode()


def test_without_events_the_page_teaches(browse, journey):
    assert "Bring in a file of events" in browse("manager").get("/journeys/events/").content.decode()
