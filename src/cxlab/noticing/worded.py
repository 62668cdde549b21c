"""Decides whether the words of a column are steps of an ordered scale, such as Very poor to Very good."""

from __future__ import annotations

import polars as pl

from cxlab.noticing.counting import ColumnCounts
from cxlab.noticing.found import Role
from cxlab.noticing.shapes import BLANK, TEXT, WORD
from cxlab.noticing.words import bare, means_no_answer

ALMOST_ALL = 0.95
FEWEST_STEPS = 3
_MIDDLE = 3
# Metric, then the words of each step from the worst to the best; several words of a step stand between strokes.
_SCALES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "scale5",
        (
            "very poor|very bad|terrible|awful",
            "poor|bad",
            "neither good nor poor|neither good nor bad|neither|neutral|average|fair|ok|okay",
            "good",
            "very good|excellent|outstanding",
        ),
    ),
    ("scale5", ("poor", "fair", "good", "very good", "excellent|outstanding")),
    (
        "scale5",
        (
            "strongly disagree|totally disagree|completely disagree",
            "disagree|somewhat disagree",
            "neither agree nor disagree|neither|neutral|undecided",
            "agree|somewhat agree",
            "strongly agree|totally agree|completely agree",
        ),
    ),
    (
        "csat5",
        (
            "very dissatisfied|very unsatisfied",
            "dissatisfied|fairly dissatisfied|somewhat dissatisfied|unsatisfied",
            "neither satisfied nor dissatisfied|neither|neutral",
            "satisfied|fairly satisfied|somewhat satisfied",
            "very satisfied|extremely satisfied",
        ),
    ),
    (
        "scale5",
        (
            "very unlikely|extremely unlikely",
            "unlikely",
            "neither likely nor unlikely|neither|neutral",
            "likely",
            "very likely|extremely likely",
        ),
    ),
    (
        "ces5",
        (
            "very difficult|very hard",
            "difficult|hard",
            "neither easy nor difficult|neither|neutral",
            "easy",
            "very easy",
        ),
    ),
    (
        "scale5",
        (
            "erittäin huono|erittäin huonosti|todella huono",
            "huono|huonosti|melko huono",
            "ei hyvä eikä huono|ei huono eikä hyvä|keskinkertainen|kohtalainen|neutraali|ok",
            "hyvä|hyvin|melko hyvä",
            "erittäin hyvä|erittäin hyvin|erinomainen|todella hyvä",
        ),
    ),
    (
        "scale5",
        (
            "täysin eri mieltä",
            "eri mieltä|jokseenkin eri mieltä|osittain eri mieltä",
            "ei samaa eikä eri mieltä|en samaa enkä eri mieltä|neutraali",
            "samaa mieltä|jokseenkin samaa mieltä|osittain samaa mieltä",
            "täysin samaa mieltä",
        ),
    ),
    (
        "csat5",
        (
            "erittäin tyytymätön",
            "tyytymätön|melko tyytymätön",
            "ei tyytyväinen eikä tyytymätön|en tyytyväinen enkä tyytymätön|neutraali",
            "tyytyväinen|melko tyytyväinen",
            "erittäin tyytyväinen",
        ),
    ),
    (
        "scale5",
        (
            "erittäin epätodennäköisesti|hyvin epätodennäköisesti",
            "epätodennäköisesti|melko epätodennäköisesti",
            "neutraali|ehkä",
            "todennäköisesti|melko todennäköisesti",
            "erittäin todennäköisesti|hyvin todennäköisesti",
        ),
    ),
    (
        "ces5",
        (
            "erittäin vaikea|erittäin vaikeaa|erittäin hankala",
            "vaikea|vaikeaa|melko vaikea|melko vaikeaa|hankala",
            "ei helppo eikä vaikea|ei helppoa eikä vaikeaa|neutraali",
            "helppo|helppoa|melko helppo|melko helppoa",
            "erittäin helppo|erittäin helppoa",
        ),
    ),
    (
        "scale5",
        (
            "mycket dålig|mycket dåligt",
            "dålig|dåligt|ganska dålig|ganska dåligt",
            "varken bra eller dålig|varken bra eller dåligt|varken eller|neutral|ok",
            "bra|god|gott|ganska bra",
            "mycket bra|mycket god|mycket gott|utmärkt",
        ),
    ),
    (
        "scale5",
        (
            "instämmer inte alls|tar helt avstånd",
            "instämmer inte|instämmer delvis inte|instämmer knappast",
            "varken eller|neutral",
            "instämmer|instämmer delvis|instämmer i stort sett",
            "instämmer helt",
        ),
    ),
    (
        "csat5",
        (
            "mycket missnöjd",
            "missnöjd|ganska missnöjd",
            "varken nöjd eller missnöjd|varken eller|neutral",
            "nöjd|ganska nöjd",
            "mycket nöjd",
        ),
    ),
    (
        "ces5",
        (
            "mycket svårt|mycket svår",
            "svårt|svår|ganska svårt",
            "varken lätt eller svårt|varken eller|neutral",
            "lätt|enkelt|ganska lätt|ganska enkelt",
            "mycket lätt|mycket enkelt",
        ),
    ),
)


