"""Figures straight from codes are the figures from counts."""

from __future__ import annotations

import tempfile
from dataclasses import fields
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxlab import definitions
from cxlab.metrics import counts
from cxlab.metrics.coded import Coded, measure_codes, measure_parts, scores_of
from cxlab.metrics.measured import Measured, measure, rows_of
from cxlab.tables import ColumnMissingError

BY = ["place", "month"]
row = st.tuples(
    st.integers(-3, 4), st.integers(202511, 202602), st.none() | st.integers(5, 12), st.none() | st.integers(1, 7)
)


def table_of(rows: list[tuple[int, int, int | None, int | None]]) -> pl.DataFrame:
    schema = {"place": pl.Int32, "month": pl.Int32, "account": pl.Int32, "value": pl.Float32}
    return pl.DataFrame(rows, schema=schema, orient="row")


def by_counts(table: pl.DataFrame, metric: str, by: list[str]) -> tuple[pl.DataFrame, Measured]:
    rows = rows_of(counts(table, score="value", by=by, account="account"), by)
    return rows.keys, measure(definitions.definition(metric), rows)


def the_same(found: Coded, wanted: tuple[pl.DataFrame, Measured]) -> None:
    keys, measured = wanted
    assert found.keys.rows() == keys.rows()
    for one in fields(measured.moments):
        ours, theirs = (getattr(m.moments, one.name) for m in (found.measured, measured))
        np.testing.assert_allclose(ours.astype(float), theirs.astype(float), rtol=1e-9, atol=1e-12, err_msg=one.name)
    np.testing.assert_allclose(found.measured.promoters, measured.promoters)
    np.testing.assert_allclose(found.measured.detractors, measured.detractors)


@given(rows=st.lists(row, min_size=1, max_size=40), metric=st.sampled_from(["nps", "ces7", "mean"]))
def test_codes_and_counts_come_to_the_same(rows: list[tuple[int, int, int | None, int | None]], metric: str) -> None:
    table = table_of(rows)
    found = measure_codes(table, score="value", by=BY, account="account", definition=metric)
    assert found is not None
    the_same(found, by_counts(table, metric, BY))


@given(rows=st.lists(row, min_size=1, max_size=40), by=st.sampled_from([BY, ["place"]]))
def test_parts_come_to_what_the_whole_comes_to(
    rows: list[tuple[int, int, int | None, int | None]], by: list[str]
) -> None:
    table = table_of(rows)
    with tempfile.TemporaryDirectory() as folder:
        places = []
        for (month,), part in table.group_by("month", maintain_order=True):
            places.append(Path(folder, f"{month}.parquet"))
            part.write_parquet(places[-1])
        found = measure_parts(places, score="value", by=by, account="account", definition="ces7")
    assert found is not None
    the_same(found, by_counts(table, "ces7", by))


def test_without_accounts_and_without_groups() -> None:
    table = table_of([(1, 202601, None, 7), (1, 202601, None, 1)])
    found = measure_codes(table, score="value", definition="ces7")
    assert found is not None
    assert found.measured.moments.n.tolist() == [2]
    assert not found.measured.moments.known.any()


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("place", ["a", "b"]),
        ("account", ["a", "b"]),
        ("value", [1.5, 3.0]),
        ("value", [float("nan"), 3.0]),
        ("value", [12.0, 3.0]),
        ("place", [None, 1]),
        ("place", [0, 2_000_000_000]),
    ],
)
def test_what_is_no_code_is_left_to_counts(column: str, values: list[object]) -> None:
    table = table_of([(1, 202601, 5, 7), (1, 202601, 6, 1)]).with_columns(pl.Series(column, values))
    assert measure_codes(table, score="value", by=BY, account="account", definition="ces7") is None


def test_a_median_has_no_sums() -> None:
    assert measure_codes(table_of([(1, 202601, 5, 7)]), score="value", definition="median") is None


def test_an_absent_column_is_named() -> None:
    with pytest.raises(ColumnMissingError, match="accuont"):
        measure_codes(table_of([(1, 202601, 5, 7)]), score="value", account="accuont")


def test_the_table_has_no_interval_where_there_is_none() -> None:
    found = measure_codes(
        table_of([(1, 202601, 5, 7), (2, 202601, 5, 7), (2, 202601, 6, 2)]),
        score="value",
        by=["place"],
        account="account",
        definition="ces7",
    )
    assert found is not None
    told = scores_of(found)
    assert told["n"].to_list() == [1, 2]
    assert told["accounts"].to_list() == [1, 2]
    assert told["low"].to_list()[0] is None
    assert told["low"].to_list()[1] is not None
