"""The truth put on the latent experience comes back from the tables, and the null company holds nothing."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from numpy.testing import assert_allclose

from cxlab.simulate.experience import driver_share
from cxlab.simulate.scales import SCALES, implied, nodes, selected
from tests.cxlab.simulated import drawn, mean_and_error, scored

BIG = 3_000


def cells(seed: int, *, null: bool):
    """Each score of a customers' survey, in all and by segment: expected of those who answer, found, standard error."""
    rows = scored(seed, BIG, null=null)
    expected = drawn(seed, BIG, null=null).truth.scores.filter(
        pl.col("wave").is_null() & (pl.col("survey") != "employee_pulse")
    )
    for cell in expected.iter_rows(named=True):
        chosen = rows.filter((pl.col("survey") == cell["survey"]) & (pl.col("key") == cell["question"]))
        if cell["segment"]:
            chosen = chosen.filter(segment=cell["segment"])
        if chosen["account"].n_unique() >= 30:
            yield cell, *mean_and_error(chosen)


@pytest.mark.parametrize("null", [False, True])
def test_scores_are_the_implied_ones_within_their_error(null):
    found = [(cell, (mean - cell["value_answered"]) / error) for cell, mean, error in cells(3, null=null)]
    z = np.array([value for _, value in found])
    assert len(z) > 100
    worst = found[int(np.argmax(np.abs(z)))]
    assert abs(worst[1]) < 4.0, worst
    assert np.mean(np.abs(z) > 1.96) < 0.12
    assert 0.7 < z.std() < 1.3


def test_who_answers_is_a_little_happier_than_who_is_asked():
    nps = drawn().truth.scores.filter(
        (pl.col("question") == "nps") & pl.col("segment").is_null() & pl.col("wave").is_null()
    )
    gap = nps["value_answered"][0] - nps["value"][0]
    assert 1.0 < gap < 5.0


def test_a_scale_implies_what_a_large_sample_shows():
    rng = np.random.default_rng(5)
    felt = rng.normal(0.3, 1.0, 400_000)
    shown = scored_by_hand(SCALES["nps"].answer(felt))
    assert shown == pytest.approx(float(implied(SCALES["nps"], np.array([0.3]))[0]), abs=0.5)
    answered = rng.random(len(felt)) < 1 / (1 + np.exp(0.5 - 0.4 * (felt - 0.3)))
    mass = (1 / (1 + np.exp(0.5 - 0.4 * nodes())))[None, :]
    assert scored_by_hand(SCALES["nps"].answer(felt[answered])) == pytest.approx(
        selected(SCALES["nps"], np.array([0.3]), mass, 1.0), abs=0.8
    )


def scored_by_hand(nps: np.ndarray) -> float:
    return float(100 * (np.mean(nps >= 9) - np.mean(nps <= 6)))


def test_a_score_of_nobody_is_refused():
    with pytest.raises(ValueError, match="asked"):
        selected(SCALES["nps"], np.zeros(0), np.zeros((0, len(nodes()))), 0.5)


def within(groups: np.ndarray, values: np.ndarray) -> float:
    """Intraclass correlation by the analysis of variance for unequal groups (Donner 1986)."""
    _, group, size = np.unique(groups, return_inverse=True, return_counts=True)
    mean = np.bincount(group, values) / size
    n, k = len(values), len(size)
    between = (size * (mean - values.mean()) ** 2).sum() / (k - 1)
    inside = ((values - mean[group]) ** 2).sum() / (n - k)
    typical = (n - (size**2).sum() / n) / (k - 1)
    return float((between - inside) / (between + (typical - 1) * inside))


@pytest.mark.parametrize("null", [False, True])
def test_people_of_one_account_agree_as_stated(null):
    """One wave, one answer a person: the correlation inside accounts is the stated one, on the latent scale."""
    made = drawn(3, BIG, null=null)
    rows = made.responses.filter((pl.col("survey") == 0) & (pl.col("wave") == 3)).join(made.truth.latent, on="response")
    fixed = rows.join(made.contacts, on="contact").join(
        made.accounts.select("account", "segment", "found_us"), on="account"
    )
    codes = ["segment", "found_us", "decision_role", "unit", "buyer_kind"]
    felt = fixed["latent"].to_numpy() - design(fixed, codes)
    assert within(fixed["account"].to_numpy(), felt) == pytest.approx(0.30, abs=0.05)


def design(rows: pl.DataFrame, codes: list[str]) -> np.ndarray:
    X = np.column_stack([np.ones(rows.height), rows.select(codes).to_dummies(drop_first=True).to_numpy()])
    return X @ np.linalg.lstsq(X, rows["latent"].to_numpy(), rcond=None)[0]


def test_installation_is_the_weak_spot():
    made = drawn(3, BIG)
    levels = made.truth.touchpoints.filter(pl.col("segment").is_null()).sort("level")
    assert levels["key"][0] == "installation"
    felt = (
        made.events.join(made.truth.events, on="event")
        .join(made.touchpoints.select("touchpoint", "key", "owner"), on="touchpoint")
        .group_by("key", "owner")
        .agg(pl.col("latent").mean())
        .sort("latent")
    )
    assert felt["key"][0] == "installation"
    assert felt["owner"][0] == "partner"
    assert_allclose(
        felt.sort("key")["latent"],
        made.truth.touchpoints.filter(pl.col("segment").is_null()).sort("key")["level"],
        atol=0.12,
    )


