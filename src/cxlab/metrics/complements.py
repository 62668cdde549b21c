"""Decides how a group is measured against all others at once, in time that grows with the answers, not with the groups.

The others of a group are the whole without it. What an account says in them is what it says in all less what it says
in the group, so only accounts that are in the group differ from the whole; nothing is copied.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
import polars as pl

from cxlab.definitions import Definition
from cxlab.metrics.measured import Measured, Rows, worth
from cxlab.metrics.weighting import each_once
from cxlab.statistics.clusters import Flags, Floats, Ints, Sums, moments
from cxlab.statistics.simultaneous import MOST_ENTRIES, bonferroni, max_t

# What is added up for each account: answers, weight, weight x value and its powers, weight above and below nought.
_PARTS = ("n", "w", "wu", "wuu", "wuuu", "up", "down")
_N, _W, _WU = 0, 1, 2
# Counts of whole answers: what subtraction leaves of them below this is nothing.
_ANY = 0.5


@dataclass(frozen=True, slots=True)
class Pairs:
    """What each account said in each group, and in the whole of the group's cell."""

    group: Ints
    cluster: Ints
    here: Floats
    whole: Floats


@dataclass(frozen=True, slots=True)
class Sides:
    """Every group as side 2g and all others of its cell as side 2g + 1.

    Attributes:
        measured: the metric of each side.
        weight: the sum of weights of each side.
        rows: the counts as they came, one group each.
        cell: the cell of each group: groups are compared within it.
        pairs: what each account said in each group.
        amounts: the amount of each account by its cluster, when accounts are weighed.
    """

    measured: Measured
    weight: Floats
    rows: Rows
    cell: Ints
    pairs: Pairs
    amounts: Floats | None


def prepared(
    counts: pl.DataFrame, names: Sequence[str], accounts: pl.DataFrame | str | None
) -> tuple[pl.DataFrame, pl.DataFrame | None]:
    """The counts by these names, and the amount of each account, those without one silent; None: as counted."""
    held = [name for name in (*names, "_account", "_score") if name in counts.columns]
    small = counts.group_by(held, maintain_order=True).agg(pl.sum("_n", "_w", "_w2"))
    if accounts is None:
        return small, None
    if isinstance(accounts, str):
        return each_once(small), small.select("_account").drop_nulls().unique().with_columns(_amount=1.0)
    known = accounts.select(pl.col("_account").cast(small.schema["_account"]), "_amount").filter(pl.col("_amount") > 0)
    heard = pl.col("_account").is_in(known["_account"].implode())
    return each_once(small).with_columns(pl.when(heard).then(pl.col("_score")).alias("_score")), known


def amounts_by_cluster(rows: pl.DataFrame, amounts: pl.DataFrame | None) -> Floats | None:
    """The amount of each account in the order in which ``rows_of`` numbers accounts; None when none are told."""
    if amounts is None:
        return None
    seen = rows.filter(pl.col("_score").is_not_null() & (pl.col("_w") > 0))["_account"].drop_nulls().unique().sort()
    known = seen.to_frame("_account").join(amounts, on="_account", how="left", maintain_order="left")
    found: Floats = known["_amount"].cast(pl.Float64).to_numpy()
    return found


def sides_of(metric: Definition, rows: Rows, cell: Ints, *, amounts: Floats | None = None) -> Sides:
    """Measure each group and its complement.

    Args:
        metric: a net score, share or mean.
        rows: counts with one group for each group compared.
        cell: the cell of each group, 0, 1, ...; shape (groups,).
        amounts: how much each account weighs, by cluster; its answers on a side share it. None: answers weigh as in
            the rows.

    Returns:
        Sides with two groups for each group of the rows.
    """
    pairs = _pairs(metric, rows, cell)
    alone = _alone(metric, rows)
    groups = rows.groups
    left = _added(pairs.here, pairs, groups, amounts) + alone
    # The whole of each cell, then per group the whole less its accounts as they are plus those accounts elsewhere.
    cells = int(cell.max()) + 1 if cell.size else 0
    first = _first_of_cell(pairs, cell)
    whole = np.zeros((cells, left.shape[1]))
    np.add.at(whole, cell[pairs.group[first]], _terms(pairs.whole[first], pairs.cluster[first], amounts))
    np.add.at(whole, cell, alone)
    left_in = _added(pairs.whole, pairs, groups, amounts)
    elsewhere = _added(pairs.whole - pairs.here, pairs, groups, amounts)
    right = whole[cell] - alone - left_in + elsewhere
    both = np.empty((2 * groups, left.shape[1]))
    both[0::2], both[1::2] = left, right
    measured = _measured(metric, both, *_flags(metric, rows, cell, pairs, amounts))
    return Sides(measured, np.maximum(both[:, _W], 1e-300), rows, cell, pairs, amounts)


