"""Invented names of firms and people in Finnish, Swedish and other languages; every mail address ends in .example."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

import numpy as np

OWN_NAME = "Kajokaari Oy"
OWN_DOMAIN = "kajokaari.example"
# Ourselves: eight people, their units; the first leads, the next three sell and own accounts.
OWN_PEOPLE = (
    ("Henrika Salmivuo", "management", "fi"),
    ("Tuomas Hallakorpi", "sales", "fi"),
    ("Jenny Ljungklint", "sales", "sv"),
    ("Ville Kaarnajoki", "sales", "fi"),
    ("Sanna Usvaniitty", "purchasing", "fi"),
    ("Petri Louhisuo", "logistics", "fi"),
    ("Maarit Aholampi", "finance", "fi"),
    ("Emil Stenbäckskog", "marketing", "sv"),
)

_STEMS = {
    "fi": (
        (
            "Usva Halla Kaarna Tuisku Lumo Suvi Routa Kaisla Vilja Pihka Tyrsky Ruska Havu Kuura Sini Marras "
            "Lehvä Touko Hiisi Kaste Kielo Myrsky Pakka Rinne Vuono"
        ),
        (
            "kaarto piha pelto harju kanta taival lampi kuja loimi solmu huipu silta kide sarka notko aitta "
            "puisto tanner"
        ),
    ),
    "sv": (
        (
            "Ljung Dimme Frost Gran Hassel Is Klint Lav Mån Norrskens Pil Rim Skymnings Tall Vass Vinter "
            "Ynge Asp Brå Älv"
        ),
        ("gläntan viken udden knuten bågen fästet tunet hagen spången kullen stigen bäcken grindan loftet"),
    ),
    "en": (
        (
            "Alder Brim Cross Dunn Elm Farrow Glen Harrow Ink Jarrow Kest Lark Mar Nether Orrin Pell Quill Rowan "
            "Sedge Thorn"
        ),
        ("wick holt mere stead combe garth ley rigg thwaite more barrow field croft haven"),
    ),
}
_FIRMS = {
    ("fi", "designer"): (
        "Studio {}",
        "{} Design Oy",
        "Sisustustoimisto {} Oy",
        "Arkkitehdit {} Oy",
        "Valosuunnittelu {} Oy",
        "Tilapaja {} Oy",
    ),
    ("fi", "wholesaler"): (
        "{} Tukku Oy",
        "Sähkötukku {} Oy",
        "Kalustetukku {} Oy",
        "{} Trading Oy",
        "Valaisintukku {} Oy",
        "Toimistotukku {} Oy",
    ),
    ("fi", "contractor"): (
        "Rakennus {} Oy",
        "Sähköurakointi {} Oy",
        "{} Rakentajat Oy",
        "Sisätyö {} Oy",
        "Saneeraus {} Oy",
        "Urakointi {} Oy",
    ),
    ("sv", "designer"): ("{} Inredning {}", "Ljusdesign {} {}", "Arkitektbyrå {} {}", "Studio {} {}", "{} Form {}"),
    ("sv", "wholesaler"): (
        "{} Grossist {}",
        "Elgrossist {} {}",
        "Möbelpartner {} {}",
        "{} Handel {}",
        "Armaturlager {} {}",
    ),
    ("sv", "contractor"): (
        "Bygg {} {}",
        "{} Entreprenad {}",
        "Elmontage {} {}",
        "{} Byggservice {}",
        "Renovering {} {}",
    ),
    ("en", "designer"): ("{} Studio {}", "{} Lighting Design {}", "{} Interiors {}", "Atelier {} {}", "{} Spaces {}"),
    ("en", "wholesaler"): (
        "{} Supply {}",
        "{} Wholesale {}",
        "{} Trading {}",
        "{} Distribution {}",
        "{} Contract Furniture {}",
    ),
    ("en", "contractor"): (
        "{} Construction {}",
        "{} Electrical {}",
        "{} Fit-Out {}",
        "{} Contracting {}",
        "{} Works {}",
    ),
}
_FORMS = {"FI": "Ab", "SE": "AB", "NO": "AS", "DK": "ApS", "EE": "OÜ", "DE": "GmbH", "GB": "Ltd"}
_TOWNS = {
    "fi": ("Tampere", "Turku", "Oulu", "Lahti", "Kuopio", "Pori", "Joensuu", "Vaasa", "Kotka", "Rauma"),
    "sv": ("Åbo", "Vasa", "Umeå", "Gävle", "Borgå", "Luleå", "Ekenäs", "Sundsvall", "Västerås", "Jakobstad"),
    "en": ("North", "South", "East", "West", "Central", "Harbour", "Upper", "Lower", "Coast", "Bridge"),
}
_FIRST = {
    "fi": (
        "Aino Antti Eero Eeva Elina Emilia Hanna Heikki Helena Iida Ilkka Jaana Janne Jarmo Johanna Jukka "
        "Juha Kaisa Kari Katja Kimmo Laura Lauri Leena Marja Markku Merja Mika Mikko Minna Niina Olli Outi "
        "Pasi Pekka Pirjo Riikka Sami Sari Satu Sirpa Tarja Teemu Tiina Timo Tuula Ulla Veera"
    ),
    "sv": (
        "Agneta Anders Annika Axel Bengt Birgitta Camilla Carl Cecilia Christer Elin Erik Filip Fredrik "
        "Gunilla Gustav Hampus Ida Ingrid Jakob Joakim Karin Kristina Lars Linda Lovisa Magnus Malin Maria "
        "Mikael Nina Oskar Pernilla Rasmus Sofia Stefan Susanne Therese Ulf Viktor"
    ),
    "en": (
        "Anke Anna Bjarne Carla Clara Daniel Elke Emma Frida Georg Hannah Henrik Ines Jonas Julia Kai Kadri "
        "Kristjan Lena Liis Marek Marta Mette Nadia Nils Oliver Paula Peter Rasmus Ruth Signe Simon Stella "
        "Tanja Thomas Tiit Ursula Yannick"
    ),
}
_LAST = {
    "fi": (
        (
            "Aho Halla Haapa Hiekka Huhta Honka Kaarna Kaisla Kallio Kanerva Keto Korpi Kuusi Lehti Louhi Luhta "
            "Maila Metsä Niitty Paju Pihla Raita Rauha Sammal Sara Suvi Tuomi Usva Vadelma Vehka"
        ),
        ("joki kangas korva lampi lahti luoma niemi palo pelto ranta saari salo suo vaara virta vuori"),
    ),
    "sv": (
        (
            "Ahl Alm Björk Brand Dal Ek Fors Gran Hag Häll Hede Klint Lind Ljung Löv Malm Nord Rönn Sand Skog "
            "Sten Söder Tall Vik Väst"
        ),
        ("berga bring crantz felt fors grahn heimer klint kulla lid marker näs qvist skär torpa vall"),
    ),
    "en": (
        (
            "Ask Bern Cald Dorn Ehren Fahl Gar Hald Isen Jens Kors Lang Mer Nor Ost Pern Quen Rad Saar Tamm Uld "
            "Vester Wend"
        ),
        ("brook dahl feld gaard hauer lund mets mann nik oja stad sen thal vere wald"),
    ),
}


def firms(
    rng: np.random.Generator, segments: Sequence[str], languages: Sequence[str], countries: Sequence[str]
) -> list[str]:
    """A name for each firm, no two alike."""
    stems = {language: _compounds(*_STEMS[language]) for language in _STEMS}
    picks = rng.random((len(segments), 2))
    used = {OWN_NAME}
    found = []
    for (one, other), segment, language, country in zip(picks, segments, languages, countries, strict=True):
        shapes = _FIRMS[language, segment]
        name = shapes[int(other * len(shapes))].format(
            stems[language][int(one * len(stems[language]))], _FORMS[country]
        )
        found.append(_fresh(name, _TOWNS[language], used))
    return found


def end_customers(rng: np.random.Generator, languages: Sequence[str]) -> list[str]:
    """The name of somebody whom a customer's project serves, for each language given."""
    places = {
        "fi": ("Hotelli", "Ravintola", "Koulu", "Kirjasto", "Toimistotalo", "Terveysasema"),
        "sv": ("Hotell", "Restaurang", "Skola", "Bibliotek", "Kontorshus", "Vårdcentral"),
        "en": ("Hotel", "Restaurant", "School", "Library", "Office House", "Health Centre"),
    }
    stems = {language: _compounds(*_STEMS[language]) for language in _STEMS}
    picks = rng.random((len(languages), 2))
    return [
        f"{places[lang][int(a * len(places[lang]))]} {stems[lang][int(b * len(stems[lang]))]}"
        for (a, b), lang in zip(picks, languages, strict=True)
    ]


