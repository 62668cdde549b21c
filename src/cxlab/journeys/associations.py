"""Says what goes with a mark on a walk: the difference in an outcome between walks with it and walks without.

Association, never cause: walks that went wrong somewhere differ in other ways too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cxlab.definitions import Definition, definition
from cxlab.journeys.tally import codes_of
from cxlab.metrics import compare, word_of
from cxlab.results import Comparison
from cxlab.statistics.intervals import critical
from cxlab.statistics.simultaneous import max_t

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

# With fewer walks on a side a difference is told without an interval: none could be trusted.
FEWEST_COMPARED = 5
_FEWEST = 2
_FEW_ACCOUNTS = 10
_BY_SEGMENT = ("net", "share", "mean")


@dataclass(frozen=True, slots=True)
class Association:
    """What goes with one mark.

    Attributes:
        mark: number of the mark.
        n_with, n_without: walks whose outcome is known, with and without the mark.
        comparison: outcome with the mark (left) minus without (right), simultaneous over all marks compared; without an
            interval, ``cannot_tell`` and noted ``too_few`` where a side has too few walks; None where it has none.
        adjusted: the same difference within segments; None where segments are not known, a side has too few walks or
            nothing varies within them.
    """

    mark: int
    n_with: int
    n_without: int
    comparison: Comparison | None
    adjusted: Comparison | None


def associate(
    marks: Flags,
    outcome: Sequence[float | None],
    metric: str | Definition = "mean",
    *,
    accounts: Ints | None = None,
    segment: Sequence[Any] | None = None,
    among: Flags | None = None,
    fewest: int = FEWEST_COMPARED,
    level: float = 0.95,
) -> tuple[Association, ...]:
    """Compare an outcome between walks with and without each mark; all marks with enough of both are one family.

    Within segments: the outcome is regressed on the mark with a level for each segment; variance clustered by account
    (sandwich, G / (G - 1)); Student's t with as many degrees of freedom as there are accounts that really inform the
    difference, (sum a)^2 / sum a^2 - 1 with a the account's share of the mark's variation [Carter, Schnepel &
    Steigerwald 2017]; simultaneous by max-T over accounts.

    Args:
        marks: whether each walk carries each mark; shape (marks, cases).
        outcome: per case, None where it is not known: a score, revenue, 1 or 0 for a case opened.
        metric: how the outcome is told: ``nps``, ``mean``, ``yes``...
        accounts: account of each case as a number, -1 for none; None when accounts are not known.
        segment: per case, None where it is not known; walks without a segment are left out of the adjusted difference.
        among: the cases that could carry each mark; shape (marks, cases); all unless told.
        fewest: walks that each side must have for an interval.
        level: coverage of all intervals together.

    Returns:
        One Association a mark, in their order. A side with too few walks, or without variation, gives ``cannot_tell``.

    Example:
        >>> marks = np.array([[True] * 20 + [False] * 20])
        >>> found = associate(marks, [2.0, 3.0] * 10 + [4.0, 5.0] * 10)
        >>> found[0].comparison.difference, found[0].comparison.word
        (-2.0, 'worse')
    """
    meant = definition(metric)
    values = np.array([np.nan if value is None else float(value) for value in outcome], dtype=np.float64)
    known = ~np.isnan(values)
    base = np.repeat(known[None, :], len(marks), axis=0) if among is None else among & known
    enough = np.minimum((marks & base).sum(axis=1), (~marks & base).sum(axis=1)) >= max(fewest, 1)
    plain = _plain(marks, base, values, meant, accounts=accounts, enough=enough, level=level)
    adjusted: list[Comparison | None] = [None] * len(marks)
    if segment is not None and meant.kind in _BY_SEGMENT:
        family = [one if there else None for one, there in zip(plain, enough, strict=True)]
        adjusted = _within(marks, _worth(meant, values), base, family, accounts, codes_of(segment), meant, level)
    return tuple(
        Association(k, int((marks[k] & base[k]).sum()), int((~marks[k] & base[k]).sum()), plain[k], adjusted[k])
        for k in range(len(marks))
    )


def _plain(
    marks: Flags, base: Flags, values: Floats, meant: Definition, *, accounts: Ints | None, enough: Flags, level: float
) -> list[Comparison | None]:
    found: list[Comparison | None] = [None] * len(marks)
    for family in (enough, ~enough):
        table = _laid_out(marks, base & family[:, None], values, accounts)
        if not table.height:
            continue
        known = None if accounts is None else "account"
        compared = compare(
            table, score="value", group="with", definition=meant, by="mark", against=0, account=known, level=level
        )
        for one in compared:
            number = int(str(one.by[0][1]))
            found[number] = one.comparison if enough[number] else _untold(one.comparison)
    return found


def _laid_out(marks: Flags, base: Flags, values: Floats, accounts: Ints | None) -> pl.DataFrame:
    """A row for each mark and walk that is compared; marks that one side has none of are left out."""
    parts = [pl.DataFrame(schema={"mark": pl.Int64, "with": pl.Int64, "value": pl.Float64})]
    for number, mark in enumerate(marks):
        here = np.flatnonzero(base[number])
        if not 0 < mark[here].sum() < len(here):
            continue
        part = {"mark": np.full(len(here), number), "with": mark[here].astype(np.int64), "value": values[here]}
        if accounts is not None:
            part["account"] = accounts[here]
        parts.append(pl.DataFrame(part))
    table = pl.concat(parts, how="diagonal")
    if "account" in table.columns:
        table = table.with_columns(pl.when(pl.col("account") >= 0).then(pl.col("account")))
    return table


def _untold(one: Comparison) -> Comparison:
    """A difference of too few walks: what it is, and nothing about how sure."""
    return replace(one, low=None, high=None, word="cannot_tell", notes=tuple(sorted({*one.notes, "too_few"})))


def _worth(meant: Definition, values: Floats) -> Floats:
    """What each outcome adds to the metric's mean, in the metric's unit."""
    if meant.counted is None:
        return values
    low, high = meant.counted
    worth = ((values >= low) & (values <= high)).astype(np.float64)
    if meant.against is not None:
        low, high = meant.against
        worth -= (values >= low) & (values <= high)
        worth *= 100
    return np.where(np.isnan(values), np.nan, worth)


def _within(  # noqa: PLR0917 (one step of associate, taken out for its length)
    marks: Flags,
    worth: Floats,
    base: Flags,
    plain: list[Comparison | None],
    accounts: Ints | None,
    segment: Ints,
    meant: Definition,
    level: float,
) -> list[Comparison | None]:
    n = len(worth)
    alone = np.arange(n) + (int(accounts.max(initial=-1)) + 1 if accounts is not None else 0)
    unit = alone if accounts is None else np.where(accounts >= 0, accounts, alone)
    _, unit = np.unique(unit, return_inverse=True)
    units = int(unit.max()) + 1 if n else 0
    fits: dict[int, tuple[float, float, float, Floats]] = {}
    for number, mark in enumerate(marks):
        here = np.flatnonzero(base[number] & (segment >= 0))
        fit = _fit(mark[here].astype(np.float64), worth[here], segment[here], unit[here], units)
        if fit is not None and plain[number] is not None:
            fits[number] = fit
    family = sum(one is not None for one in plain)
    each = _level_of_each([fit[3] for fit in fits.values()], family, units, level)
    found: list[Comparison | None] = [None] * len(marks)
    for number, (slope, error, df, _) in fits.items():
        one = plain[number]
        assert one is not None
        half = float(critical(each, df)) * error
        low, high = slope - half, slope + half
        notes = (
            set(one.notes)
            | ({"within_segments"} if len(set(segment.tolist())) > 1 else set())
            | ({"few_accounts"} if df < _FEW_ACCOUNTS - 1 else set())
        )
        found[number] = Comparison(
            one.left, one.right, slope, low, high, word_of(low, high, better=meant.higher_is_better), family,
            "within_segments_clustered" if accounts is not None else "within_segments", level, tuple(sorted(notes)),
        )  # fmt: skip
    return found


def _fit(
    mark: Floats, worth: Floats, segment: Ints, unit: Ints, units: int
) -> tuple[float, float, float, Floats] | None:
    """Slope of the outcome on the mark within segments, its error, its degrees of freedom, each account's influence."""
    if len(mark) < 2 * _FEWEST:
        return None
    size = np.maximum(np.bincount(segment), 1)
    x = mark - (np.bincount(segment, mark) / size)[segment]
    y = worth - (np.bincount(segment, worth) / size)[segment]
    spread = float(x @ x)
    if spread <= 1e-9:  # noqa: PLR2004 (every segment is all with or all without)
        return None
    slope = float(x @ y) / spread
    influence = np.bincount(unit, x * (y - slope * x), units) / spread
    weight = np.bincount(unit, x * x, units)
    effective = float(weight.sum() ** 2 / (weight @ weight))
    there = len(np.unique(unit))
    error = float(np.sqrt(there / max(there - 1, 1) * (influence @ influence)))
    # Nothing varies, or too few accounts inform the difference: no interval can be trusted.
    if error <= 1e-12 or effective < _FEWEST:  # noqa: PLR2004 (rounding)
        return None
    return slope, error, effective - 1, influence


def _level_of_each(influences: list[Floats], family: int, units: int, level: float) -> float:
    if not influences:
        return level
    stacked = np.array(influences)
    row, unit = np.nonzero(stacked)
    return max_t(unit, row, stacked[row, unit], np.ones(units), family=family, level=level)