def _pairs(metric: Definition, rows: Rows, cell: Ints) -> Pairs:
    known = rows.cluster >= 0
    group, cluster = rows.group[known], rows.cluster[known]
    span = int(cluster.max()) + 1 if cluster.size else 1
    keys, at = np.unique(group * span + cluster, return_inverse=True)
    values = _values(metric, rows)[known]
    here: Floats = np.stack([np.bincount(at, column, keys.size) for column in values.T], axis=1).astype(np.float64)
    owner, account = keys // span, keys % span
    _, place = np.unique(cell[owner] * span + account, return_inverse=True)
    whole: Floats = here
    if keys.size:
        whole = np.stack([np.bincount(place, column) for column in here.T], axis=1).astype(np.float64)[place]
    return Pairs(owner, account, here, whole)


def _values(metric: Definition, rows: Rows) -> Floats:
    """``_PARTS`` of each row."""
    u, w = worth(metric, rows.score), rows.w
    return np.stack([rows.n, w, w * u, w * u * u, w * u**3, np.where(u > 0, w, 0.0), np.where(u < 0, w, 0.0)], axis=1)


def _weighed(said: Floats, cluster: Ints, amounts: Floats | None) -> Floats:
    """What accounts said, their answers sharing the account's amount when there is one."""
    if amounts is None:
        return said
    share = np.divide(amounts[cluster], said[:, _W], out=np.zeros(len(said)), where=said[:, _W] > _ANY)
    found: Floats = said * share[:, None]
    found[:, _N] = said[:, _N]
    return found


def _terms(said: Floats, cluster: Ints, amounts: Floats | None) -> Floats:
    """What each account adds to the sums of a side: ``_PARTS``, then tt, tw, ww, and itself as a cluster."""
    f = _weighed(said, cluster, amounts)
    t, w = f[:, _WU], f[:, _W]
    return np.column_stack([f, t * t, t * w, w * w, f[:, _N] > _ANY])


def _added(said: Floats, pairs: Pairs, groups: int, amounts: Floats | None) -> Floats:
    terms = _terms(said, pairs.cluster, amounts)
    return np.stack([np.bincount(pairs.group, column, groups) for column in terms.T], axis=1)


def _alone(metric: Definition, rows: Rows) -> Floats:
    """What answers without an account add: each is a cluster of its own."""
    single = rows.cluster < 0
    u = worth(metric, rows.score)
    squares = np.stack([rows.w2 * u * u, rows.w2 * u, rows.w2, rows.n], axis=1)
    every = np.where(single[:, None], np.concatenate([_values(metric, rows), squares], axis=1), 0.0)
    return np.stack([np.bincount(rows.group, column, rows.groups) for column in every.T], axis=1)


def _first_of_cell(pairs: Pairs, cell: Ints) -> Ints:
    """One pair for each account of each cell."""
    span = int(pairs.cluster.max()) + 1 if pairs.cluster.size else 1
    _, first = np.unique(cell[pairs.group] * span + pairs.cluster, return_index=True)
    return np.asarray(first, np.int64)


def _flags(
    metric: Definition, rows: Rows, cell: Ints, pairs: Pairs, amounts: Floats | None
) -> tuple[Flags, Flags, Flags]:
    """Of each side: whether accounts are known, all values are equal, any weight differs from 1."""
    u = worth(metric, rows.score)
    low, high = np.full(rows.groups, np.inf), np.full(rows.groups, -np.inf)
    np.minimum.at(low, rows.group, u)
    np.maximum.at(high, rows.group, u)
    known = np.bincount(pairs.group, minlength=rows.groups) > 0
    uneven = np.bincount(rows.group, (rows.w != rows.n) | (rows.w2 != rows.n), rows.groups) > 0
    uneven = uneven | known if amounts is not None else uneven
    others = [_elsewhere(one, cell) for one in (low, -high)]
    rest_known = _elsewhere(np.where(known, -1.0, 0.0), cell) < 0
    rest_uneven = _elsewhere(np.where(uneven, -1.0, 0.0), cell) < 0
    equal = _mixed(high <= low, -others[1] <= others[0])
    return _mixed(known, rest_known), equal, _mixed(uneven, rest_uneven)


