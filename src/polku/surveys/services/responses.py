"""Decides how a response is stored: once however often it is sent, with exactly what its promise allows."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from polku.governance.services import mark_dirty
from polku.surveys import rules
from polku.surveys.models import Comment, Receipt, Response
from polku.surveys.queries import PublishedVersion
from polku.surveys.services.errors import NotOpen
from polku.surveys.services.inserting import insert_once, insert_values, values_of

Outcome = Literal["new", "same", "first_stands"]


@dataclass(frozen=True, slots=True)
class Respondent:
    """Who answers, as far as it is known, and what they are at this moment."""

    account: int | None = None
    contact: int | None = None
    segment: str = ""
    decision_role: str = ""
    buyer_kind: str = ""
    unit: str = ""
    background: Mapping[str, Any] = field(default_factory=dict)


NOBODY = Respondent()
_READ = "SELECT closes_at FROM surveys_version WHERE id = %s"
_HELD = "SELECT closes_at FROM surveys_version WHERE id = %s FOR SHARE"


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of a response.

    ``new``: stored now. ``same``: it had been stored before. ``first_stands``: other answers were stored under the same
    key before, and they stay. ``response`` is its key; None where an anonymous response had come before.
    """

    outcome: Outcome
    response: UUID | None
    id: int | None
    month: str


def store_response(
    version: PublishedVersion,
    cleaned: rules.Cleaned,
    *,
    once_key: str | None,
    respondent: Respondent = NOBODY,
    touchpoint: int | None = None,
    channel: str = "link",
    wave: str = "",
    now: datetime | None = None,
) -> Stored:
    """Store a cleaned response; public, so there is no actor, and what allows it is the version's state.

    ``cleaned`` comes from ``rules.validate`` without errors. ``once_key`` is the signed random key of the form, or the
    invitation's. Joins the caller's transaction; outside one it makes its own. Raises NotOpen, also when the version
    was closed since it was read.
    """
    if not version.takes_answers:
        raise NotOpen(version.state)
    if not cleaned.ok:
        raise ValueError("a response with errors is not stored")
    row = response_row(
        version,
        cleaned,
        respondent,
        touchpoint=touchpoint,
        channel=channel,
        wave=wave,
        now=now or timezone.now(),
    )
    with transaction.atomic(savepoint=False):
        stored = _write(row, version, cleaned, once_key) if _still_open(version) else None
    if stored is None:
        raise NotOpen("closed")
    return stored


def _still_open(version: PublishedVersion) -> bool:
    """Whether the version takes answers at this moment, and until the transaction ends: who closes it waits for that.

    SQLite lets one transaction write at a time; PostgreSQL holds the row. The clock is read behind the lock.
    """
    # By hand: this is in every answer, and the mapper would take four times as long.
    with connection.cursor() as cursor:
        cursor.execute(_HELD if connection.vendor == "postgresql" else _READ, [version.id])
        found = cursor.fetchone()
    if found is None:
        return False
    closes = found[0]
    if isinstance(closes, datetime) and timezone.is_naive(closes):
        closes = closes.replace(tzinfo=UTC)
    return closes is None or closes > timezone.now()


def _write(row: Response, version: PublishedVersion, cleaned: rules.Cleaned, once_key: str | None) -> Stored:
    if once_key is None:
        insert_once(row, "once_key")
    elif version.promise == "anonymous":
        same = _receipt(once_key, cleaned)
        if same is not None:
            return Stored("same" if same else "first_stands", None, None, row.month)
        insert_once(row, "once_key")
    else:
        row.once_key = once_key
        if not insert_once(row, "once_key"):
            return _earlier(once_key, cleaned)
    insert_values(Comment, map(values_of, comments_of(row, cleaned)))
    # What may be told of promised answers is decided over all of a wave, so all of it is read.
    mark_dirty("answers", row.month, only_added=version.promise == "open")
    if cleaned.comments:
        mark_dirty("comments", row.month)
    return Stored("new", row.key, row.pk, row.month)


def response_row(
    version: PublishedVersion,
    cleaned: rules.Cleaned,
    respondent: Respondent,
    *,
    touchpoint: int | None,
    channel: str,
    wave: str,
    now: datetime,
) -> Response:
    """The row to be stored: under an anonymous promise the week alone, no account, no contact, only declared groups."""
    week = rules.week_of(now, version.time_zone)
    anonymous = version.promise == "anonymous"
    month = rules.month_of_week(week) if anonymous else rules.month_of(now, version.time_zone)
    if not wave and version.promise != "open" and version.closes_at is None:
        # What is told of promised answers is decided wave by wave; an end that is set later moves none to another.
        wave = month
    groups = {name: getattr(respondent, name) for name in ("segment", "decision_role", "buyer_kind", "unit")}
    if anonymous:
        groups = {name: value if name in version.breakdowns else "" for name, value in groups.items()}
        touchpoint = touchpoint if "touchpoint" in version.breakdowns else None
    return Response(
        version_id=version.id,
        account_id=None if anonymous else respondent.account,
        contact_id=None if anonymous else respondent.contact,
        touchpoint_id=touchpoint,
        answers=cleaned.answers,
        language=cleaned.language,
        answered_at=None if anonymous else now,
        week=week,
        month=month,
        wave=wave,
        background=rules.kept_background(version.promise, version.breakdowns, respondent.background),
        channel=channel,
        **groups,
    )


def comments_of(row: Response, cleaned: rules.Cleaned) -> list[Comment]:
    """The words of a response, a row for each question."""
    return [
        Comment(response_id=row.pk, question=key, text=text, language=cleaned.language)
        for key, text in cleaned.comments.items()
    ]


def _earlier(once_key: str, cleaned: rules.Cleaned) -> Stored:
    """What was stored under this key first, and whether it says the same."""
    first = Response.objects.only("id", "key", "answers", "month").get(once_key=once_key)
    comments = dict(Comment.objects.filter(response=first).values_list("question", "text"))
    same = rules.canonical(first.answers, comments) == cleaned.fingerprint()
    return Stored("same" if same else "first_stands", first.key, first.pk, first.month)


def _receipt(once_key: str, cleaned: rules.Cleaned) -> bool | None:
    """Leave a receipt for an anonymous form: None when it is the first, else whether the content is the same."""
    secret = once_key.encode()
    row = Receipt(
        id=int.from_bytes(hashlib.blake2b(secret, digest_size=8, person=b"polku-receipt").digest()) >> 1,
        tag=hmac.new(secret, cleaned.fingerprint().encode(), hashlib.sha256).hexdigest(),
    )
    if insert_once(row, "id"):
        return None
    return hmac.compare_digest(Receipt.objects.values_list("tag", flat=True).get(pk=row.pk), row.tag)
