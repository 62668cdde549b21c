"""The words that the pages of imports have for kinds of files, what a column is, states and forms of files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

KINDS: Mapping[str, Any] = {
    "answers": pgettext_lazy("what a file holds", "Answers to a survey"),
    "accounts": _("Customer accounts"),
    "contacts": _("Contacts: people of customers"),
    "revenue": _("Revenue by account and month"),
    "offers": _("Offers and what became of them"),
    "events": _("Touchpoint events"),
}
ROLES: Mapping[str, Any] = {
    "answer": pgettext_lazy("column", "Answer"),
    "respondent": _("Respondent's number"),
    "account": _("Account, by its id"),
    "account_name": _("Account, by its name"),
    "contact": _("Contact, by its id"),
    "mail": _("Mail address"),
    "time": pgettext_lazy("column", "Time"),
    "day": _("Day"),
    "weight": _("Weight"),
    "language": _("Language"),
    "segment": _("Segment"),
    "decision_role": _("Role in the decision"),
    "buyer_kind": _("New or repeat buyer"),
    "unit": _("Unit"),
    "wave": _("Wave"),
    "touchpoint": _("Touchpoint"),
    "background": _("Background, kept as it is"),
    "ignored": _("Left out"),
    "id": _("Id in another system"),
    "name": _("Name"),
    "country": _("Country"),
    "account_group": _("Account group"),
    "found_us": _("How they found us"),
    "owner": pgettext_lazy("of an account", "Owner"),
    "deputy": _("Deputy"),
    "end_customer": _("End customer"),
    "customer_since": _("Customer since"),
    "phone": _("Phone number"),
    "consent": _("Consent to be asked"),
    "month": _("Month"),
    "amount": _("Amount"),
    "currency": _("Currency"),
    "made": _("Day the offer was made"),
    "decided": _("Day it was decided"),
    "outcome": _("Won, lost or open"),
    "case": pgettext_lazy("column", "Walk: what its events share"),
    "actor": _("Who did it"),
    "channel": _("Channel"),
    "failing": _("Whether it failed"),
}
# In which heap a column is shown; the order is that of the page.
GROUPS: dict[str, Any] = {
    "open": _("To be decided"),
    "answer": pgettext_lazy("columns", "Answers"),
    "known": _("Who, when, weight"),
    "background": pgettext_lazy("columns", "Background"),
    "ignored": _("Left out"),
    "all": _("All"),
}
USED = pgettext_lazy("columns", "Brought in")
STATES: Mapping[str, Any] = {
    "waiting": _("To be looked at"),
    "reading": _("Being read"),
    "arriving": pgettext_lazy("state of an import", "Coming in"),
    "landed": _("Landed"),
    "failed": _("Broke off"),
    "undone": _("Undone"),
}
FILES: Mapping[str, Any] = {
    "csv": _("Text with separators (CSV)"),
    "xlsx": _("Excel workbook"),
    "sav": _("SPSS file"),
    "parquet": _("Parquet file"),
}
SEPARATORS: Mapping[str, Any] = {
    ",": _("Comma"),
    ";": _("Semicolon"),
    "\t": _("Tab"),
    "|": _("Vertical bar"),
}
DECIMALS: Mapping[str, Any] = {".": _("Point, as in 1.5"), ",": _("Comma, as in 1,5")}
ENCODINGS: Mapping[str, str] = {
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "cp1252": "Windows-1252",
    "iso-8859-1": "ISO-8859-1",
    "iso-8859-15": "ISO-8859-15",
}
DATE_ORDERS: Mapping[str, Any] = {
    "": _("As they can be read"),
    "day_first": _("Day first, as in 31.12.2026"),
    "month_first": _("Month first, as in 12/31/2026"),
    "year_first": _("Year first, as in 2026-12-31"),
}


# What a column is that nobody has said more of.
PASSED_OVER = frozenset({"background", "ignored"})


def role_group(role: str) -> str:
    """The heap of a column."""
    return role if role in {"answer", "background", "ignored"} else "known"


def said(table: Mapping[str, Any], key: str) -> str:
    """The word for a key; a key without one as it is."""
    return str(table.get(key, key))
