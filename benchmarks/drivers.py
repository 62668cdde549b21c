"""Shares of drivers (LMG), beside every regression that they stand for."""

from __future__ import annotations

import sys
from itertools import combinations
from math import factorial

import numpy as np
from benchmarks.figures import measure

from cxlab.drivers import shapley, shapley_of_columns

SECTION = "Drivers"
NEAR_LIMIT = {12: 0.0009, 15: 0.0033, 18: 0.037}


def answers(n: int, p: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(5)
    X = rng.normal(size=(n, p)) + rng.normal(size=(n, 1))
    return X, X @ rng.normal(size=p) + rng.normal(size=n) * 3


def by_statsmodels(X: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Every subset's R2, and from them each driver's mean gain."""
    import statsmodels.api as sm  # type: ignore[import-not-found, import-untyped, unused-ignore]

    p = X.shape[1]
    fitted = {
        some: sm.OLS(y, sm.add_constant(X[:, some])).fit().rsquared if some else 0.0
        for size in range(p + 1)
        for some in combinations(range(p), size)
    }
    share = np.zeros(p)
    for some, value in fitted.items():
        for driver in set(range(p)) - set(some):
            weight = factorial(len(some)) * factorial(p - len(some) - 1) / factorial(p)
            share[driver] += weight * (fitted[tuple(sorted((*some, driver)))] - value)
    return share


def main(mode: str) -> None:
    for p in (12,) if mode == "quick" else (12, 15, 18):
        X, y = answers(10_000, p)
        correlation = np.corrcoef(np.column_stack([X, y]), rowvar=False)
        measure(
            SECTION,
            "exact shares from the correlations",
            "polku",
            f"{p} drivers",
            lambda correlation=correlation: shapley(correlation),
            goal=NEAR_LIMIT[p],
        )
    what, size = "exact shares from answers", "9 drivers, n = 10,000"
    X, y = answers(10_000, 9)
    measure(SECTION, what, "polku", size, lambda: shapley_of_columns(list(X.T), y))
    try:
        measure(SECTION, what, "statsmodels, all subsets", size, lambda: by_statsmodels(X, y), repeats=1)
    except ImportError:
        sys.stderr.write("statsmodels is not here; make bench brings it\n")
    if mode == "full":
        X, y = answers(1_000_000, 15)
        measure(
            SECTION, what, "polku", "15 drivers, n = 1,000,000", lambda: shapley_of_columns(list(X.T), y), goal=0.068
        )


if __name__ == "__main__":
    main(sys.argv[1])
