"""Decides whether a person may be asked at a moment, and by which rule not: bars first, then clocks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime, timedelta
from typing import Any

# Metric families that ask of the relationship as a whole; every other family asks of an encounter.
RELATIONSHIP = frozenset({"nps", "enps"})
LONGEST_DAYS = 3650
# What holds a message back, in the order in which it is looked for: what lasts longest is told first.
HOLDS = (
    "no_address", "do_not_ask", "refused", "inactive", "bounced", "same_address", "family_invited", "family_answered",
    "person_invited", "person_answered", "account_invited", "account_answered", "yields", "too_soon", "account_most",
    "no_decider", "answered", "quota", "cancelled", "too_late", "stopped", "gone",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ContactRules:
    """How long a person and an account are left in peace, in days; 0 switches a clock off.

    ``family_*`` count surveys of one metric family (relationship), ``encounter_*`` the same for families that ask of an
    encounter, ``person_*`` and ``account_*`` surveys of any kind. ``account_most`` is how many of one account a round
    asks (0: all), ``yields`` how long before a relationship survey no other is sent, ``least_hours`` holds always.
    ``coverage_days`` is a target that holds nothing back: within it somebody of each account, and one who decides, is
    to be heard (0: no target).
    """

    number: int = 0
    family_invited: int = 90
    family_answered: int = 90
    encounter_invited: int = 30
    encounter_answered: int = 30
    person_invited: int = 14
    person_answered: int = 14
    account_invited: int = 7
    account_answered: int = 0
    account_most: int = 0
    yields: int = 14
    least_hours: int = 4
    coverage_days: int = 365


CLOCKS = tuple(one.name for one in fields(ContactRules) if one.name != "number")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who could be asked, as they are at this moment."""

    contact: int
    account: int
    mail: str
    consent: str = "unknown"
    active: bool = True
    listed: bool = False
    bounced: bool = False
    decider: bool = False
    language: str = ""


