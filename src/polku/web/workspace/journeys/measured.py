"""Decides which score stands on a touchpoint's card: its own metric first, of the last twelve months."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cxlab.charts import Scale, scale_of
from cxlab.definitions import DEFINITIONS
from cxlab.results import Estimate, Suppressed
from polku.governance.gate import Viewer
from polku.insights.asking.questions import names_a_group
from polku.insights.scores import Question, Row, available, scores
from polku.journeys import rules
from polku.journeys.queries import Touchpoint

MONTHS = 12
# A metric of the map, and the definitions by which its answers are counted.
_DEFINITIONS = {"feeling": ("target_feeling",), "just_right": ("just_right", "just_right3")}


@dataclass(frozen=True, slots=True)
class Measured:
    """A touchpoint's score, and the scale that it shares with the others of its metric."""

    metric: str
    definition: str
    row: Row
    scale: Scale


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores by slug; ``earlier`` are touchpoints that have answers, but none in these months."""

    by_slug: Mapping[str, Measured]
    earlier: frozenset[str]
    first: str
    last: str


def definitions(metric: str) -> tuple[str, ...]:
    """The definitions that count a metric of the map; none when nothing counts it yet."""
    return tuple(name for name in _DEFINITIONS.get(metric, (metric,)) if name in DEFINITIONS)


def wanted(point: Touchpoint) -> tuple[str, ...]:
    """Metrics in the order in which one is looked for: the chosen one, those that the aim proposes, any other."""
    first = (point.target_metric,) if point.target_metric else point.proposed
    return tuple(dict.fromkeys((*first, *point.proposed, *rules.METRICS)))


def measured(points: Iterable[Touchpoint], *, viewer: Viewer) -> Scores:
    """The score of each touchpoint that has one; a score kept back by its promise counts as one."""
    known = available(viewer=viewer)
    months = known.months[-MONTHS:]
    ever = frozenset(known.dimensions.get("touchpoint", ()))
    if not months:
        return Scores({}, frozenset(), "", "")
    asked: dict[str, dict[str, Row]] = {}

    def rows(definition: str) -> dict[str, Row]:
        if definition not in asked:
            question = Question(definition, ("touchpoint",), first=months[0], last=months[-1])
            told = scores(question, viewer=viewer).rows
            asked[definition] = {key: row for row in told for _name, key in row.keys if names_a_group(key)}
        return asked[definition]

    found: dict[str, tuple[str, str, Row]] = {}
    for point in points:
        if point.slug not in ever:
            continue
        for metric, definition in _pairs(point, known.metrics):
            row = rows(definition).get(point.slug)
            if row is not None and _tells(row.score):
                found[point.slug] = (metric, definition, row)
                break
    scales = {definition: _scale(found.values(), definition) for _metric, definition, _row in found.values()}
    by_slug = {slug: Measured(metric, name, row, scales[name]) for slug, (metric, name, row) in found.items()}
    return Scores(by_slug, ever - by_slug.keys(), months[0], months[-1])


def _pairs(point: Touchpoint, answered: Iterable[str]) -> list[tuple[str, str]]:
    there = set(answered)
    return [(metric, name) for metric in wanted(point) for name in definitions(metric) if name in there]


def _tells(score: Estimate | Suppressed) -> bool:
    return isinstance(score, Suppressed) or score.n > 0


def _scale(found: Iterable[tuple[str, str, Row]], definition: str) -> Scale:
    rows = [row for _metric, name, row in found if name == definition]
    return scale_of([row.score for row in rows], [row.target for row in rows])
