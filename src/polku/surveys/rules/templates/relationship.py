"""Decides what the relationship pulse asks, and its short form of five."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from polku.surveys.rules.labels import OPEN, TITLES, new_question, words
from polku.surveys.rules.templates.parts import measure, survey

NAMES = words("Asiakassuhteen pulssi", "Relationspuls", "Relationship pulse")
SHORT_NAMES = words("Asiakassuhteen pulssi, lyhyt", "Relationspuls, kort", "Relationship pulse, short")
# Five with the why.
SHORT = ("nps", "trust", "ease", "expectation")

_INTRO = words(
    "Haluamme tietää, miten yhteistyö sujuu sinun näkökulmastasi.",
    "Vi vill veta hur samarbetet fungerar ur ditt perspektiv.",
    "We would like to know how working with us is from your side.",
)
_THANKS = words(
    "Kerromme, mitä vastausten pohjalta muuttuu.",
    "Vi berättar vad som ändras utifrån svaren.",
    "We will tell you what changes because of the answers.",
)
_ASKED = (
    (
        "nps",
        "nps",
        "outcome",
        TITLES["nps"],
        words("suositteluhalukkuus", "viljan att rekommendera", "willingness to recommend"),
    ),
    (
        "trust",
        "scale5",
        "cause",
        words(
            "Voin luottaa teihin: pidätte, minkä lupaatte.",
            "Jag kan lita på er: ni håller vad ni lovar.",
            "I can trust you: you keep your promises.",
        ),
        words("luottamus ja lupausten pitäminen", "förtroende och hållna löften", "trust and promises kept"),
    ),
    (
        "ease",
        "ces7",
        "cause",
        words(
            "Kanssanne on vaivatonta asioida.",
            "Det är enkelt att göra affärer med er.",
            "You make it easy to do business with you.",
        ),
        words("asioinnin vaivattomuus", "enkelhet", "effort"),
    ),
    (
        "speed",
        "scale5",
        "cause",
        words("Saan vastaukset riittävän nopeasti.", "Jag får svar tillräckligt snabbt.", "I get answers fast enough."),
        words("nopeus", "snabbhet", "speed"),
    ),
    (
        "approachable",
        "scale5",
        "cause",
        words("Teihin on helppo ottaa yhteyttä.", "Det är lätt att ta kontakt med er.", "It is easy to turn to you."),
        words("lähestyttävyys", "tillgänglighet", "approachability"),
    ),
    (
        "help",
        "scale5",
        "cause",
        words(
            "Saan teiltä apua juuri omaan tilanteeseeni.",
            "Jag får hjälp med just min egen situation.",
            "You help with the very problem I have.",
        ),
        words("apu omaan ongelmaan", "hjälp med det egna problemet", "help with one's own problem"),
    ),
    (
        "expertise",
        "scale5",
        "cause",
        words(
            "Asiantuntemuksestanne on hyötyä työssäni.",
            "Jag har nytta av er sakkunskap i mitt arbete.",
            "Your expertise adds value to my work.",
        ),
        words("asiantuntemuksen arvo", "värdet av sakkunskapen", "value of our expertise"),
    ),
    (
        "informs_ahead",
        "scale5",
        "cause",
        words(
            "Kerrotte muutoksista hyvissä ajoin.",
            "Ni berättar om ändringar i god tid.",
            "You tell me about changes in good time.",
        ),
        words("ennakoiva tiedottaminen", "information på förhand", "informing ahead"),
    ),
    (
        "same_service",
        "scale5",
        "cause",
        words(
            "Palvelu on yhtä hyvää, asioinpa kenen kanssa tahansa.",
            "Servicen är lika bra vem av er jag än talar med.",
            "The service is just as good whoever I deal with.",
        ),
        words("tasalaatuisuus", "jämn kvalitet", "consistency"),
    ),
    (
        "expectation",
        "disconfirmation",
        "outcome",
        words(
            "Millaista yhteistyö on ollut odotuksiisi verrattuna?",
            "Hur har samarbetet varit jämfört med dina förväntningar?",
            "How has working with us been compared with what you expected?",
        ),
        words("odotusten täyttyminen", "hur förväntningarna infriats", "experience against expectation"),
    ),
    (
        "buy_again",
        "scale5",
        "outcome",
        words("Ostaisin teiltä uudelleen.", "Jag skulle köpa av er igen.", "I would buy from you again."),
        words("aikomus ostaa uudelleen", "avsikten att köpa igen", "intention to buy again"),
    ),
)


def whole(language: str) -> dict[str, Any]:
    return _content(language, [*(asked[0] for asked in _ASKED), "open"])


def short(language: str) -> dict[str, Any]:
    return _content(language, SHORT)


def _content(language: str, keys: Sequence[str]) -> dict[str, Any]:
    asked = [
        measure(key, kind, title, what, role, audience="customer", where="relationship", language=language)
        for key, kind, role, title, what in _ASKED
        if key in keys
    ]
    asked[0]["required"] = True
    if "open" in keys:
        asked.append(new_question("long_text", "open", title=OPEN))
    return survey(NAMES, _INTRO, _THANKS, asked)
