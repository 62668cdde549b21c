"""Decides how rows of responses and answers become responses that a version can store, and how each is known again."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import polars as pl
from django.utils.translation import gettext as _

from polku.flows.import_records.taking import Numbered, Rejected
from polku.people.queries import Classes
from polku.surveys import rules
from polku.surveys.queries import NoSuchSurvey, PublishedVersion, published
from polku.surveys.services import ImportedResponse, Respondent

_SHAPES_OF_SEVERAL = {"choices"}
Given = dict[str, list[tuple[int, str]]]
Versions = dict[str, PublishedVersion]


@dataclass(frozen=True, slots=True)
class Known:
    """What the import knows by now: ids of accounts, contacts with their classes, touchpoints by slug."""

    accounts: Mapping[str, int]
    contacts: Mapping[tuple[str, str], int]
    classes: Mapping[int, Classes]
    touchpoints: Mapping[str, int]


def row_key(source: str, *parts: object) -> str:
    """A short text that stands for the row of a source."""
    return hashlib.blake2b("\x1f".join([source, *map(str, parts)]).encode(), digest_size=20).hexdigest()


def prepared(
    source: str, responses: pl.DataFrame, answers: pl.DataFrame, known: Known
) -> tuple[list[Numbered], list[Rejected]]:
    """Responses ready to be stored, and the rows that cannot be."""
    given = _answers(answers)
    versions: Versions = {}
    equals: Counter[str] = Counter()
    ready: list[Numbered] = []
    rejected = _strays(answers, set(responses["response"]))
    for number, row in enumerate(responses.iter_rows(named=True), 1):
        try:
            one = _response(
                row, given.get(row["response"], {}), source=source, known=known, versions=versions, equals=equals
            )
        except _Bad as bad:
            rejected.append(Rejected(bad.table, bad.row or number, bad.column, bad.reason))
            continue
        ready.append(Numbered(number, one))
    return ready, rejected


class _Bad(Exception):  # noqa: N818 - never leaves this module
    def __init__(self, column: str, reason: str, table: str = "responses", row: int = 0) -> None:
        super().__init__(reason)
        self.column, self.reason, self.table, self.row = column, reason, table, row


def _answers(answers: pl.DataFrame) -> dict[str, Given]:
    """Values with the numbers of their rows, by response and question."""
    found: dict[str, Given] = defaultdict(lambda: defaultdict(list))
    for number, (response, question, value) in enumerate(answers.iter_rows(), 1):
        if value is not None:
            found[response][question].append((number, value))
    return found


def _strays(answers: pl.DataFrame, responses: set[str]) -> list[Rejected]:
    """Answers that name no response of the import."""
    reason = _("No response of this import has this id.")
    return [
        Rejected("answers", number, "response", reason)
        for number, response in enumerate(answers["response"], 1)
        if response not in responses
    ]


def _response(
    row: dict[str, Any], given: Given, *, source: str, known: Known, versions: Versions, equals: Counter[str]
) -> ImportedResponse:
    version = _version(row["survey"], versions)
    if row["answered_s"] is None:
        raise _Bad("answered_s", _("When was it answered? Give epoch seconds."))
    if row["touchpoint"] and row["touchpoint"] not in known.touchpoints:
        raise _Bad("touchpoint", _("There is no touchpoint called %(name)s.") % {"name": row["touchpoint"]})
    respondent = _respondent(row, known)
    language = row["language"] if row["language"] in version.languages else version.languages[0]
    cleaned = _cleaned(version, given, language)
    return ImportedResponse(
        version=version,
        cleaned=cleaned,
        answered_at=datetime.fromtimestamp(row["answered_s"], UTC),
        row_key=_key(source, row, cleaned, equals),
        respondent=respondent,
        touchpoint=known.touchpoints[row["touchpoint"]] if row["touchpoint"] else None,
        wave=row["wave"] or "",
        weight=1.0 if row["weight"] is None else row["weight"],
    )


def _version(survey: str, versions: Versions) -> PublishedVersion:
    if survey not in versions:
        try:
            versions[survey] = published(survey)
        except NoSuchSurvey:
            raise _Bad("survey", _("There is no published survey with this key.")) from None
    return versions[survey]


def _respondent(row: dict[str, Any], known: Known) -> Respondent:
    """Who answered, with the classes they have now; an id that nobody has is refused, none at all is nobody."""
    account = contact = None
    if row["account"]:
        account = known.accounts.get(row["account"])
        if account is None:
            raise _Bad("account", _("There is no account with this id."))
    if row["contact"]:
        contact = known.contacts.get((row["account"] or "", row["contact"]))
        if contact is None:
            raise _Bad("contact", _("There is no contact with this id in the account."))
    classes = known.classes.get(contact) if contact is not None else None
    if classes is None:
        return Respondent(account=account, contact=contact)
    return Respondent(
        account=account, contact=contact, segment=classes.segment, decision_role=classes.decision_role,
        buyer_kind=classes.buyer_kind, unit=classes.unit,
    )  # fmt: skip


def _cleaned(version: PublishedVersion, given: Given, language: str) -> rules.Cleaned:
    questions = {one["key"]: one for one in rules.questions(version.content)}
    for key, values in given.items():
        if key not in questions:
            reason = _("The survey has no question called %(name)s.") % {"name": key}
            raise _Bad("question", reason, "answers", values[0][0])
    values = {
        key: [value for _, value in rows]
        if rules.KINDS[questions[key]["kind"]].shape in _SHAPES_OF_SEVERAL
        else rows[0][1]
        for key, rows in given.items()
    }
    cleaned = rules.validate(version.content, values, language)
    for key in cleaned.errors:
        if key not in given:
            raise _Bad("response", _("The response has no answers, or lacks one that is required."))
        reason = _("Not an answer to the question %(name)s: %(value)s.") % {"name": key, "value": given[key][0][1][:60]}
        raise _Bad("value", reason, "answers", given[key][0][0])
    return cleaned


def _key(source: str, row: dict[str, Any], cleaned: rules.Cleaned, equals: Counter[str]) -> str:
    """By the source's own number of the person in the wave; without one by the content and its number among equals."""
    if row["respondent"]:
        return row_key(source, row["survey"], row["wave"] or "", row["respondent"])
    content = row_key(
        source, row["survey"], row["wave"], row["account"], row["contact"], row["answered_s"], cleaned.fingerprint()
    )
    equals[content] += 1
    return row_key(source, content, equals[content])
