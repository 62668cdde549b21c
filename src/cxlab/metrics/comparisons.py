"""Which groups or periods differ, told by simultaneous intervals: a group against all others, period against period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
import polars as pl

from cxlab import definitions
from cxlab.definitions import Definition
from cxlab.metrics.complements import amounts_by_cluster, joint_level, only, prepared, sides_of
from cxlab.metrics.counts import RESERVED, check_counts
from cxlab.metrics.estimates import check_level, estimates_of
from cxlab.metrics.measured import Measured, Rows, freedom, limits, measure, no_rows, rows_of, scale_of
from cxlab.metrics.sides import laid_out, moved_together, padded, with_sides
from cxlab.metrics.weighting import by_account
from cxlab.results import Cell, Comparison, Estimate, Word
from cxlab.statistics.clusters import Flags, Floats
from cxlab.statistics.differences import mover, welch_df
from cxlab.statistics.intervals import critical, t_interval
from cxlab.statistics.simultaneous import bonferroni
from cxlab.tables import TableError

Manner = Literal["max_t", "bonferroni"]


@dataclass(frozen=True, slots=True)
class Compared:
    """One comparison with what it compares: the group's values, and the left and right side in words."""

    by: tuple[tuple[str, object], ...]
    left: object
    right: object
    comparison: Comparison


def difference(
    left: pl.DataFrame, right: pl.DataFrame, definition: str | Definition = "nps", *, level: float = 0.95
) -> Comparison:
    """Left minus right, from the counts of two disjoint sets of answers.

    NPS and shares: MOVER on the two single intervals. Means: Welch; MOVER where one side's answers are all equal.

    Args:
        left: counts of the first set; all its rows are taken together.
        right: counts of the second.
        definition: a definition or its key.
        level: coverage.

    Returns:
        A Comparison of family size 1; its word is ``cannot_tell`` where either side has no interval.

    Raises:
        OutsideScaleError: answers off the scale.
        TableError: a figure that has no difference (quantiles, money).

    Example:
        >>> import polars as pl
        >>> from cxlab.metrics import counts
        >>> a = counts(pl.DataFrame({"s": [10] * 60 + [0] * 10}), score="s")
        >>> b = counts(pl.DataFrame({"s": [10] * 30 + [0] * 40}), score="s")
        >>> difference(a, b).word
        'better'
    """
    meant = _comparable(definition, level)
    shared = [
        "_score",
        "_n",
        "_w",
        "_w2",
        *(["_account"] if {"_account"} <= {*left.columns} & {*right.columns} else []),
    ]
    sides = [side.select(shared).with_columns(pl.lit(at).alias("_side")) for at, side in enumerate((left, right))]
    both = pl.concat(sides, how="vertical_relaxed")
    check_counts(both, meant)
    rows = rows_of(both, ["_side"])
    rows = with_sides(rows, np.array([0, 1])) if rows.groups == 2 else padded(rows)  # noqa: PLR2004 - two sides
    return _paired_up(meant, rows, level, "bonferroni")[0]


def compare_counts(
    counts: pl.DataFrame,
    definition: str | Definition = "nps",
    *,
    group: str,
    by: Sequence[str] = (),
    against: object = "complement",
    level: float = 0.95,
    simultaneous: Manner = "max_t",
    accounts: pl.DataFrame | Literal["once"] | None = None,
) -> tuple[Compared, ...]:
    """Compare the groups of a table of counts; all comparisons returned are one family.

    Args:
        counts: counts that hold ``group`` and ``by`` among their columns.
        definition: a definition or its key.
        group: column whose values are compared.
        by: compare within each combination of these.
        against: "complement" (all other groups; two groups give one comparison), "previous" (the value before, for
            periods), or one value of ``group`` that all others are compared with.
        level: coverage of all intervals together.
        simultaneous: max_t, or bonferroni to spare the bootstrap.
        accounts: "once" lets every account count once on each side of each comparison, a frame with ``_account`` and
            ``_amount`` by its amount; None leaves the weights as counted.

    Returns:
        One Compared each, in the order of by and group. Fewer than two groups give none.

    Raises:
        TableError: unknown column, or ``against`` is no value of the group.

    Example:
        >>> import polars as pl
        >>> from cxlab.metrics import counts
        >>> t = pl.DataFrame({"s": [10] * 20 + [0] * 20, "team": ["a"] * 20 + ["b"] * 20})
        >>> found = compare_counts(counts(t, score="s", by="team"), group="team")
        >>> [(one.left, one.right, one.comparison.word) for one in found]
        [('a', 'b', 'better')]
    """
    meant = _comparable(definition, level)
    columns = [c for c in counts.columns if c not in RESERVED]
    if unknown := [name for name in (group, *by) if name not in columns]:
        raise TableError(
            f"These counts do not know the column {unknown[0]!r}. They are by: {', '.join(columns) or 'nothing'}."
        )
    check_counts(counts, meant)
    if against == "complement":
        return _with_the_rest(meant, counts, (group, *by), accounts, level=level, manner=simultaneous)
    if accounts is not None:
        counts = by_account(counts, [*by, group], amounts=None if isinstance(accounts, str) else accounts)
    rows = rows_of(counts, [*by, group])
    pairs = _pairs(rows.keys, by, group, against)
    if not pairs:
        return ()
    found = _paired_up(meant, laid_out(rows, [(left, right) for _, left, right, _ in pairs]), level, simultaneous)
    values = rows.keys[group].to_list()
    return tuple(
        Compared(tuple(zip(by, cell, strict=True)), values[left[0]], named, one)
        for (cell, left, _, named), one in zip(pairs, found, strict=True)
    )


