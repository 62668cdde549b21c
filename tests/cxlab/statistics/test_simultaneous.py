"""Several comparisons at once: never less than one, never more than Bonferroni."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxlab.statistics.simultaneous import bonferroni, holm, max_t


def test_holm_is_the_published_procedure():
    """Holm 1979: smallest p x m, next x (m - 1)..., never falling, never over 1."""
    assert holm([0.01, 0.04, 0.03, 0.005]).tolist() == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([]).size == 0
    assert holm([0.9, 0.8]).tolist() == [1.0, 1.0]


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8))
def test_holm_never_lowers_a_p(p):
    assert (holm(p) >= np.array(p) - 1e-15).all()


def independent(family, units=200):
    """Each comparison with units of its own."""
    rng = np.random.default_rng(4)
    unit = np.arange(family * units)
    return max_t(
        unit,
        np.repeat(np.arange(family), units),
        rng.standard_normal(unit.size),
        np.ones(unit.size),
        family=family,
        level=0.95,
    )


def test_independent_comparisons_need_nearly_bonferroni():
    """Sidak's level is exact for independent ones."""
    assert independent(5) == pytest.approx(0.95 ** (1 / 5), abs=0.004)


def test_comparisons_that_move_together_need_no_widening():
    rng = np.random.default_rng(4)
    z = rng.standard_normal(200)
    same = max_t(
        np.tile(np.arange(200), 5), np.repeat(np.arange(5), 200), np.tile(z, 5), np.ones(200), family=5, level=0.95
    )
    assert 0.95 <= same < 0.96


def test_never_beyond_bonferroni_and_the_same_each_time():
    assert 0.95 <= independent(3) <= bonferroni(0.95, 3)
    assert independent(3) == independent(3)


def test_too_large_a_family_falls_back_to_bonferroni(monkeypatch):
    from cxlab.statistics import simultaneous

    monkeypatch.setattr(simultaneous, "MOST_ENTRIES", 99)
    unit, comparison = np.divmod(np.arange(100), 2)
    z = np.random.default_rng(1).normal(size=100)
    assert max_t(unit, comparison, z, np.ones(50), family=2, level=0.95) == bonferroni(0.95, 2)


def test_unrelated_differences_need_sidak_and_equal_ones_need_nothing():
    """The level of four independent intervals that hold together is .95 ** (1 / 4) [Šidák 1967]."""
    rng = np.random.default_rng(2)
    unit, comparison = np.divmod(np.arange(4 * 3000), 4)
    apart = max_t(unit, comparison, rng.normal(size=12_000), np.ones(3000), family=4, level=0.95)
    assert apart == pytest.approx(0.95**0.25, abs=0.002)
    same = max_t(unit, comparison, np.repeat(rng.normal(size=3000), 4), np.ones(3000), family=4, level=0.95)
    assert same == pytest.approx(0.95, abs=0.004)


def test_comparisons_without_spread_count_in_full():
    found = max_t(np.arange(4), np.array([0, 0, 1, 1]), np.zeros(4), np.ones(4), family=2, level=0.95)
    assert found == bonferroni(0.95, 2)


def test_a_unit_with_several_entries_is_drawn_as_a_whole():
    """What an account says on both sides cancels out: split entries and their sums give the same level."""
    rng = np.random.default_rng(3)
    whole = rng.normal(size=(50, 4))
    part = rng.normal(size=(50, 4))
    unit, comparison = (np.tile(one, 2) for one in np.divmod(np.arange(200), 4))
    split = np.concatenate([part.ravel(), (whole - part).ravel()])
    found = [
        max_t(u, c, z, np.ones(50), family=4, level=0.95)
        for u, c, z in ((unit, comparison, split), (unit[:200], comparison[:200], whole.ravel()))
    ]
    assert found[0] == pytest.approx(found[1], abs=1e-12)
    assert found[1] > 0.98
