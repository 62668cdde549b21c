"""Runs one queue as a process: ``python -m polku.flows.workers now`` (with the heartbeat) or ``long``."""

from __future__ import annotations

import logging
import os
import secrets
import signal
import sys
import threading

QUEUES = ("now", "long")
POLL_S = 1.0


def run(queue: str, *, stop: threading.Event) -> None:
    """Do the queue's tasks as they come, until told to stop; the task under way is finished first."""
    from django.db import close_old_connections
    from django_tasks_db.management.commands.db_worker import Worker
    from django_tasks_db.models import DBTaskResult

    from polku.flows import taken_back
    from polku.flows.heartbeat import Heartbeat

    worker_id = f"{queue}-{secrets.token_hex(12)}"
    life = taken_back.show_life(worker_id)
    taken_back.take_back()
    heartbeat = Heartbeat() if queue == "now" else None
    while not stop.is_set():
        close_old_connections()
        if DBTaskResult.objects.ready().filter(queue_name=queue).exists():
            _worker(Worker, queue, worker_id).run()
        if heartbeat:
            heartbeat.beat()
        close_old_connections()
        stop.wait(POLL_S)
    life.close()


def _worker(kind: type, queue: str, worker_id: str) -> object:
    """The package's own worker for one task: the heartbeat comes between tasks."""
    return kind(
        queue_names=[queue],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=1,
        worker_id=worker_id,
        excluded_queue_names=[],
    )


def main(arguments: list[str]) -> int:
    """Set Django up and run until SIGTERM or Ctrl-C."""
    if len(arguments) != 1 or arguments[0] not in QUEUES:
        sys.stderr.write(f"Name the queue: {' or '.join(QUEUES)}.\n")
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "polku.project.settings")
    import django

    django.setup()
    logging.getLogger("django_tasks_db").setLevel(logging.WARNING)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    run(arguments[0], stop=stop)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
