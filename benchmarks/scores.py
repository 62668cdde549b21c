"""Scores by touchpoint, month and segment with exact distinct accounts, beside what analysts would run instead."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
from benchmarks.figures import Figure, measure, peak_mb, tell

from cxlab.metrics import counts, estimate

BY = ["touchpoint", "month", "segment"]
SIZES = {"quick": (1_000_000,), "full": (1_000_000, 10_000_000, 50_000_000)}
SECTION = "Scores"
WHAT = "promoters, passives, detractors and accounts by touchpoint x month x segment, from Parquet"
GOALS = {10_000_000: 0.15, 50_000_000: 0.8}


def made(rows: int, folder: Path) -> Path:
    """Answers as the snapshot holds them: integer codes, written by month."""
    rng = np.random.default_rng(7)
    place = folder / f"answers-{rows}.parquet"
    pl.DataFrame(
        {
            "account": rng.integers(0, 50_000, rows, dtype=np.int32),
            "segment": rng.integers(0, 12, rows, dtype=np.int32),
            "touchpoint": rng.integers(0, 20, rows, dtype=np.int32),
            "month": np.sort(rng.integers(0, 24, rows, dtype=np.int32)),
            "value": rng.integers(0, 11, rows).astype(np.float32),
        }
    ).write_parquet(place)
    return place


def in_polars(place: Path) -> object:
    score = pl.col("value")
    return (
        pl.scan_parquet(place)
        .group_by(BY)
        .agg(
            (score >= 9).sum().alias("promoters"),  # noqa: PLR2004 - the scale of NPS
            (score <= 6).sum().alias("detractors"),  # noqa: PLR2004
            pl.len().alias("n"),
            pl.col("account").n_unique().alias("accounts"),
        )
        .collect()
    )


def in_duckdb(place: Path) -> object:
    import duckdb  # type: ignore[import-not-found, unused-ignore]

    return duckdb.sql(
        "select touchpoint, month, segment, count(*) filter (value >= 9), count(*) filter (value <= 6), count(*), "  # noqa: S608
        f"count(distinct account) from '{place}' group by all"
    ).fetchall()


def in_pandas(place: Path) -> object:
    import pandas as pd  # type: ignore[import-untyped, import-not-found, unused-ignore]

    table = pd.read_parquet(place)
    table["promoter"], table["detractor"] = table["value"] >= 9, table["value"] <= 6  # noqa: PLR2004
    return table.groupby(BY).agg({"promoter": "sum", "detractor": "sum", "value": "size", "account": "nunique"})


def main(mode: str) -> None:
    """Ours, then theirs, at each size."""
    rivals: dict[str, Callable[[Path], object]] = {"Polars": in_polars, "DuckDB": in_duckdb, "pandas": in_pandas}
    with tempfile.TemporaryDirectory() as name:
        for rows in SIZES[mode]:
            place, size = made(rows, Path(name)), f"{rows / 1e6:g} M answers"
            measure(
                SECTION,
                WHAT,
                "polku",
                size,
                lambda place=place: counts(pl.scan_parquet(place), score="value", by=BY, account="account"),
                goal=GOALS.get(rows),
                repeats=3,
            )
            tell(Figure(SECTION, "memory of the count", "polku", size, peak_mb(), "MB"))
            for by, run in rivals.items():
                if rows > 10_000_000 and by == "pandas":  # noqa: PLR2004 - it would not fit
                    continue
                try:
                    measure(SECTION, WHAT, by, size, lambda place=place, run=run: run(place), repeats=3)
                except ImportError:
                    sys.stderr.write(f"{by} is not here; make bench brings it\n")
            from_kept(place, size)


def from_kept(place: Path, size: str) -> None:
    """What a page asks: one segment in one period, from what is kept counted."""
    kept = counts(pl.scan_parquet(place), score="value", by=BY, account="account")
    one = (pl.col("segment") == 3) & pl.col("month").is_between(12, 23)  # noqa: PLR2004 - any segment, a year
    measure(
        SECTION,
        "NPS with its clustered interval by touchpoint, one segment and one year, from kept counts",
        "polku",
        size,
        lambda: estimate(kept.filter(one), "nps", by=["touchpoint"]),
        goal=0.05,
    )
    measure(
        SECTION,
        "the same without accounts",
        "polku",
        size,
        lambda: estimate(kept.filter(one).drop("_account"), "nps", by=["touchpoint"]),
    )


if __name__ == "__main__":
    main(sys.argv[1])
