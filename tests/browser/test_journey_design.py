"""Journeys designed in a real browser: begun from a template, in three languages, on a phone and on a wide screen."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from polku.governance.gate import Viewer
from polku.journeys import models, services
from polku.journeys.rules import canvas as rules
from polku.snapshot.build import refresh
from polku.surveys.rules.labels import new_question
from polku.surveys.services.responses import Respondent, store_response
from tests.polku.surveys.making import TITLE, cleaned, content_of, published

NOBODY = Viewer(member=None, role="admin")


@pytest.fixture
def snapshot(settings, tmp_path):
    settings.SNAPSHOT = tmp_path / "snapshot"
    return settings.SNAPSHOT


def scored_by_24(columns, felt):
    """Twenty-four answers, each phase scored 4 or 5 save for the second one; the target feeling felt by most."""
    content = content_of()
    for column in columns:
        content["questions"].append(new_question("scale5", column.key, title=TITLE) | {"touchpoint": column.touchpoint})
    content["questions"].append(new_question("feeling", "felt", title=TITLE) | {"touchpoint": felt.touchpoint})
    version = published(content)
    for turn in range(24):
        scores = {column.key: "5" if turn % 3 else "4" for column in columns}
        given = scores | {columns[1].key: "3" if turn % 3 else "2", "felt": ["inspired" if turn % 6 else "neutral"]}
        store_response(
            version,
            cleaned(version, **given),
            once_key=f"once-{turn}",
            respondent=Respondent(),
            now=datetime(2026, 3, 15, 12, tzinfo=UTC),
        )
    refresh()


LOOKS = [("phone", "dark", "fi"), ("laptop", "light", "sv"), ("wide", "light", "en")]


@pytest.mark.parametrize("look", LOOKS, ids="-".join)
def test_a_journey_begins_from_a_template_on_every_screen(signed_in, clean, shot, look):
    size, theme, language = look
    page = signed_in("manager", size=size, theme=theme, language=language, javascript=size != "phone")
    page.goto("/journeys/new/")
    page.locator("#template-offer summary").click()
    shot(page, "template", *look)
    if size != "phone":
        clean(page)
    page.locator("#template-offer button").click()
    page.wait_for_url("**/edit/**")
    shot(page, "template-edit", *look)
    page.goto(f"/journeys/{models.Journey.objects.get().key}/")
    shot(page, "template-map", *look)
    page.goto(f"/journeys/{models.Journey.objects.get().key}/details/")
    page.locator("button[value=looked]").press("Enter")
    page.locator(".notice").first.wait_for()
    shot(page, "details", *look)
    if size != "phone":
        clean(page)
    assert models.Touchpoint.objects.count() == 12


@pytest.mark.parametrize("look", LOOKS, ids="-".join)
def test_a_canvas_is_designed_on_every_screen(signed_in, clean, shot, look):
    size, theme, language = look
    page = signed_in("manager", size=size, theme=theme, language=language, javascript=size != "phone")
    page.goto("/journeys/canvases/new/")
    page.locator("#id_name").fill("Työpaja")
    page.locator("button[value=starter]").press("Enter")
    page.wait_for_url("**/fill/**")
    shot(page, "canvas-fill", *look)
    if size != "phone":
        clean(page)
    page.locator("#c1-goal").fill("")
    page.locator("#c2-session").select_option("2")
    page.locator(".form-does button").first.press("Enter")
    page.wait_for_url("**/canvases/*/")
    canvas = models.Canvas.objects.get()
    assert canvas.content["columns"][1]["session"] == 2
    for name in ("", "questions/", "script/", "versions/", "details/"):
        page.goto(f"/journeys/canvases/{canvas.key}/{name}")
        shot(page, f"canvas-{name.strip('/') or 'read'}", *look)
        if size != "phone":
            clean(page)
    page.goto("/journeys/canvases/")
    shot(page, "canvas-list", *look)


@pytest.mark.parametrize("much", [1, 3, 6])
def test_a_canvas_prints_on_one_page(signed_in, much, tmp_path, shot):
    pk = services.create_canvas(services.CanvasDetails("Työpaja", language="fi"), actor=NOBODY)
    canvas = models.Canvas.objects.get(pk=pk)
    content = rules.unpacked(canvas.content)
    said = dict.fromkeys(rules.QUESTIONS, "Rauhassa, asiakkaan omin sanoin ja kiirehtimättä. " * much)
    columns = tuple(
        replace(one, cells={row: f"{text}. " * much for row, text in one.cells.items()}) for one in content.columns
    )
    told = replace(content, questions=said, columns=columns, script=content.script * much)
    services.fill_canvas(pk, "columns", told, actor=NOBODY)
    services.fill_canvas(pk, "questions", told, actor=NOBODY)
    services.fill_canvas(pk, "script", told, actor=NOBODY)
    page = signed_in("manager", language="fi")
    page.goto(f"/journeys/canvases/{canvas.key}/")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 1060, "height": 720})
    shot(page, f"canvas-print-{much}")
    printed = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1


@pytest.mark.parametrize("look", LOOKS, ids="-".join)
def test_the_day_is_led_from_its_page(signed_in, clean, shot, look):
    size, theme, language = look
    canvas = services.create_canvas(services.CanvasDetails("Työpaja", language="fi"), actor=NOBODY)
    held = services.begin_held(canvas, name="Kaamos Oy", actor=NOBODY)
    begun = timezone.now() - timedelta(minutes=40)
    services.enter_phase(held, "c2", actor=NOBODY, now=begun)
    page = signed_in("contributor", size=size, theme=theme, language=language, javascript=size != "phone")
    page.goto(f"/journeys/canvases/held/{models.Held.objects.get().key}/")
    page.locator("#saw").fill("Nojasi taakse ja risti kätensä")
    page.locator("#means").fill("Liikaa asiaa kerralla?")
    page.locator("#note button").press("Enter")
    page.get_by_text("Liikaa asiaa").wait_for()
    page.locator(".sheet-actions button").first.press("Enter")
    page.locator(".day-on h2").get_by_text("Keskivaihe").wait_for()
    shot(page, "day", *look)
    if size != "phone":
        clean(page)
    assert models.HeldNote.objects.get().phase == "c2"


@pytest.mark.parametrize("look", LOOKS, ids="-".join)
def test_target_and_measured_stand_beside_each_other(signed_in, clean, shot, look, snapshot):
    size, theme, language = look
    assert not snapshot.exists()
    journey = services.begin_from_template("workshop", actor=NOBODY)
    details = services.CanvasDetails("Työpaja", language="fi", journey=journey)
    canvas = models.Canvas.objects.get(pk=services.create_canvas(details, actor=NOBODY))
    columns = rules.unpacked(canvas.content).columns
    scored_by_24(columns[:4], columns[2])
    page = signed_in("manager", size=size, theme=theme, language=language, javascript=size != "phone")
    page.goto(f"/journeys/canvases/{canvas.key}/measured/")
    page.locator(".aimed-row").nth(4).wait_for()
    shot(page, "measured", *look)
    if size != "phone":
        clean(page)


@pytest.mark.parametrize("look", LOOKS, ids="-".join)
def test_a_journey_is_read_in_lanes_and_prints_on_one_page(signed_in, clean, shot, look):
    size, theme, language = look
    offer = models.Journey.objects.get(pk=services.begin_from_template("offer", actor=NOBODY))
    points = models.Touchpoint.objects.order_by("phase__position", "position")
    for at, point in enumerate(points):
        said = {"fi": "Kuka vastaa, milloin ja mitä se maksaa", "sv": "Vem svarar, när och vad kostar det"}
        lanes = {"know": said, "backstage": said} if at % 3 else {"content": said, "documents": said}
        services.set_lanes(point.pk, lanes if at != 4 else {}, emotion=(0, 1, 1, 2, None, -1)[at % 6], actor=NOBODY)
    page = signed_in("manager", size=size, theme=theme, language=language, javascript=size != "phone")
    page.goto(f"/journeys/{offer.key}/lanes/")
    shot(page, "lanes", *look)
    if size != "phone":
        clean(page)
    if size == "laptop":
        assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))) == 1
        page.emulate_media(media="print")
        shot(page, "lanes-print")
    page.goto(f"/journeys/touchpoints/{points[3].key}/lanes/")
    shot(page, "lanes-fill", *look)
