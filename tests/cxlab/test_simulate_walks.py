"""Actual walks deviate from the planned ones at the stated rates; offers end them as stated."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from tests.cxlab.simulated import drawn

BIG = 3_000


def keyed(*, null: bool) -> pl.DataFrame:
    made = drawn(3, BIG, null=null)
    return made.events.join(made.touchpoints.select("touchpoint", "key", "journey", "planned"), on="touchpoint").join(
        made.walks.select("case", "ending", "started_s"), on="case"
    )


def stated(kind: str, key: str, *, null: bool) -> float:
    return drawn(3, BIG, null=null).truth.effects.rate(kind, key)


def close(count: int, n: int, rate: float) -> bool:
    """Within four binomial standard errors (and a little for what the end of the period cuts off)."""
    return abs(count / n - rate) < 4 * np.sqrt(rate * (1 - rate) / n) + 0.004


@pytest.mark.parametrize("null", [False, True])
def test_planned_touchpoints_stay_out_at_the_stated_rate(null):
    made = drawn(3, BIG, null=null)
    # Walks of the first two years that were not ended by an offer: nothing is cut off by the end of the period.
    old = made.walks.filter(
        (pl.col("ending") == "complete") & (pl.col("started_s") < made.walks["started_s"].min() + 2 * 31_536_000)
    )
    happened = made.events.select("case", "touchpoint").unique()
    planned = made.planned.join(made.touchpoints.select("touchpoint", "key"), on="touchpoint")
    due = old.join(planned, on="journey").join(happened.with_columns(there=True), on=["case", "touchpoint"], how="left")
    for key, optional, n, there in due.group_by("key", "optional").agg(pl.len(), pl.col("there").sum()).iter_rows():
        if key == "offer":
            continue  # a walk whose offer was made could end there, so among those that went on fewer offers were made
        rate = stated("optional", key, null=null) if optional else 1 - stated("missing", key, null=null)
        assert close(there, n, rate), (key, optional, there / n, rate)


@pytest.mark.parametrize("null", [False, True])
def test_touchpoints_are_repeated_at_the_stated_rate(null):
    times = (
        keyed(null=null).filter("planned").group_by("case", "key").agg(pl.len().alias("times"), pl.col("ts_s").min())
    )
    times = times.filter(pl.col("ts_s") < pl.col("ts_s").max() - 30 * 86_400)
    for key, n, again in times.group_by("key").agg(pl.len(), (pl.col("times") > 1).sum()).iter_rows():
        assert close(again, n, stated("repeated", key, null=null)), (key, again / n)


@pytest.mark.parametrize("null", [False, True])
def test_touchpoints_fail_at_the_stated_rate(null):
    made = drawn(3, BIG, null=null)
    rows = keyed(null=null).with_columns(
        late=pl.from_epoch("ts_s").dt.strftime("%Y-%m") >= made.truth.improvement_month
    )
    for key, late, n, failed in rows.group_by("key", "late").agg(pl.len(), pl.col("failing").sum()).iter_rows():
        rate = made.truth.effects.failing_after if key == "delivery" and late else stated("failing", key, null=null)
        # Failing is clustered by account, so its errors are wider than binomial ones.
        assert abs(failed / n - rate) < 6 * np.sqrt(rate * (1 - rate) / n) + 0.004, (key, late, failed / n)


@pytest.mark.parametrize("null", [False, True])
def test_customers_ask_where_their_order_is_less_after_the_improvement(null):
    made = drawn(3, BIG, null=null)
    rows = keyed(null=null)
    delivered = rows.filter(key="delivery").group_by("case").agg(pl.col("ts_s").min())
    asked = delivered.join(rows.filter(key="enquiry").select("case", asked=True), on="case", how="left")
    late = pl.from_epoch("ts_s").dt.strftime("%Y-%m") >= made.truth.improvement_month
    before, after = asked.filter(~late), asked.filter(late)
    effects = made.truth.effects
    assert close(before["asked"].sum(), before.height, effects.ad_hoc)
    assert close(after["asked"].sum(), after.height, effects.ad_hoc_after)
    assert not rows.filter(key="enquiry")["planned"].any()


def test_neighbours_change_places_at_the_stated_rate():
    made = drawn(3, BIG)
    order = made.planned.select("touchpoint", "position")
    first = (
        keyed(null=False)
        .filter(pl.col("planned") & (pl.col("ending") == "complete"))
        .group_by("case", "touchpoint")
        .agg(pl.col("ts_s").min())
        .join(order, on="touchpoint")
        .sort("case", "ts_s")
    )
    turned = first.group_by("case").agg((pl.col("position").diff() < 0).any())
    assert close(turned["position"].sum(), turned.height, made.truth.effects.out_of_order)


def test_an_offer_not_won_ends_the_walk():
    made = drawn(3, BIG)
    assert set(made.offers["outcome"]) == {"won", "lost", "declined", "open"}
    ended = made.walks.filter(pl.col("ending").is_in(["lost", "declined"]))
    after = keyed(null=False).join(ended.select("case"), on="case", how="semi")
    assert not after["key"].is_in(["order", "delivery", "installation", "invoicing"]).any()
    told = made.offers.join(made.walks.select("case", "ending"), on="case")
    lost = told.filter(pl.col("outcome") == "lost")
    assert (lost["ending"] == "lost").all()
    assert lost["reason"].is_in(["price", "competitor", "schedule", "design"]).all()
    assert (
        made.offers.filter(pl.col("outcome").is_in(["won", "open"]))["reason"].null_count()
        == made.offers.filter(pl.col("outcome").is_in(["won", "open"])).height
    )
    assert (made.offers.drop_nulls("decided_s")["decided_s"] > made.offers.drop_nulls("decided_s")["sent_s"]).all()
    assert made.offers.filter(outcome="open")["decided_s"].null_count() == made.offers.filter(outcome="open").height


@pytest.mark.parametrize("null", [False, True])
def test_offers_experienced_well_are_won_more_often(null):
    made = drawn(3, BIG, null=null)
    felt = made.events.join(made.truth.events, on="event").join(
        made.touchpoints.select("touchpoint", "key"), on="touchpoint"
    )
    rows = (
        made.offers.filter(pl.col("outcome") != "open")
        .join(felt.filter(key="offer").group_by("case").agg(pl.col("latent").sort_by("ts_s").first()), on="case")
        .join(made.contacts.select("contact", "buyer_kind"), on="contact")
    )
    gaps = []
    for kind in ("new", "repeat"):
        part = rows.filter(buyer_kind=kind)
        won = (part["outcome"] == "won").to_numpy().astype(float)
        slope = np.polyfit(part["latent"].to_numpy(), won, 1)[0]
        gaps.append(slope)
        assert abs(won.mean() - {"new": 0.45, "repeat": 0.75}[kind]) < 0.04
    assert all(abs(gap) < 0.02 for gap in gaps) if null else all(gap > 0.03 for gap in gaps)


def test_events_of_a_walk_follow_each_other():
    events = drawn().events
    assert events.select("case", "ts_s").equals(events.select("case", "ts_s").sort("case", "ts_s"))
    assert (events.group_by("case").agg(pl.col("account").n_unique())["account"] == 1).all()
    assert set(events["actor"]) == {"us", "partner", "customer", "other"}
    installers = events.join(drawn().touchpoints.select("touchpoint", "key"), on="touchpoint").filter(
        key="installation"
    )
    assert set(installers["actor"]) == {"partner"}
