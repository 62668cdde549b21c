"""Every account counts once, or by its revenue: the score and its interval are those of a ratio over accounts."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import t as student

from cxlab.metrics import by_account, counts, each_once, estimate
from cxlab.tables import TableError, WeightError

# Three accounts with means 9, 5 and 2.
TABLE = pl.DataFrame({"s": [10, 8, 9, 5, 1, 3, 2, 2], "a": [1, 1, 1, 2, 3, 3, 3, 3], "g": list("xxyxyyyy")})


def of(table, **more):
    return counts(table, score="s", account="a", **more)


def the(one, definition="mean", **more):
    return estimate(one, definition, by=(), **more)[0].estimate


def test_every_account_counts_once_by_hand():
    found = the(by_account(of(TABLE)))
    means = np.array([9, 5, 2])
    half = student.ppf(0.975, 2) * means.std(ddof=1) / math.sqrt(3)
    assert found.value == pytest.approx(16 / 3)
    assert (found.low, found.high) == pytest.approx((16 / 3 - half, 16 / 3 + half))
    assert (found.n, found.clusters) == (8, 3)
    assert "weighted" in found.notes


def test_by_revenue_is_a_ratio_of_sums_with_its_linearised_variance():
    """Cochran 1977, ch. 6: V = G / (G - 1) x sum of (R (y - ratio))^2 / (sum of R)^2."""
    revenue, means = np.array([100.0, 300.0, 600.0]), np.array([9, 5, 2])
    ratio = (revenue * means).sum() / revenue.sum()
    half = student.ppf(0.975, 2) * math.sqrt(1.5 * ((revenue * (means - ratio)) ** 2).sum()) / revenue.sum()
    found = the(by_account(of(TABLE), amounts={1: 100.0, 2: 300.0, 3: 600.0}))
    assert found.value == pytest.approx(ratio) == pytest.approx(3.6)
    assert (found.low, found.high) == pytest.approx((ratio - half, ratio + half))


def test_the_unit_of_revenue_changes_nothing():
    in_euros = the(by_account(of(TABLE), amounts={1: 100.0, 2: 300.0, 3: 600.0}))
    in_cents = the(by_account(of(TABLE), amounts={1: 10_000.0, 2: 30_000.0, 3: 60_000.0}))
    assert (in_cents.low, in_cents.value, in_cents.high) == pytest.approx((in_euros.low, in_euros.value, in_euros.high))


def test_an_account_counts_once_in_each_group_it_answered_in():
    found = estimate(by_account(of(TABLE, by="g"), ["g"]), "mean", by=["g"])
    assert [cell.estimate.value for cell in found] == pytest.approx([(9 + 5) / 2, (9 + 2) / 2])


def test_an_answer_without_an_account_counts_as_one_and_not_by_revenue():
    table = pl.DataFrame({"s": [10, 10, 0], "a": [1, 1, None]})
    assert the(by_account(of(table))).value == pytest.approx(5.0)
    by_revenue = the(by_account(of(table), amounts={1: 5.0}))
    assert (by_revenue.value, by_revenue.n) == (10.0, 2)


def test_accounts_without_revenue_are_left_out():
    found = the(by_account(of(TABLE), amounts={1: 10.0, 2: -4.0}))
    assert (found.value, found.n, found.clusters) == (9.0, 3, 1)


def test_each_answer_counts_once_whatever_weight_it_came_with():
    table = TABLE.with_columns(w=pl.Series([3.0, 1, 1, 1, 1, 1, 1, 9]))
    assert the(each_once(of(table, weight="w"))) == the(of(TABLE))


def test_what_cannot_be_weighed_is_said():
    with pytest.raises(TableError, match="know no accounts"):
        by_account(counts(TABLE, score="s"))
    with pytest.raises(WeightError, match="no finite number"):
        by_account(of(TABLE), amounts={1: math.nan})


answers = st.lists(st.tuples(st.integers(0, 10), st.integers(0, 4)), min_size=2, max_size=40)


@given(answers, st.sampled_from(["nps", "promoters", "mean"]))
def test_weights_given_to_each_answer_beforehand_say_the_same(rows, metric):
    """Any engine can make the weights itself, in the table, and count with them: the contract is one."""
    table = pl.DataFrame(rows, schema=["s", "a"], orient="row")
    amounts = {account: float(3 * account + 1) for account in range(5)}
    mine = the(by_account(of(table), amounts=amounts), metric)
    amount = pl.col("a").replace_strict(amounts, return_dtype=pl.Float64)
    beforehand = table.with_columns(w=amount / pl.len().over("a")).lazy()
    theirs = the(of(beforehand, weight="w"), metric)
    assert mine.n == theirs.n
    for one, other in ((mine.value, theirs.value), (mine.low, theirs.low), (mine.high, theirs.high)):
        assert one == pytest.approx(other, abs=1e-6)


@given(answers)
def test_one_answer_of_each_account_needs_no_weights(rows):
    table = pl.DataFrame([(value, at) for at, (value, _) in enumerate(rows)], schema=["s", "a"], orient="row")
    assert the(by_account(of(table)), "nps") == the(of(table), "nps")


@given(answers)
def test_the_interval_holds_the_score(rows):
    found = the(by_account(of(pl.DataFrame(rows, schema=["s", "a"], orient="row"))), "nps")
    if found.low is not None:
        assert -100 <= found.low <= found.value + 1e-9
        assert found.value - 1e-9 <= found.high <= 100
