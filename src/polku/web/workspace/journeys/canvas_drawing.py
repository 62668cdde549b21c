"""Lays a canvas out to be read: columns with their marks, the strip of their lengths, the questions with answers."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from polku.governance.gate import Viewer
from polku.journeys import queries
from polku.journeys.rules import canvas as rules
from polku.web.workspace.journeys import canvas_words

# From so many characters on the page is printed smaller: it stays on one sheet.
CLOSENESS = ((8_000, "canvas-packed canvas-tiny"), (4_500, "canvas-packed"), (2_500, "canvas-dense"))
_GAP = 2.0


@dataclass(frozen=True, slots=True)
class Drawn:
    """A column as it is read."""

    column: rules.Column
    length: str
    scored_at: str
    cells: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A column's share of the strip of lengths, in per cent of its width."""

    x: str
    width: str
    name: str
    length: str
    kind: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole canvas."""

    columns: tuple[Drawn, ...]
    strip: tuple[Stretch, ...]
    questions: tuple[tuple[str, str], ...]
    parts: tuple[rules.Part, ...]
    print_as: str


def drawn(content: rules.Content, *, viewer: Viewer) -> Sheet:
    """A canvas as the page shows it."""
    points = {point.slug: point.name for point in queries.choices(viewer=viewer)}
    columns = tuple(
        Drawn(
            column,
            canvas_words.length(column.minutes) if column.minutes else "",
            points.get(column.touchpoint, ""),
            tuple((row, str(name), column.cell(row)) for row, name in canvas_words.ROWS.items()),
        )
        for column in content.columns
    )
    asked = tuple((str(canvas_words.QUESTIONS[key]), text) for key, text in content.questions.items())
    return Sheet(columns, _strip(content), asked, content.parts, _density(content))


def _strip(content: rules.Content) -> tuple[Stretch, ...]:
    held = [column for column in content.columns if column.session and column.minutes and not column.later]
    whole = sum(column.minutes or 0 for column in held)
    told, at, before = [], 0.0, held[0].session if held else 0
    breaks = sum(one.session != other.session for one, other in itertools.pairwise(held))
    for column in held:
        at += _GAP * (column.session != before)
        before = column.session
        share = (column.minutes or 0) / whole * (100 - _GAP * breaks)
        kind = "peak" if column.peak else "end" if column.end else "plain"
        length = canvas_words.length(column.minutes or 0)
        told.append(Stretch(f"{at:.2f}", f"{max(share - 0.4, 0.4):.2f}", column.name, length, kind))
        at += share
    return tuple(told)


def _density(content: rules.Content) -> str:
    """How closely it is printed."""
    texts = [text for column in content.columns for text in (*column.cells.values(), column.name)]
    texts += [*content.questions.values(), *(f"{one.who}{one.says}{one.brings}" for one in content.script)]
    much = sum(map(len, texts))
    return next((name for least, name in CLOSENESS if much > least), "")
