"""The counts: addable, complete, refusing what cannot be counted."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from cxlab.metrics import counts, estimate, merge, score
from cxlab.tables import ColumnMissingError, OutsideScaleError, TableError, WeightError

TABLE = pl.DataFrame(
    {
        "s": [10, 9, 9, 3, None, 11, 7],
        "team": ["a", "a", "b", "b", "b", "c", None],
        "acc": [1, 1, 2, 2, 3, 4, None],
        "w": [1.0, 2.0, 1.0, 0.5, 1.0, 1.0, 0.0],
        "day": ["2026-01-03", "2026-02-01", "2026-01-09", "2026-03-31", "2026-01-01", "2026-01-02", "2026-05-05"],
    }
)


def test_the_columns_are_the_contract():
    found = counts(TABLE, score="s", by="team", account="acc", weight="w", missing=[11], time="day")
    assert set(found.columns) == {"team", "_account", "_score", "_n", "_w", "_w2", "_first", "_last"}
    row = found.filter(pl.col("_score") == 9, pl.col("team") == "a").to_dicts()[0]
    assert (row["_n"], row["_w"], row["_w2"], row["_first"]) == (1, 2.0, 4.0, "2026-02-01")
    assert found["_n"].sum() == 6, "the answer of weight 0 is not there"


def test_without_weights_they_are_the_counts():
    found = counts(TABLE, score="s", missing=[11])
    assert (found["_n"] == found["_w"]).all()
    assert (found["_n"] == found["_w2"]).all()


def test_a_group_of_missing_answers_is_kept():
    cells = score(TABLE, score="s", by="team", missing=[11])
    assert {cell.by[0][1]: cell.estimate.n for cell in cells} == {"a": 2, "b": 2, "c": 0, None: 1}


@pytest.mark.parametrize("lazy", [False, True])
def test_lazy_and_eager_agree(lazy):
    table = TABLE.lazy() if lazy else TABLE
    assert_frame_equal(
        counts(table, score="s", by="team", missing=[11]), counts(TABLE, score="s", by="team", missing=[11])
    )


def test_numbers_written_as_text_are_numbers():
    text = TABLE.with_columns(pl.col("s").cast(pl.String))
    assert_frame_equal(counts(text, score="s", missing=["11"]), counts(TABLE, score="s", missing=[11]))
    mixed = pl.DataFrame({"s": ["9", "9.0", " 9 "]})
    assert counts(mixed, score="s").select("_score", "_n").rows() == [(9.0, 3)]


@given(
    st.lists(st.tuples(st.integers(0, 10), st.sampled_from("ab"), st.integers(0, 3)), min_size=2, max_size=30),
    st.data(),
)
def test_counts_add_up(rows, data):
    """Split a table anywhere: the merged counts are the counts of the whole."""
    table = pl.DataFrame(rows, schema=["s", "g", "acc"], orient="row")
    cut = data.draw(st.integers(1, len(rows) - 1))
    kwargs = {"score": "s", "by": "g", "account": "acc"}
    whole = counts(table, **kwargs)
    parts = merge(counts(table[:cut], **kwargs), counts(table[cut:], **kwargs))
    assert_frame_equal(parts, whole, check_row_order=False)
    assert estimate(parts) == estimate(whole)


@given(st.permutations(range(7)))
def test_shuffled_rows_change_nothing(order):
    shuffled = TABLE[list(order)]
    assert score(shuffled, score="s", by="team", account="acc", missing=[11]) == score(
        TABLE, score="s", by="team", account="acc", missing=[11]
    )


def test_merging_keeps_the_outer_days():
    first, last = (counts(part, score="s", time="day", missing=[11]) for part in (TABLE[:3], TABLE[3:]))
    whole = counts(TABLE, score="s", time="day", missing=[11])
    assert_frame_equal(merge(first, last), whole, check_row_order=False)


def test_unlike_counts_are_not_merged():
    with pytest.raises(TableError, match="same"):
        merge(counts(TABLE, score="s", missing=[11]), counts(TABLE, score="s", by="team", missing=[11]))
    with pytest.raises(TableError, match="no counts"):
        merge()


@pytest.mark.parametrize(
    "day", [dt.date(2026, 3, 31), dt.datetime.fromisoformat("2026-03-31T23:30"), "2026-03-31", "2026-03-31T12:00:00"]
)
def test_days_in_every_form(day):
    found = score(pl.DataFrame({"s": [9], "day": [day]}), score="s", time="day")[0].estimate.period
    assert (found.first, found.last) == ("2026-03-31", "2026-03-31")


@pytest.mark.parametrize(("days", "word"), [(["31.3.2026"], "31.3.2026"), ([17], "Int64")])
def test_days_that_are_no_days_are_refused(days, word):
    with pytest.raises(TableError, match=word):
        counts(pl.DataFrame({"s": [9], "day": days}), score="s", time="day")


@pytest.mark.parametrize(
    ("weights", "word"),
    [([1.0, None], "empty in 1 row"), ([1.0, -2.0], "negative in 1 row"), ([1.0, float("inf")], "finite")],
)
def test_weights_that_do_not_weigh_are_refused(weights, word):
    with pytest.raises(WeightError, match=word):
        counts(pl.DataFrame({"s": [9, 8], "w": weights}), score="s", weight="w")


def test_columns_are_checked_before_anything():
    for kwargs in (
        {"score": "S"},
        {"score": "s", "by": ["teem"]},
        {"score": "s", "account": "ac"},
        {"score": "s", "weight": "v"},
    ):
        with pytest.raises(ColumnMissingError):
            counts(TABLE, **kwargs)
    with pytest.raises(TableError, match="twice"):
        counts(TABLE, score="s", by=["team", "team"])
    with pytest.raises(TableError, match="counts use themselves"):
        counts(TABLE.rename({"team": "_n"}), score="s", by="_n")


def test_values_off_the_scale_stop_a_count_with_a_definition():
    with pytest.raises(OutsideScaleError):
        counts(TABLE, score="s", definition="nps")


def test_the_same_column_may_group_and_cluster():
    cells = score(TABLE, score="s", by="acc", account="acc", missing=[11])
    assert all(cell.estimate.low is None for cell in cells if cell.by[0][1] is not None)


def test_weights_that_are_words_are_refused_with_the_first_of_them():
    table = pl.DataFrame({"s": [9, 10], "w": ["1", "heavy"]})
    with pytest.raises(WeightError, match="'w' holds words, not numbers: 'heavy'"):
        counts(table, score="s", weight="w")
