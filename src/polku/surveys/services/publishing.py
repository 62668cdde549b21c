"""Decides how a survey is drafted, published (and frozen), closed, opened again and drafted anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from polku.governance import queries as governance
from polku.governance.gate import Viewer, require
from polku.governance.rules import clean_texts
from polku.governance.services import audit
from polku.surveys import rules
from polku.surveys.models import Survey, Version
from polku.surveys.services.errors import AlreadyPublished, CannotPublish, StaysClosed, SurveyGone, TakenMeanwhile

UNDO_STEPS = 20


def locked_survey(key: UUID) -> Survey:
    # Without the key: an answer that is being written refers to the survey, and neither waits for the other.
    survey = Survey.objects.select_for_update(no_key=True).filter(key=key).first()
    if survey is None:
        raise SurveyGone
    return survey


def draft_of(survey: Survey, revision: int | None = None) -> Version:
    """The survey's draft; refuses when there is none, or when ``revision`` tells that it has moved on."""
    draft = Version.objects.select_for_update().filter(survey=survey, published_at=None, thrown_at=None).first()
    if draft is None:
        raise AlreadyPublished
    if revision is not None and draft.revision != revision:
        raise TakenMeanwhile
    return draft


def _latest(survey: Survey) -> Version:
    version = (
        Version.objects.select_for_update()
        .filter(survey=survey, published_at__isnull=False)
        .order_by("-number")
        .first()
    )
    if version is None:
        raise SurveyGone
    return version


@transaction.atomic
def create_survey(
    *,
    names: Mapping[str, str],
    audience: str,
    actor: Viewer,
    content: Mapping[str, Any] | None = None,
    promise: str = "",
    breakdowns: Sequence[str] = (),
) -> UUID:
    """Make a survey with its first draft, empty or from a template's content; returns its key."""
    require(actor, "design")
    if audience not in Survey.Audience.values:
        raise ValueError(f"no such audience: {audience}")
    survey = Survey.objects.create(names=clean_texts(names), audience=audience)
    Version.objects.create(
        survey=survey,
        number=1,
        content=content or rules.empty_content(),
        promise=promise,
        breakdowns=list(breakdowns),
    )
    audit(actor, "create", "survey", survey.key)
    return survey.key


@transaction.atomic
def save_draft(
    key: UUID,
    *,
    actor: Viewer,
    content: Mapping[str, Any] | None = None,
    promise: str | None = None,
    breakdowns: Sequence[str] | None = None,
    names: Mapping[str, str] | None = None,
    revision: int | None = None,
) -> int:
    """Change what is given of the draft and leave the rest; returns its new revision. Content can be undone."""
    require(actor, "design")
    survey = locked_survey(key)
    draft = draft_of(survey, revision)
    fields = []
    if content is not None and content != draft.content:
        draft.undo = [*draft.undo, draft.content][-UNDO_STEPS:]
        draft.content = content
        fields.append("content")
    if promise is not None and promise != draft.promise:
        draft.promise = promise
        fields.append("promise")
    if breakdowns is not None and list(breakdowns) != draft.breakdowns:
        draft.breakdowns = list(breakdowns)
        fields.append("breakdowns")
    if names is not None and clean_texts(names) != survey.names:
        survey.names = clean_texts(names)
        survey.save(update_fields=["names"])
        fields.append("names")
    if fields:
        draft.revision += 1
        draft.save(update_fields=["content", "undo", "promise", "breakdowns", "revision"])
        audit(actor, "update", "survey", key, fields)
    return draft.revision


@transaction.atomic
def undo_edit(key: UUID, *, actor: Viewer) -> int:
    """Take back the last change of the draft's content; returns how many more can be taken back."""
    require(actor, "design")
    draft = draft_of(locked_survey(key))
    if draft.undo:
        draft.content = draft.undo.pop()
        draft.revision += 1
        draft.save(update_fields=["content", "undo", "revision"])
        audit(actor, "undo", "survey", key, ["content"])
    return len(draft.undo)


