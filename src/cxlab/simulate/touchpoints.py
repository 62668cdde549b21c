"""The touchpoints of the simulated importer: what each is, wherever it stands in a journey."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

PARTNER = "Asennus Hakaneva Oy"


class Names(NamedTuple):
    """One thing named in the three languages."""

    fi: str
    sv: str
    en: str


@dataclass(frozen=True, slots=True)
class Touchpoint:
    """What a touchpoint is in every journey it stands in."""

    names: Names
    channel: str
    owner: str
    layer: str
    aim: str
    kind: str
    interactive: bool
    stated_importance: int
    target_metric: str | None
    target_value: float | None
    gap_days: float  # median days since the touchpoint before it, in a first purchase
    planned: bool = True


TOUCHPOINTS: dict[str, Touchpoint] = {
    "advert": Touchpoint(
        Names("Mainos", "Annons", "Advertisement"),
        "print",
        "brand",
        "extended",
        "exceed",
        "brand",
        False,
        2,
        None,
        None,
        5,
    ),
    "word_of_mouth": Touchpoint(
        Names("Kollegan suositus", "Rekommendation av en kollega", "A colleague's recommendation"),
        "in_person",
        "social",
        "extended",
        "exceed",
        "brand",
        False,
        4,
        None,
        None,
        8,
    ),
    "newsletter": Touchpoint(
        Names("Uutiskirje", "Nyhetsbrev", "Newsletter"),
        "mail",
        "brand",
        "extended",
        "exceed",
        "brand",
        False,
        2,
        "just_right",
        0.7,
        6,
    ),
    "site": Touchpoint(
        Names("Verkkosivusto", "Webbplats", "Website"),
        "digital",
        "brand",
        "extended",
        "ease",
        "brand",
        True,
        3,
        "ces",
        5.5,
        4,
    ),
    "fair": Touchpoint(
        Names("Messut", "Mässa", "Trade fair"),
        "event",
        "brand",
        "exceeding",
        "exceed",
        "brand",
        True,
        3,
        "disconfirmation",
        0.4,
        10,
    ),
    "showroom": Touchpoint(
        Names("Käynti näyttelytilassa", "Besök i showroomet", "Showroom visit"),
        "physical",
        "brand",
        "exceeding",
        "exceed",
        "purchase",
        True,
        4,
        "disconfirmation",
        0.6,
        12,
    ),
    "meeting": Touchpoint(
        Names("Tapaaminen", "Möte", "Meeting"),
        "in_person",
        "brand",
        "exceeding",
        "exceed",
        "purchase",
        True,
        5,
        "disconfirmation",
        0.5,
        10,
    ),
    "phone": Touchpoint(
        Names("Puhelu", "Telefonsamtal", "Phone call"),
        "phone",
        "brand",
        "core",
        "ease",
        "service",
        True,
        4,
        "ces",
        6.0,
        3,
    ),
    "offer": Touchpoint(
        Names("Tarjous", "Offert", "Offer"), "mail", "brand", "core", "ease", "purchase", True, 5, "csat", 0.75, 7
    ),
    "order": Touchpoint(
        Names("Tilaus", "Beställning", "Order"), "digital", "brand", "core", "ease", "purchase", True, 4, "ces", 5.8, 12
    ),
    "delivery": Touchpoint(
        Names("Toimitus", "Leverans", "Delivery"),
        "physical",
        "brand",
        "core",
        "ease",
        "delivery",
        True,
        5,
        "ces",
        5.8,
        25,
    ),
    "installation": Touchpoint(
        Names("Asennus", "Montering", "Installation"),
        "physical",
        "partner",
        "core",
        "ease",
        "delivery",
        True,
        5,
        "csat",
        0.8,
        6,
    ),
    "invoicing": Touchpoint(
        Names("Laskutus", "Fakturering", "Invoicing"),
        "mail",
        "brand",
        "core",
        "ease",
        "service",
        False,
        3,
        "ces",
        6.0,
        9,
    ),
    "use": Touchpoint(
        Names("Käyttö arjessa", "Användning i vardagen", "Everyday use"),
        "physical",
        "customer",
        "core",
        "ease",
        "use",
        False,
        5,
        None,
        None,
        20,
    ),
    "aftercare": Touchpoint(
        Names("Yhteydenpito toimituksen jälkeen", "Kontakt efter leveransen", "Aftercare"),
        "phone",
        "brand",
        "exceeding",
        "exceed",
        "service",
        True,
        3,
        "disconfirmation",
        0.4,
        25,
    ),
    "enquiry": Touchpoint(
        Names("Kysely tilauksen vaiheesta", "Fråga om beställningens läge", "Asking where the order is"),
        "phone",
        "customer",
        "core",
        "ease",
        "service",
        True,
        2,
        None,
        None,
        4,
        planned=False,
    ),
}
KEYS = tuple(TOUCHPOINTS)
