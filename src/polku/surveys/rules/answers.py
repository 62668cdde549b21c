"""Decides what counts as an answer: cleans what was given, says what is wrong with it, and loses nothing of it."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from polku.surveys.rules.kinds import KINDS, Kind, bounds

Given = Mapping[str, Any]
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
LARGEST = 1e12
_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
_PLAIN = re.compile(r"[+-]?\d+(\.\d+)?")
_DAY_FIRST = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one answer: the id of a message (``MESSAGES``), put into words where it is shown."""

    message: str
    params: Mapping[str, Any] = field(default_factory=dict)


# Every message id there is, with the params its words may use.
MESSAGES: Mapping[str, tuple[str, ...]] = {
    "required": (),
    "not_on_scale": ("low", "high"),
    "not_an_option": (),
    "one_only": (),
    "too_many": ("most",),
    "not_a_number": (),
    "number_too_small": ("least",),
    "number_too_large": ("most",),
    "not_a_date": (),
    "date_out_of_range": ("first", "last"),
    "too_long": ("most", "length"),
    "nothing_answered": (),
}


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A response as it will be stored, or what stands in its way.

    ``answers`` holds the closed answers by question key, ``comments`` the words people wrote, ``errors`` the problems
    by question key (under "" the problem of the whole), ``given`` everything as it was given, to be shown again.
    """

    answers: dict[str, Any]
    comments: dict[str, str]
    errors: dict[str, Problem]
    given: dict[str, Any]
    language: str

    @property
    def ok(self) -> bool:
        return not self.errors

    def fingerprint(self) -> str:
        """The same text for the same content, whatever the order it was given in."""
        return canonical(self.answers, self.comments)


def canonical(answers: Mapping[str, Any], comments: Mapping[str, str]) -> str:
    """Answers and comments as one text that tells whether two responses are the same."""
    return json.dumps([answers, comments], sort_keys=True, separators=(",", ":"), ensure_ascii=False)


class _Bad(Exception):  # noqa: N818 - never leaves this module
    def __init__(self, message: str, **params: Any) -> None:
        super().__init__(message)
        self.problem = Problem(message, params)


class Form(Protocol):
    """What a posted form can be asked (Django's QueryDict answers to it)."""

    def get(self, key: str, /) -> Any: ...
    def getlist(self, key: str, /) -> list[Any]: ...


def from_form(content: Mapping[str, Any], form: Form) -> dict[str, Any]:
    """What a posted form gives each question; a matrix row is the field ``question.row``."""
    given: dict[str, Any] = {}
    for question in content["questions"]:
        key = question["key"]
        shape = KINDS[question["kind"]].shape
        if shape == "choices":
            given[key] = form.getlist(key)
        elif shape == "matrix":
            given[key] = {row["key"]: form.get(f"{key}.{row['key']}") or "" for row in question["rows"]}
        else:
            given[key] = form.get(key) or ""
    return given


def validate(content: Mapping[str, Any], answers: Given, language: str) -> Cleaned:
    """Clean the answers to a version's questions.

    Numbers and dates are read as they are written in ``language`` (a decimal comma in Finnish and Swedish). Keys that
    name no question are left out. A response with no answer at all is a problem of its own, under "".
    """
    kept: dict[str, Any] = {}
    comments: dict[str, str] = {}
    errors: dict[str, Problem] = {}
    given: dict[str, Any] = {}
    for question in content["questions"]:
        key = question["key"]
        raw = given[key] = answers.get(key)
        kind = KINDS[question["kind"]]
        try:
            value = _READERS[kind.shape](question, kind, raw, language)
        except _Bad as bad:
            errors[key] = bad.problem
            continue
        if value is None:
            if question.get("required"):
                errors[key] = Problem("required")
        elif kind.shape == "text":
            comments[key] = value
        else:
            kept[key] = value
    if not (kept or comments or errors):
        errors[""] = Problem("nothing_answered")
    return Cleaned(kept, comments, errors, given, language)


def _one(raw: Any) -> Any:
    """The single value of a field; a list of several is refused, a missing or blank one is None."""
    if isinstance(raw, list | tuple):
        if len(raw) > 1:
            raise _Bad("one_only")
        raw = raw[0] if raw else None
    if isinstance(raw, str):
        raw = raw.strip()
        return raw or None
    return raw


def _step(raw: Any, low: int, high: int) -> int | None:
    raw = _one(raw)
    if raw is None:
        return None
    if isinstance(raw, str) and len(raw) <= 3 and raw.isascii():  # noqa: PLR2004 - "-2" and "10" are the longest
        try:
            raw = int(raw)
        except ValueError:
            raise _Bad("not_on_scale", low=low, high=high) from None
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    if type(raw) is not int or not low <= raw <= high:
        raise _Bad("not_on_scale", low=low, high=high)
    return raw


def _scale(question: Mapping[str, Any], _kind: Kind, raw: Any, _language: str) -> int | None:
    return _step(raw, *bounds(question))


def _matrix(question: Mapping[str, Any], kind: Kind, raw: Any, _language: str) -> dict[str, int] | None:
    if raw is None or raw == "":
        return None
    if not isinstance(raw, Mapping):
        raise _Bad("not_on_scale", low=kind.low, high=kind.high)
    rows = {row["key"]: _step(raw.get(row["key"]), kind.low, kind.high) for row in question["rows"]}
    kept = {key: value for key, value in rows.items() if value is not None}
    if question.get("required") and 0 < len(kept) < len(rows):
        raise _Bad("required")
    return kept or None


def _choice(question: Mapping[str, Any], _kind: Kind, raw: Any, _language: str) -> str | None:
    raw = _one(raw)
    if raw is None:
        return None
    if not isinstance(raw, str) or all(raw != option["key"] for option in question["options"]):
        raise _Bad("not_an_option")
    return raw


def _choices(question: Mapping[str, Any], _kind: Kind, raw: Any, _language: str) -> list[str] | None:
    if raw is None or raw == "":
        return None
    listed: Sequence[Any] = [raw] if isinstance(raw, str) else raw
    if not isinstance(listed, list | tuple):
        raise _Bad("not_an_option")
    chosen = [one for one in listed if one != ""]
    known = [option["key"] for option in question["options"]]
    if any(not isinstance(one, str) or one not in known for one in chosen):
        raise _Bad("not_an_option")
    most = question.get("most")
    kept = [key for key in known if key in chosen]
    if most and len(kept) > most:
        raise _Bad("too_many", most=most)
    return kept or None


def _number(question: Mapping[str, Any], _kind: Kind, raw: Any, language: str) -> float | int | None:
    raw = _one(raw)
    if raw is None:
        return None
    number = _read_number(raw, language) if isinstance(raw, str) else raw
    if type(number) not in {int, float} or not math.isfinite(number):
        raise _Bad("not_a_number")
    least = question.get("least")
    most = question.get("most")
    least = -LARGEST if least is None else least
    most = LARGEST if most is None else most
    if number < least:
        raise _Bad("number_too_small", least=least)
    if number > most:
        raise _Bad("number_too_large", most=most)
    return int(number) if number == int(number) else number


def _read_number(text: str, language: str) -> float | None:
    text = text.replace("\u2212", "-").replace("\xa0", "").replace("\u202f", "").replace(" ", "")
    if len(text) > 40 or not text.isascii():  # noqa: PLR2004 - longer than any number a person types
        return None
    if language in {"fi", "sv"}:
        text = text.replace(",", ".", 1)
    elif _GROUPED.fullmatch(text):
        text = text.replace(",", "")
    return float(text) if _PLAIN.fullmatch(text) else None


def _date(_question: Mapping[str, Any], _kind: Kind, raw: Any, _language: str) -> str | None:
    raw = _one(raw)
    if raw is None:
        return None
    try:
        if not isinstance(raw, str) or not raw.isascii():
            raise ValueError  # noqa: TRY301 - one message for every way of not being a date
        day_first = _DAY_FIRST.fullmatch(raw)
        if day_first:
            day, month, year = map(int, day_first.groups())
            read = date(year, month, day)
        else:
            read = date.fromisoformat(raw)
    except ValueError:
        raise _Bad("not_a_date") from None
    if not EARLIEST <= read <= LATEST:
        raise _Bad("date_out_of_range", first=EARLIEST.isoformat(), last=LATEST.isoformat())
    return read.isoformat()


def _text(_question: Mapping[str, Any], kind: Kind, raw: Any, _language: str) -> str | None:
    raw = _one(raw)
    if raw is None:
        return None
    text = _UNSTORABLE.sub("", str(raw).replace("\r\n", "\n").replace("\r", "\n")).strip()
    if len(text) > kind.longest:
        raise _Bad("too_long", most=kind.longest, length=len(text))
    return text or None


_READERS: Mapping[str, Callable[[Mapping[str, Any], Kind, Any, str], Any]] = {
    "scale": _scale,
    "choice": _choice,
    "choices": _choices,
    "matrix": _matrix,
    "number": _number,
    "date": _date,
    "text": _text,
}


def values(question: Mapping[str, Any], answer: Any) -> list[tuple[str, float]]:
    """The measured values of one answer as (question key, value); a matrix gives one for each row, ``key.row``.

    A feeling gives 1 when a target feeling was chosen, else 0. Kinds that measure nothing give no value.
    """
    kind = KINDS[question["kind"]]
    if answer is None or question.get("definition") is None:
        return []
    if kind.shape == "matrix":
        return [(f"{question['key']}.{row}", float(value)) for row, value in answer.items()]
    if kind.key == "feeling":
        targets = {option["key"] for option in question["options"] if option.get("role") == "target"}
        return [(question["key"], float(bool(targets.intersection(answer))))]
    if kind.shape in {"scale", "number"}:
        return [(question["key"], float(answer))]
    return []
