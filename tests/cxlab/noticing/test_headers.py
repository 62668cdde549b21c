"""Names with stray signs, empty columns, columns that say the same."""

from __future__ import annotations

import polars as pl
import pytest

from cxlab.noticing import Role, notice
from cxlab.noticing.headers import mended, noticed_headers

CODES = ["Q7ART", "Q7FOOD", "Q7ALL", "Q8COM", "Q9ALL"]


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("*RESPNUM", "RESPNUM"),
        (" score ", "score"),
        ("Q13 COUNTY", "Q13COUNTY"),
        ("two  spaces", "two spaces"),
        ("\ufeffid", "id"),
    ],
)
def test_stray_signs_and_spaces(name, clean):
    (one,) = noticed_headers([*CODES, name])
    assert (one.kind, one.column, one.params["name"], one.proposed) == ("odd_header", name, clean, "rename")


@pytest.mark.parametrize(
    "name", ["Comment ID", "FFT categorical answer", "Impact of treatment/ care", "concept:name", "Why?"]
)
def test_ordinary_names_are_nothing_odd(name):
    assert not list(noticed_headers([*CODES, name]))
    assert mended(name, CODES) == name


def test_names_that_differ_by_signs_only():
    (one,) = noticed_headers(["Air line", "air_line"])
    assert (one.kind, one.params["other"]) == ("twin_names", "Air line")


def test_empty_columns_and_columns_that_say_the_same():
    table = pl.DataFrame(
        {"a": ["1", "2", None], "b": ["1", "2", None], "c": ["2", "1", None], "d": [None] * 3},
        schema_overrides={"d": pl.String},
    )
    found = {(one.kind, one.column) for one in notice(table, roles={name: Role("background") for name in "abcd"})}
    assert found == {("same_columns", "b"), ("empty_column", "d")}


def test_two_answers_that_say_the_same_have_to_be_settled():
    table = pl.DataFrame({"a": ["1", "2"], "b": ["1", "2"]})
    roles = dict.fromkeys("ab", Role("answer", "scale5"))
    (one,) = notice(table, roles=roles)
    assert one.needed
