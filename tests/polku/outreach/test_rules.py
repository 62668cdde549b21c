"""Clocks and bars: who may be asked when; and what an outbox counts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polku.flows.answer_links import read_link
from polku.outreach import rules
from polku.outreach.rules import ContactRules, Past, Person

NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)
ASKED = Person(1, 10, "a@example.com")


def days_ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def hold(past: Past = Past(), *, family="nps", person=ASKED, standing=ContactRules()) -> str:  # noqa: B008 - frozen
    found = rules.held(person, past, standing, family=family, at=NOW)
    return found.rule if found else ""


@pytest.mark.parametrize(
    ("person", "rule"),
    [
        (Person(1, 10, ""), "no_address"),
        (Person(1, 10, "a@example.com", listed=True), "do_not_ask"),
        (Person(1, 10, "a@example.com", consent="refused"), "refused"),
        (Person(1, 10, "a@example.com", active=False), "inactive"),
        (Person(1, 10, "a@example.com", bounced=True), "bounced"),
        (Person(1, 10, "a@example.com", consent="given"), ""),
    ],
)
def test_a_bar_holds_whatever_the_time(person, rule):
    assert hold(person=person) == rule
    again = rules.held_again(person, Past(), ContactRules(), at=NOW)
    assert (again.rule if again else "") == rule


@pytest.mark.parametrize(
    ("clock", "days", "family"),
    [
        ("family_invited", 90, "nps"),
        ("family_answered", 90, "nps"),
        ("family_invited", 30, "ces"),
        ("family_answered", 30, "ces"),
        ("person_invited", 14, "ces"),
        ("person_answered", 14, "nps"),
        ("account_invited", 7, "nps"),
    ],
)
def test_a_clock_holds_until_its_last_day_and_says_when(clock, days, family):
    who = 10 if clock.startswith("account") else 1
    before = Past(**{clock: {who: days_ago(days - 0.1)}})
    after = Past(**{clock: {who: days_ago(days)}})
    assert hold(before, family=family) == clock
    assert hold(after, family=family) == ""
    found = rules.held(ASKED, before, ContactRules(), family=family, at=NOW)
    assert found.until == days_ago(days - 0.1) + timedelta(days=days)


def test_a_clock_of_one_person_or_account_holds_no_other():
    past = Past(person_invited={2: days_ago(1)}, account_invited={11: days_ago(1)})
    assert hold(past) == ""


def test_a_clock_at_nought_is_off():
    off = ContactRules(family_invited=0, person_invited=0, account_invited=0, least_hours=0)
    past = Past(family_invited={1: days_ago(1)}, person_invited={1: days_ago(1)}, account_invited={10: days_ago(1)})
    assert hold(past, standing=off) == ""


def test_never_twice_within_hours_even_when_every_clock_is_off():
    off = ContactRules(family_invited=0, person_invited=0, account_invited=0)
    assert hold(Past(person_invited={1: NOW - timedelta(hours=3.9)}), standing=off) == "too_soon"
    assert hold(Past(person_invited={1: NOW - timedelta(hours=4)}), standing=off) == ""
    again = rules.held_again(ASKED, Past(person_invited={1: NOW - timedelta(hours=1)}), off, at=NOW)
    assert again.rule == "too_soon"


def test_a_survey_of_an_encounter_yields_to_a_relationship_survey_due_soon():
    soon = Past(relationship_due={1: NOW + timedelta(days=13)})
    assert hold(soon, family="ces") == "yields"
    assert hold(soon, family="nps") == ""
    assert hold(Past(relationship_due={1: NOW + timedelta(days=15)}), family="ces") == ""


def decide(people, standing=ContactRules(), **more) -> dict[int, str]:  # noqa: B008 - frozen
    found = rules.decide(people, Past(), standing, family="nps", at=NOW, **more)
    return {one.contact: held.rule if held else "" for one, held in found}


def test_one_address_gets_one_letter():
    assert decide([Person(1, 10, "a@example.com"), Person(2, 11, "a@example.com")]) == {1: "", 2: "same_address"}


def test_those_who_decide_come_first_where_only_some_are_asked():
    people = [Person(1, 10, "a@example.com"), Person(2, 10, "b@example.com", decider=True), Person(3, 11, "c@x.fi")]
    assert decide(people, ContactRules(account_most=1)) == {1: "account_most", 2: "", 3: ""}


def test_an_account_without_one_who_decides_is_left_out_when_that_is_wanted():
    people = [
        Person(1, 10, "a@example.com"),
        Person(2, 10, "b@example.com", decider=True, consent="refused"),
        Person(3, 11, "c@example.com", decider=True),
        Person(4, 11, "d@example.com"),
    ]
    assert decide(people, needs_decider=True) == {1: "no_decider", 2: "refused", 3: "", 4: ""}


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans(), st.integers(0, 8)), max_size=30), st.integers(0, 3))
def test_everybody_is_decided_on_and_no_limit_is_passed(drawn, most):
    people = [
        Person(number, account, f"{address}@example.com", decider=decider)
        for number, (account, decider, address) in enumerate(drawn)
    ]
    found = rules.decide(people, Past(), ContactRules(account_most=most), family="nps", at=NOW)
    assert [one for one, _held in found] == people
    asked = [one for one, held in found if held is None]
    assert len({one.mail for one in asked}) == len(asked)
    for account in {one.account for one in asked}:
        assert not most or sum(one.account == account for one in asked) <= most


@pytest.mark.parametrize("wrong", [-1, 3651, 1.5, "7", True, None])
def test_what_is_no_number_of_days_is_refused_by_name(wrong):
    with pytest.raises(ValueError, match="yields"):
        rules.cleaned_rules({"yields": wrong})


def test_every_hold_is_in_the_list_that_counts_them():
    assert set(rules.HOLDS) >= {
        *("no_address", "do_not_ask", "refused", "inactive", "bounced", "same_address", "account_most", "no_decider"),
        *("yields", "too_soon", "answered", "stopped", "gone"),
        *(name for name in rules.CLOCKS if name.startswith(("family", "person"))),
    }


@given(st.dictionaries(st.sampled_from(rules.STATES), st.integers(0, 1000)))
def test_planned_is_the_sum_of_its_parts(states):
    told = rules.tally(states)
    parts = ("suppressed", "sent", "failed", "unknown", "waiting")
    assert told["planned"] == sum(states.values()) == sum(told[name] for name in parts)


def test_the_key_of_an_answer_is_that_of_its_link(settings):
    from polku.flows.answer_links import invitation_link

    survey, key, contact = UUID(int=1), UUID(int=2), UUID(int=3)
    link = invitation_link(survey, contact=contact, key=key, wave="Autumn", language="fi")
    read = read_link(link.split("i=")[1].split("&")[0], survey)
    assert (read.once, read.contact, read.wave) == (rules.once_of(key), contact, "Autumn")


def test_what_a_mail_servers_answer_means():
    assert [rules.permanent(code) for code in (421, 451, 550, 554)] == [False, False, True, True]
    assert [rules.wrong_address(code) for code in (550, 552, 554)] == [True, False, False]
