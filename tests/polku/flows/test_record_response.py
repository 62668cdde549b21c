"""A live answer: who the link speaks for, once however often, patient with a busy store, silent where it promised."""

from __future__ import annotations

import threading
from uuid import uuid4

import pytest
from django.db import OperationalError, connection, connections, transaction

from polku.flows import record_response as flow
from polku.flows.answer_links import AnswerLink, FormKey
from polku.flows.record_response import Busy, flush_ticks, has_answered, known_language, patiently, record_response
from polku.people.models import Account, Contact, Segment, Unit
from polku.surveys import services
from polku.surveys.models import Response, Tick
from polku.surveys.rules import validate
from polku.surveys.services import NotOpen
from tests.polku.web.respond.asking import MANAGER, ask

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    segment = Segment.objects.create(key="designer", names={"en": "Designer"})
    account = Account.objects.create(name="Studio", segment=segment)
    unit = Unit.objects.create(account=account, name="Sales")
    return [
        Contact.objects.create(
            account=account, name=f"Person {n}", unit=unit, decision_role="user", buyer_kind="repeat", language="sv"
        )
        for n in range(12)
    ]


def form_key() -> FormKey:
    return FormKey(once=uuid4().hex, version=1)


def link_of(contact, wave="") -> AnswerLink:
    return AnswerLink(contact=contact.key, once=uuid4().hex, wave=wave, channel="mail")


def answer(version, *, link=None, key=None, **answers):
    cleaned = validate(version.content, answers or {"recommend": 9}, "en")
    return record_response(version, cleaned, form_key=key or form_key(), link=link or AnswerLink())


def test_a_personal_link_names_the_person_as_they_are_now(people):
    answer(ask(), link=link_of(people[0]))
    row = Response.objects.get()
    assert (row.contact, row.account) == (people[0], people[0].account)
    assert (row.segment, row.decision_role, row.buyer_kind, row.unit) == ("designer", "user", "repeat", "Sales")
    assert row.channel == "mail"


def test_a_link_for_a_company_names_the_company(people):
    answer(ask(), link=AnswerLink(account=people[0].account.key))
    row = Response.objects.get()
    assert (row.contact, row.account, row.segment) == (None, people[0].account, "designer")


def test_somebody_erased_meanwhile_answers_as_nobody():
    answer(ask(), link=AnswerLink(contact=uuid4(), once="x"))
    assert Response.objects.get().contact is None


def test_a_personal_link_counts_once_whatever_form_it_was_sent_from(people):
    version, link = ask(), link_of(people[0])
    assert not has_answered(version, link)
    assert answer(version, link=link).outcome == "new"
    assert answer(version, link=link).outcome == "same"
    assert answer(version, link=link, recommend=1).outcome == "first_stands"
    assert Response.objects.count() == 1
    assert has_answered(version, link)


def test_a_shared_link_counts_each_form():
    version, shared = ask(), AnswerLink(channel="qr")
    assert [answer(version, link=shared).outcome for _ in range(3)] == ["new"] * 3
    key = form_key()
    assert [answer(version, link=shared, key=key).outcome for _ in range(2)] == ["new", "same"]


def test_a_closed_survey_takes_nothing():
    version = ask()
    services.close(version.survey, actor=MANAGER)
    from polku.surveys.queries import published

    with pytest.raises(NotOpen):
        answer(published(version.survey))


def test_the_language_of_a_person_is_known(people):
    assert known_language(link_of(people[0])) == "sv"
    assert known_language(AnswerLink()) == ""


