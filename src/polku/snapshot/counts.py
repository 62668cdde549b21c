"""Decides what is kept counted beside the answers, so that a page adds up small tables and never reads answers.

One row for each combination of classes, account and score that occurs in a part, as ``cxlab.metrics.counts`` makes
them: every score is estimated from these. A row without a score says that answers are kept back by their promise.
"""

from __future__ import annotations

import polars as pl

from cxlab.metrics import counts
from polku.snapshot.columns import MISSING, PERSON, SUBJECT, empty

COUNTS = "counts"
BY = (*SUBJECT, "audience", "promise", "month", *PERSON)


def counted(answers: pl.DataFrame) -> pl.DataFrame:
    """The counts of a part of answers; an answer without an account stands alone."""
    account = pl.when(pl.col("account") != MISSING).then(pl.col("account"))
    return counts(answers.with_columns(account), score="value", by=BY, account="account", weight="weight")


def no_counts() -> pl.DataFrame:
    """Counts of nothing."""
    return counted(empty("answers"))
