from datetime import UTC, datetime

import pytest

from polku.governance import models as governance
from polku.governance.gate import NotAllowed
from polku.journeys import models, privacy, services
from polku.people import services as people


@pytest.fixture
def anna(journey, manager):
    account = people.create_account(people.AccountDetails(name="Oy"), actor=manager)
    contact = people.add_contact(account, people.ContactDetails(name="Anna"), actor=manager)
    row = services.EventRow(
        case="anna-case", ts=datetime(2026, 1, 5, tzinfo=UTC), account=account, contact=contact, touchpoint="a"
    )
    services.record_events([row], source="crm", actor=manager)
    return contact


def test_what_happened_is_given_out(anna, admin):
    ((event,),) = privacy.export_person(anna, actor=admin).values()
    assert (event["touchpoint"], event["source"]) == ("a", "crm")


def test_what_happened_stays_but_of_nobody(anna, admin):
    governance.Dirty.objects.all().delete()
    privacy.erase_person(anna, actor=admin)
    event = models.Event.objects.get()
    assert (event.contact_id, event.case) == (None, "")
    assert list(governance.Dirty.objects.values_list("table", "month", "erased")) == [("events", "2026-01", True)]


def test_only_an_admin_erases_and_gives_out(anna, manager):
    for function in (privacy.export_person, privacy.erase_person):
        with pytest.raises(NotAllowed):
            function(anna, actor=manager)
