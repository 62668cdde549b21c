"""Canvases as people fill them in, without a script."""

from __future__ import annotations

import html
import re
from uuid import uuid4

import pytest
from django.urls import reverse

from polku.governance.gate import Viewer
from polku.journeys import models, services
from polku.journeys.queries import canvases as reads

pytestmark = pytest.mark.django_db
NOBODY = Viewer(member=None, role="admin")


@pytest.fixture
def canvas():
    pk = services.create_canvas(services.CanvasDetails("Työpaja", language="fi"), actor=NOBODY)
    return models.Canvas.objects.get(pk=pk)


def text(answer):
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def form_of(answer):
    """What the browser would send if nothing were changed: the fields of the page's first form."""
    page = re.search(r'<form method="post" class="[^"]*canvas-form".*?</form>', answer.content.decode(), re.DOTALL)[0]
    told = {}
    for tag in re.findall(r"<input[^>]*>", page):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and ("checkbox" not in tag or " checked" in tag):
            told.setdefault(name[1], []).append(html.unescape(value[1] if value else "on"))
    for name, inside in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>', page, re.DOTALL):
        told.setdefault(name, []).append(html.unescape(inside))
    for name, inside in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', inside)
        told.setdefault(name, []).append(chosen[1] if chosen else "")
    return told


def content(canvas):
    return reads.canvas(canvas.key, viewer=NOBODY).content


def test_a_canvas_begins_once_and_leads_to_its_cells(browse):
    manager, once = browse("manager", "fi"), str(uuid4())
    assert "Suunnittele ensimmäinen kohtaaminen" in text(manager.get(reverse("canvases")))
    told = {"name": "Työpaja", "level": "encounter", "language": "fi", "once": once, "do": "starter"}
    for _twice in range(2):
        answer = manager.post(reverse("canvas-new"), told)
        assert answer["Location"] == reverse("canvas-fill", args=[once])
    assert models.Canvas.objects.count() == 1
    shown = text(manager.get(reverse("canvas", args=[once])))
    assert "Huippuhetki: Keskivaihe. Harkittu lopetus: Loppu." in shown
    assert "Suunniteltu kesto 3 h." in shown
    assert "luottavainen, innostunut" in shown
    assert "Työpaja" in text(manager.get(reverse("canvases")))


def test_empty_cells_say_what_is_to_be_decided(browse):
    manager, once = browse("manager"), str(uuid4())
    told = {"name": "Visit", "level": "encounter", "language": "en", "once": once, "do": "blank"}
    manager.post(reverse("canvas-new"), told)
    shown = text(manager.get(reverse("canvas", args=[once])))
    assert "The target feeling is missing: Agreeing by phone, Beginning, Middle, End and Relationship work." in shown
    assert "not said yet" in shown
    assert "The script is not written yet" in shown


def test_a_canvas_without_a_name_is_told_at_its_field(browse):
    answer = browse("manager").post(reverse("canvas-new"), {"name": "", "language": "en"})
    assert answer.status_code == 422
    assert "This field is required" in text(answer)
    assert not models.Canvas.objects.exists()


def test_what_the_page_sends_unchanged_changes_nothing(browse, canvas):
    manager, before = browse("manager", "fi"), content(canvas)
    for name in ("canvas-fill", "canvas-questions", "canvas-script"):
        address = reverse(name, args=[canvas.key])
        assert manager.post(address, form_of(manager.get(address))).status_code == 302
    assert content(canvas) == before


def test_cells_lengths_and_marks_are_kept_and_undone(browse, canvas):
    manager, address, before = browse("manager", "fi"), reverse("canvas-fill", args=[canvas.key]), content(canvas)
    form = form_of(manager.get(address))
    form |= {"c1-goal": "Ilahtuu", "c1-minutes": "20", "c1-target": "4,5", "c1-is-peak": "on", "c4-session": "2"}
    del form["c3-is-peak"]
    shown = text(manager.post(address, form, follow=True))
    assert "Huippuhetki: Sopiminen puhelimessa." in shown
    assert "istuntoja 2: 2 h 30 min ja 30 min" in shown
    assert "tavoite 4,5/5" in shown
    manager.post(reverse("canvas-undo", args=[canvas.key]))
    assert content(canvas) == before


def test_columns_are_added_moved_and_taken_away_without_losing_what_was_written(browse, canvas):
    manager, address = browse("manager", "en"), reverse("canvas-fill", args=[canvas.key])

    def press(do, **more):
        manager.post(address, form_of(manager.get(address)) | {"do": do} | more)
        return [column.name for column in content(canvas).columns]

    assert press("add", **{"c1-goal": "Written"}) == [
        *("Sopiminen puhelimessa", "Alku", "Keskivaihe", "Loppu", "Suhdetyö", "New phase")
    ]
    assert content(canvas).columns[0].cell("goal") == "Written"
    assert press("left:c6")[-2:] == ["New phase", "Suhdetyö"]
    assert press("right:c1")[:2] == ["Alku", "Sopiminen puhelimessa"]
    assert press("left:c2")[0] == "Alku"
    assert "New phase" not in press("drop:c6")
    assert len(press("drop:c99")) == 5
    manager.post(reverse("canvas-undo", args=[canvas.key]))


