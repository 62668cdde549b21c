"""Rounds settled, started and stopped; contact rules version by version; each step of the outbox."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from polku.flows.plan_round import plan_round
from polku.governance.gate import NotAllowed, Viewer
from polku.governance.models import AuditEntry
from polku.governance.rules import Refused
from polku.outreach import queries, rules, services
from polku.outreach.models import Bounced, Message, Round
from polku.surveys.services import close
from tests.conftest import ON_POSTGRES
from tests.polku.outreach.making import ADMIN, contact, details, made, started, states
from tests.polku.racing import while_uncommitted
from tests.polku.surveys.making import content_of, published

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "x" * 61}, "name"),
        ({"reply_to": "nobody"}, "reply_to"),
        ({"reminders": 3}, "reminders"),
        ({"subject": {"en": "Hello"}}, "subject_fi"),
        ({"stop_at": timezone.now() - timedelta(days=1)}, "stop_at"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(changes, field):
    with pytest.raises(Refused) as refusal:
        made(**changes)
    assert refusal.value.field == field


def test_a_name_is_given_once_a_survey():
    version = published(content_of("nps"))
    made(version)
    with pytest.raises(Refused, match="name already"):
        made(version)
    made(version, "Winter")


def test_a_round_that_was_started_is_not_changed():
    key = started()
    for change in (
        lambda: services.change_round(key, details("Other"), actor=ADMIN),
        lambda: services.delete_round(key, actor=ADMIN),
        lambda: services.start_round(key, address="", actor=ADMIN),
    ):
        with pytest.raises(Refused):
            change()


def test_a_round_does_not_start_on_a_survey_that_closes_before():
    version = published(content_of("nps"), closes_at=timezone.now() + timedelta(days=1))
    key = made(version, send_at=timezone.now() + timedelta(days=2))
    with pytest.raises(Refused, match="closes before"):
        services.start_round(key, address="", actor=ADMIN)


def test_who_sees_a_part_of_the_customers_starts_no_round():
    key = made()
    with pytest.raises(NotAllowed):
        services.start_round(key, address="", actor=Viewer(member=None, role="manager", account_scope=frozenset({1})))


def test_writes_are_for_managers_and_leave_their_entry(contributor, manager):
    with pytest.raises(NotAllowed):
        services.make_round(published().survey, details(), actor=contributor)
    with pytest.raises(NotAllowed):
        services.save_contact_rules({}, actor=manager)
    services.make_round(published().survey, details(), actor=manager)
    assert AuditEntry.objects.filter(verb="create", subject_kind="round", actor=manager.member).count() == 1


def test_contact_rules_are_kept_version_by_version_and_named_by_what_they_held():
    assert queries.contact_rules(viewer=ADMIN) == rules.ContactRules()
    assert services.save_contact_rules({"family_invited": 10}, actor=ADMIN) == 1
    assert services.save_contact_rules({"family_invited": 20}, actor=ADMIN) == 2
    standing = queries.contact_rules(viewer=ADMIN)
    assert (standing.number, standing.family_invited) == (2, 20)
    contact(consent="refused")
    plan_round(started())
    assert Message.objects.get().rules_number == 2
    with pytest.raises(Refused) as refusal:
        services.save_contact_rules({"yields": -1}, actor=ADMIN)
    assert refusal.value.field == "yields"


def take(now=None):
    return services.take_next(now or timezone.now(), actor=ADMIN)


def test_a_message_is_marked_before_it_is_given_out():
    contact(mail="a@example.com")
    plan_round(started())
    taken = take()
    assert isinstance(taken, services.Handed)
    assert (taken.to, taken.subject) == ("a@example.com", "How did we do?")
    assert Message.objects.get().state == "handing"
    assert take() is False


def test_what_was_being_handed_over_is_unknown_and_only_a_person_says_more():
    contact(mail="a@example.com")
    key = started()
    plan_round(key)
    taken = take()
    assert queries.funnel(key, viewer=ADMIN).tally["unknown"] == 1
    assert services.leave_unknown(actor=ADMIN) == 1
    assert not services.taken(taken.id, actor=ADMIN)
    assert take(timezone.now() + timedelta(days=400)) is False
    services.resolve(taken.key, 0, arrived=False, actor=ADMIN)
    assert states(key) == {"failed": 1}
    with pytest.raises(Refused):
        services.resolve(taken.key, 0, arrived=True, actor=ADMIN)


def test_clocks_are_looked_at_again_when_sending_and_the_rule_is_kept():
    person = contact(mail="a@example.com")
    key = started()
    plan_round(key)
    person.active = False
    person.save()
    services.save_contact_rules({}, actor=ADMIN)
    assert take() is True
    row = Message.objects.get()
    assert (row.state, row.rule, row.rules_number) == ("suppressed", "inactive", 1)


def test_a_survey_that_was_closed_meanwhile_is_not_sent():
    contact(mail="a@example.com")
    version = published(content_of("nps"))
    plan_round(started(version))
    close(version.survey, actor=ADMIN)
    assert take() is True
    assert Message.objects.get().rule == "stopped"


def test_nothing_goes_after_the_stop_date():
    contact(mail="a@example.com")
    plan_round(started(stop_at=timezone.now() + timedelta(days=1)))
    assert take(timezone.now() + timedelta(days=2)) is True
    assert Message.objects.get().rule == "stopped"


def test_a_letter_that_came_back_ends_mail_to_its_address():
    contact(mail="a@example.com")
    key = started()
    plan_round(key)
    row = Message.objects.get()
    with pytest.raises(Refused, match="not been sent"):
        services.mark_bounced(row.key, 0, actor=ADMIN)
    services.taken(take().id, actor=ADMIN)
    for _ in range(2):
        services.mark_bounced(row.key, 0, actor=ADMIN)
    assert Bounced.objects.count() == 1
    told = queries.funnel(key, viewer=ADMIN)
    assert (told.tally["sent"], told.bounced, told.delivered) == (1, 1, 0)
    later = queries.plan(made(name="Winter"), viewer=ADMIN)
    assert [one.rule for one in later.rows] == ["bounced"]


def test_stopping_holds_back_what_waits_and_keeps_what_went():
    contact("A", mail="a@example.com")
    contact("B", mail="b@example.com")
    key = started()
    plan_round(key)
    services.taken(take().id, actor=ADMIN)
    assert services.stop_round(key, actor=ADMIN) == 1
    assert states(key) == {"sent": 1, "suppressed": 1}
    assert Round.objects.get().state == "stopped"
    with pytest.raises(Refused):
        services.stop_round(key, actor=ADMIN)


@pytest.mark.skipif(not ON_POSTGRES, reason="SQLite has one writer at a time; the race is PostgreSQL's")
@pytest.mark.django_db(transaction=True)
def test_two_senders_at_once_do_not_both_ask_a_person_of_two_rounds():
    contact(mail="a@example.com")
    keys = [started(name=name) for name in ("One", "Two")]
    plans = [queries.plan(key, viewer=ADMIN) for key in keys]
    for key, plan in zip(keys, plans, strict=True):
        services.store_planned(key, plan.rows, rules_number=0, actor=ADMIN)
        services.planned_all(key, rules_number=0, actor=ADMIN)
    given = []
    raised = while_uncommitted(lambda: given.append(take()), lambda: given.extend([take(), take()]))
    given.append(take())
    assert raised == []
    assert sum(isinstance(one, services.Handed) for one in given) == 1
    assert sorted(Message.objects.values_list("state", flat=True)) == ["handing", "suppressed"]
