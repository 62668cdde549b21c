"""Decides what a canvas still lacks: a peak, a deliberate end, a feeling, a script, a break in a long session."""

from __future__ import annotations

from dataclasses import dataclass

from polku.journeys.rules.canvas.shape import ACTS, Content

# Past two hours at one sitting people take in little: the encounter is better split into sessions.
LONG_SESSION = 180


@dataclass(frozen=True, slots=True)
class Remark:
    """Something worth mending: ``kind`` says what, ``names`` of which columns or acts."""

    kind: str
    names: tuple[str, ...] = ()


def planned_minutes(content: Content) -> dict[int, int]:
    """Planned minutes by session, without what happens outside of sessions.

    >>> from polku.journeys.rules.canvas.shape import Column
    >>> planned_minutes(Content((Column("a", "A", 30), Column("b", "B", 90, 2), Column("c", "C", 5, 0))))
    {1: 30, 2: 90}
    """
    told: dict[int, int] = {}
    for column in content.columns:
        if column.session and not column.later:
            told[column.session] = told.get(column.session, 0) + (column.minutes or 0)
    return told


def remarks(content: Content) -> tuple[Remark, ...]:
    """What the canvas lacks, the most important first. Memory keeps the peak and the end [Kahneman]."""
    columns = content.columns
    held = [column for column in columns if not column.later]
    found = []
    if not any(column.peak for column in columns):
        found.append(Remark("no_peak"))
    if not any(column.end for column in held):
        found.append(Remark("no_end"))
    elif not held[-1].end and not any(column.end for column in held if column.session == held[-1].session):
        found.append(Remark("end_not_last", (held[-1].name,)))
    if silent := tuple(column.name for column in columns if column.peak and not column.cell("peak")):
        found.append(Remark("peak_unsaid", silent))
    if unfelt := tuple(column.name for column in columns if not column.cell("feeling")):
        found.append(Remark("no_feeling", unfelt))
    if not any(column.later for column in columns):
        found.append(Remark("no_relationship"))
    long = tuple(str(session) for session, minutes in planned_minutes(content).items() if minutes > LONG_SESSION)
    if long:
        found.append(Remark("long_session", long))
    acts = {line.act for line in content.script}
    if not acts:
        found.append(Remark("no_script"))
    elif missing := tuple(act for act in ACTS if act not in acts):
        found.append(Remark("acts_missing", missing))
    return tuple(found)
