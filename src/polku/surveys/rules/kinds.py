"""Decides what kinds of question there are: their scale, the metric they feed and how long they take to answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

LANGUAGES = ("fi", "sv", "en")
Shape = Literal["scale", "choice", "choices", "matrix", "number", "date", "text"]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of question.

    ``low`` and ``high`` bound its whole steps; ``definition`` is the metric it feeds unless the editor says otherwise;
    ``seconds`` is what a reader on a phone needs for it.
    """

    key: str
    shape: Shape
    seconds: int
    low: int = 0
    high: int = 0
    definition: str | None = None
    longest: int = 0

    @property
    def measures(self) -> bool:
        return self.definition is not None


_ALL = (
    Kind("nps", "scale", 9, 0, 10, "nps"),
    Kind("ces7", "scale", 7, 1, 7, "ces7"),
    Kind("ces5", "scale", 6, 1, 5, "ces5"),
    Kind("csat5", "scale", 6, 1, 5, "csat5"),
    Kind("scale5", "scale", 6, 1, 5, "scale5"),
    Kind("disconfirmation", "scale", 7, -2, 2, "disconfirmation"),
    Kind("feeling", "choices", 10, definition="target_feeling"),
    Kind("just_right", "scale", 6, 1, 5, "just_right"),
    Kind("single", "choice", 7),
    Kind("multiple", "choices", 9),
    Kind("matrix", "matrix", 5, 1, 5, "scale5"),
    Kind("number", "number", 8),
    Kind("date", "date", 8),
    Kind("short_text", "text", 12, longest=500),
    Kind("long_text", "text", 25, longest=5000),
)
KINDS: Mapping[str, Kind] = MappingProxyType({kind.key: kind for kind in _ALL})


def bounds(question: Mapping[str, Any]) -> tuple[int, int]:
    """The lowest and highest step of a question's scale; a just-right question has three or five."""
    kind = KINDS[question["kind"]]
    if kind.key == "just_right" and question.get("steps") == 3:  # noqa: PLR2004 - three steps are three steps
        return 1, 3
    return kind.low, kind.high


def default_definition(kind: str, audience: str, steps: int = 5) -> str | None:
    """The metric a new question of this kind feeds."""
    if kind == "nps" and audience == "employee":
        return "enps"
    if kind == "just_right" and steps == 3:  # noqa: PLR2004 - three steps are three steps
        return "just_right3"
    return KINDS[kind].definition


# What an answer of a kind can be counted as: a metric on another scale would add up what is not alike.
COUNTED_AS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "nps": ("nps", "enps"),
        "ces7": ("ces7",),
        "ces5": ("ces5",),
        "csat5": ("csat5", "csat5_mean", "top_box"),
        "scale5": ("scale5", "top_box", "mean"),
        "disconfirmation": ("disconfirmation",),
        "feeling": ("target_feeling",),
        "just_right": ("just_right", "just_right3"),
        "matrix": ("scale5", "top_box", "mean"),
        "number": ("mean", "median", "p90"),
    },
)
