"""Figures as each language writes them, and scales that show what they must."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxlab.charts import figures, letters, scale_of
from cxlab.charts.scales import whole
from cxlab.results import Estimate

HARD = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("value", "digits", "language", "written"),
    [
        (2746, 0, "en", "2,746"),
        (2746, 0, "fi", f"2{HARD}746"),
        (1234567, 0, "sv", f"1{HARD}234{HARD}567"),
        (4.125, 2, "fi", "4,12"),
        (-12.6, 0, "fi", "−13"),
        (-0.4, 0, "en", "0"),
        (-0.0, 1, "sv", "0,0"),
    ],
)
def test_numbers(value, digits, language, written):
    assert figures.number(value, digits, language) == written


def test_what_is_not_finite_is_refused():
    for value in (float("nan"), float("inf")):
        with pytest.raises(ValueError, match="no figure"):
            figures.number(value, 0, "en")


@pytest.mark.parametrize(
    ("value", "unit", "language", "written"),
    [
        (40.2, "points", "en", "40"),
        (0.724, "share", "en", "72%"),
        (0.724, "share", "fi", f"72{HARD}%"),
        (4.1, "scale", "sv", "4,10"),
        (36.55, "own", "en", "36.5"),
    ],
)
def test_a_score_in_its_unit(value, unit, language, written):
    assert figures.figure(value, unit, language) == written


@pytest.mark.parametrize(
    ("value", "unit", "language", "written"),
    [
        (3.2, "points", "en", "+3"),
        (-3.2, "points", "fi", "−3"),
        (0.2, "points", "en", "0"),
        (-0.051, "share", "en", "−5"),
        (0.12, "scale", "fi", "+0,12"),
    ],
)
def test_a_difference_has_its_sign(value, unit, language, written):
    assert figures.difference(value, unit, language) == written


def test_a_minus_never_stands_beside_a_dash():
    assert figures.span("−5", "3", "fi") == "−5…3"
    assert figures.span("37", "42", "fi") == "37–42"
    assert figures.span("−5", "3", "sv") == "−5 till 3"


@pytest.mark.parametrize(
    ("language", "short", "long"),
    [("fi", "joulu 2025", "joulukuu 2025"), ("sv", "dec 2025", "december 2025"), ("en", "Dec 2025", "December 2025")],
)
def test_months(language, short, long):
    assert figures.month("2025-12", language) == short
    assert figures.month("2025-12", language, long=True) == long


@given(
    st.lists(st.tuples(st.floats(-100, 100), st.floats(0, 100)), min_size=1, max_size=20),
    st.one_of(st.none(), st.floats(-100, 100)),
)
def test_a_scale_holds_what_is_shown_and_stays_within_the_metric(found, target):
    scores = [Estimate(v, max(-100, v - w), min(100, v + w), 40, 40.0, "t", "nps@1") for v, w in found]
    scale = scale_of(scores, [target])
    shown = [x for score in scores for x in (score.low, score.value, score.high)] + ([] if target is None else [target])
    assert scale.low - 1e-6 <= min(shown) <= max(shown) <= scale.high + 1e-6
    assert -100 <= scale.low < scale.high <= 100
    assert scale.high - scale.low >= 40 - 1e-9
    assert len(scale.ticks) >= 2


def test_nothing_to_show_has_a_scale_too():
    assert scale_of([]).low < scale_of([]).high
    assert whole("no such metric") == (None, None)
    assert whole("csat5@1") == (0.0, 1.0)
    assert whole("ces7@1") == (1, 7)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzåäö ABC", max_size=80), st.floats(20, 200))
def test_wrapped_lines_fit_their_room(words, room):
    lines = letters.wrap(words, 12, room)
    assert len(lines) <= 2
    assert all(letters.width(line, 12) <= room or line == "…" for line in lines)


@pytest.mark.parametrize(
    ("value", "language", "written"),
    [(0.2, "en", "+20%"), (-0.126, "fi", f"−13{HARD}%"), (0.004, "sv", f"0{HARD}%")],
)
def test_a_growth_has_its_sign_and_the_space_of_its_language(value, language, written):
    assert figures.growth(value, language) == written
