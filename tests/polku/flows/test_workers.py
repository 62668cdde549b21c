"""Workers as processes: an answer reaches the snapshot by itself, a killed worker's task is done by the next."""

from __future__ import annotations

import signal
import time
from pathlib import Path

import polars as pl
import pytest

from polku.flows import workers
from polku.snapshot.manifest import load
from tests.polku.flows.installation import installation

PATIENCE_S = 60

ANSWER = """
from polku.governance.gate import Viewer
from polku.surveys import queries, rules, services
manager = Viewer(member=None, role="manager")
key = services.create_survey(
    names={"en": "S"}, audience="customer", content=rules.TEMPLATES["relationship_pulse"].make("en"), promise="open",
    actor=manager,
)
services.publish(key, actor=manager)
version = queries.published(key)
cleaned = rules.validate(version.content, {"nps": "9"}, "en")
print(services.store_response(version, cleaned, once_key="one").outcome)
"""
ENQUEUE = """
from polku.flows.tasks import refresh_snapshot
print(refresh_snapshot.using(queue_name="long").enqueue().id)
"""
STATUS = """
from django_tasks_db.models import DBTaskResult
print(*DBTaskResult.objects.values_list("status", flat=True))
"""
LEFT_RUNNING = """
from django_tasks_db.models import DBTaskResult
DBTaskResult.objects.update(status="RUNNING", worker_ids=["now-0123"])
"""


@pytest.fixture(scope="module")
def product(tmp_path_factory):
    with installation(Path(tmp_path_factory.mktemp("installation"))) as made:
        yield made


def wait_for(what):
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        if found := what():
            return found
        time.sleep(0.1)
    pytest.fail("nothing came")


def in_snapshot(product):
    """The scores in the snapshot as the manifest lists them now."""
    place = product.folder / "snapshot"
    parts = load(place).of("answers")
    return [value for part in parts for value in pl.read_parquet(place / part.file)["value"]]


def test_an_answer_reaches_the_snapshot_by_itself(product):
    with product.worker("now") as worker:
        wait_for(lambda: load(product.folder / "snapshot").number)
        before = load(product.folder / "snapshot").number
        assert product.run(ANSWER) == "new"
        wait_for(lambda: load(product.folder / "snapshot").number > before)
        wait_for(lambda: 9.0 in in_snapshot(product))
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(timeout=PATIENCE_S) == 0


def test_a_task_left_by_a_killed_worker_is_done_by_the_next(product):
    product.run(ENQUEUE)
    product.run(LEFT_RUNNING)
    # This queue has no heartbeat: what it takes back, it takes back at boot.
    with product.worker("long"):
        wait_for(lambda: set(product.run(STATUS).split()) == {"SUCCESSFUL"})


def test_a_queue_that_there_is_not_is_said(capsys):
    assert workers.main(["soon"]) == 2
    assert "now or long" in capsys.readouterr().err


def test_within_five_seconds():
    """The longest way: a second between looks, and the build itself, which the benchmarks measure."""
    assert workers.POLL_S <= 1.0
