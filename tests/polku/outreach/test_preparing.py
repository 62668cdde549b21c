"""The page before a meeting: open answers given ahead of it, each with who asks what about it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from polku.flows.follow_events import follow_events
from polku.governance.models import Member
from polku.governance.rules import Refused
from polku.governance.services import NotFound
from polku.outreach import queries, rules, services
from polku.outreach.models import FollowUp, Message
from polku.outreach.queries.preparing import shown
from polku.surveys.models import Comment, Response
from tests.polku.outreach.making import ADMIN, contact, started
from tests.polku.surveys.making import content_of, published

pytestmark = pytest.mark.django_db
BEFORE = rules.When("before", kind="workshop", delay=7, unit="days")


def meeting(promise: str = "open"):
    contact("Valo Oy", mail="maija@example.com")
    started(published(content_of("csat5", "long_text"), promise=promise), when=BEFORE)
    key = services.write_down("workshop", "Valo Oy", timezone.now() + timedelta(days=30), actor=ADMIN)
    assert follow_events() == 1
    Message.objects.update(state="sent", handed_at=timezone.now())
    letter = Message.objects.get()
    score, words = (one["key"] for one in letter.round.version.content["questions"])
    row = Response.objects.create(
        version=letter.round.version, answers={score: 4}, language="en", week="", month="2026-01", once_key=letter.once
    )
    Comment.objects.create(response=row, question=words, text="Fewer faults", language="en")
    return key, letter, words


def test_open_answers_stand_on_the_page_with_who_asks_what():
    key, letter, words = meeting()
    member = Member.objects.create_user("pekka@example.com", "long enough pass", role="contributor")
    services.follow_up(key, letter.key, words, "  Which  faults? ", member.pk, actor=ADMIN)
    found = queries.preparation(key, viewer=ADMIN)
    (answered,) = found.answered
    assert [(one.answer, one.text, one.asks) for one in answered.given] == [
        ("4", "", None), ("Fewer faults", "Which faults?", member.pk),
    ]  # fmt: skip
    services.follow_up(key, letter.key, words, "", None, actor=ADMIN)
    assert not FollowUp.objects.exists()


def test_answers_under_a_promise_are_counted_and_shown_to_nobody():
    key, letter, words = meeting("confidential")
    found = queries.preparation(key, viewer=ADMIN)
    assert (found.asked, found.promised, found.answered) == (1, 1, ())
    with pytest.raises(NotFound):
        services.follow_up(key, letter.key, words, "Why", None, actor=ADMIN)


def test_nothing_is_asked_about_what_was_not_asked_nor_by_nobody():
    key, letter, words = meeting()
    with pytest.raises(NotFound):
        services.follow_up(key, letter.key, "other", "Why", None, actor=ADMIN)
    with pytest.raises(Refused):
        services.follow_up(key, letter.key, words, "Why", 987654, actor=ADMIN)


def test_answers_are_shown_in_words():
    (one,) = content_of("single")["questions"]
    first = one["options"][0]["key"]
    assert shown(one, first, "en") == one["texts"]["en"]["options"][0]
    (many,) = content_of("multiple")["questions"]
    keys = [option["key"] for option in many["options"]][:2]
    assert shown(many, keys, "en") == ", ".join(many["texts"]["en"]["options"][:2])
    (table,) = content_of("matrix")["questions"]
    row = table["rows"][0]["key"]
    assert shown(table, {row: 3}, "en") == f"{table['texts']['en']['options'][0]}: 3"
    assert shown(one, None, "en") == ""