@pytest.mark.parametrize(("null", "effect"), [(False, 0.60), (True, 0.0)])
def test_the_improvement_worked_where_and_when_stated(null, effect):
    """Difference in differences on the latent events: delivery against the other touchpoints, accounts resampled."""
    made = drawn(3, BIG, null=null)
    assert made.truth.improvement == effect
    assert made.truth.improvement_month == "2025-07"
    felt = (
        made.events.join(made.truth.events, on="event")
        .join(made.touchpoints.select("touchpoint", "key"), on="touchpoint")
        .with_columns(late=pl.from_epoch("ts_s").dt.strftime("%Y-%m") >= "2025-07", treated=pl.col("key") == "delivery")
    )
    cell = felt.group_by("account", "treated", "late").agg(pl.col("latent").mean())
    wide = (
        cell.with_columns(at=pl.format("{}{}", "treated", "late"))
        .pivot("at", index="account", values="latent")
        .drop_nulls()
    )
    change = (wide["truetrue"] - wide["truefalse"] - wide["falsetrue"] + wide["falsefalse"]).to_numpy()
    assert change.mean() == pytest.approx(effect, abs=4 * change.std() / np.sqrt(len(change)))
    assert change.std() / np.sqrt(len(change)) < 0.05


@pytest.mark.parametrize("null", [False, True])
def test_drivers_weigh_what_is_stated(null):
    """Nearly latent: with the answers themselves the order stays and the null company shows no driver."""
    made = drawn(3, BIG, null=null)
    wide = (
        scored(3, BIG, null=null)
        .filter((pl.col("survey") == "pulse") & (pl.col("wave") == 4))
        .pivot("key", index="response", values="value")
        .drop_nulls()
    )
    causes = ["trust", "ease", "speed", "approachable", "help", "expertise", "informs_ahead", "same_service"]
    X = wide.select(causes).to_numpy().astype(float)
    X = (X - X.mean(axis=0)) / X.std(axis=0)
    y = wide["nps"].to_numpy().astype(float)
    weights = np.linalg.lstsq(np.column_stack([np.ones(len(y)), X]), (y - y.mean()) / y.std(), rcond=None)[0][1:]
    r2 = 1 - ((y - y.mean()) / y.std() - X @ weights).var()
    stated = np.array([made.truth.effects.driver.get(key, 0.0) for key in causes])
    if null:
        assert r2 < 0.02
    else:
        assert np.corrcoef(weights, stated)[0, 1] > 0.9
        assert np.argmax(weights) == 0
        assert 0.6 * driver_share(made.truth.effects) < r2 < driver_share(made.truth.effects)


@pytest.mark.parametrize(("null", "elasticity"), [(False, 0.40), (True, 0.0)])
def test_revenue_follows_experience_by_the_stated_elasticity(null, elasticity):
    """Poisson pseudo maximum likelihood with account and month effects on the true, lagged experience."""
    made = drawn(3, BIG, null=null)
    lagged = made.truth.accounts.with_columns(
        experience=pl.col("experience").shift(made.truth.lag).over("account", order_by="month")
    ).drop_nulls()
    present = made.revenue.join(made.accounts.filter(pl.col("left").is_null()).select("account"), on="account")
    rows = present.join(lagged, on=["account", "month"]).with_columns(
        a=pl.col("account").rank("dense").cast(pl.Int64) - 1, m=pl.col("month").rank("dense").cast(pl.Int64) - 1
    )
    y, x, a, m = (rows[name].to_numpy() for name in ("amount", "experience", "a", "m"))
    assert ppml(y.astype(float), x, a, m) == pytest.approx(elasticity, abs=0.12)


def ppml(y: np.ndarray, x: np.ndarray, a: np.ndarray, m: np.ndarray) -> float:
    slope, of_account, of_month = 0.0, np.zeros(a.max() + 1), np.zeros(m.max() + 1)
    kept = np.bincount(a, y)[a] > 0
    y, x, a, m = y[kept], x[kept], a[kept], m[kept]
    for _ in range(60):
        for effect, group in ((of_account, a), (of_month, m)):
            ratio = np.bincount(group, y, len(effect)) / np.maximum(
                np.bincount(group, np.exp(slope * x + of_account[a] + of_month[m]), len(effect)), 1e-12
            )
            np.add(effect, np.log(np.maximum(ratio, 1e-12)) * (ratio > 0), out=effect)
        mu = np.exp(slope * x + of_account[a] + of_month[m])
        centred = x - (np.bincount(a, mu * x, len(of_account)) / np.bincount(a, mu, len(of_account)).clip(1e-12))[a]
        slope += float((centred * (y - mu)).sum() / (mu * centred**2).sum())
    return slope


def test_the_null_company_holds_nothing():
    """Each segment against the rest on every score: findings at 5 % come about as often as chance brings them."""
    rows, looks, found = scored(3, BIG, null=True), 0, 0
    for (_, _), score in rows.group_by("survey", "key", maintain_order=True):
        for segment in ("designer", "wholesaler", "contractor"):
            one, rest = score.filter(segment=segment), score.filter(pl.col("segment") != segment)
            if one["account"].n_unique() > 60 and rest["account"].n_unique() > 60:
                (a, s), (b, t) = mean_and_error(one), mean_and_error(rest)
                looks += 1
                found += abs(a - b) / np.hypot(s, t) > 1.96
    assert looks > 70
    assert found <= 10  # 5 % of these looks; more than 10 comes by chance less than once in 100 companies
    levels = drawn(3, BIG, null=True).truth.touchpoints["level"]
    assert levels.min() == levels.max() == 0.0
    values = drawn(3, BIG, null=True).truth.scores
    assert (values["value"] - values["value_answered"]).abs().max() == 0.0