def _with_the_rest(
    metric: Definition,
    counts: pl.DataFrame,
    names: Sequence[str],
    accounts: pl.DataFrame | str | None,
    *,
    level: float,
    manner: Manner,
) -> tuple[Compared, ...]:
    """Each group against all others of its cell; two groups are each other's complement: one comparison."""
    group, by = names[0], list(names[1:])
    small, known = prepared(counts, names, accounts)
    rows = rows_of(small, [*by, group])
    cells = rows.keys.select(by).rows() if by else [()] * rows.groups
    numbered = {one: at for at, one in enumerate(dict.fromkeys(cells))}
    cell = np.array([numbered[one] for one in cells], np.int64)
    sizes = np.bincount(cell) if cell.size else cell
    first = np.concatenate([[True], cell[1:] != cell[:-1]]) if cell.size else np.zeros(0, bool)
    chosen = np.flatnonzero((sizes[cell] > 2) | ((sizes[cell] == 2) & first)) if cell.size else cell  # noqa: PLR2004
    if not chosen.size:
        return ()
    sides = sides_of(metric, rows, cell, amounts=amounts_by_cluster(small, known))
    each = level
    if chosen.size > 1:
        each = joint_level(sides, chosen, level) if manner == "max_t" else bonferroni(level, chosen.size)
    measured = only(sides.measured, np.stack([2 * chosen, 2 * chosen + 1], axis=1).ravel())
    found = _told(metric, measured, each, level, manner)
    values = rows.keys[group].to_list()
    return tuple(
        Compared(
            tuple(zip(by, cells[g], strict=True)),
            values[g],
            values[g + 1] if sizes[cell[g]] == 2 else "complement",  # noqa: PLR2004
            one,
        )
        for g, one in zip(chosen.tolist(), found, strict=True)
    )


def _comparable(definition: str | Definition, level: float) -> Definition:
    check_level(level)
    meant = definitions.definition(definition)
    if meant.kind in {"quantile", "money"}:
        raise TableError(f"{meant.key} has no comparison yet: compare means or shares of the same answers instead.")
    return meant


Pair = tuple[tuple[object, ...], list[int], list[int], object]


def _pairs(keys: pl.DataFrame, by: Sequence[str], group: str, against: object) -> list[Pair]:
    """Which rows of keys stand on the left and on the right of each comparison, and the right side's name."""
    cells: dict[tuple[object, ...], list[int]] = {}
    for at, row in enumerate(keys.select(*by, group).iter_rows()):
        cells.setdefault(tuple(row[:-1]), []).append(at)
    values = keys[group].to_list()
    pairs: list[Pair] = []
    if against != "previous" and against not in values:
        raise TableError(
            f"{against!r} is no value of {group}. Its values: {', '.join(map(str, sorted(set(map(str, values)))))}."
        )
    for cell, places in cells.items():
        if against == "previous":
            pairs += [(cell, [b], [a], values[a]) for a, b in pairwise(places)]
        else:
            one = [p for p in places if values[p] == against]
            pairs += [(cell, [p], one, against) for p in places if one and values[p] != against]
    return pairs


