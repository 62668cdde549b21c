from __future__ import annotations

import numpy as np
import pytest

from cxlab.journeys.associations import associate
from cxlab.journeys.tally import codes_of, share_counts
from cxlab.metrics import estimate


def clustered(seed: int, *, effect: float = 0.0, accounts: int = 60, each: int = 6, marks: int = 3, confound=0.0):
    """Marks that differ in frequency between accounts and segments, outcomes alike within accounts."""
    rng = np.random.default_rng(seed)
    account = np.repeat(np.arange(accounts), each)
    segment = account % 3
    lean = 0.3 + 0.25 * (segment == 2)
    drawn = rng.random((marks, len(account))) < lean
    base = rng.normal(0, 0.8, accounts)[account] + rng.normal(0, 1, len(account))
    outcome = base + effect * drawn[0] + confound * (segment == 2)
    return drawn, outcome, account, segment


def test_without_segments_the_difference_is_that_of_the_means():
    drawn, outcome, account, _ = clustered(1, effect=-1)
    one = associate(drawn, outcome.tolist(), accounts=account)[0]
    assert one.comparison.difference == pytest.approx(outcome[drawn[0]].mean() - outcome[~drawn[0]].mean())
    assert one.comparison.word == "worse"
    assert one.comparison.family_size == 3
    assert (one.n_with, one.n_without) == (int(drawn[0].sum()), int((~drawn[0]).sum()))
    assert one.adjusted is None


def test_within_segments_the_difference_is_a_regressions_coefficient():
    drawn, outcome, account, segment = clustered(2, effect=-1, confound=3)
    one = associate(drawn, outcome.tolist(), accounts=account, segment=segment.tolist())[0]
    design = np.column_stack([drawn[0], *(segment == k for k in range(3))]).astype(float)
    slope = np.linalg.lstsq(design, outcome, rcond=None)[0][0]
    assert one.adjusted.difference == pytest.approx(slope)
    assert one.adjusted.low < one.adjusted.difference < one.adjusted.high
    assert "within_segments" in one.adjusted.notes
    # The plain difference takes the segment's level for the mark's.
    assert abs(one.adjusted.difference + 1) < abs(one.comparison.difference + 1)


def test_intervals_hold_the_truth_and_a_null_shows_nothing():
    caught, alarms, runs = 0, 0, 150
    for seed in range(runs):
        drawn, outcome, account, segment = clustered(seed, effect=0.5, confound=1)
        found = associate(drawn, outcome.tolist(), accounts=account, segment=segment.tolist())
        caught += found[0].adjusted.low <= 0.5 <= found[0].adjusted.high
        alarms += any(one.adjusted.word != "no_difference_shown" for one in found[1:])
    assert caught / runs >= 0.93
    assert alarms / runs <= 0.08


def test_few_accounts_with_the_mark_give_wide_intervals_that_hold():
    caught = runs = 0
    for seed in range(200):
        rng = np.random.default_rng(seed)
        account = np.repeat(np.arange(30), 6)
        marked = np.isin(account, [0, 1, 2]) & (rng.random(180) < 0.8)
        outcome = rng.normal(0, 1, 30)[account] + rng.normal(0, 1, 180)
        one = associate(marked[None, :], outcome.tolist(), accounts=account, segment=["x"] * 180)[0].adjusted
        if one is not None:
            runs += 1
            caught += one.low <= 0 <= one.high
    assert runs > 150
    assert caught / runs >= 0.90


def test_a_recommendation_is_told_in_points():
    drawn, _, account, segment = clustered(3)
    rng = np.random.default_rng(3)
    answers = np.where(drawn[0], rng.choice([0, 10], len(account)), 10).astype(float)
    one = associate(drawn[:1], answers.tolist(), "nps", accounts=account, segment=segment.tolist())[0]
    assert one.comparison.difference == pytest.approx(-100, abs=20)
    assert one.adjusted.difference == pytest.approx(one.comparison.difference, abs=8)
    assert one.adjusted.word == one.comparison.word == "worse"


