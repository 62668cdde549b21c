"""The board asks: is it better than last year? One view answers, in Finnish, by picture, word and interval."""

from __future__ import annotations

import re

import pytest

from tests.polku.web.workspace.company import made


@pytest.fixture
def company(address, settings, tmp_path):
    settings.SNAPSHOT = tmp_path / "snapshot"
    return made(months=26, a_month=14)


def told(page, selector: str) -> str:
    return re.sub(r"\s+", " ", page.inner_text(selector).replace("\N{NO-BREAK SPACE}", " "))


def test_is_it_better_than_last_year(company, signed_in, clean):
    page = signed_in("viewer", language="fi")
    page.goto("/?show=ces7&by=touchpoint")
    sentence = told(page, "#sentence")
    assert re.match(r"Asioinnin vaivattomuus on \d,\d\d \(\d,\d\d–\d,\d\d\) \d+ vastauksen perusteella: ", sentence)
    assert re.search(r"vuodentakais|vuosi sitten", sentence)
    assert page.inner_text("h1") == "Missä olemme tänään?"
    whole = re.fullmatch(r"Vuodentakaisesta [+−]\d,\d\d \(([+−]\d,\d\d)…([+−]\d,\d\d)\)", told(page, "#change"))
    assert whole is not None
    below, above = (float(end.replace("−", "-").replace(",", ".")) for end in whole.groups())
    assert page.locator("#change svg").count() == 1
    assert ("parempi" in sentence, "huonompi" in sentence) == (below > 0, above < 0)
    assert page.locator("#rows thead").inner_text().count("Vuodentakaisesta") == 1
    for row in page.locator("#rows tbody tr:has(.change)").all():
        word, figures = row.locator(".change").inner_text().strip(), row.locator(".row-gap .between").inner_text()
        interval = re.search(r"\(([+−]?[\d,]+)…([+−]?[\d,]+)\)", figures)
        assert row.locator(".row-gap svg").count() == 1
        if interval is None:
            assert word == "Ei voida vielä sanoa"
            continue
        low, high = (float(end.replace("−", "-").replace(",", ".")) for end in interval.groups())
        expected = {"Parempi": low >= 0, "Huonompi": high <= 0, "Eroa ei näy": low <= 0 <= high}
        assert expected[word], (word, figures)
    clean(page)


@pytest.mark.parametrize("view", ["table", "trend", "distribution", "map"])
@pytest.mark.parametrize("look", [("phone", "dark", "fi"), ("laptop", "light", "sv"), ("wide", "dark", "en")])
@pytest.mark.usefixtures("company")
def test_every_view_is_clean(signed_in, clean, shot, view, look):
    size, theme, language = look
    page = signed_in("manager", language=language, size=size, theme=theme)
    page.goto(f"/?show=ces7&by=touchpoint&compare=complement&view={view}")
    clean(page)
    shot(page, f"scoreboard-{view}", size, theme, language)
    page.click("#kept summary")
    clean(page)


def test_a_view_is_pinned_and_found_again_without_javascript(company, signed_in):
    page = signed_in("viewer", language="fi", javascript=False)
    page.goto("/?show=ces7&segment=designer")
    page.click("#kept summary")
    page.fill("#view-name", "Suunnittelijat")
    page.click(".kept-form button")
    page.goto("/")
    page.click(".pinned a:has-text('Suunnittelijat')")
    assert "segment=designer" in page.url


def test_the_answer_fits_one_sheet_of_paper(company, signed_in):
    page = signed_in("viewer", language="fi")
    page.goto("/?show=ces7&by=touchpoint&segment=designer")
    page.emulate_media(media="print")
    facts = told(page, ".print-facts")
    for part in (
        "Mittari Asioinnin vaivattomuus", "Vertailu Vuodentakaiseen", "Vastausten painotus Jokainen vastaus kerran",
        "Rajaukset Suunnittelijat",
    ):  # fmt: skip
        assert part in facts, part
    assert re.search(r"Ajanjakso \w+ \d{4} – \w+ \d{4} Vastauksia \d+, \d+ asiakasyritystä", facts)
    assert re.search(r"Tulostettu \d+\.\d+\.\d{4} klo \d+\.\d\d", facts)
    foot = told(page, ".print-foot")
    assert "Miten luvut on laskettu" in foot
    assert "Piste on tulos" in foot
    assert page.locator("#rows td.row-needed").first.is_visible()
    wide = page.locator(".trend .card-body").bounding_box()["width"]
    assert page.locator(".chart-wide svg").bounding_box()["width"] > 0.9 * wide
    assert len(re.findall(rb"/Type\s*/Page[^s]", page.pdf(prefer_css_page_size=True))) == 1


@pytest.mark.parametrize("path", ["/wall/", "/perspectives/", "/perspectives/nps/", "/answers/?show=ces7"])
@pytest.mark.parametrize("look", [("phone", "dark"), ("laptop", "light")])
@pytest.mark.usefixtures("company")
def test_the_pages_around_it_are_clean(signed_in, clean, path, look):
    size, theme = look
    page = signed_in("manager", language="fi", size=size, theme=theme)
    page.goto(path)
    clean(page)


SCREENS = ((1280, 720), (1920, 1080), (3840, 2160))
ON_WALLS = ("by=touchpoint", "by=month", "view=trend", "view=distribution&by=segment", "view=map")


def test_nobody_has_to_scroll_a_wall(company, signed_in):
    page = signed_in("viewer", language="fi", size="wide")
    for view in ON_WALLS:
        page.goto(f"/wall/?show=ces7&{view}")
        for width, height in SCREENS:
            page.set_viewport_size({"width": width, "height": height})
            where = (view, width)
            assert page.evaluate("document.documentElement.scrollHeight - window.innerHeight") <= 0, where
            foot = page.locator(".fresh").bounding_box()
            assert foot["y"] + foot["height"] <= height, where
            cut = page.eval_on_selector_all(
                ".wall-panel, .wall-chart, .wall-rows",
                "parts => parts.filter(one => one.scrollHeight > one.clientHeight + 2 "
                "|| one.getBoundingClientRect().height < innerHeight / 9).map(one => one.className)",
            )
            assert cut == [], where
    page.goto("/wall/?show=ces7&by=touchpoint")
    assert page.locator(".wall-rows li").count() == 5
    assert page.locator(".wall-rows li").first.bounding_box()["height"] >= 30


def test_a_phone_folds_the_phases_of_a_map(company, signed_in, clean):
    page = signed_in("viewer", language="fi", size="phone")
    page.goto("/?show=ces7&view=map")
    page.wait_for_selector(".score-phase:not([open])", state="attached")
    assert page.locator(".score-card:visible").count() == 0
    page.locator(".score-phase summary").first.click()
    assert page.locator(".score-card:visible").count() > 0
    clean(page)


def test_a_phone_says_by_what_the_rows_stand(company, signed_in):
    page = signed_in("viewer", language="sv", size="phone")
    page.goto("/?show=ces7&by=decision_role")
    box = page.locator(".tabs a[aria-current]").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    for entry in page.locator(".shell-menu .short").all():
        box = entry.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
