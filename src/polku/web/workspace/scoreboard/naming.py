"""Decides what every key on the scoreboard is called, and under which heading it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from polku.governance.gate import Viewer
from polku.insights.asking.questions import names_a_group
from polku.insights.scores import HIDDEN_KEY, TOGETHER_KEY, TOUCHPOINTS, UNDIVIDED_KEY, Answer, Available
from polku.journeys import queries as journeys
from polku.people import queries as people
from polku.web.workspace.scoreboard.address import FILTERS
from polku.web.workspace.templatetags import figures as written
from polku.web.workspace.words import word

# Keys that the product has a word for itself.
_WORDED = ("decision_role", "buyer_kind", "language", "owner")
_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
_ON_MAPS = (*TOUCHPOINTS, "journey", "phase")


@dataclass(frozen=True, slots=True)
class Names:
    """Names by dimension and key; journeys by the key of what lies on them."""

    named: Mapping[tuple[str, str], str]
    journeys: Mapping[tuple[str, str], str]

    def of(self, dimension: str, key: str) -> str:
        """The name of a key; of what is not known and of what is kept back too."""
        if dimension == "audience":
            return word(dimension, key)
        if key in {HIDDEN_KEY, TOGETHER_KEY, UNDIVIDED_KEY}:
            return _beside(key)
        if not key:
            if dimension in {"wave", "account_group"}:
                return _("In no wave") if dimension == "wave" else _("In no group")
            return _("Not tied to a touchpoint") if dimension in _ON_MAPS else _("Not known")
        return self.named.get((dimension, key), key)

    def group(self, dimension: str, key: str) -> str:
        """The journey of a phase, or of a touchpoint that lies on one only."""
        return self.journeys.get((dimension, key), "")


def _beside(key: str) -> str:
    """What stands beside the groups because of a promise."""
    texts = {
        HIDDEN_KEY: _("Others, kept back"),
        TOGETHER_KEY: _("Small groups together"),
        UNDIVIDED_KEY: _("Asked without this breakdown"),
    }
    return texts[key]


def names(answer: Answer, available: Available, *, viewer: Viewer) -> Names:
    """The names of every key that the page may show."""
    told = {(name, key) for row in answer.rows for name, key in row.keys}
    told |= {(name, key) for name in FILTERS for key in available.dimensions.get(name, ())}
    found, groups = _on_maps(told, viewer)
    found |= people.labels({key for name, key in told if name == "segment"}, viewer=viewer)
    return Names({(name, key): _named(name, key, found) for name, key in told}, groups)


def _named(dimension: str, key: str, found: Mapping[str, str]) -> str:
    if dimension in _WORDED:
        return word(dimension, key)
    # A wave is often called by its month; then it reads as one.
    return written.month(key) if dimension == "wave" and _MONTH.fullmatch(key) else found.get(key, key)


def _on_maps(told: Iterable[tuple[str, str]], viewer: Viewer) -> tuple[dict[str, str], dict[tuple[str, str], str]]:
    """Names of what lies on maps, what was taken off them included, and the journeys they lie on."""
    found: dict[str, str] = {}
    groups: dict[tuple[str, str], str] = {}
    for point in journeys.choices(viewer=viewer):
        found |= {point.slug: point.name, str(point.journey_key): point.journey, str(point.phase_key): point.phase}
        found[point.name_key] = point.name
        groups |= {("touchpoint", point.slug): point.journey, ("phase", str(point.phase_key)): point.journey}
    others = {key for name, key in told if name in _ON_MAPS and names_a_group(key) and key not in found}
    return found | (journeys.labels(others, viewer=viewer) if others else {}), groups
