"""Runs every benchmark, or those named, keeps each section's figures as it ends, and writes RESULTS.md from all kept.

Usage: python -m benchmarks [quick|full] [SECTION ...]. Sections that this commit has measured in this mode are not run
again unless they are named; ``report`` runs none and writes the page.
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
from pathlib import Path
from typing import Any

from benchmarks.figures import figures_of
from benchmarks.results import HERE, HISTORY, amount, kept, page, worse

SECTIONS = (
    "starting", "scores", "resampling", "drivers", "journeys", "intake", "respondent", "pages", "growing", "imports",
    "spark",
)  # fmt: skip
MODES = ("quick", "full", "report")
PACKAGES = ("polars", "numpy", "numba", "narwhals", "pandas", "duckdb", "django", "gunicorn", "psycopg")


def machine() -> str:
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
    return (
        f"{os.cpu_count()} cores ({cpu}), {memory:.0f} GiB, Python {platform.python_version()}; {', '.join(packages)}"
    )


def commit() -> str:
    told = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)  # noqa: S607
    return told.stdout.strip() or "unknown"


def run(section: str, mode: str) -> dict[str, Any]:
    """One section's figures and when they were made, kept at once: a run that is cut off goes on where it stopped."""
    line: dict[str, Any] = {
        "section": section,
        "mode": mode,
        "commit": commit(),
        "when": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "load": os.getloadavg()[0],
        "machine": machine(),
    }
    sys.stderr.write(f"== {section} ({mode})\n")
    line["figures"] = [asdict(one) for one in figures_of(section, mode)]
    for one in line["figures"]:
        sys.stderr.write(f"   {one['what']}, {one['size']}, {one['by']}: {amount(one['value'], one['unit'])}\n")
    if line["figures"]:
        with HISTORY.open("a", encoding="utf-8") as history:
            history.write(json.dumps(line) + "\n")
    return line


def main(arguments: list[str]) -> int:
    """Run what was asked for and has not been run."""
    mode = next((one for one in arguments if one in MODES), "quick")
    named = [one for one in arguments if one not in MODES]
    if unknown := [one for one in named if one not in SECTIONS]:
        sys.stderr.write(f"There is no section {unknown[0]}. Sections: {', '.join(SECTIONS)}.\n")
        return 2
    here = {(one["section"], one["mode"]) for one in kept() if one["commit"] == commit()}
    wanted = [] if mode == "report" else named or [one for one in SECTIONS if (one, mode) not in here]
    for section in wanted:
        told = run(section, mode)
        for one in worse(told, kept()):
            sys.stderr.write(f"   WORSE: {one}\n")
    (HERE / "RESULTS.md").write_text(page(kept(), SECTIONS), encoding="utf-8")
    sys.stderr.write("Written to benchmarks/RESULTS.md; kept in benchmarks/history.jsonl.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
