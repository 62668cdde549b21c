"""Decides when sums by group and account are made by the kernel: whole answers on short scales, unweighted, by codes.

The kernel adds whole numbers, so what it gives is exact; ``cluster_sums`` gives the same for anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cxlab.definitions import Definition
from cxlab.statistics.clusters import Floats, Sums

# From so many rows on a kernel that is there is quicker than numpy; from so many more it is worth loading it first.
MANY = 30_000
WORTH_LOADING = 5_000_000
# Values beyond do not fit beside an account's number of answers, nor their squares into whole numbers.
LARGEST = 1_000.0
_NOTHING = (1.0, 0.0)
# So many sums of an account in a group are added up in any order; more of them are first brought into theirs.
MOST_WORDS = 1 << 20
MOST_ANSWERS = 1 << 30
# Accounts may be numbered with gaps, as long as a word for each number is small beside the rows.
_FREE_SPAN = 1_000_000

Numbers = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Tally:
    """Sums per group, and the weight above and below nought; arrays of shape (groups,)."""

    sums: Sums
    up: Floats
    down: Floats


class _Kernels:
    """Whether this process has its kernels ready."""

    loaded = False


def load() -> None:
    """Have the kernels ready, so that tables of ``MANY`` rows are counted by them: for processes that stay.

    Loading takes about half a second, and some seconds the first time on a machine, when they are compiled.

    Example:
        >>> load()
        >>> worth_it(MANY)
        True
    """
    from cxlab.definitions import definition

    codes = np.zeros(1, np.int64)
    for scores in (np.zeros(1, np.float64), np.zeros(1, np.float32)):
        worth = whole_worth(definition("nps"), scores)
        if worth is not None:
            tallied(codes, codes, worth, np.ones(1), 1)


def worth_it(rows: int) -> bool:
    """Whether so many rows are counted sooner by the kernels than by numpy.

    Args:
        rows: rows of counts or answers.

    Returns:
        True from ``MANY`` where the kernels are loaded, else from ``WORTH_LOADING``.

    Example:
        >>> worth_it(10)
        False
    """
    return rows >= (MANY if _Kernels.loaded else WORTH_LOADING)


def whole_worth(metric: Definition, score: Numbers) -> Numbers | None:
    """What each answer adds to the metric's mean as small whole numbers; None where it is none, or off the scale."""
    from cxlab.metrics import kernels

    low, high = (metric.low, metric.high) if metric.low is not None and metric.high is not None else (-LARGEST, LARGEST)
    worth = np.empty(score.size, np.int16)
    scale = (max(float(low), -LARGEST), min(float(high), LARGEST))
    fits = kernels.place_worth(lent(score), scale, metric.counted or _NOTHING, metric.against or _NOTHING, worth)
    return worth if fits else None


def tallied(group: Numbers, cluster: Numbers, worth: Numbers, answers: Numbers | None, groups: int) -> Tally | None:
    """The sums of whole answers; None where they do not fit the kernel.

    Args:
        group: group of each row, 0 to ``groups`` - 1; shape (rows,).
        cluster: account of each row, -1 where it is not known; shape (rows,).
        worth: what the row's answers are worth, see ``whole_worth``; shape (rows,).
        answers: how many each row stands for; None: one each.
        groups: number of groups; a group without rows gets zeros.

    Returns:
        The same sums as ``cluster_sums`` gives for weights equal to the answers.

    Example:
        >>> import numpy as np
        >>> found = tallied(np.array([0, 0]), np.array([7, 7]), np.array([1, 0]), np.array([1, 3]), 1)
        >>> found.sums.n.tolist(), found.sums.clusters.tolist(), found.sums.ww.tolist()
        ([4.0], [1.0], [16.0])
    """
    span = int(cluster.max(initial=-1)) + 1
    if span > max(4 * cluster.size, _FREE_SPAN):
        return None
    ends = (int(worth.min()), int(worth.max())) if worth.size else (0, 0)
    many = cluster.size if answers is None else float(answers.sum())
    # An account's answers and their worth share a word: neither may grow into the other's half.
    if many * max(1, *map(abs, ends)) > MOST_ANSWERS:
        return None
    from cxlab.metrics import kernels

    numbers = np.zeros(0, np.int32) if answers is None else _narrow(answers)
    columns = _narrow(group), _narrow(cluster), worth.astype(np.int16, copy=False), numbers
    words = groups * (span + ends[1] - ends[0] + 1)
    found = (
        kernels.tally_at_once(columns, groups, span, ends)
        if words <= min(MOST_WORDS, 4 * cluster.size)
        else kernels.tally(*kernels.sort_by_group(*columns, groups), span)
    )
    _Kernels.loaded = True
    n, wu, wuu, wuuu, tt, tw, ww, clusters, known, low, high, up, down = found.T.astype(np.float64)
    sums = Sums(n, n, wu, wuu, wuuu, tt, tw, ww, clusters, known > 0, high <= low, np.zeros(groups, np.bool_))
    return Tally(sums, up, down)


def lent(array: Numbers) -> Numbers:
    """The array as one that is only read: frames lend such arrays, and the kernels are compiled for one type alone."""
    found = np.ascontiguousarray(array).view()
    found.flags.writeable = False
    return found


def _narrow(codes: Numbers) -> Numbers:
    return lent(codes.astype(np.int32, copy=False))
