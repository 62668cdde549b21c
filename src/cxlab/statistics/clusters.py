"""How certain a mean of clustered answers is: linearised variance by account, design effect, effective n.

Answers of one account are not independent, so the account is the unit of variance. An answer without an account
stands as a cluster of its own. Everything here works on arrays with one element per group.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums over the answers of each group, enough for a mean and its clustered variance; arrays of shape (groups,).

    Attributes:
        n: answers.
        w: sum of weights.
        wu: sum of weight x value.
        wuu: sum of weight x value squared.
        wuuu: sum of weight x value cubed.
        tt: sum over clusters of (cluster's sum of weight x value) squared.
        tw: sum over clusters of (sum of weight x value) x (sum of weight).
        ww: sum over clusters of (sum of weight) squared.
        clusters: number of clusters; an answer without an account is one.
        known: whether any answer of the group has an account.
        equal: whether all values of the group are the same.
        weighted: whether any weight differs from 1.
    """

    n: Floats
    w: Floats
    wu: Floats
    wuu: Floats
    wuuu: Floats
    tt: Floats
    tw: Floats
    ww: Floats
    clusters: Floats
    known: Flags
    equal: Flags
    weighted: Flags


@dataclass(frozen=True, slots=True)
class Moments:
    """A mean per group with its variance, effective n and degrees of freedom; arrays of shape (groups,).

    ``mean`` is 0 and ``n_effective`` is 0 where a group is empty; ``df`` is infinite where clusters are not known.
    ``spread`` is the variance of an answer, ``variance`` that of the mean, ``skewness`` that of an answer.
    """

    mean: Floats
    spread: Floats
    skewness: Floats
    variance: Floats
    n: Floats
    n_effective: Floats
    clusters: Floats
    df: Floats
    known: Flags
    equal: Flags
    weighted: Flags


def cluster_sums(
    group: Ints, cluster: Ints, value: ArrayLike, sizes: tuple[ArrayLike, ArrayLike, ArrayLike], groups: int
) -> Sums:
    """Sums per group from rows of counts.

    Args:
        group: group of each row, 0 to ``groups`` - 1; shape (rows,).
        cluster: account of each row, -1 where it is not known; shape (rows,).
        value: what the row's answers are worth, e.g. 1, 0, -1; shape (rows,).
        sizes: each row's number of answers, their summed weight and summed squared weight; three of shape (rows,).
        groups: number of groups; a group without rows gets zeros.

    Returns:
        Sums with arrays of shape (groups,).

    Example:
        >>> import numpy as np
        >>> s = cluster_sums(np.array([0, 0]), np.array([7, 7]), [1.0, 0.0], ([1, 3], [1, 3], [1, 3]), 1)
        >>> s.n.tolist(), s.clusters.tolist(), s.ww.tolist()
        ([4.0], [1.0], [16.0])
    """
    u = np.asarray(value, np.float64)
    answers, weight, squared = (np.asarray(a, np.float64) for a in sizes)

    def total(rows: Floats, at: Ints = group) -> Floats:
        return np.bincount(at, rows, groups).astype(np.float64)

    alone = cluster < 0
    single = np.where(alone, squared, 0.0)
    owner, t, wc = _by_cluster(group[~alone], cluster[~alone], (weight * u)[~alone], weight[~alone])
    counted = answers > 0
    low = np.full(groups, np.inf)
    high = np.full(groups, -np.inf)
    np.minimum.at(low, group[counted], u[counted])
    np.maximum.at(high, group[counted], u[counted])
    return Sums(
        n=total(answers),
        w=total(weight),
        wu=total(weight * u),
        wuu=total(weight * u * u),
        wuuu=total(weight * u**3),
        tt=total(single * u * u) + total(t * t, owner),
        tw=total(single * u) + total(t * wc, owner),
        ww=total(single) + total(wc * wc, owner),
        clusters=total(np.where(alone, answers, 0.0)) + total(np.ones_like(t), owner),
        known=np.bincount(owner, minlength=groups) > 0,
        equal=high <= low,
        weighted=np.bincount(group, (weight != answers) | (squared != answers), groups) > 0,
    )


