"""Rounds before and after events, in working hours of the recipient's country; rounds that come again; quotas."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from polku.flows.follow_events import follow_events
from polku.governance.gate import Viewer
from polku.governance.rules import Refused
from polku.journeys.models import Event, Journey, Phase, Touchpoint
from polku.outreach import queries, rules, services
from polku.outreach.models import Happening, Message, Round
from polku.surveys.models import Response
from tests.polku.outreach.making import ADMIN, contact, made, started, states
from tests.polku.surveys.making import content_of, published

HELSINKI = rules.Office("FI", "Europe/Helsinki")
SHOP = Viewer(member=None, role="contributor")


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "hours", "ends"),
    [
        # Helsinki is two hours ahead in winter: the office is open from 6 to 14 in UTC.
        ("2026-11-18T07:00", 4, "2026-11-18T11:00"),
        ("2026-11-18T12:00", 4, "2026-11-19T08:00"),
        ("2026-11-20T13:30", 1, "2026-11-23T06:30"),
        ("2026-11-21T10:00", 0, "2026-11-23T06:00"),
        # Independence day is a Sunday in 2026; Epiphany 2027 is a Wednesday, and a holiday.
        ("2027-01-05T13:00", 2, "2027-01-07T07:00"),
        ("2026-11-18T03:00", 0, "2026-11-18T06:00"),
        ("2026-11-18T06:00", 8, "2026-11-19T06:00"),
    ],
)
def test_working_hours_pass_nights_weekends_and_holidays(start, hours, ends):
    assert HELSINKI.after(moment(start), hours) == moment(ends)


def test_the_recipients_country_decides_the_clock_and_the_holidays():
    swedish = rules.office_of("SE", own_country="FI", own_zone="Europe/Helsinki")
    assert swedish.zone == "Europe/Stockholm"
    # 6 June is the Swedish national day; in 2025 a Friday.
    assert swedish.opened(moment("2025-06-06T08:00")) == moment("2025-06-09T06:00")
    assert HELSINKI.opened(moment("2025-06-06T08:00")) == moment("2025-06-06T08:00")
    assert rules.office_of("XX", own_country="FI", own_zone="Europe/Helsinki") == HELSINKI


@given(st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)), st.integers(0, 60))  # noqa: DTZ001
def test_a_letter_is_due_while_the_office_is_open_and_never_early(start, hours):
    ends = HELSINKI.after(start, hours)
    assert ends >= start + timedelta(hours=hours)
    assert HELSINKI.opened(ends) == ends


@pytest.mark.parametrize(
    ("kept", "wrong"),
    [
        ({"way": "sometimes"}, "way"),
        ({"way": "recurring", "every": "week"}, "every"),
        ({"way": "after"}, "kind"),
        ({"way": "after", "kind": "offer", "touchpoint": "x"}, "kind"),
        ({"way": "before", "kind": "workshop", "delay": 7, "unit": "months"}, "unit"),
        ({"way": "before", "kind": "workshop"}, "delay"),
        ({"way": "after", "kind": "offer", "delay": -1}, "delay"),
    ],
)
def test_what_cannot_be_names_its_part(kept, wrong):
    with pytest.raises(ValueError, match=f"^{wrong}$"):
        rules.when(kept)


def test_a_year_later_is_the_same_day():
    found = rules.When("after", kind="workshop", delay=12, unit="months")
    assert rules.due(found, moment("2025-11-20T10:00"), HELSINKI) == moment("2026-11-20T10:00")


AFTER_OFFER = rules.When("after", kind="offer", delay=4, unit="working_hours")
BEFORE_WORKSHOP = rules.When("before", kind="workshop", delay=7, unit="days")


def under_way(when: rules.When, **changes):
    return started(published(content_of("ces7")), send_at=timezone.now() - timedelta(days=3), when=when, **changes)


def begun(key, ago: timedelta) -> None:
    Round.objects.filter(key=key).update(send_at=timezone.now() - ago)


@pytest.mark.django_db
def test_a_letter_follows_an_event_once_in_working_hours_and_history_gets_none():
    maija = contact("Valo Oy", mail="maija@example.com")
    contact("Valo Oy", mail="other@example.com")
    key = under_way(AFTER_OFFER)
    begun(key, timedelta(days=3))
    now = timezone.now()
    services.write_down("offer", "maija@example.com", now - timedelta(hours=1), actor=SHOP, row_key="offer 1")
    services.write_down("offer", "maija@example.com", now - timedelta(days=30), actor=SHOP, row_key="old")
    services.write_down("delivery", "maija@example.com", now - timedelta(hours=1), actor=SHOP)
    assert (follow_events(), follow_events()) == (1, 0)
    row = Message.objects.get()
    assert (row.contact, row.state) == (maija, "waiting")
    expected = HELSINKI.after(row.happening.at, 4)
    assert row.due_at >= min(expected, now)
    assert HELSINKI.opened(row.due_at) == row.due_at
    # The same event told again is the same.
    services.write_down("offer", "maija@example.com", now - timedelta(hours=1), actor=SHOP, row_key="offer 1")
    assert follow_events() == 0


@pytest.mark.django_db
def test_a_second_event_of_the_same_person_is_held_by_its_clock_and_kept():
    contact("Valo Oy", mail="maija@example.com")
    key = under_way(AFTER_OFFER)
    begun(key, timedelta(days=3))
    for hours in (5, 2):
        services.write_down("offer", "maija@example.com", timezone.now() - timedelta(hours=hours), actor=SHOP)
    assert follow_events() == 2
    assert sorted(Message.objects.values_list("state", "rule")) == [
        ("suppressed", "family_invited"), ("waiting", ""),
    ]  # fmt: skip
    assert queries.funnel(key, viewer=ADMIN).tally["planned"] == 2


@pytest.mark.django_db
def test_a_week_before_a_workshop_everybody_of_the_customer_the_round_is_for():
    contact("Valo Oy", mail="a@example.com", decision_role="decision_maker")
    contact("Valo Oy", mail="b@example.com", decision_role="user")
    under_way(BEFORE_WORKSHOP, audience=rules.Audience(roles=("decision_maker",)))
    at = timezone.now() + timedelta(days=20)
    event = services.write_down("workshop", "valo oy", at, actor=SHOP)
    assert follow_events() == 1
    row = Message.objects.get()
    assert row.contact.mail == "a@example.com"
    assert at - timedelta(days=7) <= row.due_at < at - timedelta(days=1)
    services.move(event, at + timedelta(days=7), actor=SHOP)
    moved = Message.objects.get().due_at
    assert moved == row.due_at + timedelta(days=7)
    assert services.call_off(event, actor=SHOP) == 1
    assert states(Round.objects.get().key) == {"suppressed": 1}


@pytest.mark.django_db
def test_a_letter_that_would_come_after_its_event_is_held_back():
    contact("Valo Oy", mail="a@example.com")
    key = under_way(BEFORE_WORKSHOP)
    event = services.write_down("workshop", "a@example.com", timezone.now() + timedelta(days=30), actor=SHOP)
    follow_events()
    past = timezone.now() - timedelta(minutes=5)
    Happening.objects.filter(key=event).update(at=past)
    Message.objects.update(due_at=past)
    assert services.take_next(timezone.now(), actor=ADMIN) is True
    assert Message.objects.get().rule == "too_late"
    assert states(key) == {"suppressed": 1}


@pytest.mark.django_db
def test_what_is_observed_at_a_touchpoint_is_followed():
    journey = Journey.objects.create(names={"en": "Offer"})
    point = Touchpoint.objects.create(
        slug="install", names={"en": "Installation"}, phase=Phase.objects.create(journey=journey)
    )
    maija = contact("Valo Oy", mail="maija@example.com")
    key = under_way(rules.When("after", touchpoint=str(point.key), delay=1, unit="days"))
    begun(key, timedelta(days=3))
    for days in (1, 10):
        Event.objects.create(
            case="1", ts=timezone.now() - timedelta(days=days), month="2026-01", touchpoint=point,
            account=maija.account, contact=maija,
        )  # fmt: skip
    assert (follow_events(), follow_events()) == (1, 0)
    assert Message.objects.get().contact == maija


@pytest.mark.django_db
def test_a_promise_of_anonymity_follows_no_event():
    with pytest.raises(Refused) as refusal:
        made(published(content_of("nps"), promise="anonymous"), when=AFTER_OFFER)
    assert refusal.value.field == "way"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "who", "field"), [("party", "Valo Oy", "kind"), ("offer", "nobody", "who"), ("offer", "Same", "who")]
)
def test_an_event_of_nobody_is_refused_at_its_field(kind, who, field):
    contact("Valo Oy", mail="a@example.com")
    contact("Same", mail="b@example.com")
    from polku.people.models import Account

    Account.objects.create(name="Same", name_folded="same")
    with pytest.raises(Refused) as refusal:
        services.write_down(kind, who, timezone.now(), actor=SHOP)
    assert refusal.value.field == field


@pytest.mark.django_db
def test_a_recurring_round_comes_again_by_its_own_name_until_it_is_stopped():
    contact(mail="a@example.com")
    key = started(name="Pulse", when=rules.When("recurring", every="month"))
    Round.objects.update(state="going", send_at=moment("2026-01-31T09:00"))
    assert (follow_events(), follow_events()) == (1, 0)
    second = Round.objects.get(before__key=key)
    assert (second.name, second.state) == ("Pulse 2026-02", "planning")
    assert second.send_at == moment("2026-02-28T09:00")
    Round.objects.update(state="going")
    assert follow_events() == 1
    assert Round.objects.get(before=second).name == "Pulse 2026-03"
    Round.objects.filter(next=None).update(state="stopped")
    assert follow_events() == 0


@pytest.mark.django_db
def test_when_enough_have_answered_the_rest_is_held_back():
    from polku.flows.plan_round import plan_round

    for number in range(3):
        contact(f"Customer {number}", mail=f"{number}@example.com")
    key = started(quota=1)
    plan_round(key)
    assert not isinstance(services.take_next(timezone.now(), actor=ADMIN), bool)
    first = Message.objects.get(state="handing")
    Message.objects.filter(pk=first.pk).update(state="sent")
    Response.objects.create(
        version=first.round.version, answers={}, language="en", week="", month="2026-01", once_key=first.once
    )
    assert services.take_next(timezone.now(), actor=ADMIN) is True
    assert Message.objects.get(state="suppressed").rule == "quota"


@pytest.mark.django_db
def test_a_quota_under_a_promise_is_at_least_what_may_be_told():
    with pytest.raises(Refused) as refusal:
        made(published(content_of("nps"), promise="confidential"), quota=2)
    assert refusal.value.field == "quota"
