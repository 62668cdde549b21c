"""What was decided is done to a file: a stretch on another scale left out, values joined, zeros dropped."""

from __future__ import annotations

import polars as pl
import pytest

from cxlab.noticing import Noticed
from polku.flows.import_file import ColumnUse, Mapping
from polku.flows.import_file.asking import Asked
from polku.flows.import_file.settled import Settled

PART = pl.DataFrame(
    {
        "when": ["05/06/2026", "06/05/2026", "06/20/2026", None],
        "rating": ["5", "4", "9", "3"],
        "team": ["North", "north ", "South", None],
        "shop": ["007", "12", "0", None],
    }
)
MAPPING = Mapping(
    columns={
        "when": ColumnUse("time", date_order="month_first"),
        "rating": ColumnUse("answer", kind="number", definition="mean"),
        "team": ColumnUse("segment", tidy=("join",)),
        "shop": ColumnUse("background", tidy=("drop_zeros",)),
    }
)


def decided(**params):
    noticed = Noticed("scale_change", "rating", params=params)
    return (Asked(noticed, noticed.key, "set_apart"),)


@pytest.mark.parametrize(
    ("params", "left"),
    [
        (
            {"by": "day", "time": "when", "order": "month_first", "begin": "2026-06-01", "end": "2026-06-30"},
            ["5", None, None, "3"],
        ),
        ({"by": "row", "begin": 13, "end": 14}, ["5", None, None, "3"]),
    ],
)
def test_a_stretch_on_another_scale_is_left_out_beside_other_decisions(params, left):
    tidied = Settled(MAPPING, decided(**params)).tidied(PART, 12)
    assert tidied["rating"].to_list() == left
    assert tidied["team"].to_list() == ["North", "North", "South", None]
    assert tidied["shop"].to_list() == ["7", "12", "0", None]
    assert tidied["when"].to_list() == PART["when"].to_list()


def test_nothing_decided_changes_nothing():
    assert Settled(Mapping(columns={"team": ColumnUse("segment")})).tidied(PART, 2).equals(PART)
