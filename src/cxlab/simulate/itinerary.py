"""The journeys of the simulated importer: phases in the customer's verbs, touchpoints, and the planned order."""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

from cxlab.simulate.columns import table
from cxlab.simulate.touchpoints import PARTNER, TOUCHPOINTS, Names


class Phase(NamedTuple):
    """A phase of a journey and what stands in it, in order; a touchpoint with a question mark is optional."""

    names: Names
    part: str
    stage: str
    touchpoints: str


class Journey(NamedTuple):
    """A journey of one segment and kind of buyer."""

    key: str
    names: Names
    scheme: str
    phases: tuple[Phase, ...]


_SEARCH = Names("Kiinnostuu ja etsii", "Blir intresserad och söker", "Becomes interested and searches")
_COMPARE = Names("Tutustuu ja vertailee", "Bekantar sig och jämför", "Gets to know and compares")
_DECIDE = Names("Pyytää tarjouksen ja päättää", "Ber om offert och beslutar", "Asks for an offer and decides")
_REORDER = Names("Tilaa uudelleen", "Beställer på nytt", "Orders again")
_RECEIVE = Names("Vastaanottaa ja ottaa käyttöön", "Tar emot och tar i bruk", "Receives and takes into use")
_USE = Names("Käyttää", "Använder", "Uses")
_REVIEW = Names("Arvioi ja kertoo muille", "Utvärderar och berättar för andra", "Looks back and tells others")


def _first(search: str, compare: str, receive: str) -> tuple[Phase, ...]:
    return (
        Phase(_SEARCH, "before", "expectations", search),
        Phase(_COMPARE, "before", "before", compare),
        Phase(_DECIDE, "during", "during", "phone? offer order"),
        Phase(_RECEIVE, "during", "during", receive),
        Phase(_USE, "after", "use", "use"),
        Phase(_REVIEW, "after", "review", "aftercare"),
    )


# Two for each segment, first the new buyer's, then the repeat buyer's, in the order of SEGMENTS.
JOURNEYS: tuple[Journey, ...] = (
    Journey(
        "designer_project",
        Names("Suunnittelijan ensimmäinen projekti", "Ljusdesignerns första projekt", "Designer's first project"),
        "purchase",
        _first("advert? word_of_mouth? site", "fair? showroom meeting", "enquiry delivery installation invoicing"),
    ),
    Journey(
        "designer_again",
        Names("Suunnittelijan seuraava projekti", "Ljusdesignerns nästa projekt", "Designer's next project"),
        "purchase",
        (
            Phase(_COMPARE, "before", "expectations", "newsletter? site? showroom?"),
            Phase(_DECIDE, "during", "during", "phone offer order"),
            Phase(_RECEIVE, "during", "during", "enquiry delivery installation invoicing"),
            Phase(_USE, "after", "use", "use aftercare?"),
        ),
    ),
    Journey(
        "wholesaler_first",
        Names("Tukkurin ensimmäinen tilaus", "Grossistens första beställning", "Wholesaler's first order"),
        "purchase",
        _first("advert? site", "fair? meeting", "enquiry delivery invoicing"),
    ),
    Journey(
        "wholesaler_order",
        Names("Tukkurin täydennystilaus", "Grossistens påfyllnadsorder", "Wholesaler's repeat order"),
        "value",
        (
            Phase(
                Names(
                    "Tarkistaa varaston ja tilaa", "Kontrollerar lagret och beställer", "Checks the stock and orders"
                ),
                "pre_service",
                "before",
                "newsletter? site order",
            ),
            Phase(
                Names("Saa tavaran myyntiin", "Får varorna i försäljning", "Gets the goods on sale"),
                "core_service",
                "use",
                "enquiry phone? delivery use",
            ),
            Phase(
                Names("Maksaa ja suunnittelee seuraavan", "Betalar och planerar nästa", "Pays and plans the next"),
                "post_service",
                "review",
                "invoicing aftercare?",
            ),
        ),
    ),
    Journey(
        "contractor_project",
        Names("Urakoitsijan ensimmäinen kohde", "Entreprenörens första projekt", "Contractor's first project"),
        "purchase",
        _first("word_of_mouth? site", "fair? meeting", "enquiry delivery installation invoicing"),
    ),
    Journey(
        "contractor_calloff",
        Names("Urakoitsijan kotiinkutsu", "Entreprenörens avrop", "Contractor's call-off"),
        "purchase",
        (
            Phase(_REORDER, "during", "during", "phone offer? order"),
            Phase(_RECEIVE, "during", "during", "enquiry delivery installation invoicing"),
            Phase(_USE, "after", "use", "use aftercare?"),
        ),
    ),
)