def test_what_is_wrong_is_told_at_its_place_and_what_was_written_stays(browse, canvas):
    manager, address = browse("manager", "fi"), reverse("canvas-fill", args=[canvas.key])
    form = form_of(manager.get(address)) | {"c2-minutes": "half", "c3-goal": "Kirjoitettu"}
    answer = manager.post(address, form)
    assert answer.status_code == 422
    assert 'href="#c2-minutes"' in answer.content.decode()
    assert "Kesto on kokonaisluku minuutteina, 1–10080." in text(answer)
    assert "Kirjoitettu" in text(answer)
    assert content(canvas).columns[2].cell("goal") != "Kirjoitettu"


def test_what_another_changed_is_not_overwritten_unseen(browse, canvas):
    manager, address = browse("manager"), reverse("canvas-questions", args=[canvas.key])
    form = form_of(manager.get(address))
    manager.post(address, form | {"promise": "First"})
    answer = manager.post(address, form | {"promise": "Second"})
    assert answer.status_code == 422
    assert "Save again to keep what you wrote here." in text(answer)
    assert "Second" in text(answer)
    manager.post(address, form_of(answer))
    assert dict(content(canvas).questions) == {"promise": "Second"}


def test_the_script_gives_more_lines_and_empty_ones_go_away(browse, canvas):
    manager, address = browse("manager", "fi"), reverse("canvas-script", args=[canvas.key])
    form = form_of(manager.get(address))
    many = len(form["act"])
    form |= {"script-1": "Esitellään talo", "script-1-who": "Anna", "script-0": "", "script-0-who": "", "do": "more"}
    form["script-0-brings"] = ""
    answer = manager.post(address, form)
    assert answer["Location"] == address
    assert [(line.who, line.says) for line in content(canvas).script if line.act == "meeting"] == [
        ("Anna", "Esitellään talo")
    ]
    assert len(form_of(manager.get(address))["act"]) == many
    assert "Anna : Esitellään talo" in text(manager.get(reverse("canvas", args=[canvas.key])))


def test_versions_tell_their_difference_in_words_and_are_returned_to(browse, canvas):
    manager = browse("manager", "fi")
    address = reverse("canvas-versions", args=[canvas.key])
    assert "Yhtään versiota ei ole vielä tallennettu" in text(manager.get(address))
    manager.post(reverse("canvas-keep", args=[canvas.key]), {"note": "Sovittu tiimissä"})
    told = text(manager.get(address))
    assert "Sovittu tiimissä" in told
    assert "Pohjassa lukee sama kuin tässä versiossa." in told
    fill = reverse("canvas-fill", args=[canvas.key])
    form = form_of(manager.get(fill)) | {"c1-goal": "Ilahtuu", "c2-is-peak": "on"}
    manager.post(fill, form)
    told = text(manager.get(address))
    assert (
        "Sopiminen puhelimessa: asiakkaan tavoite Ennen: Saa hyvän ensivaikutelman ja kiinnostuu Nyt: Ilahtuu" in told
    )
    assert "Alku: tähän suunniteltu huippuhetki Ennen: ei Nyt: kyllä" in told
    manager.post(reverse("canvas-return", args=[canvas.key, 1]))
    assert content(canvas).columns[0].cell("goal") == "Saa hyvän ensivaikutelman ja kiinnostuu"
    answer = manager.post(reverse("canvas-return", args=[canvas.key, 7]), follow=True)
    assert "Tällaista versiota ei ole." in text(answer)


def test_a_canvas_is_copied_upward_taken_away_and_brought_back(browse, canvas):
    manager, once = browse("manager", "fi"), str(uuid4())
    manager.post(reverse("canvas-copy", args=[canvas.key]), {"do": "up", "once": once})
    copy = models.Canvas.objects.get(key=once)
    assert (copy.level, copy.name) == ("service", "Työpaja")
    assert "kopioitu pohjasta Työpaja" in text(manager.get(reverse("canvas", args=[once])))
    manager.post(reverse("canvas-copy", args=[canvas.key]), {})
    assert models.Canvas.objects.filter(name="Työpaja (kopio)").exists()
    answer = manager.post(reverse("canvas-delete", args=[once]), follow=True)
    assert "poistettiin versioineen" in text(answer)
    assert manager.get(reverse("canvas", args=[once])).status_code == 404
    manager.post(reverse("canvas-restore", args=[once]))
    assert manager.get(reverse("canvas", args=[once])).status_code == 200


def test_the_map_leads_to_the_canvas_of_its_journey(browse):
    journey = services.begin_from_template("workshop", actor=NOBODY)
    row, manager = models.Journey.objects.get(pk=journey), browse("manager")
    address = reverse("canvas-new") + f"?journey={row.key}"
    assert address in manager.get(reverse("journey", args=[row.key])).content.decode()
    assert 'value="Workshop with the customer"' in manager.get(address).content.decode()
    pk = services.create_canvas(services.CanvasDetails("Workshop", journey=journey), actor=NOBODY)
    canvas = models.Canvas.objects.get(pk=pk)
    assert (
        reverse("canvas", args=[canvas.key])
        in browse("viewer").get(reverse("journey", args=[row.key])).content.decode()
    )
    assert "scored at: Agrees on a time by phone" in text(manager.get(reverse("canvas", args=[canvas.key])))
    form = {"name": "Work", "journey": "", "language": "en", "level": "encounter"}
    manager.post(reverse("canvas-details", args=[canvas.key]), form)
    canvas.refresh_from_db()
    assert (canvas.name, canvas.journey) == ("Work", None)
