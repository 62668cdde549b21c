from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxlab.journeys.plan_text import parse_plan, write_plan
from cxlab.journeys.planned import (
    AnyOrder,
    Choice,
    Limit,
    Optional,
    PlanError,
    PlannedJourney,
    Repeat,
    Sequence,
    Touchpoint,
)

from .real import PLANNED
from .strategies import rich_plans

SALE = """\
journey "Offer"

# the customer's steps, in verbs
"Meets a message" by brand
Makes contact by customer
optional Talks by brand within 2 days
any order
    Answers questions by customer
    Partners are consulted by partner
repeat
    Takes part in a specification day by customer
    optional Reads the notes
choice
    Accepts by customer within 14 days of "Gets the offer"
    sequence
        Declines by customer
        Says why
"""


def test_a_plan_reads_as_it_is_written():
    assert parse_plan(SALE) == PlannedJourney(
        Sequence(
            (
                Touchpoint("Meets a message", "brand"),
                Touchpoint("Makes contact", "customer"),
                Optional(Touchpoint("Talks", "brand", Limit(2.0, "days"))),
                AnyOrder(
                    (Touchpoint("Answers questions", "customer"), Touchpoint("Partners are consulted", "partner"))
                ),
                Repeat(
                    Sequence(
                        (
                            Touchpoint("Takes part in a specification day", "customer"),
                            Optional(Touchpoint("Reads the notes")),
                        )
                    )
                ),
                Choice(
                    (
                        Touchpoint("Accepts", "customer", Limit(14.0, "days", "Gets the offer")),
                        Sequence((Touchpoint("Declines", "customer"), Touchpoint("Says why"))),
                    )
                ),
            )
        ),
        "Offer",
    )


@settings(max_examples=400, deadline=None)
@given(rich_plans)
def test_text_gives_back_the_same_plan(plan):
    assert parse_plan(write_plan(plan)) == plan


@pytest.mark.parametrize("path", sorted(PLANNED.glob("*.txt")), ids=lambda path: path.stem)
def test_plans_kept_as_files_are_read_and_written_back(path):
    plan = parse_plan(path.read_text(encoding="utf-8"))
    assert parse_plan(write_plan(plan)) == plan
    assert PlannedJourney.from_json(plan.to_json()) == plan


def test_one_day_and_two_days_read_alike():
    assert parse_plan("a within 1 day").root == Touchpoint("a", None, Limit(1.0, "days"))
    assert parse_plan("a within 2 working hours").root == Touchpoint("a", None, Limit(2.0, "working hours"))


def test_a_name_without_quotation_marks_ends_before_its_owner():
    assert parse_plan("Paid by card by customer").root == Touchpoint("Paid by card", "customer")
    assert parse_plan('"Paid by customer"').root == Touchpoint("Paid by customer")


def test_comments_and_blank_lines_say_nothing():
    assert parse_plan('# first\n\n"a # b"  # really\n').root == Touchpoint("a # b")


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("", 1, 1, "holds no touchpoint"),
        ("# nothing", 1, 1, "holds no touchpoint"),
        ("  a", 1, 1, "begins at the margin"),
        ("a\n\tb", 2, 1, "not tabs"),
        ("a\n  b", 2, 3, "nothing can be indented under a touchpoint"),
        ("choice\n  a", 1, 1, "at least two"),
        ("a\noptional any order\n  b", 2, 10, "at least two"),
        ("choice a", 1, 8, "lines of their own"),
        ("choice a\n  b\n  c", 2, 3, "nothing can be indented"),
        ("optional", 1, 1, "needs a touchpoint"),
        ("a by me", 1, 6, "not 'me'"),
        ("repeat a within 2 fortnights", 1, 10, "minutes, hours"),
        ("a within 0 days", 1, 10, "above 0"),
        ("a within 1 day twice", 1, 16, "expected by OWNER"),
        ('"a', 1, 1, "not closed"),
        ('a "b"', 1, 3, "quoted from its first sign"),
        ('"a"by brand', 1, 4, "expected"),
        ("optional\n    a\n  b", 3, 3, "fits no block"),
        ("choice\n  a\n    b\n  c", 3, 5, "nothing can be indented"),
        ("journey", 1, 9, "write the name"),
        ('"\x07"', 1, 1, "printable"),
    ],
)
def test_a_faulty_text_is_refused_with_line_and_column(text, line, column, message):
    with pytest.raises(PlanError, match=message) as caught:
        parse_plan(text)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert str(caught.value).startswith(f"line {line}, column {column}: ")


PIECES = ["optional", "choice", "any order", "a", '"b"', "\n", "\n    ", " by brand", " within 2 days", " "]
signs = st.text(alphabet=st.sampled_from('ab "#\\\n\t') | st.characters(), max_size=60)


@settings(max_examples=500, deadline=None)
@given(signs | st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_any_text_is_a_plan_or_a_plan_error(text):
    try:
        plan = parse_plan(text)
    except PlanError as fault:
        plan, error = None, fault
    if plan is None:
        assert error.line is not None
        assert error.column >= 1
    else:
        assert parse_plan(write_plan(plan)) == plan


def test_blocks_that_are_too_deep_are_refused():
    text = "\n".join(" " * depth + "optional" for depth in range(90)) + "\n" + " " * 90 + "a"
    with pytest.raises(PlanError, match="60 deep"):
        parse_plan(text)