class Place(NamedTuple):
    """One touchpoint at its place in a journey."""

    touchpoint: int
    journey: int
    phase: int
    position: int
    key: str
    optional: bool


def places() -> tuple[Place, ...]:
    """Every touchpoint of every journey, in the order of the journeys and their phases."""
    found: list[Place] = []
    phase = 0
    for number, journey in enumerate(JOURNEYS):
        for step in journey.phases:
            for position, word in enumerate(step.touchpoints.split()):
                found.append(Place(len(found), number, phase, position, word.rstrip("?"), word.endswith("?")))
            phase += 1
    return tuple(found)


def planned_places(journey: int) -> tuple[Place, ...]:
    """The planned walk of a journey: its touchpoints in order, without those that only happen unplanned."""
    return tuple(place for place in places() if place.journey == journey and TOUCHPOINTS[place.key].planned)


def tables(segments: tuple[str, ...], kinds: tuple[str, ...]) -> dict[str, pl.DataFrame]:
    """The tables journeys, phases, touchpoints and planned."""
    phases = [(number, step) for number, journey in enumerate(JOURNEYS) for step in journey.phases]
    starts = {number: [n for n, _ in phases].index(number) for number in range(len(JOURNEYS))}
    rows = places()
    things = [TOUCHPOINTS[place.key] for place in rows]
    plan = [(j, position, place) for j in range(len(JOURNEYS)) for position, place in enumerate(planned_places(j))]
    return {
        "journeys": table(
            "journeys",
            {
                "journey": range(len(JOURNEYS)),
                "key": [journey.key for journey in JOURNEYS],
                **_names([journey.names for journey in JOURNEYS]),
                "segment": [segment for segment in segments for _ in kinds],
                "scheme": [journey.scheme for journey in JOURNEYS],
                "buyer_kind": [kind for _ in segments for kind in kinds],
            },
        ),
        "phases": table(
            "phases",
            {
                "phase": range(len(phases)),
                "journey": [number for number, _ in phases],
                "position": [index - starts[number] for index, (number, _) in enumerate(phases)],
                **_names([step.names for _, step in phases]),
                "part": [step.part for _, step in phases],
                "stage": [step.stage for _, step in phases],
            },
        ),
        "touchpoints": table(
            "touchpoints",
            {
                **{
                    name: [getattr(place, name) for place in rows]
                    for name in ("touchpoint", "journey", "phase", "position", "key")
                },
                **_names([thing.names for thing in things]),
                **{
                    name: [getattr(thing, name) for thing in things]
                    for name in (
                        "channel",
                        "owner",
                        "layer",
                        "aim",
                        "kind",
                        "interactive",
                        "stated_importance",
                        "target_metric",
                        "target_value",
                        "planned",
                    )
                },
                "partner": [PARTNER if thing.owner == "partner" else None for thing in things],
            },
        ),
        "planned": table(
            "planned",
            {
                "journey": [journey for journey, _, _ in plan],
                "position": [position for _, position, _ in plan],
                "touchpoint": [place.touchpoint for _, _, place in plan],
                "optional": [place.optional for _, _, place in plan],
            },
        ),
    }


def _names(names: list[Names]) -> dict[str, list[str]]:
    return {f"name_{language}": [getattr(name, language) for name in names] for language in Names._fields}
