"""Notices columns that hold steps of a scale, as numbers or as words, of which nobody says what they mean."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from cxlab.noticing.counting import ColumnCounts
from cxlab.noticing.evidence import noticed
from cxlab.noticing.found import Choice, Noticed, Role
from cxlab.noticing.shapes import NUMBERS, WORD
from cxlab.noticing.worded import steps_unclear

FEWEST, MOST = 4, 11
ENOUGH = 50
ALMOST_ALL = 0.95
_ASKED = re.compile(r"answer|response|rating|score|vastaus|vastaukset|arvio|svar|betyg|omdöme", re.IGNORECASE)


def noticed_unclear(column: ColumnCounts, role: Role) -> Iterator[Noticed]:
    """Steps kept as background: numbers 1 to 7 under the name of an answer, or words that are steps of two scales.

    Args:
        column: what was counted of it.
        role: what it is used for; only what is kept beside the answers can be told of.
    """
    if role.kind != "background" or column.more:
        return
    if steps_unclear(column):
        keys = (Choice("take_choice"), Choice("background"))
        yield replace(noticed("words_unclear", column.name, column.values, ()), choices=keys)
    if not _ASKED.search(column.name):
        return
    numbers = column.of_shape(*NUMBERS)
    steps = sorted(column.steps)
    if numbers < ENOUGH or numbers + column.of_shape(WORD) < ALMOST_ALL * column.filled:
        return
    low, high = steps[0], steps[-1]
    row_of_steps = low in {0.0, 1.0} and steps == [low + at for at in range(len(steps))]
    if not row_of_steps or not FEWEST <= len(steps) <= MOST:
        return
    ends = {"low": f"{low:g}", "high": f"{high:g}"}
    found = column.values.filter(pl.col("shape").is_in(NUMBERS))
    scale = (Choice("take_scale", ends), Choice("take_choice"), Choice("background"))
    yield replace(noticed("marks_unclear", column.name, found, (), params=ends), choices=scale)
