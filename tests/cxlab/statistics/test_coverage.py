"""Every 95 % interval holds the truth often enough, and not by being too wide: the grid of tools/coverage.py."""

from __future__ import annotations

import re
from functools import cache

import numpy as np
import pytest
from tools import coverage

from cxlab.statistics.clusters import cluster_sums


@cache
def grid():
    return coverage.grid()


@pytest.mark.slow
def test_no_interval_misses_the_truth_more_often_than_seven_times_in_a_hundred():
    outside = {
        (one.line.kind, one.line.metric, coverage.named(one.line), design): figure
        for one in grid()
        for design, figure in one.covered.items()
        if figure < coverage.LOWEST
    }
    assert not outside


@pytest.mark.slow
@pytest.mark.parametrize("kind", coverage.KINDS)
def test_intervals_are_not_too_wide_on_average(kind):
    figures = [figure for one in grid() if one.line.kind == kind for figure in one.covered.values()]
    assert len(figures) >= 6
    assert np.mean(figures) <= coverage.HIGHEST_MEAN


@pytest.mark.slow
def test_the_page_tells_what_the_grid_gives():
    """Row by row, within the noise of another machine's arithmetic."""
    written = [
        [float(figure) for figure in line.split("|")[3:-1] if figure.strip()]
        for line in coverage.PAGE.read_text(encoding="utf-8").splitlines()
        if re.match(r"\| (nps|csat5|scale5|ces7|median|p90) \|", line)
    ]
    found = [
        [100 * figure for figure in one.covered.values()]
        for kind in coverage.KINDS
        for one in grid()
        if one.line.kind == kind
    ]
    assert len(written) == len(found)
    for told, given in zip(written, found, strict=True):
        assert told == pytest.approx(given, abs=1.5)


def test_the_grid_is_the_one_promised():
    assert {(size * accounts, accounts) for size, accounts, _ in coverage.DESIGNS.values() if accounts} == {
        (50, 10),
        (150, 30),
        (500, 100),
    }
    assert {size for size, accounts, _ in coverage.DESIGNS.values() if not accounts} == {10, 30, 100}
    assert coverage.ICC == 0.3
    assert coverage.REPLICATIONS >= 4_000


def test_the_simulation_sums_as_the_product_does():
    """The shortcut over replications gives what cluster_sums gives answer by answer."""
    rng = np.random.default_rng(1)
    answers = rng.multinomial(5, [0.2, 0.3, 0.5], (3, 10))
    u = np.array([-1.0, 0.0, 1.0])
    group, account, step = (axis.ravel() for axis in np.indices(answers.shape))
    n = answers.ravel()
    plain = cluster_sums(group, account, u[step], (n, n, n), 3)
    short = coverage.sums_of(answers, u, known=True)
    for name in ("n", "w", "wu", "wuu", "wuuu", "tt", "tw", "ww", "clusters", "known", "equal"):
        np.testing.assert_allclose(getattr(short, name), getattr(plain, name), err_msg=name)


def test_the_simulated_truth_is_the_truth():
    """The marginal shares give the wanted score, and the accounts' effect leaves it where it is."""
    from cxlab.definitions import definition

    rng = np.random.default_rng(2)
    truth = np.full(2000, 40.0)
    shares = coverage.marginals(definition("nps"), 0.3, truth)
    np.testing.assert_allclose(100 * (shares[:, 2] - shares[:, 0]), truth, atol=0.2)
    for how in ("latent", "beta"):
        within = coverage.account_shares(shares, 50, how, rng)
        assert 100 * (within[..., 2] - within[..., 0]).mean() == pytest.approx(40, abs=1)


def test_uneven_accounts_have_the_stated_correlation():
    """One-way ANOVA estimate of the intraclass correlation over many accounts."""
    rng = np.random.default_rng(3)
    shares = np.tile([0.5, 0.5], (1, 1))
    x = rng.multinomial(5, coverage.account_shares(shares, 40_000, "beta", rng))[0, :, 1]
    p = x / 5
    between, within = 5 * p.var(ddof=1), (p * (1 - p)).mean() * 5 / 4
    assert (between - within) / (between + 4 * within) == pytest.approx(0.3, abs=0.01)
