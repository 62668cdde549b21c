"""Decides what a line of revenue and an offer have to be before they are kept."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
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


OUTCOMES = ("open", "won", "lost")


def fault_of_offer(made: date, decided: date | None, outcome: str, amount: Decimal | None, currency: str) -> str:
    """Which part of an offer cannot be: "decided", "outcome", "amount", "currency", or nothing.

    >>> fault_of_offer(date(2026, 3, 1), date(2026, 2, 1), "won", None, "")
    'decided'
    """
    if outcome not in OUTCOMES:
        return "outcome"
    if decided is not None and (decided < made or outcome == "open"):
        return "decided"
    if amount is not None and (not amount.is_finite() or abs(amount) > LARGEST):
        return "amount"
    return "currency" if currency and not is_currency(currency) else ""
