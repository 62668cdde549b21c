"""What a respondent meets: the version that a link leads to, without a viewer, for anyone may answer."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from polku.governance.models import Organisation
from polku.surveys import rules
from polku.surveys.models import Response, Survey, Tick, Version

_MOST_KEPT = 200
_SURVEY_KEY = Survey._meta.get_field("key")
_OPENS_AT = Version._meta.get_field("opens_at")


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


# What may change while people answer, as the store writes it; read for each of them, so by hand.
_STANDING = """
SELECT v.id, v.content_hash, v.opens_at, v.closes_at,
    EXISTS (
        SELECT 1 FROM surveys_version n
        WHERE n.survey_id = v.survey_id AND n.number > v.number AND n.published_at IS NOT NULL
            AND (n.opens_at IS NULL OR n.opens_at <= %s)
    ),
    (SELECT MAX(n.number) FROM surveys_version n WHERE n.survey_id = v.survey_id AND n.published_at IS NOT NULL),
    (SELECT time_zone FROM governance_organisation LIMIT 1)
FROM surveys_version v JOIN surveys_survey s ON s.id = v.survey_id
WHERE s.key = %s AND v.published_at IS NOT NULL AND (%s = 0 OR v.number = %s)
ORDER BY CASE WHEN v.opens_at IS NULL OR v.opens_at <= %s THEN 0 ELSE 1 END, v.number DESC LIMIT 1
"""
_kept: OrderedDict[tuple[Any, ...], tuple[PublishedVersion, bool]] = OrderedDict()


def published(key: UUID | str, number: int | None = None) -> PublishedVersion:
    """The version that a survey's link leads to, for the respondent: public, so there is no viewer.

    The choice is that of ``rules.leading``. ``number`` asks for an earlier version (a form drawn before a newer one
    came). Raises NoSuchSurvey.
    """
    try:
        survey = key if isinstance(key, UUID) else UUID(str(key))
    except ValueError:
        raise NoSuchSurvey(str(key)) from None
    now = timezone.now()
    standing = _standing(survey, number or 0, now)
    if standing is None:
        raise NoSuchSurvey(str(key))
    version, newer = _kept.get((survey, *standing)) or _keep(survey, standing)
    state = rules.state_of(now, published=now, opens=version.opens_at, closes=version.closes_at, newer=newer)
    newest = standing[-2]
    if state == "closed" and not number and version.number < newest:
        return published(survey, newest)
    return version if state == version.state else replace(version, state=state)


def _standing(survey: UUID, wanted: int, now: datetime) -> tuple[Any, ...] | None:
    moment = _OPENS_AT.get_db_prep_value(now, connection)
    named = _SURVEY_KEY.get_db_prep_value(survey, connection)
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, [moment, named, wanted, wanted, moment])
        return cursor.fetchone()


def _keep(survey: UUID, standing: tuple[Any, ...]) -> tuple[PublishedVersion, bool]:
    """The version as it stands, kept in memory under what may change of it: the rest never does."""
    row = Version.objects.select_related("survey").defer("undo").get(pk=standing[0])
    *_, newer, _newest, zone = standing
    version = PublishedVersion(
        id=row.pk,
        survey=survey,
        number=row.number,
        audience=row.survey.audience,
        promise=row.promise,
        breakdowns=tuple(row.breakdowns),
        told=row.told,
        content=row.content,
        content_hash=row.content_hash,
        languages=rules.languages(row.content),
        state="open",
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        time_zone=zone or Organisation().time_zone,
    )
    _kept[survey, *standing] = version, bool(newer)
    if len(_kept) > _MOST_KEPT:
        _kept.popitem(last=False)
    return version, bool(newer)


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
    rows = Version.objects.select_related("survey").filter(survey__key=survey, thrown_at=None)
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
