"""Decides what the content of a version is made of, when it is ready to publish, and how long it takes to answer."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from polku.surveys.rules.kinds import COUNTED_AS, KINDS, LANGUAGES

Content = Mapping[str, Any]
SECONDS_TO_BEGIN = 8
PURPOSE = ("what", "of_whom", "where", "why", "how_used", "by_whom", "cause_or_outcome")
# Kinds whose every step or option carries words of its own, and the texts that hold them.
LISTED = {"feeling": "options", "single": "options", "multiple": "options", "matrix": "rows"}
STEPPED = {"disconfirmation": 5, "just_right": 5}
ENDED = ("nps", "ces7", "ces5", "csat5", "scale5", "matrix")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about a draft: the id of a sentence, the question ("" for the whole), the language if one is meant.

    ``blocks`` says that it has to be mended before publishing; otherwise it is a warning.
    """

    message: str
    question: str = ""
    language: str = ""
    blocks: bool = True
    detail: str = ""


def empty_content() -> dict[str, Any]:
    return {"questions": [], "texts": {language: {"title": "", "intro": "", "thanks": ""} for language in LANGUAGES}}


def questions(content: Content) -> Sequence[Mapping[str, Any]]:
    return content["questions"]


def question(content: Content, key: str) -> Mapping[str, Any] | None:
    return next((one for one in content["questions"] if one["key"] == key), None)


def content_hash(content: Content) -> str:
    """SHA-256 of the content in one canonical form: kept at publishing, it proves that nothing changed since."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def languages(content: Content) -> tuple[str, ...]:
    """The languages a respondent may choose from: those whose title is written."""
    written = content["texts"]
    return tuple(one for one in LANGUAGES if written.get(one, {}).get("title", "").strip())


def seconds(content: Content) -> int:
    """How long an ordinary reader on a phone needs, rounded up to five seconds."""
    total = SECONDS_TO_BEGIN
    for one in content["questions"]:
        total += KINDS[one["kind"]].seconds * max(1, len(one.get("rows", ())))
    return -(-total // 5) * 5


def title(one: Mapping[str, Any], language: str, untitled: str | None = None) -> str:
    """The words of a question in a language, else in another that has them, else ``untitled`` or its key."""
    for code in (language, "en", *LANGUAGES):
        if text := one["texts"].get(code, {}).get("title", "").strip():
            return text
    return one["key"] if untitled is None else untitled


def label_count(one: Mapping[str, Any]) -> int:
    """How many option texts a question has to carry in each language."""
    kind = one["kind"]
    if kind in LISTED:
        return len(one[LISTED[kind]])
    if kind == "just_right":
        return one.get("steps", 5)
    return STEPPED.get(kind, 0)


def _missing(one: Mapping[str, Any], language: str) -> Iterator[str]:
    texts = one["texts"].get(language, {})
    if not texts.get("title", "").strip():
        yield "title_missing"
    if one["kind"] in ENDED and not (texts.get("low", "").strip() and texts.get("high", "").strip()):
        yield "ends_missing"
    wanted = label_count(one)
    written = texts.get("options", [])
    if wanted and (len(written) < wanted or not all(text.strip() for text in written[:wanted])):
        yield "options_missing"


def missing_translations(content: Content, wanted: Sequence[str]) -> list[Finding]:
    """Every text that a wanted language still lacks."""
    found = []
    for language in wanted:
        if not content["texts"].get(language, {}).get("title", "").strip():
            found.append(Finding("survey_title_missing", language=language))
        for one in content["questions"]:
            found += [Finding(message, one["key"], language) for message in _missing(one, language)]
    return found


def shape_problems(content: Content, audience: str) -> list[Finding]:
    """What would make the answers worthless: nothing asked, too few options, a metric on another scale."""
    found = []
    if not content["questions"]:
        found.append(Finding("no_questions"))
    for one in content["questions"]:
        key, kind = one["key"], one["kind"]
        if kind in LISTED and len(one[LISTED[kind]]) < (1 if kind == "matrix" else 2):
            found.append(Finding("too_few_options", key))
        if kind == "feeling" and not any(option.get("role") == "target" for option in one["options"]):
            found.append(Finding("no_target_feeling", key))
        definition = one.get("definition")
        if definition and definition not in COUNTED_AS.get(kind, ()):
            found.append(Finding("wrong_metric", key, detail=definition))
        if (definition == "enps") != (kind == "nps" and audience == "employee" and definition is not None):
            found.append(Finding("wrong_audience_for_metric", key, detail=definition or ""))
        if definition and not _has_purpose(one):
            found.append(Finding("purpose_missing", key, blocks=False))
    outcomes = [one["key"] for one in content["questions"] if is_outcome(one)]
    # One why is enough: a second outcome may lean on the first one's.
    if outcomes and not any(why_of(content, key) for key in outcomes):
        found.append(Finding("why_missing", outcomes[0], blocks=False))
    return found


def _has_purpose(one: Mapping[str, Any]) -> bool:
    purpose = one.get("purpose") or {}
    return all(str(purpose.get(part, "")).strip() for part in ("what", "why", "cause_or_outcome"))


def is_outcome(one: Mapping[str, Any]) -> bool:
    """Whether the question measures an outcome (satisfaction, loyalty, recommendation)."""
    return one.get("definition") is not None and (one.get("purpose") or {}).get("cause_or_outcome") == "outcome"


def why_of(content: Content, key: str) -> str | None:
    """The key of the "why?" that follows an outcome question."""
    return next((one["key"] for one in content["questions"] if one.get("why_of") == key), None)


def measured(content: Content) -> list[Mapping[str, Any]]:
    """The questions that feed a metric."""
    return [one for one in content["questions"] if one.get("definition")]
