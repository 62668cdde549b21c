"""Revenue of the simulated company: complete months, a July dip, zeros after a customer left."""

from __future__ import annotations

import polars as pl
import pytest

from tests.cxlab.simulated import drawn


def test_every_month_since_the_customer_came_is_a_row():
    made = drawn(3, 3_000)
    since = made.accounts.filter(~pl.col("is_own")).select(
        "account", first=pl.max_horizontal(pl.col("customer_since").dt.strftime("%Y-%m"), pl.lit("2023-11"))
    )
    rows = made.revenue.group_by("account").agg(
        pl.len(), pl.col("month").min().alias("first"), pl.col("month").max().alias("last")
    )
    both = since.join(rows, on="account", suffix="_row")
    assert both.height == 3_000
    assert (both["first"] == both["first_row"]).all()
    assert (both["last"] == "2026-10").all()
    months = (
        pl.lit(2026 * 12 + 10)
        - pl.col("first").str.head(4).cast(pl.Int32) * 12
        - pl.col("first").str.tail(2).cast(pl.Int32)
    ) + 1
    assert both.select((pl.col("len") == months).all()).item()


def test_customers_who_left_stay_with_revenue_0():
    made = drawn(3, 3_000)
    gone = made.revenue.join(made.accounts.drop_nulls("left").select("account", "left"), on="account")
    after = gone.filter(pl.col("month") > pl.col("left").dt.strftime("%Y-%m"))
    assert after.height > 1_000
    assert after["amount"].sum() == 0
    before = gone.filter(pl.col("month") < pl.col("left").dt.strftime("%Y-%m"))
    assert before["amount"].sum() > 0


def test_revenue_has_its_season():
    # Only whole years: 2024 and 2025.
    rows = drawn(3, 3_000).revenue.filter(pl.col("month").str.head(4).is_in(["2024", "2025"]))
    by = dict(rows.group_by(pl.col("month").str.tail(2)).agg(pl.col("amount").sum()).iter_rows())
    usual = sum(by.values()) / 12
    assert by["07"] / usual == pytest.approx(0.35, abs=0.07)
    assert by["10"] / usual > 1.1
    assert rows["amount"].min() == 0


def test_offers_are_worth_something():
    assert drawn().offers["amount"].min() >= 200
