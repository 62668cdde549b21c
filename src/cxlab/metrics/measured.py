"""What a metric comes to in each group, and between which limits, from counts alone and for all groups at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from cxlab.definitions import Definition
from cxlab.metrics.places import by_place, numbered
from cxlab.metrics.tallies import Tally, tallied, whole_worth, worth_it
from cxlab.statistics.clusters import Flags, Floats, Ints, Moments, cluster_sums, moments
from cxlab.statistics.intervals import adjusted_wald, critical, equal_answers, quasi_score, t_interval, wilson
from cxlab.statistics.populations import finite_mean, finite_net, finite_share

POINTS = 100.0
# Skewness over the root of the effective n; docs/methods/intervals.md has the simulation this comes from.
SKEW_LIMIT = 0.2


@dataclass(frozen=True, slots=True)
class Rows:
    """Counts as arrays, one element per row that holds answers; ``keys`` has one row per group."""

    keys: pl.DataFrame
    groups: int
    group: Ints
    cluster: Ints
    score: Floats
    n: Floats
    w: Floats
    w2: Floats
    origin: Ints


@dataclass(frozen=True, slots=True)
class Measured:
    """One metric in each group: its moments and, for a net score, its two shares; arrays of shape (groups,)."""

    metric: Definition
    moments: Moments
    promoters: Floats
    detractors: Floats

    @property
    def value(self) -> Floats:
        """The plain score in the metric's unit."""
        return self.moments.mean * scale_of(self.metric)

    @property
    def usable(self) -> Flags:
        """Whether an interval can be given: two answers, and two accounts where accounts are known."""
        enough = np.where(self.moments.known, self.moments.clusters, self.moments.n) > 1
        open_and_equal = self.moments.equal & (self.metric.low is None)
        return enough & ~open_and_equal


def scale_of(metric: Definition) -> float:
    """What one unit of the inner scale is in the metric's unit: a net score is told in points."""
    return POINTS if metric.kind == "net" else 1.0


def rows_of(counts: pl.DataFrame, by: Sequence[str]) -> Rows:
    """Counts as arrays, grouped by ``by``; a group without any answer keeps its key."""
    known = [c for c in dict.fromkeys((*by, "_account", "_score", "_n", "_w", "_w2")) if c in counts.columns]
    counts = counts.select(known)
    answered = counts
    if counts["_score"].null_count() or not (counts["_w"] > 0).all():
        answered = counts.filter(pl.col("_score").is_not_null() & (pl.col("_w") > 0))
    group = np.zeros(answered.height, np.int64)
    keys = pl.DataFrame()
    if by and (placed := by_place(counts, answered, by)) is not None:
        keys, group = placed
    elif by:
        keys = counts.select(by).unique().sort(by, nulls_last=True)
        place = keys.with_row_index("_group")
        joined = answered.select(by).join(place, on=list(by), how="left", nulls_equal=True, maintain_order="left")
        group = joined["_group"].to_numpy().astype(np.int64)
    cluster = np.full(answered.height, -1, np.int64)
    if "_account" in answered.columns:
        cluster = numbered(answered["_account"])
    score, n, w = (answered[c].cast(pl.Float64).to_numpy() for c in ("_score", "_n", "_w"))
    w2 = w if answered["_w2"].equals(answered["_w"]) else answered["_w2"].cast(pl.Float64).to_numpy()
    return Rows(keys, keys.height if by else 1, group, cluster, score, n, w, w2, np.arange(n.size))


def no_rows(groups: int) -> Rows:
    """So many groups without their rows, where what they come to has been measured."""
    none, nothing = np.zeros(0, np.int64), np.zeros(0)
    return Rows(pl.DataFrame(), groups, none, none, nothing, nothing, nothing, nothing, none)


def worth(metric: Definition, score: Floats) -> Floats:
    """What each answer adds to the metric's mean: 1, 0 or -1 in a net score, 1 or 0 in a share, itself in a mean."""
    if metric.counted is None:
        return score
    gain = ((score >= metric.counted[0]) & (score <= metric.counted[1])).astype(np.float64)
    if metric.against is None:
        return gain
    return gain - ((score >= metric.against[0]) & (score <= metric.against[1]))


