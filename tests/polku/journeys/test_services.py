from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from polku.governance import models as governance
from polku.governance import services as governing
from polku.governance.gate import NotAllowed, Viewer
from polku.governance.rules import Refused
from polku.journeys import models, queries, services
from polku.journeys.services import EventRow, JourneyDetails, PhaseDetails, TouchpointDetails
from tests.conftest import ON_POSTGRES
from tests.polku.racing import while_uncommitted


def audited():
    return [(entry.verb, entry.subject_kind, entry.fields) for entry in governance.AuditEntry.objects.order_by("pk")]


def dirty():
    return set(governance.Dirty.objects.values_list("table", "month"))


def forget():
    governance.AuditEntry.objects.all().delete()
    governance.Dirty.objects.all().delete()


def columns(journey, viewer):
    found = queries.journey_map(journey.key, viewer=viewer)
    return [[card.name for card in phase.touchpoints] for phase in found.phases]


def test_only_those_who_design_change_a_map(journey, contributor):
    forget()
    for attempt in (
        lambda: services.create_journey(JourneyDetails(names={"en": "X"}), actor=contributor),
        lambda: services.update_journey(journey.id, JourneyDetails(names={"en": "X"}), actor=contributor),
        lambda: services.move_journey(journey.id, position=0, actor=contributor),
        lambda: services.copy_journey(journey.id, names={"en": "X"}, actor=contributor),
        lambda: services.delete_journey(journey.id, actor=contributor),
        lambda: services.restore_journey(journey.id, actor=contributor),
        lambda: services.set_plan(journey.id, "A", actor=contributor),
        lambda: services.add_phase(journey.id, PhaseDetails(names={"en": "X"}), actor=contributor),
        lambda: services.update_phase(journey.phases[0], PhaseDetails(names={"en": "X"}), actor=contributor),
        lambda: services.move_phase(journey.phases[0], position=1, actor=contributor),
        lambda: services.delete_phase(journey.phases[0], actor=contributor),
        lambda: services.restore_phase(journey.phases[0], actor=contributor),
        lambda: services.add_touchpoint(journey.phases[0], TouchpointDetails(names={"en": "X"}), actor=contributor),
        lambda: services.update_touchpoint(journey.points[0], TouchpointDetails(names={"en": "X"}), actor=contributor),
        lambda: services.move_touchpoint(journey.points[0], phase=journey.phases[0], position=1, actor=contributor),
        lambda: services.delete_touchpoint(journey.points[0], actor=contributor),
        lambda: services.restore_touchpoint(journey.points[0], actor=contributor),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    assert audited() == []
    assert dirty() == set()


@pytest.mark.parametrize(
    ("details", "field"),
    [
        (JourneyDetails(names={"en": " "}), "names"),
        (JourneyDetails(names={"en": "x" * 201}), "names"),
        (JourneyDetails(names={"en": "X"}, segment="nobody"), "segment"),
        (JourneyDetails(names={"en": "X"}, scheme="time"), "scheme"),
        (JourneyDetails(names={"en": "X"}, buyer_kind="old"), "buyer_kind"),
    ],
)
def test_a_faulty_journey_is_refused_at_its_field(manager, details, field):
    with pytest.raises(Refused) as refused:
        services.create_journey(details, actor=manager)
    assert refused.value.field == field


def test_a_journey_by_value_starts_with_its_own_phases(manager):
    pk = services.create_journey(JourneyDetails(names={"en": "X"}, scheme="value"), actor=manager)
    stages = models.Phase.objects.filter(journey=pk).order_by("position").values_list("stage", flat=True)
    assert list(stages) == ["pre_service", "core_service", "post_service"]


def test_another_scheme_takes_the_stages_of_the_first(journey, manager):
    details = JourneyDetails(names={"en": "First project"}, segment="designer", scheme="value")
    services.update_journey(journey.id, details, actor=manager)
    assert set(models.Phase.objects.filter(journey=journey.id).values_list("stage", flat=True)) == {""}


def test_a_journey_taken_away_comes_back_as_it_was(journey, manager):
    before = queries.journey_map(journey.key, viewer=manager)
    forget()
    services.delete_journey(journey.id, actor=manager)
    assert queries.journey_map(journey.key, viewer=manager) is None
    assert queries.choices(viewer=manager) == ()
    assert dirty() == {("journeys", ""), ("touchpoints", "")}
    services.restore_journey(journey.id, actor=manager)
    assert queries.journey_map(journey.key, viewer=manager) == before
    assert [verb for verb, _kind, _fields in audited()] == ["delete", "restore"]
    with pytest.raises(governing.NotFound):
        services.restore_journey(journey.id, actor=manager)


def test_a_copy_has_the_same_content_under_keys_of_its_own(journey, manager):
    pk = services.copy_journey(journey.id, names={"en": "Repeat project"}, actor=manager)
    copy = queries.journey_map(models.Journey.objects.get(pk=pk).key, viewer=manager)
    source = queries.journey_map(journey.key, viewer=manager)
    assert [phase.names for phase in copy.phases] == [phase.names for phase in source.phases]
    assert [card.name for card in copy.phases[0].touchpoints] == ["A", "B", "C"]
    assert [card.slug for card in copy.phases[0].touchpoints] == ["a-2", "b-2", "c-2"]


def test_journeys_are_put_in_order(journey, manager):
    second = services.create_journey(JourneyDetails(names={"en": "Second"}), actor=manager)
    services.move_journey(second, position=0, actor=manager)
    assert [row.name for row in queries.journeys(viewer=manager)] == ["Second", "First project"]


def test_phases_are_added_moved_taken_away_and_brought_back(journey, manager):
    def names():
        return [phase.name for phase in queries.journey_map(journey.key, viewer=manager).phases]

    added = services.add_phase(
        journey.id, PhaseDetails(names={"en": "Trial"}, stage="during"), position=1, actor=manager
    )
    assert names() == ["Before purchase", "Trial", "During purchase", "After purchase"]
    services.move_phase(added, position=99, actor=manager)
    assert names()[-1] == "Trial"
    services.move_phase(added, position=1, actor=manager)
    services.delete_phase(added, actor=manager)
    assert "Trial" not in names()
    services.restore_phase(added, actor=manager)
    assert names() == ["Before purchase", "Trial", "During purchase", "After purchase"]
    with pytest.raises(Refused) as refused:
        services.update_phase(added, PhaseDetails(names={"en": "Trial"}, stage="core_service"), actor=manager)
    assert refused.value.field == "stage"


def test_a_journey_keeps_a_phase(journey, manager):
    for phase in journey.phases[:2]:
        services.delete_phase(phase, actor=manager)
    with pytest.raises(Refused):
        services.delete_phase(journey.phases[2], actor=manager)


@pytest.mark.parametrize(
    ("details", "field"),
    [
        ({"names": {}}, "names"),
        ({"channel": "telepathy"}, "channel"),
        ({"owner": "nobody"}, "owner"),
        ({"layer": "deep"}, "layer"),
        ({"aim": "please"}, "aim"),
        ({"kinds": ("purchase", "x")}, "kinds"),
        ({"stated_importance": 6}, "stated_importance"),
        ({"target_metric": "joy"}, "target_metric"),
        ({"target_value": 3.0}, "target_metric"),
        ({"target_metric": "ces7", "target_value": 8.0}, "target_value"),
        ({"target_metric": "nps", "aim": "ease"}, "target_metric"),
        ({"slug": "a"}, "slug"),
        ({"slug": "Not A Slug"}, "slug"),
    ],
)
def test_a_faulty_touchpoint_is_refused_at_its_field(journey, manager, details, field):
    with pytest.raises(Refused) as refused:
        services.add_touchpoint(journey.phases[0], TouchpointDetails(**{"names": {"en": "X"}} | details), actor=manager)
    assert refused.value.field == field
    assert columns(journey, manager)[0] == ["A", "B", "C"]


def test_a_touchpoint_keeps_all_that_is_said_of_it_and_its_slug(journey, manager):
    forget()
    details = TouchpointDetails(
        names={"en": "Installation", "fi": "Asennus"},
        channel="physical",
        owner="partner",
        layer="exceeding",
        aim="exceed",
        kinds=("delivery", "hybrid"),
        interactive=False,
        stated_importance=5,
        target_metric="disconfirmation",
        target_value=0.5,
        partner="Asentaja Oy",
    )
    services.update_touchpoint(journey.points[0], details, actor=manager)
    card = queries.touchpoint(models.Touchpoint.objects.get(pk=journey.points[0]).key, viewer=manager)
    assert (card.slug, card.name, card.owner, card.partner) == ("a", "Installation", "partner", "Asentaja Oy")
    assert (card.kinds, card.interactive, card.stated_importance) == (("delivery", "hybrid"), False, 5)
    assert (card.target_metric, card.target_value) == ("disconfirmation", 0.5)
    ((verb, _kind, fields),) = audited()
    assert verb == "update"
    assert "target_value" in fields
    assert dirty() == {("touchpoints", "")}


def test_importance_is_kept_within_1_to_5_by_the_store_too(journey):
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Touchpoint.objects.update(stated_importance=0)


def test_cards_move_within_and_between_columns(journey, manager):
    a, _b, c = journey.points
    first, second, _third = journey.phases
    services.move_touchpoint(c, phase=first, position=0, actor=manager)
    assert columns(journey, manager) == [["C", "A", "B"], [], []]
    services.move_touchpoint(a, phase=second, position=5, actor=manager)
    assert columns(journey, manager) == [["C", "B"], ["A"], []]
    assert list(
        models.Touchpoint.objects.filter(phase=first).order_by("position").values_list("position", flat=True)
    ) == [0, 1]
    services.delete_touchpoint(c, actor=manager)
    services.restore_touchpoint(c, actor=manager)
    assert columns(journey, manager)[0] == ["C", "B"]


def test_a_card_stays_in_its_journey(journey, manager):
    other = services.create_journey(JourneyDetails(names={"en": "Other"}), actor=manager)
    phase = models.Phase.objects.filter(journey=other).first().pk
    with pytest.raises(Refused):
        services.move_touchpoint(journey.points[0], phase=phase, position=0, actor=manager)


@pytest.mark.skipif(not ON_POSTGRES, reason="SQLite has one writer at a time; the race is PostgreSQL's")
@pytest.mark.django_db(transaction=True)
def test_cards_moved_at_once_never_share_a_place():
    actor = Viewer(member=None, role="manager")
    pk = services.create_journey(JourneyDetails(names={"en": "X"}), actor=actor)
    phases = list(models.Phase.objects.filter(journey=pk).order_by("position").values_list("pk", flat=True))
    points = [
        services.add_touchpoint(phases[0], TouchpointDetails(names={"en": f"P{n}"}), actor=actor) for n in range(2)
    ]
    raised = while_uncommitted(
        *(
            lambda point=point: services.move_touchpoint(point, phase=phases[1], position=0, actor=actor)
            for point in points
        )
    )
    assert raised == []
    places = models.Touchpoint.objects.filter(phase=phases[1]).values_list("position", flat=True)
    assert sorted(places) == [0, 1]


def event(key="1", ts=datetime(2026, 1, 31, 23, tzinfo=UTC), **fields):
    return EventRow(case="c-1", ts=ts, row_key=key, **fields)


def test_an_event_is_kept_once_and_its_month_is_the_local_one(journey, contributor):
    forget()
    assert services.record_events([event(), event(), event("2")], source="crm", actor=contributor) == 2
    assert services.record_events([event()], source="crm", actor=contributor) == 0
    assert services.record_events([event()], source="shop", actor=contributor) == 1
    assert dirty() == {("events", "2026-02")}, "23:00 UTC is the next day in Helsinki"
    assert audited() == [("record", "event", []), ("record", "event", [])]


def test_events_of_an_undone_import_may_come_again(journey, manager):
    imported, _known = governing.begin_import("log.csv", "a" * 64, {}, actor=manager)
    assert services.record_events([event()], imported=imported, actor=manager) == 1
    assert services.record_events([event()], imported=imported, actor=manager) == 0, "taken up again"
    governing.undo_import(imported, actor=manager)
    again, _known = governing.begin_import("log.csv", "a" * 64, {}, actor=manager)
    assert services.record_events([event()], imported=again, actor=manager) == 1


def test_a_faulty_event_is_refused_by_its_line_and_none_is_kept(journey, contributor, reader):
    for bad, field in (
        (event("2", touchpoint="nowhere"), "touchpoint"),
        (event("2", ts=datetime(2026, 1, 1)), "ts"),  # noqa: DTZ001 - the fault itself
    ):
        with pytest.raises(Refused, match="Line 2") as refused:
            services.record_events([event(), bad], actor=contributor)
        assert refused.value.field == field
    assert not models.Event.objects.exists()
    with pytest.raises(NotAllowed):
        services.record_events([event()], actor=reader)
