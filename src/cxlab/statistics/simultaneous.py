"""How much wider intervals must be when several comparisons are made at once: max-T by account, Bonferroni, Holm."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from cxlab.statistics.clusters import Floats, Ints
from cxlab.statistics.resampling import SEED

# Beyond this many accounts x comparisons their joint movement takes more memory than a reader's page is worth.
MOST_ENTRIES = 20_000_000
DRAWS = 10_000


def bonferroni(level: float, family: int) -> float:
    """Level of each of several intervals so that all hold together with ``level`` at least.

    Args:
        level: coverage of all together.
        family: number of comparisons; 0 counts as 1.

    Returns:
        1 - (1 - level) / family.

    Example:
        >>> round(bonferroni(0.95, 5), 4)
        0.99
    """
    return 1 - (1 - level) / max(family, 1)


def max_t(
    unit: Ints,
    comparison: Ints,
    influence: Floats,
    multiplicity: Floats,
    *,
    family: int,
    level: float,
    resamples: int = DRAWS,
) -> float:
    """Level of each interval so that all hold together, by bootstrap of the largest studentised difference.

    Each account's influence is multiplied by a standard normal (the multiplier bootstrap); T = their sum over its
    standard error. Given the data T is jointly normal with the correlation of the differences over accounts, so it is
    drawn from there, whatever the number of accounts. The quantile of max |T| over the comparisons, read as a level of
    the normal, lies between one comparison's level and Bonferroni's, and is held there [Hothorn, Bretz & Westfall 2008;
    Chernozhukov, Chetverikov & Kato 2013].

    Args:
        unit: account (or single answer) of each entry, 0, 1, ...; shape (entries,).
        comparison: comparison of each entry, 0 to ``family`` - 1; shape (entries,).
        influence: what drawing the unit once more adds to the comparison's difference; shape (entries,).
        multiplicity: how many alike units each unit stands for; shape (units,).
        family: number of comparisons.
        level: coverage of all together.
        resamples: number of draws.

    Returns:
        A level between ``level`` and ``bonferroni(level, family)``. Bonferroni's where the bootstrap would be too slow.

    Example:
        >>> import numpy as np
        >>> twice = np.tile(np.linspace(-1, 1, 20), 2)
        >>> same = max_t(np.arange(40) % 20, np.repeat([0, 1], 20), twice, np.ones(20), family=2, level=0.95)
        >>> 0.95 <= same < 0.96
        True
    """
    from scipy.special import ndtr

    widest = bonferroni(level, family)
    units = multiplicity.size
    if family < 2 or units * family > MOST_ENTRIES:  # noqa: PLR2004 - one comparison alone has no family
        return widest
    flat: Floats = np.bincount(unit * family + comparison, influence, units * family).astype(np.float64)
    # A unit is drawn as a whole: its entries are added up before they are squared.
    whole = flat.reshape(units, family)
    error = np.sqrt((whole**2 * multiplicity[:, None]).sum(axis=0))
    live = error > 0
    if live.sum() < 2:  # noqa: PLR2004
        return widest
    matrix = whole[:, live] / error[live]
    alike = matrix.T @ (matrix * multiplicity[:, None])
    size, direction = np.linalg.eigh(alike)
    spread = direction * np.sqrt(np.maximum(size, 0.0))
    drawn = _normals(resamples, int(live.sum())) @ spread.T
    quantile = float(np.quantile(np.abs(drawn).max(axis=1), level))
    return float(np.clip(2 * ndtr(quantile) - 1, level, widest))


@lru_cache(maxsize=2)
def _normals(resamples: int, family: int) -> Floats:
    """The same draws for every family of a size: a figure does not change when it is shown again."""
    return np.random.default_rng(SEED).standard_normal((resamples, family))


def holm(p: Sequence[float]) -> NDArray[np.float64]:
    """Holm's step-down adjusted p values, for tables that draw no interval [Holm 1979].

    Args:
        p: p values of the family, each 0 to 1.

    Returns:
        Adjusted p values in the same order; none for none.

    Example:
        >>> holm([0.01, 0.04, 0.03]).tolist()
        [0.03, 0.06, 0.06]
    """
    plain = np.asarray(p, np.float64)
    order = np.argsort(plain)
    stepped = np.maximum.accumulate((plain.size - np.arange(plain.size)) * plain[order])
    adjusted = np.empty_like(plain)
    adjusted[order] = np.minimum(stepped, 1.0)
    return adjusted