def _paired_up(metric: Definition, rows: Rows, level: float, manner: Manner) -> list[Comparison]:
    """A Comparison for each pair of groups 2c, 2c + 1 of the rows, as one family."""
    measured = measure(metric, rows)
    family = rows.groups // 2
    each = level
    if family > 1:
        each = moved_together(measured, rows, level) if manner == "max_t" else bonferroni(level, family)
    return _told(metric, measured, each, level, manner)


def _told(metric: Definition, measured: Measured, each: float, level: float, manner: Manner) -> list[Comparison]:
    """Sides 2c and 2c + 1 as comparisons, their intervals of the level that lets all hold together."""
    family = measured.moments.n.size // 2
    usable = measured.usable[0::2] & measured.usable[1::2]
    low, high = difference_limits(measured, each)
    singles = estimates_of(metric, no_rows(2 * family), level, measured=measured)
    name = f"{_how(metric)}{'_clustered' if measured.moments.known.any() else ''}"
    if family > 1:
        name += f"+{manner}"
    return [
        comparison_of(
            metric,
            singles[2 * c],
            singles[2 * c + 1],
            (low[c], high[c]),
            usable=bool(usable[c]),
            family=family,
            method=name,
            level=level,
        )
        for c in range(family)
    ]


def _how(metric: Definition) -> str:
    return "welch" if metric.kind == "mean" else "mover"


def difference_limits(measured: Measured, level: float) -> tuple[Floats, Floats]:
    """Limits of group 2c minus group 2c + 1, in the metric's unit."""
    low, high = limits(measured, level)
    value = measured.value
    sides = [(value[s::2], low[s::2], high[s::2]) for s in (0, 1)]
    found = mover(sides[0], sides[1])
    if measured.metric.kind != "mean":
        return found
    m, df = measured.moments, freedom(measured)
    v = m.variance
    k = critical(level, np.maximum(welch_df(v[0::2], df[0::2], v[1::2], df[1::2]), 1.0))
    welch = t_interval(value[0::2] - value[1::2], v[0::2] + v[1::2], k)
    flat: Flags = m.equal[0::2] | m.equal[1::2]
    return np.where(flat, found[0], welch[0]), np.where(flat, found[1], welch[1])


def comparison_of(
    metric: Definition,
    left: Estimate,
    right: Estimate,
    ends: tuple[float, float],
    *,
    usable: bool,
    family: int,
    method: str,
    level: float,
    gap: float | None = None,
) -> Comparison:
    """A Comparison whose word follows from its limits alone."""
    known = left.value is not None and right.value is not None
    if gap is None and left.value is not None and right.value is not None:
        gap = left.value - right.value
    widest = (
        (metric.high - metric.low if metric.kind == "mean" else 2 * scale_of(metric) if metric.kind == "net" else 1.0)
        if metric.low is not None and metric.high is not None
        else np.inf
    )
    low, high = (max(float(ends[0]), -widest), min(float(ends[1]), widest)) if usable and known else (None, None)
    return Comparison(
        left,
        right,
        gap,
        low,
        high,
        word_of(low, high, better=metric.higher_is_better),
        family,
        method,
        level,
        tuple(
            sorted(
                {*left.notes, *right.notes}
                & {"few_accounts", "weighted", "single_answer", "single_account", "no_answers"}
            )
        ),
    )


def word_of(low: float | None, high: float | None, *, better: bool | None) -> Word:
    """The word a simultaneous interval allows.

    Args:
        low: lower limit of the difference; None when there is no interval.
        high: upper limit.
        better: whether a higher value is better; None (neither way) reads higher as better.

    Returns:
        better, worse, no_difference_shown or cannot_tell.

    Example:
        >>> word_of(1.0, 5.0, better=True), word_of(1.0, 5.0, better=False), word_of(-1.0, 5.0, better=True)
        ('better', 'worse', 'no_difference_shown')
    """
    if low is None or high is None:
        return "cannot_tell"
    if low <= 0 <= high:
        return "no_difference_shown"
    rises = low > 0
    return "better" if rises == (better is not False) else "worse"


def cells_of(compared: Sequence[Compared]) -> tuple[Cell, ...]:
    """The left sides as cells, for tables that show scores beside their comparisons."""
    return tuple(Cell((*one.by, ("group", one.left)), one.comparison.left) for one in compared)
