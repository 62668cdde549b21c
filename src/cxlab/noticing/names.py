"""What a column's name says it is for, in English, Finnish and Swedish, and which columns are items of one battery."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

_EDGE = r"(?:^|[\W_]|\d)"
_END = r"(?:$|[\W_]|\d)"


def _word(*words: str) -> re.Pattern[str]:
    """Any of the words, whole, whatever signs stand beside them."""
    return re.compile(f"{_EDGE}(?:{'|'.join(words)}){_END}", re.IGNORECASE)


# In the order in which they are tried: the first that fits the name, and whose cells do not contradict it, is proposed.
ROLES: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "respondent": _word(
            r"resp(?:ondent)?[ _.]?(?:num(?:ber)?|no|nr|id)?", r"(?:response|submission|record)[ _.]?id", "resp",
            r"vastaaja(?:n)?[ _]?(?:id|nro|numero|tunnus)?", r"vastaus[ _]?id", r"svarande(?:s)?[ _]?(?:id|nr)?",
            r"svars?[ _]?id", "respnum", "respid", "uuid",
        ),
        "weight": _word("weights?", "wgt", "wt", "painokerroin", "paino", "vikt", "vikter"),
        "wave": _word("wave", "round", "mittauskierros", "kierros", "aalto", "mätomgång", "omgång"),
        "language": _word("lang", "language", "kieli", "vastauskieli", "språk", "locale"),
        "mail": _word("e-?mail", "mail", r"e-?mail[ _]?address", "sähköposti", "sähköpostiosoite", "e-?post"),
        "contact": _word("contact", r"contact[ _]?(?:id|no|nr|key)", "yhteyshenkilö", "kontaktperson", "kontakt"),
        "account": _word(
            "account", r"account[ _]?(?:id|no|nr|key)", "company", "customer", r"customer[ _]?(?:id|no|nr)", "client",
            "asiakas", "asiakasnumero", "asiakasyritys", "yritys", "kund", "kundnummer", "kundföretag", "företag",
            "organisation", "organization",
        ),
        "account_name": _word(
            r"(?:account|company|customer|client|organi[sz]ation)[ _]?name", r"(?:asiakkaan|yrityksen)[ _]?nimi",
            "yritysnimi", r"(?:företags|kund)[ _]?namn",
        ),
        "decision_role": _word(r"decision[ _]?role", r"rooli(?:[ _]?päätöksessä)?", r"role", r"roll"),
        "buyer_kind": _word(r"buyer[ _]?kind", r"new[ _]?or[ _]?repeat"),
        "segment": _word("segment", r"customer[ _]?(?:group|segment)", "asiakasryhmä", "segmentti", "kundgrupp"),
        "touchpoint": _word("touch[ _-]?point", "kosketuspiste", "kohtaamispiste", "kontaktpunkt"),
    },
)  # fmt: skip
WHEN = re.compile(
    r"date|(?:^|[\W_])(?:time|day|dt|at|pvm|päivä|päiväys|aika|ajankohta|datum|dag|tid|tidpunkt)(?:$|[\W_])|"
    r"timestamp|submitted|answered|completed|vastattu|vastausaika|besvarad|paiva",
    re.IGNORECASE,
)
WHEN_BARE = re.compile(r"date$|(?:^|[\W_])(?:day|pvm|päivä|dag|datum)$", re.IGNORECASE)
RECOMMEND = re.compile(
    r"\be?nps\b|net ?pro|netpro|nps|recommend|promot|suosit|rekommend|likel(?:y|ihood)", re.IGNORECASE
)
EFFORT = re.compile(r"(?:^|[\W_\d])ces(?:$|[\W_\d])|effort|easy|ease\b|vaivatt|helppo|enkel|smidig", re.IGNORECASE)
SATISFIED = re.compile(r"csat|satisf|tyytyv|nöjd|nojd|overall|yleisarv|kokonais|helhet|(?<=[\d_])ALL$", re.IGNORECASE)
EXPECTED = re.compile(r"expect|odotu|förvänt|disconf", re.IGNORECASE)
RATED = re.compile(r"rating|score|rate$|grade|arvosana|arvio|pisteet|betyg|omdöme|poäng|\bmark\b", re.IGNORECASE)

_ITEM = (
    re.compile(r"^(\W*[A-Za-zÅÄÖåäö]*\d+)[ _.]*[A-Za-zÅÄÖåäö]+\w*$"),  # Q7ART, Q7_FOOD
    re.compile(r"^(\W*[A-Za-zÅÄÖåäö][\w ]*?)[ _.-]*\d+[a-z]?$"),  # csor_1, CUEX3
    re.compile(r"^.*?[ _.-]+([A-Za-zÅÄÖåäö]+)$"),  # comfort_rating
)


def batteries(names: Sequence[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Columns whose names say that they are items of one question, in groups of three or more.

    Args:
        names: columns' names.

    Returns:
        What the names share, and the columns; a column may stand in several groups.

    Example:
        >>> batteries(["Q7ART", "Q7FOOD", "Q7ALL", "LANG"])
        (('Q7', ('Q7ART', 'Q7FOOD', 'Q7ALL')),)
    """
    groups: dict[str, list[str]] = {}
    for name in names:
        for pattern in _ITEM:
            if found := pattern.match(name):
                groups.setdefault(found.group(1), []).append(name)
    return tuple((stem, tuple(group)) for stem, group in groups.items() if len(group) >= 3)  # noqa: PLR2004 - three are a pattern


def plain(name: str) -> str:
    """A name as it is compared between waves: letters and digits alone, in lower case.

    Example:
        >>> plain("*RESPNUM "), plain("Q13 COUNTY")
        ('respnum', 'q13county')
    """
    return re.sub(r"[\W_]+", "", name).lower()
