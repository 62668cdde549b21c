"""Counts a log in any engine that narwhals knows, where one machine is outgrown: pairs, starts, ends and variants.

The contract is that of the kernels over codes: one row per event with whole numbers ``case``, ``touchpoint`` and
``ts_s``, and ``place``, which orders events of one time. What comes back is small and addable. An engine cannot say
ordered lists, so a variant is its length and two hashes over (position, touchpoint); one case stands for it and is
decoded where it is shown.
"""

from __future__ import annotations

from typing import Any

import narwhals as nw
import polars as pl

# Two rounds with different moduli: within one modulus a sum of squares would let swapped touchpoints cancel out.
_FIRST, _SECOND = 2_147_483_647, 2_147_483_629
_MULTIPLIERS = ((48_271, 69_621), (39_373, 742_938))
_LAST = -1


def pair_counts(table: Any) -> pl.DataFrame:
    """How often each touchpoint directly follows each other one, begins a case and ends one.

    Args:
        table: any frame narwhals supports, eager or lazy, with whole numbers ``case``, ``touchpoint``, ``ts_s`` and
            ``place``.

    Returns:
        ``start``, ``end``, ``times``: the pair; -1 in ``start`` for the beginning of a case, in ``end`` for its end.

    Example:
        >>> rows = pl.DataFrame({"case": [1, 1], "touchpoint": [0, 2], "ts_s": [5, 9], "place": [0, 1]})
        >>> pair_counts(rows).rows()
        [(-1, 0, 1), (0, 2, 1), (2, -1, 1)]
    """
    events = nw.from_native(table).lazy()
    order = ("ts_s", "place")
    stepped = events.with_columns(
        end=nw.col("touchpoint").shift(-1).over("case", order_by=order),
        before=nw.col("touchpoint").shift(1).over("case", order_by=order),
    )
    steps = stepped.select(
        nw.col("touchpoint").cast(nw.Int64).alias("start"), nw.col("end").fill_null(_LAST).cast(nw.Int64)
    )
    begun = stepped.filter(nw.col("before").is_null()).select(
        nw.lit(_LAST).cast(nw.Int64).alias("start"), nw.col("touchpoint").cast(nw.Int64).alias("end")
    )
    counted = [_collected(part.group_by("start", "end").agg(nw.len().alias("times"))) for part in (begun, steps)]
    return pl.concat(counted).select(pl.col("start", "end", "times").cast(pl.Int64)).sort("start", "end")


def variant_counts(table: Any) -> pl.DataFrame:
    """How many cases walked each way.

    Args:
        table: as in ``pair_counts``.

    Returns:
        ``length``, ``hash_a``, ``hash_b``: the variant; ``cases``; ``first``: the smallest case that walked so. Most
        cases first.

    Example:
        >>> rows = {"case": [1, 1, 2, 2, 3], "touchpoint": [0, 1, 0, 1, 1], "ts_s": [0] * 5, "place": [0, 1, 2, 3, 4]}
        >>> variant_counts(pl.DataFrame(rows)).select("length", "cases", "first").rows()
        [(2, 2, 1), (1, 1, 3)]
    """
    events = nw.from_native(table).lazy()
    placed = events.select("case", "ts_s", "place", nw.col("touchpoint").cast(nw.Int64), one=nw.lit(1).cast(nw.Int64))
    placed = placed.with_columns(at=nw.col("one").cum_sum().over("case", order_by=("ts_s", "place")))
    mixed = placed.select("case", "one", *(_mixed(*pair).alias(f"x{k}") for k, pair in enumerate(_MULTIPLIERS)))
    walks = mixed.group_by("case").agg(
        nw.col("one").sum().alias("length"), nw.col("x0").sum().alias("hash_a"), nw.col("x1").sum().alias("hash_b")
    )
    keys = ("length", "hash_a", "hash_b")
    counted = _collected(walks.group_by(*keys).agg(nw.len().alias("cases"), nw.col("case").min().alias("first")))
    return counted.select(pl.col(*keys, "cases", "first").cast(pl.Int64)).sort(
        ["cases", "first"], descending=[True, False]
    )


def _mixed(by_touchpoint: int, by_place: int) -> nw.Expr:
    x = ((nw.col("touchpoint") + 1) * by_touchpoint + nw.col("at") * by_place) % _FIRST
    x = (x * x + by_place) % _SECOND
    return (x * x + by_touchpoint) % _FIRST


def _collected(frame: nw.LazyFrame[Any]) -> pl.DataFrame:
    return frame.collect(backend="polars").to_polars()
