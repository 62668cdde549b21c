"""Decides which questions the columns of a file become, and how each value of a column is read as an answer."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from collections.abc import Mapping as Pairs
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from polku.flows.import_file.mapping import ColumnUse, Mapping
from polku.flows.import_file.moments import read_day, read_number
from polku.surveys import rules
from polku.surveys.rules.labels import new_question, words

MOST_OPTIONS = 400
LONGEST_KEY = 60
_YES = frozenset({"1", "1.0", "yes", "y", "true", "x", "kyllä", "ja"})


class Unreadable(Exception):  # noqa: N818 - never leaves the flow
    """A value that is no answer to its question: the id of a message of ``surveys.rules.MESSAGES`` and its params."""

    def __init__(self, message: str, **params: Any) -> None:
        super().__init__(message)
        self.message, self.params = message, params


def key_of(column: str) -> str:
    """The key of the question that a column becomes.

    >>> key_of(" *Q7 All "), key_of("Ääni?")
    ('q7_all', 'aani')
    """
    plain = column.strip().lower().translate(str.maketrans("åäöéü", "aaoeu"))
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:LONGEST_KEY] or "question"


@dataclass(frozen=True)
class Question:
    """One question and the columns that answer it."""

    key: str
    kind: str
    columns: Pairs[str, ColumnUse]
    options: Pairs[str, str] = field(default_factory=dict)
    decimal: str = "."
    date_order: str = ""

    @property
    def shape(self) -> str:
        return rules.KINDS[self.kind].shape

    @property
    def first(self) -> ColumnUse:
        return next(iter(self.columns.values()))

    @cached_property
    def bounds(self) -> tuple[int, int]:
        kind = rules.KINDS[self.kind]
        if self.kind == "just_right" and self.first.definition == "just_right3":
            return 1, 3
        return kind.low, kind.high

    @cached_property
    def by_label(self) -> dict[str, str]:
        """Options and steps by their words, folded: a file may hold either."""
        return {text.strip().casefold(): value for value, text in {**self.options, **self.first.labels}.items() if text}

    def fragment(self, raw: str, use: ColumnUse) -> str | None:
        """The JSON of one value of a column; None when it is no answer. Raises Unreadable."""
        text = raw.strip()
        if not text:
            return None
        if self.shape == "scale":
            return str(self._step(text, use))
        if self.shape == "number":
            return self._number(text, use)
        if self.shape == "date":
            day = read_day(text, use.date_order or self.date_order)
            if day is None:
                raise Unreadable("not_a_date")
            return json.dumps(day.isoformat())
        if use.option:
            chosen = text == use.counted if use.counted else text.casefold() in _YES or text == use.option
            return json.dumps(use.option, ensure_ascii=False) if chosen else None
        value = text if text in self.options else self.by_label.get(text.casefold())
        if value is None:
            raise Unreadable("not_an_option")
        return json.dumps(value, ensure_ascii=False)

    def _step(self, text: str, use: ColumnUse) -> int:
        low, high = self.bounds
        number = read_number(text, use.decimal or self.decimal)
        if number is None and (value := self.by_label.get(text.casefold())) is not None:
            number = read_number(value)
        if number is None or not number.is_integer() or not low <= number <= high:
            raise Unreadable("not_on_scale", low=low, high=high)
        return int(number)

    def _number(self, text: str, use: ColumnUse) -> str:
        number = read_number(text, use.decimal or self.decimal)
        if number is None and (value := self.by_label.get(text.casefold())) is not None:
            number = read_number(value)
        if number is None:
            raise Unreadable("not_a_number")
        if use.low is not None and number < use.low:
            raise Unreadable("number_too_small", least=use.low)
        if use.high is not None and number > use.high:
            raise Unreadable("number_too_large", most=use.high)
        return str(int(number)) if number.is_integer() else repr(number)


def questions_of(mapping: Mapping, distinct: Pairs[str, Iterable[str]], decimal: str) -> tuple[Question, ...]:
    """The questions of a file of answers, in the order of its columns; ``distinct`` holds the values of choices."""
    grouped: dict[str, dict[str, ColumnUse]] = {}
    for column, use in mapping.answers().items():
        grouped.setdefault(use.question or key_of(column), {})[column] = use
    return tuple(
        Question(
            key,
            next(iter(columns.values())).kind or "short_text",
            columns,
            _options(columns, mapping, distinct),
            decimal,
            mapping.date_order,
        )
        for key, columns in grouped.items()
    )


def _options(columns: Pairs[str, ColumnUse], mapping: Mapping, distinct: Pairs[str, Iterable[str]]) -> dict[str, str]:
    """Options of a choice with their words: those with words of their own first, then what the file holds besides."""
    first = next(iter(columns.values()))
    if first.kind not in {"single", "multiple"}:
        return {}
    options: dict[str, str] = {}
    for column, use in columns.items():
        if use.option:
            options[use.option] = use.labels.get(use.option) or use.title or use.option
            continue
        missing = mapping.missing_of(column)
        options |= {value: text for value, text in use.labels.items() if value not in missing}
        said = {text.casefold() for text in options.values()}
        for value in sorted(map(str.strip, distinct.get(column, ()))):
            if value and value not in missing and value not in options and value.casefold() not in said:
                options[value] = value
    return options


def content_of(questions: Iterable[Question], *, title: str, language: str, audience: str) -> dict[str, Any]:
    """What a version asks that has these questions, in the one language that the file has."""
    asked = [_asked(question, language, audience) for question in questions]
    texts = {code: {"title": title if code == language else "", "intro": "", "thanks": ""} for code in rules.LANGUAGES}
    return {"questions": asked, "texts": texts}


def _asked(question: Question, language: str, audience: str) -> dict[str, Any]:
    use = question.first
    column = use.name or next(iter(question.columns)).strip()
    # In a choice with a column an option the words of a column are the option's, unless that has words of its own.
    title = (question.key if use.option and not use.labels.get(use.option) else use.title) or column
    said = words(*(title if code == language else "" for code in ("fi", "sv", "en")))
    steps = 3 if use.definition == "just_right3" else 5
    one = new_question(question.kind, question.key, audience=audience, title=said, steps=steps)
    # What staff would recommend is never counted among what customers would.
    staff = use.definition == "nps" and audience == "employee"
    one["definition"] = "enps" if staff else use.definition or None
    one["touchpoint"] = use.touchpoint or None
    if question.kind == "number":
        one |= {name: value for name, value in (("least", use.low), ("most", use.high)) if value is not None}
    if question.options:
        one["options"] = [{"key": key} for key in question.options]
        for code in rules.LANGUAGES:
            one["texts"][code]["options"] = list(question.options.values()) if code == language else []
    elif question.shape == "scale" and use.labels:
        _say_ends(one, question, use, language)
    if use.definition:
        one["purpose"] = {"cause_or_outcome": "outcome" if use.definition in {"nps", "enps", "csat5"} else "cause"}
    return one


def _say_ends(one: dict[str, Any], question: Question, use: ColumnUse, language: str) -> None:
    low, high = question.bounds
    texts = one["texts"][language]
    for name, step in (("low", low), ("high", high)):
        if name in texts and (text := use.labels.get(str(step))):
            texts[name] = text
    if "options" in texts:
        texts["options"] = [use.labels.get(str(step), text) for step, text in enumerate(texts["options"], low)]
