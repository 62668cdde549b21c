"""Decides how one version of a canvas differs from another, place by place, in the order of the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from polku.journeys.rules.canvas.shape import ACTS, QUESTIONS, ROWS, Column, Content

_MARKS = ("later", "peak", "end")


@dataclass(frozen=True, slots=True)
class Change:
    """One place that changed.

    Attributes:
        kind: ``question``, ``column_added``, ``column_gone``, ``column_moved``, ``name``, ``minutes``, ``session``,
            ``target``, ``touchpoint``, ``later``, ``peak``, ``end``, ``cell``, ``parts`` or ``act``.
        where: the name of the column, the key of the question or the act.
        row: of a cell, which row.
        before, after: what stood there and what stands there now; for a mark ``yes`` or nothing.
    """

    kind: str
    where: str
    row: str = ""
    before: str = ""
    after: str = ""


def difference(before: Content, after: Content) -> tuple[Change, ...]:
    """Every place at which two versions differ; none where they say the same.

    >>> one = Content((Column("a", "Start", cells={"goal": "Meet"}),))
    >>> [change.after for change in difference(one, Content((Column("a", "Start", cells={"goal": "Know"}),)))]
    ['Know']
    """
    return (*_questions(before, after), *_columns(before, after), *_scripts(before, after))


def _questions(before: Content, after: Content) -> Iterator[Change]:
    for key in QUESTIONS:
        old, new = before.questions.get(key, ""), after.questions.get(key, "")
        if old != new:
            yield Change("question", key, "", old, new)


def _columns(before: Content, after: Content) -> Iterator[Change]:
    old = {column.key: column for column in before.columns}
    new = {column.key: column for column in after.columns}
    for column in before.columns:
        if column.key not in new:
            yield Change("column_gone", column.name)
    stayed = [key for key in old if key in new]
    places = [key for key in new if key in old]
    for column in after.columns:
        if column.key not in old:
            yield Change("column_added", column.name)
            continue
        if stayed.index(column.key) != places.index(column.key):
            yield Change("column_moved", column.name)
        yield from _column(old[column.key], column)


def _told(value: object) -> str:
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def _column(old: Column, new: Column) -> Iterator[Change]:
    if old.name != new.name:
        yield Change("name", new.name, "", old.name, new.name)
    for name in ("minutes", "session", "target", "touchpoint"):
        was, now = _told(getattr(old, name)), _told(getattr(new, name))
        if was != now:
            yield Change(name, new.name, "", was, now)
    for mark in _MARKS:
        if getattr(old, mark) != getattr(new, mark):
            yield Change(mark, new.name, "", "yes" * getattr(old, mark), "yes" * getattr(new, mark))
    for row in ROWS:
        if old.cell(row) != new.cell(row):
            yield Change("cell", new.name, row, old.cell(row), new.cell(row))


def _act(content: Content, act: str) -> str:
    lines = (line for line in content.script if line.act == act)
    return "\n".join(" · ".join(filter(None, (line.who, line.says, line.brings))) for line in lines)


def _scripts(before: Content, after: Content) -> Iterator[Change]:
    old, new = ("\n".join(f"{p.who}: {p.part}" for p in content.parts) for content in (before, after))
    if old != new:
        yield Change("parts", "", "", old, new)
    for act in ACTS:
        was, now = _act(before, act), _act(after, act)
        if was != now:
            yield Change("act", act, "", was, now)
