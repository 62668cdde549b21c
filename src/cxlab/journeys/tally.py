"""Turns marks on cases into the counts that every score is computed from, accounts kept as clusters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cxlab.journeys.log import EventLog

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


def account_codes(log: EventLog, column: str | None = "account") -> Ints | None:
    """The account of each case as a number, -1 where a case has none; None where the log knows no accounts.

    Args:
        log: the log.
        column: where accounts stand; None when they are not to be used.

    Returns:
        Shape (cases,). A case that changes its account is counted with its first.

    Example:
        >>> from cxlab.journeys.log import event_log
        >>> rows = {"case": ["1", "2", "3"], "touchpoint": ["a", "a", "a"], "account": ["y", None, "x"]}
        >>> account_codes(event_log(pl.DataFrame(rows), time=None)).tolist()
        [1, -1, 0]
    """
    if column is None or column not in log.extra.columns:
        return None
    told = log.extra[column]
    if told.null_count() == 0 and (told.dtype == pl.String or told.dtype.is_integer()):
        # Each case is told of at its first event: a million events are read in one go.
        first = told.gather(log.offsets[:-1]).cast(pl.String)
        return first.rank("dense").to_numpy().astype(np.int64) - 1
    return codes_of(log.of_case(column))


def codes_of(values: Sequence[Any]) -> Ints:
    """Values as numbers in their order, -1 for None.

    Args:
        values: any that can be written.

    Returns:
        Shape (values,).

    Example:
        >>> codes_of(["b", None, "a", "b"]).tolist()
        [1, -1, 0, 1]
    """
    words = sorted({str(value) for value in values if value is not None})
    number = {word: k for k, word in enumerate(words)}
    return np.array([-1 if value is None else number[str(value)] for value in values], dtype=np.int64)


def share_counts(marks: Flags, accounts: Ints | None, among: Flags | None = None) -> pl.DataFrame:
    """Counts by mark (``mark``, 0, 1, ...) of cases that carry it, for the metric ``yes``.

    Args:
        marks: whether each case carries each mark; shape (marks, cases).
        accounts: account of each case, -1 for none; None when accounts are not known.
        among: the cases that could carry each mark; shape (marks, cases); all unless told.

    Returns:
        A table for ``cxlab.metrics.estimate(counts, "yes", by=["mark"])``.

    Example:
        >>> from cxlab.metrics import estimate
        >>> table = share_counts(np.array([[True, False, False, False]]), None)
        >>> estimate(table, "yes", by=["mark"])[0].estimate.value
        0.25
    """
    parts: list[pl.DataFrame] = []
    codes = np.zeros(marks.shape[1], dtype=np.int64) if accounts is None else accounts + 1
    size = int(codes.max()) + 1 if codes.size else 1
    for number, mark in enumerate(marks):
        base = np.ones_like(mark) if among is None else among[number]
        for score, chosen in ((1.0, base & mark), (0.0, base & ~mark)):
            count = np.bincount(codes[chosen], minlength=size)
            seen = np.flatnonzero(count)
            parts.append(
                pl.DataFrame(
                    {
                        "mark": pl.Series([number] * len(seen), dtype=pl.Int64),
                        "_account": pl.Series(seen - 1, dtype=pl.Int64),
                        "_score": pl.Series([score] * len(seen), dtype=pl.Float64),
                        "_n": pl.Series(count[seen], dtype=pl.Int64),
                    }
                )
            )
    if not parts:
        parts = [pl.DataFrame(schema={"mark": pl.Int64, "_account": pl.Int64, "_score": pl.Float64, "_n": pl.Int64})]
    table = pl.concat(parts).with_columns(
        pl.when(pl.col("_account") >= 0).then(pl.col("_account")), pl.col("_n").alias("_w"), pl.col("_n").alias("_w2")
    )
    return table.drop("_account") if accounts is None else table
