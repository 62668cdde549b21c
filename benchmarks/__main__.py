"""Runs every benchmark, or those named, and writes RESULTS.md: machine, versions, medians, ratios, goals.

Usage: python -m benchmarks [quick|full] [SECTION ...]
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from itertools import groupby
from pathlib import Path

from benchmarks.figures import Figure, figures_of

HERE = Path(__file__).parent
SECTIONS = ("starting", "scores", "resampling", "drivers", "journeys", "imports", "intake", "pages")
PACKAGES = ("polars", "numpy", "numba", "narwhals", "pandas", "duckdb", "django", "gunicorn", "psycopg")


def machine() -> list[str]:
    """What the figures were made on."""
    cpu = next(
        (line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line),
        platform.processor(),
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    packages = []
    for name in PACKAGES:
        try:
            packages.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            packages.append(f"{name} absent")
    return [
        f"{os.cpu_count()} cores ({cpu}), {memory:.0f} GiB, Python {platform.python_version()}; {', '.join(packages)}.",
        f"Load when the run began: {os.getloadavg()[0]:.1f}.",
    ]


def commit() -> str:
    told = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)  # noqa: S607
    return told.stdout.strip() or "unknown"


def amount(value: float, unit: str) -> str:
    """A figure with three digits that count, and its unit."""
    shown = f"{value:,.0f}" if value >= 100 else f"{value:.3g}"  # noqa: PLR2004 - three digits
    return f"{shown}{'' if unit.startswith('/') else ' '}{unit}"


def ratio(figure: Figure, ours: Figure | None) -> str:
    """How many times ours, from this very run."""
    if ours is None or figure is ours or not ours.value:
        return ""
    return f"{figure.value / ours.value:.2g}x"


def table(figures: list[Figure]) -> list[str]:
    """One section's rows; others stand under ours, with their ratio to it."""
    rows = ["| task | size | by | first | warm | against ours | goal | met |", "|---|---|---|--:|--:|--:|--:|---|"]
    for _, same in groupby(figures, key=lambda one: (one.what, one.size)):
        listed = list(same)
        ours = next((one for one in listed if one.by == "polku"), None)
        for one in listed:
            met = {True: "yes", False: "**no**", None: ""}[one.met()]
            goal = "" if one.goal is None else amount(one.goal, one.unit)
            first = "" if one.first is None else amount(one.first, one.unit)
            cells = [one.what, one.size, one.by, first, amount(one.value, one.unit), ratio(one, ours), goal, met]
            rows.append("| " + " | ".join(cells) + " |")
    return rows


def page(mode: str, figures: list[Figure], about: list[str]) -> str:
    """RESULTS.md."""
    lines = [
        "# Speed, measured",
        "",
        f"`make bench` ({mode}) on {datetime.now(UTC):%Y-%m-%d}, commit {commit()}. {' '.join(about)}",
        "",
        "*First* is a process's first call (kernels compile, caches are cold), *warm* the median of those after it.",
        "Ratios compare what was measured in this one run; figures of two machines say nothing about each other.",
    ]
    for section, some in groupby(figures, key=lambda one: one.section):
        lines += ["", f"## {section}", "", *table(list(some))]
    return "\n".join(lines) + "\n"


def main(arguments: list[str]) -> int:
    """Run, write, and keep the figures of this commit."""
    mode = next((one for one in arguments if one in {"quick", "full"}), "quick")
    named = [one for one in arguments if one not in {"quick", "full"}]
    if unknown := [one for one in named if one not in SECTIONS]:
        sys.stderr.write(f"There is no section {unknown[0]}. Sections: {', '.join(SECTIONS)}.\n")
        return 2
    about, figures = machine(), []
    for section in named or SECTIONS:
        sys.stderr.write(f"== {section} ({mode})\n")
        found = figures_of(section, mode)
        for one in found:
            sys.stderr.write(f"   {one.what}, {one.size}, {one.by}: {amount(one.value, one.unit)}\n")
        figures += found
    if not figures:
        return 1
    (HERE / "RESULTS.md").write_text(page(mode, figures, about), encoding="utf-8")
    with (HERE / "history.jsonl").open("a", encoding="utf-8") as kept:
        line = {"commit": commit(), "mode": mode, "figures": [asdict(one) for one in figures]}
        kept.write(json.dumps(line) + "\n")
    sys.stderr.write("Written to benchmarks/RESULTS.md; kept in benchmarks/history.jsonl.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
