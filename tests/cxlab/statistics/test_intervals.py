"""Intervals of one score against published figures."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxlab.statistics.intervals import adjusted_wald, critical, equal_answers, t_interval, wilson

Z = 1.959963985


@pytest.mark.parametrize(
    ("x", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_is_the_published_interval(x, n, low, high):
    """Newcombe 1998, Statistics in Medicine 17, table I."""
    found = wilson(x / n, n, Z)
    assert np.round(found, 4).tolist() == pytest.approx([low, high], abs=1e-9)


@pytest.mark.parametrize(("n", "half"), [(10, 42), (30, 27), (100, 15)])
def test_half_widths_of_an_nps_of_thirty(n, half):
    """At 50 % promoters and 20 % detractors: 42, 27 and 15 points."""
    low, high = adjusted_wald(0.5, 0.2, n, Z)
    assert round(float(high - low) * 50) == half


def test_critical_values_are_students():
    assert critical(0.95, [1, 9, 29, np.inf]).round(3).tolist() == [12.706, 2.262, 2.045, 1.96]
    assert np.isinf(critical(0.95, 0))


@given(st.floats(0, 1), st.floats(0.5, 1e6), st.floats(0.5, 5))
def test_wilson_holds_its_estimate_within_the_scale(p, n, k):
    low, high = wilson(p, n, k)
    assert 0 <= low <= p <= high <= 1


@given(st.floats(0, 1), st.floats(0, 1), st.floats(2, 1e6))
def test_adjusted_wald_is_cut_at_the_ends_and_holds_the_score_at_95_percent(p, share, n):
    d = (1 - p) * share
    low, high = adjusted_wald(p, d, n, Z)
    assert -1 <= low <= p - d + 1e-12
    assert p - d - 1e-12 <= high <= 1


def test_adjusted_wald_says_nothing_at_n_0():
    assert [float(x) for x in adjusted_wald(0.0, 0.0, 0, Z)] == [-1.0, 1.0]


def test_wilson_says_nothing_at_n_0():
    assert [float(x) for x in wilson(0.0, 0, Z)] == [0.0, 1.0]


def test_t_interval_is_students():
    x = np.array([3.0, 4, 5, 4, 2, 5, 4, 4])
    low, high = t_interval(x.mean(), x.var(ddof=1) / x.size, critical(0.95, x.size - 1))
    assert [round(float(low), 4), round(float(high), 4)] == [3.0465, 4.7035]


def test_equal_answers_map_the_top_box_to_the_scale():
    """Ten fives: at least 72.25 % are fives (Wilson), so the mean is at least 1 + 4 x .7225."""
    low, high = equal_answers(5.0, 10, Z, 1, 5)
    assert [round(float(low), 2), float(high)] == [3.89, 5.0]
    low, high = equal_answers(3.0, 10, Z, 1, 5)
    assert [round(float(low), 4), round(float(high), 4)] == [2.4449, 3.5551]
