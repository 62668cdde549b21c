"""Answers that come in where others went are told when they are the same again, or when a bundle tells them apart."""

from __future__ import annotations

import polars as pl
import pytest

from polku.snapshot.columns import HIDDEN
from polku.snapshot.release import released
from polku.snapshot.returning import MOST_PIECES, gone, stands_apart
from tests.polku.snapshot.test_release import CLOSED, NOW, OVER, K, answers


def after(steps, promise):
    """What is told after each of the steps, each of which has these answers in the store."""
    before, past, told = None, None, []
    for there in steps:
        now = released(there, before, {(0, 0): promise}, k=K, now=NOW, past=past)
        before, past = now.rows, now.gone
        told.append(now.rows.filter(pl.col("value").is_not_null()))
    return told


EVEN = [1.0, 2.0, 3.0, 4.0, 5.0] * 2
FIRST = answers(10, given=EVEN)
NOTHING = FIRST.clear()


def brought(given, **more):
    """A file brought anew: other numbers."""
    return answers(len(given), start=100, given=given, **more)


@pytest.mark.parametrize(
    ("anew", "told"),
    [
        (EVEN, 10),
        (EVEN[::-1], 10),
        # One more, one less, one mended.
        ([*EVEN, 3.0], 0),
        (EVEN[1:], 0),
        ([2.0, *EVEN[1:]], 0),
        # Five more, but all alike.
        ([*EVEN, *[3.0] * 5], 0),
        ([*EVEN, 1.0, 2.0, 3.0, 4.0, 4.0], 15),
        (EVEN[:5], 5),
        # A column was read wrong: everything is another.
        ([one + 5 for one in EVEN], 10),
    ],
)
def test_a_file_brought_anew_is_told_when_it_is_the_same_or_a_bundle_apart(anew, told):
    assert after([FIRST, NOTHING, brought(anew)], OVER)[-1].height == told
    # Taken back and brought anew between two builds.
    assert after([FIRST, brought(anew)], OVER)[-1].height == told


def test_a_wave_whose_answers_all_went_is_remembered():
    assert after([FIRST, NOTHING, NOTHING, brought(EVEN[1:])], OVER)[-1].height == 0


def test_the_same_again_keeps_its_breakdowns_and_what_is_a_bundle_apart_comes_in_whole():
    units = [1] * 5 + [2] * 5
    first = answers(10, given=EVEN, units=units)
    same = after([first, NOTHING, brought(EVEN, units=units)], CLOSED)[-1]
    assert set(same["unit"]) == {1, 2}
    # Somebody has moved to the other unit: the units' figures would tell their answer.
    moved = after([first, NOTHING, brought(EVEN, units=[2, *units[1:-1], 1])], CLOSED)[-1]
    assert moved.height == 10
    assert set(moved["unit"]) == {HIDDEN}


def test_pieces_that_went_one_after_another_are_added_up():
    both = pl.concat([FIRST, answers(10, start=20, given=EVEN)])
    told = after([FIRST, both, FIRST, NOTHING, brought([*EVEN, *EVEN, 2.0])], OVER)
    assert [one.height for one in told] == [10, 20, 10, 0, 0]


def test_each_of_the_pieces_that_went_is_looked_at_by_itself():
    others = [one + 5 for one in EVEN]
    both = pl.concat([FIRST, answers(10, start=20, given=others)])
    # The second file with one more, who answered as somebody of the first.
    told = after([FIRST, both, NOTHING, brought([*others, 3.0])], OVER)
    assert [one.height for one in told] == [10, 20, 0, 0]


def test_of_very_many_pieces_nothing_can_be_said():
    past = NOTHING
    for number in range(MOST_PIECES + 1):
        past = gone(answers(5, start=1 + 10 * number), NOTHING, past)
    assert past["bundle"].n_unique() == MOST_PIECES + 1
    assert not stands_apart(brought([float(n) for n in range(11)]), past, K)


def test_who_only_stands_hidden_does_not_keep_others_out():
    # The threshold rises above all there is, and falls again.
    steps = [(FIRST, K), (FIRST, 11), (pl.concat([FIRST, brought(EVEN[1:])]), K)]
    before, past = None, None
    for there, k in steps:
        now = released(there, before, {(0, 0): OVER}, k=k, now=NOW, past=past)
        before, past = now.rows, now.gone
    assert now.rows.filter(pl.col("value").is_not_null()).height == 9
