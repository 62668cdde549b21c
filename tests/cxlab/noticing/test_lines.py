"""Straight lines over the items of a question, and rows that stand twice."""

from __future__ import annotations

import polars as pl

from cxlab.noticing import Role, notice

ITEMS = [f"Q7_{letter}" for letter in "abcdefg"]


def looked(rows):
    table = pl.DataFrame(
        {name: [row[at] for row in rows] for at, name in enumerate(ITEMS)},
        schema_overrides=dict.fromkeys(ITEMS, pl.String),
    )
    roles = dict.fromkeys(ITEMS, Role("answer", "scale5"))
    return {one.kind: one for one in notice(table, roles=roles)}


def test_the_same_mark_all_along_is_told_with_its_rows():
    one = looked(["5555555", "1234512", "3333333", "5555554"])["straight_lines"]
    assert (one.rows, one.count, one.values) == ((2, 4), 2, (("3", 1), ("5", 1)))
    assert (one.params["given"], one.params["items"], one.params["columns"]) == (4, 7, ITEMS)
    assert (one.proposed, one.needed) == ("keep", False)


def test_codes_beside_the_scale_do_not_break_a_line():
    assert looked(["5555550", "1234512"])["straight_lines"].rows == (2,)


def test_too_few_answers_are_no_line():
    assert "straight_lines" not in looked([("5", "5", "5", None, None, None, None), tuple("1234512")])


def test_rows_that_stand_twice():
    one = looked(["1234512", "2345123", "1234512"])["identical_rows"]
    assert (one.rows, one.count, one.params["again"], one.needed) == ((2, 4), 2, 1, False)
