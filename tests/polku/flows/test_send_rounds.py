"""Rounds through a real mail server: what a letter says, and what becomes of each answer of the server."""

from __future__ import annotations

import re
import threading
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from polku.flows import send_rounds
from polku.flows.answer_links import read_link
from polku.flows.plan_round import plan_round, plan_started
from polku.flows.record_response import has_answered
from polku.outreach import queries, services
from polku.outreach.models import Message, Round
from polku.people.models import DoNotAsk
from polku.surveys.models import Response
from polku.surveys.queries import published as published_version
from tests.polku.mail_server import mail_server
from tests.polku.outreach.making import ADMIN, back_to, contact, made, started, states
from tests.polku.surveys.making import content_of, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(settings):
    with mail_server() as (post, port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.DEFAULT_FROM_EMAIL = "Polku <asks@example.com>"
        yield post


def sent(key) -> int:
    plan_round(key)
    return send_rounds.send_due()


def links(letter, kind: str) -> list[str]:
    return re.findall(r"https://ask\.example\.com(/s/[^\s\"<]+)", letter.get_body((kind,)).get_content())


def posted(client, address: str, **answers):
    page = client.get(address).content.decode()
    key = re.search(r'name="_key" value="([^"]+)"', page)[1]
    language = re.search(r'name="_language" value="([^"]+)"', page)[1]
    return given(client, address, {"_key": key, "_language": language, **answers})


def given(client, address: str, fields: dict[str, str]):
    return client.post(address, urlencode(fields), content_type="application/x-www-form-urlencoded")


def test_everybody_who_may_be_asked_gets_one_letter(post):
    contact(mail="a@example.com")
    contact("Kaluste Oy", mail="b@example.com")
    contact("Kaluste Oy", mail="refuses@example.com", consent="refused")
    key = started()
    assert sent(key) == 2
    assert post.reached == ["a@example.com", "b@example.com"]
    assert queries.funnel(key, viewer=ADMIN).tally == {
        "planned": 3, "suppressed": 1, "sent": 2, "failed": 0, "unknown": 0, "waiting": 0,
    }  # fmt: skip
    assert sent(key) == 0
    assert len(post.letters) == 2


def test_a_letter_is_in_the_persons_language_with_a_plain_twin_and_who_reads_the_reply(post):
    contact(mail="matti@example.com", language="fi")
    content = content_of("nps")
    for code, text in (("fi", "Suosittelisitko?"), ("sv", "Rekommenderar du?"), ("en", "Would you recommend?")):
        content["questions"][0]["texts"].setdefault(code, {})["title"] = text
    sent(started(published(content)))
    (letter,) = post.letters
    assert letter["Subject"] == "Miten onnistuimme?"
    assert letter["Reply-To"] == "maija@example.com"
    assert letter["Content-Language"] == "fi"
    for kind in ("plain", "html"):
        assert "Suosittelisitko?" in letter.get_body((kind,)).get_content()
        assert len([link for link in links(letter, kind) if "a=" in link]) == 11


def test_a_link_of_the_letter_chooses_the_answer_and_the_button_alone_stores_it(post, client):
    contact(mail="a@example.com")
    sent(started())
    nine = next(link for link in links(post.letters[0], "plain") if link.endswith("a=9"))
    page = client.get(nine).content.decode()
    assert re.search(r'id="nps-9" value="9" checked', page)
    assert not Response.objects.exists()
    assert posted(client, nine, nps="9").status_code == 200
    (row,) = Response.objects.all()
    assert (row.answers["nps"], row.wave, row.channel, row.contact.mail) == (9, "Autumn", "mail", "a@example.com")
    assert "You have answered already" in client.get(nine).content.decode()


def test_an_invitation_counts_once_however_often_it_is_answered(post, client):
    contact(mail="a@example.com")
    key = started()
    sent(key)
    link = links(post.letters[0], "plain")[0]
    forms = [client.get(link).content.decode() for _ in range(2)]
    for page, score in zip(forms, ("3", "10"), strict=True):
        form_key = re.search(r'name="_key" value="([^"]+)"', page)[1]
        given(client, link, {"_key": form_key, "_language": "en", "nps": score})
    assert [row.answers["nps"] for row in Response.objects.all()] == [3]
    assert queries.funnel(key, viewer=ADMIN).finished == 1


def test_an_anonymous_answer_keeps_nothing_of_its_invitation(post, client):
    contact(mail="a@example.com")
    version = published(content_of("nps", "ces7"), promise="anonymous")
    sent(started(version))
    link = links(post.letters[0], "plain")[0]
    assert posted(client, link, nps="9").status_code == 200
    (row,) = Response.objects.all()
    assert (row.contact_id, row.account_id, row.once_key, row.answered_at) == (None, None, None, None)
    assert set(Message.objects.values_list("once", flat=True)) == {""}
    token = link.split("i=")[1].split("&")[0]
    assert not has_answered(published_version(version.survey), read_link(token, version.survey))


def test_one_click_stops_all_mail_and_looking_stops_nothing(post, client):
    contact(mail="a@example.com")
    key = started()
    sent(key)
    (letter,) = post.letters
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = re.search(r"<https://ask\.example\.com([^>]+)>", letter["List-Unsubscribe"])[1]
    assert client.get(address).status_code == 200
    assert not DoNotAsk.objects.exists()
    for _ in range(2):
        assert client.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert DoNotAsk.objects.count() == 1
    assert client.get(address[:-3] + "/").status_code == 404
    again = started(name="Winter")
    assert sent(again) == 0
    assert dict(queries.funnel(again, viewer=ADMIN).held) == {"do_not_ask": 1}


def test_whoever_says_no_while_the_letter_waits_gets_none(post):
    person = contact(mail="a@example.com")
    key = started()
    plan_round(key)
    DoNotAsk.objects.create(hash="x" * 64)
    person.consent = "refused"
    person.save()
    assert send_rounds.send_due() == 0
    assert dict(queries.funnel(key, viewer=ADMIN).held) == {"refused": 1}


def test_two_rounds_planned_at_the_same_moment_break_no_clock(post):
    for number in range(3):
        contact(f"Company {number}", mail=f"{number}@example.com")
    first, second = started(name="One"), started(name="Two")
    plans = [queries.plan(key, viewer=ADMIN) for key in (first, second)]
    for key, plan in zip((first, second), plans, strict=True):
        assert all(row.rule == "" for row in plan.rows)
        services.store_planned(key, plan.rows, rules_number=0, actor=ADMIN)
        services.planned_all(key, rules_number=0, actor=ADMIN)
    assert send_rounds.send_due() == 3
    assert len(set(post.reached)) == 3
    assert states(second) == {"suppressed": 3}
    assert dict(queries.funnel(second, viewer=ADMIN).held) == {"family_invited": 3}


def test_a_server_that_asks_to_come_later_is_asked_later(post):
    contact(mail="a@example.com")
    key = started()
    post.answers["RCPT"] = lambda address: "451 greylisted"
    assert sent(key) == 0
    (row,) = Message.objects.all()
    assert (row.state, row.tries, row.handed_at) == ("waiting", 1, None)
    assert row.due_at > timezone.now()
    post.answers.clear()
    assert send_rounds.send_due(now=timezone.now() + timedelta(minutes=5)) == 1


def test_a_server_that_never_takes_it_is_given_up(post):
    contact(mail="a@example.com")
    key = started()
    post.answers["RCPT"] = lambda address: "451 later"
    sent(key)
    for day in range(1, 10):
        send_rounds.send_due(now=timezone.now() + timedelta(days=day))
    assert states(key) == {"failed": 1}


def test_an_address_that_does_not_exist_gets_no_further_mail(post):
    contact(mail="gone@example.com")
    key = started()
    post.answers["RCPT"] = lambda address: "550 no such user"
    assert sent(key) == 0
    assert states(key) == {"failed": 1}
    assert "550" in Message.objects.get().fault
    post.answers.clear()
    other = started(name="Winter")
    assert sent(other) == 0
    assert dict(queries.funnel(other, viewer=ADMIN).held) == {"bounced": 1}


def test_a_line_that_breaks_after_the_letter_leaves_it_unknown_and_it_is_not_sent_again(post):
    contact("One", mail="a@example.com")
    contact("Two", mail="b@example.com")
    key = started()
    post.answers["TAKEN"] = lambda address: post.hang_up() if address == "a@example.com" else None
    assert sent(key) == 1
    assert states(key) == {"sent": 1, "unknown": 1}
    assert send_rounds.send_due(now=timezone.now() + timedelta(days=30)) == 0
    assert post.reached == ["a@example.com", "b@example.com"]
    (row,) = queries.log(key, viewer=ADMIN, state="unknown").rows
    services.resolve(row.key, row.number, arrived=True, actor=ADMIN)
    assert states(key) == {"sent": 2}


def test_a_line_that_breaks_before_the_letter_leaves_it_waiting(post):
    contact(mail="a@example.com")
    key = started()
    post.answers["RCPT"] = lambda address: post.hang_up()
    assert sent(key) == 0
    assert states(key) == {"waiting": 1}
    assert post.letters == []


def test_while_the_server_is_away_nothing_is_marked(settings, post):
    contact(mail="a@example.com")
    key = started()
    plan_round(key)
    settings.EMAIL_PORT = 1
    assert send_rounds.send_due(seconds=0) == 0
    (row,) = Message.objects.all()
    assert (row.state, row.tries) == ("waiting", 0)


def test_nothing_is_sent_before_its_time_nor_of_a_stopped_round(post):
    contact(mail="a@example.com")
    key = started(send_at=timezone.now() + timedelta(days=2))
    assert sent(key) == 0
    services.stop_round(key, actor=ADMIN)
    assert send_rounds.send_due(now=timezone.now() + timedelta(days=3)) == 0
    assert dict(queries.funnel(key, viewer=ADMIN).held) == {"stopped": 1}


def test_reminders_go_after_a_week_at_most_twice_and_not_to_those_who_answered(post, client):
    contact("One", mail="silent@example.com")
    contact("Two", mail="answers@example.com")
    key = started(reminders=2)
    sent(key)
    assert send_rounds.remind() == 0
    answers = next(letter for letter in post.letters if letter.reached == "answers@example.com")
    posted(client, links(answers, "plain")[0], nps="8")
    for week in range(1, 5):
        back_to(key, timezone.now() - timedelta(days=8))
        send_rounds.remind()
        send_rounds.remind()
        send_rounds.send_due()
        assert post.reached.count("silent@example.com") == min(1 + week, 3)
    assert post.reached.count("answers@example.com") == 1
    assert not Message.objects.filter(contact__mail="answers@example.com", number__gt=0).exists()
    reminder = post.letters[-1]
    assert reminder["Subject"] == "Reminder: How did we do?"
    assert (
        links(reminder, "plain")[0]
        == links(next(one for one in post.letters if one.reached == "silent@example.com"), "plain")[0]
    )


@pytest.mark.django_db(transaction=True)
def test_one_sender_at_a_time(post):
    contact(mail="a@example.com")
    plan_round(started())
    told = []

    def other():
        told.append(send_rounds.send_due())
        connection.close()

    with send_rounds.only_sender() as alone:
        assert alone
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
    assert told == [0]
    assert send_rounds.send_due() == 1


def test_the_heartbeat_wakes_one_task(post):
    contact(mail="a@example.com")
    assert not send_rounds.wake()
    key = started()
    assert send_rounds.wake()
    assert not send_rounds.wake()
    assert DBTaskResult.objects.count() == 1
    assert plan_started() == 1
    assert Round.objects.get(key=key).state == "going"


def test_a_plan_made_twice_asks_nobody_twice(post):
    contact(mail="a@example.com")
    key = made()
    services.start_round(key, address="https://ask.example.com", actor=ADMIN)
    plan = queries.plan(key, viewer=ADMIN)
    assert services.store_planned(key, plan.rows, rules_number=0, actor=ADMIN) == 1
    assert plan_round(key) == 0
    assert states(key) == {"waiting": 1}
