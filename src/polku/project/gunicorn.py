"""How the web server runs: two processes of several threads, a clean end, no line about those who answer."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

wsgi_app = "polku.project.wsgi"
worker_class = "gthread"
# Imported once and shared; nothing is opened while importing.
preload_app = True
workers = int(os.environ.get("POLKU_WEB_WORKERS", "2"))
# Writers queue at the store, so threads wait rather than work: enough of them to hold the queue, no more.
threads = int(os.environ.get("POLKU_WEB_THREADS", "8"))
backlog = 1024
keepalive = 15
timeout = 60
graceful_timeout = 30
# The heartbeat of a worker must not wait for a busy disk.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - memory, made by the system


def on_starting(_server: Any) -> None:
    """What all processes share is loaded before they are made of this one."""
    from polku.web.workspace import warming

    warming.before_fork()


def post_worker_init(_worker: Any) -> None:
    """Each process warms up for itself: threads and connections would not outlive its making."""
    from polku.web.workspace import warming

    warming.begin()


# No access log unless one is asked for; then without addresses, without queries (they hold personal links), without
# referrers, and without any line about a respondent's page.
accesslog = os.environ.get("POLKU_ACCESS_LOG") or None
access_log_format = "%(t)s %(m)s %(U)s %(s)s %(B)s %(M)sms"
logger_class = "polku.project.access_log.DiscreetLogger"
errorlog = "-"
loglevel = "warning"
