from __future__ import annotations

import json

import pytest
from hypothesis import given, settings

from cxlab.journeys.planned import Choice, Limit, Optional, PlanError, PlannedJourney, Sequence, Touchpoint

from .strategies import rich_plans


@settings(max_examples=200, deadline=None)
@given(rich_plans)
def test_json_gives_back_the_same_plan(plan):
    assert PlannedJourney.from_json(json.loads(json.dumps(plan.to_json()))) == plan


def test_touchpoints_stand_in_the_order_of_the_plan():
    plan = PlannedJourney(Sequence((Touchpoint("b"), Optional(Choice((Touchpoint("a"), Touchpoint("b")))))))
    assert [t.name for t in plan.touchpoints()] == ["b", "a", "b"]


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ([], '"journey" and "plan"'),
        ({"plan": {"touchpoint": "a"}, "journey": 3}, '"journey" is the name'),
        ({"plan": "a"}, "plan: a part is an object"),
        ({"plan": {"sequence": [{"touchpoint": "a"}]}}, "plan: A sequence needs at least two"),
        ({"plan": {"sequence": [{"touchpoint": "a"}, {"loop": 1}]}}, r"plan.sequence\[1\]: a part is one of"),
        ({"plan": {"optional": {"touchpoint": "a", "colour": "red"}}}, "plan.optional: a touchpoint has .* not colour"),
        ({"plan": {"touchpoint": "a", "owner": "boss"}}, "plan: An owner is brand, partner, customer, social"),
        ({"plan": {"touchpoint": "a", "within": {"amount": True, "unit": "days"}}}, "plan.within"),
        ({"plan": {"touchpoint": "a", "within": {"amount": 0, "unit": "days"}}}, "above 0"),
        ({"plan": {"touchpoint": "a", "within": {"amount": 1, "unit": "fortnights"}}}, "A time limit is in minutes"),
        ({"plan": {"touchpoint": " "}}, "needs a name"),
    ],
)
def test_a_faulty_document_is_refused_with_its_place(document, message):
    with pytest.raises(PlanError, match=message):
        PlannedJourney.from_json(document)


def test_a_document_that_is_too_deep_is_refused():
    part = {"touchpoint": "a"}
    for _ in range(80):
        part = {"optional": part}
    with pytest.raises(PlanError, match="60 deep"):
        PlannedJourney.from_json({"plan": part})


@pytest.mark.parametrize("name", ["", "  ", " a", "a\nb", "a\x00"])
def test_a_name_is_printable_and_has_no_margin(name):
    with pytest.raises(PlanError):
        Touchpoint(name)


@pytest.mark.parametrize("amount", [0, -1, float("nan"), float("inf"), 1e6])
def test_a_limit_is_a_number_above_nought(amount):
    with pytest.raises(PlanError):
        Limit(amount, "days")
