"""The target experience canvas: its shape, the starter, what it lacks, and how one version differs from another."""

from __future__ import annotations

from polku.journeys.rules.canvas.difference import Change, difference
from polku.journeys.rules.canvas.remarks import Remark, planned_minutes, remarks
from polku.journeys.rules.canvas.shape import (
    ABOVE,
    ACTS,
    BEFORE,
    LEVELS,
    MOST_COLUMNS,
    MOST_LINES,
    MOST_SESSIONS,
    PLACES,
    QUESTIONS,
    ROWS,
    CanvasFault,
    Column,
    Content,
    Line,
    Part,
    Place,
    checked,
    free_key,
    level_above,
    packed,
    seen_of,
    unpacked,
)
from polku.journeys.rules.canvas.starter import blank, starter

__all__ = [
    "ABOVE",
    "ACTS",
    "BEFORE",
    "LEVELS",
    "MOST_COLUMNS",
    "MOST_LINES",
    "MOST_SESSIONS",
    "PLACES",
    "QUESTIONS",
    "ROWS",
    "CanvasFault",
    "Change",
    "Column",
    "Content",
    "Line",
    "Part",
    "Place",
    "Remark",
    "blank",
    "checked",
    "difference",
    "free_key",
    "level_above",
    "packed",
    "planned_minutes",
    "remarks",
    "seen_of",
    "starter",
    "unpacked",
]
