"""Decides the classes of journeys and touchpoints, the metric an aim proposes, the phases a journey starts with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from polku.governance.rules import mark

SCHEMES = ("purchase", "value")
STAGES: Mapping[str, tuple[str, ...]] = {
    "purchase": ("before", "during", "after"),
    "value": ("pre_service", "core_service", "post_service"),
}
BUYER_KINDS = ("new", "repeat")
OWNERS = ("brand", "partner", "customer", "social")
LAYERS = ("core", "extended", "exceeding")
AIMS = ("exceed", "ease")
# Where a journey may end: as the customer hoped, or otherwise; of the other ending the reason is asked.
ENDINGS = ("reached", "left")
# What is written beside a touchpoint, each on a lane of its own that runs through the whole journey.
LANES = ("know", "content", "backstage", "documents")
LONGEST_LANE = 400
# How the customer is thought to feel, from very low to very high.
EMOTIONS = range(-2, 3)
CHANNELS = ("physical", "digital", "phone", "mail", "event", "meeting", "chat", "print", "other")
KINDS = ("purchase", "delivery", "brand", "service", "web_shop", "hybrid")
METRICS = ("ces7", "ces5", "disconfirmation", "feeling", "csat5", "scale5", "just_right", "nps")
IMPORTANCE = range(1, 6)
# The values a target may take, in the unit of the metric: shares from 0 to 1, NPS in points.
TARGET_RANGES: Mapping[str, tuple[float, float]] = {
    "nps": (-100, 100),
    "ces7": (1, 7),
    "ces5": (1, 5),
    "csat5": (0, 1),
    "scale5": (1, 5),
    "disconfirmation": (-2, 2),
    "feeling": (0, 1),
    "just_right": (0, 1),
}


def name_key(names: Mapping[str, str]) -> str:
    """What touchpoints of several journeys share when they are called the same.

    >>> name_key({"fi": "Asennus paikalla", "en": "Installation on site"})
    'installation-on-site'
    """
    told = next((names[language] for language in ("en", "fi", "sv") if names.get(language)), "")
    return "-".join(re.findall(r"\w+", told.casefold()))


@dataclass(frozen=True, slots=True)
class Proposal:
    """The metrics an aim proposes, the first before the others, and those that are not to be asked here."""

    metrics: tuple[str, ...]
    avoid: tuple[str, ...]


def proposed_metric(aim: str, *, interactive: bool = True) -> Proposal:
    """What to ask at a touchpoint: ease is measured as effort, exceeding as (dis)confirmation and target feeling.

    Recommending is asked of the relationship as a whole: never after a routine errand. A passive touchpoint takes no
    effort that could be asked about. Source: Dixon et al. 2010; Saarijarvi & Puustinen 2020.

    >>> proposed_metric("ease").metrics[0]
    'ces7'
    >>> proposed_metric("exceed").metrics
    ('disconfirmation', 'feeling')
    """
    if aim == "ease":
        return Proposal(("ces7",) if interactive else ("csat5",), avoid=("nps",))
    return Proposal(("disconfirmation", "feeling"), avoid=())


def fits(aim: str, metric: str) -> bool:
    """Whether the metric may be asked at a touchpoint with this aim."""
    return metric not in proposed_metric(aim).avoid


def within_range(metric: str, value: float) -> bool:
    """Whether a target is one the metric can reach."""
    low, high = TARGET_RANGES[metric]
    return low <= value <= high


@dataclass(frozen=True, slots=True)
class StarterPhase:
    """A phase that a new journey begins with; ``about`` says what happens in it, in the customer's verbs."""

    stage: str
    names: Mapping[str, str]
    about: Mapping[str, str]


_STARTERS: Mapping[str, tuple[StarterPhase, ...]] = {
    # Lemon & Verhoef 2016
    "purchase": (
        StarterPhase(
            "before",
            {"fi": "Ennen ostoa", "sv": "Före köpet", "en": "Before purchase"},
            {
                "fi": "Huomaa tarpeen, etsii tietoa, harkitsee vaihtoehtoja",
                "sv": "Märker behovet, söker information, överväger alternativ",
                "en": "Recognises the need, searches, considers",
            },
        ),
        StarterPhase(
            "during",
            {"fi": "Oston aikana", "sv": "Under köpet", "en": "During purchase"},
            {
                "fi": "Valitsee, tilaa, maksaa",
                "sv": "Väljer, beställer, betalar",
                "en": "Chooses, orders, pays",
            },
        ),
        StarterPhase(
            "after",
            {"fi": "Oston jälkeen", "sv": "Efter köpet", "en": "After purchase"},
            {
                "fi": "Käyttää, pyytää palvelua, sitoutuu",
                "sv": "Använder, ber om service, engagerar sig",
                "en": "Uses, asks for service, engages",
            },
        ),
    ),
    # Tuulaniemi 2016
    "value": (
        StarterPhase(
            "pre_service",
            {"fi": "Esipalvelu", "sv": "Förberedande tjänst", "en": "Pre-service"},
            {
                "fi": "Ottaa yhteyttä ja valmistautuu",
                "sv": "Tar kontakt och förbereder sig",
                "en": "Gets in touch and prepares",
            },
        ),
        StarterPhase(
            "core_service",
            {"fi": "Ydinpalvelu", "sv": "Kärntjänst", "en": "Core service"},
            {
                "fi": "Saa varsinaisen arvon",
                "sv": "Får det egentliga värdet",
                "en": "Receives the value itself",
            },
        ),
        StarterPhase(
            "post_service",
            {"fi": "Jälkipalvelu", "sv": "Efterföljande tjänst", "en": "Post-service"},
            {
                "fi": "Antaa palautetta ja palaa",
                "sv": "Ger återkoppling och återkommer",
                "en": "Gives feedback and comes back",
            },
        ),
    ),
}


def starter_phases(scheme: str) -> tuple[StarterPhase, ...]:
    """The phases a new journey of this scheme begins with."""
    return _STARTERS[scheme]


def ends_at_purchase(scheme: str, stages: Sequence[str]) -> bool:
    """Whether a map by purchase stops where the customer has paid; ``stages`` are those that hold touchpoints.

    Value arises in use, so such a map is flagged. An empty map is not: it has not begun.
    """
    return scheme == "purchase" and bool(stages) and "after" not in stages


def placed(keys: Sequence[int], moving: int, position: int) -> list[int]:
    """The order after one is moved to a position; positions beyond the ends mean the ends.

    >>> placed([1, 2, 3], 3, 0)
    [3, 1, 2]
    """
    rest = [key for key in keys if key != moving]
    position = min(max(0, position), len(rest))
    return [*rest[:position], moving, *rest[position:]]


def arrangement(columns: Iterable[tuple[object, Iterable[object]]]) -> str:
    """The mark of a map's order: its phases, each with its touchpoints."""
    return mark([(str(phase), [str(point) for point in points]) for phase, points in columns])
