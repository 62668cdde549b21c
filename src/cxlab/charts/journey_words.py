"""The words that charts of journeys say, in three languages."""

from __future__ import annotations

_TEXTS: dict[str, dict[str, str]] = {
    "missing": {"en": "missing", "fi": "jäi toteutumatta", "sv": "uteblev"},
    "ad_hoc": {"en": "not planned", "fi": "suunnittelematon", "sv": "oplanerad"},
    "out_of_order": {"en": "out of order", "fi": "väärässä järjestyksessä", "sv": "i fel ordning"},
    "repeated": {"en": "repeated", "fi": "toistunut", "sv": "upprepad"},
    "late": {"en": "late", "fi": "myöhässä", "sv": "försenad"},
    "failing": {"en": "failing", "fi": "epäonnistunut", "sv": "misslyckad"},
    "as_planned": {"en": "as planned", "fi": "suunnitellusti", "sv": "enligt plan"},
    "deviations": {
        "en": "share of cases that left the plan here",
        "fi": "poikenneiden osuus",
        "sv": "andel avvikelser",
    },
    "reached": {
        "en": "{name}: {n} reached it, {share} of those who began",
        "fi": "{name}: {n} tuli tänne, {share} aloittaneista",
        "sv": "{name}: {n} kom hit, {share} av dem som började",
    },
    "lost": {"en": "{n} did not go on", "fi": "{n} ei jatkanut", "sv": "{n} gick inte vidare"},
    "funnel": {
        "en": "{n} steps in order. {all}",
        "fi": "Vaiheita järjestyksessä: {n}. {all}",
        "sv": "{n} steg i ordning. {all}",
    },
    "walk": {
        "en": "One walk, {n} touchpoints. {all}",
        "fi": "Yksi toteutunut polku, kosketuspisteitä {n}. {all}",
        "sv": "En faktisk resa, {n} kontaktpunkter. {all}",
    },
    "score": {"en": "score {value}", "fi": "arvosana {value}", "sv": "betyg {value}"},
    "days": {"en": "{n} d", "fi": "{n} pv", "sv": "{n} d"},
    "hours": {"en": "{n} h", "fi": "{n} t", "sv": "{n} h"},
    "minutes": {"en": "{n} min", "fi": "{n} min", "sv": "{n} min"},
    "later": {"en": "{span} later", "fi": "{span} myöhemmin", "sv": "{span} senare"},
    "radar": {
        "en": "Scores of {n} phases from the middle outwards, {low} to {high}. {all}",
        "fi": "Vaiheiden arvosanat keskeltä ulospäin, {low}–{high}; vaiheita {n}. {all}",
        "sv": "Betyg för {n} faser från mitten utåt, {low} till {high}. {all}",
    },
    "dashed_target": {"en": "Dashed: target.", "fi": "Katkoviiva: tavoite.", "sv": "Streckad: mål."},
    "nothing": {"en": "Nothing to show yet.", "fi": "Ei vielä näytettävää.", "sv": "Inget att visa ännu."},
}
_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400


def say(key: str, language: str, **values: object) -> str:
    """A phrase by its key; another language than ours is answered in English.

    Example:
        >>> say("missing", "fi")
        'jäi toteutumatta'
    """
    texts = _TEXTS[key]
    return texts.get(language, texts["en"]).format(**values)


def wait(seconds: int, language: str) -> str:
    """How long, in the largest unit that is full at least twice; minutes below two hours.

    Example:
        >>> wait(90 * 60, "en"), wait(50 * 3600, "fi"), wait(30 * 3600, "sv")
        ('90 min', '2 pv', '30 h')
    """
    for key, unit in (("days", _DAY), ("hours", _HOUR)):
        if seconds >= 2 * unit:
            return say(key, language, n=round(seconds / unit))
    return say("minutes", language, n=round(seconds / _MINUTE))
