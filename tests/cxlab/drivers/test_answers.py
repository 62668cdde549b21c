"""What is taken from a table: numbers, gaps, accounts, and refusals that name the column."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from cxlab.drivers import DriversError
from cxlab.drivers.answers import read_answers
from cxlab.tables import ColumnMissingError

TABLE = pl.DataFrame(
    {
        "y": ["9", "11", "7", None, "8"],
        "a": [5, 4, None, 2, 6],
        "b": [None, 1, None, 2, 3],
        "who": ["x", "x", "y", "y", None],
    }
)


def read(**more):
    return read_answers(TABLE, **{"outcome": "y", "drivers": ["a", "b"], **more})


def test_rows_without_outcome_or_any_driver_are_left_out_and_counted():
    found = read()
    assert found.values[:, -1].tolist() == [9, 11, 8]
    assert found.values[:, 0].tolist() == [5, 4, 6]
    assert np.isnan(found.values[0, 1])
    assert found.left_out == 2


def test_codes_for_no_answer_hold_everywhere_or_in_their_column():
    assert read(missing=[11]).values[:, -1].tolist() == [9, 8]
    found = read(missing={"y": ["11"], "a": [6]})
    assert found.values[:, -1].tolist() == [9, 8]
    assert np.isnan(found.values[1, 0])


def test_a_row_without_account_stands_alone():
    found = read(account="who")
    assert (found.unit.tolist(), found.units, found.accounts) == ([0, 0, 1], 2, 1)
    assert (read().units, read().accounts) == (3, None)


def test_only_complete_rows():
    found = read(account="who").complete()
    assert found.values.tolist() == [[4, 1, 11], [6, 3, 8]]
    assert (found.unit.tolist(), found.units, found.accounts, found.left_out) == ([0, 1], 2, 1, 3)


def test_a_lazy_table_gives_the_same():
    lazy = read_answers(TABLE.lazy(), outcome="y", drivers=["a", "b"])
    assert np.array_equal(lazy.values, read().values, equal_nan=True)


def test_no_rows():
    found = read_answers(TABLE.clear(), outcome="y", drivers=["a"], account="who")
    assert (found.n, found.units, found.accounts) == (0, 0, 0)


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"drivers": []}, DriversError, "No driver is named"),
        ({"drivers": ["a", "a"]}, DriversError, "Named twice among the drivers: a"),
        ({"drivers": ["a", "y"]}, DriversError, "'y' is both outcome and driver"),
        ({"drivers": ["a", "c"]}, ColumnMissingError, "There is no column 'c'"),
        ({"drivers": ["who"], "account": None}, DriversError, "Column 'who': Values that are not numbers"),
        ({"drivers": [f"x{k}" for k in range(23)]}, DriversError, "23 drivers: .* at most 22"),
    ],
)
def test_what_cannot_be_used_is_named(change, error, message):
    with pytest.raises(error, match=message):
        read(**change)


def test_an_infinite_value_is_refused():
    with pytest.raises(DriversError, match="'a' holds 1 infinite"):
        read_answers(pl.DataFrame({"y": [1.0, 2.0], "a": [float("inf"), 1.0]}), outcome="y", drivers=["a"])
