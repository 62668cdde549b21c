"""Which answers a member may read: an open promise answer by answer, the others only as words without a person."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.db.models import F

from polku.governance.gate import Viewer, require
from polku.governance.queries import organisation
from polku.surveys import rules
from polku.surveys.models import Comment, Response, Version
from polku.surveys.queries.design import _state
from polku.surveys.queries.public import NoSuchSurvey

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Answer:
    """One person's answers under an open promise, with the name if it is known."""

    key: UUID
    answered_at: datetime | None
    week: str
    account: str
    contact: str
    segment: str
    decision_role: str
    language: str
    answers: Mapping[str, Any]
    comments: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class AnswersPage:
    """A page of answers, newest first; ``more`` tells that there are older ones."""

    version: int
    content: Mapping[str, Any]
    rows: tuple[Answer, ...]
    page: int
    more: bool


@dataclass(frozen=True, slots=True)
class Withheld:
    """Answers that the promise forbids to show: ``promised`` (never one by one), ``still_open`` or ``too_few``."""

    reason: Literal["promised", "still_open", "too_few"]
    threshold: int


@dataclass(frozen=True, slots=True)
class CommentsOf:
    """The words written to one question, in an order that tells nothing."""

    question: str
    texts: tuple[str, ...] | Withheld


def _version(key: UUID, number: int | None) -> Version:
    rows = Version.objects.filter(survey__key=key, published_at__isnull=False)
    if number is not None:
        rows = rows.filter(number=number)
    row = rows.order_by("-number").first()
    if row is None:
        raise NoSuchSurvey(str(key))
    return row


def answers(
    key: UUID, *, viewer: Viewer, number: int | None = None, page: int = 1, size: int = 25
) -> AnswersPage | Withheld:
    """The answers to a version, one by one; only an open promise allows that. Raises NoSuchSurvey."""
    require(viewer, "read_answers")
    version = _version(key, number)
    if version.promise != "open":
        return Withheld("promised", organisation(viewer=viewer).threshold_scores)
    rows = Response.objects.filter(Response.seen(), version=version)
    if viewer.account_scope is not None:
        rows = rows.filter(account__in=viewer.account_scope)
    first = (max(page, 1) - 1) * size
    found = list(
        rows.select_related("account", "contact")
        .prefetch_related("comments")
        .order_by(F("answered_at").desc(nulls_last=True), "pk")[first : first + size + 1]
    )
    return AnswersPage(
        version=version.number,
        content=version.content,
        rows=tuple(
            Answer(
                key=row.key,
                answered_at=row.answered_at,
                week=row.week,
                account=row.account.name if row.account else "",
                contact=row.contact.name if row.contact else "",
                segment=row.segment,
                decision_role=row.decision_role,
                language=row.language,
                answers=row.answers,
                comments={comment.question: comment.text for comment in row.comments.all()},
            )
            for row in found[:size]
        ),
        page=max(page, 1),
        more=len(found) > size,
    )


def comments(key: UUID, *, viewer: Viewer, number: int | None = None) -> tuple[CommentsOf, ...]:
    """The words written to a version under a promise, question by question and without a person.

    They are shown when the version has closed (a set that grows by one would show whose words came last) and when a
    question has at least the threshold of them. Where fewer than that were erased they are not shown: a set that has
    become one shorter would show whose words are missing. Raises NoSuchSurvey.
    """
    require(viewer, "read_answers")
    version = _version(key, number)
    settled = organisation(viewer=viewer)
    asked = [one["key"] for one in version.content["questions"] if rules.KINDS[one["kind"]].shape == "text"]
    if _state(version, newer=False) != "closed":
        return tuple(CommentsOf(one, Withheld("still_open", settled.threshold_comments)) for one in asked)
    if viewer.account_scope is not None:
        return tuple(CommentsOf(one, Withheld("promised", settled.threshold_comments)) for one in asked)
    written: dict[str, list[str]] = {one: [] for one in asked}
    erased: Counter[str] = Counter()
    few = settled.threshold_comments
    for question, texts in _written(version):
        said = [text for text in texts if text]
        erased[question] += len(texts) - len(said)
        # What one file brought after the close comes in only if it is many enough by itself.
        if len(said) >= few:
            written.setdefault(question, []).extend(said)
    return tuple(
        CommentsOf(one, Withheld("too_few", few) if not texts or 0 < erased[one] < few else tuple(texts))
        for one, texts in written.items()
    )


def _written(version: Version) -> list[tuple[str, list[str]]]:
    """The words to each question, those of before the close together and then those of each file that came after it."""
    rows = Comment.objects.filter(response__in=Response.objects.filter(Response.seen(), version=version)).order_by("pk")
    found: dict[tuple[str, int], list[str]] = {}
    fields = "question", "text", "response__imported", "response__imported__landed_at"
    for question, text, file, landed in rows.values_list(*fields):
        late = file if landed and version.closes_at and landed > version.closes_at else 0
        found.setdefault((question, late), []).append(text)
    return [(question, texts) for (question, _file), texts in found.items()]


def known_keys(keys: Iterable[str], *, viewer: Viewer) -> frozenset[str]:
    """Which of these keys of rows have an answer that landed: an import asks whether it has met them."""
    require(viewer, "import_data")
    wanted = sorted(keys)
    found: set[str] = set()
    for start in range(0, len(wanted), _AT_ONCE):
        rows = Response.objects.filter(Response.seen(), once_key__in=wanted[start : start + _AT_ONCE])
        found |= set(rows.values_list("once_key", flat=True))
    return frozenset(found)


def known_from(keys: Iterable[str], *, viewer: Viewer) -> dict[str, int]:
    """Which of these keys of rows have an answer that landed, and the import that each came with."""
    require(viewer, "import_data")
    wanted = sorted(keys)
    found: dict[str, int] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        rows = Response.objects.filter(Response.seen(), once_key__in=wanted[start : start + _AT_ONCE])
        found |= dict(rows.exclude(imported=None).values_list("once_key", "imported_id"))
    return found


def said_under(documents: Mapping[str, str], *, viewer: Viewer) -> tuple[int, int]:
    """Of the rows that are here under these keys, how many may be compared, and how many say what is given with them.

    Answers under a promise are never compared: whoever may guess as often as they like would come to know them.
    """
    require(viewer, "import_data")
    rows = Response.objects.filter(Response.seen(), version__promise="open", once_key__in=list(documents))
    alike = [answers == json.loads(documents[key]) for key, answers in rows.values_list("once_key", "answers")]
    return len(alike), sum(alike)
