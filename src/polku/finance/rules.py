"""Decides what a line of revenue has to be before it is kept."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from polku.governance.rules import is_currency, is_month

LARGEST = Decimal("999999999999.99")


def fault(month: str, amount: Decimal, currency: str) -> str:
    """Which part of a line cannot be: "month", "amount", "currency", or nothing.

    >>> fault("2026-13", Decimal(1), "EUR")
    'month'
    """
    if not is_month(month):
        return "month"
    if not amount.is_finite() or abs(amount) > LARGEST:
        return "amount"
    return "" if is_currency(currency) else "currency"


def years(months: Iterable[str]) -> list[int]:
    """The years that the months fall in, oldest first."""
    return sorted({int(month[:4]) for month in months})
