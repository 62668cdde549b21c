"""Whom a row is about: found by id, name or mail; made where that was decided; told of where nobody is known."""

from __future__ import annotations

from dataclasses import replace

import pytest

from polku.flows.import_file import ColumnUse, Mapping, run
from polku.governance.models import Import
from polku.people.models import Account, Contact, Segment
from polku.surveys.models import Response

pytestmark = pytest.mark.django_db

COLUMNS = {
    "id": ColumnUse("respondent"),
    "score": ColumnUse("answer", question="score", kind="nps", definition="nps"),
    "customer": ColumnUse("account"),
    "person": ColumnUse("contact"),
    "mail": ColumnUse("mail"),
    "segment": ColumnUse("segment"),
}
MAPPING = Mapping(survey="Shop", month="2026-05", columns=COLUMNS)
HEAD = "id,score,customer,person,mail,segment\n"


@pytest.fixture
def known(db):
    account = Account.objects.create(name="Puro Oy", name_folded="puro oy", external_id="A1")
    Segment.objects.create(key="designer", names={"en": "Designer"})
    return Contact.objects.create(
        account=account, name="Meri", mail="meri@example.com", external_id="C1", decision_role="buyer"
    )


@pytest.fixture
def bring(tmp_path, manager):
    def taken(rows, **changes):
        place = tmp_path / "answers.csv"
        place.write_text(HEAD + rows)
        return run(place, replace(MAPPING, **changes), actor=manager)

    return taken


def landed():
    return {row.answers["score"]: row for row in Response.objects.filter(Import.landed())}


def test_a_person_is_found_by_id_by_name_of_the_account_and_by_mail(bring, known):
    done = bring("1,9,A1,C1,,\n2,8,Puro Oy,,MERI@example.com,\n3,7,,,meri@example.com,\n4,6,A1,,,\n5,5,,,,\n")
    assert (done.rows, done.rejected) == (5, 0)
    rows = landed()
    assert {score: rows[score].contact_id for score in rows} == {
        9: known.pk,
        8: known.pk,
        7: known.pk,
        6: None,
        5: None,
    }
    assert {score: rows[score].account_id for score in rows} == {
        9: known.account_id, 8: known.account_id, 7: known.account_id, 6: known.account_id, 5: None,
    }  # fmt: skip
    assert rows[9].decision_role == "buyer"


def test_whom_nobody_knows_is_told_of_and_not_made(bring, known):
    done = bring("1,9,A9,,,\n2,8,A1,C9,,\n3,7,A1,C1,,\n")
    assert (done.rows, done.rejected) == (1, 2)
    told = done.rejected_file.read_text()
    assert "There is no account with this id or name." in told
    assert "There is no contact with this id in the account." in told
    assert Account.objects.count() == 1


def test_accounts_and_people_are_made_when_the_mapping_says_so(bring, known):
    done = bring(
        "1,9,A9,C9,,\n2,8,A1,,new@example.com,\n3,7,A9,C9,,\n4,6,A1,C9,,\n5,5,A1,,nobody,\n", make_accounts=True
    )
    rows = landed()
    assert rows[9].account.external_id == rows[7].account.external_id == "A9"
    assert rows[9].contact_id == rows[7].contact_id
    assert rows[8].contact.mail == "new@example.com"
    # An id stands for one person: in another account it is somebody nobody knows.
    assert (done.rows, done.rejected) == (3, 2)
    assert "There is no contact with this id in the account." in done.rejected_file.read_text()


def test_classes_are_those_of_the_file_and_new_segments_get_their_words(bring, known):
    bring("1,9,A1,C1,,Kauppa ja verkko\n2,8,A1,C1,,Designer\n")
    rows = landed()
    assert (rows[9].segment, rows[8].segment) == ("kauppa-ja-verkko", "designer")
    assert Segment.objects.get(key="kauppa-ja-verkko").names == {"en": "Kauppa ja verkko"}


def test_an_anonymous_file_leaves_no_person_no_moment_no_key_and_nothing_beside_the_answers(bring, known):
    columns = COLUMNS | {"segment": ColumnUse("background")}
    bring("1,9,A1,C1,,x\n2,8,,,meri@example.com,y\n", promise="anonymous", columns=columns)
    for row in landed().values():
        assert (row.account_id, row.contact_id, row.once_key, row.answered_at) == (None, None, None, None)
        assert (row.segment, row.decision_role, row.background, row.month) == ("", "", {}, "2026-05")
    # The same file again is the same import: rows that keep no key of their own do not double.
    assert bring("1,9,A1,C1,,x\n2,8,,,meri@example.com,y\n", promise="anonymous", columns=columns).already
