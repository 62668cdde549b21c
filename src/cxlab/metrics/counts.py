"""The counts every score is computed from: answers per group, account and score, made by any engine narwhals knows.

The contract. ``counts(table)`` makes a Polars table with one row for each group x account x score that occurs:

| column | holds |
|---|---|
| the ``by`` columns | the group, under their own names |
| ``_account`` | the account; only where one was named; null: the answer stands alone |
| ``_score`` | the answer as a number; null: rows without an answer (they keep an empty group visible) |
| ``_n`` | answers |
| ``_w``, ``_w2`` | their summed weight and squared weight; equal to ``_n`` without weights |
| ``_first``, ``_last`` | first and last local day as ISO text; only where a time was named |

Counts are addable: those of two disjoint tables put under one another and summed (``merge``) are the counts of both.
They may be stored, filtered on any ``by`` column and grouped by fewer of them; ``estimate`` needs nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

import narwhals as nw
import polars as pl

from cxlab.definitions import Definition, definition
from cxlab.metrics.places import sorted_by
from cxlab.tables import TableError, WeightError, as_numbers, check_scale, need_columns

MONTH = "_month"
RESERVED = ("_account", "_score", "_n", "_w", "_w2", "_first", "_last")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")


def counts(
    table: Any,
    *,
    score: str,
    by: str | Sequence[str] = (),
    account: str | None = None,
    weight: str | None = None,
    missing: Iterable[object] = (),
    time: str | None = None,
    monthly: bool = False,
    definition: str | Definition | None = None,
) -> pl.DataFrame:
    """Count the answers of a table by group, account and score, in one pass.

    Args:
        table: any eager or lazy frame narwhals supports (Polars, pandas, Arrow, DuckDB, Spark).
        score: column of answers; numbers, or text that holds numbers.
        by: grouping columns, none for the whole table.
        account: column of accounts, so that answers of one account are not taken as independent.
        weight: column of weights, 0 or more; an answer of weight 0 counts as if it were not there.
        missing: codes that mean "no answer", e.g. 11.
        time: column of days (date, datetime in local time, or ISO text) for the period.
        monthly: group by the month of ``time`` too, as column ``_month`` (YYYY-MM).
        definition: when given, answers off its scale stop the count.

    Returns:
        A Polars DataFrame as the module describes; no rows for an empty table.

    Raises:
        ColumnMissingError: a named column is absent; names the nearest.
        OutsideScaleError: answers that are no numbers or off the scale; names values, rows and remedy.
        WeightError: weights missing, negative, not finite, or words.

    Example:
        >>> import polars as pl
        >>> counts(pl.DataFrame({"s": [9, 9, 3]}), score="s").select("_score", "_n").rows()
        [(3.0, 1), (9.0, 2)]
    """
    names = (by,) if isinstance(by, str) else tuple(by)
    frame: Any = nw.from_native(table)
    schema = frame.collect_schema()
    need_columns(list(schema), [score, *names, *(c for c in (account, weight, time) if c is not None)])
    _refuse_reserved(names)
    if weight is not None and not schema[weight].is_numeric():
        _refuse_words(frame, weight)
    raw = _grouped(frame.lazy(), schema, score, by=names, account=account, weight=weight, time=time, monthly=monthly)
    if weight is not None:
        _check_weights(raw, weight)
    result = _numbered(raw, missing)
    if definition is not None:
        check_counts(result, definition)
    keys = [*names, *([MONTH] if monthly else []), *(["_account"] if account else [])]
    return sorted_by(result.drop("_nulls", "_bad"), [*keys, "_score"])


def merge(*parts: pl.DataFrame) -> pl.DataFrame:
    """Counts of several disjoint tables as the counts of all of them.

    Args:
        *parts: counts with the same columns.

    Returns:
        Their sum: one row per group, account and score; the earliest first and the latest last day.

    Raises:
        TableError: no parts, or parts whose columns differ.

    Example:
        >>> import polars as pl
        >>> one = counts(pl.DataFrame({"s": [9]}), score="s")
        >>> merge(one, one).select("_score", "_n").rows()
        [(9.0, 2)]
    """
    if not parts:
        raise TableError("There are no counts to merge.")
    if any(set(part.columns) != set(parts[0].columns) for part in parts):
        raise TableError("Counts can be merged when their columns are the same. Count both tables by the same columns.")
    stacked = pl.concat([part.select(parts[0].columns) for part in parts], how="vertical_relaxed")
    keys = [c for c in stacked.columns if c not in RESERVED or c in {"_account", "_score"}]
    days = [fold(c) for c, fold in (("_first", pl.min), ("_last", pl.max)) if c in stacked.columns]
    return (
        stacked.group_by(keys)
        .agg(pl.sum("_n", "_w", "_w2"), *days)
        .sort(keys, nulls_last=True)
        .select(parts[0].columns)
    )


def check_counts(table: pl.DataFrame, metric: str | Definition) -> None:
    """Stop when counts hold answers off the metric's scale.

    Args:
        table: counts.
        metric: a definition or its key.

    Raises:
        OutsideScaleError: names values, rows and remedy.

    Example:
        >>> import polars as pl
        >>> check_counts(counts(pl.DataFrame({"s": [9, 10]}), score="s"), "nps")
    """
    answered = table.select("_score", "_n")
    if answered["_score"].null_count():
        answered = answered.drop_nulls("_score")
    check_scale(answered["_score"].to_numpy(), answered["_n"].to_numpy(), definition(metric))


def _refuse_reserved(names: Sequence[str]) -> None:
    taken = [name for name in names if name in RESERVED]
    if taken:
        raise TableError(f"The column {taken[0]!r} has a name that counts use themselves. Rename it.")
    if len(set(names)) < len(names):
        raise TableError("A column is named twice in the grouping. Name each once.")


def _grouped(
    frame: Any,
    schema: Any,
    score: str,
    *,
    by: Sequence[str],
    account: str | None,
    weight: str | None,
    time: str | None,
    monthly: bool,
) -> pl.DataFrame:
    """One group-by in the table's own engine, the small result in Polars."""
    columns = [nw.col(name) for name in by]
    columns.append(nw.col(score).alias("_score"))
    if account is not None:
        columns.append(nw.col(account).alias("_account"))
    w = nw.col(weight).cast(nw.Float64) if weight is not None else nw.lit(1.0)
    columns.append(w.alias("_w"))
    if time is not None:
        columns.append(_day(time, schema[time]).alias("_day"))
        if monthly:
            columns.append(_day(time, schema[time]).str.slice(0, 7).alias(MONTH))
    keys = [*by, *([MONTH] if monthly else []), *(["_account"] if account else []), "_score"]
    chosen = frame.select(*columns)
    kept = chosen.filter((nw.col("_w") != 0) | nw.col("_w").is_null()) if weight is not None else chosen
    days = [nw.col("_day").min().alias("_first"), nw.col("_day").max().alias("_last")] if time is not None else []
    grouped = kept.with_columns((nw.col("_w") * nw.col("_w")).alias("_w2")).group_by(*keys)
    small = grouped.agg(
        nw.len().alias("_n"),
        nw.col("_w").sum(),
        nw.col("_w2").sum(),
        nw.col("_w").is_null().cast(nw.Int64).sum().alias("_nulls"),
        (nw.col("_w") < 0).cast(nw.Int64).sum().alias("_bad"),
        *days,
    )
    found: pl.DataFrame = small.collect("polars").to_native()
    if time is not None:
        _check_days(found, time)
    return found


