"""Where are we today? as people use it: by keyboard, without JavaScript, on paper, and while answers come in."""

from __future__ import annotations

import re

import pytest

from polku.snapshot.build import refresh
from polku.surveys import rules, services
from tests.polku.web.workspace.company import made


@pytest.fixture
def snapshot(settings, tmp_path):
    settings.SNAPSHOT = tmp_path / "snapshot"


@pytest.fixture
def company(address, snapshot):
    return made(months=14, a_month=14)


def sentence(page) -> str:
    return page.inner_text("#sentence").replace("\N{NO-BREAK SPACE}", " ")


def answer(company, score: int) -> None:
    cleaned = rules.validate(company.version.content, {"nps": score}, "en")
    services.store_response(company.version, cleaned, once_key=f"again-{score}")
    refresh()


def test_a_new_answer_appears_by_itself_and_is_told(company, signed_in):
    page = signed_in("viewer")
    page.goto("/?show=nps&by=segment&compare=none")
    page.click("#method summary")
    before = sentence(page)
    page.evaluate("window.same = true")
    answer(company, 10)
    page.wait_for_function("before => document.querySelector('#sentence').textContent !== before", arg=before)
    count = [int(re.search(r"from (\d+) answers", text).group(1)) for text in (before, sentence(page))]
    assert count[1] == count[0] + 1
    page.wait_for_function(
        "() => document.querySelector('#told').textContent === document.querySelector('#sentence').textContent"
    )
    assert page.evaluate("window.same") is True, "the page was loaded anew"
    assert page.locator("#method").get_attribute("open") is not None, "what was open closed"
    assert not page.problems


def test_a_hidden_page_asks_for_nothing(company, signed_in):
    page = signed_in("viewer")
    page.add_init_script("Object.defineProperty(document, 'hidden', {get: () => true})")
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/pulse/" in request.url else None)
    page.goto("/")
    page.wait_for_timeout(3000)
    assert not asked


def test_filters_work_without_javascript(company, signed_in):
    page = signed_in("viewer", javascript=False)
    page.goto("/")
    page.click("#filters summary")
    page.select_option("#pick-segment", "designer")
    page.select_option("#pick-compare", "none")
    page.click("#filters button")
    assert "segment=designer" in page.url
    assert "compare=none" in page.url
    assert page.inner_text(".chips").startswith("Designers")
    assert ":" not in sentence(page)
    page.click("#by-month")
    assert "by=month" in page.url
    assert "segment=designer" in page.url


def test_a_choice_changes_the_figures_in_place(company, signed_in):
    page = signed_in("viewer")
    page.goto("/?show=nps")
    before = sentence(page)
    page.click("#filters summary")
    page.evaluate("window.same = true")
    page.select_option("#pick-segment", "designer")
    page.wait_for_url(re.compile("segment=designer"))
    page.wait_for_selector(".chip")
    assert sentence(page) != before
    assert page.evaluate("window.same") is True
    assert page.locator("#filters").get_attribute("open") is not None
    page.go_back()
    page.wait_for_selector(".chip", state="detached")
    assert sentence(page) == before
    assert not page.problems


def test_when_the_session_has_ended_the_way_in_is_shown(company, signed_in):
    page = signed_in("viewer")
    page.goto("/?show=nps")
    page.context.clear_cookies()
    page.click("#by-month")
    page.wait_for_url(re.compile("/sign-in/login/"))


def test_everything_is_reached_by_keyboard(company, signed_in):
    page = signed_in("viewer")
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    reached = []
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.id || document.activeElement.parentElement.id"))
    for wanted in ("filters", "tile-ces7", "by-month", "sort-score", "method", "months"):
        assert wanted in reached, wanted
    page.focus("#tile-ces7")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("show=ces7"))
    page.wait_for_function("() => document.querySelector('#sentence').textContent.startsWith('Ease')")
    assert page.evaluate("document.activeElement.id") == "tile-ces7"


def test_it_prints_on_one_page(company, signed_in):
    page = signed_in("viewer", theme="dark")
    page.goto("/?show=ces7&by=touchpoint")
    paper = page.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page[^s]", paper)) == 1
    page.emulate_media(media="print")
    assert not page.is_visible(".shell-menu"), "a menu is of no use on paper"
    assert page.is_visible("#sentence")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)", "ink is dear"
    assert page.evaluate("getComputedStyle(document.querySelector('#sentence')).color") == "rgb(26, 36, 35)"


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("how", [("light", "laptop"), ("dark", "phone")], ids="-".join)
def test_nothing_hinders(company, signed_in, clean, language, how):
    page = signed_in("admin", language=language, theme=how[0], size=how[1])
    page.goto("/?show=ces7&by=touchpoint&segment=designer")
    clean(page)
    for summary in page.locator("#board details > summary").all():
        summary.click()
    clean(page)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_hinders_where_there_is_nothing(address, snapshot, signed_in, clean, theme):
    page = signed_in("manager", theme=theme, size="phone")
    page.goto("/")
    assert "Nobody has answered yet" in page.inner_text("main")
    clean(page)


def test_hidden_figures_say_why(address, snapshot, signed_in, clean):
    made(months=2, a_month=2, promise="anonymous")
    page = signed_in("viewer")
    page.goto("/")
    assert "promised" in page.inner_text("main") or "has closed" in page.inner_text("main")
    clean(page)


def test_labels_of_charts_do_not_touch(company, signed_in):
    """Measured in the browser, with the shipped type: no two words of a picture lie on each other."""
    for size, language in (("phone", "fi"), ("laptop", "fi")):
        page = signed_in("viewer", size=size, language=language)
        page.goto("/?show=ces7&first=2000-01")
        page.wait_for_function("document.fonts.ready")
        touching = page.evaluate("""() => {
            const words = [...document.querySelectorAll('.chart text')];
            const all = words.map(one => [one.textContent, one.getBoundingClientRect()]);
            const boxes = all.filter(([, box]) => box.width);
            const found = [];
            boxes.forEach(([a, x], i) => boxes.slice(i + 1).forEach(([b, y]) => {
                if (x.left < y.right && y.left < x.right && x.top + 2 < y.bottom - 2 && y.top + 2 < x.bottom - 2)
                    found.push(a + ' / ' + b);
            }));
            return found;
        }""")
        assert not touching
