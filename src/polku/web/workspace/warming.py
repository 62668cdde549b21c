"""Decides what the web does before its first visitor: loads and compiles what the first page would wait for."""

from __future__ import annotations

import gc
import logging
import os
import threading
from pathlib import Path

from django.db import connections
from django.http import QueryDict
from django.template.loader import get_template

from cxlab.metrics import tallies
from polku.governance.gate import Viewer
from polku.insights.scores import available

logger = logging.getLogger(__name__)
_PAGES = ("where", "wall", "answers")


def before_fork() -> None:
    """Load once what every web process needs and none changes; whatever begins threads is left to each of them.

    Kernels that no process has compiled yet are left too: until they are there pages count by other means.
    """
    for name in _PAGES:
        get_template(f"workspace/scoreboard/{name}.html")
    if _compiled():
        tallies.load()
    # Nothing of this is ever garbage: a process that looked through it would have to copy it first.
    gc.collect()
    gc.freeze()


def _compiled() -> bool:
    """Whether kernels have been compiled here by an earlier process."""
    places = (os.environ.get("NUMBA_CACHE_DIR", ""), str(Path(tallies.__file__).parent / "__pycache__"))
    return any(any(Path(place).rglob("*kernels.tally*.nbi")) for place in places if place)


def begin() -> threading.Thread:
    """Warm up beside the first requests, which are never kept waiting by it."""
    thread = threading.Thread(target=_apart, name="warming", daemon=True)
    thread.start()
    return thread


def warm() -> None:
    """Ask what the first page asks, as nobody in particular, and throw the answer away."""
    try:
        _first_page()
        tallies.load()
        _drivers()
        _journeys()
    except Exception:
        # A store that is away, or being made, is told of by the page itself; the process serves on.
        logger.debug("not warmed up", exc_info=True)


def _apart() -> None:
    try:
        warm()
    finally:
        # A thread has connections of its own, and nobody would close them after it.
        connections.close_all()


def _nobody() -> Viewer:
    return Viewer(member=None, role="viewer")


def _first_page() -> None:
    from polku.web.workspace.scoreboard.address import asked
    from polku.web.workspace.scoreboard.board import board

    viewer = _nobody()
    known = available(viewer=viewer)
    if not known.empty and known.metrics:
        board(asked(QueryDict(), known), known, viewer=viewer)


def _drivers() -> None:
    """The one page whose figures are counted by kernels of their own; compiled once, they are kept under var."""
    import polars as pl

    from cxlab.drivers import importance

    rows = [(at % 5, at % 7, at % 10) for at in range(40)] + [(None, 2, 3)]
    table = pl.DataFrame(rows, schema=["a", "b", "y"], orient="row", infer_schema_length=None)
    importance(table, outcome="y", drivers=["a", "b"], resamples=200)


def _journeys() -> None:
    """What happened on a journey is counted and laid on the plan by kernels of its own too."""
    from cxlab.journeys.log import from_walks
    from cxlab.journeys.overview import overview
    from cxlab.journeys.plan_text import parse_plan

    overview(from_walks([["a", "b"], ["b", "a", "c"]]), parse_plan("a\noptional b\nc"), account=None)
