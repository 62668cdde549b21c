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
    facts = told(page, ".print-only")
    assert re.search(r"\d{4} – \w+ \d{4} · Suunnittelijat · verrattuna vuodentakaiseen", facts)
    assert len(re.findall(rb"/Type\s*/Page[^s]", page.pdf(prefer_css_page_size=True))) == 1


@pytest.mark.parametrize("path", ["/wall/", "/perspectives/", "/perspectives/nps/", "/answers/?show=ces7"])
@pytest.mark.parametrize("look", [("phone", "dark"), ("laptop", "light")])
@pytest.mark.usefixtures("company")
def test_the_pages_around_it_are_clean(signed_in, clean, path, look):
    size, theme = look
    page = signed_in("manager", language="fi", size=size, theme=theme)
    page.goto(path)
    clean(page)


def test_nobody_has_to_scroll_a_wall(company, signed_in):
    page = signed_in("viewer", language="fi", size="wide")
    page.goto("/wall/?show=ces7")
    assert page.evaluate("document.documentElement.scrollHeight - window.innerHeight") <= 0


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
