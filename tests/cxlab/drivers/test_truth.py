"""The simulated company: the weights put into its pulse come back as shares; in the null company nothing is found."""

from __future__ import annotations

from functools import cache

import numpy as np
import polars as pl
import pytest

from cxlab.drivers import (
    beside,
    importance,
    importance_map,
    penalty_reward,
    relative_weights,
    shapley,
    stated_importance,
)
from cxlab.simulate.effects import CAUSES
from tests.cxlab.simulated import drawn

ACCOUNTS = 1500
BEFORE = 3  # waves before the improvement, which lifts one cause and the outcome together


@cache
def pulse(seed: int = 1, *, null: bool = False) -> pl.DataFrame:
    made = drawn(seed, ACCOUNTS, null=null)
    rows = (
        made.answers.join(made.questions.select("question", "survey", "key"), on="question")
        .join(made.surveys.filter(pl.col("key") == "pulse").select("survey"), on="survey")
        .join(made.responses.select("response", "account", "contact", "wave"), on="response")
        .filter(pl.col("wave") < BEFORE)
    )
    return rows.pivot(on="key", index=["response", "account", "contact", "wave"], values="value")


def expected() -> np.ndarray:
    """Correlations behind the answers: those of the effects, and the level a person has in all questions alike."""
    made = drawn(1, ACCOUNTS)
    truth = made.truth.effects
    who = made.contacts.join(made.accounts.select("account", "segment", "found_us"), on="account")
    fixed = (
        who["segment"].replace_strict(truth.segment, default=0.0).to_numpy()
        + who["decision_role"].replace_strict(truth.role, default=0.0).to_numpy()
        + who["unit"].replace_strict(truth.unit, default=0.0).to_numpy()
        + who["found_us"].replace_strict(truth.found_us, default=0.0).to_numpy()
        + truth.new_buyer * (who["buyer_kind"] == "new").fill_null(value=False).to_numpy()
    )
    level = dict(zip(who["contact"].to_list(), fixed, strict=True))
    alike = float(np.var([level[one] for one in pulse()["contact"].to_list()]))
    weights = np.array([truth.driver.get(one, 0.0) for one in CAUSES])
    p = len(weights)
    found = np.full((p + 1, p + 1), truth.loading**2)
    np.fill_diagonal(found, 1.0)
    found[:p, p] = found[p, :p] = found[:p, :p] @ weights
    return (found + alike) / (1 + alike)


@pytest.fixture(scope="module")
def found():
    return importance(
        pulse(), outcome="nps", drivers=CAUSES, account="account", correlations="polychoric", resamples=300
    )


def test_the_shares_of_the_pulse_are_those_put_in(found):
    parts = dict(zip(CAUSES, shapley(expected()), strict=True))
    total = sum(parts.values())
    held = [one.name for one in found.drivers if one.share.low <= parts[one.name] / total <= one.share.high]
    assert len(held) >= 7
    assert found.r2.low <= total <= found.r2.high
    assert all(one.part.value == pytest.approx(parts[one.name], abs=0.02) for one in found.drivers)


def test_the_order_is_that_of_the_weights(found):
    weights = drawn(1, ACCOUNTS).truth.effects.driver
    names = [one.name for one in found.drivers]
    assert {names[0], names[1]} == {"trust", "informs_ahead"}
    assert names[-1] == "approachable"
    wrong = [p for p in found.order.pairs if p.sure and weights.get(p.first, 0) < weights.get(p.second, 0)]
    assert wrong == []
    assert sum(p.sure for p in found.order.pairs) >= 10


def test_relative_weights_are_those_put_in(found):
    weights = dict(zip(CAUSES, relative_weights(expected()), strict=True))
    total = sum(weights.values())
    held = [one.name for one in found.drivers if one.weight.low <= weights[one.name] / total <= one.weight.high]
    assert len(held) >= 7


@pytest.fixture(scope="module")
def placed():
    """The map of the pulse, in the company and in the null company; ease has a longer scale, so it is left out."""
    names = [name for name in CAUSES if name != "ease"]
    return [
        importance_map(pulse(null=null), outcome="nps", drivers=names, account="account", scale=(1, 5), resamples=300)
        for null in (False, True)
    ]


def test_the_map_puts_first_what_matters_and_is_low_and_nothing_where_nothing_was_planted(placed):
    real, null = placed
    level, weight = drawn(1, ACCOUNTS).truth.effects.question, drawn(1, ACCOUNTS).truth.effects.driver
    where = {one.name: one.where for one in real.places}
    assert (where["informs_ahead"], where["trust"], where["approachable"]) == ("improve_first", "keep_up", "enough")
    for one in real.places:
        if one.where in {"improve_first", "keep_up"}:
            assert weight[one.name] >= 0.14
        if one.where in {"improve_first", "not_first"}:
            assert level[one.name] < 0
    assert {one.where for one in null.places} == {"cannot_tell"}


def test_what_people_were_made_to_say_stands_beside_what_their_scores_say(placed):
    """Planted: called less important than the average what the scores hold for important, and the other way round."""
    rng = np.random.default_rng(2)
    said = {"informs_ahead": -0.8, "approachable": 0.8, "trust": 0.5}
    names = [one.name for one in placed[0].places]
    habit = rng.normal(size=400)  # some rate everything high
    ratings = pl.DataFrame({name: 3 + said.get(name, 0.0) + habit + rng.normal(size=400) for name in names})
    found = {one.name: one for one in beside(placed[0], stated_importance(ratings, columns={n: n for n in names}))}
    assert [found[name].finding for name in said] == ["hidden", "said_only", "both"]
    average = sum(said.values()) / len(names)
    held = [n for n in names if found[n].stated.low <= said.get(n, 0.0) - average <= found[n].stated.high]
    assert held == names
    nothing = stated_importance(
        pl.DataFrame({name: rng.normal(size=400) for name in names}), columns={n: n for n in names}
    )
    assert {one.finding for one in beside(placed[1], nothing)} == {"cannot_tell"}


def test_no_driver_of_the_pulse_is_basic_or_exciting_for_sure_in_the_null_company():
    nothing = penalty_reward(
        pulse(null=True), outcome="nps", drivers=CAUSES, account="account", turning=dict.fromkeys(CAUSES, 3.0)
    )
    assert {one.nature for one in nothing.drivers} == {"cannot_tell"}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_in_the_null_company_nothing_matters(seed):
    table = pulse(seed, null=True)
    for rows in (table, table.head(400)):
        found = importance(rows, outcome="nps", drivers=CAUSES, account="account", resamples=300)
        assert found.r2.value < 0.12
        assert min(one.chance for one in found.drivers) > 0.01
    assert "no_relation" in found.notes
