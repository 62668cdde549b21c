"""The survey pages in a real browser: axe finds nothing in any state, and keyboard or no script suffices."""

from __future__ import annotations

import pytest

from polku.surveys import queries, rules, services
from tests.polku.surveys.making import MANAGER, cleaned, content_of, published

LOOKS = [
    ("laptop", "light", "en"),
    ("phone", "dark", "fi"),
    ("phone", "light", "sv"),
    ("wide", "dark", "en"),
]


@pytest.fixture
def store(address):
    """A survey in each state: a whole draft, an empty one, one that takes answers, one closed under a promise."""
    pulse = rules.TEMPLATES["relationship_pulse"]
    draft = services.create_survey(
        names=pulse.names, audience="customer", content=pulse.make("en"), promise="open", actor=MANAGER
    )
    empty = services.create_survey(names={"en": "Empty"}, audience="employee", actor=MANAGER)
    live = published(pulse.make("en"))
    for number in range(4):
        answers = cleaned(live, nps=9 - number, trust=4, expectation=1, open="Thank you for the quick help.")
        services.store_response(live, answers, once_key=f"answer-{number}")
    services.new_draft(live.survey, actor=MANAGER)
    every = content_of(*rules.KINDS)
    every["questions"][1]["texts"]["sv"]["title"] = ""
    services.save_draft(live.survey, content=every, actor=MANAGER)
    kept = published(promise="anonymous", breakdowns=["segment"])
    for number in range(9):
        services.store_response(kept, cleaned(kept, nps=number, long_text=f"words {number}"), once_key=None)
    services.close(kept.survey, actor=MANAGER)
    return {"draft": draft, "empty": empty, "live": live.survey, "kept": kept.survey}


def pages(store):
    draft, live, kept, empty = (store[name] for name in ("draft", "live", "kept", "empty"))
    return {
        "list": "/surveys/",
        "new": "/surveys/new/",
        "draft": f"/surveys/{draft}/",
        "live": f"/surveys/{live}/",
        "kept": f"/surveys/{kept}/",
        "editor": f"/surveys/{draft}/edit/",
        "editor-lacking": f"/surveys/{live}/edit/",
        "editor-empty": f"/surveys/{empty}/edit/",
        "texts": f"/surveys/{draft}/edit/texts/",
        "publish": f"/surveys/{draft}/publish/",
        "publish-lacking": f"/surveys/{empty}/publish/",
        "publish-trends": f"/surveys/{live}/publish/",
        "answers": f"/surveys/{live}/answers/",
        "withheld": f"/surveys/{kept}/answers/",
        "question-nps": f"/surveys/{draft}/edit/questions/nps/",
        "question-feeling": f"/surveys/{live}/edit/questions/feeling/",
        "question-matrix": f"/surveys/{live}/edit/questions/matrix/",
        "question-just-right": f"/surveys/{live}/edit/questions/just_right/",
        "question-number": f"/surveys/{live}/edit/questions/number/",
    }


@pytest.mark.parametrize("look", LOOKS, ids="-".join)
def test_axe_finds_nothing_on_any_page(signed_in, store, clean, shot, look):
    size, theme, language = look
    page = signed_in("manager", size=size, theme=theme, language=language)
    for name, address in pages(store).items():
        page.goto(address)
        shot(page, f"survey-{name}", size, theme, language)
        clean(page)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_where_there_is_nothing_yet(signed_in, clean, shot, theme):
    for role in ("manager", "viewer"):
        page = signed_in(role, theme=theme)
        page.goto("/surveys/")
        shot(page, f"survey-none-{role}", "laptop", theme, "en")
        clean(page)


def test_axe_finds_nothing_among_errors(signed_in, store, clean, shot):
    page = signed_in("manager")
    page.goto("/surveys/new/")
    page.get_by_label("Name").evaluate("field => field.removeAttribute('required')")
    page.get_by_role("button", name="Make the draft").click()
    shot(page, "survey-new-error", "laptop", "light", "en")
    clean(page)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_survey_is_made_and_published_by_keyboard_on_a_phone(signed_in, address, javascript):
    page = signed_in("manager", size="phone", javascript=javascript)
    page.goto("/surveys/new/")
    page.get_by_label("Name").press_sequentially("Pulse")
    page.keyboard.press("Enter")
    page.wait_for_url("**/edit/")
    page.get_by_role("button", name="Move down: How likely").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**#q-nps")
    titles = page.locator(".question-title").all_inner_texts()
    assert titles[0].endswith("I can trust you: you keep your promises.")
    page.get_by_role("button", name="Undo").first.press("Enter")
    page.wait_for_url("**/edit/")
    assert "How likely" in page.locator(".question-title").first.inner_text()
    page.get_by_role("link", name="To publishing").press("Enter")
    page.get_by_role("button", name="Publish").press("Enter")
    link = page.get_by_label("Link to the survey").input_value()
    assert queries.published(link.rstrip("/").rsplit("/", 1)[1]).state == "open"
    page.goto(link)
    assert page.get_by_role("heading", level=1).inner_text()


@pytest.mark.parametrize("javascript", [True, False])
def test_the_promise_that_is_chosen_is_the_one_published(signed_in, store, shot, clean, javascript):
    page = signed_in("manager", javascript=javascript)
    page.goto(f"/surveys/{store['draft']}/publish/")
    page.get_by_role("radio", name="Anonymous").check()
    if javascript:
        page.locator("#told").get_by_text("You answer anonymously").wait_for()
        shot(page, "survey-publish-chosen", "laptop", "light", "en")
        clean(page)
    page.get_by_role("button", name="Publish").click()
    page.get_by_label("Link to the survey").wait_for()
    version = queries.published(store["draft"])
    assert (version.promise, version.told["en"][:22]) == ("anonymous", "You answer anonymously")


def test_the_head_of_publishing_follows_the_choice(signed_in, store):
    page = signed_in("manager")
    page.goto(f"/surveys/{store['empty']}/publish/")
    before = page.inner_text("#page-lede")
    assert "still to be mended" in before
    page.get_by_role("radio", name="Anonymous").check()
    page.locator("#told").get_by_text("You answer anonymously").wait_for()
    assert page.inner_text("#page-lede") not in {before, ""}


def test_a_question_is_dragged_to_its_place(signed_in, store):
    page = signed_in("manager", size="wide")
    page.goto(f"/surveys/{store['draft']}/edit/")
    grip = page.locator("#q-speed [data-grip]")
    place = page.locator("#q-trust").bounding_box()
    grip.hover()
    page.mouse.down()
    page.mouse.move(place["x"] + 20, place["y"] + 25, steps=12)
    page.mouse.move(place["x"] + 20, place["y"] + 8, steps=4)
    page.mouse.up()
    page.wait_for_url("**#q-speed")
    keys = [one["key"] for one in queries.draft(store["draft"], viewer=MANAGER).content["questions"]]
    assert keys[:4] == ["nps", "nps_why", "speed", "trust"]


def test_the_preview_is_the_respondents_own_page_as_wide_as_a_phone(signed_in, store, clean):
    page = signed_in("manager")
    page.goto(f"/surveys/{store['draft']}/edit/")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Suomi").click()
    preview = opened.value
    preview.wait_for_load_state()
    assert "Kuinka todennäköisesti suosittelisit" in preview.locator("body").inner_text()
    assert preview.evaluate("window.innerWidth") <= 420
