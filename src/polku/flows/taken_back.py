"""Decides which tasks a killed worker has left behind: they go back to be done, and old ones are forgotten."""

from __future__ import annotations

import fcntl
from datetime import timedelta
from pathlib import Path
from typing import IO

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from polku.snapshot.read import folder

# A task that has taken this many workers down with it is not given to another.
MOST_TRIES = 5
KEPT = {"SUCCESSFUL": timedelta(days=1), "FAILED": timedelta(days=30)}


def _folder() -> Path:
    """Where workers show that they live; it lies with the snapshot, which all workers share."""
    place = folder() / ".workers"
    place.mkdir(parents=True, exist_ok=True)
    return place


def show_life(worker_id: str) -> IO[str]:
    """Hold a lock as long as the returned file is open: the system lets it go when the worker dies, however it dies."""
    handle = (_folder() / worker_id).open("w")
    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return handle


def lives(worker_id: str) -> bool:
    """Whether the worker still holds its lock."""
    place = _folder() / worker_id
    if not place.exists():
        return False
    with place.open("r") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def take_back() -> int:
    """Give tasks of dead workers back to be done; returns how many there were."""
    taken = 0
    for pk, workers in DBTaskResult.objects.filter(status="RUNNING").values_list("pk", "worker_ids"):
        if workers and lives(workers[-1]):
            continue
        same = DBTaskResult.objects.filter(pk=pk, status="RUNNING", worker_ids=workers)
        if len(workers) < MOST_TRIES:
            taken += same.update(status="READY", started_at=None)
        else:
            same.update(
                status="FAILED",
                finished_at=timezone.now(),
                traceback="Every worker that took it was killed in its middle.",
            )
    for place in _folder().iterdir():
        if not lives(place.name):
            place.unlink(missing_ok=True)
    return taken


def prune() -> int:
    """Forget finished tasks after a while; returns how many."""
    now = timezone.now()
    return sum(
        DBTaskResult.objects.filter(status=status, finished_at__lt=now - kept).delete()[0]
        for status, kept in KEPT.items()
    )
