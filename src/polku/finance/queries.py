"""Reads of revenue and offers; each currency apart, for adding them would be no amount."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import QuerySet

from polku.finance import models
from polku.governance.gate import Viewer, require


@dataclass(frozen=True, slots=True)
class Amount:
    """Revenue of one period in one currency; ``months`` is how many months it comes from."""

    period: str
    amount: Decimal
    currency: str
    months: int


@dataclass(frozen=True, slots=True)
class Share:
    """One account's revenue in a span of months."""

    account: int
    amount: Decimal
    currency: str


def _seen(viewer: Viewer) -> QuerySet[models.Revenue]:
    require(viewer, "see_figures")
    rows = models.Revenue.standing()
    return rows if viewer.account_scope is None else rows.filter(account__in=viewer.account_scope)


def _summed(rows: Iterable[tuple[str, Decimal, str]], width: int) -> tuple[Amount, ...]:
    sums: dict[tuple[str, str], list[Decimal]] = defaultdict(list)
    months: dict[tuple[str, str], set[str]] = defaultdict(set)
    for month, amount, currency in rows:
        sums[month[:width], currency].append(amount)
        months[month[:width], currency].add(month)
    return tuple(
        Amount(period, sum(sums[period, currency], Decimal(0)), currency, len(months[period, currency]))
        for period, currency in sorted(sums)
    )


def of_account(account: UUID, *, viewer: Viewer) -> tuple[Amount, ...]:
    """An account's revenue by year, oldest first."""
    rows = _seen(viewer).filter(account__key=account).values_list("month", "amount", "currency")
    return _summed(rows, width=4)


def by_year(*, viewer: Viewer) -> tuple[Amount, ...]:
    """All customers' revenue by year, oldest first; our own organisation's not."""
    rows = _seen(viewer).filter(account__is_own=False).values_list("month", "amount", "currency")
    return _summed(rows, width=4)


def by_month(first: str, last: str, *, viewer: Viewer) -> tuple[Amount, ...]:
    """All customers' revenue by month, from the first to the last of them."""
    rows = _seen(viewer).filter(account__is_own=False, month__gte=first, month__lte=last)
    return _summed(rows.values_list("month", "amount", "currency"), width=7)


def by_account(first: str, last: str, *, viewer: Viewer) -> tuple[Share, ...]:
    """Each customer's revenue from the first to the last of the months, largest first."""
    rows = _seen(viewer).filter(account__is_own=False, month__gte=first, month__lte=last)
    sums: dict[tuple[int, str], Decimal] = defaultdict(Decimal)
    for account, amount, currency in rows.values_list("account", "amount", "currency"):
        sums[account, currency] += amount
    shares = (Share(account, amount, currency) for (account, currency), amount in sums.items())
    return tuple(sorted(shares, key=lambda share: (-share.amount, share.account)))


@dataclass(frozen=True, slots=True)
class Offered:
    """An offer: when it was made and decided, and what became of it."""

    made: date
    decided: date | None
    outcome: str
    amount: Decimal | None
    currency: str


@dataclass(frozen=True, slots=True)
class OfferCounts:
    """Offers of a segment (its key; empty for accounts without one): won and lost are decided, open ones wait."""

    segment: str
    won: int
    lost: int
    open: int


def offers_of(account: UUID, *, viewer: Viewer) -> tuple[Offered, ...]:
    """An account's offers, newest first."""
    rows = _offers(viewer).filter(account__key=account).order_by("-made", "-pk")
    return tuple(Offered(row.made, row.decided, row.outcome, row.amount, row.currency) for row in rows)


def offer_counts(first: date, last: date, *, viewer: Viewer) -> tuple[OfferCounts, ...]:
    """Customers' offers made from the first to the last day, by segment: what a hit rate is made of."""
    rows = _offers(viewer).filter(account__is_own=False, made__gte=first, made__lte=last)
    found: dict[str, dict[str, int]] = defaultdict(lambda: {"won": 0, "lost": 0, "open": 0})
    for segment, outcome in rows.values_list("account__segment__key", "outcome"):
        found[segment or ""][outcome] += 1
    return tuple(OfferCounts(segment, **found[segment]) for segment in sorted(found))


@dataclass(frozen=True, slots=True)
class Decided:
    """A customer's offer that was won or lost on a day; of one without such a day, the day it was made."""

    account: int
    segment: str
    day: date
    won: bool


def decided(*, viewer: Viewer) -> tuple[Decided, ...]:
    """Every offer to a customer that has been decided, in no order."""
    rows = _offers(viewer).filter(account__is_own=False, outcome__in=("won", "lost"))
    told = rows.values_list("account", "account__segment__key", "made", "decided", "outcome")
    return tuple(
        Decided(account, segment or "", on or made, outcome == "won") for account, segment, made, on, outcome in told
    )


def _offers(viewer: Viewer) -> QuerySet[models.Offer]:
    require(viewer, "see_figures")
    rows = models.Offer.standing()
    return rows if viewer.account_scope is None else rows.filter(account__in=viewer.account_scope)
