"""What customers buy: twelve months of revenue against the twelve before, and how many of the buyers buy again."""

from __future__ import annotations

from dataclasses import dataclass, replace

import polars as pl

from cxlab.metrics import counts, estimate
from cxlab.results import Estimate, Period
from polku.governance.gate import Viewer, require
from polku.governance.queries import organisation
from polku.insights.asking.laid_ready import Window
from polku.insights.asking.questions import days_of, month_at
from polku.insights.asking.weighing import revenue_of
from polku.snapshot.read import Snapshot, open_snapshot

_YEAR = 12


@dataclass(frozen=True, slots=True)
class Money:
    """What customers bought.

    Attributes:
        revenue: sum of the last twelve months with revenue, in the organisation's currency.
        before: sum of the twelve months before; None where nothing is known of them.
        currency: the currency; revenue in others is left out.
        buyers: accounts that bought.
        repeat: of the accounts that bought in the twelve months before, the share that bought again.
        period: the last twelve months.
    """

    revenue: float
    before: float | None
    currency: str
    buyers: int
    repeat: Estimate
    period: Period

    @property
    def growth(self) -> float | None:
        """Relative change of revenue against the twelve months before."""
        return self.revenue / self.before - 1 if self.before and self.before > 0 else None


def money(*, viewer: Viewer) -> Money | None:
    """What the viewer's customers bought; None while no revenue is known."""
    require(viewer, "see_figures")
    snapshot = open_snapshot()
    currency = organisation(viewer=viewer).currency
    last = _last_month(snapshot, currency)
    if last is None:
        return None
    now, then = (_seen(snapshot, viewer, end, currency) for end in (last, last - _YEAR))
    both = then.filter(pl.col("_amount") > 0).join(now.filter(pl.col("_amount") > 0), on="_account", how="left")
    again = both.select(pl.col("_amount_right").is_not_null().cast(pl.Int8).alias("again"))
    repeat = estimate(counts(again, score="again"), "yes", by=())[0].estimate
    period = Period(*days_of(month_at(last - _YEAR + 1), month_at(last)))
    if not isinstance(repeat, Estimate):
        raise TypeError(repeat)
    return Money(
        revenue=float(now["_amount"].sum()),
        before=float(then["_amount"].sum()) if then.height else None,
        currency=currency,
        buyers=now.filter(pl.col("_amount") > 0).height,
        repeat=replace(repeat, period=period),
        period=period,
    )


def _last_month(snapshot: Snapshot, currency: str) -> int | None:
    code = snapshot.places.get("currency", {}).get(currency)
    months = snapshot.table("revenue").filter(pl.col("currency") == (-1 if code is None else code))["month"]
    last = months.max()
    return None if last is None else int(str(last)) // 100 * 12 + int(str(last)) % 100 - 1


def _seen(snapshot: Snapshot, viewer: Viewer, last: int, currency: str) -> pl.DataFrame:
    """Revenue by account of customers that the viewer may see."""
    accounts = snapshot.table("accounts").filter(~pl.col("is_own"))
    if viewer.account_scope is not None:
        accounts = accounts.filter(pl.col("id").is_in(list(viewer.account_scope)))
    known = revenue_of(snapshot, Window(last - _YEAR + 1, last), currency)
    return known.filter(pl.col("_account").is_in(accounts["account"].implode()))
