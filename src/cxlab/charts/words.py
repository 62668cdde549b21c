"""The words charts say, in three languages. Charts stand below any web framework, so they carry their own."""

from __future__ import annotations

from cxlab.charts import figures
from cxlab.results import Estimate, Suppressed

# n below which a score is drawn pale: the half-width of an NPS is still 27 points there.
SMALL = 30

_TEXTS: dict[str, dict[str, str]] = {
    "interval": {
        "en": "{value}, {level} interval {span}, {answers}",
        "fi": "{value}, {level} luottamusväli {span}, {answers}",
        "sv": "{value}, {level} konfidensintervall {span}, {answers}",
    },
    "no_interval": {
        "en": "{value}, {answers}, too few for an interval",
        "fi": "{value}, {answers}, liian vähän luottamusväliin",
        "sv": "{value}, {answers}, för få för ett konfidensintervall",
    },
    "one_answer": {"en": "1 answer", "fi": "1 vastaus", "sv": "1 svar"},
    "answers": {"en": "{n} answers", "fi": "{n} vastausta", "sv": "{n} svar"},
    "no_answers": {"en": "no answers", "fi": "ei vastauksia", "sv": "inga svar"},
    "target": {"en": "target {value}", "fi": "tavoite {value}", "sv": "mål {value}"},
    "below_threshold": {
        "en": "hidden: fewer than {k} answers",
        "fi": "piilotettu: alle {k} vastausta",
        "sv": "dolt: färre än {k} svar",
    },
    "remainder_below_threshold": {
        "en": "hidden: the rest would be fewer than {k}",
        "fi": "piilotettu: muita jäisi alle {k}",
        "sv": "dolt: resten blir färre än {k}",
    },
    "kept_back": {
        "en": "kept back so that nobody's own answer shows",
        "fi": "ei näytetä, jottei kenenkään oma vastaus paljastu",
        "sv": "visas inte, så att ingens eget svar röjs",
    },
    "not_declared": {
        "en": "hidden: not told beforehand",
        "fi": "piilotettu: ei kerrottu etukäteen",
        "sv": "dolt: inte meddelat i förväg",
    },
    "not_published_yet": {"en": "not published yet", "fi": "ei vielä julkaistu", "sv": "ännu inte publicerat"},
    "hidden": {"en": "hidden", "fi": "piilotettu", "sv": "dolt"},
    "gap": {
        "en": "{value}, interval {span}",
        "fi": "{value}, luottamusväli {span}",
        "sv": "{value}, konfidensintervall {span}",
    },
    "trend": {
        "en": "By month, {first} to {last}; {months} with answers. Latest, {month}: {latest}.",
        "fi": "Kuukausittain, {first} – {last}; vastauksia {months} kuukaudelta. Viimeksi, {month}: {latest}.",
        "sv": "Månadsvis, {first} till {last}; månader med svar: {months}. Senast, {month}: {latest}.",
    },
    "trend_empty": {
        "en": "By month, {first} to {last}: nothing to show.",
        "fi": "Kuukausittain, {first} – {last}: ei näytettävää.",
        "sv": "Månadsvis, {first} till {last}: inget att visa.",
    },
    "months_hidden": {
        "en": "Hidden: {reasons}.",
        "fi": "Piilotettu: {reasons}.",
        "sv": "Dolt: {reasons}.",
    },
    "rows": {"en": "{rows} scores. {all}", "fi": "Lukuja: {rows}. {all}", "sv": "Antal resultat: {rows}. {all}"},
    "nothing": {"en": "Nothing to show yet.", "fi": "Ei vielä näytettävää.", "sv": "Inget att visa ännu."},
}


def say(key: str, language: str, **values: object) -> str:
    """A phrase by its key; another language than ours is answered in English.

    Example:
        >>> say("target", "fi", value="45")
        'tavoite 45'
    """
    texts = _TEXTS[key]
    return texts.get(language, texts["en"]).format(**values)


def level(share: float, language: str) -> str:
    """The level of an interval as each language says it.

    Example:
        >>> level(0.95, "en")
        '95%'
    """
    percent = figures.number(share * 100, 0, language)
    return {"fi": f"{percent} %:n", "sv": f"{percent} %"}.get(language, f"{percent}%").replace(" ", figures.HARD_SPACE)


def answers(n: int, language: str) -> str:
    """How many answers, in words.

    Example:
        >>> answers(1, "en"), answers(2746, "en")
        ('1 answer', '2,746 answers')
    """
    if n == 0:
        return say("no_answers", language)
    return say("one_answer", language) if n == 1 else say("answers", language, n=figures.count(n, language))


def hidden(score: Suppressed, language: str) -> str:
    """Why a figure is not shown.

    Example:
        >>> hidden(Suppressed("below_threshold", 5), "en")
        'hidden: fewer than 5 answers'
    """
    return say(score.reason if score.reason in _TEXTS else "hidden", language, k=score.threshold)


def estimate(score: Estimate | Suppressed, language: str) -> str:
    """Value, interval and n of a score in one phrase: its text alternative.

    Example:
        >>> estimate(Estimate(40.0, 37.0, 42.0, 2746, 2746.0, "adjusted_wald", "nps@1"), "en")
        '40, 95% interval 37 to 42, 2,746 answers'
    """
    if isinstance(score, Suppressed):
        return hidden(score, language)
    if score.value is None:
        return say("no_answers", language)
    unit = figures.unit_of(score.definition)
    value = figures.figure(score.value, unit, language)
    told = answers(score.n, language)
    if score.low is None or score.high is None:
        return say("no_interval", language, value=value, answers=told)
    between = figures.between(score.low, score.high, unit, language)
    return say("interval", language, value=value, level=level(score.level, language), span=between, answers=told)
