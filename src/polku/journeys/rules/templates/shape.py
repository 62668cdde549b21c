"""Decides what a template of a journey holds: phases and touchpoints in three languages, and the plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Channel = Literal["", "physical", "digital", "phone", "mail", "event", "meeting", "chat", "print", "other"]
Owner = Literal["brand", "partner", "customer", "social"]


def said(fi: str, sv: str, en: str) -> dict[str, str]:
    """A text in the three languages of the product."""
    return {"fi": fi, "sv": sv, "en": en}


@dataclass(frozen=True, slots=True)
class Point:
    """A touchpoint as the template draws it; ``name`` is what the plan of the template calls it."""

    name: str
    names: Mapping[str, str]
    channel: Channel = ""
    owner: Owner = "brand"
    aim: Literal["ease", "exceed"] = "ease"
    layer: Literal["core", "extended", "exceeding"] = "core"
    interactive: bool = True
    kinds: tuple[str, ...] = ()
    ending: Literal["", "reached", "left"] = ""
    target_metric: str = ""
    target_value: float | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A phase as the template draws it."""

    stage: str
    names: Mapping[str, str]
    points: tuple[Point, ...]
    about: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Template:
    """A journey ready to begin from.

    ``plan`` is in the language of plans, by the names of the points; empty where the order of the map is the plan.
    """

    key: str
    names: Mapping[str, str]
    about: Mapping[str, str]
    purpose: Mapping[str, str]
    scheme: Literal["purchase", "value"]
    columns: tuple[Column, ...]
    buyer_kind: Literal["", "new", "repeat"] = ""
    plan: str = ""

    def points(self) -> tuple[Point, ...]:
        """Its touchpoints in the order of the map."""
        return tuple(point for column in self.columns for point in column.points)
