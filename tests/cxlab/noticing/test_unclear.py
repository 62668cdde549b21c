"""Columns that look like answers on a scale nobody named are told of, not kept as background in silence."""

from __future__ import annotations

import polars as pl
import pytest

from cxlab.noticing import Role, notice, told


def noticed(marks, name="FFT categorical answer", role=None):
    rows = pl.DataFrame({name: [str(mark) for mark in marks]})
    found = notice(rows, roles={name: role or Role("background")})
    return [one for one in found if one.kind == "marks_unclear"]


# Most say 1: the scale of the NHS begins with its best.
MARKS = [1] * 40 + [2] * 10 + [3] * 4 + [4] * 3 + [5] * 6 + [6] + [7] * 2


def test_it_is_told_with_its_values_and_what_can_be_done():
    (one,) = noticed(MARKS)
    assert (one.values[0], one.count, one.needed, one.proposed) == (("1", 40), 66, True, None)
    assert [key for key, _words in told(one).choices] == ["take_scale", "take_choice", "background"]
    assert "It is a scale from 1, the worst, to 7, the best" in dict(told(one).choices).values()


@pytest.mark.parametrize("name", ["Vastaus", "Svar 3", "overall_rating"])
def test_names_in_three_languages(name):
    assert noticed(MARKS, name)


@pytest.mark.parametrize(
    ("marks", "name"),
    [
        (MARKS, "Gate"),
        ([3, 7, 9, 12] * 30, "answer"),
        ([0, 1] * 40, "answer"),
        (MARKS[:20], "answer"),
        (["a", "b", "c", 1] * 30, "answer"),
    ],
)
def test_other_columns_are_left_in_peace(marks, name):
    assert not noticed(marks, name)


def test_what_is_used_or_left_out_is_settled():
    assert not noticed(MARKS, role=Role("ignored"))
    assert not noticed(MARKS, role=Role("answer", "mean", 1, 7))
