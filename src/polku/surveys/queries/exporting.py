"""Decides what of a version's answers may leave: row by row under an open promise, else the words that pages show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F

from polku.governance.gate import Viewer, require
from polku.governance.models import Import
from polku.surveys.models import Comment, Response, Version
from polku.surveys.queries.answers import CommentsOf, _version, comments

_AT_ONCE = 2_000
_FIELDS = (
    "pk", "key", "answered_at", "month", "wave", "account__external_id", "account__name", "contact__external_id",
    "contact__name", "touchpoint__slug", "segment", "decision_role", "buyer_kind", "unit", "language", "weight",
    "channel", "answers", "background",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ExportRow:
    """One response with everything that an open promise lets the organisation keep of it."""

    key: UUID
    answered_at: datetime | None
    month: str
    wave: str
    account_id: str
    account: str
    contact_id: str
    contact: str
    touchpoint: str
    segment: str
    decision_role: str
    buyer_kind: str
    unit: str
    language: str
    weight: float
    channel: str
    answers: Mapping[str, Any]
    background: Mapping[str, Any]
    comments: Mapping[str, str]
    version: int


@dataclass(frozen=True, slots=True)
class Exportable:
    """A version's answers as they may leave: ``rows`` under an open promise, else ``words`` without a person.

    ``mappings``: how the files were read that rows came in with, the last one first.
    """

    names: Mapping[str, str]
    number: int
    content: Mapping[str, Any]
    rows: Iterator[ExportRow] | None
    words: tuple[CommentsOf, ...]
    mappings: tuple[Mapping[str, Any], ...] = ()


def exportable(key: UUID, *, viewer: Viewer, number: int | None = None) -> Exportable:
    """The answers to a version, the last one published unless another is asked for. Raises NoSuchSurvey.

    Under a promise nothing leaves that pages do not show: no row of answers, but the words that ``comments`` gives.
    """
    require(viewer, "export")
    version = _version(key, number)
    promised = version.promise != "open"
    return Exportable(
        names=version.survey.names,
        number=version.number,
        content=version.content,
        rows=None if promised else _rows(version, viewer),
        words=comments(key, viewer=viewer, number=version.number) if promised else (),
        mappings=() if promised else _mappings(version.pk),
    )


def _mappings(version: int) -> tuple[Mapping[str, Any], ...]:
    came = Response.objects.filter(version=version, imported__isnull=False).values("imported").distinct()
    landed = Import.objects.filter(state=Import.State.LANDED, pk__in=came)
    return tuple(landed.order_by("-landed_at", "-pk").values_list("mapping", flat=True))


def _rows(version: Version, viewer: Viewer) -> Iterator[ExportRow]:
    """Landed responses, oldest first."""
    found = Response.objects.filter(Response.seen(), version=version)
    if viewer.account_scope is not None:
        found = found.filter(account__in=viewer.account_scope)
    ordered = found.order_by(F("answered_at").asc(nulls_first=True), "pk").values_list(*_FIELDS)
    held: list[tuple[Any, ...]] = []
    for row in ordered.iterator(_AT_ONCE):
        held.append(row)
        if len(held) == _AT_ONCE:
            yield from _told(held, version.number)
            held = []
    yield from _told(held, version.number)


def _told(rows: list[tuple[Any, ...]], version: int) -> Iterator[ExportRow]:
    said: dict[int, dict[str, str]] = {}
    written = Comment.objects.filter(response__in=[row[0] for row in rows])
    for response, question, text in written.values_list("response", "question", "text"):
        said.setdefault(response, {})[question] = text
    for pk, key, answered_at, *values in rows:
        plain = ("" if value is None else value for value in values)
        yield ExportRow(key, answered_at, *plain, comments=said.get(pk, {}), version=version)
