"""Waits that are not over yet: the survival curve, its quantiles and their intervals."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest

from cxlab.journeys import between, event_log
from cxlab.journeys.censoring import _errors, open_quantile, still_open, survival

# Weeks of remission under 6-MP; a minus marks those still in remission [Freireich et al. 1963].
REMISSION = [6, 6, 6, -6, 7, -9, 10, -10, -11, 13, 16, -17, -19, -20, 22, 23, -25, -32, -32, -34, -35]
DAY = 86_400


def remission():
    weeks = np.array(REMISSION, dtype=float)
    return np.abs(weeks), weeks > 0


def waits(n, days, seed, accounts=None):
    """Lognormal waits with median one day, begun evenly over a log of so many days, cut off at its end."""
    rng = np.random.default_rng(seed)
    unit = np.arange(n) if accounts is None else np.repeat(np.arange(accounts), n // accounts)
    shared = 0.0 if accounts is None else 0.3
    z = np.sqrt(shared) * rng.normal(size=unit.max() + 1)[unit] + np.sqrt(1 - shared) * rng.normal(size=n)
    took, left = 24 * np.exp(0.8 * z), 24 * days * rng.random(n)
    return np.minimum(took, left), took <= left, unit


def test_the_curve_is_the_published_one():
    times, waiting = survival(*remission())
    assert times.tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert waiting.round(3).tolist() == [0.857, 0.807, 0.753, 0.69, 0.627, 0.538, 0.448]


def test_the_median_is_the_published_one_and_its_upper_end_is_not_known():
    found = open_quantile(*remission(), 0.5, unit=None, name="median@1")
    assert (found.value, found.low, found.high, found.notes) == (23.0, None, None, ("open_ended",))


def by_greenwood(hours, done, at):
    """The times whose log-log interval, by Greenwood's variance, holds 1 - at: spelt out wait by wait."""
    kept, share, variance = [], 1.0, 0.0
    for time in sorted(set(hours[done].tolist())):
        y, d = int((hours >= time).sum()), int(((hours == time) & done).sum())
        if y == d:
            break
        share *= 1 - d / y
        variance += d / (y * (y - d))
        away = math.log(-math.log(share)) - math.log(-math.log(1 - at))
        if abs(away) <= 1.959964 * math.sqrt(variance) / abs(math.log(share)):
            kept.append(time)
    return kept[0], kept[-1]


@pytest.mark.parametrize("at", [0.3, 0.5, 0.8])
def test_intervals_are_those_of_brookmeyer_and_crowley(at):
    hours, done, _ = waits(300, 4, seed=2)
    found = open_quantile(hours, done, at, unit=None, name="median@1")
    times = survival(hours, done)[0]
    low, high = np.searchsorted(times, [found.low, found.high])
    first, last = np.searchsorted(times, by_greenwood(hours, done, at))
    assert (abs(low - first) <= 1, abs(high - 1 - last) <= 1) == (True, True)


@pytest.mark.parametrize("accounts", [None, 60])
def test_the_truth_is_held_where_half_of_the_waits_are_cut_off(accounts):
    held, plain = [], []
    for seed in range(60):
        hours, done, unit = waits(300, 3, seed, accounts)
        found = open_quantile(hours, done, 0.5, unit=None if accounts is None else unit, name="median@1")
        held.append(found.low <= 24 <= found.high)
        plain.append(np.median(hours[done]))
    assert sum(held) >= 54
    assert np.mean(plain) < 19  # what the waits that are over would say


def test_where_all_waits_are_over_it_is_the_plain_quantile():
    hours = np.arange(1.0, 100.0)
    found = open_quantile(hours, np.ones(99, bool), 0.5, unit=None, name="median@1")
    assert found.value == 50
    assert found.low < 50 < found.high


def test_where_all_are_over_the_variance_is_that_of_a_share_by_account():
    """Without waits under way the share still waiting is a mean, whose clustered variance is known."""
    hours, _, unit = waits(400, 99, 7, accounts=80)
    done = np.ones(400, dtype=bool)
    times, waiting = survival(hours, done)
    looked = np.array([50, 200, 320])
    errors = _errors(hours, done, unit, times, looked)
    for at, error in zip(looked, errors, strict=True):
        away = np.bincount(unit, (hours > times[at]) - waiting[at])
        assert error * waiting[at] == pytest.approx(math.sqrt(80 / 79 * (away**2).sum()) / 400, rel=0.01)


def test_waits_of_one_account_go_together():
    hours, done, _ = waits(120, 5, seed=1)
    twice = [np.tile(one, 4) for one in (hours, done)]
    alone = open_quantile(hours, done, 0.5, unit=None, name="median@1")
    together = open_quantile(*twice, 0.5, unit=np.tile(np.arange(120), 4), name="median@1")
    assert (together.value, together.clusters, together.n) == (alone.value, 120, 480)
    assert together.high - together.low == pytest.approx(alone.high - alone.low, rel=0.15)


@pytest.mark.parametrize(
    ("hours", "done", "value", "notes"),
    [
        ([], [], None, ()),
        ([5.0], [False], None, ("open_ended",)),
        ([5.0], [True], 5.0, ()),
        ([5.0, 9.0], [True, False], 5.0, ("open_ended",)),
    ],
)
def test_few_waits(hours, done, value, notes):
    found = open_quantile(np.array(hours), np.array(done, dtype=bool), 0.5, unit=None, name="median@1")
    assert (found.value, found.low, found.high, found.notes) == (value, None, None, notes)


def log_of(days):
    """Two are answered after one day and two; one asked on the last day but one, and one so many days in."""
    rows = [("a", "Ask", 0), ("a", "Answer", DAY), ("b", "Ask", 0), ("b", "Answer", 2 * DAY), ("c", "Ask", days * DAY)]
    rows += [("z", "Ask", 30 * DAY), ("z", "Other", 31 * DAY)]
    return event_log(pl.DataFrame(rows, schema=["case", "touchpoint", "ts_s"], orient="row"))


def test_only_cases_that_may_go_on_yet_lengthen_the_wait():
    late, early = log_of(28), log_of(3)
    assert still_open(late, 7).tolist() == [False, False, True, True]
    found = between(late, "Ask", "Answer", open_days=7)
    assert (found.reached, found.went_on, found.waiting) == (4, 2, 2)
    assert (found.median.value, found.median.n, found.median.method) == (48.0, 4, "kaplan_meier")
    gave_up = between(early, "Ask", "Answer", open_days=7)
    assert (gave_up.reached, gave_up.went_on, gave_up.waiting) == (4, 2, 1)
    plain = between(late, "Ask", "Answer")
    assert (plain.waiting, plain.median.value) == (0, 36.0)
