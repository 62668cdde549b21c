"""A round group by group: sums agree with the funnel, and the silent leave the score its bounds."""

from __future__ import annotations

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from polku.flows.plan_round import plan_round
from polku.outreach import queries, rules
from polku.outreach.models import Message
from polku.people.models import Segment
from polku.surveys.models import Response
from tests.polku.outreach.making import ADMIN, contact, started
from tests.polku.surveys.making import content_of, published

SCORES = st.lists(st.integers(0, 10), min_size=1, max_size=30)


@given(SCORES, st.lists(st.integers(0, 10), max_size=30))
def test_whatever_the_silent_would_say_lies_within_the_bounds(values, unheard):
    def found(silent, scores):
        return rules.bounds(scores, silent, question="q", kind="nps", ends=(0, 10))

    here, whole = found(len(unheard), values), found(0, [*values, *unheard])
    assert here.low - 1e-9 <= whole.score <= here.high + 1e-9
    assert whole.low == whole.score == whole.high


def test_a_mean_moves_between_the_ends_of_its_scale():
    found = rules.bounds([4, 5], 2, question="q", kind="csat", ends=(1, 5))
    assert (found.score, found.low, found.high) == (4.5, 2.75, 4.75)


def test_the_question_a_round_is_about_is_the_first_of_its_family():
    content = content_of("ces7", "nps")
    assert rules.main_question(content, "nps")["definition"] == "nps"
    assert rules.main_question(content_of("long_text"), "other") is None


@pytest.fixture
def asked(db):
    segment = Segment.objects.create(key="designer", names={"en": "Designers"})
    for name, role, mail in (("A", "decision_maker", "a"), ("B", "user", "b"), ("B", "user", "c"), ("C", "", "d")):
        person = contact(name, mail=f"{mail}@example.com", decision_role=role)
        if name != "C":
            type(person.account).objects.filter(pk=person.account_id).update(segment=segment)
    contact("C", mail="e@example.com", consent="refused")
    return segment


def sent_and_answered(key, **scores):
    plan_round(key)
    Message.objects.filter(state="waiting").update(state="sent", handed_at=timezone.now())
    for mail, score in scores.items():
        row = Message.objects.select_related("round").get(contact__mail=f"{mail}@example.com")
        question = row.round.version.content["questions"][0]["key"]
        Response.objects.create(
            version=row.round.version, answers={question: score}, language="en", week="", month="2026-01",
            once_key=row.once or None,
        )  # fmt: skip


@pytest.mark.parametrize("by", ["segment", "role", "language", "account"])
def test_groups_add_up_to_the_funnel(asked, by):
    key = started(published(content_of("nps")))
    sent_and_answered(key, a=10, b=3)
    Message.objects.filter(contact__mail="c@example.com").update(bounced_at=timezone.now())
    found, funnel = queries.groups(key, by, viewer=ADMIN), queries.funnel(key, viewer=ADMIN)
    assert sum(one.planned for one in found) == funnel.tally["planned"] == 5
    assert sum(one.held for one in found) == funnel.tally["suppressed"] == 1
    assert sum(one.delivered for one in found) == funnel.delivered == 3
    assert sum(one.answered for one in found) == funnel.finished == 2
    assert sum(one.silent for one in found) == 1


def test_classes_of_accounts_are_groups_too(asked):
    key = started(published(content_of("nps")))
    sent_and_answered(key, a=10)
    accounts = dict(Message.objects.values_list("account__name", "account"))
    found = queries.groups(key, "revenue", viewer=ADMIN, classes={accounts["A"]: "1", accounts["B"]: "1"})
    assert [(one.name, one.planned, one.answered) for one in found] == [("", 2, 0), ("1", 3, 1)]


def test_the_silent_leave_the_score_its_bounds(asked):
    key = started(published(content_of("nps")))
    assert queries.silence(key, viewer=ADMIN) is None
    sent_and_answered(key, a=10, b=3)
    found = queries.silence(key, viewer=ADMIN)
    assert (found.answered, found.silent, found.score, found.low, found.high) == (2, 2, 0.0, -50.0, 50.0)


def test_a_promise_keeps_who_answered_untold(asked):
    key = started(published(content_of("nps"), promise="confidential"))
    sent_and_answered(key, a=10)
    assert queries.silence(key, viewer=ADMIN) is None
    assert {one.answered for one in queries.groups(key, "segment", viewer=ADMIN)} == {None}
