"""Surveys as those who design them see them: the list, the draft and what was published."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from polku.governance.gate import Viewer, require
from polku.governance.queries import organisation
from polku.governance.rules import in_language
from polku.surveys import rules
from polku.surveys.models import Response, Survey, Version
from polku.surveys.queries.public import NoSuchSurvey


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A published version. ``answers`` is None where a promise forbids to tell so few, else rounded down by it."""

    id: int
    number: int
    promise: rules.Promise
    breakdowns: tuple[str, ...]
    told: Mapping[str, str]
    content: Mapping[str, Any]
    state: rules.State
    published_at: datetime
    opens_at: datetime | None
    closes_at: datetime | None
    answers: int | None
    trends: tuple[rules.Trend, ...]


@dataclass(frozen=True, slots=True)
class SurveyRow:
    """A survey in the list: what it is, how it stands, and how many have answered (None where that may not be told).

    ``at_least`` says that a promise rounds the number down.
    """

    key: UUID
    names: Mapping[str, str]
    audience: str
    state: rules.State
    number: int
    promise: str
    answers: int | None
    at_least: bool
    few: int
    has_draft: bool
    questions: int
    seconds: int
    languages: tuple[str, ...]
    touchpoints: tuple[str, ...]
    opens_at: datetime | None
    closes_at: datetime | None


@dataclass(frozen=True, slots=True)
class Draft:
    """The draft of a survey as the editor works on it."""

    survey: UUID
    names: Mapping[str, str]
    audience: str
    number: int
    revision: int
    promise: str
    breakdowns: tuple[str, ...]
    content: Mapping[str, Any]
    undoable: int
    findings: tuple[rules.Finding, ...]
    languages: tuple[str, ...]
    told: Mapping[str, str]
    trends: tuple[rules.Trend, ...]


def _counts(viewer: Viewer) -> dict[int, int]:
    rows = Response.objects.filter(Response.seen())
    if viewer.account_scope is not None:
        rows = rows.filter(account__in=viewer.account_scope)
    return dict(rows.values_list("version").annotate(number=Count("pk")).order_by())


def anybody_answered(*, viewer: Viewer) -> bool:
    """Whether there are answers at all, under whatever promise."""
    require(viewer, "see_figures")
    return Response.objects.filter(Response.seen()).exists()


def told_number(promise: str, number: int, few: int) -> int | None:
    """A number of answers that may be told: under a promise a small one is itself what must not be known.

    Nor may the small rest between all who answered and those whose score is told, nor when the last one did: a number
    that is told goes up by ``few`` at a time.
    """
    if promise == "open":
        return number
    return number - number % few if number >= few else None


def _shown() -> QuerySet[Survey]:
    """Surveys with their versions, but for drafts that were thrown away and what has nothing else.

    A survey that a file brought (its versions closed as they opened) is shown while answers of it are.
    """
    kept = Version.objects.filter(thrown_at=None)
    own = kept.filter(survey=OuterRef("pk"))
    brought = Q(opens_at__isnull=False, opens_at=F("closes_at"))
    answered = Response.objects.filter(Response.seen(), version__survey=OuterRef("pk"))
    shown = Survey.objects.filter(Exists(own.exclude(brought)) | Exists(answered))
    return shown.prefetch_related(Prefetch("versions", queryset=kept))


def surveys(*, viewer: Viewer) -> tuple[SurveyRow, ...]:
    """Every survey: those that take answers first, then drafts, then the closed ones, each by age."""
    require(viewer, "see_figures")
    few = organisation(viewer=viewer).threshold_scores
    counts = _counts(viewer)
    rows = [_row(survey, few, counts) for survey in _shown().order_by("-created_at", "-pk")]
    order = {"open": 0, "not_yet": 1, "draft": 2, "closed": 3}
    return tuple(sorted(rows, key=lambda row: order[row.state]))


def labels(keys: Iterable[str], *, viewer: Viewer) -> dict[str, str]:
    """Names of surveys in the viewer's language by key; keys of none are left out."""
    require(viewer, "see_figures")
    default = organisation(viewer=viewer).default_language
    rows = Survey.objects.filter(key__in=list(keys)).values_list("key", "names")
    return {str(key): in_language(names, viewer.language, default) for key, names in rows}


