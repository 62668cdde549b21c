"""Parquet: every type spelled as text, in pieces."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import polars as pl
import pytest

from cxlab.files import FileError, open_table


def test_types_are_spelled_plainly(tmp_path):
    table = pl.DataFrame(
        {
            "whole": [9, None],
            "share": [9.0, 0.1],
            "day": [dt.date(2017, 5, 3), None],
            "moment": [dt.datetime(2017, 5, 3, 10, 30), dt.datetime(2017, 5, 3, 1, 2, 3, 500_000)],  # noqa: DTZ001
            "flag": [True, False],
            "money": [Decimal("1.50"), Decimal("2.00")],
            "many": [["a", "b"], []],
            "text": ["", " x "],
            "class": pl.Series(["a", "b"], dtype=pl.Categorical),
            "raw": [b"abc", b"\xff"],
            "odd": [float("nan"), float("inf")],
            "none": [None, None],
        }
    )
    table.write_parquet(tmp_path / "a.parquet")
    file = open_table(tmp_path / "a.parquet")
    assert (file.kind, file.rows) == ("parquet", 2)
    first, second = file.whole().rows()
    assert first[:6] == ("9", "9", "2017-05-03", "2017-05-03T10:30:00", "true", "1.50")
    assert first[6:] == ("['a', 'b']", None, "a", "abc", None, None)
    assert second[:6] == (None, "0.1", None, "2017-05-03T01:02:03.500", "false", "2")
    assert second[7:] == (" x ", "b", "\ufffd", None, None)
    assert set(file.whole().dtypes) == {pl.String}


def test_pieces_and_progress(tmp_path):
    pl.DataFrame({"a": range(10_000)}).write_parquet(tmp_path / "a.parquet", row_group_size=3000)
    batches = open_table(tmp_path / "a.parquet").batches(1000)
    frames = list(batches)
    assert max(frame.height for frame in frames) <= 1000
    assert pl.concat(frames)["a"].to_list() == [str(n) for n in range(10_000)]
    assert batches.done == 1


def test_a_damaged_file_is_told(tmp_path):
    place = tmp_path / "a.parquet"
    pl.DataFrame({"a": range(1000)}).write_parquet(place)
    content = place.read_bytes()
    place.write_bytes(content[:4] + content[400:])
    with pytest.raises(FileError) as error:
        open_table(place).whole()
    assert error.value.kind == "damaged"
