"""The two pulses of the simulated importer: customers' relationship pulse and our own people's, in three languages."""

from __future__ import annotations

from typing import NamedTuple

from cxlab.simulate.touchpoints import Names


class Question(NamedTuple):
    """A question; ``definition`` names its metric, ``kind`` its scale."""

    key: str
    kind: str
    text: Names
    purpose: str | None = None


class Survey(NamedTuple):
    """A survey; ``touchpoint`` is the touchpoint it measures, missing for the pulses."""

    key: str
    names: Names
    promise: str
    audience: str
    touchpoint: str | None
    questions: tuple[Question, ...]


WHY = Names("Miksi annoit tämän arvion?", "Varför gav du det betyget?", "Why did you give that score?")
_OPEN = Names(
    "Mitä muuta haluat sanoa meille?", "Vad vill du annars säga till oss?", "What else would you like to tell us?"
)

PULSE = Survey(
    "pulse",
    Names("Asiakassuhteen pulssi", "Relationspuls", "Relationship pulse"),
    "open",
    "customer",
    None,
    (
        Question(
            "nps",
            "nps",
            Names(
                "Kuinka todennäköisesti suosittelisit meitä kollegalle?",
                "Hur sannolikt är det att du skulle rekommendera oss till en kollega?",
                "How likely are you to recommend us to a colleague?",
            ),
            "outcome",
        ),
        Question("nps_why", "text", WHY),
        Question(
            "trust",
            "scale",
            Names(
                "Luotan teihin, ja pidätte lupauksenne.",
                "Jag litar på er, och ni håller vad ni lovar.",
                "I trust you, and you keep your promises.",
            ),
            "cause",
        ),
        Question(
            "ease",
            "ces",
            Names(
                "Kanssanne on vaivatonta asioida.",
                "Det är enkelt att göra affärer med er.",
                "You are easy to do business with.",
            ),
            "cause",
        ),
        Question(
            "speed",
            "scale",
            Names(
                "Saan vastaukset riittävän nopeasti.",
                "Jag får svar tillräckligt snabbt.",
                "I get answers fast enough.",
            ),
            "cause",
        ),
        Question(
            "approachable",
            "scale",
            Names(
                "Teitä on helppo lähestyä.",
                "Det är lätt att vända sig till er.",
                "You are easy to approach.",
            ),
            "cause",
        ),
        Question(
            "help",
            "scale",
            Names(
                "Saan teiltä apua juuri omaan ongelmaani.",
                "Jag får hjälp med just mitt problem.",
                "You help with my own problem.",
            ),
            "cause",
        ),
        Question(
            "expertise",
            "scale",
            Names(
                "Asiantuntemuksenne tuo lisäarvoa työhöni.",
                "Er sakkunskap ger mitt arbete ett mervärde.",
                "Your expertise adds value to my work.",
            ),
            "cause",
        ),
        Question(
            "informs_ahead",
            "scale",
            Names(
                "Kerrotte muutoksista etukäteen.",
                "Ni berättar om ändringar på förhand.",
                "You tell me about changes ahead of time.",
            ),
            "cause",
        ),
        Question(
            "same_service",
            "scale",
            Names(
                "Palvelu on yhtä hyvää, asioin kenen kanssa tahansa.",
                "Servicen är lika bra vem av er jag än har att göra med.",
                "The service is equally good whoever I deal with.",
            ),
            "cause",
        ),
        Question(
            "expectation",
            "disconfirmation",
            Names(
                "Millaista yhteistyö on ollut odotuksiisi verrattuna?",
                "Hur har samarbetet varit jämfört med dina förväntningar?",
                "How has working with us been compared with what you expected?",
            ),
            "outcome",
        ),
        Question(
            "buy_again",
            "scale",
            Names(
                "Ostaisin teiltä uudelleen.",
                "Jag skulle köpa av er igen.",
                "I would buy from you again.",
            ),
            "outcome",
        ),
        Question("open", "text", _OPEN),
    ),
)

EMPLOYEE = Survey(
    "employee_pulse",
    Names("Henkilöstöpulssi", "Personalpuls", "Employee pulse"),
    "anonymous",
    "employee",
    None,
    (
        Question(
            "enps",
            "nps",
            Names(
                "Kuinka todennäköisesti suosittelisit meitä työpaikkana?",
                "Hur sannolikt är det att du skulle rekommendera oss som arbetsplats?",
                "How likely are you to recommend us as a place to work?",
            ),
            "outcome",
        ),
        Question("enps_why", "text", WHY),
        Question(
            "know_strategy",
            "scale",
            Names(
                "Tunnen strategiamme.",
                "Jag känner till vår strategi.",
                "I know our strategy.",
            ),
            "cause",
        ),
        Question(
            "concerns_work",
            "scale",
            Names(
                "Strategia koskee omaa työtäni.",
                "Strategin berör mitt arbete.",
                "The strategy concerns my work.",
            ),
            "cause",
        ),
        Question(
            "have_needed",
            "scale",
            Names(
                "Minulla on työssäni tarvitsemani välineet ja tiedot.",
                "Jag har de verktyg och den information jag behöver.",
                "I have the tools and information I need.",
            ),
            "cause",
        ),
        Question(
            "may_put_right",
            "scale",
            Names(
                "Saan itse korjata asiakkaan asian.",
                "Jag får själv rätta till kundens ärende.",
                "I may put a customer's matter right myself.",
            ),
            "cause",
        ),
        Question(
            "feedback_reaches",
            "scale",
            Names(
                "Asiakkaiden palaute tavoittaa minut.",
                "Kundernas återkoppling når mig.",
                "Customers' feedback reaches me.",
            ),
            "cause",
        ),
        Question(
            "can_influence",
            "scale",
            Names(
                "Voin vaikuttaa siihen, miten toimimme.",
                "Jag kan påverka hur vi arbetar.",
                "I can influence how we work.",
            ),
            "cause",
        ),
        Question(
            "shows_in_goals",
            "scale",
            Names(
                "Asiakaskokemus näkyy tavoitteissani.",
                "Kundupplevelsen syns i mina mål.",
                "Customer experience shows in my goals.",
            ),
            "cause",
        ),
        Question(
            "proud",
            "scale",
            Names(
                "Suosittelen palveluamme ylpeänä.",
                "Jag rekommenderar stolt vår service.",
                "I am proud to recommend our service.",
            ),
            "outcome",
        ),
        Question(
            "open",
            "text",
            Names("Mitä muuta haluat sanoa?", "Vad vill du annars säga?", "What else would you like to say?"),
        ),
    ),
)
