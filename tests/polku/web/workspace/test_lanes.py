"""The lanes of a journey, as they are written and read."""

from __future__ import annotations

import html
import re

import pytest
from django.urls import reverse

from polku.governance.gate import Viewer
from polku.journeys import models, services
from polku.web.workspace.journeys.lanes_drawing import curves

pytestmark = pytest.mark.django_db
NOBODY = Viewer(member=None, role="admin")


@pytest.fixture
def offer(settings, tmp_path):
    settings.SNAPSHOT = tmp_path / "snapshot"
    return models.Journey.objects.get(pk=services.begin_from_template("offer", actor=NOBODY))


def text(answer):
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def test_lanes_are_written_in_a_form_and_stand_on_the_page(browse, offer):
    manager = browse("manager", "fi")
    address = reverse("journey-lanes", args=[offer.key])
    assert "12 kosketuspisteestä 12 on vielä vailla merkintöjä" in text(manager.get(address))
    point = models.Touchpoint.objects.get(names__en="Makes contact")
    answer = manager.post(
        reverse("touchpoint-lanes", args=[point.key]),
        {"know_fi": "Kuka vastaa ja milloin", "backstage_fi": "Soittopyyntö myyjälle", "emotion": "1"},
    )
    assert answer["Location"] == f"{address}#t-{point.key}"
    told = text(manager.get(address))
    assert "Kuka vastaa ja milloin" in told
    assert "Soittopyyntö myyjälle" in told
    assert "tyytyväinen" in told
    assert "12 kosketuspisteestä 11 on vielä vailla" in told
    form = manager.get(reverse("touchpoint-lanes", args=[point.key])).content.decode()
    assert "Kuka vastaa ja milloin" in form
    assert '<option value="1" selected>' in form


def test_a_faulty_form_loses_nothing_and_a_stale_one_is_told(browse, offer):
    manager = browse("manager", "fi")
    point = models.Touchpoint.objects.get(names__en="Makes contact")
    address = reverse("touchpoint-lanes", args=[point.key])
    answer = manager.post(address, {"know_fi": "Kuka vastaa", "content_fi": "x" * 401})
    assert answer.status_code == 422
    assert "Kuka vastaa" in answer.content.decode()
    seen = re.search(r'name="seen" value="([^"]*)"', manager.get(address).content.decode())[1]
    manager.post(address, {"know_fi": "Ensin", "seen": seen})
    answer = manager.post(address, {"know_fi": "Sitten", "seen": seen})
    assert answer.status_code == 422
    assert "Sitten" in answer.content.decode()
    assert models.Touchpoint.objects.get(pk=point.pk).lanes == {"know": {"fi": "Ensin"}}


def test_an_empty_journey_leads_to_its_map_and_a_viewer_reads_only(browse, offer):
    pk = services.create_journey(services.JourneyDetails({"en": "Empty"}), actor=NOBODY)
    key = models.Journey.objects.get(pk=pk).key
    assert "No touchpoints yet" in text(browse("manager").get(reverse("journey-lanes", args=[key])))
    page = browse("viewer").get(reverse("journey-lanes", args=[offer.key])).content.decode()
    assert "/touchpoints/" not in page


def test_the_line_meets_half_way_and_leaves_gaps():
    low, none, high, top = curves([-2, None, 1, 2])
    assert (low.before, low.y, low.after) == ("", "60.0", "")
    assert none is None
    assert high.after == top.before == "18.0"
