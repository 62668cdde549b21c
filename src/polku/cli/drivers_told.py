"""How the command tells drivers: sentences made from the result first, then the table, JSON or a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cxlab.charts import figures
from cxlab.drivers.cautions import CHANCE
from polku.cli.drivers_beside import gap_columns, gap_rows, said_columns, said_record, said_rows
from polku.cli.drivers_words import listed, say

if TYPE_CHECKING:
    from cxlab.drivers import Beside, Contrasts, Driver, Importance, ImportanceMap
    from cxlab.results import Estimate

_FEW = 3
NOTES = (
    "few_accounts",
    "few_answers",
    "no_relation",
    "collinear",
    "ceiling",
    "outcome_ceiling",
    "much_filled_in",
    "repaired",
)


def sentences(found: Importance, language: str) -> list[str]:
    """What the result says, the answer first."""
    if not found.drivers:
        return [say("too_few", language, n=figures.count(found.n, language), outcome=found.outcome)]
    notes = [say(note, language) for note in found.notes if note in NOTES]
    return [_first(found, language), _explained(found, language), _how(found, language), *notes]


def _first(found: Importance, language: str) -> str:
    """Which driver stands first, or that none can be named."""
    if not any(_counts(one) for one in found.drivers):
        return say("nothing", language, outcome=found.outcome)
    best = [one.name for one in found.drivers if one.ranks[0] == 1 and _counts(one)]
    told = {"outcome": found.outcome, "share": _range(found.drivers[0].share, "share", language)}
    if len(best) == 1:
        return say("one_first", language, names=best[0], **told)
    if len(best) <= _FEW:
        return say("some_first", language, names=listed(best, language), **told)
    told["names"] = found.drivers[0].name
    return say("many_first", language, count=len(best), all=len(found.drivers), **told)


def _counts(one: Driver) -> bool:
    return one.chance is not None and one.chance <= CHANCE


def _explained(found: Importance, language: str) -> str:
    none = [one.name for one in found.drivers if one.chance is not None and not _counts(one)]
    told = say("explained", language, share=_range(found.r2, "share", language), outcome=found.outcome)
    return f"{told} {say('no_more', language, names=listed(none, language))}" if none else told


def _how(found: Importance, language: str) -> str:
    n = figures.count(found.n, language)
    told = [say("answers", language, n=n)]
    if found.accounts is not None:
        told = [say("answers_of", language, n=n, accounts=figures.count(found.accounts, language))]
    for key, number in (("left_out", found.left_out), ("filled_in", found.filled_in)):
        told += [say(key, language, n=figures.count(number, language))] if number else []
    return " ".join(told)


def _range(one: Estimate, unit: str, language: str, *, sign: bool = True) -> str:
    """A share in whole per cent, or a difference in steps with its sign; the interval in brackets."""
    if one.value is None:
        return "-"

    def written(value: float) -> str:
        if unit == "share":
            return figures.number(value * 100, 0, language)
        return figures.difference(value, "scale", language)

    value = figures.per_cent(written(one.value), language) if unit == "share" and sign else written(one.value)
    if one.low is None or one.high is None:
        return value
    return f"{value} ({figures.span(written(one.low), written(one.high), language)})"


def columns(language: str) -> list[str]:
    """The columns of the shares."""
    keys = ("driver", "share", "place", "by_chance", "johnson", "step", "correlation", "answered")
    return [say(key, language) for key in keys]


def rows(found: Importance, language: str) -> list[list[str]]:
    """One row a driver, largest share first."""
    return [
        [
            one.name,
            _range(one.share, "share", language, sign=False),
            str(one.ranks[0]) if one.ranks[0] == one.ranks[1] else f"{one.ranks[0]}-{one.ranks[1]}",
            "-" if one.chance is None else figures.number(one.chance, 3, language),
            figures.number((one.weight.value or 0) * 100, 0, language),
            _range(one.step, "own", language),
            figures.number(one.correlation, 2, language),
            figures.count(one.answered, language),
        ]
        for one in found.drivers
    ]


def method(language: str) -> list[str]:
    """What the columns are."""
    return [say(key, language) for key in ("about_share", "about_chance", "about_step")]


def places(found: ImportanceMap, language: str) -> list[str]:
    """What the map says to do, one sentence each; none where nothing can be told."""
    told = []
    for key in ("improve_first", "keep_up", "not_first", "enough"):
        names = [one.name for one in found.places if one.where == key]
        told += [f"{say(key, language)}: {listed(names, language)}."] if names else []
    return told


def contrast_columns(language: str) -> list[str]:
    """The columns of the contrasts."""
    return [say(key, language) for key in ("driver", "penalty", "reward", "nature")]


def contrast_rows(found: Contrasts, language: str) -> list[list[str]]:
    """One row a driver, in the order given."""
    return [
        [
            one.name,
            _range(one.penalty, "own", language),
            _range(one.reward, "own", language),
            say(one.nature, language),
        ]
        for one in found.drivers
    ]


def about_contrasts(found: Contrasts, language: str) -> str:
    """What the contrasts rest on."""
    n = figures.count(found.n, language)
    if not found.drivers:
        return say("few_complete", language, n=n)
    return say("about_nature", language, n=n, point=f"{found.drivers[0].turning:g}")


def tables(
    found: ImportanceMap, said: tuple[Beside, ...], language: str
) -> list[tuple[str, list[str], list[list[str]]]]:
    """Heading, columns and rows of what stands beside the shares; no table without rows."""
    tables = [
        (say("against_targets", language), gap_columns(language), gap_rows(found, language)),
        (say("said_beside", language), said_columns(language), said_rows(said, language)),
    ]
    return [table for table in tables if table[2]]


def as_text(found: ImportanceMap, contrasts: Contrasts | None, said: tuple[Beside, ...], language: str) -> str:
    """Sentences, aligned tables, the method."""
    shares = found.importance
    lines = [*sentences(shares, language), *places(found, language)]
    if shares.drivers:
        lines += ["", *_aligned([columns(language), *rows(shares, language)])]
    for heading, head, told in tables(found, said, language):
        lines += ["", heading, "", *_aligned([head, *told])]
    if contrasts is not None:
        table = [contrast_columns(language), *contrast_rows(contrasts, language)]
        lines += ["", *(_aligned(table) if contrasts.drivers else []), about_contrasts(contrasts, language)]
    return "\n".join([*lines, "", *method(language)] if shares.drivers else lines)


def _aligned(table: list[list[str]]) -> list[str]:
    """Columns under each other, a line beneath the header."""
    widths = [max(len(row[at]) for row in table) for at in range(len(table[0]))]
    drawn = [
        "  ".join(cell.rjust(w) if at else cell.ljust(w) for at, (cell, w) in enumerate(zip(row, widths, strict=True)))
        for row in table
    ]
    drawn.insert(1, "-" * len(drawn[0].rstrip()))
    return [line.rstrip() for line in drawn]


def _estimate(one: Estimate) -> dict[str, Any]:
    return {name: getattr(one, name) for name in ("value", "low", "high", "n", "clusters", "method", "definition")}


def as_record(
    found: ImportanceMap, contrasts: Contrasts | None = None, said: tuple[Beside, ...] = ()
) -> dict[str, Any]:
    """Everything as plain data."""
    record = _shares_record(found.importance)
    record["places"] = [
        {
            "driver": one.name,
            "importance": _estimate(one.importance),
            "performance": _estimate(one.performance),
            "scale": list(one.scale),
            "against_average": _estimate(one.against_average),
            "where": one.where,
            "target": one.target,
            "gap": None if one.gap is None else _estimate(one.gap),
        }
        for one in found.places
    ]
    if said:
        record["stated"] = said_record(said)
    if contrasts is not None:
        record["contrasts"] = [
            {
                "driver": one.name,
                "turning": one.turning,
                "penalty": _estimate(one.penalty),
                "reward": _estimate(one.reward),
                "asymmetry": _estimate(one.asymmetry),
                "nature": one.nature,
            }
            for one in contrasts.drivers
        ]
    return record


def _shares_record(found: Importance) -> dict[str, Any]:
    return {
        "outcome": found.outcome,
        "n": found.n,
        "accounts": found.accounts,
        "left_out": found.left_out,
        "filled_in": found.filled_in,
        "r2": _estimate(found.r2),
        "adjusted_r2": found.adjusted_r2,
        "chance": found.chance,
        "correlations": found.correlations,
        "repaired": found.repaired,
        "resamples": found.resamples,
        "notes": list(found.notes),
        "drivers": [
            {
                "driver": one.name,
                "share": _estimate(one.share),
                "r2": _estimate(one.part),
                "relative_weight": _estimate(one.weight),
                "step": _estimate(one.step),
                "chance": one.chance,
                "ranks": list(one.ranks),
                "correlation": one.correlation,
                "inflation": one.inflation,
                "answered": one.answered,
                "at_top": one.at_top,
            }
            for one in found.drivers
        ],
        "pairs": [
            {"first": p.first, "second": p.second, "difference": p.difference, "low": p.low, "high": p.high}
            for p in found.order.pairs
        ],
        "ties": [list(tie) for tie in found.order.ties],
    }


def about_map(found: ImportanceMap, language: str) -> list[str]:
    """What the lines of the map are, and where its scale comes from."""
    told = [say("lines", language)]
    if "scale_seen" in found.notes and found.places:
        low, high = (f"{end:g}" for end in found.places[0].scale)
        told.append(say("scale_seen", language, low=low, high=high))
    return told
