"""An encounter on its day: phase by phase, how far over, with notes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polku.governance.gate import NotAllowed, Viewer
from polku.governance.rules import Refused
from polku.governance.services import NotFound
from polku.journeys import models, services
from polku.journeys.queries import held as reads
from polku.journeys.rules import canvas as canvas_rules
from polku.journeys.rules import held as rules

NOBODY = Viewer(member=None, role="admin")
NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)


def at(minutes):
    return NINE + timedelta(minutes=minutes)


def test_the_phases_of_the_day_are_those_within_sessions():
    phases = rules.planned_phases(canvas_rules.starter("en").columns)
    assert [(one.key, one.planned) for one in phases] == [("c2", 30), ("c3", 120), ("c4", 30)]


def test_going_on_ends_the_phase_before_and_coming_back_adds_to_it():
    phases = rules.planned_phases(canvas_rules.starter("en").columns)
    phases = rules.entered(phases, "c2", at(0))
    phases = rules.entered(phases, "c3", at(40))
    assert rules.running(phases).key == "c3"
    assert [one.minutes(at(50)) for one in phases] == [40, 10, 0]
    phases = rules.entered(phases, "c2", at(60))
    assert [one.minutes(at(65)) for one in phases] == [45, 20, 0]
    assert rules.upcoming(phases).key == "c4"
    assert rules.entered(phases, "c2", at(70)) == phases, "entered twice it goes on as it was"
    phases = rules.paused(phases, at(70))
    assert rules.running(phases) is None
    assert [one.minutes(at(900)) for one in phases] == [50, 20, 0]


def test_minutes_over_count_ended_phases_whole_and_the_one_that_is_on_past_its_time():
    phases = rules.entered(rules.planned_phases(canvas_rules.starter("en").columns), "c2", at(0))
    assert rules.minutes_over(phases, at(10)) == 0, "a phase that is on is not ahead"
    assert rules.minutes_over(phases, at(40)) == 10
    phases = rules.entered(phases, "c3", at(40))
    assert rules.minutes_over(phases, at(60)) == 10
    assert rules.minutes_over(phases, at(40 + 125)) == 15
    early = rules.entered(phases, "c4", at(40 + 100))
    assert rules.minutes_over(early, at(150)) == -10
    assert rules.minutes_over([replace(early[0], planned=None)], at(150)) == 0
    assert rules.minutes_over([replace(early[0], said=35)], at(150)) == 5


@given(st.lists(st.tuples(st.sampled_from(["c2", "c3", "c4", ""]), st.integers(0, 60)), max_size=8))
def test_all_time_between_the_first_beginning_and_the_last_stop_is_in_some_phase_or_a_pause(steps):
    phases, now, spent = rules.planned_phases(canvas_rules.starter("en").columns), NINE, 0
    for key, minutes in steps:
        phases = rules.entered(phases, key, now) if key else rules.paused(phases, now)
        now += timedelta(minutes=minutes)
        spent += minutes * bool(key)
        assert sum(one.seconds(now) for one in phases) == spent * 60
        assert sum(one.began is not None for one in phases) <= 1
    assert rules.unpacked(rules.packed(phases)) == phases


@pytest.fixture
def held():
    canvas = services.create_canvas(services.CanvasDetails("Workshop"), actor=NOBODY)
    return services.begin_held(canvas, name="Kaamos", actor=NOBODY)


def read(pk):
    return reads.held(models.Held.objects.get(pk=pk).key, viewer=NOBODY)


@pytest.mark.django_db
def test_an_encounter_keeps_the_plan_it_was_begun_with():
    canvas, key = services.create_canvas(services.CanvasDetails("Workshop"), actor=NOBODY), uuid4()
    pk = services.begin_held(canvas, name=" ", actor=NOBODY, remote=True, key=key)
    assert services.begin_held(canvas, name="x", actor=NOBODY, key=key) == pk
    assert (read(pk).row.name, read(pk).row.remote) == ("Workshop", True)
    content = canvas_rules.unpacked(models.Canvas.objects.get().content)
    none = replace(content, columns=tuple(replace(one, session=0) for one in content.columns))
    services.fill_canvas(canvas, "columns", none, actor=NOBODY)
    assert [one.planned for one in read(pk).row.phases] == [30, 120, 30]
    with pytest.raises(Refused, match="no phase within a session"):
        services.begin_held(canvas, name="x", actor=NOBODY)


@pytest.mark.django_db
def test_the_clock_runs_stops_ends_and_is_on_again(held):
    services.enter_phase(held, "c2", actor=NOBODY, now=at(0))
    services.pause_held(held, actor=NOBODY, now=at(20))
    assert read(held).row.closed_at is None
    services.enter_phase(held, "c3", actor=NOBODY, now=at(30))
    services.pause_held(held, actor=NOBODY, ended=True, now=at(60))
    assert read(held).row.closed_at == at(60)
    assert [one.spent for one in read(held).row.phases] == [1200, 1800, 0]
    services.enter_phase(held, "c4", actor=NOBODY, now=at(70))
    assert read(held).row.closed_at is None
    with pytest.raises(NotFound):
        services.enter_phase(held, "c1", actor=NOBODY)


@pytest.mark.django_db
def test_lengths_said_by_hand_hold_until_they_are_taken_back(held):
    services.enter_phase(held, "c2", actor=NOBODY, now=at(0))
    services.pause_held(held, actor=NOBODY, now=at(20))
    services.say_lengths(held, {"c2": 45, "c3": 130}, actor=NOBODY)
    assert [one.minutes(at(99)) for one in read(held).row.phases] == [45, 130, 0]
    services.say_lengths(held, {"c2": None}, actor=NOBODY)
    assert [one.minutes(at(99)) for one in read(held).row.phases] == [20, 130, 0]
    with pytest.raises(Refused) as refused:
        services.say_lengths(held, {"c3": -1}, actor=NOBODY)
    assert refused.value.field == "c3"


@pytest.mark.django_db
def test_a_note_has_its_time_and_its_phase_and_its_meaning_stands_apart(held):
    services.enter_phase(held, "c3", actor=NOBODY, now=at(0))
    key = uuid4()
    noted = services.Noted("Leaned back", "Tired?", "decider")
    pk = services.add_note(held, noted, actor=NOBODY, key=key, now=at(7))
    assert services.add_note(held, noted, actor=NOBODY, key=key) == pk
    (one,) = read(held).notes
    assert (one.at, one.phase, one.who, one.saw, one.means) == (at(7), "Middle", "decider", "Leaned back", "Tired?")
    services.delete_note(pk, actor=NOBODY)
    assert read(held).notes == ()
    services.restore_note(pk, actor=NOBODY)
    assert read(held).row.notes == 1
    assert reads.note(key, viewer=NOBODY) == (pk, read(held).row.key)
    for wrong in (services.Noted("  "), services.Noted("x" * 2001), services.Noted("x", "x" * 2001)):
        with pytest.raises(Refused):
            services.add_note(held, wrong, actor=NOBODY)


@pytest.mark.django_db
def test_words_are_for_those_who_may_read_them_and_a_viewer_writes_nothing(held):
    services.add_note(held, services.Noted("Leaned back"), actor=NOBODY)
    viewer = Viewer(member=None, role="viewer")
    one = reads.held(read(held).row.key, viewer=viewer)
    assert (one.notes, one.row.notes) == ((), 1)
    with pytest.raises(NotAllowed):
        services.enter_phase(held, "c2", actor=viewer)
    contributor = Viewer(member=None, role="contributor")
    services.add_note(held, services.Noted("Smiled"), actor=contributor)
    assert len(reads.held(one.row.key, viewer=contributor).notes) == 2


@pytest.mark.django_db
def test_an_encounter_is_taken_away_and_brought_back(held):
    key, canvas = read(held).row.key, models.Canvas.objects.get().key
    services.delete_held(held, actor=NOBODY)
    assert reads.held_by(canvas, viewer=NOBODY) == ()
    services.restore_held(held, actor=NOBODY)
    assert [row.key for row in reads.held_by(canvas, viewer=NOBODY)] == [key]
