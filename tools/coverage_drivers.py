"""How often what is said of drivers holds: the simulation behind the table in docs/methods/drivers.md.

Five drivers and an outcome are normal, an account has 30 % of the variance in common. Printed is, in per cent of the
simulated surveys: how often the intervals of shares, of parts of R2 and of steps hold the truth; how often an unrelated
outcome raises an alarm; how often two equal drivers are said to differ; how often an even effect is called basic or
exciting. Run it with ``python -P``: another tool here is called coverage, and numba looks for that name.
"""

from __future__ import annotations

import sys

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cxlab.drivers import importance, penalty_reward, shapley

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


def line(name: str, design: str) -> list[float]:
    """The figures of one truth in one design, in per cent."""
    loading, weights = TRUTHS[name]
    matrix = correlations(loading, weights)
    parts = shapley(matrix)
    shares = parts / parts.sum() if parts.sum() > 0 else None
    rng = np.random.default_rng([sum(map(ord, name + design))])
    held: list[list[float]] = []
    for _ in range(REPLICATIONS):
        table, account = survey(matrix, DESIGNS[design], rng)
        found = importance(table, outcome="y", drivers=NAMES, account=account, resamples=RESAMPLES)
        at = {one.name: int(one.name[1:]) for one in found.drivers}
        even = penalty_reward(table, outcome="y", drivers=NAMES, account=account, turning=dict.fromkeys(NAMES, 0.5))
        equal = [p for p in found.order.pairs if weights[at[p.first]] == weights[at[p.second]]]
        held.append(
            [
                np.mean([_holds(one.share, shares[at[one.name]]) for one in found.drivers])
                if shares is not None
                else np.nan,
                np.mean([_holds(one.part, parts[at[one.name]]) for one in found.drivers]),
                np.mean([_holds(one.step, weights[at[one.name]]) for one in found.drivers]),
                float(min(one.chance or 1.0 for one in found.drivers) <= 0.05),  # noqa: PLR2004
                float(any(p.sure for p in equal)) if equal else np.nan,
                float(any(one.nature in {"basic", "exciting"} for one in even.drivers)),
            ]
        )
    return [float(100 * figure) for figure in np.array(held).mean(axis=0)]


def _holds(one: object, truth: float) -> bool:
    low, high = one.low, one.high  # type: ignore[attr-defined]
    return bool(low - 1e-12 <= truth <= high + 1e-12)


def main() -> None:
    """Print the table."""
    head = ["truth", "answers", "share", "part of R2", "step", "chance says it matters", "equal said to differ"]
    sys.stdout.write("| " + " | ".join([*head, "even effect called uneven"]) + " |\n|---|---|" + "---:|" * 6 + "\n")
    for name in TRUTHS:
        for design in DESIGNS:
            figures = ["" if np.isnan(one) else f"{one:.1f}" for one in line(name, design)]
            sys.stdout.write(f"| {name} | {design} | {' | '.join(figures)} |\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
