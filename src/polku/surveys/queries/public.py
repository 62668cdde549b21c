"""What a respondent meets: the version that a link leads to, without a viewer, for anyone may answer."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone

from polku.governance.models import Organisation
from polku.surveys import rules
from polku.surveys.models import Response, Tick, Version

_KEPT_CONTENTS = 200


class NoSuchSurvey(LookupError):  # noqa: N818 - reads as what happened
    """No published survey goes by this key."""


@dataclass(frozen=True, slots=True)
class PublishedVersion:
    """A version as a respondent meets it. ``told`` is the promise in each language, in the words kept at publishing."""

    id: int
    survey: UUID
    number: int
    audience: str
    promise: rules.Promise
    breakdowns: tuple[str, ...]
    told: Mapping[str, str]
    content: Mapping[str, Any]
    content_hash: str
    languages: tuple[str, ...]
    state: rules.State
    opens_at: datetime | None
    closes_at: datetime | None
    time_zone: str

    @property
    def takes_answers(self) -> bool:
        """Open, or replaced by a newer version while somebody had this one before them."""
        return self.state in {"open", "replaced"}


_contents: OrderedDict[tuple[int, str], Mapping[str, Any]] = OrderedDict()


def _content(version: int, content_hash: str) -> Mapping[str, Any]:
    """The content of a published version, kept in memory: it never changes."""
    kept = _contents.get((version, content_hash))
    if kept is None:
        kept = Version.objects.values_list("content", flat=True).get(pk=version)
        _contents[version, content_hash] = kept
        if len(_contents) > _KEPT_CONTENTS:
            _contents.popitem(last=False)
    return kept


def published(key: UUID | str, number: int | None = None) -> PublishedVersion:
    """The version that a survey's link leads to, for the respondent: public, so there is no viewer.

    ``number`` asks for an earlier version (a form drawn before a newer one came). Raises NoSuchSurvey.
    """
    try:
        survey = key if isinstance(key, UUID) else UUID(str(key))
    except ValueError:
        raise NoSuchSurvey(str(key)) from None
    newer = Version.objects.filter(survey=OuterRef("survey"), number__gt=OuterRef("number"), published_at__isnull=False)
    rows = Version.objects.filter(survey__key=survey, published_at__isnull=False)
    if number is not None:
        rows = rows.filter(number=number)
    row = (
        rows.select_related("survey")
        .defer("content", "undo")
        .annotate(newer=Exists(newer), zone=Subquery(Organisation.objects.values("time_zone")[:1]))
        .order_by("-number")
        .first()
    )
    if row is None:
        raise NoSuchSurvey(str(key))
    content = _content(row.pk, row.content_hash)
    return PublishedVersion(
        id=row.pk,
        survey=survey,
        number=row.number,
        audience=row.survey.audience,
        promise=row.promise,
        breakdowns=tuple(row.breakdowns),
        told=row.told,
        content=content,
        content_hash=row.content_hash,
        languages=rules.languages(content),
        state=rules.state_of(
            timezone.now(), published=row.published_at, opens=row.opens_at, closes=row.closes_at, newer=row.newer
        ),
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        time_zone=row.zone or Organisation().time_zone,
    )


def stored_under(once_key: str) -> bool:
    """Whether a response has been stored under this key: for the respondent who holds it, so there is no viewer."""
    return Response.objects.filter(once_key=once_key).exists()


def ticked(survey: UUID, contact: UUID, *, wave: str = "") -> bool:
    """Whether it is told that a person has answered an anonymous survey: for whoever holds their link, no viewer."""
    return Tick.objects.filter(survey__key=survey, contact__key=contact, wave=wave, told=True).exists()


def previewed(survey: UUID) -> PublishedVersion:
    """The draft (or else the latest version) as a respondent would meet it, for whoever holds a signed preview link.

    Raises NoSuchSurvey.
    """
    rows = Version.objects.select_related("survey").filter(survey__key=survey)
    row = rows.filter(published_at=None).first() or rows.order_by("-number").first()
    if row is None:
        raise NoSuchSurvey(str(survey))
    settled = Organisation.objects.first() or Organisation()
    promise: rules.Promise = row.promise or "open"
    told = row.told or rules.told(
        promise, row.breakdowns, scores=settled.threshold_scores, comments=settled.threshold_comments
    )
    return PublishedVersion(
        id=row.pk,
        survey=survey,
        number=row.number,
        audience=row.survey.audience,
        promise=promise,
        breakdowns=tuple(row.breakdowns),
        told=told,
        content=row.content,
        content_hash=row.content_hash,
        languages=rules.languages(row.content) or rules.LANGUAGES,
        state="draft",
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        time_zone=settled.time_zone,
    )