def worded_scale(column: ColumnCounts) -> Role | None:
    """The scale whose steps a column writes as words.

    Args:
        column: what was counted of it.

    Returns:
        A role ``answer`` with the words of each step, from 1 (worst) to 5; None when the words are anything else, fewer
        than three steps of a scale, all on one side of it, or other steps on another scale.
    """
    said, numbers = _said(column)
    readings = _readings(said, numbers)
    if len(_ways(readings)) != 1 or not _both_sides(readings[0][1]):
        return None
    definition, known = readings[0]
    words = tuple((str(step), said[word]) for word, step in sorted(known.items(), key=lambda pair: pair[1]))
    return Role("answer", definition, words=words)


def steps_unclear(column: ColumnCounts) -> bool:
    """Whether the words of a column are steps of several scales, and not the same steps.

    Poor, Fair, Good and Excellent are 2, 3, 4 and 5 where Very poor comes first, and 1, 2, 3 and 5 beside Very good.
    """
    readings = _readings(*_said(column))
    return len(_ways(readings)) > 1 and any(_both_sides(known) for _definition, known in readings)


def _said(column: ColumnCounts) -> tuple[dict[str, str], dict[str, int]]:
    """The words of a column as they are written first, and the rows of each; none where it holds anything else."""
    said: dict[str, str] = {}
    numbers: dict[str, int] = {}
    if column.more or column.of_shape(TEXT) + column.of_shape(WORD) < ALMOST_ALL * column.filled:
        return said, numbers
    for value, n in column.values.filter(pl.col("shape") != BLANK).select("value", "n").iter_rows():
        word = " ".join(bare(value).split())
        if not means_no_answer(word):
            said.setdefault(word, " ".join(value.split()))
            numbers[word] = numbers.get(word, 0) + n
    return said, numbers


def _readings(said: dict[str, str], numbers: dict[str, int]) -> list[tuple[str, dict[str, int]]]:
    """The scales that know the most of the words, each with its metric and the step of each word."""
    found = []
    for definition, steps in _SCALES:
        of = {word: step for step, words in enumerate(steps, 1) for word in words.split("|")}
        known = {word: of[word] for word in said if word in of}
        # Two words for one step are steps of another scale.
        if len(set(known.values())) < max(FEWEST_STEPS, len(known)):
            continue
        if sum(numbers[word] for word in known) >= ALMOST_ALL * sum(numbers.values()):
            found.append((definition, known))
    most = max((len(known) for _definition, known in found), default=0)
    return [one for one in found if len(one[1]) == most]


def _ways(readings: list[tuple[str, dict[str, int]]]) -> set[frozenset[tuple[str, int]]]:
    return {frozenset(known.items()) for _definition, known in readings}


def _both_sides(known: dict[str, int]) -> bool:
    return min(known.values()) < _MIDDLE < max(known.values())