def survey(key: UUID, *, viewer: Viewer) -> SurveyRow:
    """One survey as the list shows it. Raises NoSuchSurvey."""
    require(viewer, "see_figures")
    row = _shown().filter(key=key).first()
    if row is None:
        raise NoSuchSurvey(str(key))
    return _row(row, organisation(viewer=viewer).threshold_scores, _counts(viewer))


def _row(survey: Survey, few: int, counts: Mapping[int, int]) -> SurveyRow:
    versions = sorted(survey.versions.all(), key=lambda version: version.number)
    published = [version for version in versions if version.published_at]
    draft = next((version for version in versions if not version.published_at), None)
    times = [(version.opens_at, version.closes_at) for version in published]
    shown = published[rules.leading(timezone.now(), times)] if published else draft
    # Versions of several promises: the number is told only if every part of it may be.
    told = [told_number(version.promise, counts.get(version.pk, 0), few) for version in published]
    return SurveyRow(
        key=survey.key,
        names=survey.names,
        audience=survey.audience,
        state=_state(shown, newer=False),
        number=shown.number,
        promise=shown.promise,
        answers=None if None in told else sum(told),
        at_least=any(version.promise != "open" for version in published),
        few=few,
        has_draft=draft is not None,
        questions=len(shown.content["questions"]),
        seconds=rules.seconds(shown.content),
        languages=rules.languages(shown.content),
        touchpoints=tuple(
            dict.fromkeys(one["touchpoint"] for one in shown.content["questions"] if one.get("touchpoint"))
        ),
        opens_at=shown.opens_at,
        closes_at=shown.closes_at,
    )


def _state(version: Version, *, newer: bool) -> rules.State:
    return rules.state_of(
        timezone.now(),
        published=version.published_at,
        opens=version.opens_at,
        closes=version.closes_at,
        newer=newer,
    )


def draft(
    key: UUID, *, viewer: Viewer, promise: str | None = None, breakdowns: Sequence[str] | None = None
) -> Draft | None:
    """The survey's draft with everything that stands in its way; None when all of it is published.

    With ``promise`` and ``breakdowns``: as it would be under these.
    """
    require(viewer, "design")
    row = Version.objects.select_related("survey").filter(survey__key=key, published_at=None, thrown_at=None).first()
    if row is None:
        return None
    settled = organisation(viewer=viewer)
    before = Version.objects.filter(survey=row.survey_id, published_at__isnull=False).order_by("-number").first()
    chosen = row.promise if promise is None else promise
    divided = tuple(row.breakdowns if breakdowns is None else breakdowns)
    told: rules.Promise = chosen or "open"
    return Draft(
        survey=row.survey.key,
        names=row.survey.names,
        audience=row.survey.audience,
        number=row.number,
        revision=row.revision,
        promise=chosen,
        breakdowns=divided,
        content=row.content,
        undoable=len(row.undo),
        findings=tuple(rules.findings(row.content, row.survey.audience, chosen, divided, settled.languages)),
        languages=settled.languages,
        told=rules.told(told, divided, scores=settled.threshold_scores, comments=settled.threshold_comments),
        trends=tuple(rules.compare(before.content, row.content, promises=(before.promise, told))) if before else (),
    )


def versions(key: UUID, *, viewer: Viewer) -> tuple[VersionRow, ...]:
    """Every published version, newest first, each with what it did to the series before it."""
    require(viewer, "see_figures")
    few = organisation(viewer=viewer).threshold_scores
    counts = _counts(viewer)
    rows = list(Version.objects.filter(survey__key=key, published_at__isnull=False).order_by("number"))
    told, now = [], timezone.now()
    for place, row in enumerate(rows):
        before = rows[place - 1] if place else None
        trends = rules.compare(before.content, row.content, promises=(before.promise, row.promise)) if before else []
        told.append(
            VersionRow(
                id=row.pk,
                number=row.number,
                promise=row.promise,
                breakdowns=tuple(row.breakdowns),
                told=row.told,
                content=row.content,
                state=_state(row, newer=any(rules.has_opened(now, later.opens_at) for later in rows[place + 1 :])),
                published_at=row.published_at,
                opens_at=row.opens_at,
                closes_at=row.closes_at,
                answers=told_number(row.promise, counts.get(row.pk, 0), few),
                trends=tuple(trends),
            ),
        )
    return tuple(reversed(told))
