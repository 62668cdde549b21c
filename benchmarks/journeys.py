"""Times the analysis of journeys on a made log: a million cases, about ten million events, 2,000 variants.

Usage: python benchmarks/journeys.py [FOLDER]. The log is made in FOLDER (the system's temporary one unless told), once.
DuckDB and Polars are timed on the same file where they are there; pm4py by ``pm4py_costs.py`` in its own environment.
The best of three runs counts; the first call of a kernel compiles it and is told apart.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl

from cxlab.journeys.alignment import align
from cxlab.journeys.log import EventLog, event_log
from cxlab.journeys.plan_text import parse_plan
from cxlab.journeys.variants import directly_follows, variants

CASES, VARIANTS, TOUCHPOINTS = 1_000_000, 2_000, 15
PLAN = "\n".join(
    ["touchpoint 00", "optional touchpoint 01", "repeat", "    touchpoint 02", "    optional touchpoint 03"]
    + [f"optional touchpoint {k:02d}" for k in range(4, 10)]
    + ["touchpoint 10", "optional touchpoint 11"]
)


def made_log(place: Path) -> None:
    """Write the log as Parquet with text in every column that a person would read."""
    rng = np.random.default_rng(1)
    walks = [rng.integers(0, TOUCHPOINTS, size=rng.integers(5, 15)) for _ in range(VARIANTS)]
    pick = rng.integers(0, VARIANTS, CASES)
    lengths = np.array([len(walk) for walk in walks])[pick]
    codes = np.concatenate([walks[k] for k in pick])
    names = np.array([f"touchpoint {k:02d}" for k in range(TOUCHPOINTS)])
    pl.DataFrame(
        {
            "case": pl.Series(np.repeat(np.arange(CASES), lengths)).cast(pl.String),
            "touchpoint": names[codes],
            "time": pl.from_epoch(pl.Series(1_600_000_000 + np.arange(len(codes))), time_unit="s"),
        }
    ).write_parquet(place)


def best(what: str, run: Callable[[], object]) -> None:
    """First call, then the best of three."""
    seconds = []
    for _ in range(4):
        began = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - began)
    sys.stdout.write(f"{what:60} first {seconds[0]:7.3f} s   best {min(seconds[1:]):7.3f} s\n")


def from_strings(place: Path) -> EventLog:
    """Graph and variants from the file."""
    log = event_log(pl.read_parquet(place), time="time")
    directly_follows(log)
    variants(log)
    return log


def main(folder: str) -> None:
    """Make the log once and time everything on it."""
    place = Path(folder, "journeys-bench.parquet")
    if not place.exists():
        made_log(place)
    best("graph + variants from Parquet strings", lambda: from_strings(place))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(f"{'peak memory':60} {peak:,.0f} MB\n")
    log = from_strings(place)
    best("graph + variants from codes", lambda: (directly_follows(log), variants(log)))
    found, plan = variants(log), parse_plan(PLAN)
    best(f"optimal alignments with moves of {len(found):,} variants", lambda: align(found, plan))
    pairs = pl.col("touchpoint").shift(-1).over("case").alias("next")
    best(
        "the graph in Polars",
        lambda: pl.scan_parquet(place).select("touchpoint", pairs).group_by("touchpoint", "next").len().collect(),
    )
    try:
        import duckdb  # type: ignore[import-not-found, unused-ignore]  # not in the lock: measured where it is there
    except ImportError:
        return
    events = duckdb.read_parquet(str(place))
    query = (
        "select touchpoint, next, count(*) from (select touchpoint, lead(touchpoint) over "
        '(partition by "case" order by time) as next from events) group by all'
    )
    best("the graph in DuckDB", lambda: events.query("events", query).fetchall())


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else tempfile.gettempdir())
