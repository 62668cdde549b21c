"""Decimal commas, leading zeros, broken letters, values that differ by spaces."""

from __future__ import annotations

import polars as pl
import pytest

from cxlab.noticing import Role, notice


def looked(values, kind="background", **more):
    table = pl.DataFrame({"x": values}, schema={"x": pl.String})
    return {one.kind: one for one in notice(table, roles={"x": Role(kind)}, **more)}


def test_a_decimal_comma_is_told_unless_the_file_is_known_to_use_it():
    one = looked(["0,72", "1,05", "2"], "weight")["decimal_comma"]
    assert (one.count, one.proposed, one.needed) == (2, "decimal", True)
    assert "decimal_comma" not in looked(["0,72", "1,05", "2"], "weight", decimal=",")


def test_commas_and_points_together_propose_nothing():
    assert looked(["0,72", "1.05"], "weight")["decimal_comma"].proposed is None


def test_leading_zeros_of_ids():
    one = looked(["007", "008", "12"], "account")["leading_zeros"]
    assert (one.count, one.proposed, one.needed) == (2, "keep", True)
    assert not looked(["007", "008"], "account")["leading_zeros"].needed


@pytest.mark.parametrize("text", ["HyvÃ¤ palvelu", "itâ€™s fine", "kÃ¶ket", "gr\ufffdnt"])
def test_letters_read_in_a_wrong_encoding(text):
    one = looked([text, "fine"], "text")["broken_letters"]
    assert (one.values, one.rows, one.needed) == (((text, 1),), (2,), True)


@pytest.mark.parametrize("text", ["Hyvä palvelu", "ÄÄNI", "São Paulo", "naïve", "Ã", "5 €", "â"])
def test_letters_of_other_languages_are_fine(text):
    assert "broken_letters" not in looked([text, "fine"], "text")


def test_values_that_differ_by_spaces_or_capitals_would_be_two_groups():
    one = looked(["Designer", "Designer", "designer ", "Buyer"], "segment")["same_but_for_spaces"]
    assert (one.values, one.rows, one.needed) == ((("designer ", 1),), (4,), True)
    assert not looked(["Oslo", "oslo", "Turku"])["same_but_for_spaces"].needed


def test_long_texts_that_stand_twice():
    text = "We waited for the delivery all day long. " * 4
    assert looked([text, "short", text, "short"], "text")["repeated_texts"].rows == (2, 4)
