"""What stands around every page: sign-in, menu, languages, themes, errors."""

from __future__ import annotations

import pytest
from django.contrib.messages.storage.base import Message
from django.test import Client

from polku.governance.models import Member

SIGN_IN = "/sign-in/login/"
LANGUAGES = ("fi", "sv", "en")


@pytest.fixture
def maija(transactional_db) -> Member:
    return Member.objects.create_user(
        "maija@example.com", "long enough pass", name="Maija", role="viewer", language="fi"
    )


def test_signing_in_by_keyboard_with_a_mistake_on_the_way(new_page, maija, clean):
    page = new_page()
    page.goto("/")
    assert SIGN_IN in page.url
    page.focus("#id_login")
    page.keyboard.type("maija@example.com")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.focus("#id_password")
    page.keyboard.type("wrong one")
    page.keyboard.press("Enter")
    page.wait_for_selector(".wrong-summary")
    assert page.input_value("#id_login") == "maija@example.com"
    clean(page)
    page.focus("#id_password")
    page.keyboard.type("long enough pass")
    page.keyboard.press("Enter")
    page.wait_for_selector("#board")
    assert page.get_attribute("html", "lang") == "fi", "a member's own language"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_way_in_hinders_nobody(new_page, clean, language, theme):
    page = new_page(language=language, theme=theme, size="phone")
    for place in (SIGN_IN, "/sign-in/password/reset/"):
        page.goto(place)
        assert page.get_attribute("html", "lang") == language
        clean(page)


def test_nobody_signs_up_by_themselves(address):
    client = Client()
    assert "password1" not in client.get("/sign-in/signup/").content.decode()
    client.post("/sign-in/signup/", {"email": "stranger@example.com", "password1": "long enough pass"})
    assert not Member.objects.filter(email="stranger@example.com").exists()


def test_the_language_is_chosen_without_javascript_and_remembered(new_page, maija):
    page = new_page(javascript=False)
    page.goto(SIGN_IN)
    page.click("text=svenska")
    assert page.inner_text("h1") == "Logga in"
    page.goto(SIGN_IN)
    assert page.get_attribute("html", "lang") == "sv"


def test_a_member_changes_the_language_for_good(signed_in):
    page = signed_in("viewer")
    page.goto("/")
    page.click(".shell-account summary")
    page.click("text=suomi")
    page.wait_for_selector("html[lang=fi]")
    assert Member.objects.get(email="viewer-en@example.com").language == "fi"


def ground(page) -> str:
    return page.evaluate("getComputedStyle(document.body).backgroundColor")


def test_the_theme_follows_the_system_until_one_is_chosen(signed_in):
    grounds = {}
    for theme in ("light", "dark"):
        page = signed_in("viewer", theme=theme, javascript=False)
        page.goto("/")
        grounds[theme] = ground(page)
    assert grounds["light"] != grounds["dark"]
    page.click(".shell-account summary")
    page.click("button[value=light]")
    assert ground(page) == grounds["light"], "chosen against the system, without JavaScript"
    response = page.goto("/")
    assert 'data-bs-theme="light"' in response.text(), "the server sends it so: nothing flashes"


def test_the_theme_changes_at_once_and_is_remembered(signed_in):
    page = signed_in("viewer")
    page.goto("/")
    before = ground(page)
    page.click(".shell-account summary")
    with page.expect_response("**/theme/"):
        page.click("button[value=dark]")
    assert ground(page) != before
    page.reload()
    assert page.get_attribute("html", "data-bs-theme") == "dark"
    assert not page.problems


def test_the_account_menu_closes_by_escape_and_by_looking_elsewhere(signed_in):
    page = signed_in("viewer")
    page.goto("/")
    page.click(".shell-account summary")
    page.keyboard.press("Escape")
    assert page.locator(".shell-account[open]").count() == 0
    page.click(".shell-account summary")
    page.click("main", position={"x": 5, "y": 5})
    assert page.locator(".shell-account[open]").count() == 0


def test_the_menu_shows_what_the_role_may_open(signed_in):
    seen = {}
    for role in ("viewer", "admin"):
        page = signed_in(role)
        page.goto("/")
        seen[role] = [link.get_attribute("href") for link in page.locator(".shell-menu a").all()]
        for place in seen[role]:
            assert page.request.get(place).status == 200, f"{role} {place}"
    assert set(seen["viewer"]) <= set(seen["admin"])
    assert page.locator('.shell-menu a[aria-current="page"]').get_attribute("href") == "/"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_there_is_said_kindly_in_each_language(new_page, clean, language):
    page = new_page(language=language, theme="dark" if language == "sv" else "light")
    response = page.goto("/no-such-page/")
    assert response.status == 404
    assert page.get_attribute("html", "lang") == language
    assert (
        page.inner_text("h1")
        == {
            "fi": "Täällä ei ole sivua",
            "sv": "Här finns ingen sida",
            "en": "There is no page here",
        }[language]
    )
    clean(page)


def test_a_stale_form_and_a_broken_server_have_their_pages(address, settings, client):
    strict = Client(enforce_csrf_checks=True)
    stale = strict.post("/theme/", {"theme": "dark"}, headers={"accept-language": "fi"})
    assert stale.status_code == 403
    assert "Lomake oli vanhentunut" in stale.content.decode()
    from django.test import RequestFactory
    from django.utils import translation
    from django.views.defaults import bad_request, permission_denied, server_error

    request = RequestFactory().get("/")
    request.user = Member(email="x@example.com")
    with translation.override("sv"):
        assert "Något gick sönder hos oss" in server_error(request).content.decode()
        assert "Begäran gick inte att läsa" in bad_request(request, ValueError()).content.decode()
        assert "Den här sidan hör till en annan roll" in permission_denied(request, ValueError()).content.decode()


def test_pages_of_the_own_account_hinder_nobody(new_page, maija, clean):
    page = new_page(theme="dark")
    page.goto(SIGN_IN)
    page.fill("#id_login", "maija@example.com")
    page.fill("#id_password", "long enough pass")
    page.keyboard.press("Enter")
    page.wait_for_selector("#board")
    for place in ("/sign-in/password/change/", "/sign-in/2fa/", "/sign-in/2fa/totp/activate/"):
        page.goto(place)
        assert page.locator("h1").count() == 1
        clean(page)


def test_nothing_is_fetched_from_elsewhere_and_the_type_is_ours(signed_in, address):
    page = signed_in("viewer")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/")
    page.wait_for_function("document.fonts.ready")
    assert asked
    assert all(url.startswith((address, "data:")) for url in asked)
    assert page.evaluate("document.fonts.check('16px Inter')")


def test_what_was_done_is_told_with_the_way_back(rf, signed_in):
    from django.template.loader import render_to_string

    from polku.web.workspace.templatetags.workspace import undo_address

    done = Message(25, "The journey was deleted.", extra_tags="undo:/journeys/7/restore/")
    page = render_to_string("cotton/notice.html", {"message": done, "csrf_token": "x"}, rf.get("/"))
    assert 'action="/journeys/7/restore/"' in page
    assert undo_address(Message(25, "Saved.")) == ""
