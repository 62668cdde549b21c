"""The surveys of the simulated importer: what is asked, of whom, under which promise, in three languages."""

from __future__ import annotations

import polars as pl

from cxlab.simulate.columns import table
from cxlab.simulate.pulses import EMPLOYEE, PULSE, WHY, Question, Survey
from cxlab.simulate.touchpoints import TOUCHPOINTS, Names

DEFINITIONS = {
    "nps": "nps",
    "ces": "ces7",
    "csat": "csat5",
    "scale": "scale5",
    "disconfirmation": "disconfirmation",
    "just_right": "just_right3",
    "feeling": "target_feeling",
    "text": None,
}

# What is asked of each touchpoint, the metric first; the words of the thing are put into the sentence of the kind.
_ASKED: dict[str, tuple[str, ...]] = {
    "site": ("ces",),
    "newsletter": ("just_right",),
    "fair": ("disconfirmation", "feeling"),
    "showroom": ("disconfirmation", "feeling"),
    "meeting": ("disconfirmation", "feeling", "just_right"),
    "phone": ("ces", "csat"),
    "offer": ("csat", "just_right"),
    "order": ("ces",),
    "delivery": ("ces", "csat"),
    "installation": ("csat", "ces", "disconfirmation"),
    "invoicing": ("ces",),
    "aftercare": ("disconfirmation", "csat"),
}
_SAID: dict[tuple[str, str], Names] = {
    ("site", "ces"): Names(
        "Sivustolta oli vaivatonta löytää, mitä etsin.",
        "Det var lätt att hitta det jag sökte på webbplatsen.",
        "It was easy to find what I was looking for on the site.",
    ),
    ("newsletter", "just_right"): Names("Uutiskirjeitä tulee", "Nyhetsbreven kommer", "The newsletter comes"),
    ("fair", "disconfirmation"): Names(
        "Millaista osastollamme oli odotuksiisi verrattuna?",
        "Hur var vår monter jämfört med dina förväntningar?",
        "How was our stand compared with what you expected?",
    ),
    ("fair", "feeling"): Names(
        "Mikä tunne osastoltamme jäi?",
        "Vilken känsla fick du i vår monter?",
        "Which feeling did our stand leave you with?",
    ),
    ("showroom", "disconfirmation"): Names(
        "Millainen käynti näyttelytilassa oli odotuksiisi verrattuna?",
        "Hur var besöket i showroomet jämfört med dina förväntningar?",
        "How was the showroom visit compared with what you expected?",
    ),
    ("showroom", "feeling"): Names(
        "Mikä tunne käynnistä jäi?", "Vilken känsla fick du av besöket?", "Which feeling did the visit leave you with?"
    ),
    ("meeting", "disconfirmation"): Names(
        "Millainen tapaaminen oli odotuksiisi verrattuna?",
        "Hur var mötet jämfört med dina förväntningar?",
        "How was the meeting compared with what you expected?",
    ),
    ("meeting", "feeling"): Names(
        "Mikä tunne tapaamisesta jäi?",
        "Vilken känsla fick du av mötet?",
        "Which feeling did the meeting leave you with?",
    ),
    ("meeting", "just_right"): Names(
        "Tietoa tuli yhdellä kertaa", "Mängden information på en gång var", "The amount of information at one time was"
    ),
    ("phone", "ces"): Names(
        "Asiani hoitui puhelimessa vaivattomasti.",
        "Mitt ärende sköttes smidigt på telefon.",
        "My matter was easily settled on the phone.",
    ),
    ("phone", "csat"): Names(
        "Kuinka tyytyväinen olet saamaasi vastaukseen?",
        "Hur nöjd är du med svaret du fick?",
        "How satisfied are you with the answer you got?",
    ),
    ("offer", "csat"): Names(
        "Kuinka tyytyväinen olit tarjoukseen ja sen käsittelyyn?",
        "Hur nöjd var du med offerten och hur den behandlades?",
        "How satisfied were you with the offer and how it was handled?",
    ),
    ("offer", "just_right"): Names(
        "Tietoa päätöksen tueksi oli", "Informationen inför beslutet var", "The information for your decision was"
    ),
    ("order", "ces"): Names("Tilaaminen oli vaivatonta.", "Det var enkelt att beställa.", "Ordering was easy."),
    ("delivery", "ces"): Names(
        "Tavaran vastaanottaminen oli vaivatonta.",
        "Det var enkelt att ta emot varorna.",
        "Receiving the goods was easy.",
    ),
    ("delivery", "csat"): Names(
        "Kuinka tyytyväinen olet toimituksen sujumiseen sovitusti?",
        "Hur nöjd är du med att leveransen gick som avtalat?",
        "How satisfied are you that the delivery went as agreed?",
    ),
    ("installation", "csat"): Names(
        "Kuinka tyytyväinen olet asennukseen?",
        "Hur nöjd är du med monteringen?",
        "How satisfied are you with the installation?",
    ),
    ("installation", "ces"): Names(
        "Asennus sujui ilman ylimääräistä vaivaa meille.",
        "Monteringen gick utan extra besvär för oss.",
        "The installation went without extra effort for us.",
    ),
    ("installation", "disconfirmation"): Names(
        "Millaista asentajan toiminta oli odotuksiisi verrattuna?",
        "Hur var montörens arbete jämfört med dina förväntningar?",
        "How was the installer's work compared with what you expected?",
    ),
    ("invoicing", "ces"): Names(
        "Laskun käsittely oli vaivatonta.", "Fakturan var enkel att behandla.", "The invoice was easy to process."
    ),
    ("aftercare", "disconfirmation"): Names(
        "Millaista yhteydenpito toimituksen jälkeen oli odotuksiisi verrattuna?",
        "Hur var kontakten efter leveransen jämfört med dina förväntningar?",
        "How was the contact after delivery compared with what you expected?",
    ),
    ("aftercare", "csat"): Names(
        "Kuinka tyytyväinen olet siihen, miten tuotteet toimivat käytössä?",
        "Hur nöjd är du med hur produkterna fungerar i användning?",
        "How satisfied are you with how the products work in use?",
    ),
}
_AFTER_OFFER = Names("Tarjousprosessin jälkeen", "Efter offertprocessen", "After the offer process")
FEELINGS: tuple[tuple[Names, int], ...] = (
    (Names("innostunut", "inspirerad", "inspired"), 1),
    (Names("luottavainen", "trygg", "confident"), 1),
    (Names("kiinnostunut", "intresserad", "interested"), 0),
    (Names("neutraali", "neutral", "neutral"), 0),
    (Names("epävarma", "osäker", "unsure"), -1),
    (Names("turhautunut", "frustrerad", "frustrated"), -1),
)


