"""How the command tells journeys: as text for a person, as a record for a program, as a page with a drawing."""

from __future__ import annotations

from html import escape
from typing import Any

from cxlab.charts.funnel import funnel
from cxlab.charts.spine import Spine, spine
from cxlab.charts.tokens import LIGHT
from cxlab.journeys.overview import JourneyOverview
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
    sizes = f"{found.cases:,} cases, {found.events:,} events, {found.activities} touchpoints"
    told.append(f"{sizes}, {ways:,} different walks.{most}")
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
        widths = [min(max(len(row[k]) for row in [columns, *shown]), 90) for k in range(len(columns))]
        lines += ["", heading]
        for row in [columns, *shown]:
            lines.append("  " + "  ".join(_cut(cell, w).ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip())
        if len(rows) > len(shown):
            lines.append(f"  ... and {len(rows) - len(shown)} more; --json has them all.")
    return "\n".join(lines)


def _cut(cell: str, width: int) -> str:
    return cell if len(cell) <= width else cell[: width - 3] + "..."


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


def order_of(found: JourneyOverview) -> list[str]:
    """Touchpoints as they are drawn: as planned, the others by the place where they usually stand."""
    log = found.variants.log
    place = (range(int(log.offsets[c + 1] - log.offsets[c])) for c in range(log.n_cases))
    total = dict.fromkeys(range(len(log.names)), 0)
    for case, places in enumerate(place):
        for at, code in zip(places, log.codes[log.offsets[case] : log.offsets[case + 1]].tolist(), strict=True):
            total[code] += at
    usual = sorted(total, key=lambda code: (total[code] / max(int(found.graph.totals[code]), 1), log.names[code]))
    names = [log.names[code] for code in usual]
    if found.alignments is None:
        return names
    planned = list(dict.fromkeys(t.name for t in found.alignments.touchpoints if t.name in log.names))
    return planned + [name for name in names if name not in planned]


def as_page(found: JourneyOverview, name: str) -> str:
    """One file of HTML that needs nothing else."""
    order = order_of(found)
    times = {touchpoint: int(n) for touchpoint, n in zip(found.graph.names, found.graph.totals, strict=True)}
    planned = frozenset(t.name for t in found.alignments.touchpoints) if found.alignments else frozenset()
    left = found.deviations.found if found.deviations else ()
    ways = tuple((one.touchpoint, one.kind, one.share.value or 0.0) for one in left)
    drawn = Spine(tuple(order), tuple(times[one] for one in order), tuple(found.graph.edges()), planned, ways)
    chart = spine(drawn, language="en", tokens=LIGHT, title="Journeys as they happened")
    told = sentences(found)
    body = [f"<h1>{escape(told[0])}</h1>", *(f"<p>{escape(line)}</p>" for line in told[1:]), chart.markup]
    if len(found.funnel) > 1:
        title = "How far cases get"
        body.append(f"<h2>{title}</h2>{funnel(found.funnel, language='en', tokens=LIGHT, title=title).markup}")
    for heading, columns, rows in tables(found):
        head = "".join(f'<th scope="col">{escape(column)}</th>' for column in columns)
        lines = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
        body.append(f"<h2>{escape(heading)}</h2><table><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>")
    body.append(
        "<p>Intervals hold with 95 %. A deviation is read from an alignment of least cost; it says what, not why.</p>"
    )
    style = (
        "body{font:16px/1.5 Inter,system-ui,sans-serif;color:#1a2423;background:#fff;max-width:64rem;margin:2rem auto;"
        "padding:0 1rem}h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem}table{border-collapse:collapse;"
        "font-variant-numeric:tabular-nums;display:block;overflow-x:auto}th,td{text-align:left;"
        "padding:.25rem .75rem .25rem 0;border-bottom:1px solid #e2e7e5;vertical-align:top}"
        "svg{max-width:100%;height:auto;margin:1rem 0}"
    )
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(name)}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{style}</style></head><body><main>'
        + "".join(body)
        + "</main></body></html>"
    )
