"""The plan with the real ways on it: widths by walks, branches by kind, what is folded, links that can be reached."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxlab.charts.compared import MOST_BRANCHES, MOST_WAYS, Branch, Compared, Station, Way, compared
from cxlab.charts.tokens import PAGE, PRINT

NAMES = ("Call", "Visit", "Sign")
STATIONS = (
    Station("Call", 100, 120, href="#1"), Station("Visit", 90, 120, always=False, href="#2"),
    Station("Sign", 80, 120, href="#3"),
)  # fmt: skip

WAYS = (
    Way("Call", "Visit", 80, 80, 3600, "#a"),
    Way("Visit", "Sign", 40, 44, 90_000, "#b"),
    Way("Call", "Sign", 20, 20, 7200, "#c"),
    Way("Sign", "Visit", 10, 10, 7200, "#d"),
    Way("Visit", "Chat", 30, 30, 60),
)
BRANCHES = (
    Branch("missing", "Visit", 20, 0.2, "NPS −12", sure=True, href="#missing"),
    Branch("ad_hoc", "Chat", 30, 0.3, "NPS −2", href="#chat"),
    Branch("late", "Sign", 1, 0.001),
)
DRAWN = Compared(100, STATIONS, WAYS, BRANCHES)


def parsed(made):
    return ET.fromstring(made.markup.replace('xmlns="http://www.w3.org/2000/svg"', ""))


def widths(made):
    return {
        group.get("aria-label", "").split(":")[0]: float(line.get("stroke-width"))
        for group in parsed(made).iter("a")
        for line in [*group.findall("line"), *group.findall("path")]
        if line.get("stroke-width") and line.get("stroke") != "transparent"
    }


@pytest.mark.parametrize("width", [920, 340])
def test_a_way_is_as_wide_as_its_walks(width):
    found = widths(compared(DRAWN, language="en", width=width))
    assert found["Call to Visit"] == pytest.approx(2 * found["Visit to Sign"], abs=0.02)


def test_what_is_pointed_at_or_reached_by_keyboard_tells_counts_waits_and_scores():
    made = compared(DRAWN, language="en")
    told = [link.get("aria-label") for link in parsed(made).iter("a")]
    assert "Visit to Sign: 40 walks, 44 times, half of them within 25 h" in told
    assert "Visit, missing: 20 walks, 20%. NPS −12" in told
    assert "Call: 100 walks, 120 times" in told
    assert made.markup.count('class="tip"') == len(told) + 0
    assert 'role="group"' in made.markup


def test_what_is_sure_is_drawn_beside_its_branch_and_what_is_not_only_told():
    shown = [one.text for one in parsed(compared(DRAWN, language="en")).iter("text")]
    assert "NPS −12 · 20%" in shown
    assert "30%" in shown
    assert "Chat: not planned" in shown, "what is not planned branches off where most walks came from"


def test_every_kind_is_told_by_its_mark_and_word():
    kinds = ("missing", "ad_hoc", "out_of_order", "repeated", "late", "failing")
    for kind in kinds:
        made = compared(Compared(10, STATIONS, (), (Branch(kind, "Call", 5, 0.5),)), language="fi")
        another = "missing" if kind != "missing" else "late"
        other = compared(Compared(10, STATIONS, (), (Branch(another, "Call", 5, 0.5),)), language="fi")
        shapes = [re.sub(r"#[0-9a-f]{6}|var\([^)]*\)", "", one.markup) for one in (made, other)]
        assert shapes[0] != shapes[1]


def test_what_is_rare_folds_away_and_says_how_much_it_holds():
    names = [f"T{k:02}" for k in range(15)]
    stations = tuple(
        Station(name, 5000, 5000, href=f"/journeys/walks/?kind=passed&touchpoint={name}") for name in names
    )
    ways = tuple(Way(a, b, 5000 // (1 + abs(i - j)), 5000, 60, "/journeys/walks/?kind=way&touchpoint=a>b")
                 for i, a in enumerate(names) for j, b in enumerate(names) if a != b)  # fmt: skip
    kinds = ("missing", "repeated", "late", "failing", "out_of_order")
    branches = tuple(Branch(kind, name, 400 - k, 0.08, "NPS −12 (−20…−4)", sure=True, href="/walks/?kind=missing")
                     for name in names for k, kind in enumerate(kinds))  # fmt: skip
    both = [compared(Compared(5000, stations, ways, branches), language="en", width=width) for width in (920, 340)]
    assert sum(len(one.markup.encode()) for one in both) < 200_000
    told = both[0].markup
    assert f"{15 * (len(kinds) - MOST_BRANCHES)} rarer deviations, each in at most 8% of the walks" in told
    assert f"{15 * 14 - 14 - MOST_WAYS} rarer ways" in told


def test_a_plan_that_nobody_followed_and_one_without_touchpoints():
    assert "nobody went straight on" in compared(Compared(0, STATIONS), language="en").markup
    assert compared(Compared(0, ()), language="sv").description == "Inget att visa ännu."


def test_a_file_has_no_links_no_hints_and_no_variables():
    made = compared(DRAWN, language="en", tokens=PRINT, title="A & B")
    assert "<a " not in made.markup
    assert "var(" not in made.markup
    assert 'role="img"' in made.markup
    assert "Tab key" not in made.markup
    assert "Tab key" in compared(DRAWN, language="en", tokens=PAGE).markup


@given(
    names=st.lists(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn")), min_size=1),
                   unique=True, max_size=6),
    walks=st.integers(0, 10**7),
    width=st.sampled_from([320, 340, 920]),
)  # fmt: skip
def test_whatever_the_names_it_is_one_well_formed_picture_within_its_width(names, walks, width):
    stations = tuple(Station(name, walks, walks) for name in names)
    branches = tuple(Branch("missing", name, walks, 0.5) for name in names)
    made = compared(Compared(walks, stations, (), branches), language="fi", width=width)
    assert parsed(made).get("width") == str(width)
