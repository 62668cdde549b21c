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
from pathlib import Path

from tests.served import free_port

RUNNING: list[subprocess.Popen[bytes]] = []


@contextmanager
def served(*, workers: bool) -> Iterator[str]:
    """Gunicorn with the product's own configuration on the store that is prepared; its address."""
    port = free_port()
    commands = [["gunicorn", "--config", "python:polku.project.gunicorn", "--bind", f"127.0.0.1:{port}"]]
    if workers:
        commands += [["polku.flows.workers", queue] for queue in ("now", "long")]
    # A section that is ended for its time ends what it started, and what it started holds no pipe open.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    running = [
        subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", *command], env=os.environ, start_new_session=True, stdout=subprocess.DEVNULL
        )
        for command in commands
    ]
    RUNNING[:] = running
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


def _processes() -> list[str]:
    """Process numbers of all that was started here and of what it started."""
    groups = {str(process.pid) for process in RUNNING}
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            told = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if told[2] in groups:
            found.append(status.parent.name)
    return found


def memory_mb() -> float:
    """Proportional memory of the web's and the workers' processes."""
    total = 0
    for pid in _processes():
        try:
            told = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in told.splitlines() if line.startswith("Pss:"))
    return total / 1024


def settled() -> None:
    """Wait until the processes have warmed up: what comes then is their work alone."""
    before, until = -1.0, time.monotonic() + 60
    while cpu_s() - before > 0.1 and time.monotonic() < until:  # noqa: PLR2004 - a tenth of a second's work in a second
        before = cpu_s()
        time.sleep(1)


def cpu_s() -> float:
    """Seconds of processor that the web's and the workers' processes have taken since they were started."""
    ticks = 0
    for pid in _processes():
        try:
            told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        ticks += int(told[11]) + int(told[12])
    return ticks / os.sysconf("SC_CLK_TCK")
