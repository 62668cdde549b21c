"""Comparisons: disjoint, simultaneous, and one word from one interval."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from cxlab.metrics import compare, compare_counts, counts, difference, score, word_of
from cxlab.statistics.differences import mover
from cxlab.statistics.simultaneous import bonferroni
from cxlab.tables import TableError


def table(**teams):
    rows = [(team, s) for team, answers in teams.items() for s in answers]
    return pl.DataFrame(rows, schema=["team", "s"], orient="row")


A, B, C = [10] * 30 + [0] * 10, [10] * 15 + [0] * 25, [8] * 40


def test_two_groups_give_one_comparison_by_mover():
    data = table(a=A, b=B)
    (found,) = compare(data, score="s", group="team")
    left, right = (cell.estimate for cell in score(data, score="s", by="team"))
    expected = mover((left.value, left.low, left.high), (right.value, right.low, right.high))
    assert (found.comparison.low, found.comparison.high) == pytest.approx([float(x) for x in expected])
    assert found.comparison.family_size == 1
    assert found.comparison.difference == left.value - right.value == 75.0
    assert found.comparison.word == "better"


def test_a_group_is_compared_with_all_others_not_with_the_total():
    data = table(a=A, b=B, c=C)
    found = compare(data, score="s", group="team")
    assert [one.left for one in found] == ["a", "b", "c"]
    assert [one.right for one in found] == ["complement"] * 3
    assert found[0].comparison.right.n == 80
    assert found[0].comparison.right.value == pytest.approx(100 * (15 - 25) / 80)
    assert {one.comparison.family_size for one in found} == {3}


def test_the_word_and_the_interval_are_one_thing():
    rng = np.random.default_rng(3)
    data = table(**{f"t{g}": rng.choice([0, 8, 10], 40).tolist() for g in range(6)})
    for one in compare(data, score="s", group="team"):
        assert one.comparison.word == word_of(one.comparison.low, one.comparison.high, better=True)


@pytest.mark.parametrize(
    ("low", "high", "better", "word"),
    [
        (1, 5, True, "better"),
        (1, 5, False, "worse"),
        (-5, -1, True, "worse"),
        (-5, -1, False, "better"),
        (-1, 5, True, "no_difference_shown"),
        (0, 5, True, "no_difference_shown"),
        (None, None, True, "cannot_tell"),
        (1, 5, None, "better"),
    ],
)
def test_words(low, high, better, word):
    assert word_of(low, high, better=better) == word


def test_several_comparisons_are_wider_than_one_and_at_most_bonferroni():
    data = table(a=A, b=B, c=C)
    joint = compare(data, score="s", group="team")
    widest = compare(data, score="s", group="team", simultaneous="bonferroni")
    alone = compare(data, score="s", group="team", simultaneous="bonferroni", level=0.95)
    single = difference(
        counts(data.filter(pl.col("team") == "a"), score="s"), counts(data.filter(pl.col("team") != "a"), score="s")
    )
    width = [one.comparison.high - one.comparison.low for one in (joint[0], widest[0], alone[0])]
    assert single.high - single.low < width[0] <= width[1] + 1e-9
    assert joint[0].comparison.method.endswith("+max_t")


def test_bonferroni_is_the_single_interval_at_its_level():
    data = table(a=A, b=B, c=C)
    found = compare(data, score="s", group="team", simultaneous="bonferroni")[0].comparison
    parts = [counts(data.filter(keep), score="s") for keep in (pl.col("team") == "a", pl.col("team") != "a")]
    alone = difference(*parts, level=bonferroni(0.95, 3))
    assert (found.low, found.high) == pytest.approx((alone.low, alone.high))


def test_lower_is_better_for_detractors():
    (found,) = compare(table(a=A, b=B), score="s", group="team", definition="detractors")
    assert found.comparison.difference < 0
    assert found.comparison.word == "better"


def test_means_are_compared_by_welch():
    rng = np.random.default_rng(5)
    x, y = rng.integers(1, 6, 30), rng.integers(2, 6, 50)
    (found,) = compare(table(a=x.tolist(), b=y.tolist()), score="s", group="team", definition="mean")
    from scipy import stats

    expected = stats.ttest_ind(x, y, equal_var=False).confidence_interval()
    assert (found.comparison.low, found.comparison.high) == pytest.approx((expected.low, expected.high))
    assert found.comparison.method == "welch"


def test_one_side_all_equal_still_has_an_interval():
    (found,) = compare(table(a=[5] * 10, b=[3, 4, 3, 2, 4, 3, 3, 4]), score="s", group="team", definition="scale5")
    assert found.comparison.low is not None
    assert found.comparison.low < 1.75 < found.comparison.high


@pytest.mark.parametrize("lonely", [[], [9], [None]])
def test_too_little_cannot_tell(lonely):
    found = compare(table(a=A, b=lonely or [None]), score="s", group="team")
    assert [one.comparison.word for one in found] == ["cannot_tell"]
    assert found[0].comparison.low is None


def test_nothing_to_compare():
    assert compare(table(a=A), score="s", group="team") == ()
    assert compare(table(a=A).clear(), score="s", group="team") == ()


def test_periods_against_the_one_before_within_segments():
    rng = np.random.default_rng(6)
    data = pl.DataFrame(
        {"s": rng.integers(0, 11, 600), "wave": rng.integers(2023, 2026, 600), "seg": rng.choice(["x", "y"], 600)}
    )
    found = compare(data, score="s", group="wave", by="seg", against="previous")
    assert [(dict(one.by)["seg"], one.left, one.right) for one in found] == [
        ("x", 2024, 2023),
        ("x", 2025, 2024),
        ("y", 2024, 2023),
        ("y", 2025, 2024),
    ]
    assert {one.comparison.family_size for one in found} == {4}


def test_against_one_value():
    found = compare(table(a=A, b=B, c=C), score="s", group="team", against="b")
    assert [(one.left, one.right) for one in found] == [("a", "b"), ("c", "b")]
    with pytest.raises(TableError, match="no value of team"):
        compare(table(a=A, b=B), score="s", group="team", against="z")


def test_accounts_widen_a_comparison():
    data = table(a=A, b=B).with_columns(acc=pl.Series([f"{i // 5}" for i in range(80)]))
    plain = compare(data, score="s", group="team")[0].comparison
    clustered = compare(data, score="s", group="team", account="acc")[0].comparison
    assert clustered.high - clustered.low > plain.high - plain.low
    assert clustered.method == "mover_clustered"
    assert "few_accounts" in clustered.notes


def test_quantiles_are_not_compared():
    with pytest.raises(TableError, match="median"):
        compare(table(a=A, b=B), score="s", group="team", definition="median")


def test_difference_of_counts_with_an_empty_side():
    full, empty = counts(table(a=A), score="s"), counts(table(a=A).clear(), score="s")
    assert difference(full, empty).word == "cannot_tell"
    assert difference(empty, full).right.n == 40
    assert difference(empty, full).left.n == 0


def test_unknown_group_column():
    with pytest.raises(TableError, match="do not know"):
        compare_counts(counts(table(a=A), score="s"), group="team")


def test_joint_intervals_hold_together():
    """Six alike teams, each against the others: at least one false word in about 5 % of surveys, not in 26 %."""
    rng = np.random.default_rng(21)
    wrong = 0
    for _ in range(200):
        accounts = rng.normal(0, 0.55, 120)
        s = np.digitize(np.repeat(accounts, 3) + rng.normal(0, 0.84, 360), np.linspace(-1.5, 0.8, 10))
        data = pl.DataFrame({"s": s, "acc": np.repeat(np.arange(120), 3), "team": np.repeat(np.arange(120) % 6, 3)})
        found = compare(data, score="s", group="team", account="acc")
        wrong += any(one.comparison.word != "no_difference_shown" for one in found)
    assert wrong <= 20
