"""The product as production runs it, for the sections that ask it over a socket."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from tests.served import free_port


@contextmanager
def served(*, workers: bool) -> Iterator[str]:
    """Gunicorn with the product's own configuration on the store that is prepared; its address."""
    port = free_port()
    commands = [["gunicorn", "--config", "python:polku.project.gunicorn", "--bind", f"127.0.0.1:{port}"]]
    if workers:
        commands += [["polku.flows.workers", queue] for queue in ("now", "long")]
    running = [
        subprocess.Popen([sys.executable, "-m", *command], env=os.environ, start_new_session=True)  # noqa: S603
        for command in commands
    ]
    home = f"http://127.0.0.1:{port}"
    try:
        wait_for(home)
        yield home
    finally:
        for process in running:
            os.killpg(process.pid, signal.SIGTERM)
        for process in running:
            process.wait()


def wait_for(home: str) -> None:
    until = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(f"{home}/sign-in/login/", timeout=5):  # noqa: S310 - our own server
                return
        except (urllib.error.URLError, OSError):
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def memory_mb(pattern: str) -> float:
    """Proportional memory of the processes whose command line holds the pattern."""
    total = 0
    found = subprocess.run(["pgrep", "-f", pattern], capture_output=True, text=True, check=False)  # noqa: S603, S607
    for pid in found.stdout.split():
        try:
            with open(f"/proc/{pid}/smaps_rollup") as told:  # noqa: PTH123 - a file of the kernel
                total += sum(int(line.split()[1]) for line in told if line.startswith("Pss:"))
        except OSError:
            continue
    return total / 1024