def _touchpoint_survey(key: str, kinds: tuple[str, ...]) -> Survey:
    asked = [
        Question(kind, kind, _SAID[key, kind], "cause" if number else "outcome") for number, kind in enumerate(kinds)
    ]
    why = Question(f"{kinds[0]}_why", "text", WHY)
    confidential = key == "offer"
    names = _AFTER_OFFER if confidential else TOUCHPOINTS[key].names
    promise = "confidential" if confidential else "open"
    return Survey(f"after_{key}", names, promise, "customer", key, (asked[0], why, *asked[1:]))


SURVEYS: tuple[Survey, ...] = (PULSE, EMPLOYEE, *(_touchpoint_survey(key, kinds) for key, kinds in _ASKED.items()))


def question_ids() -> dict[tuple[str, str], int]:
    """The identifier of each question by the keys of its survey and its own."""
    pairs = [(survey.key, question.key) for survey in SURVEYS for question in survey.questions]
    return {pair: number for number, pair in enumerate(pairs)}


def tables() -> dict[str, pl.DataFrame]:
    """The tables surveys, questions and options."""
    rows = [(s, position, q) for s, survey in enumerate(SURVEYS) for position, q in enumerate(survey.questions)]
    feelings = [n for n, (_, _, q) in enumerate(rows) if q.kind == "feeling"]
    choices = [(n, code, names, sign) for n in feelings for code, (names, sign) in enumerate(FEELINGS)]
    return {
        "surveys": table(
            "surveys",
            {
                "survey": range(len(SURVEYS)),
                **{f"name_{lang}": [getattr(survey.names, lang) for survey in SURVEYS] for lang in Names._fields},
                **{name: [getattr(survey, name) for survey in SURVEYS] for name in ("key", "promise", "audience")},
                "touchpoint_key": [survey.touchpoint for survey in SURVEYS],
            },
        ),
        "questions": table(
            "questions",
            {
                "question": range(len(rows)),
                "survey": [s for s, _, _ in rows],
                "position": [position for _, position, _ in rows],
                "key": [q.key for _, _, q in rows],
                "kind": [q.kind for _, _, q in rows],
                "definition": [definition(q) for _, _, q in rows],
                "touchpoint_key": [SURVEYS[s].touchpoint for s, _, _ in rows],
                "purpose": [q.purpose for _, _, q in rows],
                **{f"text_{lang}": [getattr(q.text, lang) for _, _, q in rows] for lang in Names._fields},
            },
        ),
        "options": table(
            "options",
            {
                "question": [n for n, _, _, _ in choices],
                "code": [code for _, code, _, _ in choices],
                **{f"name_{lang}": [getattr(names, lang) for _, _, names, _ in choices] for lang in Names._fields},
                "sign": [sign for _, _, _, sign in choices],
            },
        ),
    }


def definition(question: Question) -> str | None:
    """Key of the metric that the question measures; missing for words."""
    return "enps" if question.key == "enps" else DEFINITIONS[question.kind]
