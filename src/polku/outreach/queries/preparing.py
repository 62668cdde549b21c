"""Decides what a team sees before a meeting: each answer that was given ahead of it, and who asks what about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from polku.governance.gate import Viewer, require
from polku.outreach import models
from polku.outreach.queries.following import HappeningRow, happening
from polku.surveys.models import Response
from polku.surveys.rules import KINDS, title


@dataclass(frozen=True, slots=True)
class Given:
    """One answer, with the question we ask about it at the meeting and the member who asks."""

    question: str
    asked: str
    answer: str
    text: str
    asks: int | None


@dataclass(frozen=True, slots=True)
class Answered:
    """One person's answers ahead of the meeting."""

    message: UUID
    who: str
    survey: Mapping[str, str]
    given: tuple[Given, ...]


@dataclass(frozen=True, slots=True)
class Preparation:
    """The meeting and what is known of it. ``asked`` counts letters sent; ``promised`` answers are shown to nobody."""

    event: HappeningRow
    asked: int
    promised: int
    answered: tuple[Answered, ...]


def preparation(key: UUID, *, viewer: Viewer) -> Preparation | None:
    """What was answered ahead of an event; None when there is no such event."""
    require(viewer, "read_answers")
    event = happening(key, viewer=viewer)
    if event is None:
        return None
    letters = models.Message.objects.filter(happening__key=key, number=0, round__when__way="before")
    letters = letters.select_related("contact", "round__version__survey").order_by("pk")
    sent = [row for row in letters if row.state in {"sent", "unknown", "handing"}]
    opened = [row for row in sent if row.round.version.promise == "open" and row.once]
    responses = Response.objects.filter(once_key__in=[row.once for row in opened]).prefetch_related("comments")
    found = {one.once_key: one for one in responses}
    follow = {(one.message, one.question): one for one in models.FollowUp.objects.filter(happening__key=key)}
    answered = tuple(_answered(row, found[row.once], follow, viewer.language) for row in opened if row.once in found)
    return Preparation(event, len(sent), len(sent) - len(opened), answered)


def _answered(
    row: models.Message, response: Response, follow: Mapping[tuple[UUID, str], models.FollowUp], language: str
) -> Answered:
    words = {one.question: one.text for one in response.comments.all()}
    given = []
    for question in row.round.version.content["questions"]:
        key = question["key"]
        answer = words.get(key) or shown(question, response.answers.get(key), language)
        if not answer:
            continue
        asked = follow.get((row.key, key))
        text, asks = (asked.text, asked.asks_id) if asked else ("", None)
        given.append(Given(key, title(question, language), answer, text, asks))
    who = (row.contact.name or row.contact.mail) if row.contact else ""
    return Answered(row.key, who, row.round.version.survey.names, tuple(given))


def shown(question: Mapping[str, Any], value: Any, language: str) -> str:
    """A closed answer as its reader would say it: the words of an option, the number of a step."""
    if value is None or value == "":
        return ""
    texts = question["texts"].get(language) or next(iter(question["texts"].values()), {})
    labels = texts.get("options") or ()
    if KINDS[question["kind"]].shape in {"choice", "choices"}:
        keys = [one["key"] for one in question["options"]]
        picked = [value] if isinstance(value, str) else list(value)
        named = [labels[keys.index(one)] if one in keys and keys.index(one) < len(labels) else one for one in picked]
        return ", ".join(map(str, named))
    if isinstance(value, dict):
        rows = [one["key"] for one in question.get("rows", ())]
        return ", ".join(
            f"{labels[rows.index(name)] if name in rows and rows.index(name) < len(labels) else name}: {step}"
            for name, step in value.items()
        )
    return str(value)


def own_answer(once: str, language: str, *, viewer: Viewer) -> tuple[Given, ...] | None:
    """What was answered under a personal link's key, for whoever holds the link; None when nothing was.

    A confidential answer that has been cut loose from its giver is theirs no more.
    """
    require(viewer, "erase_person")
    row = Response.objects.filter(once_key=once).select_related("version").prefetch_related("comments").first()
    if row is None or (row.contact_id is None and row.version.promise != "open"):
        return None
    words = {one.question: one.text for one in row.comments.all()}
    told = []
    for question in row.version.content["questions"]:
        answer = words.get(question["key"]) or shown(question, row.answers.get(question["key"]), language)
        if answer:
            told.append(Given(question["key"], title(question, language), answer, "", None))
    return tuple(told)
