"""Asks the insights whatever they can be asked, as what they say of themselves tells, and keeps every figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from cxlab.results import Comparison, Estimate
from polku.governance.gate import ROLES, Viewer
from polku.insights.asking import questions
from polku.insights.scores import Answer, Available, Question, available, scores

VIEWERS = tuple(Viewer(member=None, role=role) for role in ROLES)


@dataclass(frozen=True, slots=True)
class Figure:
    """One published figure: what was asked, how many answers, and their score."""

    asked: str
    n: int
    value: float


def figures(metric: str, viewers: Sequence[Viewer], *, thorough: bool) -> Iterator[Figure]:
    """Every figure of a metric that the viewers can bring out."""
    known = available(viewer=viewers[0])
    if known.empty:
        return
    for question in asked(metric, known, thorough=thorough):
        for viewer in viewers:
            yield from _told(question, scores(question, viewer=viewer))


def _told(question: Question, answer: Answer) -> Iterator[Figure]:
    asked = f"by {question.by} {dict(question.filters)} {question.first} {question.compare} {question.weight}"
    months = zip(answer.series.months, answer.series.estimates, strict=True)
    for row in (answer.total, *answer.rows):
        yield from _of(f"{asked}: {row.keys}", row.score)
        yield from _of(f"{asked}: {row.keys}, changed", row.change)
    for name, one in months:
        yield from _of(f"{asked}: {name}", one)


def _of(label: str, one: object) -> Iterator[Figure]:
    if isinstance(one, Comparison):
        yield from _of(label, one.left)
        yield from _of(label, one.right)
    elif isinstance(one, Estimate) and one.value is not None:
        yield Figure(label, one.n, one.value)


def asked(metric: str, known: Available, *, thorough: bool) -> Iterator[Question]:
    """Questions by all dimensions and filters there are; thoroughly: by two of them, by time, change and weight."""
    everybody = {"audience": known.audiences}
    keys = {name: found for name, found in known.dimensions.items() if len(found) > 1 or (name == "audience" and found)}
    yield Question(metric, (), everybody)
    for name in questions.DIMENSIONS:
        yield Question(metric, (name,), everybody)
    for name, found in keys.items():
        yield from (Question(metric, (), everybody | {name: (key,)}) for key in found)
    if thorough:
        yield from _by_two(metric, keys, everybody)
        yield from _otherwise(metric, known, [(), *((name,) for name in keys)], everybody)


Keys = dict[str, tuple[str, ...]]


def _by_two(metric: str, keys: Keys, everybody: Keys) -> Iterator[Question]:
    for by in combinations(keys, 2):
        yield Question(metric, by, everybody)
    for name, by in product(keys, keys):
        if name != by:
            yield from (Question(metric, (by,), everybody | {name: (key,)}) for key in keys[name])
    for one, other in combinations(keys, 2):
        for pair in product(keys[one], keys[other]):
            yield Question(metric, (), everybody | {one: pair[:1], other: pair[1:]})


def _otherwise(metric: str, known: Available, ways: list[tuple[str, ...]], everybody: Keys) -> Iterator[Question]:
    for by in ways:
        for month in known.months:
            yield Question(metric, by, everybody, first=month, last=month)
        for compare in questions.COMPARES:
            yield Question(metric, by, everybody, compare=compare)
        for weight in questions.WEIGHTS:
            yield Question(metric, by, everybody, weight=weight)
