"""How many of the decided offers were won: the hit rate of twelve months, its change, and that of each segment."""

from __future__ import annotations

from dataclasses import dataclass, replace

import polars as pl

from cxlab.metrics import counts, difference, estimate
from cxlab.results import Comparison, Estimate, Period
from polku.finance.queries import Decided, decided
from polku.governance.gate import Viewer, require
from polku.insights.asking.questions import days_of, month_at, number

_YEAR = 12
_TYPES = {"account": pl.Int64, "segment": pl.String, "month": pl.Int64, "won": pl.Int8}


@dataclass(frozen=True, slots=True)
class HitRate:
    """Won of won and lost offers, those still open left out.

    Attributes:
        rate: of the offers decided in the twelve months that end with the last decision; offers to one account count
            together, as its answers do.
        change: against the twelve months before; None where nothing was decided then.
        segments: the rate of each segment by its key, "" for accounts without one.
    """

    rate: Estimate
    change: Comparison | None
    segments: tuple[tuple[str, Estimate], ...]


def hit_rate(*, viewer: Viewer) -> HitRate | None:
    """The hit rate of the viewer's customers' offers; None while none has been decided."""
    require(viewer, "see_figures")
    rows = _table(decided(viewer=viewer))
    if not rows.height:
        return None
    last = int(str(rows["month"].max()))
    now, then = (rows.filter(pl.col("month").is_between(end - _YEAR + 1, end)) for end in (last, last - _YEAR))
    by_segment = counts(now, score="won", by=["segment"], account="account")
    (whole,) = _rates(by_segment, (), last).values()
    change = None
    if then.height:
        sides = (counts(side, score="won", account="account") for side in (now, then))
        change = difference(*sides, "yes")
        change = replace(change, left=whole, right=replace(change.right, period=_period(last - _YEAR)))
    return HitRate(
        whole, change, tuple((str(key[0]), one) for key, one in _rates(by_segment, ("segment",), last).items())
    )


def _table(offers: tuple[Decided, ...]) -> pl.DataFrame:
    rows = [(one.account, one.segment, number(f"{one.day:%Y-%m}"), int(one.won)) for one in offers]
    return pl.DataFrame(rows, schema=_TYPES, orient="row")


def _rates(table: pl.DataFrame, by: tuple[str, ...], last: int) -> dict[tuple[object, ...], Estimate]:
    return {
        tuple(key for _name, key in cell.by): replace(cell.estimate, period=_period(last))
        for cell in estimate(table, "yes", by=by)
        if isinstance(cell.estimate, Estimate)
    }


def _period(last: int) -> Period:
    return Period(*days_of(month_at(last - _YEAR + 1), month_at(last)))
