"""The pages of journeys as people use them, without a script."""

from __future__ import annotations

import html
import re
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from polku.governance.gate import Viewer
from polku.governance.models import Member
from polku.journeys import models, queries, services
from tests.polku.web.workspace import company

pytestmark = pytest.mark.django_db
NOBODY = Viewer(member=None, role="admin")


def client_of(role, language="en"):
    client = Client()
    client.force_login(Member.objects.create_user(f"{role}@example.com", role=role, language=language))
    return client


@pytest.fixture
def manager():
    return client_of("manager")


def text(answer):
    """What is read on the page."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def names(journey):
    """The map as it stands: the names of each column's cards."""
    found = queries.journey_map(journey.key, viewer=NOBODY)
    return [[card.name for card in phase.touchpoints] for phase in found.phases]


def point(name):
    return models.Touchpoint.objects.get(names__en=name)


@pytest.fixture
def journey(db):
    """Three phases, the first with A, B and C."""
    details = services.JourneyDetails(names={"en": "First project", "fi": "Ensimmäinen hanke"})
    pk = services.create_journey(details, actor=NOBODY)
    first = models.Phase.objects.filter(journey=pk).order_by("position")[0]
    for name in "ABC":
        services.add_touchpoint(first.pk, services.TouchpointDetails(names={"en": name}), actor=NOBODY)
    return models.Journey.objects.get(pk=pk)


def arrange(client, journey, **asked):
    return client.post(reverse("journey-arrange", args=[journey.key]), asked, follow=True)


def seen(journey):
    return queries.journey_map(journey.key, viewer=NOBODY).arrangement


def test_the_empty_list_teaches_and_offers_to_begin(manager):
    told = text(manager.get(reverse("journeys")))
    assert "Draw the first journey" in told
    assert "Begin with phases by value" in told
    assert "Begin with" not in text(client_of("viewer").get(reverse("journeys")))


@pytest.mark.parametrize(
    ("scheme", "stages"),
    [("purchase", ["before", "during", "after"]), ("value", ["pre_service", "core_service", "post_service"])],
)
def test_a_new_journey_begins_with_the_phases_of_its_scheme(manager, scheme, stages):
    once = str(uuid4())
    form = {"names_en": "First project", "purpose_en": "Get the lights up", "scheme": scheme, "once": once}
    for _twice in range(2):
        answer = manager.post(reverse("journey-new"), form)
        assert answer["Location"] == reverse("journey-edit", args=[once])
    row = models.Journey.objects.get()
    assert list(row.phases.order_by("position").values_list("stage", flat=True)) == stages
    assert "Get the lights up" in text(manager.get(reverse("journeys")))


def test_a_journey_without_a_name_keeps_what_was_written(manager):
    answer = manager.post(reverse("journey-new"), {"purpose_en": "Get the lights up", "scheme": "value"})
    assert answer.status_code == 422
    assert "Give it a name in at least one language." in text(answer)
    assert b"Get the lights up" in answer.content
    assert not models.Journey.objects.exists()


def test_the_map_shows_scores_with_interval_and_n_and_the_sentence_above():
    made = company.made(months=14)
    journey = models.Journey.objects.get()
    page = client_of("viewer").get(reverse("journey", args=[journey.key]))
    told = text(page)
    weakest = point("Installation at the site and first use")
    assert "Installation at the site and first use is the weakest touchpoint: Ease" in told
    assert "Surely below target: Installation at the site and first use" in told
    card = page.content.decode().split(f'id="t-{weakest.key}"')[1].split("</li>")[0]
    assert re.search(r'<strong class="num">3\.\d\d</strong> <span class="num between">3\.\d\d to \d\.\d\d', card)
    assert re.search(r"<span>\d+ answers</span>", card)
    assert "<svg" in card
    assert f"touchpoint={made.touchpoints['Web site']}" in page.content.decode()
    assert "Edit the map" not in told
    assert "5 of 5 touchpoints have a score." in text(client_of("contributor").get(reverse("journeys")))


def test_what_is_not_measured_says_what_to_ask(manager, journey):
    told = text(manager.get(reverse("journey", args=[journey.key])))
    assert "Nothing on this map is measured yet." in told
    assert "Not measured yet Ask: Ease (CES, 1 to 7) To surveys" in told


def test_a_map_that_ends_at_the_purchase_is_flagged(manager, journey):
    address = reverse("journey", args=[journey.key])
    assert "This map ends at the purchase." in text(manager.get(address))
    after = journey.phases.get(stage="after")
    manager.post(reverse("touchpoint-new", args=[after.key]), {"name": "Everyday use"})
    assert "This map ends at the purchase." not in text(manager.get(address))


def test_a_card_goes_up_down_and_across_and_back_again(manager, journey):
    a = point("A")
    answer = arrange(manager, journey, touchpoint=a.key, do="down", seen=seen(journey))
    assert "Moved: A. Before purchase, place 2 of 3." in text(answer)
    assert names(journey) == [["B", "A", "C"], [], []]
    answer = arrange(manager, journey, touchpoint=a.key, do="right", seen=seen(journey))
    assert names(journey) == [["B", "C"], ["A"], []]
    undo = re.search(r'action="([^"]+/arrange/\?[^"]+)"', answer.content.decode())[1]
    manager.post(html.unescape(undo))
    assert names(journey) == [["B", "A", "C"], [], []]
    arrange(manager, journey, touchpoint=a.key, do="to", column=journey.phases.get(stage="after").key, place="0")
    assert names(journey) == [["B", "C"], [], ["A"]]


def test_at_the_end_of_the_road_a_card_stays(manager, journey):
    for name, way in (("A", "up"), ("A", "left"), ("C", "down")):
        assert "is already there" in text(arrange(manager, journey, touchpoint=point(name).key, do=way))
    assert names(journey) == [["A", "B", "C"], [], []]


def test_a_phase_goes_earlier_and_later(manager, journey):
    first = journey.phases.get(stage="before")
    arrange(manager, journey, phase=first.key, do="right", seen=seen(journey))
    assert names(journey) == [[], ["A", "B", "C"], []]
    arrange(manager, journey, phase=first.key, do="to", place="2", seen=seen(journey))
    assert names(journey) == [[], [], ["A", "B", "C"]]


def test_a_move_on_a_map_that_somebody_else_changed_is_told_and_does_nothing(manager, journey):
    before = seen(journey)
    services.move_touchpoint(point("C").pk, phase=point("C").phase_id, position=0, actor=NOBODY)
    answer = arrange(manager, journey, touchpoint=point("A").key, do="down", seen=before)
    assert "Somebody else changed this while you looked." in text(answer)
    assert names(journey) == [["C", "A", "B"], [], []]
