"""A scale that changes in the middle of a file is told; a score that moves, or a sorted file, is not."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from cxlab.noticing import Role, notice

ROLES = {"rating": Role("answer", "mean", 1, 10)}


def looked(marks, days=None):
    columns = {"rating": [str(mark) for mark in marks]}
    roles = dict(ROLES)
    if days is not None:
        columns["date"] = [day.isoformat() for day in days]
        roles["date"] = Role("time")
    return [one for one in notice(pl.DataFrame(columns), roles=roles) if one.kind == "scale_change"]


def drawn(seed=1, narrow=300, wide=80):
    rng = np.random.default_rng(seed)
    return list(rng.integers(1, 6, narrow)), list(rng.integers(1, 11, wide))


def test_a_change_in_the_middle_names_where_it_begins():
    narrow, wide = drawn()
    (one,) = looked(narrow + wide)
    beyond = [at + 2 for at, mark in enumerate(narrow + wide) if mark > 5]
    assert (one.params["top"], one.params["highest"], one.params["begin"]) == (5, "10", beyond[0])
    assert one.count == len(beyond)
    assert one.rows == tuple(beyond[:10])
    assert [choice.key for choice in one.choices] == ["set_apart", "one_scale"]


def test_a_change_back_is_told_too():
    narrow, wide = drawn()
    assert looked(wide + narrow)


def test_a_change_by_day_is_told_in_a_file_sorted_by_something_else():
    narrow, wide = drawn(wide=100)
    rng = np.random.default_rng(2)
    days = [date(2024, 1, 1) + timedelta(days=int(k)) for k in rng.integers(0, 400, 300)]
    days += [date(2025, 3, 1) + timedelta(days=int(k)) for k in rng.integers(0, 40, 100)]
    order = rng.permutation(400)
    marks = np.array(narrow + wide)[order]
    (one,) = looked(marks, np.array(days)[order])
    assert (one.params["by"], one.params["time"], one.params["top"]) == ("day", "date", 5)
    assert one.params["begin"] >= "2025-03-01"


@pytest.mark.parametrize("seed", range(5))
def test_one_scale_all_along_is_nothing_odd(seed):
    rng = np.random.default_rng(seed)
    assert not looked(rng.integers(1, 11, 400))


def test_a_file_sorted_by_its_marks_is_nothing_odd():
    rng = np.random.default_rng(3)
    assert not looked(np.sort(rng.integers(1, 11, 400)))


def test_a_score_that_rises_is_no_new_scale():
    rng = np.random.default_rng(4)
    worse = rng.choice(np.arange(1, 11), 300, p=[0.2, 0.2, 0.2, 0.1, 0.1, 0.06, 0.05, 0.04, 0.03, 0.02])
    better = rng.choice(np.arange(1, 11), 300, p=[0.02, 0.03, 0.04, 0.05, 0.06, 0.1, 0.1, 0.2, 0.2, 0.2])
    assert not looked(np.concatenate([worse, better]))
