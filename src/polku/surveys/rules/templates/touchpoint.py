"""Decides what is asked after one touchpoint: was it easy, satisfying, as expected, and what feeling stayed."""

from __future__ import annotations

from typing import Any

from polku.surveys.rules.labels import TITLES, words
from polku.surveys.rules.templates.parts import measure, survey

NAMES = words("Asioinnin jälkeen", "Efter kontakten", "After a touchpoint")
_INTRO = words(
    "Asioit kanssamme äskettäin. Kerro, miten se sujui.",
    "Du var nyligen i kontakt med oss. Berätta hur det gick.",
    "You were in touch with us recently. Tell us how it went.",
)
_THANKS = words(
    "Vastauksesi menee suoraan niille, joiden työtä se koskee.",
    "Ditt svar går direkt till dem vars arbete det gäller.",
    "Your answer goes straight to those whose work it concerns.",
)
_ASKED = (
    (
        "csat",
        "csat5",
        "outcome",
        words(
            "Kuinka tyytyväinen olet siihen, miten asiasi hoidettiin?",
            "Hur nöjd är du med hur ditt ärende sköttes?",
            "How satisfied are you with how your matter was handled?",
        ),
        words("tyytyväisyys asiointiin", "nöjdhet med kontakten", "satisfaction with the touchpoint"),
    ),
    ("ces", "ces7", "cause", TITLES["ces"], words("asioinnin vaivattomuus", "enkelhet", "effort")),
    (
        "disconfirmation",
        "disconfirmation",
        "cause",
        TITLES["disconfirmation"],
        words("odotusten täyttyminen", "hur förväntningarna infriats", "experience against expectation"),
    ),
    ("feeling", "feeling", "cause", TITLES["feeling"], words("tavoitetunne", "önskad känsla", "target feeling")),
)


def whole(language: str) -> dict[str, Any]:
    asked = [
        measure(key, kind, title, what, role, audience="customer", where="touchpoint", language=language)
        for key, kind, role, title, what in _ASKED
    ]
    asked[0]["required"] = True
    return survey(NAMES, _INTRO, _THANKS, asked)