def _elsewhere(lowest: Floats, cell: Ints) -> Floats:
    """For each group the lowest value among the other groups of its cell."""
    found = np.full(lowest.size, np.inf)
    for c in range(int(cell.max()) + 1 if cell.size else 0):
        here = np.flatnonzero(cell == c)
        values = lowest[here]
        before = np.minimum.accumulate(np.concatenate([[np.inf], values[:-1]]))
        after = np.minimum.accumulate(np.concatenate([[np.inf], values[:0:-1]]))[::-1]
        found[here] = np.minimum(before, after)
    return found


def _mixed(left: Flags, right: Flags) -> Flags:
    both = np.empty(2 * left.size, bool)
    both[0::2], both[1::2] = left, right
    return both


def _measured(metric: Definition, both: Floats, known: Flags, equal: Flags, weighted: Flags) -> Measured:
    n, w, wu, wuu, wuuu, up, down, tt, tw, ww, clusters = both.T
    summed = Sums(np.round(n), w, wu, wuu, wuuu, tt, tw, ww, np.round(clusters), known, equal, weighted)
    total = np.maximum(w, 1e-300)
    return Measured(metric, moments(summed), np.maximum(up, 0.0) / total, np.maximum(down, 0.0) / total)


def joint_level(sides: Sides, chosen: Ints, level: float) -> float:
    """The level of each interval so that the chosen groups' comparisons hold together, by drawing accounts anew."""
    family = chosen.size
    accounts = int(sides.rows.cluster.max()) + 1 if sides.rows.cluster.size else 0
    single = np.flatnonzero(sides.rows.cluster < 0)
    units = accounts + single.size
    if units * sides.rows.groups > MOST_ENTRIES // 4:
        return bonferroni(level, family)
    influence = np.zeros((units, sides.rows.groups))
    _influence_of_accounts(sides, influence[:accounts])
    _influence_of_singles(sides, single, influence[accounts:])
    unit, comparison = np.divmod(np.arange(units * family), family)
    multiplicity = np.concatenate([np.ones(accounts), sides.rows.n[single]])
    return max_t(unit, comparison, influence[:, chosen].ravel(), multiplicity, family=family, level=level)


def _influence_of_accounts(sides: Sides, influence: Floats) -> None:
    """What drawing an account once more adds to each difference, written into (accounts, groups)."""
    cell, pairs, mean = sides.cell, sides.pairs, sides.measured.moments.mean

    def pull(said: Floats, cluster: Ints, side: Ints) -> Floats:
        f = _weighed(said, cluster, sides.amounts)
        found: Floats = (f[:, _WU] - mean[side] * f[:, _W]) / sides.weight[side]
        return found

    first = _first_of_cell(pairs, cell)
    for g in range(cell.size):
        here = first[cell[pairs.group[first]] == cell[g]]
        side = np.full(here.size, 2 * g + 1)
        influence[pairs.cluster[here], g] = -pull(pairs.whole[here], pairs.cluster[here], side)
    rest = pull(pairs.whole - pairs.here, pairs.cluster, 2 * pairs.group + 1)
    influence[pairs.cluster, pairs.group] = pull(pairs.here, pairs.cluster, 2 * pairs.group) - rest


def _influence_of_singles(sides: Sides, single: Ints, influence: Floats) -> None:
    """The same of answers without an account, each its own unit."""
    rows, cell, mean = sides.rows, sides.cell, sides.measured.moments.mean
    u, w = worth(sides.measured.metric, rows.score)[single], (rows.w / np.maximum(rows.n, 1.0))[single]
    own = rows.group[single]
    for g in range(cell.size):
        side = np.where(own == g, 2 * g, 2 * g + 1)
        sign = np.where(own == g, 1.0, np.where(cell[own] == cell[g], -1.0, 0.0))
        influence[:, g] = sign * w * (u - mean[side]) / sides.weight[side]


def only(measured: Measured, sides: Ints) -> Measured:
    """Some of the sides."""
    inner = measured.moments
    kept = type(inner)(**{one.name: getattr(inner, one.name)[sides] for one in fields(inner)})
    return Measured(measured.metric, kept, measured.promoters[sides], measured.detractors[sides])
