"""Decides what counts as one event where a log tells of starts and completions, and in what order events stand."""

from __future__ import annotations

from typing import Literal

import polars as pl

from cxlab.files.xml import EventFileError

Lifecycle = Literal["keep", "names", "complete", "collapse"]


def by_lifecycle(table: pl.DataFrame, choice: Lifecycle) -> pl.DataFrame:
    """Keep or collapse the lifecycle of mapped events; ``map_events`` says what each choice does.

    Args:
        table: mapped events.
        choice: what to do.

    Raises:
        EventFileError: the log has no lifecycle.

    Example:
        >>> events = pl.DataFrame({"touchpoint": ["Call", "Call"], "lifecycle": ["start", "complete"]})
        >>> by_lifecycle(events, "complete").height
        1
    """
    if choice == "keep":
        return table
    if "lifecycle" not in table.columns:
        message = "The log has no lifecycle column, so its lifecycle cannot be chosen. Leave the choice out."
        raise EventFileError(message)
    if choice == "names":
        return table.with_columns(
            pl.concat_str("touchpoint", pl.lit("+"), "lifecycle", ignore_nulls=False)
            .fill_null(pl.col("touchpoint"))
            .alias("touchpoint")
        )
    state = pl.col("lifecycle").str.to_lowercase()
    if choice == "complete":
        return table.filter(state == "complete")
    number = pl.int_range(pl.len()).over("case", "touchpoint", state).alias("_k")
    marked = (
        table.with_row_index("_row")
        .with_columns(state.alias("_state"))
        .sort("_us" if "_us" in table.columns else "_row", maintain_order=True)
        .with_columns(number)
    )
    keys = ["case", "touchpoint", "_k"]
    starts = marked.filter(pl.col("_state") == "start")
    ends = marked.filter(pl.col("_state") == "complete")
    paired = ends.join(starts.select(*keys, pl.col("ts_s").alias("_from")), on=keys, how="left")
    open_ones = starts.join(ends.select(keys), on=keys, how="anti").with_columns(
        pl.col("ts_s").alias("_from"), completed=pl.lit(False)
    )
    both = pl.concat([paired.with_columns(completed=pl.lit(True)), open_ones.select([*paired.columns, "completed"])])
    begun = pl.coalesce("start_s", "_from") if "start_s" in both.columns else pl.col("_from")
    return both.sort("_row").with_columns(begun.alias("start_s")).drop("_row", "_state", "_k", "_from")


def in_order(table: pl.DataFrame) -> pl.DataFrame:
    """Rows by the first appearance of their case, by time within it, rows of one time as they stood.

    Args:
        table: with ``case``, and ``_us`` (microseconds) where times are known; that column is taken out.

    Example:
        >>> in_order(pl.DataFrame({"case": ["b", "a", "b"], "_us": [3, 1, 2], "n": [1, 2, 3]}))["n"].to_list()
        [3, 1, 2]
    """
    first = table.with_row_index("_first").select(pl.col("_first").min().over("case"))["_first"]
    keys = ["_first", "_us"] if "_us" in table.columns else ["_first"]
    return table.with_columns(first).sort(keys, maintain_order=True).drop(keys)
