"""Basic, linear and exciting: the truth comes back, an even effect raises no alarm, accounts widen the intervals."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from cxlab.drivers import DriversError, penalty_reward

NAMES = ["basic", "linear", "exciting", "nothing"]


def table(n=900, seed=1, *, even=False, accounts=300):
    rng = np.random.default_rng(seed)
    unit = np.arange(n) % accounts
    mood = rng.normal(size=(accounts, 1))[unit]
    x = np.clip(np.round(3.3 + 0.6 * mood + rng.normal(size=(n, 4))), 1, 5)
    low, high = np.minimum(x - 3, 0), np.maximum(x - 3, 0)
    penalty, reward = ([0.4, 0.4, 0.4, 0], [0.4, 0.4, 0.4, 0]) if even else ([0.8, 0.4, 0.05, 0], [0.05, 0.4, 0.8, 0])
    own = rng.normal(size=(accounts,))[unit] * 0.5
    y = low @ np.array(penalty) + high @ np.array(reward) + own + rng.normal(size=n)
    return pl.DataFrame(x, schema=NAMES, orient="row").with_columns(y=pl.Series(y), who=pl.Series(unit))


def contrasted(made=None, **more):
    made = table() if made is None else made
    asked = {"outcome": "y", "drivers": NAMES, "account": "who", "turning": 3, **more}
    return penalty_reward(made, **asked)


def test_each_nature_is_found_and_its_slopes_held():
    found = contrasted()
    assert {one.name: one.nature for one in found.drivers} == {
        "basic": "basic", "linear": "linear", "exciting": "exciting", "nothing": "cannot_tell",
    }  # fmt: skip
    for one, penalty, reward in zip(found.drivers, (0.8, 0.4, 0.05, 0), (0.05, 0.4, 0.8, 0), strict=True):
        assert one.penalty.low <= penalty <= one.penalty.high
        assert one.reward.low <= reward <= one.reward.high
        assert one.asymmetry.value == pytest.approx(one.reward.value - one.penalty.value)


def test_slopes_are_those_of_the_regression():
    x = table().select(NAMES).to_numpy()
    design = np.column_stack([np.ones(len(x)), np.minimum(x - 3, 0), np.maximum(x - 3, 0)])
    fit = np.linalg.lstsq(design, table()["y"].to_numpy(), rcond=None)[0][1:]
    found = contrasted().drivers
    assert [one.penalty.value for one in found] + [one.reward.value for one in found] == pytest.approx(list(fit))


def test_the_variance_is_that_of_leaving_each_account_out():
    made = table(n=120, accounts=30)
    x, y, who = made.select(NAMES).to_numpy(), made["y"].to_numpy(), made["who"].to_numpy()
    design = np.column_stack([np.ones(len(x)), np.minimum(x - 3, 0), np.maximum(x - 3, 0)])

    def fit(keep):
        return np.linalg.lstsq(design[keep], y[keep], rcond=None)[0][1:]

    whole = fit(np.ones(len(y), bool))
    error = np.sqrt(29 / 30 * sum((fit(who != k) - whole) ** 2 for k in range(30)))
    found = contrasted(made).drivers
    assert [(one.penalty.high - one.penalty.low) / 2 for one in found] == pytest.approx(
        list(2.04523 * error[:4]), rel=1e-4
    )
    alone = contrasted(made, account=None).drivers[0].penalty
    each = sum((fit(np.arange(120) != k) - whole) ** 2 for k in range(120))
    assert (alone.high - alone.low) / 2 == pytest.approx(1.98010 * np.sqrt(119 / 120 * each[0]), rel=1e-4)


def test_an_account_without_which_nothing_can_be_told_does_no_harm():
    made = table(n=200, accounts=50).with_columns(
        basic=pl.when(pl.int_range(pl.len()) % 50 == 0).then(pl.col("basic").clip(4, 5)).otherwise(3).cast(pl.Float64)
    )
    made = made.with_columns(basic=pl.when(pl.int_range(pl.len()) == 50).then(1.0).otherwise(pl.col("basic")))
    found = contrasted(made)
    assert all(np.isfinite([one.penalty.low, one.reward.high]).all() for one in found.drivers)


def test_classes_are_answers_below_and_above_against_those_at_it():
    found = contrasted(coding="classes")
    x = table().select(NAMES).to_numpy()
    design = np.column_stack([np.ones(len(x)), x < 3, x > 3])
    fit = np.linalg.lstsq(design, table()["y"].to_numpy(), rcond=None)[0][1:]
    assert [one.penalty.value for one in found.drivers] == pytest.approx(list(-fit[:4]))
    assert [one.reward.value for one in found.drivers] == pytest.approx(list(fit[4:]))
    assert found.drivers[0].nature == "basic"
    assert (found.drivers[0].below, found.drivers[0].above) == (int((x[:, 0] < 3).sum()), int((x[:, 0] > 3).sum()))


def test_an_even_effect_on_a_lopsided_scale_raises_few_alarms():
    """Four drivers a survey, 5 % of the surveys may raise one: binomial, 150 surveys, at most 14 in 99 %."""
    alarms = 0
    for seed in range(150):
        found = contrasted(table(n=240, seed=seed, even=True, accounts=80))
        alarms += any(one.nature in {"basic", "exciting"} for one in found.drivers)
    assert alarms <= 14


def test_accounts_of_one_mind_widen_the_intervals():
    made = table(n=900, accounts=40)
    wide, narrow = contrasted(made), contrasted(made, account=None)
    assert wide.drivers[0].penalty.high - wide.drivers[0].penalty.low != (
        narrow.drivers[0].penalty.high - narrow.drivers[0].penalty.low
    )
    assert (wide.accounts, wide.drivers[0].penalty.method) == (40, "sandwich_clustered")


def test_rows_with_gaps_are_left_out_and_counted():
    made = table().with_columns(basic=pl.when(pl.int_range(pl.len()) < 100).then(None).otherwise(pl.col("basic")))
    found = contrasted(made)
    assert (found.n, found.left_out) == (800, 100)


def test_a_turning_point_taken_from_the_answers_is_told():
    found = contrasted(turning=None)
    assert [one.turning for one in found.drivers] == [3, 3, 3, 3]
    assert found.notes == ("turning_seen",)


def test_few_rows_tell_nothing():
    found = contrasted(table(n=18, accounts=9))
    assert (found.drivers, found.notes, found.n) == ((), ("too_few_answers",), 18)


def test_one_account_gives_values_alone():
    found = contrasted(table().with_columns(who=pl.lit("x")))
    assert found.drivers[0].penalty.low is None
    assert {one.nature for one in found.drivers} == {"cannot_tell"}
    assert found.notes == ("few_accounts",)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"turning": 5}, "Nobody answered above 5 to 'basic'"),
        ({"turning": 1}, "Nobody answered below 1 to 'basic'"),
        ({"turning": 2.5, "coding": "classes"}, "Nobody answered at 2.5 to 'basic'"),
        ({"turning": {"basic": 3}}, "No turning point is given for 'linear', 'exciting', 'nothing'"),
    ],
)
def test_a_turning_point_without_answers_is_refused(change, message):
    with pytest.raises(DriversError, match=message):
        contrasted(**change)
