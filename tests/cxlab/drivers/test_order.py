"""What can be told apart: ranks and ties follow from the intervals of the differences, from nothing else."""

from __future__ import annotations

import numpy as np

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


def test_few_accounts_widen_the_intervals():
    wide, narrow = ordered([0.4, 0.3], 0.02, units=6), ordered([0.4, 0.3], 0.02, units=500)
    assert wide.pairs[0].high - wide.pairs[0].low > 1.3 * (narrow.pairs[0].high - narrow.pairs[0].low)


def test_without_draws_nothing_is_sure():
    found = in_order(["a", "b"], np.array([0.9, 0.1]), np.empty((0, 2)), 1)
    assert (found.pairs[0].low, found.pairs[0].sure, found.ties) == (None, False, (("a", "b"),))


def test_one_driver_has_no_pairs():
    found = in_order(["a"], np.array([0.5]), np.full((10, 1), 0.5), 30)
    assert (found.pairs, found.ranks, found.ties) == ((), {"a": (1, 1)}, ())
