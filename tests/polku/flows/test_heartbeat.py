"""What happens by itself: a change is in at the next beat, time is looked at now and then, a failure ends nothing."""

from __future__ import annotations

import pytest

from polku.flows import refresh
from polku.flows.heartbeat import Heartbeat
from polku.snapshot import read
from polku.surveys.models import Tick
from polku.surveys.services import leave_tick
from tests.polku.surveys.making import content_of, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock():
    return {"now": 100.0}


@pytest.fixture
def heartbeat(place, clock):
    return Heartbeat(now=lambda: clock["now"])


def test_the_first_beat_builds_the_snapshot(heartbeat):
    heartbeat.beat()
    assert read.open_snapshot().manifest.number == 1


def test_a_change_is_in_at_the_next_beat_and_nothing_is_built_without_one(heartbeat, answer, clock):
    heartbeat.beat()
    clock["now"] += 1
    answer(published(content_of("nps")), nps="9")
    heartbeat.beat()
    assert read.open_snapshot().table("answers").height == 1
    generation = read.open_snapshot().generation
    clock["now"] += 1
    heartbeat.beat()
    assert read.open_snapshot().generation == generation


def test_what_time_alone_changes_is_looked_at_each_half_minute(place, monkeypatch):
    seen = []
    monkeypatch.setattr(refresh.build, "refresh", lambda: seen.append("built"))
    assert not refresh.refresh_if_needed(since_last=29)
    assert refresh.refresh_if_needed(since_last=30)
    assert seen == ["built"]


def test_ticks_that_wait_are_told_when_there_are_enough(heartbeat, manager):
    from polku.people import services as people

    account = people.create_account(people.AccountDetails(name="A"), actor=manager)
    version = published(content_of("nps"), promise="anonymous")
    for number in range(5):
        contact = people.add_contact(account, people.ContactDetails(name=f"P{number}"), actor=manager)
        leave_tick(version, contact)
    heartbeat.beat()
    assert Tick.objects.filter(told=True).count() == 5


def test_one_failing_part_does_not_keep_the_others_from_their_turn(heartbeat, monkeypatch, caplog):
    from polku.flows import taken_back

    def fails(**_):
        raise OSError("the disk is away")

    seen = []
    monkeypatch.setattr(refresh.build, "refresh", fails)
    monkeypatch.setattr(taken_back, "prune", lambda: seen.append("pruned"))
    heartbeat.beat()
    assert seen == ["pruned"]
    assert "refresh failed" in caplog.text
