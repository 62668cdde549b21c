"""Decides which rows stand on which side of which comparison, and how the differences move together over accounts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cxlab.metrics.measured import Measured, Rows, worth
from cxlab.statistics.clusters import Ints
from cxlab.statistics.simultaneous import MOST_ENTRIES, bonferroni, max_t


def laid_out(rows: Rows, pairs: Sequence[tuple[list[int], list[int]]]) -> Rows:
    """Rows laid into sides: comparison c has its left side as group 2c and its right as 2c + 1.

    Where no group stands in two comparisons its rows are called by their side; else they are copied into each.

    Args:
        rows: counts as arrays.
        pairs: groups of the left and of the right side of each comparison.

    Returns:
        The rows that take part, grouped by side.

    Example:
        >>> import polars as pl
        >>> from cxlab.metrics.measured import rows_of
        >>> t = pl.DataFrame({"_score": [9.0, 7.0], "_n": [1, 1], "_w": [1.0, 1.0], "_w2": [1.0, 1.0], "team": [1, 2]})
        >>> laid_out(rows_of(t, ["team"]), [([1], [0])]).group.tolist()
        [1, 0]
    """
    named = [(g, 2 * c + s) for c, both in enumerate(pairs) for s, groups in enumerate(both) for g in groups]
    if len({g for g, _ in named}) == len(named):
        side_of = np.full(rows.groups, -1, np.int64)
        side_of[[g for g, _ in named]] = [side for _, side in named]
        return _some(rows, side_of[rows.group], 2 * len(pairs))
    at_group = [np.flatnonzero(rows.group == g) for g in range(rows.groups)]
    chosen, side = [], []
    for c, both in enumerate(pairs):
        for s, groups in enumerate(both):
            here = np.concatenate([at_group[g] for g in groups])
            chosen.append(here)
            side.append(np.full(here.size, 2 * c + s))
    take, group = np.concatenate(chosen), np.concatenate(side)
    return Rows(
        rows.keys,
        2 * len(pairs),
        group,
        rows.cluster[take],
        rows.score[take],
        rows.n[take],
        rows.w[take],
        rows.w2[take],
        take,
    )


def _some(rows: Rows, side: Ints, sides: int) -> Rows:
    """The rows that have a side, by their sides."""
    if (side >= 0).all():
        return Rows(rows.keys, sides, side, rows.cluster, rows.score, rows.n, rows.w, rows.w2, rows.origin)
    at = np.flatnonzero(side >= 0)
    counted = (rows.n[at], rows.w[at], rows.w2[at])
    return Rows(rows.keys, sides, side[at], rows.cluster[at], rows.score[at], *counted, rows.origin[at])


def with_sides(rows: Rows, order: Ints) -> Rows:
    """The rows of two groups as sides.

    Args:
        rows: counts as arrays.
        order: the side of each group, 0 the left.

    Returns:
        The same rows in two groups.

    Example:
        >>> import polars as pl
        >>> from cxlab.metrics.measured import rows_of
        >>> t = pl.DataFrame({"_score": [9.0, 7.0], "_n": [1, 1], "_w": [1.0, 1.0], "_w2": [1.0, 1.0], "team": [1, 2]})
        >>> with_sides(rows_of(t, ["team"]), np.array([1, 0])).group.tolist()
        [1, 0]
    """
    return Rows(rows.keys, 2, order[rows.group], rows.cluster, rows.score, rows.n, rows.w, rows.w2, rows.origin)


def padded(rows: Rows) -> Rows:
    """Sides of which one had no row at all.

    Args:
        rows: counts as arrays, grouped by ``_side``.

    Returns:
        The same rows in two groups, one of them empty.

    Example:
        >>> import polars as pl
        >>> from cxlab.metrics.measured import rows_of
        >>> t = pl.DataFrame({"_score": [9.0], "_n": [1], "_w": [1.0], "_w2": [1.0], "_side": [1]})
        >>> padded(rows_of(t, ["_side"])).group.tolist()
        [1]
    """
    present = rows.keys["_side"].to_list() if rows.groups else []
    return with_sides(rows, np.array(present or [0], np.int64))


def moved_together(measured: Measured, rows: Rows, level: float) -> float:
    """The level of each interval from the joint movement of all differences when accounts are drawn anew.

    Args:
        measured: the metric on every side.
        rows: counts laid into sides.
        level: coverage of all intervals together.

    Returns:
        The level of each, see ``max_t``; Bonferroni's where accounts and comparisons are too many to be drawn.

    Example:
        >>> import polars as pl
        >>> from cxlab.definitions import definition
        >>> from cxlab.metrics.measured import measure, rows_of
        >>> one = {"_n": [1] * 8, "_w": [1.0] * 8, "_w2": [1.0] * 8}
        >>> t = pl.DataFrame({"_score": [9.0, 7.0, 3.0, 10.0] * 2, **one, "at": [0, 1, 2, 3] * 2})
        >>> rows = rows_of(t, ["at"])
        >>> 0.95 <= moved_together(measure(definition("nps"), rows), rows, 0.95) <= 0.975
        True
    """
    groups, family = rows.groups, rows.groups // 2
    alone = rows.cluster < 0
    accounts = int(rows.cluster.max()) + 1 if rows.cluster.size else 0
    singles = int(np.count_nonzero(alone))
    if (accounts + singles) * family > MOST_ENTRIES // 4:
        return bonferroni(level, family)
    u, mean = worth(measured.metric, rows.score), measured.moments.mean
    sign = np.where(np.arange(groups) % 2 == 0, 1.0, -1.0)
    pull = sign / np.maximum(np.bincount(rows.group, rows.w, groups), 1e-300)
    # What an account says on a side is added up first: accounts are few beside rows.
    at = (rows.cluster * groups + rows.group)[~alone] if alone.any() else rows.cluster * groups + rows.group
    weight = rows.w[~alone] if alone.any() else rows.w
    said = np.bincount(at, weight * (u[~alone] if alone.any() else u), accounts * groups).reshape(accounts, groups)
    counted = np.bincount(at, weight, accounts * groups).reshape(accounts, groups)
    together = (pull * (said - mean * counted)).ravel()
    # Answers without an account are their own units; a row copied into several comparisons stays one.
    _, cell = np.unique(rows.origin[alone], return_inverse=True)
    side, n = rows.group[alone], np.maximum(rows.n[alone], 1.0)
    singly = pull[side] * rows.w[alone] * (u[alone] - mean[side]) / n
    multiplicity = np.ones(accounts + (int(cell.max()) + 1 if cell.size else 0))
    multiplicity[accounts + cell] = rows.n[alone]
    return max_t(
        np.concatenate([np.repeat(np.arange(accounts), groups), accounts + cell]),
        np.concatenate([np.tile(np.arange(groups) // 2, accounts), side // 2]),
        np.concatenate([together, singly]),
        multiplicity,
        family=family,
        level=level,
    )
