"""Shares and map of drivers: well-formed, told in words, honest about chance, ties and what cannot be told."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from functools import cache
from xml.etree import ElementTree as ET

import pytest

from cxlab.charts import DARK, LIGHT, PAGE, PRINT, draw
from cxlab.charts.drivers import _lanes
from cxlab.charts.importance_map import _across
from cxlab.drivers import importance_map
from tests.cxlab.drivers.test_performance import NAMES, table

SVG = "{http://www.w3.org/2000/svg}"
LONG = "Toimitus ja asennus <työmaalla> & käyttöönoton opastus loppuasiakkaan henkilöstölle"


@cache
def found(n: int = 600):
    made = table(n).rename({"ignored": LONG})
    names = [LONG if name == "ignored" else name for name in NAMES]
    return importance_map(
        made, outcome="y", drivers=names, account="who", scale=(1, 5), targets={"loved": 4.6}, resamples=300
    )


def tree(chart):
    assert "nan" not in chart.markup.lower().replace("font", "")
    return ET.fromstring(chart.markup)


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("tokens", [PAGE, LIGHT, DARK, PRINT])
@pytest.mark.parametrize("n", [600, 24, 3])
@pytest.mark.parametrize("width", [358, 720])
def test_a_chart_is_well_formed_and_told_in_words(n, tokens, language, width):
    for result in (found(n), found(n).importance):
        chart = draw(result, language=language, tokens=tokens, title="What matters", width=width)
        root = tree(chart)
        assert root.find(f"{SVG}desc").text == chart.description
        assert int(root.get("width")) == width
        assert len(chart.markup) < 40_000


def test_shares_are_told_with_interval_place_and_chance():
    said = draw(found().importance, language="en").description
    one = found().importance.drivers[0]
    assert (
        f"{one.name}: {one.share.value:.0%} ({one.share.low * 100:.0f} to {one.share.high * 100:.0f}%), place" in said
    )
    assert "no more than chance" in said
    assert "Cannot be told apart: " in said
    finnish = draw(found().importance, language="fi").description
    assert "ei sattumaa enempää" in finnish


def test_a_driver_by_chance_is_hollow_and_ties_have_brackets():
    shares = found().importance
    root = tree(draw(shares, language="en"))
    hollow = [one for one in root.iter(f"{SVG}circle") if "--paper" in one.get("fill")]
    assert len(hollow) == sum(one.chance > 0.05 for one in shares.drivers) == 2
    assert len(list(root.iter(f"{SVG}path"))) == len(shares.order.ties)
    untied = replace(shares, order=replace(shares.order, ties=()))
    assert "Brackets" not in draw(untied, language="en").markup


def test_brackets_over_the_same_row_stand_beside_each_other():
    assert _lanes(((0, 2), (1, 3), (3, 5), (4, 6))) == [0, 1, 0, 1]


def test_the_map_says_what_to_do_and_fills_only_what_can_be_told():
    chart = draw(found(), language="en")
    where = {one.name: one.where for one in found().places}
    assert where["loved"] == "improve_first"
    assert "loved: importance" in chart.description
    assert chart.description.count("improve first") == 2
    few = tree(draw(found(24), language="en"))
    assert all("--paper" in one.get("fill") for one in few.iter(f"{SVG}circle"))
    assert not any("--accent" in one.get("stroke", "") for one in few.iter())


def test_whiskers_across_are_the_intervals_that_decide():
    """A driver is filled in exactly where neither whisker reaches its line (or its target)."""
    made = importance_map(table(150), outcome="y", drivers=NAMES, account="who", scale=(1, 5), resamples=300)
    for one in made.places:
        low, at, high = _across(one, made.average)
        assert at == pytest.approx((one.performance.value - 1) / 4)
        clear = low > made.average or high < made.average
        assert clear == (one.against_average.low > 0 or one.against_average.high < 0)
    aimed = next(one for one in found().places if one.name == "loved")
    low, at, high = _across(aimed, found().average)
    assert 1 + 4 * at == pytest.approx(aimed.performance.value)
    assert 1 + 4 * high == pytest.approx(4.6 + aimed.gap.high)


def test_too_few_answers_are_a_sentence():
    chart = draw(found(3), language="sv")
    assert chart.description == "För få svar för att säga vad som påverkar."


def test_drivers_on_scales_of_their_own_share_an_axis_in_per_cent():
    made = table().with_columns(fine=table()["fine"] * 2)
    scale = {**dict.fromkeys(NAMES, (1.0, 5.0)), "fine": (2.0, 10.0)}
    chart = draw(importance_map(made, outcome="y", drivers=NAMES, scale=scale, resamples=200), language="en")
    assert "Mean score as a share of its scale" in chart.markup


def test_charts_alone_load_no_analysis_of_drivers():
    code = "import sys, cxlab.charts; print('cxlab.drivers' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