@dataclass(frozen=True, slots=True)
class Past:
    """When each person (by contact) and account was last invited and last answered, and when one is next due.

    ``relationship_due``: the next relationship survey that waits to be sent to the person.
    """

    family_invited: Mapping[int, datetime] = field(default_factory=dict)
    family_answered: Mapping[int, datetime] = field(default_factory=dict)
    person_invited: Mapping[int, datetime] = field(default_factory=dict)
    person_answered: Mapping[int, datetime] = field(default_factory=dict)
    account_invited: Mapping[int, datetime] = field(default_factory=dict)
    account_answered: Mapping[int, datetime] = field(default_factory=dict)
    relationship_due: Mapping[int, datetime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Held:
    """By which rule a message is held back, and when that rule would let it go (None: not by waiting)."""

    rule: str
    until: datetime | None = None


def cleaned_rules(given: Mapping[str, Any], *, number: int = 0) -> ContactRules:
    """Contact rules out of kept data. Raises ValueError naming the clock that is no number of days.

    >>> cleaned_rules({"yields": 7}).yields, cleaned_rules({}).family_invited
    (7, 90)
    """
    kept = asdict(ContactRules())
    for name in CLOCKS:
        value = given.get(name, kept[name])
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= LONGEST_DAYS:
            raise ValueError(name)
        kept[name] = value
    return ContactRules(**{**kept, "number": number})


def family_of(content: Mapping[str, Any]) -> str:
    """The metric family that a survey belongs to: that of a relationship question, else of its first score.

    >>> family_of({"questions": [{"definition": "ces7"}, {"definition": "nps_1_10"}]})
    'nps'
    >>> family_of({"questions": [{"definition": "csat5"}]}), family_of({"questions": []})
    ('csat', 'other')
    """
    families = [re.split(r"[\d_]", one["definition"])[0] for one in content["questions"] if one.get("definition")]
    return next((one for one in families if one in RELATIONSHIP), families[0] if families else "other")


def _barred(person: Person) -> Held | None:
    """What keeps a person from being asked whatever the time."""
    if not person.mail:
        return Held("no_address")
    if person.listed:
        return Held("do_not_ask")
    if person.consent == "refused":
        return Held("refused")
    if not person.active:
        return Held("inactive")
    return Held("bounced") if person.bounced else None


Clock = tuple[str, timedelta, Mapping[int, datetime], bool]


def clocks(past: Past, rules: ContactRules, *, family: str) -> tuple[Clock, ...]:
    """The clocks that are on and have something to count from: name, length, moments, and whether by account."""
    invited, answered = (
        (rules.family_invited, rules.family_answered)
        if family in RELATIONSHIP
        else (rules.encounter_invited, rules.encounter_answered)
    )
    listed = (
        ("family_invited", invited, past.family_invited, False),
        ("family_answered", answered, past.family_answered, False),
        ("person_invited", rules.person_invited, past.person_invited, False),
        ("person_answered", rules.person_answered, past.person_answered, False),
        ("account_invited", rules.account_invited, past.account_invited, True),
        ("account_answered", rules.account_answered, past.account_answered, True),
    )
    return tuple((name, timedelta(days=days), moments, by) for name, days, moments, by in listed if days and moments)


def held(
    person: Person,
    past: Past,
    rules: ContactRules,
    *,
    family: str,
    at: datetime,
    on: tuple[Clock, ...] | None = None,
) -> Held | None:
    """The first rule that holds back a message to this person at this moment; None when it may go.

    ``on`` are the clocks, where they are asked of many people.
    """
    if barred := _barred(person):
        return barred
    for name, length, moments, by_account in clocks(past, rules, family=family) if on is None else on:
        last = moments.get(person.account if by_account else person.contact)
        # What waits to be sent stands in the future, and is as near as what has been sent.
        if last is not None and abs(at - last) < length:
            return Held(name, last + length)
    due = past.relationship_due.get(person.contact)
    if due is not None and family not in RELATIONSHIP and rules.yields and abs(due - at) < timedelta(days=rules.yields):
        return Held("yields", due + timedelta(days=max(rules.person_invited, rules.yields)))
    return _too_soon(person, past, rules, at)


def held_again(person: Person, past: Past, rules: ContactRules, *, at: datetime) -> Held | None:
    """The same for a reminder: it belongs to its invitation, so only the bars and the hours between messages hold."""
    return _barred(person) or _too_soon(person, past, rules, at)


def _too_soon(person: Person, past: Past, rules: ContactRules, at: datetime) -> Held | None:
    last = past.person_invited.get(person.contact)
    if last is None:
        return None
    apart = timedelta(hours=rules.least_hours)
    return Held("too_soon", last + apart) if abs(at - last) < apart else None


def decide(
    people: Iterable[Person], past: Past, rules: ContactRules, *, family: str, at: datetime, needs_decider: bool = False
) -> list[tuple[Person, Held | None]]:
    """Everybody who was chosen, each with what holds their message back, or None.

    Those who decide come first within an account when only some of it may be asked. With ``needs_decider`` an account
    is asked only if one who decides is.
    """
    verdicts: dict[int, Held | None] = {}
    listed = list(people)
    addresses: set[str] = set()
    asked: dict[int, int] = {}
    on = clocks(past, rules, family=family)
    for person in sorted(listed, key=lambda one: (not one.decider, one.contact)):
        found = held(person, past, rules, family=family, at=at, on=on)
        if found is None and person.mail in addresses:
            found = Held("same_address")
        if found is None and rules.account_most and asked.get(person.account, 0) >= rules.account_most:
            found = Held("account_most")
        if found is None:
            addresses.add(person.mail)
            asked[person.account] = asked.get(person.account, 0) + 1
        verdicts[person.contact] = found
    if needs_decider:
        reached = {one.account for one in listed if one.decider and verdicts[one.contact] is None}
        for one in listed:
            if verdicts[one.contact] is None and one.account not in reached:
                verdicts[one.contact] = Held("no_decider")
    return [(one, verdicts[one.contact]) for one in listed]
