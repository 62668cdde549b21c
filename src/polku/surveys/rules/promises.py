"""Decides what each promise means, what the respondent is told of it, and which questions would break it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Literal

from polku.surveys.rules.content import Content, Finding, missing_translations, shape_problems
from polku.surveys.rules.kinds import KINDS

Promise = Literal["open", "confidential", "anonymous"]
PROMISES: tuple[Promise, ...] = ("open", "confidential", "anonymous")
# What results may be broken down by; confidential and anonymous versions declare theirs before publishing.
BREAKDOWNS = ("segment", "decision_role", "buyer_kind", "unit", "touchpoint", "language")
# Findings that another choice of promise or breakdowns mends.
OF_THE_PROMISE = frozenset({"no_promise", "enps_needs_confidence", "employees_answer_openly", "unknown_breakdown"})

_TOLD: Mapping[Promise, Mapping[str, str]] = MappingProxyType(
    {
        "open": {
            "fi": (
                "Vastauksesi luetaan yksitellen. Jos linkki oli henkilökohtainen, näemme myös, kuka vastasi, "
                "ja voimme palata asiaan kanssasi."
            ),
            "sv": (
                "Dina svar läses ett för ett. Om länken var personlig ser vi också vem som har svarat "
                "och kan återkomma till dig."
            ),
            "en": (
                "Your answers are read one by one. If your link was personal, we also see who answered "
                "and can get back to you."
            ),
        },
        "confidential": {
            "fi": (
                "Vastauksesi ovat luottamuksellisia: kukaan ei näe, mitä juuri sinä vastasit. Tulokset näytetään, kun "
                "vastauksia on vähintään {scores}, ja avovastaukset, kun niitä on vähintään {comments}. Tieto "
                "vastaajasta säilytetään vain muistutuksia varten ja jotta vastauksesi voidaan pyynnöstäsi poistaa."
            ),
            "sv": (
                "Dina svar är konfidentiella: ingen ser vad just du har svarat. Resultat visas när det finns minst "
                "{scores} svar och fritextsvar när det finns minst {comments}. Uppgiften om vem som svarat sparas bara "
                "för påminnelser och för att dina svar ska kunna raderas om du ber om det."
            ),
            "en": (
                "Your answers are confidential: nobody sees what you in particular answered. Scores are shown from "
                "{scores} answers, open answers from {comments}. Who answered is kept only for reminders and so that "
                "your answers can be erased if you ask."
            ),
        },
        "anonymous": {
            "fi": (
                "Vastaat nimettömänä: nimeäsi, osoitettasi tai vastausaikaasi ei tallenneta vastausten kanssa, "
                "vain viikko. Siksi vastausta ei voi myöhemmin etsiä eikä poistaa. Tulokset näytetään, kun vastauksia "
                "on vähintään {scores}, ja avovastaukset, kun niitä on vähintään {comments}. "
                "Älä kirjoita avovastauksiin nimiä."
            ),
            "sv": (
                "Du svarar anonymt: ditt namn, din adress och tidpunkten sparas inte med svaren, bara veckan. Därför "
                "kan svaret inte sökas fram eller raderas senare. Resultat visas när det finns minst {scores} svar och "
                "fritextsvar när det finns minst {comments}. Skriv inga namn i fritextsvaren."
            ),
            "en": (
                "You answer anonymously: your name, address and the time are not stored with your answers, only the "
                "week. So an answer cannot be looked up or erased later. Scores are shown from {scores} answers, open "
                "answers from {comments}. Please write no names in the open answers."
            ),
        },
    },
)
_BROKEN_DOWN: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "fi": ("Tuloksia tarkastellaan myös ryhmittäin: {groups}.", "Tuloksia ei jaeta ryhmiin."),
        "sv": ("Resultaten granskas också gruppvis: {groups}.", "Resultaten delas inte upp i grupper."),
        "en": ("Results are also looked at by group: {groups}.", "Results are not broken down by group."),
    },
)
_GROUPS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "segment": {"fi": "asiakasryhmä", "sv": "kundgrupp", "en": "segment"},
        "decision_role": {"fi": "rooli päätöksenteossa", "sv": "roll i beslutet", "en": "role in the decision"},
        "buyer_kind": {
            "fi": "ensiostaja tai uusintaostaja",
            "sv": "förstagångsköpare eller återköpare",
            "en": "new or repeat buyer",
        },
        "unit": {"fi": "yksikkö", "sv": "enhet", "en": "unit"},
        "touchpoint": {"fi": "kosketuspiste", "sv": "kontaktpunkt", "en": "touchpoint"},
        "language": {"fi": "kieli", "sv": "språk", "en": "language"},
    },
)


def told(promise: Promise, breakdowns: Sequence[str], *, scores: int, comments: int) -> dict[str, str]:
    """What the respondent reads of the promise, in every language; it is kept with the version."""
    texts = {}
    for language, words in _TOLD[promise].items():
        sentences = [words.format(scores=scores, comments=comments)]
        if promise != "open":
            by_group, whole = _BROKEN_DOWN[language]
            groups = ", ".join(_GROUPS[name][language] for name in BREAKDOWNS if name in breakdowns)
            sentences.append(by_group.format(groups=groups) if groups else whole)
        texts[language] = " ".join(sentences)
    return texts


_ASKS_WHO = re.compile(
    r"\b(nimesi|nimi|sukunimi|etunimi|sähköposti\w*|puhelinnumero\w*|syntymä\w*|henkilötunnus\w*|ikäsi|osoitteesi"
    r"|ditt namn|namn|e-post\w*|mejl\w*|telefonnummer|födelse\w*|personnummer|titel|ålder|adress"
    r"|your name|name|e-?mail\w*|phone number|date of birth|birthday|job title|your age|address)\b",
    re.IGNORECASE,
)


def identifying(content: Content) -> list[Finding]:
    """Questions that could give a person away: they ask who someone is, or are exact enough to tell people apart."""
    found = []
    for one in content["questions"]:
        kind = KINDS[one["kind"]]
        asked = " ".join(texts.get("title", "") for texts in one["texts"].values())
        if kind.shape in {"text", "number", "date", "choice"} and _ASKS_WHO.search(asked):
            found.append(Finding("asks_who", one["key"], blocks=False))
        elif kind.shape in {"number", "date"}:
            found.append(Finding("too_exact", one["key"], blocks=False))
    return found


def promise_problems(content: Content, audience: str, promise: str, breakdowns: Sequence[str]) -> list[Finding]:
    """Where a draft and its promise do not fit together."""
    found = []
    if promise not in PROMISES:
        return [Finding("no_promise")]
    asks_enps = any(one.get("definition") == "enps" for one in content["questions"])
    if promise == "open" and asks_enps:
        found.append(Finding("enps_needs_confidence"))
    elif promise == "open" and audience == "employee":
        found.append(Finding("employees_answer_openly"))
    if set(breakdowns) - set(BREAKDOWNS):
        found.append(Finding("unknown_breakdown", detail=", ".join(sorted(set(breakdowns) - set(BREAKDOWNS)))))
    if promise != "open":
        found += identifying(content)
    return found


def findings(
    content: Content, audience: str, promise: str, breakdowns: Sequence[str], languages: Sequence[str]
) -> list[Finding]:
    """Everything that stands in the way of publishing a draft, and what should be looked at before."""
    return [
        *shape_problems(content, audience),
        *promise_problems(content, audience, promise, breakdowns),
        *missing_translations(content, languages),
    ]


def kept_background(promise: str, breakdowns: Sequence[str], background: Mapping[str, Any]) -> dict[str, Any]:
    """What may be stored beside the answers: under an anonymous promise only what was declared."""
    if promise != "anonymous":
        return {key: value for key, value in background.items() if value not in (None, "")}
    return {key: value for key, value in background.items() if key in breakdowns and value not in (None, "")}
