"""The slow way to every figure: all regressions one by one, by least squares."""

from __future__ import annotations

import csv
from itertools import combinations
from math import comb

import numpy as np
import pytest

from tests.cxlab.journeys.real import shared_data


def r2(x, y) -> float:
    design = np.column_stack([np.ones(len(y)), x])
    rest = y - design @ np.linalg.lstsq(design, y, rcond=None)[0]
    return 1 - float(rest @ rest) / float(((y - y.mean()) ** 2).sum())


def shares(x, y) -> np.ndarray:
    """Shapley's value of every driver, from the regressions of all subsets."""
    p = x.shape[1]
    found = np.zeros(p)
    for j in range(p):
        others = [k for k in range(p) if k != j]
        for size in range(p):
            for chosen in combinations(others, size):
                gain = r2(x[:, [*chosen, j]], y) - r2(x[:, list(chosen)], y)
                found[j] += gain / (p * comb(p - 1, size))
    return found


def normal(*, loading: float, weights, icc: float = 0.0, accounts: int = 100, per: int = 5, seed: int = 1):
    """Drivers of variance 1 that correlate by loading^2, an outcome of variance 1; rows, accounts, correlations."""
    w = np.asarray(weights, float)
    p = len(w)
    c = np.full((p + 1, p + 1), loading**2)
    np.fill_diagonal(c, 1.0)
    c[:p, p] = c[p, :p] = c[:p, :p] @ w
    rng = np.random.default_rng(seed)
    root = np.linalg.cholesky(c)
    of_account = rng.normal(size=(accounts, p + 1)) @ root.T
    own = rng.normal(size=(accounts * per, p + 1)) @ root.T
    rows = np.sqrt(icc) * np.repeat(of_account, per, axis=0) + np.sqrt(1 - icc) * own
    return rows, np.repeat(np.arange(accounts), per), c


def small_table(name: str, columns) -> np.ndarray:
    place = shared_data() / "reference_small" / name
    if not place.exists():
        pytest.skip("the small tables are not here")
    with place.open(encoding="utf-8") as lines:
        return np.array([[float(row[column]) for column in columns] for row in csv.DictReader(lines)])
