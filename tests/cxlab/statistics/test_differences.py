"""Differences of two scores against published figures and the textbook."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from cxlab.statistics.differences import mover, welch_df
from cxlab.statistics.intervals import critical, wilson

Z = 1.959963985


def test_mover_on_wilson_is_newcombes_interval():
    """Newcombe 1998, Statistics in Medicine 17, table II, method 10: 56/70 - 48/80 gives .0524 to .3339."""
    a, b = 56 / 70, 48 / 80
    low, high = mover((a, *wilson(a, 70, Z)), (b, *wilson(b, 80, Z)))
    assert [round(float(low), 4), round(float(high), 4)] == [0.0524, 0.3339]


def test_welch_is_scipys():
    x, y = np.array([3.0, 4, 5, 4, 2]), np.array([1.0, 2, 2, 5, 3, 1, 2])
    expected = stats.ttest_ind(x, y, equal_var=False)
    v = x.var(ddof=1) / x.size, y.var(ddof=1) / y.size
    df = welch_df(v[0], x.size - 1, v[1], y.size - 1)
    assert float(df) == pytest.approx(expected.df)
    half = float(critical(0.95, df)) * np.sqrt(sum(v))
    interval = expected.confidence_interval()
    assert [x.mean() - y.mean() - half, x.mean() - y.mean() + half] == pytest.approx([interval.low, interval.high])


def test_welch_without_spread_or_freedom():
    assert float(welch_df(0.0, 4, 0.0, 9)) == 4
    assert float(welch_df(1.0, 0, 1.0, 9)) == 0
