"""Who answers for a journey, and when it was last looked at."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from polku.governance.gate import NotAllowed, Viewer
from polku.governance.models import Member
from polku.governance.rules import Refused
from polku.journeys import models, services
from polku.journeys.queries.keeping import keeping

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


def kept(journey, manager):
    return keeping(viewer=manager, today=TODAY)[journey.key]


def test_a_colleague_answers_for_it_until_another_does(journey, manager):
    anna = Member.objects.create_user("anna@example.com", role="viewer", name="Anna")
    services.set_owner(journey.id, anna.key, actor=manager)
    assert (kept(journey, manager).owner, kept(journey, manager).owner_name) == (anna.key, str(anna))
    services.set_owner(journey.id, None, actor=manager)
    assert kept(journey, manager).owner is None
    with pytest.raises(Refused):
        services.set_owner(journey.id, uuid4(), actor=manager)
    Member.objects.update(is_active=False)
    with pytest.raises(Refused):
        services.set_owner(journey.id, anna.key, actor=manager)


@pytest.mark.parametrize(("day", "old"), [(date(2025, 3, 2), False), (date(2025, 3, 1), True), (TODAY, False)])
def test_what_nobody_looked_at_for_a_year_is_old(journey, manager, day, old):
    assert (kept(journey, manager).looked_on, kept(journey, manager).old) == (None, False)
    services.look_at_journey(journey.id, actor=manager, today=day)
    assert (kept(journey, manager).looked_on, kept(journey, manager).old) == (day, old)


def test_a_copy_is_looked_at_anew_and_only_designers_say_so(journey, manager):
    services.look_at_journey(journey.id, actor=manager, today=TODAY)
    copy = models.Journey.objects.get(pk=services.copy_journey(journey.id, names={"en": "Copy"}, actor=manager))
    assert copy.looked_on is None
    with pytest.raises(NotAllowed):
        services.look_at_journey(journey.id, actor=Viewer(member=None, role="viewer"))
