"""Against the average and against a target: plain figures, intervals by account that hold together."""

from __future__ import annotations

import numpy as np
import pytest

from cxlab.drivers.standing import from_average, from_target


def rows(seed=1, accounts=40, per=3, shift=(0.0, 0.5, 1.0)):
    rng = np.random.default_rng(seed)
    unit = np.repeat(np.arange(accounts), per)
    return rng.normal(size=(accounts, 1))[unit] + rng.normal(size=(accounts * per, 3)) + np.array(shift), unit


def test_differences_from_the_average_add_up_to_nought():
    values, unit = rows()
    found = from_average(values, unit, 40, name="g@1")
    assert [one.value for one in found] == pytest.approx(list(values.mean(axis=0) - values.mean()))
    assert sum(one.value for one in found) == pytest.approx(0)
    assert (found[0].method, found[0].clusters, found[0].n) == ("t_clustered", 40, 120)


def test_what_all_columns_have_in_common_costs_no_certainty():
    """A mood that lifts a person's every answer says nothing about their order."""
    values, unit = rows()
    calm = from_average(values, unit, 40, name="g@1")
    moody = from_average(values + 5 * np.random.default_rng(2).normal(size=(40, 1))[unit], unit, 40, name="g@1")
    assert moody[0].high - moody[0].low == pytest.approx(calm[0].high - calm[0].low)


def test_intervals_hold_all_columns_together():
    held = 0
    for seed in range(300):
        values, unit = rows(seed, accounts=30)
        found = from_average(values, unit, 30, name="g@1")
        held += all(one.low <= truth <= one.high for one, truth in zip(found, (-0.5, 0.0, 0.5), strict=True))
    assert 275 <= held <= 297


def test_targets_missed_and_met():
    values, unit = rows(shift=(3.0, 4.0, 5.0), accounts=200)
    found = from_target(values, np.array([4.0, np.nan, 4.0]), unit, 200, name="gap@1")
    assert found[0].high < 0 < found[2].low
    assert (found[1].value, found[1].low) == (None, None)


def test_gaps_count_only_what_was_answered():
    values, unit = rows()
    values[:60, 0] = np.nan
    values[:, 2] = np.nan
    found = from_average(values, unit, 40, name="g@1")
    assert [one.n for one in found] == [60, 120, 0]
    assert found[2].value is None
    assert found[0].value == pytest.approx((np.nanmean(values[:, 0]) - values[:, 1].mean()) / 2)


def test_one_account_gives_no_interval_and_nobody_no_value():
    one = from_average(np.array([[1.0, 2.0], [2.0, 2.0]]), np.zeros(2, int), 1, name="g@1")[0]
    assert (one.value, one.low, one.method, one.notes) == (-0.25, None, "none", ("few_accounts",))
    none = from_average(np.empty((0, 2)), np.empty(0, int), None, name="g@1")
    assert [one.value for one in none] == [None, None]
