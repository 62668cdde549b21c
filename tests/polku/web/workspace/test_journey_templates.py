"""A journey begun from a template by one click, and what its endings look like on the map."""

from __future__ import annotations

import html
import re
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from polku.governance.models import Member
from polku.journeys import models

pytestmark = pytest.mark.django_db


def client_of(role, language="en"):
    client = Client()
    client.force_login(Member.objects.create_user(f"{role}@example.com", role=role, language=language))
    return client


def text(answer):
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


@pytest.mark.parametrize(
    ("language", "name", "point"),
    [
        ("fi", "Tarjousprosessi", "Kokee muutoksen tarpeen"),
        ("sv", "Offertprocess", "Känner behov av förändring"),
        ("en", "Offer process", "Feels the need to change"),
    ],
)
def test_templates_are_offered_with_what_they_hold_in_the_readers_language(language, name, point):
    told = text(client_of("manager", language).get(reverse("journey-new")))
    assert name in told
    assert point in told


def test_one_click_begins_the_journey_once_and_it_can_be_undone():
    manager, once = client_of("manager", "fi"), str(uuid4())
    for _twice in range(2):
        answer = manager.post(reverse("journey-begin", args=["offer"]), {"once": once}, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("journey-edit", args=[once])
    assert "Hyväksyy tarjouksen" in text(answer)
    assert reverse("journey-delete", args=[once]) in answer.content.decode()
    assert models.Journey.objects.count() == 1


def test_each_template_on_the_page_has_a_key_of_its_own():
    page = client_of("manager").get(reverse("journey-new")).content.decode()
    keys = re.findall(r'name="once" value="([0-9a-f-]{36})"', page)
    assert len(keys) == len(set(keys)) > 4


def test_an_unknown_template_is_told_and_makes_nothing():
    answer = client_of("manager").post(reverse("journey-begin", args=["nothing"]), follow=True)
    assert "There is no such template" in text(answer)
    assert not models.Journey.objects.exists()


def test_endings_stand_on_the_map_and_the_journey_that_follows_is_offered():
    manager, once = client_of("manager"), str(uuid4())
    manager.post(reverse("journey-begin", args=["offer"]), {"once": once})
    told = text(manager.get(reverse("journey", args=[once])))
    assert "The journey ends here, as hoped" in told
    assert "The other ending: ask for the reason" in told
    assert "Or begin the journey that follows from a template" in told


def test_the_ending_of_a_touchpoint_is_chosen_in_its_form():
    manager, once = client_of("manager"), str(uuid4())
    manager.post(reverse("journey-begin", args=["repeat"]), {"once": once})
    point = models.Touchpoint.objects.get(names__en="Gets a tip that is of use")
    form = {"names_en": "Gets a tip", "owner": "brand", "layer": "core", "aim": "ease", "interactive": "yes"}
    answer = manager.post(reverse("touchpoint", args=[point.key]), form | {"ending": "reached"})
    assert answer.status_code == 302
    point.refresh_from_db()
    assert point.ending == "reached"


def test_an_owner_is_set_and_the_list_tells_who_and_when():
    manager, once = client_of("manager", "fi"), str(uuid4())
    manager.post(reverse("journey-begin", args=["repeat"]), {"once": once})
    address = reverse("journey-keeping", args=[once])
    owner = Member.objects.get()
    assert "Kukaan ei ole vielä kertonut" in text(manager.get(reverse("journey-details", args=[once])))
    manager.post(address, {"owner": str(owner.key)})
    manager.post(address, {"do": "looked"})
    told = text(manager.get(reverse("journeys")))
    assert f"Vastuuhenkilö {owner}" in told
    assert "viimeksi tarkistettu" in told
    models.Journey.objects.update(looked_on="2020-01-01")
    assert "pitääkö se yhä paikkansa?" in text(manager.get(reverse("journeys")))
    assert "Tällaista kollegaa ei ole." in text(manager.post(address, {"owner": "nobody"}, follow=True))
