"""A person leaves the store and every file at once."""

from __future__ import annotations

import pytest

from polku.flows.erase_person import erase_person, export_person
from polku.governance.gate import NotAllowed
from polku.governance.models import AuditEntry
from polku.people import services as people
from polku.people.models import Contact
from polku.surveys.services import Respondent
from tests.polku.surveys.making import content_of, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def meri(manager, answer):
    account = people.create_account(people.AccountDetails(name="Puro"), actor=manager)
    contact = people.add_contact(account, people.ContactDetails(name="Meri", mail="meri@example.org"), actor=manager)
    answer(
        published(content_of("nps", "long_text")), nps="9", long_text="Kiitos", respondent=Respondent(account, contact)
    )
    return contact


def test_everything_that_is_held_of_a_person_is_given_out(meri, admin, refreshed):
    held = export_person(meri, actor=admin)
    assert held["people"]["name"] == "Meri"
    assert held["surveys"]["answers"][0]["comments"] == {"long_text": "Kiitos"}
    entry = AuditEntry.objects.get(verb="export")
    key = str(Contact.objects.get(pk=meri).key)
    assert (entry.actor_id, entry.subject_kind, entry.subject_key) == (admin.member, "contact", key)


def test_a_person_leaves_the_store_and_every_file_at_once(meri, admin, refreshed, place):
    before = refreshed()
    key = str(Contact.objects.get(pk=meri).key)
    assert key in before.keys("contact")
    erase_person(meri, actor=admin)
    assert not Contact.objects.filter(pk=meri).exists()
    from polku.snapshot.read import open_snapshot

    after = open_snapshot()
    assert key not in after.keys("contact")
    assert {path.name for path in place.glob("*.parquet")} == after.manifest.listed()


def test_only_an_admin_erases_and_gives_out(meri, manager):
    with pytest.raises(NotAllowed):
        erase_person(meri, actor=manager)
    with pytest.raises(NotAllowed):
        export_person(meri, actor=manager)
    assert Contact.objects.filter(pk=meri).exists()
