"""Scores side by side: what a chart of rows or of a distribution is drawn from."""

from __future__ import annotations

from dataclasses import dataclass

from cxlab.results import Estimate, Suppressed


@dataclass(frozen=True, slots=True)
class Line:
    """One labelled score.

    Attributes:
        label: what was scored, in the reader's language.
        score: the score, or why it is not shown.
        target: where it should be; None without one.
    """

    label: str
    score: Estimate | Suppressed
    target: float | None = None


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores of one metric, drawn as dots with whiskers on one scale, in the order given."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Distribution:
    """The share of each step of a scale, lowest step first, drawn as bars from nought."""

    lines: tuple[Line, ...]
