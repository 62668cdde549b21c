"""Decides how much each answer counts: each alike, each account alike, or each account by an amount such as revenue.

The counts stay as they are but for their weights, so every estimate, interval and comparison follows from them as from
any others: the variance is the linearised one of a ratio of sums over accounts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from cxlab.tables import TableError, WeightError


def each_once(counts: pl.DataFrame) -> pl.DataFrame:
    """Counts in which every answer weighs 1, whatever weight it came with.

    Args:
        counts: counts as ``cxlab.metrics.counts`` makes them.

    Returns:
        The same rows with ``_w`` and ``_w2`` equal to ``_n``.

    Example:
        >>> from cxlab.metrics.counts import counts
        >>> t = counts(pl.DataFrame({"s": [9, 9], "w": [2.0, 4.0]}), score="s", weight="w")
        >>> each_once(t).select("_n", "_w", "_w2").rows()
        [(2, 2.0, 2.0)]
    """
    once = pl.col("_n").cast(pl.Float64)
    return counts.with_columns(once.alias("_w"), once.alias("_w2"))


def by_account(
    counts: pl.DataFrame, by: Sequence[str] = (), *, amounts: Mapping[object, float] | pl.DataFrame | None = None
) -> pl.DataFrame:
    """Counts in which every account weighs the same within each group, or as much as its amount.

    An account's answers within a group share its weight equally, so the score is the mean over accounts of each one's
    mean, sum of R x mean over sum of R, with R = 1 or the amount.

    Args:
        counts: counts that know their accounts.
        by: the groups that will be estimated; an account in two groups has its weight in both.
        amounts: the amount of each account, or a frame with ``_account`` and ``_amount``; None lets every account
            count once.

    Returns:
        The same rows with new weights. An answer without an account counts as an account of its own, or not at all
        where amounts are given; nor do accounts whose amount is unknown, 0 or negative.

    Raises:
        TableError: the counts know no accounts.
        WeightError: an amount is not finite.

    Example:
        >>> from cxlab.metrics.counts import counts
        >>> t = pl.DataFrame({"s": [10, 10, 10, 0], "a": [1, 1, 1, 2]})
        >>> weighed = by_account(counts(t, score="s", account="a"))
        >>> weighed.select("_score", "_w").rows()
        [(10.0, 1.0), (0.0, 1.0)]
    """
    if "_account" not in counts.columns:
        raise TableError("These counts know no accounts. Count with account= to let every account count once.")
    whole = pl.col("_n").filter(pl.col("_score").is_not_null()).sum().over([*by, "_account"])
    of_account = pl.lit(1.0)
    rows = counts
    if amounts is not None:
        rows = counts.join(_frame(amounts, counts.schema["_account"]), on="_account", how="left", maintain_order="left")
        of_account = pl.col("_amount").fill_null(0.0).clip(0.0)
    alone = pl.lit(1.0 if amounts is None else 0.0)
    one = pl.when(pl.col("_account").is_null()).then(alone).otherwise(of_account / whole)
    weighed = rows.with_columns((pl.col("_n") * one).alias("_w"), (pl.col("_n") * one * one).alias("_w2"))
    return weighed.select(counts.columns)


def _frame(amounts: Mapping[object, float] | pl.DataFrame, accounts: pl.DataType) -> pl.DataFrame:
    """Amounts as a frame with one row per account."""
    table = (
        amounts.select("_account", "_amount")
        if isinstance(amounts, pl.DataFrame)
        else pl.DataFrame(
            {"_account": list(amounts), "_amount": [float(one) for one in amounts.values()]}, strict=False
        )
    )
    if not table["_amount"].cast(pl.Float64).is_finite().all():
        raise WeightError("An account's amount is no finite number. Give amounts such as 12500.0.")
    return table.with_columns(pl.col("_account").cast(accounts), pl.col("_amount").cast(pl.Float64)).unique(
        "_account", keep="first", maintain_order=True
    )
