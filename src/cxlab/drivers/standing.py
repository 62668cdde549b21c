"""How each column stands against the average of all, or against its target: differences that hold together."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cxlab.results import Estimate
from cxlab.statistics.intervals import critical
from cxlab.statistics.simultaneous import max_t

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_FEW_ACCOUNTS = 10
_FEWEST_UNITS = 2


def from_average(
    values: Floats, unit: Ints, accounts: int | None, *, name: str, level: float = 0.95
) -> tuple[Estimate, ...]:
    """Mean of each column less the average of all columns' means.

    Linearised by account: an account's influence is what its answers add to the column's mean, less a p-th of what
    they add to all; simultaneous over the columns by max-T, Student's t with accounts - 1 degrees of freedom.

    Args:
        values: shape (rows, p), NaN where missing.
        unit: account of each row, or a number of its own; shape (rows,).
        accounts: number of accounts, None when not known.
        name: definition of the differences.
        level: coverage of all intervals together.

    Returns:
        p Estimates; None values for a column without answers, no interval with one account.

    Example:
        >>> rows = np.array([[1.0, 3.0], [2.0, 5.0], [1.0, 4.0], [2.0, 4.0]])
        >>> [one.value for one in from_average(rows, np.arange(4), None, name="gap@1")]
        [-1.25, 1.25]
    """
    told = ~np.isnan(values)
    n = told.sum(axis=0)
    filled = np.where(told, values, 0.0)
    mean = filled.sum(axis=0) / np.maximum(n, 1)
    lives = n > 0
    adds = np.where(told, filled - mean, 0.0) / np.maximum(n, 1)
    if lives.any():
        adds = adds - adds[:, lives].mean(axis=1, keepdims=True)
        difference = mean - mean[lives].mean()
    else:
        difference = mean
    return _estimates(difference, adds, unit, n, accounts, name=name, level=level)


def from_target(
    values: Floats, targets: Floats, unit: Ints, accounts: int | None, *, name: str, level: float = 0.95
) -> tuple[Estimate, ...]:
    """Mean of each column less its target, simultaneous over the columns that have one.

    Args:
        values: shape (rows, p), NaN where missing.
        targets: shape (p,), NaN without a target.
        unit: account of each row.
        accounts: number of accounts, None when not known.
        name: definition of the differences.
        level: coverage of all intervals together.

    Returns:
        p Estimates; None values without a target or without answers.

    Example:
        >>> rows = np.array([[3.0], [4.0], [3.0], [4.0]])
        >>> from_target(rows, np.array([4.0]), np.arange(4), None, name="gap@1")[0].value
        -0.5
    """
    told = ~np.isnan(values) & ~np.isnan(targets)
    n = told.sum(axis=0)
    filled = np.where(told, values, 0.0)
    mean = filled.sum(axis=0) / np.maximum(n, 1)
    adds = np.where(told, filled - mean, 0.0) / np.maximum(n, 1)
    return _estimates(mean - np.nan_to_num(targets), adds, unit, n, accounts, name=name, level=level)


def _estimates(
    difference: Floats, adds: Floats, unit: Ints, n: Ints, accounts: int | None, *, name: str, level: float
) -> tuple[Estimate, ...]:
    p = len(difference)
    seen, place = np.unique(unit, return_inverse=True)
    units = len(seen)
    influence = np.array([np.bincount(place, adds[:, j], units) for j in range(p)]) if units else np.zeros((p, 0))
    live = n > 0
    error = np.sqrt(units / max(units - 1, 1) * (influence**2).sum(axis=1))
    half = np.full(p, np.nan)
    if units >= _FEWEST_UNITS and live.any():
        row, column = np.nonzero(influence[live])
        each = max_t(
            column, row, influence[live][row, column], np.ones(units), family=int(live.sum()), level=level
        )  # fmt: skip
        half = float(critical(each, units - 1)) * error
    notes = ("few_accounts",) if accounts is not None and accounts < _FEW_ACCOUNTS else ()
    method = "t_clustered" if accounts is not None else "t"
    found = []
    for j in range(p):
        value = float(difference[j]) if live[j] else None
        known = value is not None and np.isfinite(half[j]) and error[j] > 0
        low, high = (float(difference[j] - half[j]), float(difference[j] + half[j])) if known else (None, None)
        how = method if known else "none"
        found.append(Estimate(value, low, high, int(n[j]), None, how, name, None, accounts, level, notes))
    return tuple(found)
