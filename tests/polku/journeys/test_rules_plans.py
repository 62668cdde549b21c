"""The text of a plan names touchpoints by slug or by name; what is off the map is left out; faults have a place."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from cxlab.journeys.plan_text import parse_plan, write_plan
from polku.journeys.queries import plan_faults
from polku.journeys.rules import plans

POINTS = {
    "call": {"en": "First call", "fi": "Ensisoitto"},
    "visit": {"en": "Visit", "fi": "Käynti"},
    "visit-2": {"en": "Visit", "fi": "Toinen käynti"},
    "by": {"en": "By post within 2 days", "fi": "Posti"},
    "sign": {"en": "Sign", "fi": "Allekirjoitus"},
}
BAD = (
    "", "  call", "call\n\tvisit", "journey\ncall", "call\n  sign", "choice\n    call\n    sign\n  sign", "choice call",
    "choice\n  call", "optional", "call by boss", "call within many days",
    '"call', 'ca"ll', "call within 0 days",
    '" call"', "choice\n  call\n     sign",
)  # fmt: skip


def read(text):
    return write_plan(plans.read(text, POINTS))


def test_touchpoints_are_named_by_slug_or_by_name_in_any_language():
    text = "first CALL\noptional  Toinen  käynti\nrepeat sign within 2 days of Ensisoitto"
    assert read(text) == "call\noptional visit-2\nrepeat sign within 2 days of call\n"
    assert read('"By post within 2 days" by partner') == '"by" by partner\n'


def test_the_plan_has_the_names_of_the_reader_and_is_read_back_unchanged():
    plan = plans.read("call\nchoice\n    visit\n    visit-2\nby\nsign within 3 hours of call", POINTS)
    called = {slug: names["en"] for slug, names in POINTS.items()}
    shown = plans.shown(plan, POINTS, called)
    assert '"By post within 2 days"' in shown
    assert "First call" in shown
    # Two are called Visit: each keeps its key.
    assert "    visit\n    visit-2\n" in shown
    assert plans.read(shown, POINTS) == plan


@pytest.mark.parametrize(
    ("text", "kind", "what", "line", "column"),
    [
        ("call\noptional Fair", "unknown", "Fair", 2, 10),
        ("call\nvisit\nVisit", "ambiguous", "Visit", 3, 1),
        ("call\nsign within 2 days of Fair", "unknown", "Fair", 2, 23),
        ("call by boss", "grammar", "an owner is brand, partner, customer, social, not 'boss'.", 1, 9),
    ],
)
def test_a_fault_has_its_place(text, kind, what, line, column):
    with pytest.raises(plans.PlanFault) as caught:
        plans.read(text, POINTS)
    fault = caught.value
    assert (fault.kind, fault.what, fault.line, fault.column) == (kind, what, line, column)


@pytest.mark.parametrize("text", BAD)
def test_every_fault_of_grammar_is_told_in_the_readers_language(text):
    with pytest.raises(plans.PlanFault) as caught:
        plans.read(text, POINTS)
    assert caught.value.kind == "grammar"
    with override("fi"):
        told = plan_faults.said(caught.value)
        assert told.startswith("Rivi ")
        assert "tätä ei voi lukea" not in told, f"no saying for: {caught.value.what}"
        assert caught.value.what not in told


def test_what_is_off_the_map_is_left_out():
    text = "call\nchoice\n  visit\n  sign\noptional by-gone\nsign within 2 days of by-gone\n"
    used = plans.in_use(text, ["call", "sign"])
    assert write_plan(used) == "call\nsign\nsign\n"
    assert plans.in_use("gone", ["call", "sign"]) == parse_plan("call\nsign")


def test_without_a_text_the_plan_is_the_order_of_the_map():
    assert write_plan(plans.in_use("", ["sign", "call"])) == "sign\ncall\n"
    assert write_plan(plans.in_use("", ["sign"])) == "sign\n"
    assert plans.in_use("", []) is None
