"""How the command tells journeys: as text for a person, as a record for a program."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from cxlab.charts import figures
from cxlab.journeys.overview import JourneyOverview
from cxlab.journeys.timing import Duration
from cxlab.journeys.walks import Stop, Walk
from cxlab.results import Estimate
from polku.cli.journeys_words import counted, say

MOST = 10


def sentences(found: JourneyOverview, language: str) -> list[str]:
    """What the log says, in words: the first answers the question."""
    told = []
    if found.as_planned is not None and found.as_planned.value is not None:
        share, n = _share(found.as_planned, language), figures.count(found.cases, language)
        told += [say("planned_one" if found.cases == 1 else "planned", language, share=share, n=n)]
        told += _unknown(found, language)
    ways = len(found.variants)
    parts = ((found.cases, "cases"), (found.events, "events"), (found.activities, "touchpoints"), (ways, "ways"))
    sizes = ", ".join(counted(n, figures.count(n, language), key, language) for n, key in parts)
    most = figures.figure(found.variants.share(0), "share", language) if ways else ""
    told.append(f"{sizes}. {say('most', language, share=most)}" if ways else f"{sizes}.")
    if found.accounts is not None:
        told.append(say("accounts", language, n=figures.count(found.accounts, language)))
    if found.period is not None:
        told.append(say("period", language, first=found.period.first, last=found.period.last))
    return told


def _unknown(found: JourneyOverview, language: str) -> list[str]:
    """Planned touchpoints that the log does not know: most often the plan spells them in another way."""
    assert found.alignments is not None
    planned = dict.fromkeys(one.name for one in found.alignments.touchpoints)
    strange = [name for name in planned if name not in found.graph.names]
    if not strange:
        return []
    return [say("none_known" if len(strange) == len(planned) else "some_unknown", language, names=", ".join(strange))]


def _tenths(value: float, language: str) -> str:
    return figures.number(value * 100, 1, language)


def _share(one: Estimate, language: str) -> str:
    if one.value is None:
        return "-"
    value = figures.per_cent(_tenths(one.value, language), language)
    if one.low is None or one.high is None:
        return value
    low, high = _tenths(one.low, language), _tenths(one.high, language)
    return f"{value} ({figures.per_cent(figures.span(low, high, language), language)})"


def _hours(one: Estimate, language: str) -> str:
    if one.value is None:
        return "-"
    value = say("hours", language, n=figures.number(one.value, 1, language))
    if one.low is None or one.high is None:
        return value
    ends = (figures.number(end, 1, language) for end in (one.low, one.high))
    return f"{value} ({figures.span(*ends, language)})"


Table = tuple[str, list[str], list[list[str]]]


def tables(found: JourneyOverview, waits: Sequence[Duration], language: str) -> list[Table]:
    """Each table: its heading, its columns, its rows."""
    parts = (
        _between(waits, language),
        _deviations(found, language),
        _funnel(found, language),
        _walks(found, language),
        _times(found, language),
    )
    return [part for part in parts if part is not None]


def _named(keys: tuple[str, ...], language: str) -> list[str]:
    return [say(key, language) for key in keys]


def _deviations(found: JourneyOverview, language: str) -> Table | None:
    if found.deviations is None:
        return None
    columns = _named(("how", "touchpoint", "owner", "cases_column", "share", "accounts_column"), language)
    rows = [
        [
            say(one.kind, language),
            one.touchpoint,
            say(one.owner, language) if one.owner in {"brand", "partner", "customer", "social"} else one.owner or "",
            figures.count(one.cases, language),
            _share(one.share, language),
            "" if one.accounts is None else figures.count(one.accounts, language),
        ]
        for one in found.deviations.found
    ]
    return say("deviations", language), columns, rows


def _funnel(found: JourneyOverview, language: str) -> Table | None:
    if not found.funnel:
        return None
    rows = [
        [
            one.touchpoint,
            figures.count(one.reached, language),
            figures.count(one.lost, language),
            _share(one.of_previous, language),
        ]
        for one in found.funnel
    ]
    return say("funnel", language), _named(("touchpoint", "reached", "lost", "of_previous"), language), rows


def _walks(found: JourneyOverview, language: str) -> Table:
    rows = [
        [
            " > ".join(found.variants.walk(k)),
            figures.count(int(found.variants.counts[k]), language),
            figures.per_cent(_tenths(found.variants.share(k), language), language),
        ]
        for k in range(min(MOST, len(found.variants)))
    ]
    return say("walks", language), _named(("walk", "cases_column", "share"), language), rows


def _between(waits: Sequence[Duration], language: str) -> Table | None:
    if not waits:
        return None
    rows = [
        [
            f"{one.start} > {one.end}",
            *(figures.count(n, language) for n in (one.reached, one.went_on, one.waiting)),
            _hours(one.median, language),
            _hours(one.p90, language),
        ]
        for one in waits
    ]
    keys = ("step", "begun", "went_on", "open", "median", "p90")
    return say("between", language), _named(keys, language), rows


def _times(found: JourneyOverview, language: str) -> Table | None:
    if not found.transitions:
        return None
    rows = [
        [
            f"{one.start} > {one.end}",
            figures.count(one.went_on, language),
            _hours(one.median, language),
            _hours(one.p90, language),
        ]
        for one in found.transitions
    ]
    return say("durations", language), _named(("step", "times", "median", "p90"), language), rows


def as_text(found: JourneyOverview, waits: Sequence[Duration], language: str) -> str:
    """Sentences, then tables with aligned columns."""
    lines = [_plain(line) for line in sentences(found, language)]
    for heading, columns, rows in tables(found, waits, language):
        shown = rows[: 2 * MOST]
        lines += ["", heading, *_aligned(columns, shown)]
        if len(rows) > len(shown):
            lines.append(f"  {say('more', language, n=len(rows) - len(shown))}")
    return "\n".join(lines)


def _aligned(columns: list[str], rows: list[list[str]]) -> list[str]:
    widths = [min(max(len(row[k]) for row in [columns, *rows]), 90) for k in range(len(columns))]
    cells = [[_cut(cell, w).ljust(w) for cell, w in zip(row, widths, strict=True)] for row in [columns, *rows]]
    return ["  " + "  ".join(row).rstrip() for row in cells]


def _cut(cell: str, width: int) -> str:
    return _plain(cell if len(cell) <= width else cell[: width - 3] + "...")


def _plain(words: str) -> str:
    """Nothing of a log that a terminal would obey."""
    return "".join(sign if sign.isprintable() or sign == figures.HARD_SPACE else "?" for sign in words)


def said_of(stop: Stop, language: str) -> str:
    """How a stop of a walk went, in words."""
    said = [] if stop.how == "as_planned" else [say(stop.how, language)]
    said += [say(name, language) for name, marked in (("late", stop.late), ("failing", stop.failing)) if marked]
    return ", ".join(said) or say("as_planned", language)


def walk_sentence(found: Walk, language: str) -> str:
    """What one walk says: the answer first."""
    odd = sum(stop.how != "as_planned" or stop.late or stop.failing for stop in found.stops)
    happened = sum(stop.how != "missing" for stop in found.stops)
    steps = counted(happened, figures.count(happened, language), "touchpoints", language)
    return say("one_left" if odd else "one_fits", language, case=found.case, steps=steps, odd=odd)


def walk_rows(found: Walk, language: str) -> tuple[list[str], list[list[str]]]:
    """The columns and the rows of one walk."""
    rows = []
    for stop in found.stops:
        moment = "" if stop.ts_s is None else f"{datetime.fromtimestamp(stop.ts_s, UTC):%Y-%m-%d %H:%M}"
        score = "" if stop.score is None else f"{stop.score:g}"
        rows.append([moment, stop.touchpoint, said_of(stop, language), score])
    return _named(("time", "touchpoint", "how", "score"), language), rows


def walk_as_text(found: Walk, language: str) -> str:
    """One walk, a line a stop."""
    return "\n".join([_plain(walk_sentence(found, language)), "", *_aligned(*walk_rows(found, language))])


def walk_as_record(found: Walk) -> dict[str, Any]:
    """One walk as plain data."""
    names = ("touchpoint", "how", "ts_s", "score", "late", "failing")
    return {"case": found.case, "stops": [{name: getattr(stop, name) for name in names} for stop in found.stops]}


def _estimate(one: Estimate | None) -> dict[str, Any] | None:
    if one is None:
        return None
    names = ("value", "low", "high", "n", "n_effective", "clusters", "method", "definition")
    return {name: getattr(one, name) for name in names}


def _waited(one: Duration) -> dict[str, Any]:
    return {
        "from": one.start,
        "to": one.end,
        "reached": one.reached,
        "went_on": one.went_on,
        "still_under_way": one.waiting,
        "median_hours": _estimate(one.median),
        "p90_hours": _estimate(one.p90),
    }


def as_record(found: JourneyOverview, waits: Sequence[Duration]) -> dict[str, Any]:
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
    if waits:
        record["between"] = [_waited(one) for one in waits]
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
