"""Decides what the snapshot knows of customers: keys and classes, no names and no addresses."""

from __future__ import annotations

import polars as pl

from polku.people.models import Account, Contact
from polku.snapshot.codes import Codes
from polku.snapshot.sources.reading import Read, Reading, Source, coded


def _accounts(_month: str, reading: Reading, _before: pl.DataFrame | None) -> Read:
    rows = (
        Account.objects.filter(Account.present())
        .order_by("pk")
        .values_list(
            "key", "segment__key", "account_group", "language", "country", "found_us", "is_own", "customer_since", "pk"
        )
    )
    plain = ((*row[:7], row[7] and row[7].year * 100 + row[7].month, row[8]) for row in rows)
    same = ("account", "segment", "account_group", "language", "country", "found_us")
    return Read(coded("accounts", plain, {name: name for name in same}, reading))


def _contacts(_month: str, reading: Reading, _before: pl.DataFrame | None) -> Read:
    rows = (
        Contact.objects.filter(Contact.present())
        .order_by("pk")
        .values_list(
            "key", "account__key", "unit__name", "decision_role", "buyer_kind", "language", "country", "active"
        )
    )
    same = ("contact", "account", "unit", "decision_role", "buyer_kind", "language", "country")
    return Read(coded("contacts", rows, {name: name for name in same}, reading))


def gone_contacts(codes: Codes) -> tuple[int, ...]:
    """The codes of contacts that the store no longer knows."""
    known = {str(key) for key in Contact.objects.values_list("key", flat=True)}
    return tuple(code for code, key in enumerate(codes.keys("contact")) if key not in known)


ACCOUNTS = Source(_accounts)
CONTACTS = Source(_contacts)
