"""Rounds by page: prepared, looked at, confirmed with the number, and told of person by person."""

from __future__ import annotations

import pytest

from polku.flows.plan_round import plan_round
from polku.outreach import services
from polku.outreach.models import Happening, Message, Round, RulesVersion
from tests.polku.outreach.making import ADMIN, contact, made, started
from tests.polku.surveys.making import content_of, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def mails(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"


def fields(**changes) -> dict[str, str]:
    given = {"name": "Autumn", "send_at": "2026-01-02T09:00", "reminders": "1", "reply_to": "maija@example.com"}
    for code in ("fi", "sv", "en"):
        given |= {f"subject_{code}": "How did we do?", f"greeting_{code}": "Hello"}
    return given | changes


def test_a_round_is_made_changed_and_thrown_away(browse):
    client, version = browse("manager"), published(content_of("nps"))
    assert client.get(f"/rounds/new/{version.survey}/").status_code == 200
    answer = client.post(f"/rounds/new/{version.survey}/", fields())
    row = Round.objects.get()
    assert answer["Location"] == f"/rounds/{row.key}/dry-run/"
    assert client.post(f"/rounds/{row.key}/edit/", fields(name="Winter", roles=["user"])).status_code == 302
    row.refresh_from_db()
    assert (row.name, row.audience["roles"]) == ("Winter", ["user"])
    client.post(f"/rounds/{row.key}/delete/")
    assert not Round.objects.exists()


def test_what_is_wrong_is_told_at_its_field(browse):
    client, version = browse("manager"), published(content_of("nps"))
    page = client.post(f"/rounds/new/{version.survey}/", fields(stop_at="2025-01-01T09:00"))
    assert page.status_code == 422
    assert "The round has to stop after it has begun." in page.content.decode()


def test_the_dry_run_names_who_gets_it_and_why_others_do_not(browse, mails):
    contact(mail="a@example.com")
    contact("Other", mail="b@example.com", consent="refused")
    key = made()
    page = browse("manager").get(f"/rounds/{key}/dry-run/").content.decode()
    assert "1 of 2 chosen would get it" in page
    assert "Has refused to be asked" in page
    assert "a@example.com" in page
    held = browse("manager").get(f"/rounds/{key}/dry-run/?show=refused").content.decode()
    assert "b@example.com" in held
    assert "a@example.com" not in held


def test_starting_wants_the_number(browse, mails):
    for number in range(25):
        contact(f"Company {number}", mail=f"{number}@example.com")
    key, client = made(), browse("manager")
    assert "Write 25 to confirm" in client.get(f"/rounds/{key}/dry-run/").content.decode()
    for wrong in ("", "24", "all"):
        client.post(f"/rounds/{key}/start/", {"number": wrong})
        assert Round.objects.get().state == "draft"
    client.post(f"/rounds/{key}/start/", {"number": "25"})
    row = Round.objects.get()
    assert (row.state, row.address) == ("planning", "http://testserver")


def test_without_a_mail_server_nothing_starts(browse):
    contact(mail="a@example.com")
    key = made()
    assert "POLKU_MAIL_URL" in browse("manager").get(f"/rounds/{key}/dry-run/").content.decode()
    browse("manager").post(f"/rounds/{key}/start/", {"number": "1"})
    assert Round.objects.get().state == "draft"


def test_the_letter_can_be_looked_at_and_its_links_lead_nowhere(browse):
    key = made()
    page = browse("manager").get(f"/rounds/{key}/letter/fi/").content.decode()
    assert "/s/" not in page
    assert browse("manager").get(f"/rounds/{key}/letter/xx/").status_code == 404


def test_a_person_says_what_became_of_an_unknown_letter(browse):
    contact(mail="a@example.com")
    key = started()
    plan_round(key)
    Message.objects.update(state="handing")
    services.leave_unknown(actor=ADMIN)
    row = Message.objects.get()
    client = browse("manager")
    assert "It arrived" in client.get(f"/rounds/{key}/people/?state=unknown").content.decode()
    client.post(f"/rounds/{key}/messages/{row.key}/0/", {"became": "arrived"})
    row.refresh_from_db()
    assert row.state == "sent"
    client.post(f"/rounds/{key}/messages/{row.key}/0/", {"became": "bounced"})
    row.refresh_from_db()
    assert row.bounced_at
    assert "came back" in client.get(f"/rounds/{key}/people/").content.decode()


def test_contact_rules_are_read_by_all_and_written_by_admins(browse):
    assert browse("viewer").get("/rounds/rules/").status_code == 200
    assert browse("manager").get("/rounds/rules/change/").status_code == 403
    from polku.outreach.rules import CLOCKS, ContactRules

    given = {name: getattr(ContactRules(), name) for name in CLOCKS} | {"family_invited": 120}
    assert browse("admin").post("/rounds/rules/change/", given).status_code == 302
    assert RulesVersion.objects.get().content["family_invited"] == 120
    assert "120" in browse("viewer").get("/rounds/rules/").content.decode()


@pytest.mark.parametrize("role", ["viewer", "contributor", "manager"])
def test_rounds_are_listed_with_their_funnel(browse, role):
    contact(mail="a@example.com")
    key = started()
    plan_round(key)
    client = browse(role)
    assert "Autumn" in client.get("/rounds/").content.decode()
    page = client.get(f"/rounds/{key}/").content.decode()
    assert "Of 1 planned, 0 are sent, 0 held back and 1 wait." in page
    assert ("Stop the round" in page) == (role == "manager")
    if role == "manager":
        client.post(f"/rounds/{key}/stop/")
        assert "The round was stopped" in client.get(f"/rounds/{key}/people/").content.decode()


def test_a_round_not_started_says_what_it_will_do_instead_of_noughts(browse):
    contact(mail="a@example.com")
    contact("Other", mail="b@example.com", consent="refused")
    key = made()
    listed = browse("manager").get("/rounds/").content.decode()
    assert "Nothing yet: who gets a letter is looked at when it starts." in listed
    assert f'/rounds/{key}/dry-run/">Who would get it now' in listed
    one = browse("manager").get(f"/rounds/{key}/").content.decode()
    assert "If it started now, 1 of 2 chosen would get it." in one
    assert "What became of it" not in one
    seen = browse("viewer").get(f"/rounds/{key}/").content.decode()
    assert "whoever a contact rule holds back is written down" in seen
    assert "dry-run" not in seen


def test_a_round_that_follows_events_is_made_and_begins_with_none(browse, mails):
    client, version = browse("manager"), published(content_of("ces7"))
    given = fields(way="after", event="offer", delay="4", unit="working_hours", quota="50")
    assert client.post(f"/rounds/new/{version.survey}/", fields(way="after")).status_code == 422
    answer = client.post(f"/rounds/new/{version.survey}/", given)
    assert "No such event is written down yet." in client.get(answer["Location"]).content.decode()
    row = Round.objects.get()
    client.post(f"/rounds/{row.key}/start/", {"number": "0"})
    page = client.get(f"/rounds/{row.key}/").content.decode()
    assert "Offer sent, 4 working hours after" in page
    assert "Follows events" in page
    form = client.get(f"/rounds/new/{version.survey}/").content.decode()
    assert 'value="working_hours"' in form


def test_events_are_written_down_moved_and_called_off(browse):
    contact("Valo Oy", mail="maija@example.com")
    client = browse("contributor")
    wrong = client.post("/rounds/events/", {"kind": "workshop", "who": "nobody", "at": "2100-01-04T09:00"})
    assert wrong.status_code == 422
    client.post("/rounds/events/", {"kind": "workshop", "who": "valo oy", "at": "2100-01-04T09:00"})
    assert "Valo Oy" in client.get("/rounds/events/").content.decode()
    key = Happening.objects.get().key
    assert client.get(f"/rounds/events/{key}/").status_code == 200
    client.post(f"/rounds/events/{key}/", {"at": "2100-01-05T09:00"})
    assert Happening.objects.get().at.day == 5
    client.post(f"/rounds/events/{key}/call-off/")
    assert "Called off" in client.get("/rounds/events/").content.decode()
    assert "Nothing is written down." in client.get("/rounds/events/?past").content.decode()


def test_a_round_is_looked_at_group_by_group(browse):
    contact("Valo Oy", mail="maija@example.com", decision_role="user")
    key = started()
    plan_round(key)
    client = browse("contributor")
    for by in ("segment", "role", "language", "account", "revenue", "nonsense"):
        assert client.get(f"/rounds/{key}/groups/?by={by}").status_code == 200
    assert "Valo Oy" in client.get(f"/rounds/{key}/groups/?by=account").content.decode()


def test_customers_who_have_not_been_heard_are_listed(browse):
    contact("Valo Oy", mail="maija@example.com", decision_role="decision_maker")
    page = browse("contributor").get("/rounds/coverage/").content.decode()
    assert "0 of 1 customers have been heard within 365 days" in page
    assert "Decision maker: never" in page
