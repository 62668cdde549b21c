"""Guesses what each column is for, from its name, its labels and its values; people decide."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

import polars as pl

from cxlab.noticing import names
from cxlab.noticing.counting import ColumnCounts, TableCounts
from cxlab.noticing.found import Described, Role
from cxlab.noticing.scales import guessed_scales
from cxlab.noticing.shapes import DATES, LED, NUMBERS, REAL_DATES, TEXT, WHOLE
from cxlab.noticing.worded import worded_scale

LONG_TEXT = 24
MOSTLY = 0.9
LAST_DAY, DAYS_OF_A_WEEK = 31, 7
LIGHTEST, HEAVIEST = 0.3, 3.0
MOST_LANGUAGES = 30


def proposed_roles(columns: Sequence[Described] | None, sample: pl.DataFrame) -> dict[str, Role]:
    """What each column seems to be for.

    Args:
        columns: what the file says of its columns; None where it says nothing but their names.
        sample: rows of the table, every column as text; some hundreds tell more than some tens.

    Returns:
        A role for each column of the sample. A column whose values look like marks on a scale that
        ``cxlab.definitions`` knows is proposed as its answer; what nothing speaks for is ``background``, what holds
        nothing ``ignored``.

    Example:
        >>> sample = pl.DataFrame({"RESPNUM": ["1", "2", "3"], "NETPRO": ["9", "10", "11"]})
        >>> {name: role.kind for name, role in proposed_roles(None, sample).items()}
        {'RESPNUM': 'respondent', 'NETPRO': 'answer'}
    """
    counts = TableCounts(sample.columns)
    counts.take(sample)
    return roles_of(counts, columns)


def roles_of(counts: TableCounts, columns: Sequence[Described] | None = None) -> dict[str, Role]:
    """As ``proposed_roles``, from counts that were made already."""
    labels = {one.name: one for one in columns or ()}
    scales = guessed_scales(counts, labels)
    roles: dict[str, Role] = {}
    taken: set[str] = set()
    for name, column in counts.columns.items():
        named = _by_name(name, labels.get(name), column, taken)
        role = named or scales.get(name) or worded_scale(column) or _by_cells(column)
        if role.kind in _ONE_EACH:
            taken.add(role.kind)
        roles[name] = role
    if "time" not in taken:
        _propose_a_time(roles, counts)
    return roles


_ONE_EACH = frozenset(names.ROLES)


def _by_name(name: str, described: Described | None, column: ColumnCounts, taken: set[str]) -> Role | None:
    if not column.filled:
        return Role("ignored")
    told = f"{name} {described.label}" if described is not None and described.label else name
    for kind, pattern in names.ROLES.items():
        fits = _FITS.get(kind, _not_words)
        if kind == "account" and pattern.search(told) and column.of_shape(TEXT) and not _coded(column):
            kind = "account_name"  # noqa: PLW2901 - a column called Customer may hold numbers or names
        if kind not in taken and pattern.search(told) and fits(column):
            return Role(kind)
    return None


def _coded(column: ColumnCounts) -> bool:
    """Whether cells are ids: letters and digits together in most of them, no spaces."""
    coded = column.values.filter(pl.col("value").str.contains(r"^\S*\d\S*$"))
    return int(coded["n"].sum()) > column.values["n"].sum() / 2


def _by_cells(column: ColumnCounts) -> Role:
    """Role of a column that neither its name nor a scale explains."""
    distinct = len(column.values)
    if names.WHEN_BARE.search(column.name) and _bare_days(column):
        return Role("day")
    if column.of_shape(TEXT) > column.filled / 2 and (column.more or distinct > column.filled * 0.3):
        words = column.length / column.filled
        named = re.search(r"(?:^|[\W_])(?:id|key|nr|no)$", column.name, re.IGNORECASE)
        return Role("text") if words > LONG_TEXT and not named else Role("background")
    return Role("background")


def _propose_a_time(roles: dict[str, Role], counts: TableCounts) -> None:
    """The first column of dates whose name speaks of time, else the first column of dates with a day in it."""
    dated = [
        name
        for name, column in counts.columns.items()
        if column.filled >= counts.rows / 2
        and column.of_shape(*DATES) >= MOSTLY * column.filled
        and column.of_shape(*REAL_DATES) > column.filled / 2
        and roles[name].kind in {"background", "text"}
    ]
    chosen = next((name for name in dated if names.WHEN.search(name)), dated[0] if dated else None)
    if chosen is not None:
        roles[chosen] = Role("time")


def _bare_days(column: ColumnCounts) -> bool:
    days = column.steps
    whole = column.of_shape(WHOLE, LED) == column.filled and not column.more
    return whole and min(days) >= 1 and DAYS_OF_A_WEEK < max(days) <= LAST_DAY


def _is_weight(column: ColumnCounts) -> bool:
    """Numbers around 1: a weight says how many persons an answer stands for, on the average one."""
    weights = column.steps
    if column.of_shape(*NUMBERS) < MOSTLY * column.filled or min(weights) < 0:
        return False
    mean = sum(weight * n for weight, n in weights.items()) / sum(weights.values())
    return LIGHTEST <= mean <= HEAVIEST


def _few_values(column: ColumnCounts) -> bool:
    return not column.more and len(column.values) <= MOST_LANGUAGES


def _one_each(column: ColumnCounts) -> bool:
    return column.more or len(column.values) > column.filled / 3


def _not_words(column: ColumnCounts) -> bool:
    """Names and ids, not sentences."""
    short = column.length / column.filled < 60  # noqa: PLR2004 - no name is as long
    return short and len(column.values) > 1 and not column.of_shape(*DATES)


_FITS: Mapping[str, Callable[[ColumnCounts], bool]] = {
    "respondent": _one_each,
    "weight": _is_weight,
    "wave": _few_values,
    "language": lambda column: _few_values(column) and column.of_shape(TEXT) >= MOSTLY * column.filled,
    "segment": _few_values,
    "decision_role": _few_values,
    "buyer_kind": _few_values,
    "mail": lambda column: "@" in str(column.values["value"][0]),
}
