"""Shares of R2: published figures, all regressions one by one, and what must hold for every correlation matrix."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxlab.drivers import CorrelationError, DriversError, relative_weights, shapley, shapley_of_columns
from tests.cxlab.drivers import oracle

SWISS = ("Agriculture", "Examination", "Education", "Catholic", "Infant.Mortality", "Fertility")
# Grömping 2006, Journal of Statistical Software 17(1), the example of the data set swiss.
SWISS_LMG = (0.0571, 0.1712, 0.2601, 0.1056, 0.1128)
MTCARS = ("cyl", "disp", "hp", "gear", "mpg")
# The example of the data set mtcars that R users know from Tonidandel & LeBreton's method.
MTCARS_JOHNSON = (0.2285, 0.2221, 0.2322, 0.0964)


def drawn(seed: int, p: int, n: int = 60):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, p)) @ rng.normal(size=(p, p)) + rng.normal(size=(n, 1))
    return x, x @ rng.normal(size=p) + 3 * rng.normal(size=n)


def test_swiss_has_the_published_shares():
    table = oracle.small_table("swiss.csv", SWISS)
    found = shapley(np.corrcoef(table.T), SWISS)
    assert found.round(4).tolist() == list(SWISS_LMG)
    assert found.sum() == pytest.approx(0.7067, abs=5e-5)


def test_mtcars_has_the_published_relative_weights():
    table = oracle.small_table("mtcars.csv", MTCARS)
    assert relative_weights(np.corrcoef(table.T)).round(4).tolist() == list(MTCARS_JOHNSON)


@pytest.mark.parametrize("p", [1, 2, 3, 4, 5, 6, 7])
def test_shares_are_those_of_all_regressions_one_by_one(p):
    x, y = drawn(p, p)
    assert shapley_of_columns(list(x.T), y) == pytest.approx(oracle.shares(x, y), abs=1e-10)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 9))
def test_shares_are_not_negative_add_up_to_r2_and_follow_their_columns(seed, p):
    x, y = drawn(seed, p)
    found = shapley_of_columns(list(x.T), y)
    assert (found > -1e-12).all()
    assert found.sum() == pytest.approx(oracle.r2(x, y), abs=1e-9)
    order = np.random.default_rng(seed).permutation(p)
    assert shapley_of_columns(list(x.T[order]), y) == pytest.approx(found[order], abs=1e-9)
    assert shapley_of_columns([100 - 7 * column for column in x.T], y + 40) == pytest.approx(found, abs=1e-7)


def test_drivers_that_go_with_no_other_keep_their_own_r2():
    found = shapley(np.array([[1, 0, 0.6], [0, 1, -0.5], [0.6, -0.5, 1]]))
    assert found == pytest.approx([0.36, 0.25])


def test_two_that_are_one_share_alike_and_a_third_is_untouched():
    c = np.array([[1, 1, 0, 0.6], [1, 1, 0, 0.6], [0, 0, 1, 0.3], [0.6, 0.6, 0.3, 1]])
    assert shapley(c) == pytest.approx([0.18, 0.18, 0.09])


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 8))
def test_relative_weights_add_up_to_r2_and_stacks_are_single_ones(seed, p):
    x, y = drawn(seed, p)
    one, other = np.corrcoef(np.column_stack([x, y]).T), np.corrcoef(np.column_stack([x[:30], y[:30]]).T)
    assert relative_weights(one).sum() == pytest.approx(oracle.r2(x, y), abs=1e-8)
    stacked = relative_weights(np.array([one, other]))
    assert stacked == pytest.approx(np.array([relative_weights(one), relative_weights(other)]))


def test_for_two_drivers_relative_weights_are_shapleys_shares():
    """They agree for two predictors [Thomas, Zumbo, Kwan & Schweitzer 2014]."""
    c = np.array([[1.0, 0.5, 0.6], [0.5, 1.0, 0.4], [0.6, 0.4, 1.0]])
    assert relative_weights(c) == pytest.approx(shapley(c), abs=1e-12)


def test_twenty_drivers_add_up_too():
    x, y = drawn(3, 20, n=400)
    assert shapley_of_columns(list(x.T), y).sum() == pytest.approx(oracle.r2(x, y), abs=1e-8)


@pytest.mark.parametrize("p", [0, 23])
def test_none_and_too_many_are_refused(p):
    with pytest.raises(DriversError, match=f"not for {p}"):
        shapley(np.eye(p + 1))


def test_as_many_as_are_allowed_are_counted(monkeypatch):
    monkeypatch.setitem(shapley.__globals__, "MOST_DRIVERS", 3)
    assert shapley(np.eye(4)).tolist() == [0.0, 0.0, 0.0]
    with pytest.raises(DriversError, match="1 to 3 drivers, not for 4"):
        shapley(np.eye(5))


def test_two_that_are_one_have_the_same_relative_weight():
    c = np.array([[1, 1, 0, 0.6], [1, 1, 0, 0.6], [0, 0, 1, 0.3], [0.6, 0.6, 0.3, 1]])
    assert relative_weights(c) == pytest.approx([0.18, 0.18, 0.09])


def test_what_is_no_correlation_matrix_is_refused():
    with pytest.raises(CorrelationError, match="symmetric"):
        shapley(np.array([[1.0, 0.2], [0.3, 1.0]]))
    with pytest.raises(CorrelationError, match="'driver 1' and 'outcome'"):
        shapley(np.array([[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]]))
