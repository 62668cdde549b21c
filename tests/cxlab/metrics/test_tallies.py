"""The kernel adds up what numpy adds up, and stands aside for what does not fit."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxlab.definitions import definition
from cxlab.metrics import tallies
from cxlab.metrics.measured import worth
from cxlab.metrics.tallies import tallied, whole_worth
from cxlab.statistics.clusters import Sums, cluster_sums

rows = st.lists(st.tuples(st.integers(0, 3), st.integers(-1, 5), st.integers(-5, 10), st.integers(1, 9)), max_size=30)


@pytest.mark.parametrize("words", [0, 1 << 20])
@given(rows=rows)
def test_sums_are_those_of_numpy(words: int, rows: list[tuple[int, int, int, int]]) -> None:
    """Of rows that are brought into the order of their groups, and of rows as they come."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(tallies, "MOST_WORDS", words)
        # Few rows are never worth a table of all accounts: here they are to be.
        compare(3 * rows if words else rows)


def compare(rows: list[tuple[int, int, int, int]]) -> None:
    group, cluster, value, answers = np.array(rows, np.int64).reshape(-1, 4).T
    found = tallied(group, cluster, value, answers, 5)
    assert found is not None
    size = answers.astype(float)
    wanted = cluster_sums(group, cluster, value.astype(float), (size, size, size), 5)
    for one in fields(Sums):
        np.testing.assert_array_equal(getattr(found.sums, one.name), getattr(wanted, one.name), err_msg=one.name)
    np.testing.assert_array_equal(found.up, np.bincount(group, size * (value > 0), 5))
    np.testing.assert_array_equal(found.down, np.bincount(group, size * (value < 0), 5))


@pytest.mark.parametrize("key", ["nps", "ces7", "mean"])
def test_whole_worth_is_the_worth_of_the_definition(key: str) -> None:
    score = np.arange(1.0, 8.0)
    found = whole_worth(definition(key), score)
    assert found is not None
    np.testing.assert_array_equal(found, worth(definition(key), score))


@pytest.mark.parametrize("odd", [11.0, -1.0, 8.5, float("nan"), float("inf")])
def test_what_is_off_the_scale_is_left_to_those_who_name_it(odd: float) -> None:
    assert whole_worth(definition("nps"), np.array([9.0, odd])) is None


def test_accounts_numbered_far_apart_are_left_to_numpy() -> None:
    assert tallied(np.array([0]), np.array([5_000_000]), np.array([1]), None, 1) is None


def test_more_answers_than_a_word_holds_are_left_to_numpy() -> None:
    assert tallied(np.array([0]), np.array([0]), np.array([1]), np.array([1 << 31]), 1) is None


def test_kernels_are_loaded_for_few_rows_by_processes_that_stay_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tallies._Kernels, "loaded", False)
    assert not tallies.worth_it(tallies.MANY)
    assert tallies.worth_it(tallies.WORTH_LOADING)
    tallies.load()
    assert tallies.worth_it(tallies.MANY)
    assert not tallies.worth_it(tallies.MANY - 1)
