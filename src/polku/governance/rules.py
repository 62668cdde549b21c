"""Decides how texts in several languages are read, which settings are allowed, and how a refusal is told."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

LANGUAGES = ("fi", "sv", "en")
# The promise of a confidential or anonymous survey: an organisation may ask for more answers than these, never fewer.
LEAST_FOR_SCORES = 5
LEAST_FOR_COMMENTS = 8
THRESHOLDS = {"threshold_scores": LEAST_FOR_SCORES, "threshold_comments": LEAST_FOR_COMMENTS}
MOST_FOR_THRESHOLD = 1000
MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")

Texts = Mapping[str, str]


class Refused(Exception):  # noqa: N818 - reads as what happened
    """What was asked cannot be done: the message says why and what to do, in the reader's language.

    ``field`` names the input it is about, empty when it is about the whole.
    """

    def __init__(self, message: object, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field

    def __str__(self) -> str:
        return str(self.message)


def mark(*parts: object) -> str:
    """A short mark of what somebody saw: another one when it has changed since."""
    told = json.dumps(parts, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def in_language(texts: Texts, language: str, default: str = "en") -> str:
    """The text in the reader's language, else in the organisation's, else English, else any there is."""
    for code in (language, default, "en", *texts):
        if text := texts.get(code, "").strip():
            return text
    return ""


def clean_texts(texts: Texts) -> dict[str, str]:
    """Texts in the product's languages, trimmed; empty ones and unknown languages left out."""
    return {code: text for code in LANGUAGES if (text := str(texts.get(code) or "").strip())}


def is_month(text: str) -> bool:
    """Whether the text is a month, as in 2026-03."""
    return MONTH.fullmatch(text) is not None


def is_time_zone(name: str) -> bool:
    """Whether the name is a time zone that this machine knows."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def is_currency(code: str) -> bool:
    """Whether the code looks like an ISO 4217 code, as in EUR."""
    return re.fullmatch(r"[A-Z]{3}", code) is not None


def least(threshold: str) -> int:
    """The lowest value that the named threshold may take."""
    return THRESHOLDS[threshold]


def changed(before: Mapping[str, object], after: Mapping[str, object]) -> list[str]:
    """The names of the fields whose values differ: what an audit entry holds."""
    return [name for name, value in after.items() if before.get(name) != value]


def ordered_languages(languages: Iterable[str]) -> list[str]:
    """Known languages in the product's order, each once."""
    chosen = set(languages)
    return [code for code in LANGUAGES if code in chosen]
