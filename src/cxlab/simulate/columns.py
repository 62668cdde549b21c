"""The tables a simulated company consists of: their columns, types and meaning.

Identifiers are integers that count from 0 in their table (account 0 is our own organisation, contacts 0-7 its people);
references carry the name of what they point to. Times are UTC epoch seconds (``*_s`` and ``answered_at``), months
``YYYY-MM`` and days ISO dates, both local (Europe/Helsinki). Money is whole euros. Codes are lower-case words.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

_NAMES: dict[str, pl.DataType] = {"name_fi": pl.String(), "name_sv": pl.String(), "name_en": pl.String()}
_ID, _TEXT, _TIME, _FLAG, _DAY = pl.Int32(), pl.String(), pl.Int64(), pl.Boolean(), pl.Date()

SEGMENTS = ("designer", "wholesaler", "contractor")
LANGUAGES = ("fi", "sv", "en")
ROLES = ("decision_maker", "influencer", "user", "buyer", "gatekeeper")
UNITS = ("management", "purchasing", "design", "projects", "finance")
BUYER_KINDS = ("new", "repeat")
FOUND_US = ("referred", "advert", "fair", "search", "partner")

COLUMNS: dict[str, dict[str, pl.DataType]] = {
    # Customers and, in row 0, ourselves. owner and deputy: contacts of ours. end_customer: whom a project serves,
    # may be missing. customer_since and left: days; left is missing while the account is a customer.
    "accounts": {
        "account": _ID,
        "name": _TEXT,
        "segment": _TEXT,
        "language": _TEXT,
        "country": _TEXT,
        "found_us": _TEXT,
        "owner": _ID,
        "deputy": _ID,
        "end_customer": _TEXT,
        "is_own": _FLAG,
        "customer_since": _DAY,
        "left": _DAY,
    },
    # decision_role: ROLES; unit: UNITS; buyer_kind: new or repeat; all three missing for our own people except unit.
    "contacts": {
        "contact": _ID,
        "account": _ID,
        "name": _TEXT,
        "mail": _TEXT,
        "unit": _TEXT,
        "decision_role": _TEXT,
        "buyer_kind": _TEXT,
        "language": _TEXT,
        "country": _TEXT,
    },
    # scheme: purchase (parts before, during, after) or value (parts pre_service, core_service, post_service).
    "journeys": {"journey": _ID, "key": _TEXT, **_NAMES, "segment": _TEXT, "scheme": _TEXT, "buyer_kind": _TEXT},
    # stage: expectations, before, during, use, review.
    "phases": {"phase": _ID, "journey": _ID, "position": _ID, **_NAMES, "part": _TEXT, "stage": _TEXT},
    # One row per place in a journey; ``key`` is the same touchpoint in every journey (delivery is delivery for all).
    # owner: brand, partner, customer, social. layer: core, extended, exceeding. aim: exceed, ease. kind: purchase,
    # delivery, brand, service, web_shop, use. target_metric: ces, csat, disconfirmation, just_right, or missing.
    # position counts within the phase. planned: False for what only happens unplanned. partner: name of the partner.
    "touchpoints": {
        "touchpoint": _ID,
        "journey": _ID,
        "phase": _ID,
        "position": _ID,
        "key": _TEXT,
        **_NAMES,
        "channel": _TEXT,
        "owner": _TEXT,
        "layer": _TEXT,
        "aim": _TEXT,
        "kind": _TEXT,
        "interactive": _FLAG,
        "stated_importance": _ID,
        "target_metric": _TEXT,
        "target_value": pl.Float64(),
        "partner": _TEXT,
        "planned": _FLAG,
    },
    # The planned walk of each journey; optional touchpoints may be left out without being a deviation.
    "planned": {"journey": _ID, "position": _ID, "touchpoint": _ID, "optional": _FLAG},
    # promise: open, confidential, anonymous. audience: customer, employee. touchpoint_key: missing for the pulses.
    "surveys": {
        "survey": _ID,
        "key": _TEXT,
        **_NAMES,
        "promise": _TEXT,
        "audience": _TEXT,
        "touchpoint_key": _TEXT,
    },
    # kind: nps (0-10), ces (1-7), csat (1-5), scale (1-5), disconfirmation (-2..2), just_right (-1, 0, 1), feeling
    # (code of an option), text. definition: the metric in cxlab.definitions, missing for text (just_right3 counts its
    # answers 1 to 3). purpose: cause, outcome or missing.
    "questions": {
        "question": _ID,
        "survey": _ID,
        "position": _ID,
        "key": _TEXT,
        "kind": _TEXT,
        "definition": _TEXT,
        "touchpoint_key": _TEXT,
        "purpose": _TEXT,
        "text_fi": _TEXT,
        "text_sv": _TEXT,
        "text_en": _TEXT,
    },
    # Adjectives of the feeling questions. sign: 1 a target feeling, 0 neither, -1 its opposite.
    "options": {"question": _ID, "code": _ID, **_NAMES, "sign": _ID},
    # Measurement waves of the pulses (by survey); opened and closed are local days.
    "waves": {"wave": _ID, "survey": _ID, "opened": _DAY, "closed": _DAY},
    # Who was asked: the denominator of response rates. wave missing for touchpoint surveys, touchpoint for the pulses.
    "invitations": {
        "invitation": _ID,
        "survey": _ID,
        "wave": _ID,
        "contact": _ID,
        "account": _ID,
        "touchpoint": _ID,
        "case": _ID,
        "sent_s": _TIME,
        "answered": _FLAG,
    },
    # contact and account are missing where the promise is anonymous; answered_at is then the Monday of the week,
    # language is missing. case: the walk that set off the question.
    "responses": {
        "response": _ID,
        "survey": _ID,
        "wave": _ID,
        "contact": _ID,
        "account": _ID,
        "answered_at": _TIME,
        "language": _TEXT,
        "touchpoint": _ID,
        "case": _ID,
    },
    "answers": {"response": _ID, "question": _ID, "value": pl.Int16()},
    "comments": {"response": _ID, "question": _ID, "text": _TEXT, "language": _TEXT},
    # One row for each account and month since it became a customer, 0 in months without purchases and after it left.
    "revenue": {"account": _ID, "month": _TEXT, "amount": _TIME},
    # outcome: won, lost, declined, open. reason: missing when won or open. decided_s: missing when open.
    "offers": {
        "offer": _ID,
        "account": _ID,
        "contact": _ID,
        "case": _ID,
        "seller": _ID,
        "sent_s": _TIME,
        "decided_s": _TIME,
        "amount": _TIME,
        "outcome": _TEXT,
        "reason": _TEXT,
    },
    # ending: complete, lost, declined, open (still under way at the end date).
    "walks": {
        "case": _ID,
        "journey": _ID,
        "account": _ID,
        "contact": _ID,
        "started_s": _TIME,
        "ended_s": _TIME,
        "ending": _TEXT,
    },
    # actor: us, partner, customer, other. failing: happened, did not do its job. Sorted by case and time.
    "events": {
        "event": _ID,
        "case": _ID,
        "account": _ID,
        "contact": _ID,
        "touchpoint": _ID,
        "ts_s": _TIME,
        "actor": _TEXT,
        "channel": _TEXT,
        "failing": _FLAG,
    },
}


def table(name: str, columns: Mapping[str, Any]) -> pl.DataFrame:
    """The columns as the table ``name``: in the contract's order and types.

    Raises:
        ValueError: when a column is missing or not in the contract.
    """
    contract = COLUMNS[name]
    if set(columns) != set(contract):
        missing, unknown = sorted(set(contract) - set(columns)), sorted(set(columns) - set(contract))
        message = f"table {name}: missing {missing}, unknown {unknown}"
        raise ValueError(message)
    return pl.DataFrame({key: columns[key] for key in contract}, schema=contract, strict=False)
