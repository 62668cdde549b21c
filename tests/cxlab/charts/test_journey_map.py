"""The map of a designed journey as one picture: all of its words are there, none outside of the frame."""

from __future__ import annotations

import re

import pytest
from defusedxml import ElementTree

from cxlab.charts.journey_map import JourneyMap, MapPoint, journey_map
from cxlab.charts.tokens import PRINT

POINTS = (
    MapPoint("Makes contact", "The need awakens", ("Who answers & when?", ""), 1, "content"),
    MapPoint("Talks", "The need awakens", ("", "Diary"), None),
    MapPoint("Accepts the offer", "Decision", ("", ""), 2, "delighted", "Ends here"),
)
DRAWN = JourneyMap(("Needs to know", "Documents"), POINTS, "Feels")


def test_phases_touchpoints_lanes_and_moods_are_all_said():
    made = journey_map(DRAWN, tokens=PRINT, title="Offer", about="All customers")
    told = " ".join(ElementTree.fromstring(made.markup).itertext())
    for words in ("Offer", "All customers", "Who answers", "Diary", "delighted", "Ends here", "Feels", "Needs to know"):
        assert words in told
    assert told.count("The need awakens") == 2, "once above its touchpoints, once in the description"
    assert made.description == "The need awakens: Makes contact, Talks. Decision: Accepts the offer."


def test_the_line_leaves_a_gap_where_nobody_has_said():
    made = journey_map(DRAWN, tokens=PRINT)
    assert made.markup.count("<circle") == 2
    assert made.markup.count('stroke-width="2"') == 0
    without = journey_map(JourneyMap(DRAWN.lanes, POINTS), tokens=PRINT)
    assert "<circle" not in without.markup
    assert without.height < made.height


def test_long_texts_make_the_row_taller_and_stay_within_the_picture():
    long = MapPoint("N" * 60, "P", ("Long words go on and on " * 30, "x"))
    made = journey_map(JourneyMap(DRAWN.lanes, (long, *POINTS)), tokens=PRINT)
    assert made.height > journey_map(DRAWN, tokens=PRINT).height
    assert all(float(y) <= made.height for y in re.findall(r'\by="([\d.]+)"', made.markup))
    assert all(float(x) <= made.width for x in re.findall(r'\bx="([\d.]+)"', made.markup))


def test_no_touchpoints_or_cells_that_are_missing_are_refused():
    with pytest.raises(ValueError, match="needs touchpoints"):
        journey_map(JourneyMap(("A",), ()), tokens=PRINT)
    with pytest.raises(ValueError, match="a cell for each lane"):
        journey_map(JourneyMap(("A",), (MapPoint("B", "C", ()),)), tokens=PRINT)
