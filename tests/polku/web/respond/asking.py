"""Surveys that the respondents' tests put: one with every kind of question, and the short pulse whose weight counts."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

from polku.governance.gate import Viewer
from polku.surveys import queries, services

MANAGER = Viewer(member=None, role="manager")
LANGUAGES = ("fi", "sv", "en")
Words = tuple[str, str, str]

TITLE = (
    "Miten yhteistyömme sujuu?",
    "Hur fungerar vårt samarbete?",
    "How is our cooperation going?",
)
INTRO = (
    "Vastaaminen vie noin kaksi minuuttia. Viime kierroksen jälkeen toimitusajat ilmoitetaan jo tilausvahvistuksessa.",
    "Det tar ungefär två minuter att svara. Efter förra omgången står leveranstiderna redan i orderbekräftelsen.",
    "This takes about two minutes. Since the last round, delivery times are told in the order confirmation.",
)
THANKS = ("Luemme jokaisen vastauksen.", "Vi läser varje svar.", "We read every answer.")
LIKELY = (
    ("En lainkaan todennäköisesti", "Inte alls sannolikt", "Not at all likely"),
    ("Erittäin todennäköisesti", "Mycket sannolikt", "Extremely likely"),
)
AGREE = (
    ("Täysin eri mieltä", "Helt av annan åsikt", "Fully disagree"),
    ("Täysin samaa mieltä", "Helt av samma åsikt", "Fully agree"),
)
HARD = (("Erittäin vaikeaa", "Mycket svårt", "Very difficult"), ("Erittäin helppoa", "Mycket lätt", "Very easy"))
PLEASED = (
    ("Erittäin tyytymätön", "Mycket missnöjd", "Very dissatisfied"),
    ("Erittäin tyytyväinen", "Mycket nöjd", "Very satisfied"),
)
COMPARED: tuple[Words, ...] = (
    ("Paljon huonompi kuin odotin", "Mycket sämre än väntat", "Much worse than I expected"),
    ("Huonompi kuin odotin", "Sämre än väntat", "Worse than I expected"),
    ("Odotusten mukainen", "Som väntat", "As I expected"),
    ("Parempi kuin odotin", "Bättre än väntat", "Better than I expected"),
    ("Paljon parempi kuin odotin", "Mycket bättre än väntat", "Much better than I expected"),
)
AMOUNT: tuple[Words, ...] = (
    ("Aivan liian vähän", "Alldeles för lite", "Far too little"),
    ("Hieman liian vähän", "Lite för lite", "A little too little"),
    ("Sopivasti", "Lagom", "Just right"),
    ("Hieman liikaa", "Lite för mycket", "A little too much"),
    ("Aivan liikaa", "Alldeles för mycket", "Far too much"),
)


def question(
    key: str,
    kind: str,
    title: Words,
    *,
    ends: tuple[Words, Words] = (("", "", ""), ("", "", "")),
    options: tuple[Words, ...] = (),
    help_text: Words = ("", "", ""),
    **more: Any,
) -> dict[str, Any]:
    texts = {
        language: {
            "title": title[at],
            "help": help_text[at],
            "low": ends[0][at],
            "high": ends[1][at],
            "options": [words[at] for words in options],
        }
        for at, language in enumerate(LANGUAGES)
    }
    one = {"key": key, "kind": kind, "definition": None, "touchpoint": None, "texts": texts, "required": False}
    if kind in {"single", "multiple", "feeling"}:
        one["options"] = [{"key": f"o{at}"} for at in range(len(options))]
    if kind == "feeling":
        one["options"][0]["role"] = "target"
    if kind == "matrix":
        one["rows"] = [{"key": f"r{at}"} for at in range(len(options))]
    return one | more


def content(*questions: dict[str, Any]) -> dict[str, Any]:
    texts = {
        language: {"title": TITLE[at], "intro": INTRO[at], "thanks": THANKS[at]}
        for at, language in enumerate(LANGUAGES)
    }
    return {"questions": list(questions), "texts": texts}


RECOMMEND = question(
    "recommend",
    "nps",
    (
        "Kuinka todennäköisesti suosittelisit meitä kollegallesi toisessa yrityksessä?",
        "Hur sannolikt är det att du skulle rekommendera oss till en kollega i ett annat företag?",
        "How likely are you to recommend us to a colleague in another company?",
    ),
    ends=LIKELY,
    required=True,
    definition="nps",
)
WHY = question(
    "why",
    "long_text",
    ("Miksi annoit tämän arvion?", "Varför gav du detta betyg?", "Why this score?"),
    why_of="recommend",
)
EASE = question(
    "ease",
    "ces7",
    (
        "Teitte asioinnista meille vaivatonta.",
        "Ni gjorde det enkelt för oss att uträtta vårt ärende.",
        "You made it easy for us to handle our matter.",
    ),
    ends=AGREE,
    help_text=("Ajattele viimeisintä tilausta.", "Tänk på den senaste beställningen.", "Think of the latest order."),
)
ORDERING = question(
    "ordering",
    "ces5",
    ("Kuinka helppoa tilaaminen oli?", "Hur lätt var det att beställa?", "How easy was ordering?"),
    ends=HARD,
)
DELIVERY = question(
    "delivery",
    "csat5",
    (
        "Kuinka tyytyväinen olet toimitukseen?",
        "Hur nöjd är du med leveransen?",
        "How satisfied are you with the delivery?",
    ),
    ends=PLEASED,
)
TRUST = question(
    "trust",
    "scale5",
    ("Lupauksiimme voi luottaa.", "Man kan lita på våra löften.", "Our promises can be trusted."),
    ends=AGREE,
)
EXPECTED = question(
    "expected",
    "disconfirmation",
    (
        "Millainen kokemus oli odotuksiisi verrattuna?",
        "Hur var upplevelsen jämfört med dina förväntningar?",
        "How was the experience compared with what you expected?",
    ),
    options=COMPARED,
)
INFORMED = question(
    "informed",
    "just_right",
    ("Saitko tietoa asennuksesta?", "Fick du information om installationen?", "Were you told about the installation?"),
    options=AMOUNT,
)
FELT = question(
    "felt",
    "feeling",
    ("Mitä tunsit kohtaamisen jälkeen?", "Vad kände du efter mötet?", "What did you feel after the meeting?"),
    options=(
        ("luottavainen", "trygg", "trusting"),
        ("innostunut", "entusiastisk", "enthusiastic"),
        ("epävarma", "osäker", "unsure"),
        ("turhautunut", "frustrerad", "frustrated"),
    ),
    help_text=("Valitse enintään kolme.", "Välj högst tre.", "Choose at most three."),
    most=3,
)
FOUND = question(
    "found",
    "single",
    ("Mistä löysit meidät?", "Hur hittade du oss?", "How did you find us?"),
    options=(
        ("suosituksesta", "genom rekommendation", "by referral"),
        ("messuilta", "på en mässa", "at a fair"),
        ("hakukoneella", "via sökmotor", "by search"),
    ),
)
USED = question(
    "used",
    "multiple",
    ("Mitä palvelujamme käytät?", "Vilka av våra tjänster använder du?", "Which of our services do you use?"),
    options=(
        ("suunnittelu", "planering", "planning"),
        ("asennus", "installation", "installation"),
        ("huolto", "underhåll", "maintenance"),
    ),
)
PARTS = question(
    "parts",
    "matrix",
    ("Miten nämä onnistuivat?", "Hur lyckades följande?", "How did these go?"),
    options=(
        ("Aikataulu piti", "Tidtabellen höll", "The schedule held"),
        ("Asentajan toiminta", "Installatörens agerande", "The installer's conduct"),
        ("Siisteys työn jälkeen", "Snyggheten efteråt", "Tidiness afterwards"),
    ),
    ends=PLEASED,
)
PEOPLE = question(
    "people",
    "number",
    (
        "Montako henkilöä työskentelee yksikössäsi?",
        "Hur många arbetar på din enhet?",
        "How many people work in your unit?",
    ),
    least=1,
    most=5000,
)
DONE = question(
    "done",
    "date",
    ("Milloin asennus valmistui?", "När blev installationen klar?", "When was the installation finished?"),
)
ROOM = question(
    "room", "short_text", ("Mistä tilasta on kyse?", "Vilket utrymme gäller det?", "Which room is this about?")
)

EVERY_KIND = content(
    RECOMMEND, WHY, EASE, ORDERING, DELIVERY, TRUST, EXPECTED, INFORMED, FELT, FOUND, USED, PARTS, PEOPLE, DONE, ROOM
)
PULSE = content(RECOMMEND, WHY, EASE, DELIVERY, TRUST, EXPECTED, INFORMED, FELT)


def ask(
    of: dict[str, Any] = PULSE, *, promise: str = "open", breakdowns: tuple[str, ...] = (), **more: Any
) -> queries.PublishedVersion:
    """A survey in the store that takes answers."""
    key = services.create_survey(
        names={"en": TITLE[2]}, audience="customer", content=of, promise=promise, breakdowns=breakdowns, actor=MANAGER
    )
    services.publish(key, actor=MANAGER, **more)
    return queries.published(key)


def form_key(page: str) -> str:
    found = re.search(r'name="_key" value="([^"]+)"', page)
    assert found
    return found[1]


def encoded(answers: dict[str, Any]) -> dict[str, Any]:
    """A form as a browser sends it, for Django's test client."""
    return {"data": urlencode(answers, doseq=True), "content_type": "application/x-www-form-urlencoded"}
