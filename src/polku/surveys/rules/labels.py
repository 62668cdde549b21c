"""Decides the words a new question starts with, in every language: plain ends, the same order everywhere."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from polku.surveys.rules.kinds import LANGUAGES, default_definition

Words = Mapping[str, str]


def words(fi: str, sv: str, en: str) -> Words:
    return {"fi": fi, "sv": sv, "en": en}


_AGREE = (
    words("Täysin eri mieltä", "Instämmer inte alls", "Strongly disagree"),
    words("Täysin samaa mieltä", "Instämmer helt", "Strongly agree"),
)
ENDS: Mapping[str, tuple[Words, Words]] = MappingProxyType(
    {
        "nps": (
            words("En lainkaan todennäköisesti", "Inte alls sannolikt", "Not at all likely"),
            words("Erittäin todennäköisesti", "Mycket sannolikt", "Very likely"),
        ),
        "ces7": _AGREE,
        "ces5": _AGREE,
        "csat5": (
            words("Erittäin tyytymätön", "Mycket missnöjd", "Very dissatisfied"),
            words("Erittäin tyytyväinen", "Mycket nöjd", "Very satisfied"),
        ),
        "scale5": _AGREE,
        "matrix": _AGREE,
    },
)
_EXPECTED = (
    words("Paljon huonompaa kuin odotin", "Mycket sämre än jag väntade mig", "Much worse than I expected"),
    words("Hieman huonompaa kuin odotin", "Något sämre än jag väntade mig", "Somewhat worse than I expected"),
    words("Sellaista kuin odotin", "Som jag väntade mig", "As I expected"),
    words("Hieman parempaa kuin odotin", "Något bättre än jag väntade mig", "Somewhat better than I expected"),
    words("Paljon parempaa kuin odotin", "Mycket bättre än jag väntade mig", "Much better than I expected"),
)
_FIT_THREE = (
    words("Liian vähän", "För lite", "Too little"),
    words("Sopivasti", "Lagom", "Just right"),
    words("Liikaa", "För mycket", "Too much"),
)
_FIT_FIVE = (
    words("Aivan liian vähän", "Alldeles för lite", "Far too little"),
    words("Hieman liian vähän", "Lite för lite", "A little too little"),
    words("Sopivasti", "Lagom", "Just right"),
    words("Hieman liikaa", "Lite för mycket", "A little too much"),
    words("Aivan liikaa", "Alldeles för mycket", "Far too much"),
)
_FEELINGS = (
    ("inspired", "target", words("innostunut", "inspirerad", "inspired")),
    ("confident", "target", words("luottavainen", "trygg", "confident")),
    ("interested", None, words("kiinnostunut", "intresserad", "interested")),
    ("neutral", None, words("neutraali", "neutral", "neutral")),
    ("unsure", "opposite", words("epävarma", "osäker", "unsure")),
    ("frustrated", "opposite", words("turhautunut", "frustrerad", "frustrated")),
)
TITLES: Mapping[str, Words] = MappingProxyType(
    {
        "nps": words(
            "Kuinka todennäköisesti suosittelisit meitä kollegallesi?",
            "Hur sannolikt är det att du skulle rekommendera oss till en kollega?",
            "How likely are you to recommend us to a colleague?",
        ),
        "enps": words(
            "Kuinka todennäköisesti suosittelisit meitä työpaikkana?",
            "Hur sannolikt är det att du skulle rekommendera oss som arbetsplats?",
            "How likely are you to recommend us as a place to work?",
        ),
        "ces": words(
            "Asiani hoitui vaivattomasti.", "Mitt ärende var lätt att få skött.", "It was easy to get this done."
        ),
        "csat5": words("Kuinka tyytyväinen olet?", "Hur nöjd är du?", "How satisfied are you?"),
        "disconfirmation": words(
            "Millaista asiointi oli odotuksiisi verrattuna?",
            "Hur var det jämfört med dina förväntningar?",
            "How was it compared with what you expected?",
        ),
        "feeling": words("Mikä tunne sinulle jäi?", "Vilken känsla fick du?", "Which feeling did it leave you with?"),
        "just_right": words("Tietoa oli", "Mängden information var", "The amount of information was"),
    },
)
WHY = words(
    "Mikä on tärkein syy arvioosi?",
    "Vilken är den främsta orsaken till ditt betyg?",
    "What is the main reason for your score?",
)
OPEN = words(
    "Mitä muuta haluat kertoa meille?", "Vad vill du annars berätta för oss?", "What else would you like to tell us?"
)


def steps_of(kind: str, steps: int = 5) -> tuple[Words, ...]:
    """The words of each step, for kinds whose steps all carry words."""
    if kind == "disconfirmation":
        return _EXPECTED
    if kind == "just_right":
        return _FIT_THREE if steps == 3 else _FIT_FIVE  # noqa: PLR2004 - three steps are three steps
    return ()


def _title(kind: str, audience: str) -> Words:
    if kind == "nps" and audience == "employee":
        return TITLES["enps"]
    return TITLES.get("ces" if kind in {"ces5", "ces7"} else kind, words("", "", ""))


def new_question(
    kind: str, key: str, *, audience: str = "customer", title: Words | None = None, steps: int = 5
) -> dict[str, Any]:
    """A question of a kind with the words it starts with in every language."""
    one: dict[str, Any] = {
        "key": key,
        "kind": kind,
        "definition": default_definition(kind, audience, steps),
        "touchpoint": None,
        "required": False,
        "why_of": None,
        "purpose": {},
        "texts": {},
    }
    if kind == "just_right":
        one["steps"] = steps
    listed: list[Words] = list(steps_of(kind, steps))
    if kind == "feeling":
        one["options"] = [{"key": name, "role": role} for name, role, _ in _FEELINGS]
        listed = [text for _, _, text in _FEELINGS]
    elif kind in {"single", "multiple"}:
        one["options"] = [{"key": f"option{number}"} for number in (1, 2)]
        listed = [words("", "", "")] * 2
    elif kind == "matrix":
        one["rows"] = [{"key": f"row{number}"} for number in (1, 2)]
        listed = [words("", "", "")] * 2
    title = title or _title(kind, audience)
    for language in LANGUAGES:
        texts: dict[str, Any] = {"title": title[language], "help": ""}
        if kind in ENDS:
            texts["low"], texts["high"] = (end[language] for end in ENDS[kind])
        if listed:
            texts["options"] = [text[language] for text in listed]
        one["texts"][language] = texts
    return one


def why_question(outcome: str) -> dict[str, Any]:
    """The "why?" that follows an outcome question."""
    one = new_question("long_text", f"{outcome}_why", title=WHY)
    one["why_of"] = outcome
    return one
