"""What somebody else changed is not overwritten unseen, and what is asked twice is done once."""

from __future__ import annotations

from uuid import uuid4

import pytest

from polku.governance.rules import Refused
from polku.governance.services import Stale
from polku.journeys import models, queries, rules, services
from polku.journeys.services import JourneyDetails, PhaseDetails, TouchpointDetails


def arrangement(journey, viewer):
    return queries.journey_map(journey.key, viewer=viewer).arrangement


def test_a_move_with_the_arrangement_as_it_is_goes_through(journey, manager):
    a, phase = journey.points[0], journey.phases[1]
    services.move_touchpoint(a, phase=phase, position=0, actor=manager, seen=arrangement(journey, manager))
    services.move_phase(phase, position=0, actor=manager, seen=arrangement(journey, manager))
    assert models.Phase.objects.get(pk=phase).position == 0
    assert models.Touchpoint.objects.get(pk=a).phase_id == phase


@pytest.mark.parametrize("what", ["moved", "added", "deleted", "phase moved"])
def test_a_move_on_a_map_in_another_order_is_refused_and_changes_nothing(journey, manager, what):
    before = arrangement(journey, manager)
    first, second = journey.phases[:2]
    a, b, _c = journey.points
    {
        "moved": lambda: services.move_touchpoint(b, phase=second, position=0, actor=manager),
        "added": lambda: services.add_touchpoint(second, TouchpointDetails(names={"en": "D"}), actor=manager),
        "deleted": lambda: services.delete_touchpoint(b, actor=manager),
        "phase moved": lambda: services.move_phase(second, position=0, actor=manager),
    }[what]()
    now = arrangement(journey, manager)
    with pytest.raises(Stale):
        services.move_touchpoint(a, phase=second, position=0, actor=manager, seen=before)
    with pytest.raises(Stale):
        services.move_phase(first, position=2, actor=manager, seen=before)
    assert arrangement(journey, manager) == now


def test_words_changed_by_somebody_else_do_not_stop_a_move(journey, manager):
    before = arrangement(journey, manager)
    services.update_touchpoint(journey.points[1], TouchpointDetails(names={"en": "New"}), actor=manager)
    services.move_touchpoint(journey.points[0], phase=journey.phases[1], position=0, actor=manager, seen=before)


def test_an_edit_of_what_was_changed_is_refused(journey, manager):
    point = queries.touchpoints(viewer=manager)[0]
    phase = queries.phase(point.phase, viewer=manager)
    there = queries.journey_map(journey.key, viewer=manager).journey
    for update, pk, details, mark in (
        (services.update_touchpoint, point.id, TouchpointDetails(names={"en": "X"}), point.mark),
        (services.update_phase, phase.id, PhaseDetails(names={"en": "X"}), phase.mark),
        (services.update_journey, there.id, JourneyDetails(names={"en": "X"}), there.mark),
    ):
        update(pk, details, actor=manager, seen=mark)
        with pytest.raises(Stale):
            update(pk, details, actor=manager, seen=mark)


@pytest.mark.parametrize(
    "change",
    [
        {"channel": "phone"},
        {"owner": "social"},
        {"owner": "partner", "partner": "X"},
        {"layer": "extended"},
        {"aim": "exceed"},
        {"kinds": ("brand",)},
        {"interactive": False},
        {"stated_importance": 3},
        {"target_metric": "csat5"},
        {"target_metric": "ces7", "target_value": 5.0},
        {"names": {"en": "Other"}},
    ],
)
def test_every_field_of_a_touchpoint_is_in_its_mark(journey, manager, change):
    row = models.Touchpoint.objects.get(pk=journey.points[0])
    before = row.mark
    services.update_touchpoint(row.pk, TouchpointDetails(**{"names": {"en": "A"}, **change}), actor=manager)
    row.refresh_from_db()
    assert row.mark != before


def test_the_same_key_asked_twice_is_made_once(journey, manager):
    keys = [uuid4() for _ in range(4)]
    made = [
        (
            services.create_journey(JourneyDetails(names={"en": "New"}), actor=manager, key=keys[0]),
            services.add_phase(journey.id, PhaseDetails(names={"en": "New"}), actor=manager, key=keys[1]),
            services.add_touchpoint(
                journey.phases[0], TouchpointDetails(names={"en": "D"}), actor=manager, key=keys[2]
            ),
            services.copy_journey(journey.id, names={"en": "Copy"}, actor=manager, key=keys[3]),
        )
        for _twice in range(2)
    ]
    assert made[0] == made[1]
    assert models.Journey.objects.count() == 3
    assert models.Phase.objects.filter(journey=made[0][0]).count() == 3
    assert models.Touchpoint.objects.filter(phase__journey=journey.id).count() == 4


def test_the_purpose_is_kept_and_copied(manager):
    details = JourneyDetails(names={"en": "X"}, purpose={"fi": "Valot päälle", "en": " "})
    pk = services.create_journey(details, actor=manager)
    copy = services.copy_journey(pk, names={"en": "Y"}, actor=manager)
    assert [one.purpose_texts for one in queries.journeys(viewer=manager)] == [{"fi": "Valot päälle"}] * 2
    assert models.Journey.objects.get(pk=copy).purpose == {"fi": "Valot päälle"}


def test_a_refusal_for_staleness_is_a_refusal():
    assert issubclass(Stale, Refused)


def test_phases_and_touchpoints_are_found_by_key_or_among_those_taken_away(journey, manager, reader):
    listed = queries.touchpoints(viewer=reader)
    assert [one.name for one in listed] == ["A", "B", "C"]
    phase = queries.phase(listed[0].phase, viewer=reader)
    assert (phase.id, phase.journey, phase.touchpoints) == (journey.phases[0], journey.key, ())
    services.delete_phase(journey.phases[0], actor=manager)
    assert queries.phase(phase.key, viewer=reader) is None
    assert queries.phase(phase.key, viewer=reader, deleted=True).name == phase.name
    assert queries.touchpoints(viewer=reader) == ()


def test_a_mark_tells_one_thing_from_another():
    assert rules.mark({"a": 1, "b": 2}) == rules.mark({"b": 2, "a": 1})
    assert rules.mark(["a", "b"]) != rules.mark(["b", "a"])
    assert rules.arrangement([("p", ["a"]), ("q", [])]) != rules.arrangement([("p", []), ("q", ["a"])])
