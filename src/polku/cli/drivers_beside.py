"""How the command tells what stands beside the shares: targets that are missed, and what customers call important."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cxlab.charts import figures
from polku.cli.drivers_words import say

if TYPE_CHECKING:
    from cxlab.drivers import Beside, ImportanceMap
    from cxlab.results import Estimate


def gap_columns(language: str) -> list[str]:
    """The columns of what stands against targets; the last is the word."""
    return [*(say(key, language) for key in ("driver", "mean", "target", "gap")), ""]


def said_columns(language: str) -> list[str]:
    """The columns of what is said beside what is found."""
    return [say(key, language) for key in ("driver", "share", "said", "finding")]


def gap_rows(found: ImportanceMap, language: str) -> list[list[str]]:
    """One row for each driver with a target; its gap holds together with all others."""
    rows = []
    for one in found.places:
        if one.target is None or one.gap is None:
            continue
        word = "cannot_tell"
        if one.gap.high is not None and one.gap.low is not None:
            word = "missed" if one.gap.high < 0 else "met" if one.gap.low > 0 else word
        mean = "-" if one.performance.value is None else figures.number(one.performance.value, 2, language)
        rows.append([one.name, mean, f"{one.target:g}", _signed(one.gap, language), say(word, language)])
    return rows


def said_rows(said: tuple[Beside, ...], language: str) -> list[list[str]]:
    """One row for each driver that has both importances."""
    return [
        [
            one.name,
            figures.number((one.derived.value or 0) * 100, 0, language),
            _signed(one.stated, language),
            say(one.finding, language),
        ]
        for one in said
    ]


def _signed(one: Estimate, language: str) -> str:
    if one.value is None:
        return "-"
    value = figures.difference(one.value, "scale", language)
    if one.low is None or one.high is None:
        return value
    ends = (figures.difference(end, "scale", language) for end in (one.low, one.high))
    return f"{value} ({figures.span(*ends, language)})"


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
