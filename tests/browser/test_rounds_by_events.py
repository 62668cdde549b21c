"""S2 in a browser, in Finnish: asked a week before the workshop, prepared by the answers, asked after it; the pulse."""

from __future__ import annotations

import re
from datetime import timedelta

from django.utils import timezone

from polku.flows.follow_events import follow_events
from polku.flows.plan_round import plan_started
from polku.flows.send_rounds import send_due
from polku.outreach import services
from polku.outreach.models import FollowUp, Happening, Message, Round
from polku.people.models import Account, Contact
from polku.surveys import rules
from polku.surveys import services as surveys
from polku.surveys.models import Response
from polku.surveys.rules.labels import new_question
from tests.browser.test_rounds import post, seen  # noqa: F401 - fixtures
from tests.polku.outreach.making import ADMIN, contact, details

GOAL = "Mitä haluatte työpajalta?"
LATER = timedelta(days=30)


def survey(name: str, content, *, promise: str = "open", audience: str = "customer"):
    key = surveys.create_survey(names={"fi": name}, audience=audience, content=content, promise=promise, actor=ADMIN)
    surveys.publish(key, actor=ADMIN)
    return key


def pre_survey():
    content = rules.TEMPLATES["touchpoint"].make("fi")
    goal = new_question("long_text", "goal", title=dict.fromkeys(("fi", "sv", "en"), GOAL))
    return survey("Ennen työpajaa", {**content, "questions": [goal]})


def fill(page, survey_key, name: str, way: str, delay: tuple[str, str]) -> None:
    page.goto(f"/rounds/new/{survey_key}/")
    page.get_by_label("Kierroksen nimi").fill(name)
    page.get_by_label("Miten lähetetään").select_option(label=way)
    page.get_by_text("Jos kierros toistuu tai seuraa tapahtumaa").click()
    page.get_by_label("Tapahtuma", exact=False).first.select_option(label="Työpaja")
    page.get_by_label("Kuinka paljon ennen tai jälkeen").fill(delay[0])
    page.get_by_label("Yksikkö").select_option(label=delay[1])
    page.get_by_role("button", name="Katso, kuka sen saisi").click()
    page.get_by_role("button", name="Seuraa näitä tapahtumia").click()
    page.get_by_text("Käynnistetty").first.wait_for()


def link_of(letter, plus: str = "") -> str:
    plain = letter.get_body(("plain",)).get_content()
    return re.findall(rf"https?://[^\s\"<]+/s/[^\s\"<]+i=[^\s\"<&]+&lang=fi{plus}", plain)[0]


def test_before_and_after_the_workshop(signed_in, new_page, address, post, seen, clean, shot):  # noqa: F811, PLR0917
    contact("Valo Oy", mail="maija@example.com", language="fi", decision_role="decision_maker")
    page = signed_in("manager", language="fi")
    fill(page, pre_survey(), "Ennen", "Ennen tapahtumaa", ("7", "Päivää"))
    after = survey("Työpajan jälkeen", rules.TEMPLATES["touchpoint"].make("fi"))
    fill(page, after, "Jälkeen", "Tapahtuman jälkeen", ("2", "Työtuntia"))
    page.goto("/rounds/events/")
    page.get_by_label("Asiakas tai henkilö").fill("maija@example.com")
    page.get_by_label("Milloin").fill(f"{timezone.localtime() + timedelta(days=20):%Y-%m-%dT%H:%M}")
    page.get_by_role("button", name="Kirjaa").click()
    page.get_by_text("Kirjattu").first.wait_for()
    assert follow_events() == 1
    assert send_due() == 0
    assert send_due(now=timezone.now() + timedelta(days=19)) == 1
    Message.objects.update(handed_at=timezone.now())
    form = new_page(size="phone", language="fi")
    form.goto(link_of(post.letters[0]))
    form.get_by_label(GOAL).fill("Tilausten virheet puoleen")
    form.get_by_role("button", name="Lähetä vastaukset").click()
    form.get_by_role("heading", name="Kiitos").wait_for()
    event = Happening.objects.get()
    page.goto(f"/rounds/events/{event.key}/preparation/")
    assert "Tilausten virheet puoleen" in page.locator("main").inner_text()
    page.get_by_label("Mitä kysymme tästä").fill("Mistä virheet syntyvät?")
    page.get_by_label("Kuka kysyy").select_option(index=1)
    page.get_by_role("button", name="Tallenna").click()
    page.get_by_text("Kirjattu").first.wait_for()
    assert FollowUp.objects.get().text == "Mistä virheet syntyvät?"
    seen(page.url, "preparation")
    seen("/rounds/events/", "events")
    seen(f"/rounds/events/{event.key}/", "event")
    # The workshop has been held; nobody is asked for two weeks after a survey, so some time has passed.
    Round.objects.update(send_at=timezone.now() - timedelta(days=5))
    Happening.objects.update(at=timezone.now() - timedelta(hours=3))
    Message.objects.update(handed_at=timezone.now() - timedelta(days=60))
    Response.objects.update(answered_at=timezone.now() - timedelta(days=60))
    assert follow_events() == 1
    assert send_due(now=timezone.now() + LATER) == 1
    form.goto(link_of(post.letters[1]))
    first = form.locator("input[type=radio]").first
    first.check()
    clean(form)
    key = Round.objects.get(name="Jälkeen").key
    seen(f"/rounds/{key}/", "round-after")
    seen(f"/rounds/{key}/groups/", "round-groups")


def test_the_employee_pulse_goes_out_under_its_promise(new_page, address, post):  # noqa: F811
    own = Account.objects.create(name="Me Oy", name_folded="me oy", is_own=True)
    for number in range(6):
        Contact.objects.create(account=own, name=f"Tekijä {number}", mail=f"tekija{number}@example.com", language="fi")
    contact("Valo Oy", mail="maija@example.com", language="fi")
    key = survey("Pulssi", rules.TEMPLATES["employee_pulse"].make("fi"), promise="anonymous", audience="employee")
    round_key = services.make_round(key, details(), actor=ADMIN)
    services.start_round(round_key, address=address, actor=ADMIN)
    assert (plan_started(), send_due()) == (6, 6)
    assert "maija@example.com" not in post.reached
    page = new_page(size="phone", language="fi", javascript=False)
    page.goto(link_of(post.letters[0], "&a=9"))
    assert page.locator("input[value='9']:checked").count() == 1
    page.get_by_role("button", name="Lähetä vastaukset").click()
    page.get_by_role("heading", name="Kiitos").wait_for()
    found = Response.objects.get()
    assert (found.contact_id, found.account_id, found.answered_at) == (None, None, None)
    assert not Message.objects.exclude(once="").exists()


def test_what_was_typed_stays_when_a_link_of_the_letter_is_followed_again(new_page, address, post):  # noqa: F811
    contact("Valo Oy", mail="maija@example.com", language="fi")
    key = survey("Pulssi", rules.TEMPLATES["relationship_short"].make("fi"))
    services.start_round(services.make_round(key, details(), actor=ADMIN), address=address, actor=ADMIN)
    assert (plan_started(), send_due()) == (1, 1)
    page = new_page(size="phone", language="fi")
    page.goto(link_of(post.letters[0], "&a=9"))
    page.locator("textarea").first.fill("Toimitus oli myöhässä")
    page.goto("about:blank")
    page.goto(link_of(post.letters[0], "&a=3"))
    assert page.locator("textarea").first.input_value() == "Toimitus oli myöhässä"
    assert page.locator("input[value='3']:checked").count() == 1
