"""Decides what a target experience canvas holds, how it is kept, and which of it is refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from polku.governance.rules import mark

# An encounter's canvas may be taken up to the service it belongs to, and from there to the whole organisation.
LEVELS = ("encounter", "service", "organisation")
ROWS = ("goal", "peak", "feeling", "opportunity", "how")
# Asked before the canvas is filled, and those that stay above it.
BEFORE = ("exceeded", "aimed", "expectations", "wanted", "expected", "promise")
ABOVE = ("experience", "takeaway", "lasting", "overload", "easier")
QUESTIONS = (*BEFORE, *ABOVE)
Place = Literal["columns", "questions", "script"]
# What is filled in on one page, and the parts of the content that it is kept in.
PLACES: Mapping[Place, tuple[str, ...]] = {
    "columns": ("columns",),
    "questions": ("questions",),
    "script": ("parts", "script"),
}
ACTS = ("meeting", "matter", "closing")
MOST_COLUMNS = 10
MOST_LINES = 40
MOST_PARTS = 12
LONGEST_NAME = 80
LONGEST_TEXT = 600
MOST_SESSIONS = 6
MOST_MINUTES = 7 * 24 * 60
SCORES = (1.0, 5.0)


class CanvasFault(Exception):  # noqa: N818 - reads as what is wrong
    """The content is no canvas: ``kind`` says why, ``place`` where (``c2-goal``, ``script-3``), ``most`` the limit."""

    def __init__(self, kind: str, place: str = "", most: int = 0) -> None:
        super().__init__(kind, place)
        self.kind, self.place, self.most = kind, place, most


@dataclass(frozen=True, slots=True)
class Column:
    """A phase of the encounter.

    Attributes:
        key: what it is known by while its name and place change.
        name: as the team calls it.
        minutes: planned length; None where it has none.
        session: which session it belongs to, from 1; 0 for what happens outside of them, such as the phone call.
        later: scored some weeks after the encounter, as relationship work is.
        peak, end: a planned peak moment is here; the encounter ends here, deliberately.
        touchpoint: slug of the touchpoint whose answers score this phase; empty where none does.
        target: the phase score aimed at, from 1 to 5.
        cells: the text of each row.
    """

    key: str
    name: str
    minutes: int | None = None
    session: int = 1
    later: bool = False
    peak: bool = False
    end: bool = False
    touchpoint: str = ""
    target: float | None = None
    cells: Mapping[str, str] = field(default_factory=dict)

    def cell(self, row: str) -> str:
        return self.cells.get(row, "")


@dataclass(frozen=True, slots=True)
class Part:
    """A part that suits one of us: the enthusiast, the convincer."""

    who: str
    part: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the script: in which act, who, what is said or done, what is brought along."""

    act: str
    who: str = ""
    says: str = ""
    brings: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """All that a version of a canvas keeps."""

    columns: tuple[Column, ...]
    questions: Mapping[str, str] = field(default_factory=dict)
    parts: tuple[Part, ...] = ()
    script: tuple[Line, ...] = ()


def level_above(level: str) -> str:
    """The level that a canvas is copied up to; empty above the organisation.

    >>> level_above("encounter"), level_above("organisation")
    ('service', '')
    """
    return (*LEVELS[1:], "")[LEVELS.index(level)]


def free_key(columns: Iterable[Column]) -> str:
    """A key that no column has."""
    taken = {column.key for column in columns}
    return next(key for number in range(1, len(taken) + 2) if (key := f"c{number}") not in taken)


def seen_of(kept: Mapping[str, Any], place: Place) -> str:
    """The mark of one part of a canvas: who fills in the script is not in the way of who fills in the columns."""
    return mark(*(kept[name] for name in PLACES[place]))


def packed(content: Content) -> dict[str, Any]:
    """The content as it is kept, lists as the store gives them back."""
    return {name: list(part) if isinstance(part, tuple) else part for name, part in asdict(content).items()}


def unpacked(kept: Mapping[str, Any]) -> Content:
    """The content as it was kept."""
    return Content(
        columns=tuple(Column(**one) for one in kept["columns"]),
        questions=dict(kept["questions"]),
        parts=tuple(Part(**one) for one in kept["parts"]),
        script=tuple(Line(**one) for one in kept["script"]),
    )


def _trimmed(text: str, place: str, longest: int = LONGEST_TEXT) -> str:
    text = "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").strip().split("\n"))
    if len(text) > longest:
        raise CanvasFault("long", place, longest)
    return text


def checked(content: Content) -> Content:
    """The content with its texts trimmed and empty lines left out; a fault names the place that is wrong."""
    if not content.columns:
        raise CanvasFault("no_columns")
    if len(content.columns) > MOST_COLUMNS:
        raise CanvasFault("many_columns", most=MOST_COLUMNS)
    parts = [Part(_trimmed(p.who, "parts", LONGEST_NAME), _trimmed(p.part, "parts", 200)) for p in content.parts]
    script = [_line(line, place) for place, line in enumerate(content.script)]
    told = Content(
        columns=tuple(_column(column) for column in content.columns),
        questions={key: text for key in QUESTIONS if (text := _trimmed(content.questions.get(key, ""), key))},
        parts=tuple(part for part in parts if part.who or part.part),
        script=tuple(line for line in script if line.who or line.says or line.brings),
    )
    if len(told.script) > MOST_LINES:
        raise CanvasFault("many_lines", most=MOST_LINES)
    if len(told.parts) > MOST_PARTS:
        raise CanvasFault("many_parts", most=MOST_PARTS)
    return told


def _column(column: Column) -> Column:
    place = column.key
    name = " ".join(column.name.split())
    if not name:
        raise CanvasFault("no_name", f"{place}-name")
    if len(name) > LONGEST_NAME:
        raise CanvasFault("long", f"{place}-name", LONGEST_NAME)
    if column.minutes is not None and not 0 < column.minutes <= MOST_MINUTES:
        raise CanvasFault("minutes", f"{place}-minutes", MOST_MINUTES)
    if not 0 <= column.session <= MOST_SESSIONS:
        raise CanvasFault("session", f"{place}-session", MOST_SESSIONS)
    if column.target is not None and not SCORES[0] <= column.target <= SCORES[1]:
        raise CanvasFault("target", f"{place}-target")
    cells = {row: text for row in ROWS if (text := _trimmed(column.cells.get(row, ""), f"{place}-{row}"))}
    return Column(
        place,
        name,
        column.minutes,
        column.session,
        column.later,
        column.peak,
        column.end,
        column.touchpoint,
        column.target,
        cells,
    )


def _line(line: Line, place: int) -> Line:
    if line.act not in ACTS:
        raise CanvasFault("act", f"script-{place}")
    says = _trimmed(line.says, f"script-{place}")
    brings = _trimmed(line.brings, f"script-{place}", 200)
    return Line(line.act, _trimmed(line.who, f"script-{place}", LONGEST_NAME), says, brings)
