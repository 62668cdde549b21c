"""Resampling by account: 200 groups x 2,000 resamples, and simultaneous intervals over 40 comparisons."""

from __future__ import annotations

import sys

import numpy as np
import polars as pl
from benchmarks.figures import measure

from cxlab.metrics import compare_counts, counts
from cxlab.statistics.resampling import draws

SECTION = "Resampling"
GROUPS, RESAMPLES = 200, 2_000


def by_multinomial(score: np.ndarray) -> np.ndarray:
    """Means of resamples of every group, by drawn weights: what the library's bootstraps are built of."""
    weights = draws(score.shape[1], RESAMPLES)
    return weights @ score.T / weights.sum(axis=1)[:, None]


def by_scipy(score: np.ndarray) -> None:
    from scipy.stats import bootstrap

    for row in score:
        bootstrap((row,), np.mean, n_resamples=RESAMPLES, method="percentile", vectorized=True)


def main(mode: str) -> None:
    rng = np.random.default_rng(3)
    for n in (500,) if mode == "quick" else (500, 5_000):
        score = rng.integers(0, 11, (GROUPS, n)).astype(float)
        size, what = f"n = {n:,}", f"bootstrap of {GROUPS} means x {RESAMPLES:,} resamples"
        measure(SECTION, what, "polku", size, lambda score=score: by_multinomial(score), goal=0.05)
        measure(SECTION, what, "scipy.stats.bootstrap", size, lambda score=score: by_scipy(score), repeats=1)
    for accounts in (300,) if mode == "quick" else (300, 3_000, 20_000):
        rows = accounts * 20
        table = pl.DataFrame(
            {
                "account": rng.integers(0, accounts, rows),
                "group": rng.integers(0, 40, rows),
                "wave": rng.integers(0, 2, rows),
                "score": rng.integers(0, 11, rows),
            }
        )
        kept = counts(table, score="score", by=["group", "wave"], account="account")
        measure(
            SECTION,
            "max-T over 40 comparisons, clustered by account",
            "polku",
            f"{accounts:,} accounts, {rows:,} answers",
            lambda kept=kept: compare_counts(
                kept, "nps", group="wave", by=["group"], against="previous", simultaneous="max_t"
            ),
            goal=0.5,
        )


if __name__ == "__main__":
    main(sys.argv[1])
