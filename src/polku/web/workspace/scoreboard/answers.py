"""Decides which answers stand behind a view, and how they are told: open ones by the same filters, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cxlab.definitions import DEFINITIONS
from polku.governance.gate import Viewer
from polku.journeys import queries as journeys
from polku.journeys.rules import name_key
from polku.people import queries as people
from polku.surveys import queries as surveys
from polku.surveys import rules
from polku.web.workspace.scoreboard.address import Asked
from polku.web.workspace.surveys.views.reading import said

_PLACES = ("touchpoint", "touchpoint_name", "journey", "phase", "owner")


@dataclass(frozen=True, slots=True)
class Told:
    """One answer in words: whose it is, what was asked and said, and the words written beside."""

    given: surveys.Given
    segment: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Behind:
    """A page of them."""

    rows: tuple[Told, ...]
    total: int
    page: int
    more: bool


def behind(asked: Asked, *, viewer: Viewer, page: int, with_words: bool) -> Behind:
    """The open answers behind the metric in focus."""
    meant = {key for key, one in DEFINITIONS.items() if key == asked.show or asked.show in one.secondary}
    wanted = surveys.Behind(
        definitions=meant,
        first=asked.first or "",
        last=asked.last or "",
        classes={name: keys for name, keys in asked.filters.items() if name not in {*_PLACES, "audience"}},
        touchpoints=_touchpoints(asked, viewer),
        with_words=with_words,
    )
    found = surveys.behind(wanted, viewer=viewer, page=page)
    named = people.labels({one.segment for one in found.rows if one.segment}, viewer=viewer)
    rows = tuple(
        Told(one, named.get(one.segment, one.segment), said_in_words(one, viewer.language)) for one in found.rows
    )
    return Behind(rows, found.total, found.page, found.more)


def said_in_words(one: surveys.Given, language: str) -> tuple[tuple[str, str], ...]:
    """What was asked and said, in the reader's language."""
    return tuple((rules.title(question, language), said(question, answer, language)) for question, answer in one.said)


def _touchpoints(asked: Asked, viewer: Viewer) -> frozenset[str] | None:
    """The touchpoints that the filters let through; None when none of them is about places."""
    chosen = {name: set(keys) for name, keys in asked.filters.items() if name in _PLACES}
    if not chosen:
        return None

    def places(point: journeys.Touchpoint) -> dict[str, Any]:
        return {
            "touchpoint": point.slug,
            "touchpoint_name": name_key(point.names),
            "journey": str(point.journey),
            "phase": str(point.phase),
            "owner": point.owner,
        }

    return frozenset(
        point.slug
        for point in journeys.touchpoints(viewer=viewer)
        if all(places(point)[name] in keys for name, keys in chosen.items())
    )
