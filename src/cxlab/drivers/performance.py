"""Lays importance beside performance: what to improve first, where the data can tell [Martilla & James 1977]."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from cxlab.drivers.answers import DriversError, Missing
from cxlab.drivers.cautions import CHANCE
from cxlab.drivers.drawing import Gaps, Kind, prepared
from cxlab.drivers.importance import Driver, Importance, told
from cxlab.drivers.standing import from_average, from_target
from cxlab.metrics import score
from cxlab.results import Estimate
from cxlab.statistics.simultaneous import bonferroni

Floats = NDArray[np.float64]
Where = Literal["improve_first", "keep_up", "not_first", "enough", "cannot_tell"]
Scale = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Place:
    """Where one driver stands on the map.

    Attributes:
        name: of the driver.
        importance: its share of what the drivers explain; the interval holds for all drivers of the map together.
        performance: mean of its answers with interval, clustered by account, in steps of its scale.
        scale: lowest and highest step.
        against_average: performance less the average of all drivers, in shares of the scale; simultaneous.
        target: where it should be; None without one.
        gap: performance less target, simultaneous; below nought: the target is missed. None without a target.
        where: ``improve_first`` (important, surely below), ``keep_up`` (important, surely above), ``not_first`` and
            ``enough`` (surely less important, below and above), else ``cannot_tell``. Below and above: the target
            where there is one, the average of all drivers otherwise. Important: the share is surely larger than if
            all shares were equal, and chance would not give as much.
    """

    name: str
    importance: Estimate
    performance: Estimate
    scale: Scale
    against_average: Estimate
    target: float | None
    gap: Estimate | None
    where: Where


@dataclass(frozen=True, slots=True)
class ImportanceMap:
    """Importance and performance of all drivers.

    Attributes:
        outcome: its column.
        places: largest share first; empty with too few answers.
        equal_share: the share of each if all were alike, 1 / p: the line between more and less important.
        average: average performance of all drivers as a share of the scale: the line without targets.
        importance: the shares and all that goes with them, intervals for each by itself.
        notes: those of the importance, and ``scale_seen`` when the scale was taken from the answers.
    """

    outcome: str
    places: tuple[Place, ...]
    equal_share: float
    average: float | None
    importance: Importance
    notes: tuple[str, ...]


def importance_map(
    table: Any,
    *,
    outcome: str,
    drivers: Sequence[str],
    account: str | None = None,
    missing: Missing = (),
    scale: Scale | Mapping[str, Scale] | None = None,
    targets: Mapping[str, float] | None = None,
    gaps: Gaps = "impute",
    correlations: Kind = "pearson",
    resamples: int | None = None,
    level: float = 0.95,
) -> ImportanceMap:
    """Importance against performance, with intervals on both axes and the gap to the target.

    Args:
        table: one row per response.
        outcome: column of the outcome.
        drivers: 1 to 22 columns.
        account: column of accounts.
        missing: codes that mean "no answer", for all columns or by column.
        scale: lowest and highest step, of all drivers or by driver. None: lowest and highest answer to any of them, and
            the note ``scale_seen``.
        targets: by driver, in steps of its scale.
        gaps: see ``importance``; performance counts every answer given.
        correlations: see ``importance``.
        resamples: see ``importance``.
        level: coverage, on each axis of all drivers together.

    Returns:
        ImportanceMap. With one driver, or too few answers, nothing is told more or less important.

    Raises:
        TableError: as ``importance``; a target for what is no driver, or answers outside the scale.

    Example:
        >>> import polars as pl
        >>> rng = np.random.default_rng(1)
        >>> a, b = rng.integers(1, 6, 300), rng.integers(3, 6, 300)
        >>> table = pl.DataFrame({"a": a, "b": b, "y": 2 * a + rng.normal(size=300)})
        >>> found = importance_map(table, outcome="y", drivers=["a", "b"], scale=(1, 5), resamples=200)
        >>> [(one.name, one.where) for one in found.places]
        [('a', 'improve_first'), ('b', 'enough')]
    """
    aims = dict(targets or {})
    if strange := [name for name in aims if name not in drivers]:
        raise DriversError(f"A target is given for what is no driver: {', '.join(strange)}.")
    made = prepared(
        table,
        outcome=outcome,
        drivers=drivers,
        account=account,
        missing=missing,
        gaps=gaps,
        correlations=correlations,
        resamples=resamples,
    )
    shares = told(made, level)
    together = told(made, bonferroni(level, len(drivers)))
    answers = made.answers
    scales = _scales(scale, drivers, answers.values)
    values = answers.values[:, :-1]
    low, high = np.array([scales[name] for name in drivers]).T
    parts = (values - low) / (high - low)
    standing = from_average(parts, answers.unit, answers.accounts, name="against_average@1", level=level)
    aimed = np.array([aims.get(name, np.nan) for name in drivers])
    missed = from_target(values, aimed, answers.unit, answers.accounts, name="gap_to_target@1", level=level)
    number = {name: at for at, name in enumerate(drivers)}
    means = {name: _mean(table, name, account, missing, level) for name in drivers}
    places = []
    for one in together.drivers:
        at = number[one.name]
        gap = missed[at] if one.name in aims else None
        where = _where(one, 1 / len(drivers), gap or standing[at])
        places.append(
            Place(one.name, one.share, means[one.name], scales[one.name], standing[at], aims.get(one.name), gap, where)
        )
    average = _average(parts) if places else None
    notes = (*shares.notes, *(("scale_seen",) if scale is None else ()))
    return ImportanceMap(outcome, tuple(places), 1 / len(drivers), average, shares, notes)


def _where(one: Driver, equal: float, standing: Estimate) -> Where:
    share = one.share
    if share.low is None or share.high is None or standing.low is None or standing.high is None or equal >= 1:
        return "cannot_tell"
    below, above = standing.high < 0, standing.low > 0
    if share.low > equal and one.chance is not None and one.chance <= CHANCE and (below or above):
        return "improve_first" if below else "keep_up"
    if share.high < equal and (below or above):
        return "not_first" if below else "enough"
    return "cannot_tell"


def _average(parts: Floats) -> float | None:
    """Mean of the means of all columns that somebody answered."""
    told = ~np.isnan(parts)
    n = told.sum(axis=0)
    if not (n > 0).any():
        return None
    return float((np.where(told, parts, 0.0).sum(axis=0)[n > 0] / n[n > 0]).mean())


def _mean(table: Any, name: str, account: str | None, missing: Missing, level: float) -> Estimate:
    codes = missing.get(name, ()) if isinstance(missing, Mapping) else missing
    found = score(table, score=name, definition="mean", account=account, missing=codes, level=level)[0].estimate
    assert isinstance(found, Estimate)
    return found


def _scales(scale: Scale | Mapping[str, Scale] | None, drivers: Sequence[str], values: Floats) -> dict[str, Scale]:
    if scale is None:
        given = values[:, :-1][~np.isnan(values[:, :-1])]
        seen = (float(given.min()), float(given.max())) if len(given) else (0.0, 1.0)
        scale = seen if seen[0] < seen[1] else (seen[0], seen[0] + 1)
    found = {name: scale[name] if isinstance(scale, Mapping) else scale for name in drivers}
    for at, (name, (low, high)) in enumerate(found.items()):
        if not low < high:
            raise DriversError(f"The scale of {name!r} goes from {low:g} to {high:g}. Name the lowest step first.")
        given = values[:, at][~np.isnan(values[:, at])]
        outside = (given < low) | (given > high)
        if outside.any():
            raise DriversError(
                f"{int(outside.sum())} answers to {name!r} lie outside its scale of {low:g} to {high:g}, such as "
                f"{given[outside][0]:g}. Name the scale that was asked, or the code as missing."
            )
    return found
