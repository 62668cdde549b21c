"""The words that charts of drivers say, in three languages."""

from __future__ import annotations

from cxlab.charts import figures
from cxlab.results import Estimate

_TEXTS: dict[str, dict[str, str]] = {
    "share_axis": {
        "en": "Share of what the drivers explain together",
        "fi": "Osuus siitä, minkä tekijät yhdessä selittävät",
        "sv": "Andel av det som faktorerna tillsammans förklarar",
    },
    "mean_axis": {
        "en": "Mean score, {low} to {high}",
        "fi": "Arvosanojen keskiarvo, {low}–{high}",
        "sv": "Medelbetyg, {low} till {high}",
    },
    "scale_axis": {
        "en": "Mean score as a share of its scale",
        "fi": "Arvosanojen keskiarvo osuutena asteikosta",
        "sv": "Medelbetyg som andel av skalan",
    },
    "tied": {
        "en": "Brackets: cannot be told apart.",
        "fi": "Hakaset: eroa ei voida osoittaa.",
        "sv": "Klamrar: kan inte skiljas åt.",
    },
    "chance": {
        "en": "Hollow: no more than chance.",
        "fi": "Ontto: ei sattumaa enempää.",
        "sv": "Ihålig: inte mer än slumpen.",
    },
    "equal": {
        "en": "Dashed: equal shares.",
        "fi": "Katkoviiva: tasaosuudet.",
        "sv": "Streckad: lika andelar.",
    },
    "bars": {
        "en": "{n} drivers of {outcome}; together they explain {r2} of its differences. {all}",
        "fi": "Vaikuttavia tekijöitä {n}, kohteena {outcome}; yhdessä ne selittävät sen eroista {r2}. {all}",
        "sv": "{n} faktorer som påverkar {outcome}; tillsammans förklarar de {r2} av skillnaderna. {all}",
    },
    "bar": {
        "en": "{name}: {share}, place {place}",
        "fi": "{name}: {share}, sija {place}",
        "sv": "{name}: {share}, plats {place}",
    },
    "by_chance": {
        "en": "no more than chance",
        "fi": "ei sattumaa enempää",
        "sv": "inte mer än slumpen",
    },
    "ties": {
        "en": "Cannot be told apart: {all}.",
        "fi": "Eroa ei voida osoittaa: {all}.",
        "sv": "Kan inte skiljas åt: {all}.",
    },
    "map": {
        "en": "Importance for {outcome} and mean score of {n} drivers. {all}",
        "fi": "Tärkeys ja keskiarvo, kohteena {outcome}; vaikuttavia tekijöitä {n}. {all}",
        "sv": "Betydelse för {outcome} och medelbetyg för {n} faktorer. {all}",
    },
    "place": {
        "en": "{name}: importance {share}, score {score}: {where}",
        "fi": "{name}: tärkeys {share}, arvosana {score}: {where}",
        "sv": "{name}: betydelse {share}, betyg {score}: {where}",
    },
    "improve_first": {"en": "improve first", "fi": "paranna ensin", "sv": "förbättra först"},
    "keep_up": {"en": "keep it up", "fi": "pidä yllä", "sv": "behåll nivån"},
    "not_first": {"en": "low, but not first", "fi": "heikko, ei ensimmäisenä", "sv": "lågt, men inte först"},
    "enough": {"en": "good enough", "fi": "riittää näin", "sv": "räcker så"},
    "cannot_tell": {"en": "cannot be told yet", "fi": "ei voida vielä sanoa", "sv": "kan inte sägas ännu"},
    "nothing": {
        "en": "Too few answers to tell what matters.",
        "fi": "Vastauksia on liian vähän, jotta voisi sanoa, mikä vaikuttaa.",
        "sv": "För få svar för att säga vad som påverkar.",
    },
}


def say(key: str, language: str, **values: object) -> str:
    """A phrase by its key; another language than ours is answered in English.

    Example:
        >>> say("improve_first", "fi")
        'paranna ensin'
    """
    texts = _TEXTS[key]
    return texts.get(language, texts["en"]).format(**values)


def share(one: Estimate, language: str) -> str:
    """A share with its interval, in words of a picture.

    Example:
        >>> share(Estimate(0.34, 0.25, 0.43, 500, None, "bootstrap", "driver_share@1"), "en")
        '34% (25 to 43%)'
    """
    return spelt(one, "share", language)


def spelt(one: Estimate, unit: str, language: str) -> str:
    """A value in its unit with its interval, where it has one.

    Example:
        >>> spelt(Estimate(4.12, 4.0, 4.25, 500, None, "t", "mean@1"), "scale", "sv")
        '4,12 (4,00–4,25)'
    """
    if one.value is None:
        return "-"
    value = figures.figure(one.value, unit, language)
    if one.low is None or one.high is None:
        return value
    return f"{value} ({figures.between(one.low, one.high, unit, language)})"


def rank(ranks: tuple[int, int], language: str) -> str:
    """A place, or the places left open.

    Example:
        >>> rank((1, 1), "en"), rank((2, 4), "fi")
        ('1', '2–4')
    """
    first, last = (str(one) for one in ranks)
    return first if first == last else figures.span(first, last, language)
