"""What a canvas begins with: the starter of a workshop, twenty-five cells and a script, in the team's language."""

from __future__ import annotations

from collections.abc import Mapping

from polku.journeys.rules.canvas.shape import ACTS, ROWS, Column, Content, Line, Part

Row = tuple[str, str, str, str, str]

_NAMES: Mapping[str, Row] = {
    "fi": ("Sopiminen puhelimessa", "Alku", "Keskivaihe", "Loppu", "Suhdetyö"),
    "sv": ("Avtal per telefon", "Början", "Mitten", "Slutet", "Relationsarbete"),
    "en": ("Agreeing by phone", "Beginning", "Middle", "End", "Relationship work"),
}
_CELLS: Mapping[str, Mapping[str, Row]] = {
    "fi": {
        "goal": (
            "Saa hyvän ensivaikutelman ja kiinnostuu",
            "Tutustuu ja kuulee tavallisista sudenkuopista",
            "Oma tarve selkenee",
            "Näkee kokonaisuuden",
            "Kokee olevansa tärkeä",
        ),
        "peak": (
            "Vakuuttuu osaamisesta ja ilahtuu äänensävystä",
            "Näkee, mitä ei kannata tehdä",
            "Ymmärtää tarpeensa syvemmin",
            "Tarve vahvistuu, luottaa kumppaniin",
            "Saa uutisia, tilannekatsauksen ja lisävinkkejä",
        ),
        "feeling": (
            "innostunut, odottava",
            "energinen, rento",
            "luottavainen, innostunut",
            "odottava, inspiroitunut",
            "huomattu, luottavainen",
        ),
        "opportunity": (
            "Keskustelu ja ensimmäinen kuva ihmisistä",
            "Osoittaa taitoa ja varmuutta",
            "Näyttää, millaista on työskennellä asiantuntijoiden kanssa",
            "Koota tarve yhteen ja vahvistaa se",
            "Pitkä asiakassuhde",
        ),
        "how": (
            "Sovitaan aika, kysytään avainkysymykset, perehdytään asiakkaaseen ennalta",
            "Referenssejä ja tarinoita; persoonat ja kemia näkyvät",
            "Kysytään ja kiinnostutaan; vältetään tietoähkyä",
            "Yhteenveto; toistetaan asiakkaan omat oivallukset; kerrotaan, mitä seuraavaksi tapahtuu",
            "Ajoitetut yhteydenotot ja juuri tälle asiakkaalle tehdyt ideat",
        ),
    },
    "sv": {
        "goal": (
            "Får ett gott första intryck och blir intresserad",
            "Lär känna och hör om vanliga fallgropar",
            "Det egna behovet klarnar",
            "Ser helheten",
            "Känner sig viktig",
        ),
        "peak": (
            "Blir övertygad om kunnandet och glad över tonen",
            "Ser vad man inte ska göra",
            "Förstår sitt behov djupare",
            "Behovet bekräftas, litar på partnern",
            "Får nyheter, läget och extra tips",
        ),
        "feeling": (
            "ivrig, förväntansfull",
            "energisk, avslappnad",
            "förtroendefull, entusiastisk",
            "förväntansfull, inspirerad",
            "sedd, förtroendefull",
        ),
        "opportunity": (
            "Ett samtal och en första bild av människorna",
            "Visa skicklighet och säkerhet",
            "Visa hur det är att arbeta med experter",
            "Samla och bekräfta behovet",
            "En lång kundrelation",
        ),
        "how": (
            "Vi bokar tiden, ställer nyckelfrågorna och läser på om kunden",
            "Referenser och berättelser; personligheter och personkemi syns",
            "Vi frågar och intresserar oss; inget informationsöverflöd",
            "Sammanfattning; kundens egna insikter upprepas; vi säger vad som händer härnäst",
            "Tidsbestämda kontakter och idéer gjorda för just den här kunden",
        ),
    },
    "en": {
        "goal": (
            "Gets a good first impression and becomes interested",
            "Gets acquainted and hears of the usual pitfalls",
            "Own need clears up",
            "Sees the whole",
            "Feels important",
        ),
        "peak": (
            "Is convinced that we know, and glad of the tone",
            "Sees what not to do",
            "Grasps the need more deeply",
            "The need is confirmed, trusts the partner",
            "Gets news, the state of things and extra tips",
        ),
        "feeling": (
            "keen, looking forward",
            "energetic, relaxed",
            "trusting, enthusiastic",
            "expectant, inspired",
            "noticed, trusting",
        ),
        "opportunity": (
            "A talk, and a first picture of the people",
            "Show skill and certainty",
            "Show what working with experts is like",
            "Gather the need and confirm it",
            "A long relationship",
        ),
        "how": (
            "Fix the time; ask the key questions; study the customer first",
            "References and stories; personalities and chemistry show",
            "Ask and take an interest; no overload",
            "Summary; repeat the customer's own insights; say what happens next",
            "Timed contacts, and ideas made for this customer",
        ),
    },
}
_PARTS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "fi": (("Asiantuntija 1", "Innostaja: avaa ja kertoo tarinat"), ("Asiantuntija 2", "Vakuuttaja: kysyy ja kokoaa")),
    "sv": (("Expert 1", "Entusiasten: öppnar och berättar"), ("Expert 2", "Den övertygande: frågar och samlar ihop")),
    "en": (
        ("Expert 1", "The enthusiast: opens and tells the stories"),
        ("Expert 2", "The convincer: asks and gathers"),
    ),
}
_SCRIPT: Mapping[str, tuple[tuple[str, str], tuple[str, str], tuple[str, str]]] = {
    "fi": (
        ("Tutustutaan: kuka olen ja mitä tältä päivältä toivon", "Kutsu, osallistujat, kaksi tarinaa"),
        ("Kysytään tarpeesta yksi asia kerrallaan ja kirjataan oivallukset näkyviin", "Taulu tai jaettu näyttö"),
        ("Toistetaan asiakkaan omat oivallukset ja sovitaan seuraava askel", "Yhteenveto yhdellä sivulla"),
    ),
    "sv": (
        ("Vi lär känna varandra: vem jag är och vad jag hoppas av dagen", "Inbjudan, deltagare, två berättelser"),
        ("Vi frågar om behovet en sak i taget och skriver insikterna synligt", "Tavla eller delad skärm"),
        ("Vi upprepar kundens egna insikter och avtalar nästa steg", "Sammanfattning på en sida"),
    ),
    "en": (
        ("Getting to know each other: who I am, what I hope of the day", "Invitation, participants, two stories"),
        ("Ask about the need one thing at a time, and write insights where all see them", "Board or shared screen"),
        ("Repeat the customer's own insights and agree on the next step", "Summary on one page"),
    ),
}
# Minutes and sessions of the five columns: the phone call and the relationship work stand outside of sessions.
_LENGTHS: tuple[tuple[int | None, int], ...] = ((15, 0), (30, 1), (120, 1), (30, 1), (None, 0))
AIMED = 4.0
PEAK, END, LATER = 2, 3, 4


def blank(language: str) -> Content:
    """The five columns without a word in them."""
    columns = tuple(
        Column(
            f"c{place + 1}",
            name,
            *_LENGTHS[place],
            later=place == LATER,
            peak=place == PEAK,
            end=place == END,
            target=AIMED,
        )
        for place, name in enumerate(_NAMES[language])
    )
    return Content(columns)


def starter(language: str) -> Content:
    """The five columns of a workshop with their cells filled, two parts and a line for each act.

    >>> starter("en").columns[2].cell("feeling")
    'trusting, enthusiastic'
    """
    cells, parts = _CELLS[language], _PARTS[language]
    columns = tuple(
        Column(
            one.key,
            one.name,
            one.minutes,
            one.session,
            one.later,
            one.peak,
            one.end,
            target=one.target,
            cells={row: cells[row][place] for row in ROWS},
        )
        for place, one in enumerate(blank(language).columns)
    )
    who = (parts[0][0], parts[1][0], parts[1][0])
    lines = zip(ACTS, who, _SCRIPT[language], strict=True)
    script = tuple(Line(act, name, says, brings) for act, name, (says, brings) in lines)
    return Content(columns, parts=tuple(Part(*one) for one in parts), script=script)
