"""Lays what customers call important beside what their scores show: a difference between the two is a finding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from cxlab.drivers.answers import DriversError, Missing, read_columns
from cxlab.drivers.cautions import CHANCE
from cxlab.drivers.performance import ImportanceMap, Place
from cxlab.drivers.standing import from_average
from cxlab.results import Estimate

Kind = Literal["rating", "rank"]
Finding = Literal["both", "hidden", "said_only", "neither", "cannot_tell"]


@dataclass(frozen=True, slots=True)
class Stated:
    """What customers say of one driver.

    Attributes:
        name: of the driver.
        stands: how far they put it above (or below) the average of all drivers, in steps of the rating or in ranks,
            simultaneous over the drivers; above nought: called more important than the average.
    """

    name: str
    stands: Estimate


@dataclass(frozen=True, slots=True)
class Beside:
    """Stated and derived importance of one driver.

    Attributes:
        name: of the driver.
        stated: how far above the average of all it is put.
        derived: its share of what the drivers explain.
        finding: ``both`` more important than the average, by word and by score; ``hidden``: scores say so, words say
            less than average; ``said_only``: the other way; ``neither``; else ``cannot_tell``.
    """

    name: str
    stated: Estimate
    derived: Estimate
    finding: Finding


def stated_importance(
    table: Any,
    *,
    columns: Mapping[str, str],
    kind: Kind = "rating",
    account: str | None = None,
    missing: Missing = (),
    level: float = 0.95,
) -> tuple[Stated, ...]:
    """How important customers call each driver, against the average of all drivers.

    Some people rate everything high: each answer is taken less the person's own mean, so that only the order each of
    them gives counts. Ranks are turned round, so that more is more important.

    Args:
        table: one row per person.
        columns: by driver, the column of its rating or rank.
        kind: ``rating`` (more is more important) or ``rank`` (1 is the most important).
        account: column of accounts.
        missing: codes that mean "no answer".
        level: coverage of all intervals together.

    Returns:
        One Stated per driver, in the order given. Persons who answered fewer than two drivers tell no order and are
        left out; nobody left gives None values.

    Raises:
        TableError: absent columns, answers that are no numbers, fewer than two drivers.

    Example:
        >>> import polars as pl
        >>> table = pl.DataFrame({"p": [1, 1, 2], "q": [2, 2, 1]})
        >>> found = stated_importance(table, columns={"price": "p", "quality": "q"}, kind="rank")
        >>> [(one.name, round(one.stands.value, 2)) for one in found]
        [('price', 0.17), ('quality', -0.17)]
    """
    if len(columns) < 2:  # noqa: PLR2004 (one alone has no order)
        raise DriversError("Stated importance compares drivers: name the columns of at least two.")
    values, unit, accounts = read_columns(table, list(columns.values()), account=account, missing=missing)
    if kind == "rank":
        values = -values
    told = (~np.isnan(values)).sum(axis=1)
    keep = told >= 2  # noqa: PLR2004
    values, unit = values[keep], unit[keep]
    own = np.nansum(values, axis=1, keepdims=True) / told[keep, None]
    stands = from_average(values - own, unit, accounts, name=f"stated_{kind}@1", level=level)
    return tuple(Stated(name, one) for name, one in zip(columns, stands, strict=True))


def beside(derived: ImportanceMap, stated: Sequence[Stated]) -> tuple[Beside, ...]:
    """Stated importance beside derived, and the finding where both can be told.

    Args:
        derived: of the drivers; its intervals hold for all drivers together.
        stated: of the same drivers.

    Returns:
        One Beside per driver that has both, largest derived share first.

    Example:
        >>> beside(ImportanceMap("y", (), 0.5, None, None, ()), ())
        ()
    """
    said = {one.name: one.stands for one in stated}
    chances = {one.name: one.chance for one in derived.importance.drivers} if derived.places else {}
    return tuple(
        Beside(one.name, said[one.name], one.importance, _finding(one, chances[one.name], said[one.name], derived))
        for one in derived.places
        if one.name in said
    )


def _finding(one: Place, chance: float | None, said: Estimate, derived: ImportanceMap) -> Finding:
    share, equal = one.importance, derived.equal_share
    if share.low is None or share.high is None or said.low is None or said.high is None:
        return "cannot_tell"
    more = share.low > equal and chance is not None and chance <= CHANCE
    less = share.high < equal
    if said.low > 0:
        return "both" if more else "said_only" if less else "cannot_tell"
    if said.high < 0:
        return "hidden" if more else "neither" if less else "cannot_tell"
    return "cannot_tell"
