from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxlab.journeys.funnel import funnel, spine
from cxlab.journeys.log import from_walks
from cxlab.journeys.plan_text import parse_plan

from .real import PLANNED, real_log

many = st.lists(st.lists(st.sampled_from("abcd"), min_size=1, max_size=6), min_size=1, max_size=20)


def depth(walk, steps) -> int:
    k = 0
    for name in walk:
        if k < len(steps) and name == steps[k]:
            k += 1
    return k


@settings(max_examples=200, deadline=None)
@given(many, st.lists(st.sampled_from("abcd"), min_size=1, max_size=4))
def test_a_case_reaches_as_many_steps_as_it_walks_in_order(walks, steps):
    found = funnel(from_walks(walks), steps)
    depths = [depth(walk, steps) for walk in walks]
    assert [s.reached for s in found] == [sum(d > k for d in depths) for k in range(len(steps))]
    assert [s.lost for s in found] == [sum(d == k for d in depths) for k in range(len(steps))]
    for k, step in enumerate(found):
        before = len(walks) if k == 0 else found[k - 1].reached
        assert step.of_previous.value == (pytest.approx(step.reached / before) if before else None)
        start = len(walks) if k == 0 else found[0].reached
        assert step.of_first.value == (pytest.approx(step.reached / start) if start else None)
        if step.of_first.low is not None:
            assert step.of_first.low <= step.of_first.value <= step.of_first.high


def test_shares_carry_wilsons_interval():
    found = funnel(from_walks([["a", "b"]] * 81 + [["a"]] * 182), ["a", "b"])
    assert (round(found[1].of_first.low, 4), round(found[1].of_first.high, 4)) == (0.2553, 0.3662)


def test_a_step_nobody_knows_is_reached_by_nobody():
    found = funnel(from_walks([["a"]]), ["a", "z", "b"])
    assert [(s.reached, s.lost) for s in found] == [(1, 0), (0, 1), (0, 0)]
    assert found[2].of_previous.value is None


def test_no_steps_and_no_cases():
    assert funnel(from_walks([["a"]]), []) == ()
    assert funnel(from_walks([]), ["a"])[0].of_first.value is None


def test_the_spine_is_what_every_planned_walk_passes():
    plan = parse_plan("a\noptional b\nrepeat\n  c\n  optional d\nchoice\n  e\n  f\nany order\n  g\n  h\ni")
    assert spine(plan) == ("a", "c", "i")


def test_the_funnel_of_the_help_desk():
    plan = parse_plan((PLANNED / "helpdesk-1.txt").read_text(encoding="utf-8"))
    found = funnel(real_log("helpdesk"), spine(plan))
    assert [(s.touchpoint, s.reached) for s in found] == [
        ("Assign seriousness", 4495),
        ("Take in charge ticket", 4207),
        ("Resolve ticket", 4199),
        ("Closed", 4189),
    ]
    # Counted once more from the XML with the standard library alone.
    assert found[0].of_first.clusters == 394
