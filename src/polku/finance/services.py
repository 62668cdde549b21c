"""Writes of revenue and offers: many at once, each once however often they are sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from polku.finance import models, rules
from polku.governance.gate import Viewer, require
from polku.governance.rules import Refused
from polku.governance.services import audit, mark_dirty
from polku.people.models import Account

BATCH = 500


@dataclass(frozen=True, slots=True)
class RevenueRow:
    """An amount that an account bought for in a month, as in 2026-03."""

    account: int
    month: str
    amount: Decimal
    currency: str = "EUR"


@transaction.atomic
def record_revenue(rows: Sequence[RevenueRow], *, imported: int | None = None, actor: Viewer) -> int:
    """Keep these lines; one that is there (same account, month and import) takes the new amount. Returns how many.

    Lines of one account and month within the call are added together. Raises Refused naming the line (from 1) and
    what is wrong with it; then nothing is kept. At most 5,000 lines a call.
    """
    require(actor, "import_data")
    summed: dict[tuple[int, str], RevenueRow] = {}
    known = set(Account.objects.filter(pk__in={row.account for row in rows}).values_list("pk", flat=True))
    for number, row in enumerate(rows, 1):
        if row.account not in known:
            raise Refused(_("Line %(number)s: no such account.") % {"number": number}, "account")
        if wrong := rules.fault(row.month, row.amount, row.currency):
            raise Refused(_told(wrong) % {"number": number}, wrong)
        earlier = summed.get((row.account, row.month))
        if earlier and earlier.currency != row.currency:
            raise Refused(
                _("Line %(number)s: this account has another currency in the same month.") % {"number": number},
                "currency",
            )
        amount = row.amount + (earlier.amount if earlier else 0)
        summed[row.account, row.month] = RevenueRow(row.account, row.month, amount, row.currency)
    _upsert(list(summed.values()), imported)
    if summed:
        mark_dirty("revenue", *{row.month for row in summed.values()}, imported=imported)
        if imported is None:
            audit(actor, "record", "revenue", "", ["amount"])
    return len(summed)


def _told(wrong: str) -> str:
    return {
        "month": _("Line %(number)s: write the month as in 2026-03."),
        "amount": _("Line %(number)s: the amount is not a number that can be kept."),
        "currency": _("Line %(number)s: write the currency as three capital letters, as in EUR."),
    }[wrong]


def _upsert(rows: Sequence[RevenueRow], imported: int | None) -> None:
    """Two statements a batch, alike on every store; the lines found are locked."""
    now = timezone.now()
    for start in range(0, len(rows), BATCH):
        some = {(row.account, row.month): row for row in rows[start : start + BATCH]}
        found = models.Revenue.objects.select_for_update().filter(
            imported=imported,
            account__in={account for account, _month in some},
            month__in={month for _account, month in some},
        )
        there = []
        for line in found.order_by("pk"):
            row = some.pop((line.account_id, line.month), None)
            if row is not None:
                line.amount, line.currency, line.entered_at = row.amount, row.currency, now
                there.append(line)
        models.Revenue.objects.bulk_update(there, ["amount", "currency", "entered_at"], batch_size=200)
        models.Revenue.objects.bulk_create(
            models.Revenue(
                account_id=row.account,
                month=row.month,
                amount=row.amount,
                currency=row.currency,
                entered_at=now,
                imported_id=imported,
            )
            for row in some.values()
        )


@dataclass(frozen=True, slots=True)
class OfferRow:
    """An offer made to an account. ``known_by`` tells it from every other of the account, file after file."""

    account: int
    known_by: str
    made: date
    outcome: str = "open"
    decided: date | None = None
    amount: Decimal | None = None
    currency: str = ""
    contact: int | None = None
    touchpoint: int | None = None


@transaction.atomic
def record_offers(rows: Sequence[OfferRow], *, imported: int | None = None, actor: Viewer) -> int:
    """Keep these offers; one that is there (same account, id and import) takes what is said now. Returns how many.

    Raises Refused naming the line (from 1) and what is wrong with it; then nothing is kept. At most 5,000 a call.
    """
    require(actor, "import_data")
    last: dict[tuple[int, str], OfferRow] = {}
    for number, row in enumerate(rows, 1):
        if wrong := rules.fault_of_offer(row.made, row.decided, row.outcome, row.amount, row.currency):
            raise Refused(_told_of_offer(wrong) % {"number": number}, wrong)
        last[row.account, row.known_by] = row
    now = timezone.now()
    for start in range(0, len(last), BATCH):
        some = dict(list(last.items())[start : start + BATCH])
        there = models.Offer.objects.filter(
            imported=imported, account__in={key[0] for key in some}, known_by__in={key[1] for key in some}
        )
        again = [one.pk for one in there if (one.account_id, one.known_by) in some]
        models.Offer.objects.filter(pk__in=again).delete()
        models.Offer.objects.bulk_create(_offer(row, now, imported) for row in some.values())
    if last and imported is None:
        audit(actor, "record", "offer", "", ["outcome"])
    return len(last)


def _offer(row: OfferRow, now: datetime, imported: int | None) -> models.Offer:
    return models.Offer(
        account_id=row.account, contact_id=row.contact, touchpoint_id=row.touchpoint, known_by=row.known_by[:100],
        made=row.made, decided=row.decided, outcome=row.outcome, amount=row.amount, currency=row.currency,
        entered_at=now, imported_id=imported,
    )  # fmt: skip


def _told_of_offer(wrong: str) -> str:
    return {
        "outcome": _("Line %(number)s: an offer is open, won or lost."),
        "decided": _("Line %(number)s: an offer is decided after it was made, and then it is won or lost."),
        "amount": _("Line %(number)s: the amount is not a number that can be kept."),
        "currency": _("Line %(number)s: write the currency as three capital letters, as in EUR."),
    }[wrong]
