"""Counts lie by definition and segment: what a question names is found without reading what it does not."""

from __future__ import annotations

import polars as pl
import pytest

from polku.governance.models import Dirty
from polku.insights.asking import laid_ready
from polku.insights.asking.laid_ready import Window, counts_of, months_of, parts_of, plain_rows
from polku.snapshot.columns import AUDIENCES
from polku.snapshot.read import open_snapshot
from tests.polku.web.workspace.company import made

pytestmark = pytest.mark.django_db
CUSTOMERS = AUDIENCES.index("customer")


@pytest.fixture
def snapshot(settings, tmp_path):
    settings.SNAPSHOT = tmp_path / "snapshot"
    made(months=4, a_month=12)
    return open_snapshot()


def as_set(rows):
    return sorted(map(repr, rows.rows()))


def test_slices_hold_what_a_filter_finds(snapshot):
    every = counts_of(snapshot)
    months = months_of(snapshot)
    assert (every["month"].min(), every["month"].max()) == (months.first, months.last)
    window = Window(months.first + 1, months.last - 1)
    segments = [code for code in every["segment"].unique() if code >= 0][:1]
    assert segments
    for definition in every["definition"].unique():
        wanted = every.filter((pl.col("definition") == definition) & (pl.col("audience") == CUSTOMERS))
        assert as_set(plain_rows(snapshot, [definition], [CUSTOMERS], None, None)) == as_set(wanted)
        here = wanted.filter(pl.col("month").is_between(window.first, window.last) & pl.col("segment").is_in(segments))
        assert as_set(plain_rows(snapshot, [definition], [CUSTOMERS], window, segments)) == as_set(here)


def test_what_a_part_holds_is_worked_out_once(snapshot, monkeypatch):
    parts_of(snapshot)
    snapshot.made.clear()
    monkeypatch.setattr(laid_ready, "_part", lambda _frame: pytest.fail("made again"))
    assert parts_of(snapshot)
    assert not Dirty.objects.exists()


def test_nothing_is_found_of_what_there_is_not(snapshot):
    nothing = plain_rows(snapshot, [999], [CUSTOMERS], None, None)
    assert nothing.height == 0
    assert nothing.columns == counts_of(snapshot).columns