def test_a_share_of_bad_things_is_better_when_lower():
    marks = np.array([[True] * 40 + [False] * 40])
    one = associate(marks, [1.0] * 30 + [0.0] * 10 + [1.0] * 5 + [0.0] * 35, "detractors")[0]
    assert one.comparison.word in {"better", "worse", "no_difference_shown"}


def test_unknown_outcomes_and_sides_without_walks():
    marks = np.array([[True, True, False, False], [True, True, True, True]])
    found = associate(marks, [1.0, None, 2.0, None])
    assert (found[0].n_with, found[0].n_without) == (1, 1)
    assert found[0].comparison.word == "cannot_tell"
    assert found[1].comparison is None
    assert associate(np.zeros((0, 3), dtype=bool), [1.0, 2.0, 3.0]) == ()


@pytest.mark.parametrize("known", [True, False])
def test_too_few_walks_are_not_compared_and_do_not_widen_the_others(known):
    drawn, outcome, account, segment = clustered(6, effect=-1)
    rare = np.zeros((2, len(outcome)), dtype=bool)
    rare[0, [0, 50, 100, 150]] = True
    rare[1] = ~rare[0]
    accounts = account if known else None
    alone = associate(drawn, outcome.tolist(), accounts=accounts, segment=segment.tolist())
    found = associate(np.vstack([drawn, rare]), outcome.tolist(), accounts=accounts, segment=segment.tolist())
    assert found[:3] == alone
    few, often = found[3].comparison, found[4].comparison
    assert few.difference == pytest.approx(outcome[rare[0]].mean() - outcome[rare[1]].mean())
    assert few.difference == pytest.approx(-often.difference)
    for one in found[3:]:
        assert (one.comparison.low, one.comparison.high, one.comparison.word) == (None, None, "cannot_tell")
        assert "too_few" in one.comparison.notes
        assert one.adjusted is None
    told = associate(rare, outcome.tolist(), accounts=accounts, fewest=4)
    assert told[0].comparison.low < told[0].comparison.high


def test_a_mark_that_never_varies_within_a_segment_is_not_adjusted():
    marks = np.array([[True] * 20 + [False] * 20])
    values = np.random.default_rng(1).normal(size=40).tolist()
    assert associate(marks, values, segment=["a"] * 20 + ["b"] * 20)[0].adjusted is None


def test_shuffled_walks_change_nothing():
    drawn, outcome, account, segment = clustered(4, effect=1)
    order = np.random.default_rng(0).permutation(len(account))
    left = associate(drawn, outcome.tolist(), accounts=account, segment=segment.tolist())
    right = associate(
        drawn[:, order], outcome[order].tolist(), accounts=account[order], segment=segment[order].tolist()
    )
    for a, b in zip(left, right, strict=True):
        assert a.adjusted.low == pytest.approx(b.adjusted.low)
        assert a.comparison.high == pytest.approx(b.comparison.high)


def test_only_the_cases_that_could_carry_a_mark_are_compared():
    marks = np.array([[True, False, True, False] * 5])
    among = np.array([[True, True, False, False] * 5])
    one = associate(marks, [1.0, 0.0, 5.0, 5.0] * 5, among=among)[0]
    assert one.comparison.difference == 1.0


def test_counts_of_marks_keep_accounts_and_those_without():
    marks = np.array([[True, False, True, False]])
    table = share_counts(marks, np.array([0, 0, -1, -1]))
    cell = estimate(table, "yes", by=["mark"])[0].estimate
    assert (cell.value, cell.n, cell.clusters) == (0.5, 4, 3)
    assert codes_of([None, "b", 1]).tolist() == [-1, 1, 0]
    assert estimate(share_counts(marks[:0], None), "yes", by=[])[0].estimate.value is None
