"""The analysis of journeys on a made log: 2,000 variants, in full a million cases and about ten million events.

pm4py is timed by ``pm4py_costs.py`` in an environment of its own, since it is AGPL.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import numpy as np
import polars as pl
from benchmarks.figures import Figure, measure, peak_mb, tell

from cxlab.journeys.alignment import align
from cxlab.journeys.log import EventLog, event_log
from cxlab.journeys.plan_text import parse_plan
from cxlab.journeys.variants import directly_follows, variants

SECTION, GRAPH = "Journeys", "graph + variants from Parquet strings"
CASES = {"quick": 100_000, "full": 1_000_000}
VARIANTS, TOUCHPOINTS = 2_000, 15
PLAN = "\n".join(
    ["touchpoint 00", "optional touchpoint 01", "repeat", "    touchpoint 02", "    optional touchpoint 03"]
    + [f"optional touchpoint {k:02d}" for k in range(4, 10)]
    + ["touchpoint 10", "optional touchpoint 11"]
)


def made_log(place: Path, cases: int) -> None:
    """Write the log as Parquet with text in every column that a person would read."""
    rng = np.random.default_rng(1)
    walks = [rng.integers(0, TOUCHPOINTS, size=rng.integers(5, 15)) for _ in range(VARIANTS)]
    pick = rng.integers(0, VARIANTS, cases)
    lengths = np.array([len(walk) for walk in walks])[pick]
    codes = np.concatenate([walks[k] for k in pick])
    names = np.array([f"touchpoint {k:02d}" for k in range(TOUCHPOINTS)])
    pl.DataFrame(
        {
            "case": pl.Series(np.repeat(np.arange(cases), lengths)).cast(pl.String),
            "touchpoint": names[codes],
            "time": pl.from_epoch(pl.Series(1_600_000_000 + np.arange(len(codes))), time_unit="s"),
        }
    ).write_parquet(place)


def from_strings(place: Path) -> EventLog:
    """Graph and variants from the file."""
    log = event_log(pl.read_parquet(place), time="time")
    directly_follows(log)
    variants(log)
    return log


def in_duckdb(place: Path) -> object:
    import duckdb  # type: ignore[import-not-found, unused-ignore]

    return duckdb.sql(
        "select touchpoint, next, count(*) from (select touchpoint, lead(touchpoint) over "  # noqa: S608 - our own file
        f"(partition by \"case\" order by time) as next from '{place}') group by all"
    ).fetchall()


def in_polars(place: Path) -> object:
    pairs = pl.col("touchpoint").shift(-1).over("case").alias("next")
    return pl.scan_parquet(place).select("touchpoint", pairs).group_by("touchpoint", "next").len().collect()


def main(mode: str) -> None:
    """Make the log and time everything on it."""
    cases = CASES[mode]
    size = f"{cases:,} cases"
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, "log.parquet")
        made_log(place, cases)
        log = from_strings(place)
        goals = {1_000_000: (1.0, 0.2)}.get(cases, (None, None))
        measure(SECTION, GRAPH, "polku", size, lambda: from_strings(place), goal=goals[0], repeats=3)
        tell(Figure(SECTION, "memory of it", "polku", size, peak_mb(), "MB"))
        measure(
            SECTION,
            "graph + variants from codes",
            "polku",
            size,
            lambda: (directly_follows(log), variants(log)),
            goal=goals[1],
        )
        found, plan = variants(log), parse_plan(PLAN)
        what = "optimal alignments with their moves"
        measure(SECTION, what, "polku", f"{len(found):,} variants", lambda: align(found, plan), goal=0.1)
        measure(SECTION, GRAPH, "Polars (the graph alone)", size, lambda: in_polars(place), repeats=2)
        try:
            measure(SECTION, GRAPH, "DuckDB (the graph alone)", size, lambda: in_duckdb(place), repeats=2)
        except ImportError:
            sys.stderr.write("DuckDB is not here; make bench brings it\n")


if __name__ == "__main__":
    main(sys.argv[1])
