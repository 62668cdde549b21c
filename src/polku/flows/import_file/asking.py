"""Decides what is asked about a file before it lands, and what of it is decided already."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from polku.flows.import_file.mapping import ColumnUse, Mapping

if TYPE_CHECKING:
    from cxlab.files import TableFile
    from cxlab.noticing import Earlier, Noticed, Role

# Of a file with more cells than this the first rows are looked at: people wait for the page.
MOST_CELLS = 40_000_000
# What of the answers' roles is called otherwise by who notices.
_ROLES = {"unit": "background"}
# What those who notice call the columns of records that can be misread, and what is told of them.
_RECORDS = {
    **dict.fromkeys(("time", "made", "decided", "customer_since", "month"), "time"),
    "amount": "answer",
}
_OF_RECORDS = frozenset({"mixed_dates", "ambiguous_dates", "decimal_comma", "broken_letters"})

# Decisions to go and get something else first: another file, another title, the same file read otherwise. When that is
# done what was noticed is no more.
_HOLDS = frozenset({"stop", "other_encoding", "new_survey", "other_wave", "corrected"})


@dataclass(frozen=True, slots=True)
class Asked:
    """Something odd, and what was decided of it: the key of a choice, or None."""

    noticed: Noticed
    key: str
    decided: str | None

    @property
    def waits(self) -> bool:
        """Whether nothing lands before this is decided, or because it is."""
        return (self.decided is None or self.decided in _HOLDS) and self.noticed.needed and bool(self.noticed.choices)


@dataclass(slots=True)
class Looking:
    """The rows of a file that are looked at: how many, and whether they are all of it.

    ``told`` hears after each part which share has been looked at, 0 to 1, and how many rows.
    """

    rows: int = 0
    whole: bool = True
    told: Callable[[float, int], None] = lambda _share, _rows: None

    def parts(self, file: TableFile) -> Iterator[pl.DataFrame]:
        most = max(10_000, MOST_CELLS // max(1, len(file.columns)))
        batches = file.batches()
        for part in batches:
            if self.rows >= most:
                self.whole = False
                return
            kept = part.head(most - self.rows)
            self.whole = self.whole and kept.height == part.height
            self.rows += kept.height
            yield kept
            self.told(max(batches.done, self.rows / most), self.rows)


def roles_of(file: TableFile, mapping: Mapping) -> dict[str, Role]:
    """What each column of a file is for, as those who notice call it."""
    if mapping.kind != "answers":
        from cxlab.noticing import Role

        roles = {name: Role(_RECORDS.get(use.role, "background")) for name, use in mapping.columns.items()}
        return {column.name: roles.get(column.name, Role("background")) for column in file.columns}
    return {column.name: role_of(mapping.columns.get(column.name)) for column in file.columns}


def found_in(
    file: TableFile,
    mapping: Mapping,
    *,
    earlier: Earlier | None = None,
    parts: Iterable[pl.DataFrame] | None = None,
) -> tuple[Noticed, ...]:
    """What is odd in a file; in one of records what their dates, amounts and letters would be misread by."""
    from cxlab.noticing import notice

    found = notice(
        Looking().parts(file) if parts is None else parts,
        roles=roles_of(file, mapping),
        columns=file.columns,
        earlier=earlier,
        decimal=file.form.decimal or ".",
    )
    return found if mapping.kind == "answers" else tuple(one for one in found if one.kind in _OF_RECORDS)


def asked_of(
    file: TableFile, mapping: Mapping, *, earlier: Earlier | None = None, found: tuple[Noticed, ...] | None = None
) -> tuple[Asked, ...]:
    """What is odd in a file, with what the mapping decides of it; ``found``: what a look at it found already."""
    from polku.flows.import_file.new_columns import new_columns

    found = found_in(file, mapping, earlier=earlier) if found is None else found
    found = (*found, *new_columns(file, mapping, found))
    return tuple(Asked(one, one.key, decided(mapping, one)) for one in found)


def role_of(use: ColumnUse | None) -> Role:
    """What a column is for, as those who notice call it."""
    from cxlab.noticing import Role

    if use is None:
        return Role("background")
    if use.role != "answer":
        return Role(_ROLES.get(use.role, use.role))
    if use.kind in {"short_text", "long_text"}:
        return Role("text")
    if use.kind in {"single", "multiple", "date"}:
        return Role("choice")
    return Role("answer", use.definition or None, use.low, use.high, tuple(use.labels.items()))


# What a column has to be for a decision to hold: a kept mapping may have been told otherwise since.
_AS = {"with_month": "day", "as_time": "time"}


def decided(mapping: Mapping, noticed: Noticed) -> str | None:
    """What was decided of something noticed; values that were not there to be decided on are undecided still."""
    choice = mapping.decisions.get(noticed.key)
    values = {value for value, _count in noticed.values}
    column = noticed.column or ""
    use = mapping.columns.get(column, ColumnUse("background"))
    offered = {one.key for one in noticed.choices}
    if "missing" in offered and values and values <= mapping.missing_of(column):
        return "missing"
    if noticed.kind == "bare_day" and choice is None and use.role == "day" and mapping.month:
        return "with_month"  # who names the month has said it
    if choice not in offered or _AS.get(choice, use.role) != use.role:
        return None
    if choice == "missing" and not use.unreadable:
        return None
    if choice == "reject_rows" and values and not values <= {*use.rejected, *mapping.missing_of(column)}:
        return None
    return choice


def undecided_of(asked: tuple[Asked, ...]) -> tuple[str, ...]:
    """Keys of what has to be decided still."""
    return tuple(one.key for one in asked if one.waits)
