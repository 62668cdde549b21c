"""Rounds in a browser, in Finnish: from survey to letter to answer, against a real mail server."""

from __future__ import annotations

import re

import pytest

from polku.flows.answer_links import stop_link
from polku.flows.plan_round import plan_started
from polku.flows.send_rounds import send_due
from polku.outreach import services
from polku.outreach.models import Message, Round
from polku.surveys import rules
from polku.surveys import services as surveys
from polku.surveys.models import Response
from tests.polku.mail_server import mail_server
from tests.polku.outreach.making import ADMIN, contact, details

LOOKS = [("laptop", "light"), ("phone", "dark"), ("wide", "light")]


@pytest.fixture
def post(settings):
    with mail_server() as (post, port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.DEFAULT_FROM_EMAIL = "kysely@example.com"
        yield post


@pytest.fixture
def survey(address):
    content = rules.TEMPLATES["relationship_pulse"].make("fi")
    key = surveys.create_survey(
        names={"fi": "Asiakassuhteen pulssi"}, audience="customer", content=content, promise="open", actor=ADMIN
    )
    surveys.publish(key, actor=ADMIN)
    contact("Valo Oy", mail="maija@example.com", language="fi", decision_role="decision_maker")
    contact("Valo Oy", mail="pekka@example.com", language="fi", consent="refused")
    for number in range(22):
        contact(f"Asiakas {number}", mail=f"asiakas{number}@example.com", language="fi")
    return key


@pytest.fixture
def seen(signed_in, clean, shot):
    """A page of the workspace in three looks."""

    def look(url: str, name: str) -> None:
        for size, theme in LOOKS:
            page = signed_in("manager", language="fi", size=size, theme=theme)
            page.goto(url)
            shot(page, name, size, theme)
            clean(page)

    return look


@pytest.fixture
def letter_seen(new_page, clean, shot):
    """The letter at the width of a phone's mail program."""

    def look(letter) -> None:
        page = new_page(size="phone", language="fi")
        page.set_content(letter.get_body(("html",)).get_content())
        shot(page, "letter", "phone", "light")
        clean(page)

    return look


def test_a_round_goes_from_survey_to_answer(signed_in, new_page, survey, post, seen, letter_seen):  # noqa: PLR0917 - fixtures
    page = signed_in("manager", language="fi")
    page.goto(f"/surveys/{survey}/")
    page.get_by_role("link", name="Lähetä sähköpostilla").click()
    page.get_by_label("Kierroksen nimi").fill("Syksy 2026")
    seen(page.url, "round-form")
    page.get_by_role("button", name="Katso, kuka sen saisi").click()
    assert "Valituista 24 henkilöstä 23 saisi viestin" in page.locator(".lede").inner_text()
    seen(page.url, "round-dry-run")
    page.get_by_label("Vahvista kirjoittamalla 23").fill("24")
    page.get_by_role("button", name="Lähetä 23 henkilölle").click()
    assert Round.objects.get().state == "draft"
    page.get_by_label("Vahvista kirjoittamalla 23").fill("23")
    page.get_by_role("button", name="Lähetä 23 henkilölle").click()
    assert plan_started() == 24
    assert send_due() == 23
    letter = next(one for one in post.letters if one.reached == "maija@example.com")
    letter_seen(letter)
    answered(new_page, letter)
    Message.objects.filter(contact__mail="asiakas3@example.com").update(state="unknown")
    page.goto(f"/rounds/{Round.objects.get().key}/")
    assert "lähetetty on 22, pidätetty 1 ja odottaa 0" in page.locator(".lede").inner_text()
    seen(page.url, "round")
    seen(f"{page.url}people/", "round-people")
    page.goto(f"{page.url}people/?state=unknown")
    page.get_by_role("button", name="Meni perille").click()
    assert not Message.objects.filter(state="unknown").exists()
    seen("/rounds/", "rounds")


def answered(new_page, letter) -> None:
    links = re.findall(r"https?://[^\s\"<]+&a=9", letter.get_body(("plain",)).get_content())
    page = new_page(size="phone", language="fi")
    page.goto(links[0])
    assert page.locator("input[value='9']:checked").count() == 1
    assert not Response.objects.exists()
    page.get_by_role("button", name="Lähetä vastaukset").click()
    page.get_by_role("heading", name="Kiitos").wait_for()
    assert Response.objects.get().contact.mail == "maija@example.com"


def test_whoever_wants_no_more_presses_a_button(new_page, survey, post, shot):
    round_key = services.make_round(survey, details(), actor=ADMIN)
    services.start_round(round_key, address="http://testserver", actor=ADMIN)
    plan_started()
    row = Message.objects.get(contact__mail="maija@example.com")
    page = new_page(size="phone", language="fi", javascript=False)
    page.goto(stop_link(row.key))
    shot(page, "stop", "phone", "light")
    page.get_by_role("button", name="Älkää lähettäkö enää kyselyjä").click()
    page.get_by_role("heading", name="Et saa enää kyselyjä sähköpostiisi").wait_for()
    send_due()
    row.refresh_from_db()
    assert (row.state, row.rule) == ("suppressed", "do_not_ask")
    assert "maija@example.com" not in post.reached


def test_contact_rules_and_an_empty_list_look_as_they_should(signed_in, clean, shot):
    page = signed_in("admin", language="fi", size="phone", theme="dark")
    for name in ("", "rules/", "rules/change/"):
        page.goto(f"/rounds/{name}")
        shot(page, f"rounds-empty-{name.replace('/', '-')}", "phone", "dark")
        clean(page)
    page.get_by_label("Ei koskaan kahta viestiä tässä ajassa").fill("-1")
    page.get_by_role("button", name="Tallenna").click()
    page.problems.clear()
    clean(page)
