"""How the command tells drivers: sentences made from the result first, then the table, JSON or a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from polku.cli.drivers_beside import GAP_COLUMNS, SAID_COLUMNS, gap_rows, said_record, said_rows

if TYPE_CHECKING:
    from cxlab.drivers import Beside, Contrasts, Driver, Importance, ImportanceMap
    from cxlab.results import Estimate

CHANCE = 0.05
_FEW = 3
NOTES = {
    "few_accounts": "Under 10 accounts: take every interval with care.",
    "few_answers": "Few answers for so many drivers: shares will move when more come in.",
    "no_relation": "An outcome that goes with none of them would look like this often enough.",
    "collinear": "Some drivers are answered so much alike that their shares can hardly be told apart.",
    "ceiling": "Half or more of the answers to a driver are its highest: what it is worth below cannot be seen well.",
    "outcome_ceiling": "Half or more of the outcomes are the highest: little is left to explain.",
    "much_filled_in": "A fifth or more of the answers was missing and filled in from the others.",
    "repaired": "The correlations did not quite fit together and were repaired.",
}


def sentences(found: Importance) -> list[str]:
    """What the result says, the answer first."""
    if not found.drivers:
        return [f"{found.n:,} answers are too few to tell what goes with {found.outcome}."]
    return [_first(found), _explained(found), *_how(found), *(NOTES[note] for note in found.notes if note in NOTES)]


def _first(found: Importance) -> str:
    """Which driver stands first, or that none can be named."""
    if not any(_counts(one) for one in found.drivers):
        return f"No driver goes with {found.outcome} more than chance would have it."
    best = [one.name for one in found.drivers if one.ranks[0] == 1 and _counts(one)]
    shares = _range(found.drivers[0].share, "share")
    if len(best) == 1:
        return f"{best[0]} goes with {found.outcome} most: {shares} of what the drivers explain together."
    if len(best) <= _FEW:
        return f"{_listed(best)} go with {found.outcome} most; which of them is first, these answers cannot tell."
    return (
        f"{len(best)} of {len(found.drivers)} drivers may go with {found.outcome} most; which, cannot be told. "
        f"The largest share is that of {found.drivers[0].name}: {shares}."
    )


def _counts(one: Driver) -> bool:
    return one.chance is not None and one.chance <= CHANCE


def _listed(names: list[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]


def _explained(found: Importance) -> str:
    none = [one.name for one in found.drivers if one.chance is not None and not _counts(one)]
    told = f"Together they explain {_range(found.r2, 'share')} of the differences in {found.outcome}."
    return f"{told} No more than chance: {_listed(none)}." if none else told


def _how(found: Importance) -> list[str]:
    accounts = "" if found.accounts is None else f" of {found.accounts:,} accounts"
    told = f"{found.n:,} answers{accounts}."
    if found.left_out:
        told += f" {found.left_out:,} rows lack the outcome or every driver."
    if found.filled_in:
        told += f" {found.filled_in:,} missing answers were filled in."
    return [told]


def _range(one: Estimate, unit: str) -> str:
    if one.value is None:
        return "-"
    if unit == "share":
        interval = "" if one.low is None or one.high is None else f" ({one.low * 100:.0f} to {one.high * 100:.0f})"
        return f"{one.value * 100:.0f} %{interval}"
    return f"{one.value:+.2f}" + (
        "" if one.low is None or one.high is None else f" ({one.low:+.2f} to {one.high:+.2f})"
    )


COLUMNS = ["driver", "share, %", "place", "by chance", "Johnson, %", "one step up", "correlation", "answered"]


def rows(found: Importance) -> list[list[str]]:
    """One row a driver, largest share first."""
    return [
        [
            one.name,
            _range(one.share, "share").replace(" %", ""),
            str(one.ranks[0]) if one.ranks[0] == one.ranks[1] else f"{one.ranks[0]}-{one.ranks[1]}",
            "-" if one.chance is None else f"{one.chance:.3f}",
            f"{(one.weight.value or 0) * 100:.0f}",
            _range(one.step, "own"),
            f"{one.correlation:.2f}",
            f"{one.answered:,}",
        ]
        for one in found.drivers
    ]


METHOD = (
    (
        "Share: part of R2 averaged over all orders of entry (Shapley; Lindeman, Merenda & Gold 1980), 95 % by "
        "bootstrap; it says how stable the share is."
    ),
    (
        "By chance: how often an outcome that goes with nothing gives some driver as large a part; small means that "
        "the driver matters."
    ),
    (
        "One step up: how much higher the outcome is where the driver is one step higher and the others are the same. "
        "Association, not effect."
    ),
)


PLACES = {
    "improve_first": "Improve first",
    "keep_up": "Keep it up",
    "not_first": "Low, but not first",
    "enough": "Good enough",
}
NATURES = {"basic": "basic", "linear": "linear", "exciting": "exciting", "cannot_tell": "cannot be told yet"}
CONTRAST_COLUMNS = ["driver", "a step below takes away", "a step above adds", "nature"]


def places(found: ImportanceMap) -> list[str]:
    """What the map says to do, one sentence each; none where nothing can be told."""
    told = []
    for key, words in PLACES.items():
        names = [one.name for one in found.places if one.where == key]
        told += [f"{words}: {_listed(names)}."] if names else []
    return told


def contrast_rows(found: Contrasts) -> list[list[str]]:
    """One row a driver, in the order given."""
    return [
        [one.name, _range(one.penalty, "own"), _range(one.reward, "own"), NATURES[one.nature]] for one in found.drivers
    ]


def about_contrasts(found: Contrasts) -> str:
    """What the contrasts rest on."""
    if not found.drivers:
        return f"{found.n:,} complete answers are too few to tell basic from exciting."
    point = found.drivers[0].turning
    return (
        f"From {point:g} on, {found.n:,} complete answers. Basic: what is lost below surely outweighs what is gained "
        "above; exciting: the other way; linear: an effect, and no difference between the two that can be shown."
    )


def tables(found: ImportanceMap, said: tuple[Beside, ...]) -> list[tuple[str, list[str], list[list[str]]]]:
    """Heading, columns and rows of what stands beside the shares; no table without rows."""
    tables = [("Against targets", GAP_COLUMNS, gap_rows(found)), ("Said beside found", SAID_COLUMNS, said_rows(said))]
    return [table for table in tables if table[2]]


def as_text(found: ImportanceMap, contrasts: Contrasts | None = None, said: tuple[Beside, ...] = ()) -> str:
    """Sentences, aligned tables, the method."""
    shares = found.importance
    lines = [*sentences(shares), *places(found)]
    if shares.drivers:
        lines += ["", *_aligned([COLUMNS, *rows(shares)])]
    for heading, columns, told in tables(found, said):
        lines += ["", heading, "", *_aligned([columns, *told])]
    if contrasts is not None:
        table = [CONTRAST_COLUMNS, *contrast_rows(contrasts)]
        lines += ["", *(_aligned(table) if contrasts.drivers else []), about_contrasts(contrasts)]
    return "\n".join([*lines, "", *METHOD] if shares.drivers else lines)


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


def about_map(found: ImportanceMap) -> list[str]:
    """What the lines of the map are, and where its scale comes from."""
    told = ["Lines: equal shares, and the average of all drivers. Whiskers hold for all drivers of an axis together."]
    if "scale_seen" in found.notes and found.places:
        low, high = found.places[0].scale
        told.append(f"The scale, {low:g} to {high:g}, was taken from the answers; --scale names another.")
    return told