def _day(time: str, dtype: Any) -> Any:
    """The local day as ISO text."""
    column = nw.col(time)
    if dtype == nw.String:
        return column.str.slice(0, 10)
    if isinstance(dtype, nw.Date | nw.Datetime):
        return column.dt.to_string("%Y-%m-%d")
    raise TableError(f"The time column {time!r} holds {dtype}, not days. Give dates or ISO text such as 2026-03-31.")


def _check_days(found: pl.DataFrame, time: str) -> None:
    for day in found["_first"].drop_nulls().unique().head(1000):
        if not _ISO.fullmatch(day):
            raise TableError(f"The time column {time!r} holds {day!r}, which is no ISO day. Write days as 2026-03-31.")


def _refuse_words(frame: Any, weight: str) -> None:
    """Stop at weights that are no numbers, with the first of them."""
    cells = frame.lazy().select(weight).head(10_000).collect()[weight].to_list()
    first = next((one for one in cells if _no_number(one)), cells[0] if cells else "")
    raise WeightError(
        f"The weight column {weight!r} holds words, not numbers: {str(first)[:40]!r}. Weights are numbers, 0 or more; "
        "mend the column, or leave the option out."
    )


def _no_number(cell: object) -> bool:
    try:
        float(str(cell))
    except ValueError:
        return cell is not None
    return False


def _check_weights(raw: pl.DataFrame, weight: str) -> None:
    nulls, negative = int(raw["_nulls"].sum()), int(raw["_bad"].sum())
    if nulls:
        raise WeightError(f"The weight column {weight!r} is empty in {nulls:,} rows. Fill it, or leave those rows out.")
    if negative:
        raise WeightError(f"The weight column {weight!r} is negative in {negative:,} rows. Weights are 0 or more.")
    if not raw["_w"].is_finite().all():
        raise WeightError(
            f"The weight column {weight!r} holds values that are no finite numbers. Weights are 0 or more."
        )


def _numbered(raw: pl.DataFrame, missing: Iterable[object]) -> pl.DataFrame:
    """Scores as numbers, missing ones null, equal numbers written differently ("9", "9.0") put together."""
    per_value = raw.group_by("_score").agg(pl.sum("_n"))
    numbers = as_numbers(per_value["_score"].to_list(), per_value["_n"].to_list(), missing)
    place = pl.DataFrame({"_score": per_value["_score"], "_number": pl.Series(numbers, dtype=pl.Float64)})
    joined = raw.join(place, on="_score", how="left", nulls_equal=True).drop("_score").rename({"_number": "_score"})
    sums = ("_n", "_w", "_w2", "_nulls", "_bad")
    keys = [c for c in joined.columns if c not in {*sums, "_first", "_last"}]
    days = [fold(c) for c, fold in (("_first", pl.min), ("_last", pl.max)) if c in joined.columns]
    if len(set(numbers)) == len(numbers):
        # Each value is a number of its own: there is nothing to put together.
        return joined.select(*keys, pl.col("_n").cast(pl.Int64), *sums[1:], *(c for c in ("_first", "_last") if days))
    totals = pl.sum("_n").cast(pl.Int64), pl.sum("_w", "_w2"), pl.sum("_nulls", "_bad")
    return joined.group_by(keys).agg(*totals, *days)
