"""Decides what a web process does before its first visitor: loads and compiles what the first page would wait for."""

from __future__ import annotations

import logging
import threading

from django.db import connections
from django.http import QueryDict
from django.template.loader import get_template

logger = logging.getLogger(__name__)
# Whatever the size of the store, the kernel of large tables is loaded too: the store may grow under this process.
_PAGES = ("where", "wall", "answers")


def begin() -> threading.Thread:
    """Warm up beside the first requests, which are never kept waiting by it."""
    thread = threading.Thread(target=_apart, name="warming", daemon=True)
    thread.start()
    return thread


def warm() -> None:
    """Ask what the first page asks, as nobody in particular, and throw the answer away."""
    try:
        _kernels()
        for name in _PAGES:
            get_template(f"workspace/scoreboard/{name}.html")
        _first_page()
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


def _kernels() -> None:
    import numpy as np

    from cxlab.definitions import definition
    from cxlab.metrics.tallies import tallied, whole_worth

    codes = np.zeros(1, np.int64)
    for scores in (np.zeros(1, np.float64), np.zeros(1, np.float32)):
        worth = whole_worth(definition("nps"), scores)
        if worth is not None:
            tallied(codes, codes, worth, np.ones(1), 1)


def _first_page() -> None:
    from polku.governance.gate import Viewer
    from polku.insights.scores import available
    from polku.web.workspace.scoreboard.address import asked
    from polku.web.workspace.scoreboard.board import board

    viewer = Viewer(member=None, role="viewer")
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
