from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxlab.journeys.alignment import LOG_ONLY, PLAN_ONLY, align
from cxlab.journeys.log import from_walks
from cxlab.journeys.plan_text import parse_plan
from cxlab.journeys.planned import PlanError, PlannedJourney
from cxlab.journeys.variants import variants

from .oracle import Net, cost_by_words
from .real import PLANNED, golden_costs, real_log
from .strategies import plans, plans_without_loops, walks


def aligned(plan: PlannedJourney, *found):
    return align(variants(from_walks(found)), plan)


def moves(plan: str, walk: str) -> list[tuple[str, str]]:
    return [(m.kind, m.touchpoint) for m in aligned(parse_plan(plan), walk.split()).moves(0)]


def test_a_walk_as_planned_costs_nothing():
    result = aligned(parse_plan("a\noptional b\nc"), "ac", "abc")
    assert result.costs.tolist() == [0, 0]
    assert result.fitting_cases == 2
    assert result.mean_fitness == 1


def test_moves_of_a_missing_and_of_an_added_touchpoint():
    assert moves("a\nb\nc", "a c x") == [("both", "a"), ("plan", "b"), ("both", "c"), ("log", "x")]


def test_of_equally_cheap_alignments_the_earlier_event_is_the_match():
    # What happened first is what was planned; what happened again is what is left over.
    assert moves("repeat\n  a\n  b", "a b b") == [("both", "a"), ("both", "b"), ("log", "b")]
    assert moves("a\nb\nc", "a a b b c") == [
        ("both", "a"), ("log", "a"), ("both", "b"), ("log", "b"), ("both", "c"),
    ]  # fmt: skip


def test_of_equally_cheap_ends_the_one_planned_first_is_taken():
    assert moves("choice\n  a\n  repeat b", "x") == [("plan", "a"), ("log", "x")]


def test_an_event_left_over_has_no_place_and_a_touchpoint_passed_no_event():
    result = aligned(parse_plan("a\nb\nc"), "axc", "xx")
    assert set(result.places[result.kinds == LOG_ONLY].tolist()) == {-1}
    assert set(result.events[result.kinds == PLAN_ONLY].tolist()) == {-1}


def test_any_order_of_four_a_choice_and_a_loop_over_eight():
    plan = parse_plan("repeat\n any order\n  a\n  b\n  c\n  d\n choice\n  e\n  f\n sequence\n  g\n  h\n  i\nz")
    assert aligned(plan, "dbcaeghiz", "dbcaeghiabcdfghiz", "dbcaeghiabcdefghiz").costs.tolist() == [0, 0, 1]


def test_a_loop_is_entered_again_in_its_middle():
    # Passing a and b once more costs 2; leaving c, d and e over would cost 3.
    result = aligned(parse_plan("repeat\n  a\n  b\n  c\n  d\n  e"), "abcdecde")
    assert result.costs.tolist() == [2]
    assert [(m.touchpoint, m.kind) for m in result.moves(0)][5:7] == [("a", "plan"), ("b", "plan")]


def test_fitness_is_one_minus_cost_over_the_worst_that_could_be():
    result = aligned(parse_plan("a\nb\nc"), "xx")
    assert result.costs.tolist() == [5]
    assert result.fitness().tolist() == [0.0]


def test_costs_spread_over_cases():
    result = aligned(parse_plan("a\nb"), "ab", "ab", "a", "a", "a")
    assert (result.total_cost, result.fitting_cases) == (3, 2)
    assert result.mean_fitness == pytest.approx((1 + 1 + 3 * (1 - 1 / 3)) / 5)


def test_an_empty_log_has_no_alignment():
    result = aligned(parse_plan("a"))
    assert len(result.costs) == 0
    assert result.mean_fitness is None
    assert result.total_cost == 0


def test_a_plan_with_too_many_orders_is_refused():
    with pytest.raises(PlanError, match="20000 states"):
        aligned(parse_plan("any order\n" + "\n".join(f"  {letter}" for letter in "abcdefghijklmno")), "a")


def test_same_log_and_plan_give_the_same_moves():
    plan = parse_plan("choice\n a\n b\nrepeat c")
    left, right = aligned(plan, "xcca", "ba", "ccc"), aligned(plan, "xcca", "ba", "ccc")
    assert [left.moves(k) for k in range(3)] == [right.moves(k) for k in range(3)]


@settings(max_examples=300, deadline=None)
@given(plans, st.lists(walks, min_size=1, max_size=4, unique=True))
def test_costs_are_those_of_a_search_through_a_net_with_tokens(plan, found):
    result = aligned(plan, *found)
    net = Net(plan.root)
    # A walk without events is no case of a log.
    ours = {result.variants.walk(k): cost for k, cost in enumerate(result.costs.tolist())}
    assert ours == {walk: net.cost(walk) for walk in found if walk}


@settings(max_examples=150, deadline=None)
@given(plans_without_loops, walks.filter(bool))
def test_costs_are_those_of_the_nearest_word_where_words_can_be_spelt_out(plan, walk):
    assert aligned(plan, walk).costs.tolist() == [cost_by_words(plan.root, walk)]


@settings(max_examples=200, deadline=None)
@given(plans, st.lists(walks.filter(bool), min_size=1, max_size=5))
def test_moves_replay_to_the_log_and_to_the_plan(plan, found):
    result = aligned(plan, *found)
    net = Net(plan.root)
    planned = plan.touchpoints()
    for k in range(len(result.variants)):
        walk, steps = result.variants.walk(k), result.moves(k)
        happened = [m for m in steps if m.event is not None]
        assert [m.event for m in happened] == list(range(len(walk)))
        assert tuple(m.touchpoint for m in happened) == walk
        passed = [m for m in steps if m.place is not None]
        assert all(planned[m.place].name == m.touchpoint for m in passed)
        assert net.accepts(tuple(m.touchpoint for m in passed))
        assert all((m.kind == "both") == (m.event is not None and m.place is not None) for m in steps)
        assert sum(m.kind != "both" for m in steps) == result.costs[k]


@given(plans, st.lists(walks.filter(bool), min_size=1, max_size=5), st.randoms())
@settings(max_examples=50, deadline=None)
def test_shuffled_cases_change_nothing(plan, found, random):
    other = found[:]
    random.shuffle(other)
    left, right = aligned(plan, *found), aligned(plan, *other)
    assert sorted(zip(map(left.variants.walk, range(len(left.costs))), left.costs.tolist(), strict=True)) == sorted(
        zip(map(right.variants.walk, range(len(right.costs))), right.costs.tolist(), strict=True)
    )


@pytest.mark.parametrize("log", ["helpdesk", "receipt", pytest.param("bpic2012", marks=pytest.mark.slow)])
@pytest.mark.parametrize("number", ["1", "2", "3"])
def test_costs_agree_with_pm4py_on_every_variant(log, number):
    golden = golden_costs(log)[number]
    plan = parse_plan((PLANNED / f"{log}-{number}.txt").read_text(encoding="utf-8"))
    result = align(variants(real_log(log)), plan)
    by_walk = sorted((result.variants.walk(k), int(cost)) for k, cost in enumerate(result.costs))
    assert [cost for _, cost in by_walk] == golden
    assert np.all(np.diff(result.begins) > 0)
