from __future__ import annotations

import pytest
from hypothesis import given, settings

from cxlab.files.cjml import CjmlJourney, CjmlPoint, write_cjml
from cxlab.files.events import read_events
from cxlab.journeys.plan_cjml import from_cjml, to_cjml
from cxlab.journeys.plan_text import parse_plan
from cxlab.journeys.planned import PlanError, PlannedJourney, Sequence, Touchpoint

from .strategies import rich_plans


@settings(max_examples=150, deadline=None)
@given(rich_plans)
def test_cjml_gives_back_the_same_plan(plan):
    assert from_cjml(to_cjml(plan)) == plan


def test_other_tools_see_the_touchpoints_in_order():
    rows = read_events(to_cjml(parse_plan("Call by brand\noptional Visit by partner\nPay by customer")))
    assert rows.select("touchpoint", "actor", "receiver").rows() == [
        ("Call", "brand", "customer"),
        ("Visit", "partner", "customer"),
        ("Pay", "customer", None),
    ]


def test_a_plan_of_another_tool_is_a_sequence():
    made = write_cjml([CjmlJourney("PJ1", (CjmlPoint("Orders"), CjmlPoint("Pays")), "Buying", "drawn in May")])
    assert from_cjml(made) == PlannedJourney(Sequence((Touchpoint("Orders"), Touchpoint("Pays"))), "Buying")


def test_a_comment_about_other_touchpoints_is_not_the_plan():
    made = write_cjml([CjmlJourney("PJ1", (CjmlPoint("Orders"),), None, "Calls\nPays")])
    assert from_cjml(made).touchpoints() == (Touchpoint("Orders"),)


def test_a_journey_is_chosen_by_its_key():
    made = write_cjml([CjmlJourney("A", (CjmlPoint("x"),)), CjmlJourney("B", (CjmlPoint("y"),))])
    assert from_cjml(made, "B").root == Touchpoint("y")
    with pytest.raises(PlanError, match="it has: A, B"):
        from_cjml(made, "C")
