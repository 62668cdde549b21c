"""Decides which columns of accounts, contacts, revenue, offers and events are known by name, in three languages."""

from __future__ import annotations

import re
from collections.abc import Sequence

from polku.flows.import_file.mapping import ROLES, ColumnUse
from polku.flows.import_file.questions import key_of

# Whole names, as ``key_of`` writes them; the first role that fits takes a column.
_NAMES: dict[str, str] = {
    "id": r"id|(?:account|customer|client|company|contact|person|offer|deal|quote)_?(?:id|no|nr|number|key)|"
    r"asiakas(?:numero|nro|tunnus)|tarjous(?:numero|nro)|kundnummer|kund_?(?:id|nr)|offertnummer|tunnus|numero",
    "account": r"account(?:_?(?:id|no|nr|number|key))?|customer(?:_?(?:id|no|nr|number))?|client(?:_id)?|company_id|"
    r"asiakas(?:numero|nro|tunnus)?|kund(?:nummer|_?id|_?nr)?",
    "account_name": r"account_name|customer_name|company(?:_name)?|organi[sz]ation|yritys|yrityksen_nimi|"
    r"asiakkaan_nimi|foretag|kundnamn",
    "contact": r"contact(?:_?(?:id|no|nr))?|person_id|respondent|yhteyshenkilo|kontakt(?:person)?",
    "name": r"name|nimi|namn|full_name|company(?:_name)?|account_name|customer_name|contact_name|event|activity|"
    r"concept_name|yritys|foretag|tapahtuma|handelse",
    "mail": r"e?_?mail(?:_address)?|sahkoposti(?:osoite)?|e_post(?:adress)?",
    "phone": r"phone(?:_number)?|tel(?:ephone)?|mobile|puhelin(?:numero)?|telefon(?:nummer)?",
    "segment": r"segment(?:ti)?|group|customer_group|asiakasryhma|kundgrupp|class|luokka",
    "language": r"lang(?:uage)?|kieli|sprak",
    "country": r"country|maa|land",
    "unit": r"unit|department|team|yksikko|osasto|enhet|avdelning",
    "decision_role": r"decision_role|role|rooli|roll",
    "buyer_kind": r"buyer_kind|new_or_repeat",
    "consent": r"consent|suostumus|samtycke",
    "account_group": r"account_group|parent_company|parent|konserni|ketju|koncern|kedja",
    "found_us": r"found_us|lead_source|source|lahde|kalla",
    "owner": r"owner|account_manager|vastuuhenkilo|omistaja|ansvarig|agare",
    "deputy": r"deputy|varahenkilo|ersattare",
    "end_customer": r"end_customer|loppuasiakas|slutkund",
    "customer_since": r"customer_since|since|asiakas_alkaen|kund_sedan",
    "month": r"month|period|date|kuukausi|kk|manad|period|paivamaara|datum",
    "amount": r"amount|revenue|sales|value|sum|total|net|euros?|eur|summa|liikevaihto|myynti|arvo|omsattning|"
    r"forsaljning|belopp|varde",
    "currency": r"currency|valuutta|valuta",
    "made": r"made|offered|created|sent|date|offer_date|tehty|tarjottu|tarjouspaiva|skapad|offererad|datum",
    "decided": r"decided|closed|decision_date|close_date|paatetty|paatospaiva|beslutad|avslutad",
    "outcome": r"outcome|status|state|stage|won|result|tulos|tila|voitettu|utfall|vunnen",
    "touchpoint": r"touchpoint|kosketuspiste|kontaktpunkt",
    "case": r"case(?:_?(?:id|concept_name))?|journey_id|order_id|tapaus|polku|arende|fall",
    "time": r"time(?:stamp)?|ts|ts_s|time_timestamp|date(?:_?time)?|occurred(?:_at)?|aika|ajankohta|tid(?:punkt)?",
    "actor": r"actor|resource|org_resource|tekija|aktor",
    "channel": r"channel|kanava|kanal",
    "failing": r"failing|failed|failure|epaonnistui|misslyckad",
}


def roles_by_name(kind: str, names: Sequence[str]) -> dict[str, ColumnUse]:
    """A role for each column whose name says it; the others are left out."""
    found: dict[str, ColumnUse] = {}
    taken: set[str] = set()
    for name in names:
        key = key_of(name)
        roles = sorted(ROLES[kind], key=lambda one: not (one == "account" and kind != "accounts"))
        # A customer's number tells the customer, in a file of anything else it is not the number of the row.
        role = next((one for one in roles if one not in taken and _fits(one, key)), "ignored")
        if role != "ignored":
            taken.add(role)
        found[name] = ColumnUse(role)
    return found


def _fits(role: str, key: str) -> bool:
    return role in _NAMES and re.fullmatch(_NAMES[role], key) is not None


def kind_of(names: Sequence[str]) -> str:
    """What a row of a file seems to be, by the names of its columns; answers when nothing speaks for another kind."""
    for kind, needed in _SIGNS:
        roles = {use.role for use in roles_by_name(kind, names).values()}
        if needed <= roles and len(roles - {"ignored"}) >= 0.5 * len(names):
            return kind
    return "answers"


# What a file of the kind cannot do without; the most particular first.
_SIGNS: tuple[tuple[str, set[str]], ...] = (
    ("offers", {"made", "outcome"}),
    ("events", {"case", "time", "name"}),
    ("revenue", {"month", "amount", "account"}),
    ("revenue", {"month", "amount", "account_name"}),
    ("contacts", {"mail"}),
    ("contacts", {"name", "account", "phone"}),
    ("accounts", {"id", "name"}),
    ("accounts", {"name", "segment"}),
)
