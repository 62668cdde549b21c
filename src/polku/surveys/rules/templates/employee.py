"""Decides what the employee pulse asks: can our people do what our customers were promised?"""

from __future__ import annotations

from typing import Any

from polku.surveys.rules.labels import TITLES, new_question, words
from polku.surveys.rules.templates.parts import measure, survey

NAMES = words("Henkilöstöpulssi", "Personalpuls", "Employee pulse")
_INTRO = words(
    "Muutama kysymys siitä, millaista täällä on työskennellä ja palvella asiakkaita.",
    "Några frågor om hur det är att arbeta här och ta hand om kunderna.",
    "A few questions on what it is like to work here and to look after our customers.",
)
_THANKS = words(
    "Tulokset käydään läpi yhdessä.",
    "Resultaten gås igenom tillsammans.",
    "The results will be gone through together.",
)
_STATED = (
    (
        "know_strategy",
        words("Tunnen strategiamme.", "Jag känner till vår strategi.", "I know our strategy."),
        words("strategian tuntemus", "kännedom om strategin", "knowing the strategy"),
    ),
    (
        "concerns_work",
        words(
            "Strategia koskee omaa työtäni.", "Strategin berör mitt eget arbete.", "The strategy concerns my own work."
        ),
        words("strategian merkitys omassa työssä", "strategins betydelse i arbetet", "bearing of the strategy on work"),
    ),
    (
        "have_needed",
        words(
            "Minulla on kaikki, mitä tarvitsen asiakkaan palvelemiseen.",
            "Jag har allt jag behöver för att ta hand om kunden.",
            "I have what I need to look after customers.",
        ),
        words("työn edellytykset", "förutsättningarna för arbetet", "means to do the work"),
    ),
    (
        "may_put_right",
        words(
            "Saan itse korjata asiakkaan asian kysymättä lupaa.",
            "Jag får själv rätta till kundens ärende utan att be om lov.",
            "I may put a customer's matter right myself, without asking.",
        ),
        words("valtuudet", "befogenheter", "mandate"),
    ),
    (
        "feedback_reaches",
        words(
            "Asiakkaiden palaute tavoittaa minut.",
            "Kundernas återkoppling når fram till mig.",
            "What customers say reaches me.",
        ),
        words("palautteen kulku", "hur återkopplingen når fram", "flow of feedback"),
    ),
    (
        "can_influence",
        words(
            "Voin vaikuttaa siihen, miten palvelemme asiakkaita.",
            "Jag kan påverka hur vi betjänar kunderna.",
            "I can influence how we serve our customers.",
        ),
        words("vaikutusmahdollisuudet", "möjlighet att påverka", "influence"),
    ),
    (
        "shows_in_goals",
        words(
            "Asiakaskokemus näkyy omissa tavoitteissani.",
            "Kundupplevelsen syns i mina egna mål.",
            "Customer experience shows in my own goals.",
        ),
        words("asiakaskokemus tavoitteissa", "kundupplevelsen i målen", "customer experience in goals"),
    ),
    (
        "proud",
        words(
            "Suosittelen palveluamme ylpeänä.",
            "Jag rekommenderar vår service med stolthet.",
            "I am proud to recommend our service.",
        ),
        words("ylpeys omasta palvelusta", "stolthet över servicen", "pride in our service"),
    ),
)
_OPEN = words(
    "Mitä meidän pitäisi tehdä toisin asiakkaidemme hyväksi?",
    "Vad borde vi göra annorlunda för våra kunders bästa?",
    "What should we do differently for the good of our customers?",
)


def whole(language: str) -> dict[str, Any]:
    shared = {"audience": "employee", "where": "work", "language": language}
    recommend = words(
        "halu suositella työpaikkaa", "viljan att rekommendera arbetsplatsen", "willingness to recommend the workplace"
    )
    asked = [measure("enps", "nps", TITLES["enps"], recommend, "outcome", **shared)]
    asked += [measure(key, "scale5", title, what, "cause", **shared) for key, title, what in _STATED]
    asked[0]["required"] = True
    return survey(NAMES, _INTRO, _THANKS, [*asked, new_question("long_text", "open", title=_OPEN)])
