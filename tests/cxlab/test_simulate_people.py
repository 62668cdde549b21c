"""Customers of the simulated company: concentration, several people in an account, invented names only."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from cxlab.simulate import names
from cxlab.simulate.columns import FOUND_US, LANGUAGES, ROLES, SEGMENTS, UNITS
from tests.cxlab.simulated import drawn

# Firms of the trade and public figures whose names must not come out of the invented ones.
REAL_FIRMS = (
    "martela",
    "isku",
    "kinnarps",
    "ikea",
    "vitra",
    "artek",
    "fagerhult",
    "philips",
    "signify",
    "osram",
    "zumtobel",
    "erco",
    "glamox",
    "onninen",
    "ahlsell",
    "rexel",
    "solar",
    "kesko",
    "stockmann",
    "skanska",
    "ncc",
    "peab",
    "yit",
    "lehto group",
    "srv",
    "herman miller",
    "steelcase",
    "haworth",
    "efg",
    "input interior",
    "louis poulsen",
    "flos",
    "greenled",
    "ensto",
)
REAL_SURNAMES = (
    "niinistö",
    "stubb",
    "orpo",
    "marin",
    "kristersson",
    "palme",
    "räikkönen",
    "selänne",
    "torvalds",
    "thunberg",
    "merkel",
    "starmer",
    "sibelius",
    "aalto",
    "haavisto",
    "kekkonen",
    "ahtisaari",
    "halonen",
)


@pytest.mark.parametrize("seed", range(6))
def test_a_fifth_of_the_customers_brings_about_four_fifths_of_the_revenue(seed):
    made = drawn(seed)
    total = (
        made.accounts.filter(~pl.col("is_own"))
        .select("account")
        .join(made.revenue.group_by("account").agg(pl.col("amount").sum()), on="account", how="left")["amount"]
        .fill_null(0)
        .sort(descending=True)
        .to_numpy()
    )
    assert 0.74 < total[: len(total) // 5].sum() / total.sum() < 0.86


def test_accounts_have_several_people_in_several_roles():
    made = drawn()
    of_account = (
        made.contacts.filter(pl.col("account") > 0)
        .group_by("account")
        .agg(pl.len(), pl.col("decision_role").n_unique().alias("roles"))
    )
    assert 2.5 < of_account["len"].mean() < 4.5
    assert of_account["len"].max() >= 8
    assert of_account["len"].median() < of_account["len"].mean()
    customers = made.contacts.filter(pl.col("account") > 0)
    assert set(customers["decision_role"]) == set(ROLES)
    assert set(customers["unit"]) == set(UNITS)
    assert set(customers["buyer_kind"]) == {"new", "repeat"}
    assert set(customers["language"]) == set(LANGUAGES)
    assert 0.5 < (customers["language"] == "fi").mean() < 0.75
    assert made.contacts.filter(account=0)["decision_role"].null_count() == 8


def test_accounts_say_how_they_found_us_and_whom_they_serve():
    accounts = drawn().accounts.filter(~pl.col("is_own"))
    assert set(accounts["found_us"]) == set(FOUND_US)
    assert set(accounts["segment"]) == set(SEGMENTS)
    assert 0.2 < accounts["end_customer"].is_not_null().mean() < 0.5
    assert (
        accounts.filter(segment="wholesaler")["end_customer"].null_count()
        == accounts.filter(segment="wholesaler").height
    )
    assert accounts["left"].is_not_null().any()


def test_some_customers_are_silent():
    made = drawn(3, 3_000)
    asked = made.invitations.group_by("account").agg(pl.len().alias("asked"), pl.col("answered").sum())
    silent = asked.filter(pl.col("asked") >= 15)
    assert 0.08 < (silent["answered"] == 0).mean() < 0.18


@pytest.mark.parametrize("accounts", [300, 3_000])
def test_names_are_invented_and_addresses_lead_nowhere(accounts):
    made = drawn(3 if accounts > 300 else 1, accounts)
    assert not made.accounts["name"].is_duplicated().any()
    assert not made.contacts["mail"].is_duplicated().any()
    assert made.contacts["mail"].str.contains(r"^[a-z0-9.\-]+@[a-z0-9\-]+\.example$").all()
    firms = made.accounts["name"].str.to_lowercase()
    words = set(" ".join(firms).split())
    assert not words & set(REAL_FIRMS)
    surnames = {name.split()[-1].lower() for name in made.contacts["name"]}
    assert not surnames & set(REAL_SURNAMES)
    assert not made.comments["text"].str.contains(r"@|https?:|\d{3}").any()


def test_mail_addresses_of_namesakes_differ():
    assert names.mails(["Aino Keto", "Aino Keto"], ["a.example"] * 2) == ["aino.keto@a.example", "aino.keto2@a.example"]


def test_firms_never_share_a_name():
    rng = np.random.default_rng(1)
    many = names.firms(rng, ["designer"] * 20_000, ["fi"] * 20_000, ["FI"] * 20_000)
    assert len(set(many)) == 20_000
    assert len(set(names.domains(many))) == 20_000


def test_found_through_a_recommendation_means_a_better_experience():
    made = drawn(3, 3_000)
    rows = (
        made.responses.filter(survey=0)
        .join(made.truth.latent, on="response")
        .join(made.accounts.select("account", "found_us"), on="account")
    )
    gap = rows.filter(found_us="referred")["latent"].mean() - rows.filter(found_us="search")["latent"].mean()
    assert gap == pytest.approx(made.truth.effects.found_us["referred"], abs=0.09)
