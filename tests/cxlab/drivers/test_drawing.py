"""What is drawn, and how often: as much as a reader waits for, never under two hundred."""

from __future__ import annotations

import polars as pl

from cxlab.drivers.drawing import FEWEST_RESAMPLES, MOST_RESAMPLES, prepared
from cxlab.drivers.importance import told
from tests.cxlab.drivers.oracle import normal


def drawn(p: int, rows: int = 60):
    values = normal(loading=0.5, weights=[0.5, *[0.0] * (p - 1)], accounts=rows, per=1)[0]
    names = [f"x{k}" for k in range(p)]
    table = pl.DataFrame(values, schema=[*names, "y"], orient="row")
    return prepared(table, outcome="y", drivers=names)


def test_few_drivers_are_drawn_a_thousand_times():
    made = drawn(2).drawn
    assert len(made.samples) == len(made.by_chance) == MOST_RESAMPLES == 1_000


def test_many_drivers_are_drawn_less_often_but_not_too_seldom():
    assert FEWEST_RESAMPLES <= len(drawn(19).drawn.samples) < MOST_RESAMPLES


def test_one_preparation_is_told_at_any_level():
    made = drawn(3, rows=200)
    narrow, wide = told(made, 0.8), told(made, 0.99)
    assert narrow.drivers[0].share.value == wide.drivers[0].share.value
    assert wide.drivers[0].share.low < narrow.drivers[0].share.low
    assert (narrow.drivers[0].share.level, wide.drivers[0].share.level) == (0.8, 0.99)


def test_too_few_rows_draw_nothing():
    assert drawn(3, rows=9).drawn is None
