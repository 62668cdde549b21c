"""Decides how each question is laid out: which of six forms it takes, its words, and what stands filled in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from polku.surveys.rules import KINDS, bounds

# A kind's own form; the others follow the shape of what is given.
_FORMS = {"disconfirmation": "list", "just_right": "list", "long_text": "area"}
_SHAPES = {"scale": "scale", "choice": "list", "choices": "checks", "matrix": "matrix"}
_FALLBACK = ("en", "fi", "sv")


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to pick."""

    value: str
    label: str
    picked: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One statement of a matrix, answered on the common scale."""

    name: str
    label: str
    choices: Sequence[Choice]


@dataclass(frozen=True, slots=True)
class Question:
    """A question as the page shows it."""

    key: str
    form: str
    title: str
    help: str
    required: bool
    why: bool
    low: str = ""
    high: str = ""
    choices: Sequence[Choice] = ()
    rows: Sequence[Row] = ()
    value: str = ""
    problem: str = ""
    longest: int = 0
    described: str = field(default="")

    @property
    def template(self) -> str:
        return f"respond/kinds/{self.form}.html"

    @property
    def steps(self) -> int:
        return len(self.choices)

    @property
    def first(self) -> str:
        """The id of the field that a problem's link leads to."""
        if self.form == "matrix":
            return f"{self.rows[0].name}-{self.rows[0].choices[0].value}"
        return f"{self.key}-{self.choices[0].value}" if self.choices else self.key


def lay_out(
    content: Mapping[str, Any],
    language: str,
    given: Mapping[str, Any],
    problems: Mapping[str, str],
) -> list[Question]:
    """The questions of a version in a language, with what was given and what is wrong with it."""
    return [
        _question(one, language, given.get(one["key"]), problems.get(one["key"], "")) for one in content["questions"]
    ]


def words(texts: Mapping[str, Mapping[str, Any]], language: str, name: str) -> Any:
    """A text in the reader's language, else in one that has it."""
    for code in (language, *_FALLBACK):
        if text := texts.get(code, {}).get(name):
            return text
    return ""


def _question(one: Mapping[str, Any], language: str, given: Any, problem: str) -> Question:
    kind = KINDS[one["kind"]]
    form = _FORMS.get(one["kind"]) or _SHAPES.get(kind.shape) or "line"
    key, texts = one["key"], one["texts"]
    help_text = words(texts, language, "help")
    described = [f"{key}-help"] * bool(help_text) + [f"{key}-problem"] * bool(problem)
    return Question(
        key=key,
        form="date" if kind.shape == "date" else "number" if kind.shape == "number" else form,
        title=words(texts, language, "title"),
        help=help_text,
        required=bool(one.get("required")),
        why=bool(one.get("why_of")),
        low=words(texts, language, "low"),
        high=words(texts, language, "high"),
        choices=_choices(one, language, given),
        rows=_rows(one, language, given) if form == "matrix" else (),
        value=given if isinstance(given, str) else "",
        problem=problem,
        longest=kind.longest,
        described=" ".join(described),
    )


def _choices(one: Mapping[str, Any], language: str, given: Any) -> Sequence[Choice]:
    labels = words(one["texts"], language, "options") or ()
    shape = KINDS[one["kind"]].shape
    if shape == "scale":
        low, high = bounds(one)
        steps = [str(step) for step in range(low, high + 1)]
        if len(labels) != len(steps):
            labels = steps
        return [Choice(step, label, given == step) for step, label in zip(steps, labels, strict=True)]
    if shape in {"choice", "choices"}:
        picked = {given} if isinstance(given, str) else set(given or ())
        keys = [option["key"] for option in one["options"]]
        return [Choice(key, labels[at] if at < len(labels) else key, key in picked) for at, key in enumerate(keys)]
    return ()


def _rows(one: Mapping[str, Any], language: str, given: Any) -> Sequence[Row]:
    labels = words(one["texts"], language, "options") or ()
    kind = KINDS[one["kind"]]
    steps = [str(step) for step in range(kind.low, kind.high + 1)]
    given = given if isinstance(given, Mapping) else {}
    rows = []
    for at, row in enumerate(one["rows"]):
        marked = given.get(row["key"])
        choices = [Choice(step, step, marked == step) for step in steps]
        rows.append(Row(f"{one['key']}.{row['key']}", labels[at] if at < len(labels) else row["key"], choices))
    return rows
