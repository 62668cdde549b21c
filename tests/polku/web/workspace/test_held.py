"""The facilitator's page of the day, without a script."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from polku.governance.gate import Viewer
from polku.journeys import models, services

pytestmark = pytest.mark.django_db
NOBODY = Viewer(member=None, role="admin")


@pytest.fixture
def canvas():
    pk = services.create_canvas(services.CanvasDetails("Työpaja", language="fi"), actor=NOBODY)
    return models.Canvas.objects.get(pk=pk)


@pytest.fixture
def held(canvas):
    pk = services.begin_held(canvas.pk, name="Kaamos", actor=NOBODY)
    return models.Held.objects.get(pk=pk)


def text(answer):
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def test_the_day_is_opened_from_the_canvas_once(browse, canvas):
    someone, once = browse("contributor", "fi"), str(uuid4())
    for _twice in range(2):
        answer = someone.post(
            reverse("held-begin", args=[canvas.key]), {"name": "Kaamos", "remote": "on", "once": once}
        )
        assert answer["Location"] == reverse("held", args=[once])
    assert models.Held.objects.count() == 1
    told = text(someone.get(reverse("held", args=[once])))
    assert "Kohtaaminen ei ole vielä alkanut." in told
    assert "Jatka: Alku" in told
    assert "etänä" in told
    assert "Kaamos" in text(someone.get(reverse("canvas", args=[canvas.key])))


def test_it_says_how_many_minutes_we_are_over_and_which_phase_comes_next(browse, held):
    someone, now = browse("contributor", "fi"), timezone.now()
    services.enter_phase(held.pk, "c2", actor=NOBODY, now=now - timedelta(minutes=40, seconds=5))
    told = text(someone.get(reverse("held", args=[held.key])))
    assert "Olemme 10 minuuttia myöhässä." in told
    assert "40 min / 30 min" in told
    assert "10 minuuttia yli" in told
    assert "Jatka: Keskivaihe" in told
    someone.post(reverse("held-step", args=[held.key]), {"do": "c3"})
    someone.post(reverse("held-step", args=[held.key]), {"do": "end"})
    told = text(someone.get(reverse("held", args=[held.key])))
    assert "Se venyi 10 minuuttia." in told
    assert "Päätä kohtaaminen" not in told
    told = text(someone.post(reverse("held-step", args=[held.key]), {"do": "c9"}, follow=True))
    assert "Tätä vaihetta ei enää ole." in told


def test_on_time_ahead_and_ended_are_said(browse, held):
    someone, now, address = browse("contributor"), timezone.now(), reverse("held", args=[held.key])
    services.enter_phase(held.pk, "c2", actor=NOBODY, now=now - timedelta(minutes=20))
    assert "We are on time." in text(someone.get(address))
    services.say_lengths(held.pk, {"c2": 29}, actor=NOBODY)
    services.pause_held(held.pk, actor=NOBODY)
    assert "We are 1 minute ahead." in text(someone.get(address))
    services.say_lengths(held.pk, {"c2": 31}, actor=NOBODY)
    services.pause_held(held.pk, actor=NOBODY, ended=True)
    assert "It ended 1 minute over." in text(someone.get(address))
    services.say_lengths(held.pk, {"c2": 30}, actor=NOBODY)
    assert "It ended on time." in text(someone.get(address))


def test_a_note_is_taken_and_taken_away_and_an_empty_one_says_so(browse, held):
    someone = browse("contributor", "fi")
    services.enter_phase(held.pk, "c3", actor=NOBODY)
    address, once = reverse("held-note", args=[held.key]), str(uuid4())
    note = {"saw": "Nojasi taakse", "means": "Väsynyt?", "who": "päättäjä", "once": once}
    told = text(someone.post(address, note, follow=True))
    assert "1 muistiinpano" in told
    assert "Keskivaihe · päättäjä Nojasi taakse Voi tarkoittaa: Väsynyt?" in told
    answer = someone.post(address, {"saw": "", "means": "Jotain"})
    assert answer.status_code == 422
    assert "Kerro, mitä nähtiin tai kuultiin." in text(answer)
    assert "Jotain" in text(answer)
    someone.post(reverse("held-note-delete", args=[once]))
    assert "Nojasi taakse" not in text(someone.get(reverse("held", args=[held.key])))
    someone.post(reverse("held-note-restore", args=[once]))
    assert "Nojasi taakse" in text(someone.get(reverse("held", args=[held.key])))
    assert "Nojasi taakse" not in text(browse("viewer").get(reverse("held", args=[held.key])))
    assert someone.post(reverse("held-note-delete", args=[uuid4()])).status_code == 404


def test_real_lengths_are_written_by_hand(browse, held):
    someone, address = browse("contributor"), reverse("held-lengths", args=[held.key])
    someone.post(address, {"c2": "45", "c3": "", "c4": "30"})
    held.refresh_from_db()
    assert [one["said"] for one in held.phases] == [45, None, 30]
    told = text(someone.post(address, {"c2": "long"}, follow=True))
    assert "A length is a whole number of minutes" in told
    someone.post(address, {"c2": "", "c3": "", "c4": "30"})
    held.refresh_from_db()
    assert [one["said"] for one in held.phases] == [None, None, 30]


def test_an_encounter_is_taken_away_and_brought_back(browse, held):
    someone = browse("contributor", "fi")
    told = text(someone.post(reverse("held-delete", args=[held.key]), follow=True))
    assert "Kaamos poistettiin muistiinpanoineen." in told
    assert someone.get(reverse("held", args=[held.key])).status_code == 404
    someone.post(reverse("held-restore", args=[held.key]))
    assert someone.get(reverse("held", args=[held.key])).status_code == 200


def test_a_canvas_without_a_session_cannot_be_held_and_says_why(browse, canvas):
    models.Canvas.objects.update(content={**canvas.content, "columns": canvas.content["columns"][-1:]})
    answer = browse("contributor", "fi").post(reverse("held-begin", args=[canvas.key]), follow=True)
    assert "ei ole yhtään istuntoon kuuluvaa vaihetta" in text(answer)
