"""Decides how what was noticed stands on the page: alike matters are one question, open ones first."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from cxlab.noticing import together
from polku.flows.import_file.asking import Asked
from polku.flows.import_file.noticed import told

MOST_VALUES = 12
MOST_ROWS = 8


@dataclass(frozen=True, slots=True)
class Matter:
    """One question to whoever brings the file.

    ``members`` are the keys of all that is decided with it; ``columns`` those it is about. While it is ``open`` nothing
    lands. ``chosen`` is empty while nothing was decided.
    """

    number: int
    key: str
    members: tuple[str, ...]
    what: str
    why: str
    columns: tuple[str, ...]
    values: tuple[tuple[str, int], ...]
    more_values: int
    rows: str
    more_rows: int
    row_count: int
    choices: tuple[tuple[str, str, bool], ...]
    chosen: str
    chosen_words: str
    proposed: str
    open: bool

    @property
    def others(self) -> tuple[str, ...]:
        """Columns besides the one that the words name."""
        return self.columns[1:]


def matters_of(asked: Sequence[Asked], undecided: Collection[str]) -> tuple[Matter, ...]:
    """What was noticed as questions; members of a group that were decided apart are questions apart."""
    by_key = {one.key: one for one in asked}
    found: list[tuple[list[Asked], str]] = []
    for group in together([one.noticed for one in asked]):
        by_choice: dict[str, list[Asked]] = {}
        for noticed in group:
            one = by_key[noticed.key]
            by_choice.setdefault(one.decided or "", []).append(one)
        found += [(members, chosen) for chosen, members in by_choice.items()]
    return tuple(
        _matter(number, members, chosen, waits=any(one.key in undecided for one in members))
        for number, (members, chosen) in enumerate(found, 1)
    )


def _matter(number: int, members: Sequence[Asked], chosen: str, *, waits: bool) -> Matter:
    first = members[0].noticed
    words = told(first)
    alone = len(members) == 1
    rows = first.rows[:MOST_ROWS] if alone else ()
    return Matter(
        number=number,
        key=first.key,
        members=tuple(one.key for one in members),
        what=words.what,
        why=words.why,
        columns=tuple(one.noticed.column for one in members if one.noticed.column),
        values=first.values[:MOST_VALUES] if alone else (),
        more_values=max(0, len(first.values) - MOST_VALUES) if alone else 0,
        rows=", ".join(map(str, rows)),
        more_rows=max(0, first.count - len(rows)) if rows else 0,
        row_count=len(rows),
        choices=tuple((key, text, key == first.proposed) for key, text in words.choices),
        chosen=chosen,
        chosen_words=dict(words.choices).get(chosen, chosen),
        proposed=first.proposed or "",
        open=waits,
    )
