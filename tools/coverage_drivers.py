"""How often what is said of drivers holds: the simulation behind the table in docs/methods/drivers.md.

Five drivers and an outcome are normal, an account has 30 % of the variance in common. The first table says how far the
estimates lean: the mean of the estimates less the truth, of the driver where that is largest. The second says, in per
cent of the simulated surveys, how often the intervals of shares, of parts of R2, of Johnson's weights and of steps hold
the truth; how often chance is excluded; how often two equal drivers are said to differ; how often the map gives a place
though all drivers stand alike; how often an even effect is called basic or exciting. Run it with ``python -P``: another
tool here is called coverage, and numba looks for that name.
"""

from __future__ import annotations

import sys

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cxlab.drivers import importance_map, penalty_reward, relative_weights, shapley
from cxlab.results import Estimate

REPLICATIONS = 250
RESAMPLES = 300
ICC = 0.3
NAMES = [f"x{k}" for k in range(5)]
# Accounts and answers of each; no accounts: every answer stands alone.
DESIGNS = {"100": (0, 100), "300": (0, 300), "30 x 5": (30, 5), "100 x 5": (100, 5), "300 x 5": (300, 5)}
# Correlation of the drivers with what they have in common, and their weights in the outcome.
TRUTHS = {
    "alike, uneven": (0.6, (0.30, 0.22, 0.15, 0.08, 0.0)),
    "alike, even": (0.6, (0.15, 0.15, 0.15, 0.15, 0.15)),
    "apart, uneven": (0.0, (0.50, 0.30, 0.20, 0.0, 0.0)),
    "nothing": (0.6, (0.0, 0.0, 0.0, 0.0, 0.0)),
}
Array = NDArray[np.float64]


def correlations(loading: float, weights: tuple[float, ...]) -> Array:
    """Of the drivers and the outcome."""
    w = np.array(weights)
    found = np.full((6, 6), loading**2)
    np.fill_diagonal(found, 1.0)
    found[:5, 5] = found[5, :5] = found[:5, :5] @ w
    return found


def survey(matrix: Array, design: tuple[int, int], rng: np.random.Generator) -> tuple[pl.DataFrame, str | None]:
    """One simulated survey and the name of its column of accounts."""
    accounts, per = design
    root = np.linalg.cholesky(matrix)
    if not accounts:
        return pl.DataFrame(rng.normal(size=(per, 6)) @ root.T, schema=[*NAMES, "y"], orient="row"), None
    unit = np.repeat(np.arange(accounts), per)
    own, common = rng.normal(size=(accounts * per, 6)) @ root.T, rng.normal(size=(accounts, 6)) @ root.T
    rows = np.sqrt(1 - ICC) * own + np.sqrt(ICC) * common[unit]
    return pl.DataFrame(rows, schema=[*NAMES, "y"], orient="row").with_columns(who=pl.Series(unit)), "who"


LEANING = ("share", "part of R2", "Johnson's weight", "step")
HEAD = (
    *(f"{one} holds" for one in LEANING),
    "chance says it matters",
    "equal said to differ",
    "a place on the map where all stand alike",
    "even effect called uneven",
)


def line(name: str, design: str) -> tuple[list[float], list[float]]:
    """How far the estimates of one truth in one design lean, in points, and how often what is said holds, per cent."""
    loading, weights = TRUTHS[name]
    matrix = correlations(loading, weights)
    parts, johnson = shapley(matrix), relative_weights(matrix)
    none = np.full(5, np.nan)
    some = parts.sum() > 0
    truths = np.array(
        [parts / parts.sum() if some else none, parts, johnson / johnson.sum() if some else none, weights]
    )
    rng = np.random.default_rng([sum(map(ord, name + design))])
    values, held, alarms = [], [], []
    for _ in range(REPLICATIONS):
        table, account = survey(matrix, DESIGNS[design], rng)
        asked = {"outcome": "y", "drivers": NAMES, "account": account}
        found = importance_map(table, scale=(-9, 9), resamples=RESAMPLES, **asked)  # type: ignore[arg-type]
        told = sorted(found.importance.drivers, key=lambda one: one.name)
        figures = [[getattr(one, kind) for one in told] for kind in ("share", "part", "weight", "step")]
        values.append([[one.value for one in row] for row in figures])
        held.append([_held(row, truth) for row, truth in zip(figures, truths, strict=True)])
        equal = [p for p in found.importance.order.pairs if weights[int(p.first[1:])] == weights[int(p.second[1:])]]
        even = penalty_reward(table, turning=dict.fromkeys(NAMES, 0.5), **asked)  # type: ignore[arg-type]
        alarms.append(
            [
                float(min(1.0 if one.chance is None else one.chance for one in told) <= 0.05),  # noqa: PLR2004
                float(any(p.sure for p in equal)) if equal else np.nan,
                float(any(one.where != "cannot_tell" for one in found.places)),
                float(any(one.nature in {"basic", "exciting"} for one in even.drivers)),
            ]
        )
    leaning = np.abs(np.array(values).mean(axis=0) - truths).max(axis=1)
    return list(100 * leaning), list(100 * np.hstack([np.array(held), np.array(alarms)]).mean(axis=0))


def _held(row: list[Estimate], truth: Array) -> float:
    """The share of the drivers whose interval holds its truth."""
    if np.isnan(truth).any():
        return np.nan
    inside = [
        one.low is not None and one.high is not None and one.low - 1e-12 <= aim <= one.high + 1e-12
        for one, aim in zip(row, truth, strict=True)
    ]
    return float(np.mean(inside))


def _row(name: str, design: str, figures: list[float]) -> str:
    return f"| {name} | {design} | " + " | ".join("" if np.isnan(one) else f"{one:.1f}" for one in figures) + " |\n"


def main() -> None:
    """Print both tables."""
    made = {(name, design): line(name, design) for name in TRUTHS for design in DESIGNS}
    for at, columns in enumerate((LEANING, HEAD)):
        head = " | ".join(["truth", "answers", *columns])
        sys.stdout.write(f"| {head} |\n|---|---|{'---:|' * len(columns)}\n")
        for (name, design), figures in made.items():
            sys.stdout.write(_row(name, design, figures[at]))
        sys.stdout.write("\n")


if __name__ == "__main__":
    main()
