"""What matters most? as people use it: in Finnish, without JavaScript, on a phone, in the dark, on paper."""

from __future__ import annotations

import random
import re

import pytest

from polku.people import services as people
from polku.snapshot.build import refresh
from polku.surveys import queries, rules, services
from polku.surveys.rules.labels import new_question, words
from polku.surveys.services import Respondent
from tests.polku.surveys.making import MANAGER

ASKED = {
    "trust": words("Luotan teihin", "Jag litar på er", "I trust you"),
    "speed": words("Vastaatte nopeasti", "Ni svarar snabbt", "You answer fast"),
    "weather": words("Sää oli hyvä", "Vädret var fint", "The weather was fine"),
}
LONG = 240_000


@pytest.fixture
def snapshot(address, settings, tmp_path):
    settings.SNAPSHOT = tmp_path / "snapshot"


@pytest.fixture
def company(snapshot):
    """Recommendation follows trust, speed somewhat, the weather not at all."""
    content = rules.empty_content()
    for texts in content["texts"].values():
        texts["title"] = "Pulse"
    content["questions"] = [new_question("nps", "nps"), *(new_question("scale5", k, title=t) for k, t in ASKED.items())]
    names = {"fi": "Pulssi", "sv": "Puls", "en": "Pulse"}
    key = services.create_survey(names=names, audience="customer", content=content, promise="open", actor=MANAGER)
    services.publish(key, actor=MANAGER)
    version = queries.published(key)
    for segment, text in (("a", "Planners"), ("b", "Builders")):
        people.save_segment(segment, {"en": text}, actor=MANAGER)
    draw = random.Random(3)
    for at in range(90):
        trust, speed, weather = (draw.randint(1, 5) for _ in range(3))
        score = max(0, min(10, round(1.5 * trust + 0.5 * speed + draw.gauss(0, 1))))
        given = {"nps": score, "trust": trust, "speed": speed, "weather": weather}
        person = Respondent(segment="ab"[at % 2])
        services.store_response(
            version, rules.validate(version.content, given, "en"), once_key=str(at), respondent=person
        )
    refresh()


def whole(page, address: str = "/matters/"):
    """Go there and wait until it is counted: the first time the analysis may have to be compiled."""
    page.goto(address, timeout=LONG)
    page.wait_for_selector("#shares", timeout=LONG)
    return page


def sentence(page) -> str:
    return page.inner_text("#sentence").replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("how", [("light", "laptop"), ("dark", "phone")], ids="-".join)
def test_it_says_in_finnish_what_matters_and_nothing_hinders(company, signed_in, clean, shot, how):
    page = whole(signed_in("manager", language="fi", theme=how[0], size=how[1]))
    assert sentence(page).startswith("Suositteluindeksi: eniten yhteydessä on ”Luotan teihin”, jonka osuus on ")
    assert "askelta korkeampi: ne kulkevat yhdessä, mutta syy se ei välttämättä ole." in page.inner_text("#matters")
    assert page.locator(".shell-menu a[aria-current]").get_attribute("href") == "/matters/"
    clean(page)
    for summary in page.locator("#matters details > summary").all():
        summary.click()
    clean(page)
    shot(page, "matters", *how)


def test_choices_work_without_javascript(company, signed_in):
    page = signed_in("viewer", javascript=False)
    page.goto("/matters/", timeout=LONG)
    for _ in range(120):
        if page.locator("#shares").count():
            break
        page.wait_for_timeout(1000)
        page.reload()
    page.click("#filters summary")
    page.select_option("#pick-segment", "a")
    page.uncheck("input[name=driver][value$='/weather']")
    page.click("#filters button")
    for _ in range(120):
        if page.locator("#shares").count():
            break
        page.wait_for_timeout(1000)
        page.reload()
    assert "segment=a" in page.url
    assert page.inner_text(".chips").startswith("Planners")
    assert "weather" not in page.inner_text("#drivers").lower()
    assert page.locator("#exports").count() == 0, "who only looks is offered no file"


def test_it_prints_without_menus_and_choices(company, signed_in):
    page = whole(signed_in("viewer", theme="dark"))
    page.emulate_media(media="print")
    assert not page.is_visible(".shell-menu")
    assert not page.is_visible("#filters")
    assert page.is_visible("#sentence")
    assert page.is_visible("#shares svg")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    paper = page.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page[^s]", paper)) <= 3


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_hinders_where_there_is_nothing(snapshot, signed_in, clean, theme):
    page = signed_in("manager", theme=theme, size="phone", language="sv")
    page.goto("/matters/")
    assert "En enkät, två slags frågor" in page.inner_text("main")
    clean(page)
