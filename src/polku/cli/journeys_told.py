"""How the command tells journeys: as text for a person, as a record for a program."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from cxlab.journeys.overview import JourneyOverview
from cxlab.journeys.walks import Stop, Walk
from cxlab.results import Estimate

MOST = 10
_KINDS = {
    "missing": "missing",
    "ad_hoc": "ad hoc",
    "out_of_order": "out of order",
    "repeated": "repeated",
    "late": "late",
    "failing": "failing",
}


def sentences(found: JourneyOverview) -> list[str]:
    """What the log says, in words: the first answers the question."""
    told = []
    if found.as_planned is not None and found.as_planned.value is not None:
        told.append(
            f"{_share(found.as_planned)} of {found.cases:,} cases took the planned touchpoints in a planned order."
        )
    ways = len(found.variants)
    most = f" The most frequent holds {found.variants.share(0):.0%} of the cases." if ways else ""
    sizes = [(found.cases, "case"), (found.events, "event"), (found.activities, "touchpoint"), (ways, "different walk")]
    told.append(", ".join(f"{n:,} {what}{'' if n == 1 else 's'}" for n, what in sizes) + f".{most}")
    if found.accounts is not None:
        told.append(f"{found.accounts:,} accounts; intervals are clustered by account.")
    if found.period is not None:
        told.append(f"From {found.period.first} to {found.period.last}.")
    return told


def _share(one: Estimate) -> str:
    interval = "" if one.low is None or one.high is None else f" ({one.low:.1%} to {one.high:.1%})"
    return "-" if one.value is None else f"{one.value:.1%}{interval}"


def _hours(one: Estimate) -> str:
    if one.value is None:
        return "-"
    interval = "" if one.low is None or one.high is None else f" ({one.low:,.1f} to {one.high:,.1f})"
    return f"{one.value:,.1f} h{interval}"


def tables(found: JourneyOverview) -> list[tuple[str, list[str], list[list[str]]]]:
    """Each table: its heading, its columns, its rows."""
    made = []
    if found.deviations is not None:
        rows = [
            [
                _KINDS[one.kind],
                one.touchpoint,
                one.owner or "",
                f"{one.cases:,}",
                _share(one.share),
                _accounts(one.accounts),
            ]
            for one in found.deviations.found
        ]
        made.append(("Deviations from the plan", ["how", "touchpoint", "owner", "cases", "share", "accounts"], rows))
    if found.funnel:
        rows = [[one.touchpoint, f"{one.reached:,}", f"{one.lost:,}", _share(one.of_previous)] for one in found.funnel]
        made.append(("How far cases get", ["touchpoint", "reached", "lost", "of the step before"], rows))
    rows = [
        [" > ".join(found.variants.walk(k)), f"{int(found.variants.counts[k]):,}", f"{found.variants.share(k):.1%}"]
        for k in range(min(MOST, len(found.variants)))
    ]
    made.append(("Most frequent walks", ["walk", "cases", "share"], rows))
    if found.transitions:
        rows = [
            [f"{one.start} > {one.end}", f"{one.went_on:,}", _hours(one.median), _hours(one.p90)]
            for one in found.transitions
        ]
        made.append(("How long it takes", ["step", "times", "median", "90th percentile"], rows))
    return made


def _accounts(number: int | None) -> str:
    return "" if number is None else f"{number:,}"


def as_text(found: JourneyOverview) -> str:
    """Sentences, then tables with aligned columns."""
    lines = sentences(found)
    for heading, columns, rows in tables(found):
        shown = rows[: 2 * MOST]
        lines += ["", heading, *_aligned(columns, shown)]
        if len(rows) > len(shown):
            lines.append(f"  ... and {len(rows) - len(shown)} more; --json has them all.")
    return "\n".join(lines)


def _aligned(columns: list[str], rows: list[list[str]]) -> list[str]:
    widths = [min(max(len(row[k]) for row in [columns, *rows]), 90) for k in range(len(columns))]
    cells = [[_cut(cell, w).ljust(w) for cell, w in zip(row, widths, strict=True)] for row in [columns, *rows]]
    return ["  " + "  ".join(row).rstrip() for row in cells]


def _cut(cell: str, width: int) -> str:
    """Not longer than the column, and nothing of a log that a terminal would obey."""
    shown = cell if len(cell) <= width else cell[: width - 3] + "..."
    return "".join(sign if sign.isprintable() else "?" for sign in shown)


def said_of(stop: Stop) -> str:
    """How a stop of a walk went, in words."""
    said = [] if stop.how == "as_planned" else [_KINDS[stop.how]]
    said += [name for name, marked in (("late", stop.late), ("failing", stop.failing)) if marked]
    return ", ".join(said) or "as planned"


def walk_sentence(found: Walk) -> str:
    """What one walk says: the answer first."""
    odd = sum(said_of(stop) != "as planned" for stop in found.stops)
    happened = sum(stop.how != "missing" for stop in found.stops)
    steps = f"{happened} touchpoint{'' if happened == 1 else 's'}"
    return f"Case {found.case}: {steps}, {'all as planned' if not odd else f'{odd} not as planned'}."


def walk_rows(found: Walk) -> tuple[list[str], list[list[str]]]:
    """The columns and the rows of one walk."""
    rows = []
    for stop in found.stops:
        moment = "" if stop.ts_s is None else f"{datetime.fromtimestamp(stop.ts_s, UTC):%Y-%m-%d %H:%M}"
        rows.append([moment, stop.touchpoint, said_of(stop), "" if stop.score is None else f"{stop.score:g}"])
    return ["time (UTC)", "touchpoint", "how", "score"], rows


def walk_as_text(found: Walk) -> str:
    """One walk, a line a stop."""
    return "\n".join([walk_sentence(found), "", *_aligned(*walk_rows(found))])


def walk_as_record(found: Walk) -> dict[str, Any]:
    """One walk as plain data."""
    names = ("touchpoint", "how", "ts_s", "score", "late", "failing")
    return {"case": found.case, "stops": [{name: getattr(stop, name) for name in names} for stop in found.stops]}


def _estimate(one: Estimate | None) -> dict[str, Any] | None:
    if one is None:
        return None
    names = ("value", "low", "high", "n", "n_effective", "clusters", "method", "definition")
    return {name: getattr(one, name) for name in names}


def as_record(found: JourneyOverview) -> dict[str, Any]:
    """Everything as plain data."""
    graph = found.graph
    record: dict[str, Any] = {
        "cases": found.cases,
        "events": found.events,
        "activities": found.activities,
        "variants": len(found.variants),
        "accounts": found.accounts,
        "first_day": found.period.first if found.period else None,
        "last_day": found.period.last if found.period else None,
        "starts": graph.start_counts(),
        "ends": graph.end_counts(),
        "flows": [{"from": a, "to": b, "times": n} for a, b, n in graph.edges()],
        "frequent_variants": [
            {"walk": list(found.variants.walk(k)), "cases": int(found.variants.counts[k])}
            for k in range(min(MOST, len(found.variants)))
        ],
        "months": [{"month": m.month, "begun": m.begun, "ended": m.ended, "events": m.events} for m in found.months],
        "durations": [
            {
                "from": one.start,
                "to": one.end,
                "times": one.went_on,
                "median_hours": _estimate(one.median),
                "p90_hours": _estimate(one.p90),
            }
            for one in found.transitions
        ],
    }
    if found.alignments is not None and found.deviations is not None:
        record["planned"] = _against_plan(found)
    return record


def _against_plan(found: JourneyOverview) -> dict[str, Any]:
    aligned, left = found.alignments, found.deviations
    assert aligned is not None
    assert left is not None
    return {
        "journey": aligned.plan.name,
        "as_planned": _estimate(found.as_planned),
        "fitting_cases": aligned.fitting_cases,
        "mean_fitness": aligned.mean_fitness,
        "cost": aligned.total_cost,
        "deviations": [
            {
                "kind": one.kind,
                "touchpoint": one.touchpoint,
                "owner": one.owner,
                "cases": one.cases,
                "times": one.times,
                "accounts": one.accounts,
                "share": _estimate(one.share),
            }
            for one in left.found
        ],
        "funnel": [
            {
                "touchpoint": one.touchpoint,
                "reached": one.reached,
                "lost": one.lost,
                "of_first": _estimate(one.of_first),
                "of_previous": _estimate(one.of_previous),
            }
            for one in found.funnel
        ],
    }
