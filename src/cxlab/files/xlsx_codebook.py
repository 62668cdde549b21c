"""The sheet on which a workbook of ours keeps labels, missing codes and sets: how it is written and read back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from cxlab.files.forms import Column, MultipleSet

SHEET = "Columns"
HEADER = ("column", "label", "value", "value label", "missing", "set", "set label", "counted")
_MISSING = "yes"


def lines(columns: Sequence[Column], sets: Sequence[MultipleSet]) -> Iterator[tuple[str, ...]]:
    """The header, a line for each column, and after each column one for each of its codes.

    Args:
        columns: what is known of them.
        sets: multiple response sets.

    Example:
        >>> list(lines([Column("q1", "How likely?", {"11": "Blank"}, ("11",))], []))[2][2:5]
        ('11', 'Blank', 'yes')
    """
    yield HEADER
    owners = {one.name: one for one in sets}
    for column in columns:
        one = owners.get(column.set_name or "")
        yield (column.name, column.label, "", "", "", *((one.name, one.label, one.counted or "") if one else ("",) * 3))
        for code in dict.fromkeys((*column.value_labels, *column.missing)):
            missing = _MISSING if code in column.missing else ""
            yield (column.name, "", code, column.value_labels.get(code, ""), missing, "", "", "")


def told(
    rows: Sequence[Mapping[int, str]], columns: Sequence[Column]
) -> tuple[tuple[Column, ...], tuple[MultipleSet, ...]]:
    """The columns with what the sheet says of them, and the sets.

    Args:
        rows: the sheet: number of the column, from 0 -> text.
        columns: those of the table.

    Example:
        >>> sheet = [dict(enumerate(HEADER)), {0: "q1", 1: "How likely?"}, {0: "q1", 2: "11", 4: "yes"}]
        >>> told(sheet, [Column("q1")])[0][0].missing
        ('11',)
    """
    if not rows or tuple(rows[0].get(at) for at in range(len(HEADER))) != HEADER:
        return tuple(columns), ()
    known = {column.name: column for column in columns}
    members: dict[str, list[str]] = {}
    about: dict[str, tuple[str, str | None]] = {}
    for row in rows[1:]:
        column = known.get(row.get(0, ""))
        if column is None:
            continue
        code, name = row.get(2), row.get(5)
        if code is not None:
            labels = {**column.value_labels, code: row[3]} if row.get(3) else column.value_labels
            missing = (*column.missing, code) if row.get(4) == _MISSING else column.missing
            known[column.name] = replace(column, value_labels=labels, missing=missing)
            continue
        known[column.name] = replace(column, label=row.get(1, ""), set_name=name)
        if name:
            members.setdefault(name, []).append(column.name)
            about[name] = (row.get(6, ""), row.get(7))
    sets = tuple(MultipleSet(name, about[name][0], tuple(of), about[name][1]) for name, of in members.items())
    return tuple(known[column.name] for column in columns), sets
