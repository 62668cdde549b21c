"""Plans and walks for property tests."""

from __future__ import annotations

from hypothesis import strategies as st

from cxlab.journeys.planned import (
    OWNERS,
    UNITS,
    AnyOrder,
    Choice,
    Limit,
    Optional,
    PlannedJourney,
    Repeat,
    Sequence,
    Touchpoint,
)

LETTERS = "abcd"
walks = st.lists(st.sampled_from([*LETTERS, "x"]), max_size=6).map(tuple)


def _parts(leaves, *, loops: bool):
    def grow(children):
        several = st.lists(children, min_size=2, max_size=3).map(tuple)
        wraps = [children.map(Optional)] + ([children.map(Repeat)] if loops else [])
        return st.one_of(*wraps, several.map(Sequence), several.map(AnyOrder), several.map(Choice))

    return st.recursive(leaves, grow, max_leaves=6)


letters = st.sampled_from(LETTERS).map(Touchpoint)
plans = _parts(letters, loops=True).map(PlannedJourney)
plans_without_loops = _parts(letters, loops=False).map(PlannedJourney)

names = st.one_of(
    st.text(min_size=1, max_size=12).map(str.strip).filter(lambda name: name and name.isprintable()),
    st.sampled_from(
        ["optional", "repeat x", "Call by brand", "within 2 days", 'say "hi"', "a # b", "any order", "journey", "\\"]
    ),
)
limits = st.builds(
    Limit,
    st.one_of(st.integers(1, 500).map(float), st.decimals("0.25", "9", places=2).map(float)),
    st.sampled_from(UNITS),
    st.none() | names,
)
rich_touchpoints = st.builds(Touchpoint, names, st.none() | st.sampled_from(OWNERS), st.none() | limits)
rich_plans = st.builds(PlannedJourney, _parts(rich_touchpoints, loops=True), st.none() | names)
