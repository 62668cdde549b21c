"""Tasks of the dead go back to be done, those of the living stay theirs, and old ones are forgotten."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from polku.flows import taken_back
from polku.flows.tasks import refresh_snapshot

pytestmark = pytest.mark.django_db


@pytest.fixture
def running(place):
    def task(*workers):
        refresh_snapshot.enqueue()
        task = DBTaskResult.objects.latest("enqueued_at")
        task.status, task.worker_ids, task.started_at = "RUNNING", list(workers), timezone.now()
        task.save()
        return task

    return task


def test_a_task_of_a_living_worker_stays_with_it(running):
    life = taken_back.show_life("now-1")
    task = running("now-1")
    assert taken_back.take_back() == 0
    task.refresh_from_db()
    assert task.status == "RUNNING"
    life.close()


def test_a_task_of_a_dead_worker_is_ready_again(running):
    taken_back.show_life("now-1").close()
    task = running("now-1")
    assert taken_back.take_back() == 1
    task.refresh_from_db()
    assert task.status == "READY"


def test_a_worker_that_nobody_remembers_is_dead(running):
    running("now-from-another-boot")
    assert taken_back.take_back() == 1


def test_a_task_that_kills_every_worker_is_given_up(running):
    task = running(*[f"now-{number}" for number in range(taken_back.MOST_TRIES)])
    assert taken_back.take_back() == 0
    task.refresh_from_db()
    assert task.status == "FAILED"
    assert task.traceback


def test_finished_tasks_are_forgotten_after_a_while(running):
    for status, days in [("SUCCESSFUL", 2), ("SUCCESSFUL", 0), ("FAILED", 2), ("FAILED", 31)]:
        task = running("now-1")
        task.status, task.finished_at = status, timezone.now() - timedelta(days=days)
        task.save()
    assert taken_back.prune() == 2
    kept = DBTaskResult.objects.values_list("status", flat=True)
    assert sorted(kept) == ["FAILED", "SUCCESSFUL"]
