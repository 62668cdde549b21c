"""How many answers a change needs."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from cxlab.metrics import answers_needed, score
from cxlab.tables import TableError


def estimate(s, account=None):
    table = pl.DataFrame({"s": s} if account is None else {"s": s, "a": account})
    return score(table, score="s", account=None if account is None else "a")[0].estimate


def test_the_textbook_figure():
    """Variance .5 + .2 - .3^2 = .61: 2 x 7.849 x 6100 / 100 = 958 for ten points at 80 % power."""
    found = answers_needed(estimate([10] * 500 + [8] * 300 + [0] * 200), 10, spread=6100)
    assert found == 958


def test_it_learns_the_spread_from_the_interval():
    found = answers_needed(estimate([10] * 500 + [8] * 300 + [0] * 200), 10)
    assert found == pytest.approx(958, rel=0.02)


def test_a_smaller_change_needs_more():
    one = estimate([10] * 50 + [0] * 20)
    assert answers_needed(one, 5) == pytest.approx(4 * answers_needed(one, 10), rel=0.01)
    assert answers_needed(one, 10) == answers_needed(one, -10)


def test_alike_accounts_need_more():
    s = list(np.repeat([10, 0, 10, 10, 0, 10], 5)) * 5
    assert answers_needed(estimate(s, list(np.repeat(np.arange(30), 5))), 10) > 2 * answers_needed(estimate(s), 10)


def test_nothing_learnt_nothing_said():
    assert answers_needed(estimate([9]), 10) is None


def test_it_keeps_its_word():
    """With that many answers on either side the change is told in about 80 % of surveys."""
    from cxlab.metrics import counts, difference

    n = answers_needed(estimate([10] * 50 + [8] * 30 + [0] * 20), 20)
    rng, told = np.random.default_rng(9), 0
    for _ in range(400):
        sides = [pl.DataFrame({"s": rng.choice([10, 8, 0], n, p=p)}) for p in ((0.6, 0.3, 0.1), (0.5, 0.3, 0.2))]
        told += difference(*(counts(side, score="s") for side in sides)).word == "better"
    assert 0.75 <= told / 400 <= 0.92


@pytest.mark.parametrize("kwargs", [{"change": 0}, {"change": float("nan")}, {"change": 5, "power": 1}])
def test_senseless_wishes_are_refused(kwargs):
    with pytest.raises(TableError):
        answers_needed(estimate([9, 3]), **kwargs)
