from dataclasses import replace
from datetime import UTC, datetime

import pytest

from polku.governance import services as governing
from polku.governance.gate import NotAllowed
from polku.journeys import models, queries, services
from polku.people import services as people


def test_the_list_counts_what_is_on_the_map(journey, manager, reader):
    services.delete_touchpoint(journey.points[0], actor=manager)
    (row,) = queries.journeys(viewer=replace(reader, language="fi"))
    assert (row.name, row.segment_name) == ("Ensimmäinen hanke", "Suunnittelija")
    assert (row.phases, row.touchpoints) == (3, 2)


def test_the_map_has_phases_as_columns_and_touchpoints_as_cards(journey, reader):
    found = queries.journey_map(journey.key, viewer=replace(reader, language="sv"))
    assert [phase.name for phase in found.phases] == ["Före köpet", "Under köpet", "Efter köpet"]
    assert [[card.slug for card in phase.touchpoints] for phase in found.phases] == [["a", "b", "c"], [], []]
    assert found.phases[0].touchpoints[0].proposed == ("ces7",)
    assert found.ends_at_purchase


def test_the_flag_goes_when_the_map_reaches_use(journey, manager, reader):
    services.move_touchpoint(journey.points[0], phase=journey.phases[2], position=0, actor=manager)
    assert not queries.journey_map(journey.key, viewer=reader).ends_at_purchase


def test_the_map_costs_the_same_however_many_cards(journey, manager, reader, django_assert_num_queries):
    with django_assert_num_queries(4):
        queries.journey_map(journey.key, viewer=reader)
    for number in range(20):
        services.add_touchpoint(
            journey.phases[1], services.TouchpointDetails(names={"en": f"P{number}"}), actor=manager
        )
    with django_assert_num_queries(4):
        queries.journey_map(journey.key, viewer=reader)


def test_touchpoints_to_choose_from_stand_in_the_order_of_the_map(journey, manager, reader):
    services.move_touchpoint(journey.points[2], phase=journey.phases[0], position=0, actor=manager)
    assert [choice.slug for choice in queries.choices(viewer=reader)] == ["c", "a", "b"]
    assert queries.choices(viewer=reader)[0].phase == "Before purchase"


def test_labels_know_journeys_phases_and_touchpoints_even_those_taken_away(journey, manager, reader):
    phase = models.Phase.objects.get(pk=journey.phases[0]).key
    point = models.Touchpoint.objects.get(pk=journey.points[0]).key
    services.delete_touchpoint(journey.points[0], actor=manager)
    found = queries.labels([str(journey.key), str(phase), str(point), "a", "nobody"], viewer=reader)
    assert found == {
        str(journey.key): "First project",
        str(phase): "Before purchase",
        str(point): "A",
        "a": "A",
    }


def test_a_touchpoint_taken_away_is_found_only_when_asked_for(journey, manager, reader):
    key = models.Touchpoint.objects.get(pk=journey.points[0]).key
    services.delete_touchpoint(journey.points[0], actor=manager)
    assert queries.touchpoint(key, viewer=reader) is None
    assert queries.touchpoint(key, viewer=reader, deleted=True).deleted
    assert "a" in queries.slugs()


def test_a_walk_is_for_those_who_may_read_answers_and_within_their_scope(journey, manager, contributor, reader):
    account = people.create_account(people.AccountDetails(name="Oy"), actor=manager)
    rows = [
        services.EventRow(case="c-1", ts=datetime(2026, 1, day, tzinfo=UTC), account=account, touchpoint=slug)
        for day, slug in ((3, "b"), (2, "a"))
    ]
    services.record_events(rows, actor=contributor)
    assert [event.touchpoint for event in queries.walk("c-1", viewer=contributor)] == ["A", "B"]
    assert queries.walk("c-1", viewer=replace(contributor, account_scope=frozenset())) == ()
    with pytest.raises(NotAllowed):
        queries.walk("c-1", viewer=reader)


def test_events_of_an_import_are_seen_when_it_has_landed(journey, manager):
    imported, _known = governing.begin_import("log.csv", "a" * 64, {}, actor=manager)
    row = services.EventRow(case="c-1", ts=datetime(2026, 1, 1, tzinfo=UTC))
    services.record_events([row], imported=imported, actor=manager)
    assert queries.walk("c-1", viewer=manager) == ()
    governing.land_import(imported, rows=1, rejected=0, actor=manager)
    assert len(queries.walk("c-1", viewer=manager)) == 1
