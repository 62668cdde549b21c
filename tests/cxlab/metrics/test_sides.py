"""Sides of comparisons: rows go where their groups go, and accounts move all differences at once."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxlab.definitions import definition
from cxlab.metrics import sides
from cxlab.metrics.measured import measure, rows_of, worth
from cxlab.metrics.sides import laid_out, moved_together
from cxlab.statistics.simultaneous import bonferroni, max_t

NPS = definition("nps")


def rows_from(seed, *, groups, accounts, rows=400, alone=0.0):
    rng = np.random.default_rng(seed)
    account = pl.Series(rng.integers(0, accounts, rows)).set(pl.Series(rng.random(rows) < alone), None)
    n = rng.integers(1, 4, rows)
    table = pl.DataFrame({
        "group": rng.integers(0, groups, rows), "_account": account, "_score": rng.integers(0, 11, rows).astype(float),
        "_n": n, "_w": n * 1.0, "_w2": n * 1.0,
    })  # fmt: skip
    return rows_of(table, ["group"])


def row_by_row(rows, level):
    """The same level from each row's own influence, as the method is written down."""
    measured = measure(NPS, rows)
    u = worth(NPS, rows.score)
    total = np.bincount(rows.group, rows.w, rows.groups)
    z = np.where(rows.group % 2 == 0, 1, -1) * rows.w * (u - measured.moments.mean[rows.group]) / total[rows.group]
    alone = rows.cluster < 0
    accounts = int(rows.cluster.max()) + 1
    _, cell = np.unique(rows.origin[alone], return_inverse=True)
    unit = rows.cluster.copy()
    unit[alone] = accounts + cell
    many = np.ones(accounts + (cell.max() + 1 if cell.size else 0))
    many[unit[alone]] = rows.n[alone]
    return max_t(unit, rows.group // 2, np.where(alone, z / rows.n, z), many, family=rows.groups // 2, level=level)


@pytest.mark.parametrize("alone", [0.0, 0.3])
@pytest.mark.parametrize("pairs", [[([1], [0]), ([3], [2])], [([1], [0]), ([2], [0]), ([3], [0])]])
def test_accounts_move_differences_as_their_rows_do(alone, pairs):
    """Once each group on one side, and once one group on the right of all: its rows are drawn together."""
    laid = laid_out(rows_from(5, groups=4, accounts=12, alone=alone), pairs)
    found = moved_together(measure(NPS, laid), laid, 0.95)
    assert found == pytest.approx(row_by_row(laid, 0.95), abs=1e-9)
    assert 0.95 < found <= bonferroni(0.95, len(pairs))


@given(st.integers(0, 50), st.permutations(range(4)))
def test_rows_called_by_their_side_are_the_rows_copied_there(seed, order):
    rows = rows_from(seed, groups=4, accounts=9, rows=60)
    if rows.groups < 4:
        return
    a, b, c, _left_out = order
    pairs = [([a], [b]), ([c], [_left_out])][: 1 + seed % 2]
    laid = laid_out(rows, pairs)
    for at, (left, right) in enumerate(pairs):
        for side, groups in enumerate((left, right)):
            here = np.flatnonzero(laid.group == 2 * at + side)
            there = np.flatnonzero(np.isin(rows.group, groups))
            assert laid.origin[here].tolist() == rows.origin[there].tolist()
            assert laid.score[here].tolist() == rows.score[there].tolist()
    assert laid.groups == 2 * len(pairs)
    assert laid.group.size == sum(np.isin(rows.group, [*left, *right]).sum() for left, right in pairs)


def test_too_many_accounts_and_comparisons_get_bonferroni(monkeypatch):
    monkeypatch.setattr(sides, "MOST_ENTRIES", 10)
    laid = laid_out(rows_from(5, groups=4, accounts=12), [([1], [0]), ([3], [2])])
    assert moved_together(measure(NPS, laid), laid, 0.95) == bonferroni(0.95, 2)
