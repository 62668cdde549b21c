"""What events' names mean: given many at once, each name one meaning, taken back together or one by one."""

from __future__ import annotations

from uuid import uuid4

import pytest

from polku.governance.gate import NotAllowed
from polku.governance.rules import Refused
from polku.governance.services import NotFound
from polku.journeys import services
from polku.journeys.queries.meanings import meanings
from polku.journeys.services import Meant

pytestmark = pytest.mark.django_db


def known(viewer):
    return [(one.source, one.name, one.touchpoint, one.present) for one in meanings(viewer=viewer)]


def test_names_get_meanings_and_lose_them_together(journey, manager, reader):
    batch = uuid4()
    rows = [Meant("crm", "Ring", "a"), Meant("crm", "Meet", "b"), Meant("log", "Ring", "b")]
    assert services.map_events(rows, actor=manager, batch=batch) == 3
    assert services.map_events(rows, actor=manager, batch=batch) == 0
    assert known(reader) == [("crm", "Meet", "b", True), ("crm", "Ring", "a", True), ("log", "Ring", "b", True)]
    services.unmap_events(batch, actor=manager)
    assert known(reader) == []


def test_a_name_has_one_meaning_the_last_one(journey, manager, reader):
    services.map_events([Meant("crm", "Ring", "a")], actor=manager)
    services.map_events([Meant("crm", "Ring", "c")], actor=manager)
    assert known(reader) == [("crm", "Ring", "c", True)]


def test_one_meaning_is_removed_and_brought_back_unless_the_name_has_another(journey, manager, reader):
    services.map_events([Meant("crm", "Ring", "a")], actor=manager)
    one = meanings(viewer=reader)[0]
    services.remove_meaning(one.key, actor=manager)
    assert known(reader) == []
    services.restore_meaning(one.key, actor=manager)
    assert known(reader) == [("crm", "Ring", "a", True)]
    services.remove_meaning(one.key, actor=manager)
    services.map_events([Meant("crm", "Ring", "b")], actor=manager)
    with pytest.raises(Refused, match="another touchpoint by now"):
        services.restore_meaning(one.key, actor=manager)
    with pytest.raises(NotFound):
        services.restore_meaning(uuid4(), actor=manager)


def test_a_meaning_outlives_its_touchpoint_on_the_map_and_says_so(journey, manager, reader):
    services.map_events([Meant("crm", "Ring", "a")], actor=manager)
    services.delete_touchpoint(journey.points[0], actor=manager)
    assert known(reader) == [("crm", "Ring", "a", False)]


@pytest.mark.parametrize(
    ("row", "why"), [(Meant("crm", "Ring", "nowhere"), "no such touchpoint"), (Meant("crm", "", "a"), "without a name")]
)
def test_what_cannot_be_meant_is_refused(journey, manager, row, why):
    with pytest.raises(Refused, match=why):
        services.map_events([row], actor=manager)


def test_too_many_at_once_are_refused(journey, manager):
    with pytest.raises(Refused, match="At most 500"):
        services.map_events([Meant("crm", str(n), "a") for n in range(501)], actor=manager)


def test_only_who_may_design_says_what_names_mean(journey, contributor):
    for attempt in (
        lambda: services.map_events([Meant("crm", "Ring", "a")], actor=contributor),
        lambda: services.unmap_events(uuid4(), actor=contributor),
        lambda: services.remove_meaning(uuid4(), actor=contributor),
        lambda: services.restore_meaning(uuid4(), actor=contributor),
    ):
        with pytest.raises(NotAllowed):
            attempt()
