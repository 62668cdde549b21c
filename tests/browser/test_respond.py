"""A person answers on a phone: by finger, by keyboard, without script, in the dark, leaving and coming back."""

from __future__ import annotations

import pytest

from polku.flows.answer_links import preview_link
from polku.surveys import services
from polku.surveys.models import Response
from tests.polku.web.respond.asking import EVERY_KIND, MANAGER, TITLE, ask

LANGUAGES = ["fi", "sv", "en"]
THEMES = ["light", "dark"]


@pytest.fixture
def survey(address):
    return ask(EVERY_KIND, promise="anonymous").survey


def open_form(new_page, survey, **options):
    page = new_page(size="phone", **options)
    page.goto(f"/s/{survey}/")
    return page


def send(page):
    """Press the button and wait for what the page says to it."""
    page.locator("#send").click()
    page.locator("#problems, #next").first.wait_for()


def pick(page, field):
    page.locator(f"label:has([id='{field}'])").click()


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_is_clean(new_page, survey, clean, language, theme):
    page = open_form(new_page, survey, language=language, theme=theme)
    assert page.locator("h1").inner_text() == TITLE[LANGUAGES.index(language)]
    clean(page)
    page.locator("#people").fill("abc")
    pick(page, "ease-5")
    send(page)
    assert page.evaluate("document.activeElement.id") == "problems"
    clean(page)
    pick(page, "recommend-9")
    page.locator("#people").fill("12")
    send(page)
    assert page.locator("#next").is_visible()
    clean(page)
    services.close(survey, actor=MANAGER)
    page.goto(f"/s/{survey}/")
    clean(page)


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_targets_are_large_enough_for_a_finger(new_page, survey, width):
    page = open_form(new_page, survey, language="fi")
    page.set_viewport_size({"width": width, "height": 700})
    small = page.evaluate(
        """[...document.querySelectorAll("label.tall, label.opt, button:not(.hide), input[id], textarea")]
        .filter((e) => e.checkVisibility() && !(e.matches("input") && e.closest("label")))
        .map((e) => [e.getBoundingClientRect(), e.outerHTML.slice(0, 90)])
        .filter(([box]) => box.width < 44 || box.height < 44)
        .map(([box, html]) => `${box.width} x ${box.height} ${html}`)"""
    )
    assert not small
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_answered_by_keyboard_alone(new_page, survey):
    page = open_form(new_page, survey)
    reached = []
    for _ in range(60):
        page.keyboard.press("Tab")
        at = page.evaluate("document.activeElement.id || document.activeElement.name")
        reached.append(at)
        match at:
            case "recommend-0" | "trust-1":
                page.keyboard.press("ArrowRight")
                page.keyboard.press("ArrowRight")
            case "why":
                page.keyboard.type("By keyboard")
            case "felt-o1":
                page.keyboard.press("Space")
            case "send":
                page.keyboard.press("Enter")
                break
    page.locator("#next").wait_for()
    row = Response.objects.get()
    assert row.answers == {"recommend": 2, "trust": 3, "felt": ["o1"]}
    assert row.comments.get().text == "By keyboard"


def test_enter_in_a_text_sends_and_does_not_change_the_language(new_page, survey):
    page = open_form(new_page, survey, language="sv")
    pick(page, "recommend-9")
    page.locator("#room").fill("hall")
    page.locator("#room").press("Enter")
    page.locator("#next").wait_for()
    assert page.locator("h1").inner_text() == "Tack"


def test_answered_without_script(new_page, survey, clean):
    page = open_form(new_page, survey, javascript=False)
    pick(page, "ease-6")
    pick(page, "parts.r1-4")
    page.locator("#why").fill("kept")
    page.get_by_role("button", name="Svenska").click()
    assert page.locator("h1").inner_text() == TITLE[1]
    assert page.locator("#why").input_value() == "kept"
    assert page.locator("[id='parts.r1-4']").is_checked()
    page.locator("button[name=_clear][value=ease]").click()
    assert not page.locator("#ease-6").is_checked()
    assert page.locator("#why").input_value() == "kept"
    page.locator("#send").click()
    assert page.locator("#problems a").first.get_attribute("href") == "#recommend-0"
    page.locator("#problems a").first.click()
    pick(page, "recommend-3")
    page.locator("#send").click()
    assert page.locator("h1").inner_text() == "Tack"
    assert page.evaluate("location.hash") == ""  # not the place of the answer that was cleared
    assert Response.objects.get().answers == {"recommend": 3, "parts": {"r1": 4}}


