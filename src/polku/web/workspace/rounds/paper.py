"""Decides how a survey stands on paper, and how what came on paper is written in: the same questions, plainly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from polku.surveys.queries import PublishedVersion
from polku.surveys.rules import KINDS, bounds, title

NO_PROBLEMS: Mapping[str, Any] = {}
# Labels longer than this stand under one another.
SHORT = 12


@dataclass(frozen=True, slots=True)
class Mark:
    """A box to tick."""

    value: str
    label: str
    ticked: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A row of boxes; a matrix has several."""

    name: str
    label: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question on paper: rows of boxes, or space to write."""

    key: str
    title: str
    low: str
    high: str
    lines: tuple[Line, ...]
    several: bool
    upright: bool
    value: str
    wrong: bool
    long: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole survey on paper."""

    language: str
    title: str
    intro: str
    promise: str
    asked: tuple[Asked, ...]


def laid_out(
    version: PublishedVersion,
    language: str,
    given: Mapping[str, Any] = NO_PROBLEMS,
    wrong: Mapping[str, Any] = NO_PROBLEMS,
) -> Sheet:
    """The survey as a sheet, with what has been written in."""
    texts = version.content["texts"].get(language, {})
    return Sheet(
        language,
        texts.get("title", ""),
        texts.get("intro", ""),
        version.told.get(language, ""),
        tuple(
            _asked(one, language, given.get(one["key"]), wrong=one["key"] in wrong)
            for one in version.content["questions"]
        ),
    )


def _asked(one: Mapping[str, Any], language: str, given: Any, *, wrong: bool) -> Asked:
    shape, texts = KINDS[one["kind"]].shape, one["texts"].get(language) or next(iter(one["texts"].values()), {})
    return Asked(
        key=one["key"],
        title=title(one, language),
        low=texts.get("low", ""),
        high=texts.get("high", ""),
        lines=_lines(one, shape, texts, given),
        several=shape == "choices",
        upright=shape in {"choice", "choices"} or any(len(str(one)) > SHORT for one in texts.get("options") or ()),
        value=given if isinstance(given, str) else "",
        wrong=wrong,
        long=one["kind"] == "long_text",
    )


def _lines(one: Mapping[str, Any], shape: str, texts: Mapping[str, Any], given: Any) -> tuple[Line, ...]:
    labels, key = texts.get("options") or (), one["key"]
    if shape == "scale":
        low, high = bounds(one)
        steps = [str(step) for step in range(low, high + 1)]
        named = labels if len(labels) == len(steps) else steps
        return (Line(key, "", tuple(Mark(s, n, given == s) for s, n in zip(steps, named, strict=True))),)
    if shape in {"choice", "choices"}:
        picked = {given} if isinstance(given, str) else set(given or ())
        keys = [option["key"] for option in one["options"]]
        named = labels if len(labels) == len(keys) else keys
        return (Line(key, "", tuple(Mark(k, n, k in picked) for k, n in zip(keys, named, strict=True))),)
    if shape == "matrix":
        kind, rows = KINDS[one["kind"]], [row["key"] for row in one["rows"]]
        named = labels if len(labels) == len(rows) else rows
        steps = [str(step) for step in range(kind.low, kind.high + 1)]
        marked = given if isinstance(given, Mapping) else {}
        return tuple(
            Line(f"{key}.{row}", label, tuple(Mark(step, step, marked.get(row) == step) for step in steps))
            for row, label in zip(rows, named, strict=True)
        )
    return ()
