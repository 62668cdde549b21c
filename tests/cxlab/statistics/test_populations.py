"""When most of a known population has answered."""

from __future__ import annotations

import numpy as np
import pytest

from cxlab.statistics.populations import finite_mean, finite_net, finite_share

Z = 1.959963985


def test_net_is_the_stated_formula():
    """n 60 of N 100, 50 % promoters, 20 % detractors, written out."""
    n, every, p, d = 60, 100, 0.5, 0.2
    pa, da = (p * n + 0.75) / (n + 3), (d * n + 0.75) / (n + 3)
    v = pa + da - (pa - da) ** 2
    half = Z * np.sqrt(v / (n + 3) + v / (every - n))
    expected = [0.6 * 0.3 + 0.4 * (pa - da - half), 0.6 * 0.3 + 0.4 * (pa - da + half)]
    found = finite_net(p, d, n=n, n_effective=n, population=every, k=Z)
    assert [float(x) for x in found] == pytest.approx(expected)


@pytest.mark.parametrize("every", [60, 61, 100, 1000, 10_000_000])
def test_the_interval_grows_with_what_is_unseen(every):
    low, high = finite_net(0.5, 0.2, n=60, n_effective=60, population=every, k=Z)
    wider = finite_net(0.5, 0.2, n=60, n_effective=60, population=every * 2, k=Z)
    assert high - low < wider[1] - wider[0]
    assert low <= 0.3 + 1e-12
    assert high >= 0.3 - 1e-12


def test_everybody_answered_leaves_nothing_uncertain():
    assert [float(x) for x in finite_net(0.5, 0.2, n=60, n_effective=60, population=60, k=Z)] == pytest.approx(
        [0.3, 0.3]
    )
    assert [float(x) for x in finite_share(0.5, 60, 60, 60, Z)] == pytest.approx([0.5, 0.5])
    assert [float(x) for x in finite_mean(4.0, 60, (3.0, 5.0), 60)] == pytest.approx([4.0, 4.0])


def test_an_endless_population_is_the_plain_mean_interval():
    assert [float(x) for x in finite_mean(4.0, 60, (3.0, 5.0), 1e12)] == pytest.approx([3.0, 5.0])
