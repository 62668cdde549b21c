"""Figures on open scales, one group at a time: medians, percentiles and money, by bootstrap or order statistics."""

from __future__ import annotations

import numpy as np

from cxlab.metrics.measured import Measured, Rows
from cxlab.statistics.clusters import Floats, Ints, cluster_sums, moments
from cxlab.statistics.resampling import bca, order_statistics, unit_codes, weighted_quantile

BOOTSTRAP_FROM = 50


def open_limits(measured: Measured, rows: Rows, level: float) -> tuple[Floats, Floats, Floats, list[str]]:
    """Value, lower and upper limit and method of each group; limits are NaN where none can be given."""
    value, low, high = (np.full(rows.groups, np.nan) for _ in range(3))
    methods = ["none"] * rows.groups
    order = np.argsort(rows.group, kind="stable")
    edges = np.searchsorted(rows.group[order], np.arange(rows.groups + 1))
    for g in range(rows.groups):
        here = order[edges[g] : edges[g + 1]]
        if here.size:
            here = here[np.argsort(rows.score[here], kind="stable")]
            value[g], low[g], high[g], methods[g] = _one_group(measured, rows, here, g, level)
    return value, low, high, methods


def _one_group(measured: Measured, rows: Rows, here: Ints, g: int, level: float) -> tuple[float, float, float, str]:
    metric, known = measured.metric, bool(measured.moments.known[g])
    score, weight = rows.score[here], rows.w[here]
    suffix = "_clustered" if known else ""
    at = metric.at
    found = float(measured.moments.mean[g]) if at is None else float(weighted_quantile(score, weight, at)[0])
    if not measured.usable[g]:
        return found, np.nan, np.nan, "none"
    n = float(measured.moments.n[g])
    # What is drawn anew are accounts: ten accounts of five answers are ten draws, not fifty.
    if measured.moments.clusters[g] >= BOOTSTRAP_FROM:
        low, high = _bootstrap(rows, here, at, level)
        return found, low, high, f"bca{suffix}"
    if at is None:
        # The mean of a few uneven amounts has no order statistic, and any formula would promise too much.
        return found, np.nan, np.nan, "none"
    below = moments(
        cluster_sums(np.zeros_like(here), rows.cluster[here], score <= found, (rows.n[here], weight, rows.w2[here]), 1)
    )
    df = float(below.df[0])
    low, high = order_statistics(score, weight, at, n=n, n_effective=float(below.n_effective[0]), df=df, level=level)
    return found, low, high, f"order_statistics{suffix}"


def _bootstrap(rows: Rows, here: Ints, at: float | None, level: float) -> tuple[float, float]:
    row, unit, units = unit_codes(rows.cluster[here], rows.n[here])
    # Rows of answers without an account were repeated, one unit each: their weight is shared out.
    share = np.bincount(row, minlength=here.size)
    score, weight = rows.score[here][row], (rows.w[here] / share)[row]
    order = np.argsort(score, kind="stable")
    score, weight, unit = score[order], weight[order], unit[order]

    def statistic(times: Floats) -> Floats:
        drawn = times[:, unit] * weight
        if at is not None:
            return weighted_quantile(score, drawn, at)
        means: Floats = (drawn @ score) / np.maximum(drawn.sum(axis=1), 1e-300)
        return means

    return bca(statistic, units, level)
