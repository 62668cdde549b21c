"""Decides how a template is put together: its questions, their purpose cards and the survey's own texts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from polku.surveys.rules.kinds import LANGUAGES
from polku.surveys.rules.labels import Words, new_question, why_question, words

OF_WHOM = {
    "customer": words("asiakkaiden yhteyshenkilöiltä", "kundernas kontaktpersoner", "contacts of our customers"),
    "employee": words("koko henkilöstöltä", "hela personalen", "all our employees"),
    "partner": words("kumppaneilta", "partnerna", "our partners"),
}
WHERE = {
    "relationship": words("asiakassuhde kokonaisuutena", "relationen som helhet", "the relationship as a whole"),
    "touchpoint": words("heti kosketuspisteen jälkeen", "direkt efter kontaktpunkten", "right after the touchpoint"),
    "work": words("työ kokonaisuutena", "arbetet som helhet", "work as a whole"),
}
WHY = {
    "outcome": words(
        "kertoo, mihin suuntaan kokemus on menossa",
        "visar vart upplevelsen är på väg",
        "tells which way the experience is going",
    ),
    "cause": words(
        "näyttää, mistä kokemus syntyy ja mihin kannattaa tarttua",
        "visar vad upplevelsen beror på och vad det lönar sig att ta tag i",
        "shows what the experience comes from and what to take hold of",
    ),
}
HOW_USED = words(
    "katsotaan mittauskierroksittain, ja siitä valitaan seuraavat kehitystoimenpiteet",
    "granskas per mätomgång och ger nästa förbättringsåtgärder",
    "looked at wave by wave; the next improvement actions are chosen from it",
)
BY_WHOM = words(
    "asiakaskokemuksen vastuuhenkilö ja tiimit",
    "den som ansvarar för kundupplevelsen och teamen",
    "the owner of customer experience and the teams",
)


def measure(
    key: str, kind: str, title: Words, what: Words, role: str, *, audience: str, where: str, language: str
) -> dict[str, Any]:
    """A measuring question with its purpose card in the language of the person who begins from the template."""
    one = new_question(kind, key, audience=audience, title=title)
    one["purpose"] = {
        "what": what[language],
        "of_whom": OF_WHOM[audience][language],
        "where": WHERE[where][language],
        "why": WHY[role][language],
        "how_used": HOW_USED[language],
        "by_whom": BY_WHOM[language],
        "cause_or_outcome": role,
    }
    return one


def survey(titles: Words, intros: Words, thanks: Words, questions: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """The content: the questions, and after the first one its "why?"."""
    listed = list(questions)
    listed.insert(1, why_question(listed[0]["key"]))
    texts = {
        language: {"title": titles[language], "intro": intros[language], "thanks": thanks[language]}
        for language in LANGUAGES
    }
    return {"questions": listed, "texts": texts}