@transaction.atomic
def publish(
    key: UUID,
    *,
    actor: Viewer,
    opens_at: datetime | None = None,
    closes_at: datetime | None = None,
    promise: str | None = None,
    breakdowns: Sequence[str] | None = None,
    revision: int | None = None,
    at: datetime | None = None,
) -> int:
    """Freeze the draft as a version that takes answers; returns its number.

    ``promise`` and ``breakdowns`` take the place of the draft's own where given. ``at`` is for history that is
    imported. Raises CannotPublish with everything that has to be mended first.
    """
    require(actor, "design")
    survey = locked_survey(key)
    draft = draft_of(survey, revision)
    draft.promise = draft.promise if promise is None else promise
    draft.breakdowns = draft.breakdowns if breakdowns is None else list(breakdowns)
    organisation = governance.organisation(viewer=actor)
    found = rules.findings(draft.content, survey.audience, draft.promise, draft.breakdowns, organisation.languages)
    blocking = [one for one in found if one.blocks]
    if opens_at and closes_at and closes_at <= opens_at:
        blocking.append(rules.Finding("closes_before_opening"))
    if blocking:
        raise CannotPublish(blocking)
    draft.content_hash = rules.content_hash(draft.content)
    draft.told = rules.told(
        draft.promise,
        draft.breakdowns,
        scores=organisation.threshold_scores,
        comments=organisation.threshold_comments,
    )
    draft.opens_at, draft.closes_at, draft.published_at, draft.undo = opens_at, closes_at, at or timezone.now(), []
    draft.save()
    audit(actor, "publish", "survey", key, ["content", "promise", "breakdowns"])
    return draft.number


@transaction.atomic
def close(key: UUID, *, actor: Viewer) -> None:
    """Take no more answers: none lands once this is committed. Closing what is closed changes nothing."""
    require(actor, "design")
    latest = _latest(locked_survey(key))
    now = timezone.now()
    # Earlier versions too: a form of theirs may still lie open in somebody's browser.
    published = Version.objects.filter(survey=latest.survey, published_at__isnull=False)
    if published.filter(Q(closes_at=None) | Q(closes_at__gt=now)).update(closes_at=now):
        audit(actor, "close", "survey", key, ["closes_at"])


@transaction.atomic
def reopen(key: UUID, *, actor: Viewer, closes_at: datetime | None = None) -> None:
    """Take answers to the latest version again, at once, until ``closes_at`` if one is given.

    Raises StaysClosed under a promise: its open answers were shown at closing, and the next ones would stand out.
    """
    require(actor, "design")
    latest = _latest(locked_survey(key))
    if latest.promise != "open":
        raise StaysClosed
    now = timezone.now()
    opens = latest.opens_at if latest.opens_at and latest.opens_at <= now else None
    Version.objects.filter(pk=latest.pk).update(closes_at=closes_at, opens_at=opens)
    audit(actor, "reopen", "survey", key, ["closes_at"])


@transaction.atomic
def new_draft(key: UUID, *, actor: Viewer) -> int:
    """Begin the next version from the latest one; returns its number. A draft that is there already is kept."""
    require(actor, "design")
    survey = locked_survey(key)
    draft = Version.objects.filter(survey=survey, published_at=None, thrown_at=None).first()
    if draft is not None:
        return draft.number
    latest = _latest(survey)
    survey.versions.filter(thrown_at__isnull=False).delete()
    Version.objects.create(
        survey=survey,
        number=latest.number + 1,
        content=latest.content,
        promise=latest.promise,
        breakdowns=latest.breakdowns,
    )
    audit(actor, "draft", "survey", key)
    return latest.number + 1


@transaction.atomic
def throw_draft(key: UUID, *, actor: Viewer) -> None:
    """Throw the draft away; a survey that was never published goes with it. What was published stays."""
    require(actor, "design")
    draft = draft_of(locked_survey(key))
    draft.thrown_at = timezone.now()
    draft.save(update_fields=["thrown_at"])
    audit(actor, "delete", "survey", key)


@transaction.atomic
def take_back_draft(key: UUID, *, actor: Viewer) -> None:
    """Bring back the draft that was thrown away, unless a new one was begun meanwhile."""
    require(actor, "design")
    survey = locked_survey(key)
    drafts = survey.versions.filter(published_at=None)
    thrown = drafts.exclude(thrown_at=None).first()
    if thrown is None or drafts.filter(thrown_at=None).exists():
        raise SurveyGone
    thrown.thrown_at = None
    thrown.save(update_fields=["thrown_at"])
    audit(actor, "restore", "survey", key)
