"""Decides how much each answer counts in a figure: alike, by its file, by account, or by the account's revenue."""

from __future__ import annotations

import polars as pl

from cxlab.metrics import by_account, each_once
from polku.governance.gate import Viewer
from polku.governance.queries import organisation
from polku.insights.asking.laid_ready import Window
from polku.insights.asking.questions import Question
from polku.snapshot.columns import MISSING
from polku.snapshot.read import Snapshot

_YEAR = 12


def currency_of(question: Question, viewer: Viewer) -> str:
    """The currency in which revenue weighs; asked of the store only where it does."""
    return organisation(viewer=viewer).currency if question.weight == "revenue" else ""


def revenue_of(snapshot: Snapshot, window: Window | None, currency: str) -> pl.DataFrame:
    """Each customer's revenue of the twelve months that end with the window, as ``_account`` and ``_amount``.

    Only amounts of the organisation's currency, for adding several would be no amount; refunds are taken off.
    """
    kept = snapshot.made.setdefault("revenue by account", {})
    last = window.last if window else 0
    if (last, currency) not in kept:
        code = snapshot.places.get("currency", {}).get(currency, MISSING)
        month = pl.col("month") // 100 * 12 + pl.col("month") % 100 - 1
        kept[last, currency] = (
            snapshot.table("revenue")
            .filter(month.is_between(last - _YEAR + 1, last) & (pl.col("currency") == code))
            .group_by(pl.col("account").alias("_account"))
            .agg(pl.sum("amount").alias("_amount"))
        )
    found: pl.DataFrame = kept[last, currency]
    return found


def weighed(
    rows: pl.DataFrame, question: Question, by: tuple[str, ...] = (), revenue: pl.DataFrame | None = None
) -> pl.DataFrame:
    """The counts as they count in figures by these groups.

    By account, what an account's people say in a group is one voice: the mean of their answers. By revenue that voice
    is as loud as the account's revenue; whoever bought nothing is not heard.
    """
    if question.weight == "respondent":
        return each_once(rows)
    if question.weight == "account":
        return by_account(rows, by)
    if question.weight == "revenue":
        return by_account(rows, by, amounts=revenue)
    return rows


def unheard(rows: pl.DataFrame, question: Question, revenue: pl.DataFrame | None = None) -> int:
    """How many answers are known and weigh nothing, for no revenue of their account is known."""
    if question.weight != "revenue":
        return 0
    silent = weighed(rows, question, (), revenue).filter(pl.col("_score").is_not_null() & (pl.col("_w") <= 0))
    return int(silent["_n"].sum())
