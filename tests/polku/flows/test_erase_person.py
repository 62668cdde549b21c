"""A person leaves the store and every file at once."""

from __future__ import annotations

import shutil

import pytest

from polku.flows.erase_person import erase_person, export_person
from polku.governance.gate import NotAllowed
from polku.governance.models import AuditEntry
from polku.people import services as people
from polku.people.models import Contact
from polku.snapshot.read import open_snapshot
from polku.surveys.services import Respondent
from tests.polku.surveys.making import content_of, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def meri(manager, answer):
    account = people.create_account(people.AccountDetails(name="Puro"), actor=manager)
    details = people.ContactDetails(name="Meri", mail="meri@example.org", decision_role="buyer", unit="Sales")
    contact = people.add_contact(account, details, actor=manager)
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
    after = open_snapshot()
    assert key not in after.keys("contact")
    assert {path.name for path in place.glob("*.parquet")} == after.manifest.listed()


def test_the_figures_are_those_of_a_snapshot_made_anew(meri, admin, answer, refreshed, place):
    """Only the erased person's rows are read again: what comes of it is what reading everything gives."""
    account = Contact.objects.get(pk=meri).account_id
    other = people.add_contact(account, people.ContactDetails(name="Olli", decision_role="user"), actor=admin)
    version = published(content_of("nps"))
    for month in ("2026-03", "2026-04"):
        answer(version, month, nps="7", respondent=Respondent(account, meri, decision_role="buyer", unit="Sales"))
        answer(version, month, nps="2", respondent=Respondent(account, other))
        answer(version, month, nps="10")
    before = refreshed()
    erase_person(meri, actor=admin)
    quick = open_snapshot()
    erased = {part.slice: part.file for part in quick.manifest.of("answers")}
    assert all(part.file != erased[part.slice] for part in before.manifest.of("answers"))
    rows = {table: sorted(map(repr, named(quick, table))) for table in ("answers", "counts")}
    shutil.rmtree(place)
    anew = refreshed()
    for table, these in rows.items():
        assert these == sorted(map(repr, named(anew, table)))
    assert quick.table("answers")["contact"].n_unique() == 2


def named(snapshot, table):
    """Rows by the words their codes stand for: codes are given in the order in which they are met."""
    frame = snapshot.table(table)
    names = {"_account": "account"}
    for row in frame.iter_rows(named=True):
        yield {
            name: snapshot.keys(names.get(name, name))[value]
            if snapshot.keys(names.get(name, name)) and isinstance(value, int) and value >= 0
            else value
            for name, value in row.items()
        }


def test_only_an_admin_erases_and_gives_out(meri, manager):
    with pytest.raises(NotAllowed):
        erase_person(meri, actor=manager)
    with pytest.raises(NotAllowed):
        export_person(meri, actor=manager)
    assert Contact.objects.filter(pk=meri).exists()