class TestTicks:
    def test_an_anonymous_answer_leaves_a_tick_and_no_link(self, people):
        version = ask(promise="anonymous")
        answer(version, link=link_of(people[0]))
        row = Response.objects.get()
        assert (row.contact, row.account, row.once_key, row.answered_at) == (None, None, None, None)
        assert (row.segment, row.unit) == ("", "")
        assert Tick.objects.get().contact == people[0]

    def test_ticks_are_told_k_at_a_time(self, people):
        version = ask(promise="anonymous")
        links = [link_of(person) for person in people]
        for link in links[:4]:
            answer(version, link=link)
        assert flush_ticks() == 0
        assert not any(has_answered(version, link) for link in links)
        for link in links[4:]:
            answer(version, link=link)
        assert flush_ticks() == 10
        assert sum(has_answered(version, link) for link in links) == 10
        assert flush_ticks() == 0

    def test_surveys_and_waves_are_not_mixed(self, people):
        version, other = ask(promise="anonymous"), ask(promise="anonymous")
        for person in people[:3]:
            answer(version, link=link_of(person))
            answer(version, link=link_of(person, wave="2"))
            answer(other, link=link_of(person))
        assert flush_ticks() == 0

    def test_a_second_answer_by_the_same_person_is_taken_back(self, people):
        version = ask(promise="anonymous")
        assert answer(version, link=link_of(people[0])).outcome == "new"
        assert answer(version, link=link_of(people[0]), recommend=1).outcome == "first_stands"
        assert Response.objects.get().answers == {"recommend": 9}

    def test_the_same_form_again_is_the_same(self, people):
        version, link, key = ask(promise="anonymous"), link_of(people[0]), form_key()
        assert [answer(version, link=link, key=key).outcome for _ in range(2)] == ["new", "same"]

    def test_waiting_ticks_are_rewritten_so_that_their_place_tells_nothing(self, people):
        version = ask(promise="anonymous")
        before = None
        for person in people[:4]:
            answer(version, link=link_of(person))
            now = set(Tick.objects.values_list("pk", flat=True))
            assert before is None or not before & now
            before = now
        in_order = list(Tick.objects.order_by("pk").values_list("contact", flat=True))
        orders = set()
        for _ in range(20):
            Tick.objects.all().delete()
            for person in people[:4]:
                services.leave_tick(version, person.pk)
            orders.add(tuple(Tick.objects.order_by("pk").values_list("contact", flat=True)))
        assert len(orders) > 5, in_order


class TestPatience:
    def test_a_busy_store_is_waited_for(self, monkeypatch):
        monkeypatch.setattr(flow, "FIRST_PAUSE", 0.001)
        tries = []

        def write():
            tries.append(1)
            if len(tries) < 4:
                raise OperationalError("database is locked")
            return "stored"

        assert _outside_a_transaction(lambda: patiently(write)) == "stored"

    def test_not_for_ever(self, monkeypatch):
        monkeypatch.setattr(flow, "PATIENCE_SECONDS", 0.05)

        def write():
            raise OperationalError("database is locked")

        with pytest.raises(Busy):
            _outside_a_transaction(lambda: patiently(write))


def _outside_a_transaction(work):
    """Run in a thread of its own, whose connection is in no test's transaction."""
    outcome = []

    def run():
        try:
            outcome.append((work(), None))
        except Busy as error:
            outcome.append((None, error))
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    value, error = outcome[0]
    if error:
        raise error
    return value


@pytest.mark.django_db(transaction=True)
def test_an_answer_is_durable_when_it_is_taken_in():
    """SQLite: FULL, in a write-ahead log, with writers that queue. PostgreSQL: commits wait for the disk."""
    answer(ask())
    assert not connection.in_atomic_block
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            assert cursor.execute("PRAGMA synchronous").fetchone() == (2,)
            assert connection.transaction_mode == "IMMEDIATE"
        else:
            cursor.execute("SHOW synchronous_commit")
            assert cursor.fetchone() == ("on",)
            cursor.execute("SHOW fsync")
            assert cursor.fetchone() == ("on",)


@pytest.mark.django_db(transaction=True)
def test_an_answer_is_all_or_nothing(monkeypatch, people):
    version = ask(promise="anonymous")

    def broken(*_args, **_more):
        raise RuntimeError

    monkeypatch.setattr(flow, "leave_tick", broken)
    with pytest.raises(RuntimeError):
        answer(version, link=link_of(people[0]))
    with transaction.atomic():
        assert not Response.objects.exists()
        assert not Tick.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_somebody_erased_while_their_answer_is_written_answers_as_nobody(monkeypatch, people):
    asked_of, looked_up = flow._touchpoint, []

    def erased_now(*given):
        if not looked_up:
            Contact.objects.filter(pk=people[0].pk).delete()
        looked_up.append(1)
        return asked_of(*given)

    monkeypatch.setattr(flow, "_touchpoint", erased_now)
    assert answer(ask(), link=link_of(people[0])).outcome == "new"
    assert Response.objects.get().contact is None
    assert len(looked_up) == 2
