"""Decides which answer tells how a walk was felt: an open one of its own person, else of its account, not too late."""

from __future__ import annotations

import numpy as np
import polars as pl

from cxlab.journeys.log import EventLog
from polku.snapshot.columns import AUDIENCES, MISSING, PROMISES
from polku.snapshot.read import Snapshot

# Tried in this order where several are known of as many walks: the relationship, the effort, the rest.
METRICS = ("nps", "ces7", "ces5", "csat5", "scale5", "disconfirmation")
DAYS_AFTER = 60
_DAY = 86_400


def felt(snapshot: Snapshot, log: EventLog) -> tuple[str, list[float | None]]:
    """The metric known of most walks, and its value for each: the latest answer given before it is too late.

    Answers under a promise take no part: a walk has a name, and so would they.
    """
    best: tuple[str, list[float | None]] = ("", [None] * log.n_cases)
    known = 0
    for metric in METRICS:
        answers = _answers(snapshot, metric)
        if not answers.height or log.ts_s is None:
            continue
        found = _latest(log, answers)
        number = sum(value is not None for value in found)
        if number > known:
            best, known = (metric, found), number
    return best


def _answers(snapshot: Snapshot, metric: str) -> pl.DataFrame:
    code = snapshot.places.get("definition", {}).get(metric)
    if code is None:
        return snapshot.table("answers").clear()
    return snapshot.table("answers").filter(
        (pl.col("definition") == code)
        & (pl.col("promise") == PROMISES.index("open"))
        & (pl.col("audience") == AUDIENCES.index("customer"))
        & pl.col("value").is_not_null()
        & pl.col("ts_s").is_not_null()
    )


def _latest(log: EventLog, answers: pl.DataFrame) -> list[float | None]:
    """Of each case the latest answer from its beginning to 60 days after its end."""
    assert log.ts_s is not None
    cases = pl.DataFrame(
        {
            "place": np.arange(log.n_cases),
            "from": log.ts_s[log.offsets[:-1]],
            "until": log.ts_s[log.offsets[1:] - 1] + DAYS_AFTER * _DAY,
        }
    )
    of_person = _joined(log, cases, answers, "contact")
    of_account = _joined(log, cases, answers, "account")
    both = cases.join(of_person, on="place", how="left", maintain_order="left").join(
        of_account, on="place", how="left", maintain_order="left", suffix="_account"
    )
    return both.select(pl.coalesce("value", "value_account"))["value"].to_list()


def _joined(log: EventLog, cases: pl.DataFrame, answers: pl.DataFrame, who: str) -> pl.DataFrame:
    """The latest answer of each case among those of the persons, or accounts, that it names."""
    named = (
        pl.DataFrame({"place": log.case_of_event(), "who": log.extra[who]})
        .drop_nulls()
        .unique()
        .join(cases, on="place", how="left")
        .sort("until")
    )
    told = answers.filter(pl.col(who) != MISSING).select(
        pl.col(who).alias("who"), pl.col("ts_s").alias("at"), pl.col("value").cast(pl.Float64)
    )
    found = named.join_asof(
        told.sort("at"), left_on="until", right_on="at", by="who", strategy="backward", check_sortedness=False
    ).filter(pl.col("at") >= pl.col("from"))
    return found.sort("at").group_by("place").agg(pl.col("value").last())
