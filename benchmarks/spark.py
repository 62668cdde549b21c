"""The same counts on Spark, two cores: equal to those of Polars, and how long each takes at three sizes."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import polars as pl
from benchmarks.figures import Figure, measure, tell
from benchmarks.scores import BY, made

SECTION = "Spark"
SIZES = {"quick": (100_000,), "full": (100_000, 1_000_000, 4_000_000)}
PYTHON = Path(__file__).parent.parent / ".venv-spark" / "bin" / "python"
WHAT = "counts by touchpoint x month x segment and account, from Parquet"


def main(mode: str) -> int:
    try:
        from pyspark.sql import SparkSession  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        if not PYTHON.exists() or os.environ.get("POLKU_BENCH_SPARK"):
            sys.stderr.write("PySpark is not here; make test-spark brings it\n")
            return 1
        again = os.environ | {"POLKU_BENCH_SPARK": "1"}
        return subprocess.run([PYTHON, "-m", "benchmarks.spark", mode], check=False, env=again).returncode  # noqa: S603
    from cxlab.metrics import counts

    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.memory", "6g")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    with tempfile.TemporaryDirectory(dir="/var/tmp") as name:
        for rows in SIZES[mode]:
            place, size = made(rows, Path(name)), f"{rows / 1e6:g} M answers"
            kept: dict[str, pl.DataFrame] = {}

            def by_polars(place: Path = place, kept: dict[str, pl.DataFrame] = kept) -> None:
                kept["polars"] = counts(pl.scan_parquet(place / "*.parquet"), score="value", by=BY, account="account")

            def by_spark(place: Path = place, kept: dict[str, pl.DataFrame] = kept) -> None:
                table = session.read.parquet(str(place))
                kept["spark"] = counts(table, score="value", by=BY, account="account")

            measure(SECTION, WHAT, "polku", size, by_polars, repeats=2, scale=float(rows))
            measure(SECTION, WHAT, "polku on Spark local[2]", size, by_spark, repeats=2, scale=float(rows))
            same = kept["polars"].equals(kept["spark"].cast(dict(kept["polars"].schema)))
            tell(Figure(SECTION, "rows that differ between the two", "polku", size, float(not same), "tables", goal=0))
    session.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
