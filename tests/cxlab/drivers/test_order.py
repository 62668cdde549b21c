"""What can be told apart: ranks and ties follow from the intervals of the differences, from nothing else."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from cxlab.drivers.order import in_order

NAMES = ["a", "b", "c", "d"]


def ordered(parts, error, units=200):
    drawn = np.asarray(parts) + np.random.default_rng(1).normal(0, error, (800, len(parts)))
    return in_order(NAMES[: len(parts)], np.asarray(parts), drawn, units)


def test_far_apart_each_has_its_place():
    found = ordered([0.1, 0.4, 0.25], 0.005)
    assert found.ranks == {"b": (1, 1), "c": (2, 2), "a": (3, 3)}
    assert found.ties == ()
    assert [(p.first, p.second, p.sure) for p in found.pairs] == [("b", "c", True), ("b", "a", True), ("c", "a", True)]


def test_a_driver_may_be_tied_both_ways():
    found = ordered([0.30, 0.25, 0.20], 0.018)
    assert found.ties == (("a", "b"), ("b", "c"))
    assert found.ranks == {"a": (1, 2), "b": (1, 3), "c": (2, 3)}


def test_intervals_hold_together_and_are_wider_than_one_alone():
    found = ordered([0.3, 0.3, 0.3, 0.3], 0.01)
    widths = [(p.high - p.low) / 2 for p in found.pairs]
    alone = 1.96 * 0.01 * np.sqrt(2)
    assert all(alone * 1.2 < width < alone * 1.45 for width in widths)  # Tukey: 2.57 / 1.96 = 1.31
    assert not any(p.sure for p in found.pairs)
    assert found.ties == (("a", "b", "c", "d"),)


def test_few_accounts_widen_the_intervals():
    wide, narrow = ordered([0.4, 0.3], 0.02, units=6), ordered([0.4, 0.3], 0.02, units=500)
    assert wide.pairs[0].high - wide.pairs[0].low > 1.3 * (narrow.pairs[0].high - narrow.pairs[0].low)


def test_without_draws_nothing_is_sure():
    found = in_order(["a", "b"], np.array([0.9, 0.1]), np.empty((0, 2)), 1)
    assert (found.pairs[0].low, found.pairs[0].sure, found.ties) == (None, False, (("a", "b"),))


def test_one_driver_has_no_pairs():
    found = in_order(["a"], np.array([0.5]), np.full((10, 1), 0.5), 30)
    assert (found.pairs, found.ranks, found.ties) == ((), {"a": (1, 1)}, ())


@pytest.mark.parametrize("units", [2, 3, 40])
def test_half_an_interval_is_the_spread_of_the_difference_stretched_as_student_does(units):
    drawn = np.random.default_rng(2).normal([0.4, 0.3], [0.02, 0.05], (600, 2))
    one = in_order(["a", "b"], np.array([0.4, 0.3]), drawn, units).pairs[0]
    apart = drawn[:, 0] - drawn[:, 1]
    error = np.sqrt(((apart - apart.mean()) ** 2).sum() / 599)
    far = np.quantile(np.abs(apart - apart.mean()), 0.95) / error
    student = stats.t.ppf(0.975, units - 1) / stats.norm.ppf(0.975)
    assert one.high - one.difference == pytest.approx(error * far * student * np.sqrt(units / (units - 1)), rel=1e-9)
    assert one.difference - one.low == pytest.approx(one.high - one.difference)


def test_what_moves_together_is_told_apart():
    """Each share is uncertain by far more than their difference is."""
    drawn = np.array([0.4, 0.3]) + np.random.default_rng(3).normal(0, 0.2, (500, 1))
    drawn[:, 0] += np.random.default_rng(4).normal(0, 0.01, 500)
    assert in_order(["a", "b"], np.array([0.4, 0.3]), drawn, 100).ranks == {"a": (1, 1), "b": (2, 2)}


def test_two_that_never_differ_are_not_told_apart():
    found = in_order(["a", "b"], np.array([0.3, 0.3]), np.full((50, 2), 0.3), 100)
    assert found.ties == (("a", "b"),)


def test_two_draws_are_enough_for_a_spread_and_one_is_not():
    drawn = np.array([[0.4, 0.1], [0.5, 0.1], [0.4, 0.2]])
    assert in_order(["a", "b"], np.array([0.4, 0.1]), drawn[:2], 30).pairs[0].low is not None
    assert in_order(["a", "b"], np.array([0.4, 0.1]), drawn[:1], 30).pairs[0].low is None
    assert in_order(["a", "b"], np.array([0.4, 0.1]), drawn, 1).pairs[0].low is None
