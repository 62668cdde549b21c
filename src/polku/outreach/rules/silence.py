"""Decides how far a score could move if those who are silent had answered: its bounds, with no guess in between."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

PROMOTER, DETRACTOR = 9, 6
RECOMMENDING = frozenset({"nps", "enps"})


@dataclass(frozen=True, slots=True)
class Bounds:
    """A score of those who answered, and where it would be if everybody silent had given the lowest or the highest."""

    question: str
    kind: str
    score: float
    low: float
    high: float
    answered: int
    silent: int


def bounds(values: Sequence[int], silent: int, *, question: str, kind: str, ends: tuple[int, int]) -> Bounds | None:
    """The score of the values and its bounds; None without a value. NPS for recommending, else the mean.

    >>> found = bounds([10, 9, 5, 7], 4, question="nps", kind="nps", ends=(0, 10))
    >>> found.score, found.low, found.high
    (25.0, -37.5, 62.5)
    >>> bounds([], 4, question="nps", kind="nps", ends=(0, 10)) is None
    True
    """
    if not values:
        return None
    low, high = ends
    filled = ([], [low] * silent, [high] * silent)
    score, least, most = (_score([*values, *more], recommending=kind in RECOMMENDING) for more in filled)
    return Bounds(question, kind, score, least, most, len(values), silent)


def _score(values: Sequence[int], *, recommending: bool) -> float:
    if not recommending:
        return sum(values) / len(values)
    promoters = sum(value >= PROMOTER for value in values)
    detractors = sum(value <= DETRACTOR for value in values)
    return 100 * (promoters - detractors) / len(values)


def main_question(content: Mapping[str, Any], family: str) -> Mapping[str, Any] | None:
    """The question that a round is about: the first of its family; None where nothing is scored."""
    scored = [one for one in content["questions"] if one.get("definition")]
    return next((one for one in scored if one["definition"].startswith(family)), None)
