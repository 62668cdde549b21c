"""The words in which the command tells journeys, in three languages; it loads no Django, so it carries its own."""

from __future__ import annotations

_TEXTS: dict[str, dict[str, str]] = {
    "planned": {
        "en": "{share} of {n} cases took the planned touchpoints in a planned order.",
        "fi": "{n} polusta {share} kulki suunnitellut kosketuspisteet suunnitellussa järjestyksessä.",
        "sv": "Av {n} resor gick {share} genom de planerade kontaktpunkterna i planerad ordning.",
    },
    "planned_one": {
        "en": "{share} of 1 case took the planned touchpoints in a planned order.",
        "fi": "1 polusta {share} kulki suunnitellut kosketuspisteet suunnitellussa järjestyksessä.",
        "sv": "Av 1 resa gick {share} genom de planerade kontaktpunkterna i planerad ordning.",
    },
    "cases": {"en": "{n} cases", "fi": "{n} polkua", "sv": "{n} resor"},
    "cases_one": {"en": "1 case", "fi": "1 polku", "sv": "1 resa"},
    "events": {"en": "{n} events", "fi": "{n} tapahtumaa", "sv": "{n} händelser"},
    "events_one": {"en": "1 event", "fi": "1 tapahtuma", "sv": "1 händelse"},
    "touchpoints": {"en": "{n} touchpoints", "fi": "{n} kosketuspistettä", "sv": "{n} kontaktpunkter"},
    "touchpoints_one": {"en": "1 touchpoint", "fi": "1 kosketuspiste", "sv": "1 kontaktpunkt"},
    "ways": {"en": "{n} different walks", "fi": "{n} erilaista kulkua", "sv": "{n} olika förlopp"},
    "ways_one": {"en": "1 different walk", "fi": "1 erilainen kulku", "sv": "1 förlopp"},
    "most": {
        "en": "The most frequent holds {share} of the cases.",
        "fi": "Yleisimmän osuus poluista on {share}.",
        "sv": "Det vanligaste står för {share} av resorna.",
    },
    "accounts": {
        "en": "{n} accounts; intervals are clustered by account.",
        "fi": "Asiakasyrityksiä {n}; luottamusvälit on laskettu asiakasyrityksittäin ryvästäen.",
        "sv": "Kundföretag: {n}; konfidensintervallen är klustrade per kundföretag.",
    },
    "period": {"en": "From {first} to {last}.", "fi": "Ajalta {first} – {last}.", "sv": "Från {first} till {last}."},
    "none_known": {
        "en": "None of the planned touchpoints is in the log: are they called by the names that the log uses?",
        "fi": "Lokissa ei ole yhtäkään suunniteltua kosketuspistettä: onko niillä samat nimet kuin lokissa?",
        "sv": "Ingen av de planerade kontaktpunkterna finns i loggen: heter de som i loggen?",
    },
    "some_unknown": {
        "en": "Planned, but never in the log: {names}.",
        "fi": "Suunniteltu, mutta ei kertaakaan lokissa: {names}.",
        "sv": "Planerade, men aldrig i loggen: {names}.",
    },
    "missing": {"en": "missing", "fi": "jäi toteutumatta", "sv": "uteblev"},
    "ad_hoc": {"en": "ad hoc", "fi": "suunnittelematon", "sv": "oplanerad"},
    "out_of_order": {"en": "out of order", "fi": "väärässä järjestyksessä", "sv": "i fel ordning"},
    "repeated": {"en": "repeated", "fi": "toistunut", "sv": "upprepad"},
    "late": {"en": "late", "fi": "myöhässä", "sv": "försenad"},
    "failing": {"en": "failing", "fi": "epäonnistunut", "sv": "misslyckad"},
    "as_planned": {"en": "as planned", "fi": "suunnitellusti", "sv": "enligt plan"},
    "brand": {"en": "brand", "fi": "oma", "sv": "egen"},
    "partner": {"en": "partner", "fi": "kumppani", "sv": "partner"},
    "customer": {"en": "customer", "fi": "asiakas", "sv": "kund"},
    "social": {"en": "social", "fi": "sosiaalinen", "sv": "social"},
    "deviations": {"en": "Deviations from the plan", "fi": "Poikkeamat suunnitelmasta", "sv": "Avvikelser från planen"},
    "funnel": {"en": "How far cases get", "fi": "Miten pitkälle päästään", "sv": "Hur långt resorna når"},
    "walks": {"en": "Most frequent walks", "fi": "Yleisimmät kulut", "sv": "Vanligaste förloppen"},
    "durations": {"en": "How long it takes", "fi": "Kuinka kauan kestää", "sv": "Hur lång tid det tar"},
    "drawing": {
        "en": "Journeys as they happened",
        "fi": "Toteutuneet asiakaspolut",
        "sv": "Kundresorna som de blev",
    },
    "how": {"en": "how", "fi": "miten", "sv": "hur"},
    "touchpoint": {"en": "touchpoint", "fi": "kosketuspiste", "sv": "kontaktpunkt"},
    "owner": {"en": "owner", "fi": "omistaja", "sv": "ägare"},
    "cases_column": {"en": "cases", "fi": "polkuja", "sv": "resor"},
    "share": {"en": "share", "fi": "osuus", "sv": "andel"},
    "accounts_column": {"en": "accounts", "fi": "asiakasyrityksiä", "sv": "kundföretag"},
    "reached": {"en": "reached", "fi": "pääsi tänne", "sv": "nådde hit"},
    "lost": {"en": "lost", "fi": "ei jatkanut", "sv": "gick inte vidare"},
    "of_previous": {"en": "of the step before", "fi": "edellisestä vaiheesta", "sv": "av steget före"},
    "walk": {"en": "walk", "fi": "kulku", "sv": "förlopp"},
    "step": {"en": "step", "fi": "väli", "sv": "steg"},
    "times": {"en": "times", "fi": "kertoja", "sv": "gånger"},
    "median": {"en": "median", "fi": "mediaani", "sv": "median"},
    "p90": {"en": "90th percentile", "fi": "90. prosenttipiste", "sv": "90:e percentilen"},
    "between": {"en": "From one to the other", "fi": "Yhdestä toiseen", "sv": "Från den ena till den andra"},
    "begun": {"en": "begun", "fi": "alkanut", "sv": "påbörjade"},
    "went_on": {"en": "arrived", "fi": "perillä", "sv": "framme"},
    "open": {"en": "still under way", "fi": "vielä kesken", "sv": "pågår ännu"},
    "hours": {"en": "{n} h", "fi": "{n} h", "sv": "{n} h"},
    "more": {
        "en": "... and {n} more; --json has them all.",
        "fi": "... ja {n} muuta; --json antaa kaikki.",
        "sv": "... och {n} till; --json ger alla.",
    },
    "one_fits": {
        "en": "Case {case}: {steps}, all as planned.",
        "fi": "Polku {case}: {steps}, kaikki suunnitellusti.",
        "sv": "Resa {case}: {steps}, allt enligt plan.",
    },
    "one_left": {
        "en": "Case {case}: {steps}, {odd} not as planned.",
        "fi": "Polku {case}: {steps}, suunnitelmasta poikkeavia {odd}.",
        "sv": "Resa {case}: {steps}, {odd} inte enligt plan.",
    },
    "time": {"en": "time (UTC)", "fi": "aika (UTC)", "sv": "tid (UTC)"},
    "score": {"en": "score", "fi": "arvosana", "sv": "betyg"},
    "method": {
        "en": "Intervals hold with 95%. A deviation is read from an alignment of least cost; it says what, not why.",
        "fi": "Luottamusvälit pätevät 95 prosentin varmuudella. Poikkeama luetaan kulun ja suunnitelman "
        "edullisimmasta kohdistuksesta; se kertoo mitä tapahtui, ei miksi.",
        "sv": "Konfidensintervallen gäller med 95 procents säkerhet. En avvikelse läses ur den billigaste "
        "jämkningen mellan förlopp och plan; den säger vad som hände, inte varför.",
    },
}


def say(key: str, language: str, **values: object) -> str:
    """A phrase by its key.

    Example:
        >>> say("missing", "fi")
        'jäi toteutumatta'
    """
    return _TEXTS[key][language].format(**values)


def counted(n: int, written: str, key: str, language: str) -> str:
    """A number of things, one of a thing as one.

    Example:
        >>> counted(1, "1", "cases", "sv"), counted(2, "2", "cases", "sv")
        ('1 resa', '2 resor')
    """
    return say(f"{key}_one", language) if n == 1 else say(key, language, n=written)