def people(rng: np.random.Generator, languages: Sequence[str]) -> list[str]:
    """A name for each person; in a large company some people share one."""
    first = {language: names.split() for language, names in _FIRST.items()}
    last = {language: _compounds(*_LAST[language]) for language in _LAST}
    picks = rng.random((len(languages), 2))
    return [
        f"{first[lang][int(a * len(first[lang]))]} {last[lang][int(b * len(last[lang]))]}"
        for (a, b), lang in zip(picks, languages, strict=True)
    ]


def domains(firms_in_order: Iterable[str]) -> list[str]:
    """A domain under .example for each firm, no two alike."""
    used: set[str] = set()
    return [_fresh(_plain(name, "-"), (), used, "-") + ".example" for name in firms_in_order]


def mails(names: Sequence[str], domain_of_each: Sequence[str]) -> list[str]:
    """An address for each person, no two alike."""
    used: set[str] = set()
    found = []
    for name, domain in zip(names, domain_of_each, strict=True):
        local, number = _plain(name, "."), 1
        address = f"{local}@{domain}"
        while address in used:
            number += 1
            address = f"{local}{number}@{domain}"
        used.add(address)
        found.append(address)
    return found


def _compounds(heads: str, tails: str) -> list[str]:
    return [head + tail for head in heads.split() for tail in tails.split()]


def _fresh(name: str, towns: Sequence[str], used: set[str], joint: str = " ") -> str:
    candidates = [name, *(f"{name}{joint}{town}" for town in towns)]
    found = next((each for each in candidates if each not in used), None)
    number = 2
    while found is None:
        numbered = f"{name}{joint}{number}"
        found = numbered if numbered not in used else None
        number += 1
    used.add(found)
    return found


def _plain(name: str, joint: str) -> str:
    letters = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    return joint.join("".join(c if c.isalnum() else " " for c in letters).split())
