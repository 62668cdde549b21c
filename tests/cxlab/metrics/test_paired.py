"""The same persons in two waves."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from scipy import stats

from cxlab.metrics import compare
from cxlab.tables import TableError


def waves(first, second, accounts=None):
    n = len(first)
    data = {"s": [*first, *second], "wave": [1] * n + [2] * n, "p": [*range(n), *range(n)]}
    return pl.DataFrame(data if accounts is None else data | {"acc": [*accounts, *accounts]})


def paired(table, **kwargs):
    return compare(table, score="s", group="wave", person="p", against="previous", **kwargs)


def test_it_is_the_paired_t_of_each_persons_change():
    rng = np.random.default_rng(2)
    a, b = rng.integers(1, 6, 25), rng.integers(1, 6, 25)
    (found,) = paired(waves(a, b), definition="mean")
    expected = stats.ttest_rel(b, a).confidence_interval()
    assert (found.comparison.low, found.comparison.high) == pytest.approx((expected.low, expected.high))
    assert (found.left, found.right) == (2, 1)


def test_only_persons_of_both_waves_count():
    table = pl.concat([waves([9, 3, 8], [9, 9, 8]), pl.DataFrame({"s": [0, 0], "wave": [1, 2], "p": [77, 88]})])
    (found,) = paired(table)
    assert (found.comparison.left.n, found.comparison.right.n) == (3, 3)
    assert found.comparison.difference == pytest.approx(100 * 2 / 3)


def test_clustered_by_account_is_wider_when_accounts_move_together():
    first, second = [7] * 40, [9 if (i // 5) % 2 else 7 for i in range(40)]
    plain = paired(waves(first, second))[0].comparison
    clustered = paired(waves(first, second, [i // 5 for i in range(40)]), account="acc")[0].comparison
    assert clustered.difference == plain.difference == 50
    assert clustered.high - clustered.low > 1.5 * (plain.high - plain.low)
    assert clustered.method == "paired_t_clustered"


def test_pairing_is_narrower_than_taking_the_waves_as_strangers():
    rng = np.random.default_rng(4)
    person = rng.integers(0, 10, 80)
    table = waves(person, np.minimum(person + rng.integers(0, 2, 80), 10))
    same = paired(table)[0].comparison
    strangers = compare(table, score="s", group="wave", against="previous")[0].comparison
    assert same.high - same.low < strangers.high - strangers.low


def test_nobody_changed_still_has_an_interval():
    (found,) = paired(waves([9] * 10, [9] * 10))
    assert found.comparison.difference == 0
    assert found.comparison.low < 0 < found.comparison.high
    assert found.comparison.word == "no_difference_shown"


@pytest.mark.parametrize("n", [0, 1])
def test_nobody_and_one_person_cannot_tell(n):
    table = pl.concat(
        [waves([9] * n, [3] * n), pl.DataFrame({"s": [5, 6], "wave": [1, 2], "p": [77, 88]})], how="vertical_relaxed"
    )
    (found,) = paired(table)
    assert found.comparison.word == "cannot_tell"
    assert found.comparison.low is None


def test_three_waves_in_pairs_are_a_family_of_two():
    table = pl.DataFrame({"s": [9, 8, 3] * 10, "wave": [1, 2, 3] * 10, "p": [i // 3 for i in range(30)]})
    found = paired(table)
    assert [(one.left, one.right) for one in found] == [(2, 1), (3, 2)]
    assert {one.comparison.family_size for one in found} == {2}
    with pytest.raises(TableError, match="two waves at a time"):
        compare(table, score="s", group="wave", person="p")


def test_several_answers_of_a_person_count_as_their_mean():
    table = pl.DataFrame({"s": [9, 0, 9, 9, 8, 8], "wave": [1, 1, 2, 2, 1, 2], "p": [1, 1, 1, 1, 2, 2]})
    (found,) = paired(table)
    assert found.comparison.difference == pytest.approx(100 * (1 - 0 + 0) / 2)


def test_weights_and_persons_do_not_mix():
    with pytest.raises(TableError, match="without weights"):
        paired(waves([9], [9]).with_columns(w=1.0), weight="w")
    with pytest.raises(TableError, match="no value of wave"):
        compare(waves([9], [9]), score="s", group="wave", person="p", against=7)
