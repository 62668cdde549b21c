"""A plan is written as text, refused with its place, copied with its journey, and read in the reader's words."""

from __future__ import annotations

import pytest

from polku.governance.gate import NotAllowed
from polku.governance.rules import Refused
from polku.governance.services import Stale
from polku.journeys import models, services
from polku.journeys.queries.plans import plan_of

pytestmark = pytest.mark.django_db


def test_nothing_written_means_the_order_of_the_map(journey, reader):
    plan = plan_of(journey.key, viewer=reader)
    assert (plan.text, plan.written) == ("A\nB\nC\n", False)


def test_a_written_plan_is_kept_by_slug_and_read_by_name(journey, manager, reader):
    services.set_plan(journey.id, "B\noptional a", actor=manager)
    assert models.Journey.objects.get(pk=journey.id).plan == "b\noptional a\n"
    plan = plan_of(journey.key, viewer=reader)
    assert (plan.text, plan.written, plan.left_out) == ("B\noptional A\n", True, ())
    services.set_plan(journey.id, " \n", actor=manager)
    assert not plan_of(journey.key, viewer=reader).written


def test_a_touchpoint_off_the_map_is_left_out_and_named(journey, manager, reader):
    services.set_plan(journey.id, "A\nB", actor=manager)
    services.delete_touchpoint(journey.points[0], actor=manager)
    plan = plan_of(journey.key, viewer=reader)
    assert (plan.text, plan.left_out) == ("B\n", ("A",))
    services.restore_touchpoint(journey.points[0], actor=manager)
    assert plan_of(journey.key, viewer=reader).text == "A\nB\n"


def test_an_unknown_name_is_refused_with_its_place_and_the_names_there_are(journey, manager):
    with pytest.raises(
        Refused, match=r"Line 2, column 1: there is no “Fair” on this map. There are: A, B, C\."
    ) as caught:
        services.set_plan(journey.id, "A\nFair", actor=manager)
    assert caught.value.field == "plan"


def test_a_name_that_two_share_is_refused_with_their_keys(journey, manager):
    phase = journey.phases[1]
    services.add_touchpoint(phase, services.TouchpointDetails(names={"en": "A"}, slug="another-a"), actor=manager)
    with pytest.raises(Refused, match=r"several touchpoints are called “A”\. Use a key: a, another-a"):
        services.set_plan(journey.id, "B\nA", actor=manager)


def test_what_another_changed_is_not_overwritten_unseen(journey, manager):
    before = plan_of(journey.key, viewer=manager).mark
    services.set_plan(journey.id, "A", actor=manager)
    with pytest.raises(Stale):
        services.set_plan(journey.id, "B", actor=manager, seen=before)


def test_a_copy_has_the_plan_of_its_own_touchpoints(journey, manager, reader):
    services.set_plan(journey.id, "B\nrepeat A within 2 days of B", actor=manager)
    pk = services.copy_journey(journey.id, names={"en": "Copy"}, actor=manager)
    copy = models.Journey.objects.get(pk=pk)
    assert plan_of(copy.key, viewer=reader).text == "B\nrepeat A within 2 days of B\n"
    own = set(copy.touchpoint_names())
    assert {point.name for point in plan_of(copy.key, viewer=reader).planned.touchpoints()} <= own


def test_only_who_may_design_plans(journey, contributor):
    with pytest.raises(NotAllowed):
        services.set_plan(journey.id, "A", actor=contributor)


def test_a_plan_too_long_is_refused(journey, manager):
    with pytest.raises(Refused, match="too long"):
        services.set_plan(journey.id, "A\n" * 20_000, actor=manager)


def test_there_is_no_plan_of_no_journey(journey, reader, manager):
    services.delete_journey(journey.id, actor=manager)
    assert plan_of(journey.key, viewer=reader) is None
