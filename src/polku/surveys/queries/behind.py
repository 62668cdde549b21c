"""Reads of the answers behind a figure: open ones, one by one, by the same filters; promised ones never."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from polku.governance.gate import Viewer, require
from polku.surveys.models import Response, Version

# Classes of a person that a figure may be filtered by.
CLASSES = ("segment", "decision_role", "buyer_kind", "language")
# Where a class of the account is kept; the others stand in the response as they were when it came.
_WHERE = {"account_group": "account__account_group"}


@dataclass(frozen=True, slots=True)
class Behind:
    """Which answers: by metric definition, months, classes and waves; ``touchpoints`` by slug, None for all."""

    definitions: Collection[str]
    first: str
    last: str
    classes: Mapping[str, Collection[str]] = field(default_factory=dict)
    touchpoints: Collection[str] | None = None
    with_words: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """One person's answer: the questions of the figure with what was said, and the words written beside."""

    key: UUID
    survey: UUID
    version: int
    answered_at: datetime | None
    week: str
    account: str
    account_key: UUID | None
    contact: str
    segment: str
    decision_role: str
    language: str
    said: tuple[tuple[Mapping[str, Any], Any], ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GivenPage:
    """A page of them, newest first."""

    rows: tuple[Given, ...]
    total: int
    page: int
    more: bool


def behind(asked: Behind, *, viewer: Viewer, page: int = 1, size: int = 25) -> GivenPage:
    """The open answers that a figure of customers is counted from."""
    require(viewer, "read_answers")
    questions, which = _questions(asked)
    rows = Response.objects.filter(Response.seen(), which, month__gte=asked.first, month__lte=asked.last)
    rows = rows.exclude(account__is_own=True)
    if viewer.account_scope is not None:
        rows = rows.filter(account__in=viewer.account_scope)
    for name, keys in asked.classes.items():
        rows = rows.filter(**{f"{_WHERE.get(name, name)}__in": list(keys)})
    if asked.with_words:
        rows = rows.filter(comments__isnull=False).distinct()
    first = (max(page, 1) - 1) * size
    found = list(_newest(rows)[first : first + size + 1])
    given = tuple(_given(row, questions[row.version_id], asked) for row in found[:size])
    return GivenPage(given, rows.count(), max(page, 1), len(found) > size)


def _newest(rows: QuerySet[Response]) -> QuerySet[Response]:
    whole = rows.select_related("account", "contact", "version__survey", "touchpoint").prefetch_related("comments")
    return whole.order_by(F("answered_at").desc(nulls_last=True), "pk")


def _questions(asked: Behind) -> tuple[dict[int, list[dict[str, Any]]], Q]:
    """The questions that measure it in each open version, and which responses answered any of them there."""
    questions: dict[int, list[dict[str, Any]]] = {}
    which = Q(pk__in=[])
    for version in Version.objects.filter(promise="open", published_at__isnull=False, survey__audience="customer"):
        meant = [one for one in version.content["questions"] if one.get("definition") in asked.definitions]
        fixed = [one for one in meant if asked.touchpoints is None or one.get("touchpoint") in asked.touchpoints]
        came_by = [one for one in meant if asked.touchpoints is not None and not one.get("touchpoint")]
        if fixed:
            which |= Q(version=version, answers__has_any_keys=[one["key"] for one in fixed])
        if came_by:
            keys = [one["key"] for one in came_by]
            which |= Q(version=version, touchpoint__slug__in=list(asked.touchpoints or ()), answers__has_any_keys=keys)
        questions[version.pk] = [*fixed, *came_by]
    return questions, which


def _given(row: Response, questions: Iterable[dict[str, Any]], asked: Behind) -> Given:
    came_by = row.touchpoint.slug if row.touchpoint else ""

    def counts(one: dict[str, Any]) -> bool:
        where = one.get("touchpoint") or came_by
        return one["key"] in row.answers and (asked.touchpoints is None or where in asked.touchpoints)

    return Given(
        key=row.key,
        survey=row.version.survey.key,
        version=row.version.number,
        answered_at=row.answered_at,
        week=row.week,
        account=row.account.name if row.account else "",
        account_key=row.account.key if row.account else None,
        contact=row.contact.name if row.contact else "",
        segment=row.segment,
        decision_role=row.decision_role,
        language=row.language,
        said=tuple((one, row.answers[one["key"]]) for one in questions if counts(one)),
        words=tuple(comment.text for comment in row.comments.all()),
    )


def said_between(
    account: UUID, first: datetime, last: datetime, *, viewer: Viewer, most: int = 20
) -> tuple[Given, ...]:
    """What people of an account said openly in a stretch of time, the earliest first; promised answers never."""
    require(viewer, "read_answers")
    rows = Response.objects.filter(
        Response.seen(), version__promise="open", account__key=account, answered_at__range=(first, last)
    )
    if viewer.account_scope is not None:
        rows = rows.filter(account__in=viewer.account_scope)
    everything = Behind((), "", "")
    found = rows.select_related("account", "contact", "version__survey", "touchpoint").prefetch_related("comments")
    return tuple(
        _given(row, [one for one in row.version.content["questions"] if one.get("definition")], everything)
        for row in found.order_by("answered_at", "pk")[:most]
    )


@dataclass(frozen=True, slots=True)
class Heard:
    """When an account was last heard in an open answer, how often ever, and its latest words."""

    last: datetime | None
    times: int
    words: tuple[tuple[datetime | None, str, str, str], ...]


def heard(account: UUID, *, viewer: Viewer, most: int = 5) -> Heard:
    """What an account has said openly; what was promised leaves no trace here."""
    require(viewer, "read_answers")
    rows = Response.objects.filter(Response.seen(), version__promise="open", account__key=account)
    if viewer.account_scope is not None:
        rows = rows.filter(account__in=viewer.account_scope)
    newest = rows.order_by(F("answered_at").desc(nulls_last=True)).values_list("answered_at", flat=True).first()
    written = rows.filter(comments__isnull=False).order_by(F("answered_at").desc(nulls_last=True), "pk")
    fields = "answered_at", "contact__name", "language", "comments__text"
    words = tuple((at, name or "", language, text) for at, name, language, text in written.values_list(*fields)[:most])
    return Heard(newest, rows.count(), words)
