"""What stands on the lanes of a touchpoint: written, read in the viewer's language, copied with the journey."""

from __future__ import annotations

import pytest

from polku.governance.gate import NotAllowed, Viewer
from polku.governance.rules import Refused
from polku.governance.services import Stale
from polku.journeys import models, services
from polku.journeys.queries.lanes import lanes

pytestmark = pytest.mark.django_db
SAID = {"know": {"en": "How long it takes", "fi": "Kuinka kauan kestää"}, "documents": {"en": " Order ", "sv": ""}}


def first(journey, **viewer):
    row = models.Touchpoint.objects.get(pk=journey.points[0])
    return lanes(journey.key, viewer=Viewer(member=None, role="viewer", **viewer))[row.key]


def test_lanes_are_written_and_read_in_the_viewers_language(journey, manager):
    services.set_lanes(journey.points[0], SAID, emotion=-1, actor=manager)
    one = first(journey, language="fi")
    assert one.said == {"know": "Kuinka kauan kestää", "content": "", "backstage": "", "documents": "Order"}
    assert one.texts == {"know": SAID["know"], "documents": {"en": "Order"}}
    assert one.emotion == -1
    assert len(lanes(journey.key, viewer=manager)) == 3


def test_two_who_write_the_same_lanes_are_told(journey, manager):
    seen = first(journey).mark
    services.set_lanes(journey.points[0], SAID, actor=manager, seen=seen)
    with pytest.raises(Stale):
        services.set_lanes(journey.points[0], {}, actor=manager, seen=seen)
    assert first(journey).texts


@pytest.mark.parametrize(
    ("said", "emotion", "field"), [({"know": {"en": "x" * 401}}, None, "know"), ({}, 3, "emotion"), ({}, -3, "emotion")]
)
def test_what_is_wrong_is_refused_at_its_field(journey, manager, said, emotion, field):
    with pytest.raises(Refused) as refused:
        services.set_lanes(journey.points[0], said, emotion=emotion, actor=manager)
    assert refused.value.field == field


def test_a_copy_of_the_journey_takes_its_lanes_along(journey, manager):
    services.set_lanes(journey.points[0], SAID, emotion=2, actor=manager)
    copy = models.Journey.objects.get(pk=services.copy_journey(journey.id, names={"en": "Copy"}, actor=manager))
    told = [one for one in lanes(copy.key, viewer=manager).values() if one.texts]
    assert [(one.said["know"], one.emotion) for one in told] == [("How long it takes", 2)]


def test_only_designers_write(journey):
    with pytest.raises(NotAllowed):
        services.set_lanes(journey.points[0], SAID, actor=Viewer(member=None, role="contributor"))
