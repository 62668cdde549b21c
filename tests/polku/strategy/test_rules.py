"""What a metric is by the field's own reckoning."""

from __future__ import annotations

import pytest

from cxlab.definitions import DEFINITIONS
from polku.strategy.rules import LEVELS, NATURES, fault, proposed


@pytest.mark.parametrize("metric", [*DEFINITIONS, "revenue", "repeat"])
def test_every_metric_has_a_nature_and_only_outcomes_a_level(metric):
    nature, level = proposed(metric)
    assert nature in NATURES
    assert (level in LEVELS) == (nature == "outcome")
    assert fault(nature, level) == ""


@pytest.mark.parametrize(
    ("metric", "level"), [("nps", "recommendation"), ("csat5", "satisfaction"), ("repeat", "loyalty"), ("ces7", "")]
)
def test_the_three_levels_of_outcomes(metric, level):
    assert proposed(metric)[1] == level
