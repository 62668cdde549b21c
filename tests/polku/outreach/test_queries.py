"""Whom a round is for, and what it reads of the past."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from polku.governance.gate import NotAllowed, Viewer
from polku.journeys.models import Event, Journey, Phase, Touchpoint
from polku.outreach import queries, rules, services
from polku.outreach.models import Message
from polku.people.models import Account, DoNotAsk, Segment
from polku.people.rules import address_hash
from polku.surveys.services import Respondent
from tests.polku.outreach.making import ADMIN, contact, made, started
from tests.polku.surveys.making import content_of, published

pytestmark = pytest.mark.django_db


def planned(key) -> dict[int, str]:
    return {one.contact: one.rule for one in queries.plan(key, viewer=ADMIN).rows}


def go(key) -> None:
    found = queries.plan(key, viewer=ADMIN)
    services.store_planned(key, found.rows, rules_number=found.rules_number, actor=ADMIN)
    services.planned_all(key, rules_number=found.rules_number, actor=ADMIN)


def hand_over(key, when) -> None:
    Message.objects.filter(round__key=key, state="waiting").update(state="sent", handed_at=when)


def test_customers_are_asked_and_employees_of_their_own_survey_alone():
    own = Account.objects.create(name="Us", name_folded="us", is_own=True)
    colleague, customer = contact(own), contact()
    assert set(planned(made())) == {customer.pk}
    pulse = published(content_of("ces7"), audience="employee", promise="anonymous")
    assert set(planned(made(pulse))) == {colleague.pk}


def test_segments_roles_and_journeys_choose():
    designer = Segment.objects.create(key="designer", names={"en": "Designer"})
    account = Account.objects.create(name="Studio", name_folded="studio", segment=designer)
    chosen = contact(account, decision_role="user")
    contact(account, decision_role="buyer")
    other = contact("Other", decision_role="user")
    audience = rules.Audience(segments=("designer",), roles=("user",))
    assert set(planned(made(audience=audience))) == {chosen.pk}
    journey = Journey.objects.create(names={"en": "Offer"})
    phase = Phase.objects.create(journey=journey)
    point = Touchpoint.objects.create(phase=phase, slug="offer")
    Event.objects.create(case="1", account=other.account, touchpoint=point, ts=timezone.now(), month="2026-01")
    walked = made(published(content_of("nps")), audience=rules.Audience(journey=str(journey.key)))
    assert set(planned(walked)) == {other.pk}


def test_whoever_was_sent_something_or_answered_is_held_by_its_clock(answer):
    asked, answered, fresh = contact("A"), contact("B"), contact("C")
    version = published(content_of("nps"))
    first = made(version, audience=rules.Audience())
    services.start_round(first, address="https://x", actor=ADMIN)
    go(first)
    hand_over(first, timezone.now() - timedelta(days=20))
    Message.objects.exclude(contact=asked).delete()
    answer(version, timezone.now().strftime("%Y-%m"), respondent=Respondent(contact=answered.pk), nps="9")
    from polku.surveys.models import Response

    Response.objects.update(answered_at=timezone.now() - timedelta(days=20))
    assert planned(made(version, "Second")) == {
        asked.pk: "family_invited",
        answered.pk: "family_answered",
        fresh.pk: "",
    }


def test_a_promised_answer_starts_no_clock_that_would_tell_of_it(answer):
    from polku.surveys.models import Response

    person = contact()
    version = published(content_of("nps"), promise="confidential")
    answer(version, respondent=Respondent(contact=person.pk, account=person.account_id), nps="9")
    Response.objects.update(answered_at=timezone.now() - timedelta(days=2))
    assert planned(made()) == {person.pk: ""}


def test_what_waits_in_another_round_counts_as_sent_and_an_encounter_yields():
    person = contact()
    relationship = started(name="Relationship", send_at=timezone.now() + timedelta(days=5))
    go(relationship)
    assert planned(made(name="Again")) == {person.pk: "family_invited"}
    ease = made(published(content_of("ces7")))
    assert planned(ease)[person.pk] in {"person_invited", "yields"}


def test_an_encounter_that_waits_does_not_stand_in_the_way_of_the_relationship():
    person = contact()
    ease = started(published(content_of("ces7")), send_at=timezone.now() + timedelta(days=5))
    go(ease)
    assert planned(made()) == {person.pk: ""}


def test_the_do_not_ask_list_and_silence_are_read():
    from polku.governance.services import do_not_ask_salt

    listed, silent = contact("A", mail="never@example.com"), contact("B")
    DoNotAsk.objects.create(hash=address_hash("never@example.com", do_not_ask_salt()))
    assert planned(made()) == {listed.pk: "do_not_ask", silent.pk: ""}
    first = started(published(content_of("ces7")))
    go(first)
    hand_over(first, timezone.now() - timedelta(days=100))
    assert set(planned(made(name="Silent", audience=rules.Audience(silent_days=120)))) == {listed.pk}
    assert set(planned(made(name="Silent too", audience=rules.Audience(silent_days=90)))) == {listed.pk, silent.pk}


def test_the_dry_run_agrees_with_the_plan_to_the_person():
    for number in range(7):
        contact(f"Company {number % 3}", consent="refused" if number % 3 == 0 else "given")
    key = started()
    dry = queries.dry_run(key, viewer=ADMIN)
    go(key)
    log = queries.log(key, viewer=ADMIN)
    assert {(row.contact, row.rule) for row in dry.rows} == {(row.contact, row.rule) for row in log.rows}
    told = queries.funnel(key, viewer=ADMIN)
    assert (dry.total, dry.going, dict(dry.held)) == (
        told.tally["planned"],
        told.tally["waiting"],
        dict(told.held),
    )


def test_a_message_is_in_the_persons_language_else_in_ours():
    contact("A", language="sv")
    contact("B")
    languages = sorted(one.language for one in queries.plan(made(), viewer=ADMIN).rows)
    assert languages == ["en", "sv"]


def test_a_scope_hides_the_customers_of_others():
    mine, theirs = contact("A"), contact("B")
    key = started()
    go(key)
    scoped = Viewer(member=None, role="manager", account_scope=frozenset({mine.account_id}))
    assert {row.contact for row in queries.log(key, viewer=scoped).rows} == {mine.key}
    assert queries.funnel(key, viewer=scoped).tally["planned"] == 1
    assert theirs.pk not in {one.contact for one in queries.plan(made(name="B"), viewer=scoped).rows}


def test_reminders_of_a_promised_round_are_not_told():
    contact()
    key = started(published(content_of("nps"), promise="confidential"))
    go(key)
    Message.objects.update(state="sent", handed_at=timezone.now() - timedelta(days=8))
    row = Message.objects.get()
    Message.objects.create(
        key=row.key, round=row.round, contact=row.contact, number=1, state="sent", due_at=timezone.now()
    )
    assert [line.number for line in queries.log(key, viewer=ADMIN).rows] == [0]
    told = queries.funnel(key, viewer=ADMIN)
    assert (told.reminders, told.finished, told.accounts_answered) == (None, None, None)


def test_names_are_for_those_who_may_read_them(reader, contributor):
    key = made()
    with pytest.raises(NotAllowed):
        queries.log(key, viewer=reader)
    with pytest.raises(NotAllowed):
        queries.dry_run(key, viewer=contributor)
    with pytest.raises(queries.NoSuchRound):
        queries.round_(published(content_of("nps")).survey, viewer=reader)
