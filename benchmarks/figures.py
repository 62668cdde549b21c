"""Decides how a figure is measured: the first call apart, the median of the warm ones, in a process of its own.

A section is a module that, run as ``python -m benchmarks.<section> quick|full``, writes one JSON line a figure.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import TypeVar

T = TypeVar("T")
REPEATS = 5
# A section that takes longer is ended, and what it has told is kept: the whole run has a time to be done in.
PATIENCE_S = {"quick": 240.0, "full": 900.0}


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured thing.

    Attributes:
        section: where it stands in the results.
        what: the task, in words; the same words for ours and for what users would run instead.
        by: what did it: ``polku`` or the name of a library.
        size: how much of it, in words.
        value: the median of the warm calls.
        unit: ``s``, ``/s``, ``MB``, ``ms`` or ``kB``.
        first: the first call, where it is another figure.
        goal: what it should be at most (``/s``: at least); None where nothing was set.
        scale: how much of it as a number, where growth is told from several sizes.
    """

    section: str
    what: str
    by: str
    size: str
    value: float
    unit: str = "s"
    first: float | None = None
    goal: float | None = None
    scale: float | None = None

    def met(self) -> bool | None:
        if self.goal is None:
            return None
        return self.value >= self.goal if self.unit == "/s" else self.value <= self.goal


def tell(figure: Figure) -> None:
    """Write a figure for the runner to read."""
    sys.stdout.write(json.dumps(asdict(figure)) + "\n")
    sys.stdout.flush()


def seconds(run: Callable[[], object], repeats: int = REPEATS) -> tuple[float, float]:
    """The first call and the median of the ones after it."""
    took = []
    for _ in range(repeats + 1):
        began = time.perf_counter()
        run()
        took.append(time.perf_counter() - began)
    return took[0], statistics.median(took[1:])


def measure(
    section: str,
    what: str,
    by: str,
    size: str,
    run: Callable[[], object],
    *,
    goal: float | None = None,
    repeats: int = REPEATS,
    scale: float | None = None,
) -> None:
    """Time a call and tell."""
    first, warm = seconds(run, repeats)
    tell(Figure(section, what, by, size, warm, first=first, goal=goal, scale=scale))


def once(run: Callable[[], T]) -> tuple[float, T]:
    """One call: its seconds, and what it gave."""
    began = time.perf_counter()
    result = run()
    return time.perf_counter() - began, result


def peak_mb() -> float:
    """The most memory this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def figures_of(section: str, mode: str) -> list[Figure]:
    """Run a section; its words for people go to standard error as they come."""
    command = [sys.executable, "-m", f"benchmarks.{section}", mode]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)  # noqa: S603
    late = threading.Timer(PATIENCE_S[mode], lambda: os.killpg(running.pid, signal.SIGTERM))
    late.start()
    told, _ = running.communicate()
    late.cancel()
    if running.returncode:
        sys.stderr.write(f"{section} ended with code {running.returncode}; its figures so far are kept\n")
    return [Figure(**json.loads(line)) for line in told.splitlines() if line.startswith("{")]
