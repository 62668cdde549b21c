"""Decides which version a file's answers belong to: one that asks the same, else a new one that nobody can answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from polku.governance import queries as governance
from polku.governance.gate import Viewer, require
from polku.governance.rules import Refused, clean_texts
from polku.governance.services import audit
from polku.surveys import rules
from polku.surveys.models import Survey, Version
from polku.surveys.queries import PublishedVersion, published


class TakesAnswers(Refused):
    """A survey that people answer now does not get the questions of a file."""

    def __init__(self) -> None:
        super().__init__(
            _("A survey with this title takes answers now and asks other things. Give these answers another title."),
            "survey",
        )


class OtherPromise(Refused):
    """Answers given under one promise do not go where another was made."""

    def __init__(self) -> None:
        super().__init__(
            _("A survey with this title is asked of others. Give these answers another title."),
            "audience",
        )


@transaction.atomic
def publish_imported(
    *,
    title: str,
    content: Mapping[str, Any],
    audience: str,
    promise: str,
    language: str,
    actor: Viewer,
) -> PublishedVersion:
    """The version that asks what a file holds: found by the survey's title or key, else made, published and closed.

    A version is the file's when it has every question of it, alike in kind, metric, scale and options, under the same
    promise. A new version of a survey that takes answers is refused, for it would stand in the way of those who answer.
    """
    require(actor, "import_data")
    survey = _found(title)
    if survey is None:
        survey = Survey.objects.create(names=clean_texts({language: title}), audience=audience)
        audit(actor, "create", "survey", survey.key)
    elif survey.audience != audience:
        raise OtherPromise
    versions = list(survey.versions.filter(published_at__isnull=False).order_by("-number"))
    for version in versions:
        if version.promise == promise and asks_all(version.content, content):
            return published(survey.key, version.number)
    now = timezone.now()
    if any(version.closes_at is None or version.closes_at > now for version in versions):
        raise TakesAnswers
    number = max(survey.versions.values_list("number", flat=True), default=0) + 1
    settled = governance.organisation(viewer=actor)
    Version.objects.create(
        survey=survey,
        number=number,
        content=content,
        content_hash=rules.content_hash(content),
        promise=promise,
        told=rules.told(promise, (), scores=settled.threshold_scores, comments=settled.threshold_comments),
        published_at=now,
        opens_at=now,
        closes_at=now,
    )
    audit(actor, "publish", "survey", survey.key, ["content", "promise"])
    return published(survey.key, number)


def _found(title: str) -> Survey | None:
    """The survey with this key, or the oldest with this title in any language."""
    try:
        wanted = UUID(title)
    except ValueError:
        said = title.strip().casefold()
        for survey in Survey.objects.select_for_update(no_key=True).order_by("pk"):
            if any(text.strip().casefold() == said for text in survey.names.values()):
                return survey
        return None
    return Survey.objects.select_for_update(no_key=True).filter(key=wanted).first()


def asks_all(content: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    """Whether a version asks every question that is wanted, alike in what makes answers comparable."""
    asked = {one["key"]: one for one in rules.questions(content)}
    return all(
        one["key"] in asked and _alike(asked[one["key"]], one) and _options(one) <= _options(asked[one["key"]])
        for one in rules.questions(wanted)
    )


def _alike(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    same = ("kind", "definition", "touchpoint", "least", "most")
    return rules.bounds(one) == rules.bounds(other) and all(one.get(name) == other.get(name) for name in same)


def _options(one: Mapping[str, Any]) -> set[str]:
    return {option["key"] for option in one.get("options", ())}
