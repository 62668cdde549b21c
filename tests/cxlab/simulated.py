"""Companies that several tests look at, drawn once; and scores of them with account-clustered errors."""

from __future__ import annotations

from functools import cache

import numpy as np
import polars as pl

from cxlab.simulate import Company, company

SCORE = {
    "nps": lambda v: 100.0 * ((v >= 9).astype(float) - (v <= 6)),
    "ces7": lambda v: v.astype(float),
    "scale5": lambda v: v.astype(float),
    "csat5": lambda v: (v >= 4).astype(float),
    "disconfirmation": lambda v: v.astype(float),
    "just_right3": lambda v: (v == 0).astype(float),
    "target_feeling": lambda v: (v <= 1).astype(float),
}


@cache
def drawn(seed: int = 1, accounts: int = 300, *, null: bool = False) -> Company:
    return company(seed=seed, accounts=accounts, null=null)


@cache
def scored(seed: int, accounts: int, *, null: bool) -> pl.DataFrame:
    """One row an answer of a customer: survey, key, definition, account, segment, wave, touchpoint key, score."""
    made = drawn(seed, accounts, null=null)
    rows = (
        made.answers.join(made.questions.select("question", "survey", "key", "definition"), on="question")
        .join(made.surveys.select("survey", name="key"), on="survey")
        .join(made.responses.select("response", "account", "wave", "answered_at"), on="response")
        .join(made.accounts.select("account", "segment"), on="account")
        .with_columns(survey=pl.col("name"))
    )
    parts = [
        rows.filter(pl.col("definition") == definition).with_columns(
            score=pl.Series(score(rows.filter(pl.col("definition") == definition)["value"].to_numpy()))
        )
        for definition, score in SCORE.items()
    ]
    return pl.concat(parts)


def mean_and_error(rows: pl.DataFrame) -> tuple[float, float]:
    """The mean score and its standard error, clustered by account (linearised)."""
    mean = float(rows["score"].mean())
    totals = (
        rows.group_by("account", maintain_order=True).agg((pl.col("score") - mean).sum().alias("t"))["t"].to_numpy()
    )
    k = len(totals)
    return mean, float(np.sqrt(k / (k - 1) * (totals**2).sum()) / rows.height)
