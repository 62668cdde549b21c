"""The analysis of journeys on a made log: 2,000 variants, in full a million cases and about ten million events.

pm4py is timed by ``pm4py_graph.py`` and ``pm4py_costs.py`` in an environment of its own, since it is AGPL.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import polars as pl
from benchmarks.figures import Figure, measure, once, peak_mb, tell

from cxlab.journeys.alignment import align
from cxlab.journeys.log import EventLog, event_log
from cxlab.journeys.plan_text import parse_plan
from cxlab.journeys.planned import PlannedJourney
from cxlab.journeys.variants import Variants, directly_follows, variants

HERE = Path(__file__).parent
PM4PY = HERE.parent / ".venv-pm4py" / "bin" / "python"
SECTION, GRAPH = "Journeys", "graph + variants from Parquet strings"
CODES, ALIGNED = "graph + variants from codes", "optimal alignments with their moves"
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


def by_pm4py(place: Path, size: str, found: Variants, plan: PlannedJourney) -> None:
    """What users would run instead, timed where it is installed."""
    if not PM4PY.exists():
        sys.stderr.write("pm4py is not here; make bench brings it\n")
        return
    told = json.loads(_run_apart("pm4py_graph.py", str(place)).splitlines()[-1])
    whole = sum(told.values())
    tell(Figure(SECTION, GRAPH, "pm4py", size, whole))
    tell(Figure(SECTION, CODES, "pm4py, from a formatted table", size, told["graph"] + told["variants"]))
    files = [place.with_name(name) for name in ("plan.json", "walks.json", "costs.json")]
    files[0].write_text(json.dumps(plan.to_json()))
    files[1].write_text(json.dumps([found.walk(k) for k in range(len(found))]))
    said = _run_apart("pm4py_costs.py", *map(str, files))
    tell(Figure(SECTION, ALIGNED, "pm4py, its leanest mode", f"{len(found):,} variants", float(said.split()[-2])))
    costs = json.loads(files[2].read_text())
    sys.stderr.write(f"Costs agree: {costs == align(found, plan).costs.tolist()}\n")


def _run_apart(script: str, *arguments: str) -> str:
    command = [str(PM4PY), str(HERE / script), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603


def main(mode: str) -> None:
    """Make the log and time everything on it."""
    cases = CASES[mode]
    size = f"{cases:,} cases"
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, "log.parquet")
        # In a process of its own, so that the memory told is that of the analysis.
        subprocess.run([sys.executable, "-m", "benchmarks.journeys", "make", str(place), str(cases)], check=True)  # noqa: S603
        log = from_strings(place)
        goals = {1_000_000: (1.0, 0.2)}.get(cases, (None, None))
        measure(SECTION, GRAPH, "polku", size, lambda: from_strings(place), goal=goals[0], repeats=3)
        alone = [sys.executable, "-m", "benchmarks.journeys", "memory", str(place)]
        told = subprocess.run(alone, check=True, capture_output=True, text=True).stdout  # noqa: S603
        tell(Figure(SECTION, "memory of it, in a process of its own", "polku", size, float(told), "MB", goal=1000.0))
        spent = time.process_time()
        once(lambda: from_strings(place))
        spent = time.process_time() - spent
        tell(Figure(SECTION, "processor time of it, all cores together", "polku", size, spent))
        measure(SECTION, CODES, "polku", size, lambda: (directly_follows(log), variants(log)), goal=goals[1])
        found, plan = variants(log), parse_plan(PLAN)
        measure(SECTION, ALIGNED, "polku", f"{len(found):,} variants", lambda: align(found, plan), goal=0.1)
        measure(SECTION, GRAPH, "Polars (the graph alone)", size, lambda: in_polars(place), repeats=2)
        try:
            measure(SECTION, GRAPH, "DuckDB (the graph alone)", size, lambda: in_duckdb(place), repeats=2)
        except ImportError:
            sys.stderr.write("DuckDB is not here; make bench brings it\n")
        by_pm4py(place, size, found, plan)


if __name__ == "__main__":
    if sys.argv[1] == "make":
        made_log(Path(sys.argv[2]), int(sys.argv[3]))
    elif sys.argv[1] == "memory":
        from_strings(Path(sys.argv[2]))
        sys.stdout.write(f"{peak_mb()}")
    else:
        main(sys.argv[1])
