"""Numbers by place are the numbers by sorting."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxlab.metrics.places import by_place, numbered, sorted_by

codes = st.lists(st.none() | st.integers(-4, 9), max_size=30)


@given(values=codes, dtype=st.sampled_from([pl.Int8, pl.Int32, pl.Int64, pl.Float64, pl.String]))
def test_accounts_are_numbered_by_their_rank(values: list[int | None], dtype: pl.DataType) -> None:
    column = pl.Series(values, dtype=pl.Int64).cast(dtype)
    wanted = (column.rank("dense").cast(pl.Int64) - 1).fill_null(-1).to_list()
    assert numbered(column).tolist() == wanted


@given(rows=st.lists(st.tuples(st.integers(-3, 3), st.integers(202512, 202601)), min_size=1, max_size=30))
def test_groups_are_those_that_occur_in_order(rows: list[tuple[int, int]]) -> None:
    table = pl.DataFrame(rows, schema={"a": pl.Int8, "b": pl.Int32}, orient="row")
    some = table.head(3)
    found = by_place(table, some, ["a", "b"])
    assert found is not None
    keys, group = found
    assert keys.rows() == table.unique().sort("a", "b").rows()
    assert [keys.row(g) for g in group] == some.rows()


@pytest.mark.parametrize("values", [["a"], [None], [1.0]])
def test_what_is_no_code_is_left_to_sorting(values: list[object]) -> None:
    table = pl.DataFrame({"a": values})
    assert by_place(table, table, ["a"]) is None


def test_codes_far_apart_are_left_to_sorting() -> None:
    table = pl.DataFrame({"a": [0, 1 << 40]})
    assert by_place(table, table, ["a"]) is None
    assert numbered(table["a"]).tolist() == [0, 1]


mixed = st.tuples(st.none() | st.integers(-3, 3), st.none() | st.sampled_from([-2.0, 0.0, 1.0, 7.0]), st.booleans())


@given(rows=st.lists(mixed, max_size=30), odd=st.sampled_from([1.0, 1.5, 1e300]))
def test_one_number_orders_rows_as_their_keys_do(rows: list[tuple[int | None, float | None, bool]], odd: float) -> None:
    schema = {"a": pl.Int32, "b": pl.Float64, "c": pl.Boolean}
    table = pl.DataFrame(rows, schema=schema, orient="row").with_columns(pl.col("b") * odd)
    for keys in (["a", "b"], ["b", "a"], ["a", "c"]):
        assert sorted_by(table, keys).select(keys).rows() == table.sort(keys, nulls_last=True).select(keys).rows()
