"""One look over whole tables: what is noticed, in which rows, and that batches change nothing."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from cxlab.noticing import Earlier, Noticed, Role, notice, together
from cxlab.tables import TableError

NPS = {"NETPRO": Role("answer", "nps")}


def kinds(found):
    return {(one.kind, one.column) for one in found}


def test_eleven_on_a_scale_to_ten_is_told_with_its_rows_and_nothing_is_decided():
    table = pl.DataFrame({"NETPRO": ["9", "11", "10", "0", "11", None, "7"]})
    (one,) = notice(table, roles=NPS)
    assert (one.kind, one.values, one.rows, one.count) == ("missing_code", (("11", 2),), (3, 6), 2)
    assert [choice.key for choice in one.choices] == ["missing", "keep", "reject_rows"]
    assert one.proposed == "missing"
    assert one.needed


@pytest.mark.parametrize("size", [1, 3, 7, 100])
def test_batches_give_what_the_whole_table_gives(size):
    table = pl.DataFrame(
        {
            "RESPNUM": [str(k % 40) for k in range(60)],
            "NETPRO": [str(k % 12) for k in range(60)],
            "when": [f"{k % 28 + 1}/{k % 12 + 1}/2026" for k in range(60)],
            "country": [["FI", "SE", "NA"][k % 3] for k in range(60)],
        }
    )
    roles = {"RESPNUM": Role("respondent"), "when": Role("time"), "country": Role("segment"), **NPS}
    whole = notice(table, roles=roles, today=date(2027, 1, 1))
    parts = notice((table[k : k + size] for k in range(0, 60, size)), roles=roles, today=date(2027, 1, 1))
    assert whole == parts
    assert kinds(whole) == {
        ("duplicate_ids", "RESPNUM"),
        ("missing_code", "NETPRO"),
        ("text_na", "country"),
    }


@pytest.mark.parametrize("rows", [0, 1])
def test_tiny_tables_are_nothing_odd(rows):
    table = pl.DataFrame({"RESPNUM": ["1"][:rows], "NETPRO": ["9"][:rows]}, schema_overrides={"RESPNUM": pl.String})
    found = notice(table.cast(pl.String), roles=NPS)
    assert {one.kind for one in found} <= {"empty_column"}


def test_a_table_without_a_batch_is_nothing():
    assert notice(iter(())) == ()


def test_columns_have_to_be_text():
    with pytest.raises(TableError, match="'score' is not text"):
        notice(pl.DataFrame({"score": [9, 10]}))


def test_what_needs_a_decision_comes_first():
    table = pl.DataFrame({"empty": [None, None], "NETPRO": ["9", "11"]}, schema_overrides={"empty": pl.String})
    assert [one.kind for one in notice(table, roles=NPS)] == ["missing_code", "empty_column"]


def test_the_same_question_about_many_columns_is_one_group():
    table = pl.DataFrame({f"Q7_{k}": ["1", "5", "3", "6"] for k in range(5)})
    roles = {name: Role("answer", "scale5") for name in table.columns}
    found = notice(table, roles=roles)
    groups = [group for group in together(found) if group[0].kind == "missing_code"]
    assert [len(group) for group in groups] == [5]


def test_a_wholly_other_file_is_told_once():
    table = pl.DataFrame({"a": ["1"], "b": ["2"]})
    earlier = Earlier(columns=("score", "account", "answered", "segment"), name="2025")
    assert [one.kind for one in notice(table, earlier=earlier) if one.kind.startswith(("other", "column"))] == [
        "other_file"
    ]


def test_the_same_codes_are_one_question_however_they_are_written():
    codes = {"a": ("0", "6"), "b": ("0.0",), "c": ("6",), "d": ("9",)}
    noticed = [
        Noticed("missing_code", name, tuple((value, 1) for value in values), params={"low": "1", "high": "5"})
        for name, values in codes.items()
    ]
    groups = [[one.column for one in group] for group in together(noticed)]
    assert groups == [["a", "b", "c"], ["d"]]
