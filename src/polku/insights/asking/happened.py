"""Decides which events may be read, and the touchpoint of each: its own, else the one that its name means."""

from __future__ import annotations

import polars as pl

from polku.governance.gate import Viewer
from polku.insights.asking.counted import NOWHERE
from polku.snapshot.columns import MISSING
from polku.snapshot.read import Snapshot


def read_events(snapshot: Snapshot, viewer: Viewer) -> pl.DataFrame:
    """Events of cases, with the touchpoint that each says itself (``own``) or that its name means (``touchpoint``)."""
    kept = snapshot.made.get("events read")
    if kept is None:
        meant = snapshot.table("meanings").rename({"touchpoint": "_meant"})
        kept = (
            snapshot.table("events")
            .filter(pl.col("case") != MISSING)
            .join(meant, on=["source", "name"], how="left", maintain_order="left")
            .with_columns(
                pl.col("touchpoint").alias("own"),
                pl.when(pl.col("touchpoint") != MISSING)
                .then(pl.col("touchpoint"))
                .otherwise(pl.col("_meant").fill_null(MISSING))
                .alias("touchpoint"),
            )
            .drop("_meant")
        )
        snapshot.made["events read"] = kept
    accounts = snapshot.table("accounts")
    ours = accounts.filter(pl.col("is_own"))["account"]
    found: pl.DataFrame = kept.filter(~pl.col("account").is_in(ours.implode())) if len(ours) else kept
    if viewer.account_scope is None:
        return found
    own = accounts.filter(pl.col("id").is_in([*viewer.account_scope, NOWHERE]))["account"]
    return found.filter(pl.col("account").is_in(own.implode()))
