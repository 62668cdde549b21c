"""The picture of a journey: all touchpoints, frequent flows, and what is folded away."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from cxlab.charts import letters
from cxlab.charts.spine import MOST_FLOWS, Spine, spine

SVG = "{http://www.w3.org/2000/svg}"


def drawn(names: int, flows: int, language: str = "en"):
    touchpoints = tuple(f"t{k} <&>" for k in range(names))
    pairs = [(a, b, 1 + k) for k, (a, b) in enumerate((a, b) for a in touchpoints for b in touchpoints)][:flows]
    return spine(Spine(touchpoints, tuple(range(names)), tuple(pairs)), language=language, title="Walks")


def test_every_touchpoint_stands_and_frequent_flows_are_drawn():
    made = drawn(15, 20)
    root = ET.fromstring(made.markup)
    words = "".join(root.itertext())
    assert all(f"t{k} <&>" in words for k in range(15))
    assert len(root.findall(f".//{SVG}path")) == 20
    assert "not drawn" not in words


def test_rare_flows_fold_away_and_say_how_much_they_hold():
    made = drawn(15, 100)
    root = ET.fromstring(made.markup)
    assert len(root.findall(f".//{SVG}path")) == MOST_FLOWS
    # Flows hold 1 to 100 steps; the 60 rarest hold 1,830 of 5,050.
    assert "60 rarer flows, 36% of all steps" in made.description
    assert len(made.markup) < 60_000


@pytest.mark.parametrize(
    ("language", "word"), [("fi", "Kosketuspisteitä"), ("sv", "kontaktpunkter"), ("en", "touchpoints")]
)
def test_the_words_are_in_the_readers_language(language, word):
    assert word in drawn(3, 3, language).description


def test_nothing_to_draw():
    made = spine(Spine((), (), ()), language="en")
    assert made.description.startswith("0 touchpoints")
    ET.fromstring(made.markup)


def test_what_is_not_planned_is_pale():
    made = spine(Spine(("a", "b"), (1, 1), (), frozenset({"a"})), language="en")
    fills = [t.get("fill") for t in ET.fromstring(made.markup).iter(f"{SVG}text") if t.text in {"a", "b"}]
    assert len(set(fills)) == 2


@pytest.mark.parametrize("ways", [(), (("t0 <&>", "out_of_order", 0.4), ("t0 <&>", "missing", 0.2))])
def test_on_a_phone_everything_stands_within_the_screen(ways):
    touchpoints = tuple(f"A touchpoint of a long name, number {k}" for k in range(15))
    flows = tuple((a, b, 5) for a in touchpoints for b in touchpoints)
    chart = spine(Spine(touchpoints, tuple(range(15)), flows, deviations=ways), language="fi", width=358)
    assert chart.width == 358
    root = ET.fromstring(chart.markup)
    for line in root.iter(f"{SVG}text"):
        size = float(line.get("font-size", 12))
        left = float(line.get("x"))
        room = left if line.get("text-anchor") == "end" else 358 - left
        assert letters.width(line.text, size) <= room, line.text
        assert float(line.get("y")) < chart.height
    for arc in root.iter(f"{SVG}path"):
        start, _, bend, *_ = (float(one) for one in re.findall(r"-?[0-9.]+", arc.get("d")))
        # A curve of this form goes three quarters of the way to its handles.
        assert 0 <= start + 0.75 * (bend - start) <= 358
