"""A person gets what we hold of them, and is erased without bending the figures."""

from __future__ import annotations

import pytest
from django.apps import apps

from polku.governance.gate import NotAllowed, Viewer
from polku.governance.models import Dirty
from polku.people.models import Account, Contact
from polku.surveys import privacy, services
from polku.surveys.models import Comment, Response
from tests.polku.surveys.making import MANAGER, cleaned, published

pytestmark = pytest.mark.django_db
ADMIN = Viewer(member=None, role="admin")


@pytest.fixture
def contact():
    account = Account.objects.create(name="Lumo Oy")
    return Contact.objects.create(account=account, name="Aino", mail="aino@lumo.example")


def answered(contact, promise="open"):
    version = published(promise=promise)
    who = services.Respondent(contact.account_id, contact.pk, "designer", "user", "", "Studio", {"region": "north"})
    services.store_response(version, cleaned(version, nps=9, long_text=promise), once_key=promise, respondent=who)


def test_a_person_gets_what_they_answered_openly_and_no_admin_sees_the_rest(contact):
    answered(contact)
    answered(contact, "confidential")
    given = privacy.export_person(contact.pk, actor=ADMIN)
    assert [(one["promise"], one["answers"], one["comments"]) for one in given["answers"]] == [
        ("open", {"nps": 9}, {"long_text": "open"}),
    ]
    assert given["confidential_answers"] == 1
    assert "confidential" not in str(given["answers"])
    with pytest.raises(NotAllowed):
        privacy.export_person(contact.pk, actor=Viewer(member=None, role="contributor"))


def test_erasing_takes_the_words_and_the_person_and_leaves_the_score(contact):
    answered(contact)
    Dirty.objects.all().delete()
    assert privacy.erase_person(contact.pk, actor=ADMIN) == 1
    row = Response.objects.get()
    assert (row.contact_id, row.once_key, row.answered_at, row.unit, row.decision_role) == (None, None, None, "", "")
    assert (row.account_id, row.answers, row.background) == (contact.account_id, {"nps": 9}, {})
    assert not Comment.objects.exists()
    assert set(Dirty.objects.values_list("table", "erased")) == {("answers", True), ("comments", True)}
    assert privacy.export_person(contact.pk, actor=ADMIN) == {"answers": [], "confidential_answers": 0}
    assert privacy.erase_person(contact.pk, actor=ADMIN) == 0


def test_erasing_moves_no_confidential_answer_from_one_group_to_another(contact):
    answered(contact, "confidential")
    assert privacy.erase_person(contact.pk, actor=ADMIN) == 1
    row = Response.objects.get()
    assert (row.segment, row.decision_role, row.unit, row.week != "") == ("designer", "user", "Studio", True)
    assert (row.contact_id, row.once_key, row.answered_at, row.background) == (None, None, None, {})
    # An empty row says that words are missing from the list; whose they were and what they said is gone.
    assert set(Comment.objects.values_list("text", "language")) == {("", "")}


def test_only_an_admin_erases(contact):
    with pytest.raises(NotAllowed):
        privacy.erase_person(contact.pk, actor=MANAGER)


def test_every_model_stands_in_one_of_the_lists():
    models = set(apps.get_app_config("surveys").get_models())
    assert models == set(privacy.PERSONAL) | set(privacy.NOT_PERSONAL)
