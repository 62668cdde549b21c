"""Rows come out in the order of their groups, and an account is emptied before the next group is read."""

from __future__ import annotations

import numpy as np

from cxlab.metrics import kernels


def laid() -> tuple[np.ndarray, ...]:
    group, cluster = np.array([1, 0, 1, 1], np.int32), np.array([0, 0, 0, -1], np.int32)
    return kernels.sort_by_group(group, cluster, np.array([1, -1, 1, 0], np.int16), np.zeros(0, np.int32), 3)


def test_rows_are_sorted_and_groups_without_any_are_empty() -> None:
    start, clusters, values, numbers = laid()
    assert start.tolist() == [0, 1, 4, 4]
    assert clusters.tolist() == [0, 0, 0, -1]
    assert values.tolist() == [-1, 1, 1, 0]
    assert not numbers.size


def test_what_an_account_says_in_one_group_is_not_told_in_the_next() -> None:
    found = kernels.tally(*laid(), 1)
    assert found[:, kernels.N].tolist() == [1, 3, 0]
    assert found[:, kernels.TT].tolist() == [1, 4, 0]
    assert found[:, kernels.CLUSTERS].tolist() == [1, 2, 0]