def _by_cluster(group: Ints, cluster: Ints, t: Floats, w: Floats) -> tuple[Ints, Floats, Floats]:
    """Totals of each (group, account) pair that occurs, with the group each belongs to."""
    if group.size == 0:
        return group, t, w
    span = int(cluster.max()) + 1
    key = group * span + cluster
    if int(key.max()) < 4 * key.size + 1_000_000:
        seen = np.flatnonzero(np.bincount(key)).astype(np.int64)
        return seen // span, _total(key, t)[seen], _total(key, w)[seen]
    pairs, place = np.unique(key, return_inverse=True)
    return pairs // span, _total(place, t), _total(place, w)


def _total(at: Ints, rows: Floats) -> Floats:
    return np.bincount(at, rows).astype(np.float64)


def moments(sums: Sums) -> Moments:
    """Mean, variance of the mean and effective n of each group.

    With accounts: Taylor linearisation of the ratio mean, V = G / (G - 1) x sum of z^2 / W^2 with z the cluster's sum
    of weight x (value - mean); design effect = V / (S^2 / n), at least 1 [Woodruff 1971; Kish 1965]. Without accounts
    the design effect of the weights is Kish's n x sum w^2 / (sum w)^2. Where all values are equal nothing can be
    learned of how alike an account's answers are, and the number of accounts stands for the effective n.

    Args:
        sums: sums per group, arrays of shape (groups,).

    Returns:
        Moments, arrays of shape (groups,). An empty group has n_effective 0 and mean 0; one cluster alone has df 0.

    Example:
        >>> import numpy as np
        >>> one = np.ones(4)
        >>> s = cluster_sums(np.zeros(4, int), np.array([0, 0, 1, 1]), [1, 1, 0, 0], (one, one, one), 1)
        >>> m = moments(s)
        >>> float(m.mean[0]), float(m.n_effective[0].round(2)), float(m.df[0])
        (0.5, 1.33, 1.0)
    """
    weight = np.where(sums.w > 0, sums.w, 1.0)
    mean = sums.wu / weight
    n = np.maximum(sums.n, 1.0)
    spread = np.maximum(sums.wuu / weight - mean * mean, 0.0) * n / np.maximum(n - 1, 1.0)
    spread = np.where(sums.equal, 0.0, spread)
    kish = np.maximum(n * sums.ww / weight**2, 1.0)
    many = np.maximum(sums.clusters, 1.0)
    z2 = np.maximum(sums.tt - 2 * mean * sums.tw + mean * mean * sums.ww, 0.0)
    linearised = many / np.maximum(many - 1, 1.0) * z2 / weight**2
    plain = spread / n
    clustered = np.divide(linearised, plain, out=kish.copy(), where=plain > 0)
    effect = np.where(sums.known, np.maximum(clustered, 1.0), kish)
    return Moments(
        mean=mean,
        spread=spread,
        skewness=_skewness(sums, mean, weight),
        variance=plain * effect,
        n=sums.n,
        n_effective=sums.n / effect,
        clusters=sums.clusters,
        df=np.where(sums.known, sums.clusters - 1, np.inf),
        known=sums.known,
        equal=sums.equal,
        weighted=sums.weighted,
    )


def _skewness(sums: Sums, mean: Floats, weight: Floats) -> Floats:
    """Third central moment over the cubed standard deviation of an answer; 0 where all are equal."""
    second = np.maximum(sums.wuu / weight - mean**2, 0.0)
    third = sums.wuuu / weight - 3 * mean * sums.wuu / weight + 2 * mean**3
    return np.divide(third, second**1.5, out=np.zeros_like(third), where=(second > 0) & ~sums.equal)
