"""How the same persons changed between two waves: each compared with themselves, clustered by account."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import polars as pl

from cxlab.definitions import Definition
from cxlab.metrics.comparisons import Compared, comparison_of
from cxlab.metrics.counts import counts
from cxlab.metrics.estimates import check_level, estimates_of
from cxlab.metrics.measured import rows_of, scale_of, worth
from cxlab.results import Comparison
from cxlab.statistics.clusters import Floats, Moments, cluster_sums, moments
from cxlab.statistics.intervals import critical, equal_answers, t_interval
from cxlab.statistics.simultaneous import bonferroni
from cxlab.tables import TableError, need_columns


def compare_persons(
    table: Any,
    *,
    score: str,
    group: str,
    definition: Definition,
    by: Sequence[str],
    against: object,
    account: str | None,
    person: str,
    missing: Iterable[object],
    level: float,
) -> tuple[Compared, ...]:
    """Mean change per person, t with accounts - 1 degrees of freedom, Bonferroni over the family.

    Args:
        table: any frame narwhals supports.
        score: column of answers.
        group: column of waves.
        definition: the metric.
        by: compare within each combination of these.
        against: "previous", "complement" (two waves only), or one wave.
        account: column of accounts.
        person: column of persons; several answers of one person in one wave count as their mean.
        missing: codes that mean "no answer".
        level: coverage of all intervals together.

    Returns:
        One Compared for each pair of waves; both sides hold only the persons that answered in both.

    Raises:
        TableError: the metric has no difference, or a wave to compare with is not there.

    Example:
        >>> import polars as pl
        >>> from cxlab.definitions import definition
        >>> t = pl.DataFrame({"s": [9, 7, 9, 9, 8, 9], "w": [1, 1, 1, 2, 2, 2], "p": [1, 2, 3, 1, 2, 3]})
        >>> found = compare_persons(t, score="s", group="w", definition=definition("nps"), by=(), against="previous",
        ...                         account=None, person="p", missing=(), level=0.95)
        >>> found[0].comparison.difference, found[0].comparison.word
        (0.0, 'no_difference_shown')
    """
    check_level(level)
    if definition.kind in {"quantile", "money"}:
        raise TableError(f"{definition.key} has no comparison: compare means or shares of the same answers instead.")
    keys = [*by, group, person]
    counted = counts(table, score=score, by=keys, account=account, missing=missing, definition=definition)
    answered = counted.filter(pl.col("_score").is_not_null() & pl.col(person).is_not_null())
    pairs = _waves(answered, by, group, against)
    each = bonferroni(level, len(pairs))
    return tuple(
        Compared(
            tuple(zip(by, cell, strict=True)),
            left,
            right,
            _one(
                answered,
                definition,
                dict(zip(by, cell, strict=True)),
                waves=(group, left, right),
                person=person,
                levels=(level, each),
                family=len(pairs),
            ),
        )
        for cell, left, right in pairs
    )


def _waves(
    answered: pl.DataFrame, by: Sequence[str], group: str, against: object
) -> list[tuple[tuple[object, ...], object, object]]:
    """The cells and the two waves of each comparison, the later one on the left."""
    need_columns(answered.columns, [group])
    cells: dict[tuple[object, ...], list[object]] = {}
    for row in answered.select(*by, group).unique().drop_nulls(group).sort([*by, group], nulls_last=True).iter_rows():
        cells.setdefault(tuple(row[:-1]), []).append(row[-1])
    named = {wave for waves in cells.values() for wave in waves}
    if against not in {"previous", "complement"} and against not in named:
        raise TableError(f"{against!r} is no value of {group}. Its values: {', '.join(sorted(map(str, named)))}.")
    if against == "complement" and max(map(len, cells.values()), default=0) > 2:  # noqa: PLR2004 - one pair
        raise TableError(
            f"The same persons are compared between two waves at a time: use against='previous' or one {group}."
        )
    pairs: list[tuple[tuple[object, ...], object, object]] = []
    for cell, waves in cells.items():
        if against in {"previous", "complement"}:
            pairs += [(cell, b, a) for a, b in pairwise(waves)]
        elif against in waves:
            pairs += [(cell, wave, against) for wave in waves if wave != against]
    return pairs


def _one(
    answered: pl.DataFrame,
    metric: Definition,
    cell: dict[str, object],
    *,
    waves: tuple[str, object, object],
    person: str,
    levels: tuple[float, float],
    family: int,
) -> Comparison:
    """One pair of waves."""
    group, left, right = waves
    here = answered.filter(*(pl.col(name).eq_missing(pl.lit(value)) for name, value in cell.items()))
    u = pl.Series("_u", worth(metric, here["_score"].to_numpy()))
    account = [pl.first("_account")] if "_account" in here.columns else []
    mean = (pl.col("_u") * pl.col("_n")).sum() / pl.col("_n").sum()
    per = here.with_columns(u).group_by(group, person).agg(mean.alias("_u"), *account)
    sides = [per.filter(pl.col(group) == wave) for wave in (left, right)]
    both = sides[0].join(sides[1].select(person, "_u"), on=person, suffix="_right").sort(person)
    change = (both["_u"] - both["_u_right"]).to_numpy()
    cluster = np.full(change.size, -1)
    if account:
        cluster = (both["_account"].rank("dense").cast(pl.Int64) - 1).fill_null(-1).to_numpy()
    one = np.ones(change.size)
    m = moments(cluster_sums(np.zeros(change.size, np.int64), cluster, change, (one, one, one), 1))
    units = float(m.clusters[0]) if m.known[0] else float(m.n[0])
    low, high = change_limits(metric, m, levels[1])
    persons = here.filter(pl.col(person).is_in(both[person].implode()))
    singles = [
        estimates_of(metric, rows_of(persons.filter(pl.col(group) == w), []), levels[0])[0] for w in (left, right)
    ]
    scale = scale_of(metric)
    return comparison_of(
        metric,
        singles[0],
        singles[1],
        (float(low[0]), float(high[0])),
        usable=units > 1,
        gap=float(m.mean[0]) * scale if change.size else None,
        family=family,
        method=f"paired_t{'_clustered' if m.known[0] else ''}{'+bonferroni' if family > 1 else ''}",
        level=levels[0],
    )


def change_limits(metric: Definition, change: Moments, level: float) -> tuple[Floats, Floats]:
    """Limits of the mean change in the metric's unit: t, or the interval of equal answers where all changed alike.

    Args:
        metric: the metric whose answers changed.
        change: moments of the persons' changes, on the inner scale (-2 to 2 in a net score); arrays of shape (groups,).
        level: coverage.

    Returns:
        Lower and upper limit, arrays of shape (groups,).

    Example:
        >>> from cxlab.definitions import definition
        >>> many = np.full(2, 20.0)
        >>> m = moments(cluster_sums(np.zeros(2, int), np.array([-1, -1]), [1.0, -1.0], (many, many, many), 1))
        >>> [round(float(x[0]), 1) for x in change_limits(definition("nps"), m, 0.95)]
        [-32.4, 32.4]
    """
    units = np.where(change.known, change.clusters, change.n)
    k = critical(level, np.maximum(units - 1, 1.0))
    low, high = t_interval(change.mean, change.variance, k)
    width = {"net": 2.0, "share": 1.0}.get(metric.kind)
    if width is None and metric.low is not None and metric.high is not None:
        width = metric.high - metric.low
    if width is not None:
        flat = equal_answers(change.mean, change.n_effective, k, -width, width)
        low, high = np.where(change.equal, flat[0], low), np.where(change.equal, flat[1], high)
    return low * scale_of(metric), high * scale_of(metric)
