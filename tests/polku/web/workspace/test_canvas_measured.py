"""Target and measured beside each other, as the team reads it."""

from __future__ import annotations

import html
import re

import pytest
from django.urls import reverse

from polku.governance.gate import Viewer
from polku.journeys import models, services
from polku.journeys.queries import canvases as reads
from polku.surveys.rules.labels import new_question
from tests.polku.answering import answer, place, refreshed  # noqa: F401 - fixtures
from tests.polku.surveys.making import TITLE, content_of, published

pytestmark = pytest.mark.django_db
NOBODY = Viewer(member=None, role="admin")


@pytest.fixture
def canvas():
    journey = services.begin_from_template("workshop", actor=NOBODY)
    details = services.CanvasDetails("Työpaja", language="fi", journey=journey)
    return models.Canvas.objects.get(pk=services.create_canvas(details, actor=NOBODY))


def text(answered):
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answered.content.decode())))


def test_before_anything_is_asked_it_says_what_to_ask(browse, canvas, settings, tmp_path):
    settings.SNAPSHOT = tmp_path / "snapshot"
    told = text(browse("viewer", "fi").get(reverse("canvas-measured", args=[canvas.key])))
    assert "Mitään ei ole vielä arvioitu." in told
    assert "Pyydä kohtaamisen jälkeen jokaisesta vaiheesta arvosana 1–5" in told


def test_a_canvas_that_is_tied_to_nothing_leads_to_its_cells(browse, settings, tmp_path):
    settings.SNAPSHOT = tmp_path / "snapshot"
    pk = services.create_canvas(services.CanvasDetails("Visit"), actor=NOBODY)
    answered = browse("manager").get(reverse("canvas-measured", args=[models.Canvas.objects.get(pk=pk).key]))
    assert "No phase is tied to a touchpoint yet." in text(answered)


def test_scores_feelings_and_what_was_reached_stand_beside_the_design(browse, canvas, answer, refreshed):  # noqa: F811
    columns = reads.canvas(canvas.key, viewer=NOBODY).content.columns
    content = content_of()
    for column in columns[:4]:
        content["questions"].append(new_question("scale5", column.key, title=TITLE) | {"touchpoint": column.touchpoint})
    feeling = new_question("feeling", "felt", title=TITLE) | {"touchpoint": columns[2].touchpoint}
    content["questions"].append(feeling)
    version = published(content)
    for turn in range(24):
        low = "2" if turn % 3 else "3"
        answer(version, c1="5", c2=low, c3="5" if turn % 4 else "4", c4="4", felt=["inspired"])
    refreshed()
    manager = browse("manager", "fi")
    told = text(manager.get(reverse("canvas-measured", args=[canvas.key])))
    assert "Varmasti alle tavoitteen: Alku." in told
    assert "Suunniteltu huippuhetki: Keskivaihe saavutettu." in told
    assert "Varmasti yli puolet tunsi tavoitetunteen: Keskivaihe." in told
    assert "Keneltäkään ei ole vielä kysytty" in told, "relationship work has not been asked of yet"
    page = manager.get(reverse("canvas-measured", args=[canvas.key])).content.decode()
    assert page.count("<svg") > 3
    reasons = re.search(r'href="(/answers/[^"]*)"', page)[1]
    assert manager.get(html.unescape(reasons)).status_code == 200
    assert "/answers/" not in browse("viewer").get(reverse("canvas-measured", args=[canvas.key])).content.decode()
