"""Scores by touchpoint, month and segment with exact distinct accounts, beside what analysts would run instead."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import polars as pl
from benchmarks.figures import Figure, measure, peak_mb, tell

from cxlab.metrics import counts, estimate
from cxlab.metrics.coded import measure_parts, scores_of

BY = ["touchpoint", "month", "segment"]
SIZES = {"quick": (250_000, 1_000_000, 2_000_000), "full": (1_000_000, 10_000_000, 50_000_000)}
SECTION = "Scores"
WHAT = "promoters, passives, detractors and accounts by touchpoint x month x segment, from Parquet"
MONTHS, MOST_FOR_PANDAS, GOAL_MB = 24, 10_000_000, 1_100.0
PLAIN = "the same without accounts"
GOALS = {10_000_000: 0.15, 50_000_000: 0.8}


def made(rows: int, folder: Path) -> Path:
    """Answers as the snapshot holds them: integer codes, a part for each month."""
    rng, parts = np.random.default_rng(7), folder / f"answers-{rows}"
    parts.mkdir()
    for month, some in enumerate(np.array_split(np.arange(rows), MONTHS)):
        pl.DataFrame(
            {
                "account": rng.integers(0, 50_000, some.size, dtype=np.int32),
                "segment": rng.integers(0, 12, some.size, dtype=np.int32),
                "touchpoint": rng.integers(0, 20, some.size, dtype=np.int32),
                "month": np.full(some.size, month, np.int32),
                "value": rng.integers(0, 11, some.size).astype(np.float32),
            }
        ).write_parquet(parts / f"{month:02d}.parquet", compression="lz4")
    return parts


def in_polars(place: Path) -> object:
    score = pl.col("value")
    return (
        pl.scan_parquet(place / "*.parquet")
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
        f"count(distinct account) from '{place}/*.parquet' group by all"
    ).fetchall()


def in_pandas(place: Path) -> object:
    import pandas as pd  # type: ignore[import-untyped, import-not-found, unused-ignore]

    table = pd.read_parquet(place)
    table["promoter"], table["detractor"] = table["value"] >= 9, table["value"] <= 6  # noqa: PLR2004
    return table.groupby(BY).agg({"promoter": "sum", "detractor": "sum", "value": "size", "account": "nunique"})


def ours(place: Path, account: str | None) -> object:
    found = measure_parts(sorted(place.glob("*.parquet")), score="value", by=BY, account=account)
    return found and scores_of(found)


def main(mode: str) -> None:
    """Ours, then theirs, at each size."""
    rivals: dict[str, Callable[[Path], object]] = {"Polars": in_polars, "DuckDB": in_duckdb, "pandas": in_pandas}
    with tempfile.TemporaryDirectory(dir="/var/tmp") as name:
        for rows in SIZES[mode]:
            place, size = made(rows, Path(name)), f"{rows / 1e6:g} M answers"
            repeats = 3 if rows <= MOST_FOR_PANDAS else 1
            told = {"repeats": repeats, "scale": float(rows)}
            measure(SECTION, WHAT, "polku", size, partial(ours, place, "account"), goal=GOALS.get(rows), **told)
            memory = GOAL_MB if rows > MOST_FOR_PANDAS else None
            alone = [sys.executable, "-m", "benchmarks.scores", "memory", str(place)]
            held = float(subprocess.run(alone, check=True, capture_output=True, text=True).stdout)  # noqa: S603
            tell(
                Figure(SECTION, "memory of the count, in a process of its own", "polku", size, held, "MB", goal=memory)
            )
            for by, run in rivals.items():
                if rows > MOST_FOR_PANDAS and by == "pandas":
                    continue
                try:
                    measure(SECTION, WHAT, by, size, partial(run, place), repeats=repeats)
                except ImportError:
                    sys.stderr.write(f"{by} is not here; make bench brings it\n")
            measure(SECTION, PLAIN, "polku", size, partial(ours, place, None), **told)
            if rows <= MOST_FOR_PANDAS:
                from_kept(place, size, rows)


def from_kept(place: Path, size: str, rows: int) -> None:
    """What a page asks: one segment in one period, from what is kept counted."""
    parts = [counts(pl.read_parquet(one), score="value", by=BY, account="account") for one in place.glob("*.parquet")]
    kept = pl.concat(parts)
    one = (pl.col("segment") == 3) & pl.col("month").is_between(12, 23)  # noqa: PLR2004 - any segment, a year
    measure(
        SECTION,
        "NPS with its clustered interval by touchpoint, one segment and one year, from kept counts",
        "polku",
        size,
        lambda: estimate(kept.filter(one), "nps", by=["touchpoint"]),
        goal=0.05,
        scale=float(rows),
    )


if __name__ == "__main__":
    if sys.argv[1] == "memory":
        ours(Path(sys.argv[2]), "account")
        sys.stdout.write(f"{peak_mb()}")
    else:
        main(sys.argv[1])
