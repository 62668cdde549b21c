"""Decides what the snapshot knows of money: revenue by account and month."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from polku.finance.models import Revenue
from polku.snapshot.sources.reading import Read, Reading, Source, coded, month_number


def _months(_reading: Reading) -> Iterable[str]:
    return Revenue.objects.values_list("month", flat=True).distinct()


def _revenue(month: str, reading: Reading, _before: pl.DataFrame | None) -> Read:
    rows = Revenue.standing().filter(month=month).order_by("account")
    lines = (
        (key, month_number(month), currency, float(amount))
        for key, currency, amount in rows.values_list("account__key", "currency", "amount")
    )
    frame = coded("revenue", lines, {"account": "account", "currency": "currency"}, reading)
    return Read(frame, drawn=(month,) if frame.height else ())


REVENUE = Source(_revenue, _months)
