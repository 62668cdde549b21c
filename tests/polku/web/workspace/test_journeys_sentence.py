"""The sentence above a map says what the intervals can tell, and no more."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.utils.translation import override

from cxlab.charts import Scale
from cxlab.results import Estimate, Suppressed
from polku.insights.scores import Row
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


def sentence(*told):
    return said(*scores(*told)).sentence


def test_the_weakest_is_named_when_its_interval_lies_below_all_others():
    told = sentence(("A", 5.6, 5.4, 5.8, None), ("B", 3.9, 3.7, 4.1, None), ("C", 5.0, 4.2, 5.8, None))
    assert told == "B is the weakest touchpoint: Ease 3.90 (3.70 to 4.10), 40 answers."


def test_it_is_not_named_when_the_intervals_of_some_reach_it():
    told = sentence(("A", 5.6, 5.4, 5.8, None), ("B", 3.9, 3.7, 4.1, None), ("C", 4.3, 4.0, 4.6, None))
    assert told.startswith("B is among the weakest touchpoints: Ease 3.90")
    assert told.endswith("It cannot be told apart from: C.")


def test_where_all_intervals_overlap_nothing_is_called_weakest():
    told = sentence(("A", 5.6, 3.4, 6.8, None), ("B", 3.9, 2.7, 5.1, None))
    assert told == "Which touchpoint is weakest cannot be told yet: Ease, all 2 intervals overlap."


def test_a_low_score_of_two_answers_does_not_take_the_place_of_a_sure_one():
    told = sentence(("Sure", 3.9, 3.7, 4.1, None), ("Two answers", 2.0, 1.0, 7.0, None), ("High", 6, 5.9, 6.1, None))
    assert told.startswith("Sure is among the weakest")


def test_one_scored_touchpoint_is_told_as_it_is():
    assert sentence(("A", 5.6, 5.4, 5.8, None)) == "A: Ease 5.60 (5.40 to 5.80), 40 answers."


def test_nothing_is_said_of_answers_without_an_interval():
    assert sentence(("A", 5.0, None, None, None)) == "There are too few answers yet to tell the touchpoints apart."


def test_a_score_kept_back_counts_as_measured_and_is_not_compared():
    points, found = scores(("A", 5.6, 5.4, 5.8, None))
    hidden = Measured("ces7", "ces7", Row((), Suppressed("below_threshold", 5), None, None), Scale(1, 7, (1, 7)))
    points.append(SimpleNamespace(slug="B", name="B"))
    told = said(points, Scores({**found.by_slug, "B": hidden}, frozenset(), "", ""))
    assert told.beside == ("2 of 2 touchpoints have a score.",)
    assert told.sentence.startswith("A: Ease")


def test_below_target_is_said_only_where_the_whole_interval_is_below():
    points, found = scores(("A", 4.9, 4.7, 5.1, 5.0), ("B", 3.9, 3.7, 4.1, 5.0), ("C", 6.0, 5.9, 6.1, 5.0))
    assert said(points, found).beside[1] == "Surely below target: B."
    points, found = scores(("A", 4.9, 4.7, 5.1, 5.0))
    assert said(points, found).beside[1] == "None of those with a target is surely below it."
    points, found = scores(("A", 4.9, 4.7, 5.1, None))
    assert len(said(points, found).beside) == 1


def test_touchpoints_of_different_metrics_are_not_ranked_together():
    points, found = scores(("A", 5.6, 5.4, 5.8, None), ("B", 5.0, 4.9, 5.2, None))
    more, other = scores(("C", 0.1, 0.05, 0.15, None), metric="csat5")
    told = said([*points, *more], Scores({**found.by_slug, **other.by_slug}, frozenset(), "", ""))
    assert told.sentence.startswith("B is the weakest touchpoint: Ease")


def test_an_empty_and_an_unmeasured_map_say_so():
    assert said([], Scores({}, frozenset(), "", "")).sentence == "Nothing is drawn on this map yet."
    points, _found = scores(("A", 5.6, 5.4, 5.8, None))
    assert said(points, Scores({}, frozenset(), "", "")).sentence == "Nothing on this map is measured yet."
