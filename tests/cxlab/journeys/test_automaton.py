from __future__ import annotations

import pytest
from hypothesis import given, settings

from cxlab.journeys.automaton import automaton
from cxlab.journeys.plan_text import parse_plan
from cxlab.journeys.planned import PlanError

from .oracle import Net
from .strategies import plans, walks


def accepts(graph, walk) -> bool:
    states = {0}
    for name in walk:
        states = {
            int(t)
            for s, t, p in zip(graph.source, graph.target, graph.place, strict=True)
            if s in states and graph.touchpoints[p].name == name
        }
    return any(graph.final[s] for s in states)


@settings(max_examples=300, deadline=None)
@given(plans, walks)
def test_a_walk_is_accepted_when_the_net_with_tokens_accepts_it(plan, walk):
    assert accepts(automaton(plan), walk) == Net(plan.root).accepts(walk)


def test_any_order_of_four_has_sixteen_states():
    graph = automaton(parse_plan("any order\n  a\n  b\n  c\n  d"))
    assert (graph.n_states, len(graph.source), graph.shortest) == (16, 32, 4)


def test_a_loop_makes_no_new_states():
    graph = automaton(parse_plan("repeat\n  a\n  repeat\n    b\n    optional c"))
    assert graph.n_states <= 5


def test_plans_in_plans_make_no_states_of_their_own():
    """A sequence that begins with a sequence says what the one long sequence says."""
    graph = automaton(parse_plan("sequence\n  optional repeat d\n  a\nd"))
    assert (graph.n_states, len(graph.source), graph.shortest) == (3, 3, 2)


def test_a_plan_may_have_as_many_states_as_are_allowed_and_no_more(monkeypatch):
    four = parse_plan("any order\n  a\n  b\n  c\n  d")
    monkeypatch.setattr("cxlab.journeys.automaton.MOST_STATES", 16)
    assert automaton(four).n_states == 16
    monkeypatch.setattr("cxlab.journeys.automaton.MOST_STATES", 15)
    with pytest.raises(PlanError, match="more than 15 states"):
        automaton(four)


def test_the_shortest_walk_takes_the_short_branch():
    assert automaton(parse_plan("choice\n  a\n  sequence\n    b\n    c\noptional d")).shortest == 1