def measure(metric: Definition, rows: Rows) -> Measured:
    """The metric in each group."""
    if worth_it(rows.n.size) and (tally := _counted(metric, rows)) is not None:
        total = np.maximum(tally.sums.w, 1e-300)
        return Measured(metric, moments(tally.sums), tally.up / total, tally.down / total)
    u = worth(metric, rows.score)
    found = moments(cluster_sums(rows.group, rows.cluster, u, (rows.n, rows.w, rows.w2), rows.groups))
    total = np.maximum(np.bincount(rows.group, rows.w, rows.groups), 1e-300)
    up = np.bincount(rows.group, np.where(u > 0, rows.w, 0.0), rows.groups) / total
    down = np.bincount(rows.group, np.where(u < 0, rows.w, 0.0), rows.groups) / total
    return Measured(metric, found, up, down)


def _counted(metric: Definition, rows: Rows) -> Tally | None:
    """The sums by the kernel, where each row weighs what it counts and answers are whole."""
    if not (np.array_equal(rows.w, rows.n) and (rows.w2 is rows.w or np.array_equal(rows.w2, rows.n))):
        return None
    whole = whole_worth(metric, rows.score)
    return None if whole is None else tallied(rows.group, rows.cluster, whole, rows.n, rows.groups)


def freedom(measured: Measured) -> Floats:
    """Degrees of freedom: clusters - 1; without accounts n - 1 for a mean, infinite for shares and net scores."""
    inner = measured.moments
    plain = np.where(np.isinf(inner.df), np.inf, inner.df)
    if measured.metric.kind in {"net", "share"}:
        return plain
    return np.where(np.isinf(plain), inner.n - 1, plain)


def limits(measured: Measured, level: float | Floats, population: Floats | None = None) -> tuple[Floats, Floats]:
    """Lower and upper limit of the metric in its unit; meaningless where ``usable`` is false."""
    m, metric = measured.moments, measured.metric
    k = critical(level, np.maximum(freedom(measured), 1.0))
    if metric.kind == "net":
        plain = adjusted_wald(measured.promoters, measured.detractors, m.n_effective, k)
        if population is not None:
            known = ~np.isnan(population)
            sizes = {"n": m.n, "n_effective": m.n_effective, "population": population}
            bounded = finite_net(measured.promoters, measured.detractors, **sizes, k=k)
            plain = np.where(known, bounded[0], plain[0]), np.where(known, bounded[1], plain[1])
        # The added answers pull inwards: where nearly all answer alike the limits could leave the score itself outside.
        net = measured.promoters - measured.detractors
        return np.minimum(plain[0], net) * POINTS, np.maximum(plain[1], net) * POINTS
    if metric.kind == "share":
        plain = wilson(m.mean, m.n_effective, k)
        if population is None:
            return plain
        bounded = finite_share(m.mean, m.n, m.n_effective, population, k)
    else:
        plain = _mean_limits(measured, k)
        if population is None:
            return plain
        bounded = finite_mean(m.mean, m.n, plain, population)
    known = ~np.isnan(population)
    return np.where(known, bounded[0], plain[0]), np.where(known, bounded[1], plain[1])


def skewed(measured: Measured) -> Flags:
    """Where answers lean so far towards an end of the scale, for their number, that t alone would miss too often."""
    m, metric = measured.moments, measured.metric
    bounded = metric.kind == "mean" and metric.low is not None
    return bounded & ~m.equal & (np.abs(m.skewness) > SKEW_LIMIT * np.sqrt(np.maximum(m.n_effective, 1.0)))


def _mean_limits(measured: Measured, k: Floats) -> tuple[Floats, Floats]:
    """t, or Wilson's interval of the one answer given where all are equal; never beyond the scale's ends."""
    m, metric = measured.moments, measured.metric
    low, high = t_interval(m.mean, m.variance, k)
    if metric.low is None or metric.high is None:
        return low, high
    wide_low, wide_high = quasi_score(m.mean, m.variance, k, low=metric.low, high=metric.high)
    uneven = skewed(measured)
    low, high = np.where(uneven, np.minimum(low, wide_low), low), np.where(uneven, np.maximum(high, wide_high), high)
    one_low, one_high = equal_answers(m.mean, m.n_effective, k, metric.low, metric.high)
    low, high = np.where(m.equal, one_low, low), np.where(m.equal, one_high, high)
    return np.maximum(low, metric.low), np.minimum(high, metric.high)
