"""A group against all others says what cutting the table in two would say, whatever the weights, and copies nothing."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxlab.definitions import definition
from cxlab.metrics import by_account, compare_counts, counts, difference
from cxlab.metrics.complements import joint_level, sides_of
from cxlab.metrics.measured import Rows, measure, rows_of
from cxlab.metrics.sides import moved_together
from cxlab.statistics.simultaneous import bonferroni

answers = st.lists(
    st.tuples(
        st.integers(0, 10), st.sampled_from("abc"), st.none() | st.integers(0, 5), st.sampled_from([0.5, 1.0, 3.0])
    ),
    min_size=3,
    max_size=40,
)


def counted(rows, **more):
    table = pl.DataFrame(rows, schema=["s", "g", "a", "w"], orient="row", schema_overrides={"a": pl.Int64})
    return counts(table, score="s", by="g", account="a", **more)


def apart(table, group, weigh=lambda rows: rows):
    """The same by hand: two tables, and their difference."""
    here, rest = (weigh(table.filter(one)) for one in (pl.col("g") == group, pl.col("g") != group))
    return here, rest


def each(table):
    """The level of one interval in the family of this table's groups."""
    groups = table["g"].n_unique()
    return bonferroni(0.95, groups if groups > 2 else 1)


def side(one):
    return (one.value, one.low, one.high, one.n, one.clusters, one.n_effective)


def same(one, left, right, metric, table):
    """The sides at 95 %, the difference at the family's level."""
    alone, wide = difference(left, right, metric), difference(left, right, metric, level=each(table))
    expected = (*side(alone.left), *side(alone.right), wide.difference, wide.low, wide.high)
    found = (*side(one.left), *side(one.right), one.difference, one.low, one.high)
    for mine, theirs in zip(found, expected, strict=True):
        assert (mine is None) == (theirs is None)
        if mine is not None:
            assert mine == pytest.approx(theirs, abs=1e-6)


@settings(max_examples=60)
@given(answers, st.sampled_from(["nps", "promoters", "mean"]))
def test_as_cutting_the_table_in_two(rows, metric):
    table = counted(rows, weight="w")
    for one in compare_counts(table, metric, group="g", simultaneous="bonferroni"):
        same(one.comparison, *apart(table, one.left), metric, table)


@settings(max_examples=60)
@given(answers, st.sampled_from(["nps", "mean"]), st.booleans())
def test_an_account_weighs_the_same_on_each_side(rows, metric, by_amount):
    table = counted(rows)
    amounts = pl.DataFrame({"_account": range(6), "_amount": [0.0, 1.0, 2.0, 5.0, 40.0, 3.0]}) if by_amount else None
    told = compare_counts(
        table, metric, group="g", simultaneous="bonferroni", accounts=amounts if by_amount else "once"
    )
    for one in told:
        sides = apart(table, one.left, lambda part: by_account(part, amounts=amounts))
        same(one.comparison, *sides, metric, table)


def test_the_family_is_drawn_as_if_every_side_had_been_copied():
    rng = np.random.default_rng(7)
    table = pl.DataFrame({
        "s": rng.integers(0, 11, 400), "g": rng.integers(0, 4, 400), "a": rng.integers(0, 60, 400),
        "w": rng.choice([1.0, 2.0], 400),
    })  # fmt: skip
    metric = definition("nps")
    rows = rows_of(counts(table, score="s", by="g", account="a", weight="w"), ["g"])
    mine = joint_level(sides_of(metric, rows, np.zeros(4, np.int64)), np.arange(4), 0.95)
    take = np.concatenate([np.arange(rows.n.size)] * 4)
    side = np.concatenate([np.where(rows.group == g, 2 * g, 2 * g + 1) for g in range(4)])
    copied = Rows(
        rows.keys, 8, side, rows.cluster[take], rows.score[take], rows.n[take], rows.w[take], rows.w2[take], take
    )
    assert mine == pytest.approx(moved_together(measure(metric, copied), copied, 0.95), abs=1e-9)
    assert 0.95 < mine < 0.9875


def test_groups_are_compared_within_their_cell_only():
    table = pl.DataFrame({
        "s": [10, 9, 3, 2, 10, 0, 8], "g": list("aabbcab"), "cell": [1, 1, 1, 1, 1, 2, 2], "a": range(7)
    })  # fmt: skip
    found = compare_counts(counts(table, score="s", by=["cell", "g"], account="a"), group="g", by=["cell"])
    told = [(one.by, one.left, one.right, one.comparison.right.n) for one in found]
    assert told == [
        ((("cell", 1),), "a", "complement", 3),
        ((("cell", 1),), "b", "complement", 3),
        ((("cell", 1),), "c", "complement", 4),
        ((("cell", 2),), "a", "b", 1),
    ]
    assert {one.comparison.family_size for one in found} == {4}
