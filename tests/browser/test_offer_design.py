"""A vendor of tailored web shops designs its offer journey and workshop, in Finnish: from template to scores."""

from __future__ import annotations

import pytest

from polku.governance.gate import Viewer
from polku.journeys import models
from polku.journeys.rules import canvas as rules
from tests.browser.test_journey_design import scored_by_24

NOBODY = Viewer(member=None, role="admin")
FEELINGS = ["innostunut, odottava", "energinen, rento", "luottavainen, innostunut", "odottava, inspiroitunut"]


@pytest.fixture
def page(signed_in, settings, tmp_path):
    settings.SNAPSHOT = tmp_path / "snapshot"
    return signed_in("manager", language="fi")


def begin(page, template):
    """Begin a journey from a template, from the menu on; its row."""
    page.goto("/journeys/new/")
    page.locator(f"#template-{template}").get_by_role("button", name="Aloita tästä").click()
    page.wait_for_url("**/edit/**")
    page.get_by_text("Asiakaspolku on valmis muokattavaksi.").wait_for()
    return models.Journey.objects.get(key=page.url.split("/journeys/")[1].split("/")[0])


def test_an_offer_journey_and_its_workshop_are_designed_held_and_scored(page, clean, shot):
    offer = begin(page, "offer")
    page.goto(f"/journeys/{offer.key}/")
    assert page.locator(".tp").count() == 12
    page.get_by_text("Toinen päätös: kysy syy").wait_for()
    page.locator(".ends-flag").wait_for()

    workshop = begin(page, "workshop")
    page.goto(f"/journeys/{workshop.key}/")
    page.get_by_role("link", name="Suunnittele tavoitekokemus").click()
    page.get_by_role("button", name="Aloita täytetystä työpajasta").click()
    page.wait_for_url("**/fill/")
    assert [page.locator(f"#c{n}-feeling").input_value() for n in (1, 2, 3, 4)] == FEELINGS

    # Two sessions of two hours, and a peak of one's own.
    page.locator("#c2-minutes").fill("60")
    page.locator("#c3-minutes").fill("60")
    page.locator("#c4-session").select_option("2")
    page.locator("#c4-minutes").fill("120")
    page.locator("#c3-peak").fill("Näkee oman verkkokauppansa ensimmäistä kertaa")
    page.get_by_role("button", name="Tallenna", exact=True).click()
    page.get_by_text("Huippuhetki: Keskivaihe. Harkittu lopetus: Loppu.").wait_for()
    page.get_by_text("Suunniteltu kesto 4 h, istuntoja 2: 2 h ja 2 h.").wait_for()
    canvas = models.Canvas.objects.get()

    page.get_by_role("link", name="Kysymykset").click()
    page.get_by_label("Minkä lupauksen haluamme välittää?").fill("Sinua kuunnellaan ennen kuin sinulle myydään.")
    page.get_by_role("button", name="Tallenna", exact=True).click()
    page.get_by_text("Sinua kuunnellaan").wait_for()

    page.get_by_role("link", name="Versiot").click()
    page.get_by_label("Mitä on sovittu").fill("Ennen ensimmäistä työpajaa")
    page.get_by_role("button", name="Tallenna versio").click()
    page.get_by_text("Tallennettu versioksi 1.").wait_for()
    clean(page)

    # The day: the clock runs, the overrun is noted, and the real lengths are kept beside the planned ones.
    page.goto(f"/journeys/canvases/{canvas.key}/")
    page.get_by_label("Kenen kanssa tai mikä kerta").fill("Kaamos Oy")
    page.get_by_role("button", name="Avaa päivän sivu").click()
    page.get_by_text("Kohtaaminen ei ole vielä alkanut.").wait_for()
    page.get_by_role("button", name="Jatka: Alku").click()
    page.get_by_text("Olemme aikataulussa.").wait_for()
    page.get_by_label("Mitä nähtiin tai kuultiin").fill("Istunto venyi, kukaan ei katsonut kelloa")
    page.get_by_label("Mitä se voi tarkoittaa").fill("Aihe vei mukanaan")
    page.get_by_role("button", name="Kirjaa", exact=True).click()
    page.get_by_text("Aihe vei mukanaan").wait_for()
    page.get_by_text("Kirjaa toteutuneet kestot käsin").click()
    for name, minutes in (("Alku", "65"), ("Keskivaihe", "75"), ("Loppu", "110")):
        page.get_by_label(f"{name}, minuutit").fill(minutes)
    page.get_by_role("button", name="Tallenna kestot").click()
    page.get_by_role("button", name="Päätä kohtaaminen").click()
    page.get_by_text("Se venyi 10 minuuttia.").wait_for()
    clean(page)

    # Scored by customers, phase by phase; the relationship work comes weeks later.
    columns = rules.unpacked(models.Canvas.objects.get().content).columns
    scored_by_24(columns[:4], columns[2])
    page.goto(f"/journeys/canvases/{canvas.key}/")
    page.get_by_role("link", name="Tavoite ja mitattu").click()
    page.get_by_text("Varmasti alle tavoitteen: Alku.").wait_for()
    page.get_by_text("Varmasti yli puolet tunsi tavoitetunteen: Keskivaihe.").wait_for()
    shot(page, "offer-measured")
    clean(page)

    # What was learned is taken up to the service.
    page.goto(f"/journeys/canvases/{canvas.key}/")
    page.get_by_role("button", name="Kopioi ylös palvelun tasolle").click()
    page.get_by_label("Nimi", exact=True).fill("Asiantuntijamyynti")
    page.get_by_role("button", name="Tallenna", exact=True).click()
    page.get_by_text("Asiantuntijamyynti").first.wait_for()
    assert models.Canvas.objects.filter(level="service", origin=canvas, name="Asiantuntijamyynti").exists()
