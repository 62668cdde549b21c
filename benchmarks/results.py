"""Decides what RESULTS.md says: the latest figures of each section, their goals, growth, and what was before."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks.figures import Figure

HERE = Path(__file__).parent
HISTORY = HERE / "history.jsonl"
# A figure that much worse than before on the same machine is told: less may be the machine's mood.
WORSE = 1.5
ROOMY = 1.15
SIZES_FOR_GROWTH = 3


def kept() -> list[dict[str, Any]]:
    """Every run of a section that was kept, the oldest first."""
    if not HISTORY.exists():
        return []
    return [json.loads(line) for line in HISTORY.read_text(encoding="utf-8").splitlines() if line]


def latest(runs: list[dict[str, Any]], sections: Iterable[str]) -> list[dict[str, Any]]:
    """The last run of each section, a full one before a quick one."""
    found = []
    for section in sections:
        of_it = [run for run in runs if run.get("section") == section]
        full = [run for run in of_it if run["mode"] == "full"]
        found += (full or of_it)[-1:]
    return found


def figures_in(run: dict[str, Any]) -> list[Figure]:
    return [Figure(**one) for one in run["figures"]]


def worse(run: dict[str, Any], runs: list[dict[str, Any]]) -> list[str]:
    """Our figures that are much worse than at the last other commit, on the same machine and in the same mode."""
    same = ("section", "mode", "machine")
    earlier = [one for one in runs if all(one.get(k) == run[k] for k in same) and one["commit"] != run["commit"]]
    if not earlier:
        return []
    before = {(one.what, one.size): one for one in figures_in(earlier[-1]) if one.by == "polku"}
    told = []
    for one in figures_in(run):
        past = before.get((one.what, one.size)) if one.by == "polku" else None
        if past is None or not past.value or not one.value or one.unit in {"answers", "MB"}:
            continue
        times = past.value / one.value if one.unit == "/s" else one.value / past.value
        if times > WORSE:
            told.append(f"{one.what}, {one.size}: {times:.1f} times worse than at {earlier[-1]['commit']}")
    return told


def growth(figures: list[Figure]) -> list[str]:
    """How our times grow: the exponent of size, where three sizes were measured."""
    told = []
    ours = [
        one for one in figures if one.by == "polku" and one.scale and one.unit in {"s", "ms", "MB"} and one.value > 0
    ]
    for what in dict.fromkeys(one.what for one in ours):
        points = sorted({(one.scale or 1.0, one.value) for one in ours if one.what == what})
        if len({x for x, _ in points}) < SIZES_FOR_GROWTH:
            continue
        xs, ys = ([math.log(point[at]) for point in points] for at in (0, 1))
        middle_x, middle_y = sum(xs) / len(xs), sum(ys) / len(ys)
        slope = sum((x - middle_x) * (y - middle_y) for x, y in zip(xs, ys, strict=True)) / sum(
            (x - middle_x) ** 2 for x in xs
        )
        note = ", **worse than linear**" if slope > ROOMY else ""
        told.append(f"- {what}: size to the power of {slope:.2f} over {len(points)} sizes{note}.")
    return told


def amount(value: float, unit: str) -> str:
    """A figure with three digits that count, and its unit."""
    shown = f"{value:,.0f}" if value >= 100 else f"{value:.3g}"  # noqa: PLR2004 - three digits
    return f"{shown}{'' if unit.startswith('/') else ' '}{unit}"


def ratio(figure: Figure, ours: Figure | None) -> str:
    """How many times ours, from this very run."""
    if ours is None or figure is ours or not ours.value:
        return ""
    times = figure.value / ours.value
    return f"{times:,.0f}x" if times >= 10 else f"{times:.2g}x"  # noqa: PLR2004 - two digits that count


def table(figures: list[Figure]) -> list[str]:
    """One section's rows; others stand under ours, with their ratio to it."""
    rows = ["| task | size | by | first | warm | against ours | goal | met |", "|---|---|---|--:|--:|--:|--:|---|"]
    tasks = list(dict.fromkeys((one.what, one.size) for one in figures))
    for task in tasks:
        listed = [one for one in figures if (one.what, one.size) == task]
        ours = next((one for one in listed if one.by == "polku"), None)
        for one in listed:
            met = {True: "yes", False: "**no**", None: ""}[one.met()]
            goal = "" if one.goal is None else amount(one.goal, one.unit)
            first = "" if one.first is None else amount(one.first, one.unit)
            cells = [one.what, one.size, one.by, first, amount(one.value, one.unit), ratio(one, ours), goal, met]
            rows.append("| " + " | ".join(cells) + " |")
    return rows


def page(runs: list[dict[str, Any]], sections: Iterable[str]) -> str:
    """RESULTS.md from what has been kept."""
    chosen = latest(runs, sections)
    lines = [
        "# Speed, measured",
        "",
        "Written by `make bench` from the last run of each section, a full run before a quick one.",
        "*First* is a process's first call (kernels compile, caches are cold), *warm* the median of those after it.",
        "Ratios compare what one run measured; figures of two machines say nothing about each other.",
    ]
    every = [one for run in chosen for one in figures_in(run) if one.goal is not None]
    missed = [one for one in every if not one.met()]
    lines += ["", f"{len(every) - len(missed)} of {len(every)} goals are met."]
    for run in chosen:
        figures = figures_in(run)
        if not figures:
            continue
        about = f"{run['mode']}, {run['when']}, commit {run['commit']}, load {run['load']:.1f} at its beginning"
        lines += ["", f"## {run['section']}", "", f"{about}. {run['machine']}.", "", *table(figures)]
        if told := growth(figures):
            lines += ["", *told]
        if told := worse(run, runs):
            lines += ["", *(f"- **Worse:** {one}." for one in told)]
    return "\n".join(lines) + "\n"
