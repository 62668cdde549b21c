"""Decides what the snapshot knows of customers: keys and classes, no names and no addresses."""

from __future__ import annotations

import polars as pl

from polku.people.models import Account, Contact
from polku.snapshot.sources.reading import Read, Reading, Source, coded


def _accounts(_month: str, reading: Reading, _before: pl.DataFrame | None) -> Read:
    rows = (
        Account.objects.filter(Account.present())
        .order_by("pk")
        .values_list("key", "segment__key", "language", "country", "found_us", "is_own", "customer_since", "pk")
    )
    plain = (
        (key, segment, language, country, found_us, is_own, since and since.year * 100 + since.month, pk)
        for key, segment, language, country, found_us, is_own, since, pk in rows
    )
    dimensions = {"account": "account", "segment": "segment", "language": "language", "country": "country"}
    return Read(coded("accounts", plain, {**dimensions, "found_us": "found_us"}, reading))


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


ACCOUNTS = Source(_accounts)
CONTACTS = Source(_contacts)
