"""How the command tells what stands beside the shares: targets that are missed, and what customers call important."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cxlab.drivers import Beside, ImportanceMap
    from cxlab.results import Estimate

GAP_COLUMNS = ["driver", "mean", "target", "gap", ""]
SAID_COLUMNS = ["driver", "share, %", "said, from the average", "finding"]
FINDINGS = {
    "both": "important, by word and by score",
    "hidden": "hidden: scores say important, words say less than average",
    "said_only": "said only: words say important, scores say less than average",
    "neither": "less important, by word and by score",
    "cannot_tell": "cannot be told yet",
}


def gap_rows(found: ImportanceMap) -> list[list[str]]:
    """One row for each driver with a target; its gap holds together with all others."""
    rows = []
    for one in found.places:
        if one.target is None or one.gap is None:
            continue
        word = "cannot be told yet"
        if one.gap.high is not None and one.gap.low is not None:
            word = "missed" if one.gap.high < 0 else "reached" if one.gap.low > 0 else word
        mean = "-" if one.performance.value is None else f"{one.performance.value:.2f}"
        rows.append([one.name, mean, f"{one.target:g}", _signed(one.gap), word])
    return rows


def said_rows(said: tuple[Beside, ...]) -> list[list[str]]:
    """One row for each driver that has both importances."""
    return [
        [one.name, f"{(one.derived.value or 0) * 100:.0f}", _signed(one.stated), FINDINGS[one.finding]] for one in said
    ]


def _signed(one: Estimate) -> str:
    if one.value is None:
        return "-"
    interval = "" if one.low is None or one.high is None else f" ({one.low:+.2f} to {one.high:+.2f})"
    return f"{one.value:+.2f}{interval}"


def said_record(said: tuple[Beside, ...]) -> list[dict[str, Any]]:
    """Both importances as plain data."""
    return [
        {
            "driver": one.name,
            "stated": {name: getattr(one.stated, name) for name in ("value", "low", "high", "n", "method")},
            "share": {name: getattr(one.derived, name) for name in ("value", "low", "high", "n", "method")},
            "finding": one.finding,
        }
        for one in said
    ]
