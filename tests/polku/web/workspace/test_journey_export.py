"""A journey's design as a file: pictures for people, CJML for other tools."""

from __future__ import annotations

import pytest
from defusedxml import ElementTree
from django.urls import reverse

from cxlab.journeys.plan_cjml import from_cjml
from polku.governance.gate import Viewer
from polku.journeys import models, services
from polku.journeys.queries.plans import plan_of
from polku.journeys.rules import plans

pytestmark = pytest.mark.django_db
NOBODY = Viewer(member=None, role="admin")


@pytest.fixture
def offer(settings, tmp_path):
    settings.SNAPSHOT = tmp_path / "snapshot"
    row = models.Journey.objects.get(pk=services.begin_from_template("offer", actor=NOBODY))
    point = models.Touchpoint.objects.get(names__en="Makes contact")
    services.set_lanes(point.pk, {"know": {"fi": "Kuka vastaa"}}, emotion=1, actor=NOBODY)
    return row


def handed(client, journey, kind):
    return client.get(reverse("journey-export", args=[journey.key, kind]))


def test_the_picture_says_in_the_readers_language_what_the_page_says(browse, offer):
    answer = handed(browse("manager", "fi"), offer, "svg")
    told = " ".join(ElementTree.fromstring(answer.content).itertext())
    for words in ("Tarjousprosessi", "Tarve herää", "Ottaa yhteyttä", "Kuka vastaa", "tyytyväinen", "Puhelin"):
        assert words in told
    assert answer["Content-Disposition"] == f'attachment; filename="polku-journey-{offer.key}.svg"'


@pytest.mark.parametrize(("kind", "begins"), [("png", b"\x89PNG"), ("pdf", b"%PDF")])
def test_it_is_a_picture_and_a_page_too(browse, offer, kind, begins):
    assert handed(browse("manager"), offer, kind).content.startswith(begins)


def test_cjml_gives_back_the_plan_that_was_drawn(browse, offer):
    answer = handed(browse("manager"), offer, "cjml")
    assert answer["Content-Type"] == "application/xml"
    read = from_cjml(answer.content)
    planned = plan_of(offer.key, viewer=NOBODY)
    names = {slug: {"en": name} for slug, name in planned.names.items()}
    assert (
        plans.read(planned.text, names).root == plans.renamed(read, {n: s for s, n in planned.names.items()}.get).root
    )
    assert b"<channelName>Phone</channelName>" in answer.content


def test_an_empty_journey_and_an_unknown_kind_are_no_file_and_a_viewer_gets_none(browse, offer):
    manager = browse("manager")
    assert handed(manager, offer, "doc").status_code == 404
    empty = services.create_journey(services.JourneyDetails({"en": "Empty"}), actor=NOBODY)
    assert handed(manager, models.Journey.objects.get(pk=empty), "svg").status_code == 404
    assert handed(browse("viewer"), offer, "svg").status_code == 403
