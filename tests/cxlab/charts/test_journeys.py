"""Funnel, walk, radar and deviations: well-formed, told in words, honest about what is hidden or did not happen."""

from __future__ import annotations

import subprocess
import sys
from xml.etree import ElementTree as ET

import pytest

from cxlab.charts import DARK, LIGHT, PAGE, PRINT, Line, draw
from cxlab.charts.funnel import funnel
from cxlab.charts.journey_words import wait
from cxlab.charts.radar import Radar, radar
from cxlab.charts.spine import Spine, spine
from cxlab.charts.walk import walk
from cxlab.journeys import Stop, Walk
from cxlab.journeys import funnel as counted
from cxlab.journeys.log import from_walks
from cxlab.results import Estimate, Suppressed

SVG = "{http://www.w3.org/2000/svg}"
LONG = "Käyttöönoton <opastus> & luovutus loppuasiakkaan henkilöstölle työmaalla"
STEPS = counted(
    from_walks([["Call", LONG, "Pay"]] * 30 + [["Call", LONG]] * 15 + [["Call"]] * 5), ["Call", LONG, "Pay"]
)
WALK = Walk(
    (
        Stop("Call", "as_planned", 0, 4.0),
        Stop(LONG, "ad_hoc", 90_000, 2.5),
        Stop("Visit", "missing"),
        Stop("Call", "repeated", 200_000),
        Stop("Pay", "as_planned", 2_000_000, late=True, failing=True),
    )
)


def scored(value, n=60):
    return Estimate(value, value - 0.3, value + 0.2, n, float(n), "t", "scale5@1")


RADAR = Radar(
    (Line("Agreeing", scored(4.3), 4.5), Line("Beginning", scored(4.6, 12), 4.5), Line(LONG, scored(2.9)),
     Line("End", scored(3.4), 4.0)), 1, 5,
)  # fmt: skip
HIDDEN = Radar((Line("a", scored(4.0)), Line("b", Suppressed("below_threshold", 5), 4.0), Line("c", scored(3.0))), 1, 5)
DRAWN = [
    (funnel, STEPS), (funnel, ()), (walk, WALK), (walk, Walk(())), (radar, RADAR), (radar, HIDDEN),
]  # fmt: skip


def tree(chart):
    assert "nan" not in chart.markup.lower().replace("font", "")
    return ET.fromstring(chart.markup)


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("tokens", [PAGE, LIGHT, DARK, PRINT])
@pytest.mark.parametrize("width", [358, 720])
@pytest.mark.parametrize(("made", "result"), DRAWN)
def test_a_chart_is_well_formed_and_told_in_words(made, result, width, tokens, language):
    chart = made(result, language=language, tokens=tokens, title="Journeys", width=width)
    root = tree(chart)
    assert root.find(f"{SVG}desc").text == chart.description
    assert int(root.get("width")) == width
    assert len(chart.markup) < 20_000


def test_every_result_is_drawn_by_one_name():
    assert draw(WALK, language="sv", title="t").markup == walk(WALK, language="sv", title="t").markup
    assert draw(RADAR, language="en", title="t").markup == radar(RADAR, language="en", title="t").markup
    flows = Spine(("Call",), (1,), ())
    assert draw(flows, language="en", title="t").markup == spine(flows, language="en", title="t").markup


def test_a_funnel_says_who_reached_and_who_was_lost():
    said = funnel(STEPS, language="en").description
    assert said.startswith("3 steps in order. Call: 50 reached it, 100% of those who began. ")
    assert "Pay: 30 reached it, 60% (46 to 72%) of those who began; 15 did not go on." in said
    bars = [one for one in tree(funnel(STEPS, language="en")).iter(f"{SVG}rect") if "--accent" in one.get("fill")]
    widths = [float(one.get("width")) for one in bars]
    assert widths[2] / widths[0] == pytest.approx(0.6, abs=0.01)


def test_a_walk_tells_each_stop_and_how_long_it_took():
    chart = walk(WALK, language="en")
    assert chart.description.startswith("One walk, 4 touchpoints. Call: score 4. ")
    assert "Visit: missing" in chart.description
    assert "Pay: late, failing" in chart.description
    words = [one.text for one in tree(chart).iter(f"{SVG}text")]
    assert "+ 25 h" in words
    assert "+ 31 h" in words  # since the chat: what is missing has no time
    assert "+ 21 d" in words
    assert len(list(tree(chart).iter(f"{SVG}path"))) == 2
    hollow = [one for one in tree(chart).iter(f"{SVG}circle") if "--paper" in one.get("fill")]
    assert len(hollow) == 1


def test_a_walk_in_finnish():
    assert "jäi toteutumatta" in walk(WALK, language="fi").description
    assert wait(3 * 86_400, "fi") == "3 pv"


def test_a_radar_joins_what_is_known_and_leaves_out_what_is_hidden():
    root = tree(radar(RADAR, language="en"))
    filled = [one for one in root.iter(f"{SVG}polygon") if "--accent" in one.get("fill")]
    assert len(filled) == 1
    gaps = tree(radar(HIDDEN, language="en"))
    assert not [one for one in gaps.iter(f"{SVG}polygon") if "--accent" in (one.get("stroke") or "")]
    assert "hidden: fewer than 5 answers" in radar(HIDDEN, language="en").description
    assert "target 4.00" not in radar(HIDDEN, language="en").description


def test_a_radar_of_two_is_refused():
    with pytest.raises(ValueError, match="needs 3 lines"):
        radar(Radar(RADAR.lines[:2], 1, 5), language="en")


def test_deviations_stand_beside_their_touchpoint_two_at_most():
    ways = (("Call", "late", 0.39), ("Call", "missing", 0.004), ("Call", "repeated", 0.13), ("Pay", "missing", 0.2))
    ways += (("Call", "failing", 0.05),)
    chart = spine(Spine(("Call", "Pay"), (9, 8), (("Call", "Pay", 8),), frozenset({"Call"}), ways), language="en")
    words = [one.text for one in tree(chart).iter(f"{SVG}text")]
    assert {"late 39%", "repeated 13%", "missing 20%"} <= set(words)
    assert not any("< 1%" in word or "failing" in word for word in words)
    rare = spine(Spine(("Call",), (9,), (), frozenset(), (("Call", "missing", 0.004),)), language="en")
    assert not [one for one in tree(rare).iter(f"{SVG}text") if (one.text or "").startswith("missing")]
    assert chart.description.endswith("Call late 39%; Pay missing 20%; Call repeated 13%.")


def test_charts_alone_load_no_analysis_of_journeys():
    code = "import sys, cxlab.charts, cxlab.charts.funnel, cxlab.charts.walk; print('cxlab.journeys' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
