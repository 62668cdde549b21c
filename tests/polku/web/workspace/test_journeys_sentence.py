"""The sentence above a map says what the comparisons can tell, and no more."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.utils.translation import override

from cxlab.charts import Scale
from cxlab.results import Comparison, Estimate, Suppressed
from polku.insights.scores import Row
from polku.insights.standing import Standing
from polku.web.workspace.journeys.measured import Measured, Scores
from polku.web.workspace.journeys.sentence import said


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


def scores(*told, metric="ces7"):
    """Touchpoints and their scores from (name, value, low, high, target)."""
    points, found = [], {}
    for name, value, low, high, target in told:
        points.append(SimpleNamespace(slug=name, name=name))
        score = Estimate(value, low, high, 40 if low is not None else 1, 40.0, "t", f"{metric}@1")
        found[name] = Measured(metric, metric, Row((("touchpoint", name),), score, None, target), Scale(1, 7, (1, 7)))
    return points, Scores(found, frozenset(), "2026-01", "2026-12")


def compared(*told, **more):
    """What the insight found, from (name, difference, low, high, word)."""
    side = Estimate(5.0, 4.8, 5.2, 40, 40.0, "t", "ces7@1")
    found = (
        (name, Comparison(side, side, gap, low, high, how, len(told), "welch")) for name, gap, low, high, how in told
    )
    return Standing("ces7", tuple(found), **more)


THREE = (("A", 5.6, 5.4, 5.8, None), ("B", 3.9, 3.7, 4.1, None), ("C", 5.0, 4.2, 5.8, None))


def test_the_touchpoint_below_the_others_is_named_with_the_difference():
    found = compared(("B", -1.4, -1.7, -1.1, "worse"), ("C", 0.2, -0.5, 0.9, "no_difference_shown"))
    told = said(*scores(*THREE), found)
    assert told.sentence == "B is rated below the other touchpoints of this journey: Ease −1.40 (−1.70 to −1.10)."
    assert told.beside == ("3 of 3 touchpoints have a score.",)


def test_others_that_lie_below_stand_beside():
    found = compared(("B", -1.4, -1.7, -1.1, "worse"), ("C", -0.8, -1, -0.6, "worse"), ("A", 2, 1, 3, "better"))
    assert said(*scores(*THREE), found).beside[0] == "Below the others as well: C."


def test_where_only_one_lies_above_that_is_told():
    found = compared(("C", -0.2, -0.5, 0.9, "no_difference_shown"), ("A", 1.1, 0.7, 1.5, "better"))
    told = said(*scores(*THREE), found).sentence
    assert told == "A is rated above the other touchpoints of this journey: Ease +1.10 (+0.70 to +1.50)."


def test_nothing_stands_out_where_no_interval_lies_on_one_side_whatever_the_single_ones_do():
    found = compared(("B", -1.4, -2.9, 0.1, "no_difference_shown"), ("C", 0.2, None, None, "cannot_tell"))
    told = said(*scores(*THREE), found).sentence
    assert told == "No touchpoint stands out: this many answers cannot tell them apart."


def test_comparisons_without_any_interval_are_too_few_answers():
    found = compared(("B", -1.4, None, None, "cannot_tell"), ("C", 0.2, None, None, "cannot_tell"))
    assert said(*scores(*THREE), found).sentence == "There are too few answers yet to tell the touchpoints apart."


def sentence(*told):
    return said(*scores(*told), Standing("ces7")).sentence


def test_one_scored_touchpoint_is_told_as_it_is():
    assert sentence(("A", 5.6, 5.4, 5.8, None)) == "A: Ease 5.60 (5.40 to 5.80), 40 answers."


def test_nothing_is_said_of_answers_without_an_interval():
    assert sentence(("A", 5.0, None, None, None)) == "There are too few answers yet to tell the touchpoints apart."


def test_a_score_kept_back_counts_as_measured_and_is_not_told():
    points, found = scores(("A", 5.6, 5.4, 5.8, None))
    hidden = Measured("ces7", "ces7", Row((), Suppressed("below_threshold", 5), None, None), Scale(1, 7, (1, 7)))
    points.append(SimpleNamespace(slug="B", name="B"))
    told = said(points, Scores({**found.by_slug, "B": hidden}, frozenset(), "", ""), Standing("ces7"))
    assert told.beside == ("2 of 2 touchpoints have a score.",)
    assert told.sentence.startswith("A: Ease")


def test_targets_are_told_as_the_insight_found_them():
    points, found = scores(*THREE)
    assert said(points, found, Standing("ces7", (), 3, ("B", "A"))).beside[1] == "Surely below target: A, B."
    assert said(points, found, Standing("ces7", (), 3)).beside[1] == "None of those with a target is surely below it."
    assert len(said(points, found, Standing("ces7")).beside) == 1


def test_with_several_metrics_the_one_that_is_compared_is_named():
    points, found = scores(*THREE)
    more, other = scores(("D", 0.1, 0.05, 0.15, None), metric="csat5")
    every = Scores({**found.by_slug, **other.by_slug}, frozenset(), "", "")
    stand = compared(*((name, 0.1, -0.1, 0.3, "no_difference_shown") for name in "ABC"))
    told = said([*points, *more], every, stand)
    assert told.sentence.startswith("No touchpoint stands out")
    assert told.beside[1] == ("Compared are the 3 touchpoints measured by the most common metric: Ease (CES, 1 to 7).")
    points, every = points[:1], Scores({"A": found.by_slug["A"], **other.by_slug}, frozenset(), "", "")
    told = said([*points, *more], every, Standing("ces7")).sentence
    assert told == "The touchpoints are measured by different metrics, so they cannot be compared."


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("fi", "B saa heikommat arviot kuin tämän asiakaspolun muut kosketuspisteet: "),
        ("sv", "B får lägre betyg än de andra kontaktpunkterna på den här kundresan: "),
    ],
)
def test_the_sentence_in_finnish_and_swedish(language, told):
    with override(language):
        assert said(*scores(*THREE), compared(("B", -1.4, -1.7, -1.1, "worse"))).sentence.startswith(told)


def test_an_empty_and_an_unmeasured_map_say_so():
    assert said([], Scores({}, frozenset(), "", ""), Standing()).sentence == "Nothing is drawn on this map yet."
    points, _found = scores(("A", 5.6, 5.4, 5.8, None))
    assert said(points, Scores({}, frozenset(), "", ""), Standing()).sentence == "Nothing on this map is measured yet."