def test_going_back_without_script_finds_the_answers(new_page, survey):
    page = open_form(new_page, survey, javascript=False)
    page.locator("#why").fill("half a thought")
    page.goto("/s/")
    page.go_back()
    assert page.locator("#why").input_value() == "half a thought"


def test_leaving_and_coming_back_keeps_what_was_given_on_the_device_alone(new_page, survey):
    page = open_form(new_page, survey)
    first_key = page.locator("[name=_key]").input_value()
    pick(page, "ease-6")
    pick(page, "felt-o2")
    pick(page, "parts.r0-2")
    page.locator("#why").fill("later")
    page.goto("about:blank")
    page.goto(f"/s/{survey}/")
    assert page.locator("#kept").is_visible()
    assert page.locator("#why").input_value() == "later"
    assert all(page.locator(f"[id='{field}']").is_checked() for field in ("ease-6", "felt-o2", "parts.r0-2"))
    # The key comes back too: had the answer been sent and its thanks lost, it would still count once.
    assert page.locator("[name=_key]").input_value() == first_key
    assert not page.context.cookies()
    assert not Response.objects.exists()
    page.locator("#forget").click()
    page.locator("#why").wait_for()
    page.wait_for_function("document.getElementById('why').value === ''")
    assert not page.locator("#ease-6").is_checked()


def test_the_draft_is_gone_once_it_is_sent(new_page, survey):
    page = open_form(new_page, survey)
    pick(page, "recommend-9")
    page.locator("#why").fill("private words")
    assert "private words" in page.evaluate("JSON.stringify(localStorage)")
    send(page)
    assert page.evaluate("localStorage.length") == 0
    page.goto(f"/s/{survey}/")
    assert page.locator("#why").input_value() == ""


def test_a_double_click_counts_once(new_page, survey):
    page = open_form(new_page, survey)
    pick(page, "recommend-9")
    page.locator("#send").dblclick(no_wait_after=True)
    page.locator("#next").wait_for()
    assert Response.objects.count() == 1
    assert page.locator("[role=status]").count() == 0


def test_a_second_press_sends_nothing(new_page, survey):
    page = open_form(new_page, survey)
    pick(page, "recommend-9")
    sent = page.evaluate(
        """() => {
          let sent = 0;
          window.addEventListener("submit", (event) => { sent += !event.defaultPrevented; event.preventDefault(); });
          for (let press = 0; press < 2; press += 1) document.getElementById("send").click();
          return sent;
        }"""
    )
    assert sent == 1


def test_going_back_and_changing_an_answer_leaves_the_first(new_page, survey):
    page = open_form(new_page, survey)
    pick(page, "recommend-9")
    send(page)
    page.go_back()
    pick(page, "recommend-1")
    send(page)
    assert "first one stands" in page.locator("[role=status]").inner_text()
    assert Response.objects.get().answers == {"recommend": 9}


def test_an_answer_is_cleared_in_place(new_page, survey):
    page = open_form(new_page, survey)
    pick(page, "ease-6")
    page.locator("#why").fill("stays")
    page.locator("button[name=_clear][value=ease]").click()
    assert not page.locator("#ease-6").is_checked()
    assert page.locator("#why").input_value() == "stays"
    assert page.evaluate("document.activeElement.id") == "ease-1"


def test_one_request_and_nothing_kept_but_the_draft(new_page, survey):
    page = new_page(size="phone")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"/s/{survey}/")
    page.wait_for_load_state("networkidle")
    assert len(asked) == 1
    assert not page.context.cookies()


def test_a_preview_looks_the_same_and_stores_nothing(new_page, address, clean):
    key = services.create_survey(names={"en": "x"}, audience="customer", content=EVERY_KIND, actor=MANAGER)
    page = new_page(size="phone")
    page.goto(preview_link(key, member=1))
    assert page.locator("[role=note]").is_visible()
    clean(page)
    pick(page, "recommend-9")
    send(page)
    assert not Response.objects.exists()
    assert page.evaluate("localStorage.length") == 0
