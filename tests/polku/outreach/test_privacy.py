"""What was sent to a person is given to them, and forgotten with them; the round's count stays."""

from __future__ import annotations

import pytest

from polku.flows.erase_person import export_person
from polku.flows.plan_round import plan_round
from polku.outreach import privacy, queries, services
from polku.outreach.models import Message
from tests.polku.outreach.making import ADMIN, contact, started

pytestmark = pytest.mark.django_db


def test_a_person_is_told_what_was_sent_to_them():
    person = contact(consent="refused")
    plan_round(started())
    (told,) = export_person(person.pk, actor=ADMIN)["outreach"]["messages"]
    assert (told["round"], told["state"], told["rule"]) == ("Autumn", "suppressed", "refused")


def test_an_erased_person_gets_nothing_more_and_the_count_of_the_round_stays():
    person, other = contact("A"), contact("B")
    key = started()
    plan_round(key)
    assert privacy.erase_person(person.pk, actor=ADMIN) == 1
    row = Message.objects.get(contact=None)
    assert (row.state, row.rule, row.once) == ("suppressed", "gone", "")
    assert queries.funnel(key, viewer=ADMIN).tally["planned"] == 2
    assert Message.objects.get(contact=other).state == "waiting"
    assert privacy.erase_person(person.pk, actor=ADMIN) == 0


def test_an_erased_persons_links_stop_nobody_else():
    person = contact()
    key = started()
    plan_round(key)
    link = Message.objects.get().key
    privacy.erase_person(person.pk, actor=ADMIN)
    assert queries.addressee(link, viewer=ADMIN).contact is None
    assert services.leave_unknown(actor=ADMIN) == 0
