"""Decides whether answers to two versions may stand in one series."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from polku.surveys.rules.content import LISTED, Content, question
from polku.surveys.rules.kinds import bounds

Verdict = Literal["comparable", "look", "broken", "new", "gone"]


@dataclass(frozen=True, slots=True)
class Trend:
    """What becomes of one question's series in a new version.

    ``comparable``: the series goes on. ``look``: the words changed, and a person has to judge. ``broken``: the scale or
    the metric changed, and a new series begins. ``new`` and ``gone``: asked only after, only before. ``reasons`` are
    ids of what changed: kind, scale, metric, options, words, ends, touchpoint, order, promise.
    """

    question: str
    verdict: Verdict
    reasons: tuple[str, ...] = ()


def compare(before: Content, after: Content, *, promises: tuple[str, str] = ("open", "open")) -> list[Trend]:
    """What becomes of the series of every measuring or closed question, in the order they are asked."""
    found = []
    for one in after["questions"]:
        old = question(before, one["key"])
        found.append(Trend(one["key"], "new") if old is None else _compared(old, one, promises))
    kept = {one["key"] for one in after["questions"]}
    found += [Trend(one["key"], "gone") for one in before["questions"] if one["key"] not in kept]
    return found


def _compared(old: Mapping[str, Any], one: Mapping[str, Any], promises: tuple[str, str]) -> Trend:
    breaking = []
    if old["kind"] != one["kind"]:
        breaking.append("kind")
    elif bounds(old) != bounds(one):
        breaking.append("scale")
    if old.get("definition") != one.get("definition"):
        breaking.append("metric")
    if _options(old) != _options(one):
        breaking.append("options")
    if old.get("touchpoint") != one.get("touchpoint"):
        breaking.append("touchpoint")
    if breaking:
        return Trend(one["key"], "broken", tuple(breaking))
    looking = []
    if _reworded(old, one, "title"):
        looking.append("words")
    if any(_reworded(old, one, name) for name in ("low", "high", "options")):
        looking.append("ends")
    if promises[0] != promises[1]:
        looking.append("promise")
    return Trend(one["key"], "look" if looking else "comparable", tuple(looking))


def _options(one: Mapping[str, Any]) -> list[tuple[str, str | None]]:
    listed = one.get(LISTED.get(one["kind"], ""), [])
    return sorted((option["key"], option.get("role")) for option in listed)


def _reworded(old: Mapping[str, Any], one: Mapping[str, Any], name: str) -> bool:
    """Whether words that were there read otherwise now; a translation added later changes nothing."""
    after = one["texts"]
    return any(texts.get(name) and texts[name] != after.get(code, {}).get(name) for code, texts in old["texts"].items())


def goes_on(trends: list[Trend]) -> bool:
    """Whether every series that was there goes on."""
    return all(trend.verdict in {"comparable", "new"} for trend in trends)
