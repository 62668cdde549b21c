"""What customers say beside what their scores show: persons' own order, and findings only where both can be told."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from cxlab.drivers import DriversError, beside, importance_map, stated_importance

NAMES = ["a", "b", "c", "d"]


def ratings(level, n=150, seed=2):
    rng = np.random.default_rng(seed)
    given = np.array(level) + 2 * rng.normal(size=(n, 1)) + rng.normal(size=(n, 4))
    return pl.DataFrame(given, schema=[f"says_{name}" for name in NAMES], orient="row")


def said(level, **more):
    return stated_importance(ratings(level), columns={name: f"says_{name}" for name in NAMES}, **more)


def test_only_the_order_each_person_gives_counts():
    found = said([5, 4, 4, 3])
    table = ratings([5, 4, 4, 3]).to_numpy()
    centred = table - table.mean(axis=1, keepdims=True)
    assert [one.stands.value for one in found] == pytest.approx(list(centred.mean(axis=0)))
    assert found[0].stands.low > 0 > found[3].stands.high
    assert found[0].stands.high - found[0].stands.low < 0.6


def test_ranks_are_turned_round():
    order = np.argsort(np.argsort(-ratings([5, 4, 4, 3]).to_numpy(), axis=1), axis=1) + 1
    table = pl.DataFrame(order, schema=NAMES, orient="row")
    found = stated_importance(table, columns={name: name for name in NAMES}, kind="rank")
    assert found[0].stands.low > 0 > found[3].stands.high


def test_findings():
    rng = np.random.default_rng(1)
    x = rng.normal(size=(800, 4))
    scores = pl.DataFrame(x, schema=NAMES, orient="row").with_columns(
        y=pl.Series(x @ np.array([1, 1, 0, 0]) + rng.normal(size=800))
    )
    derived = importance_map(scores, outcome="y", drivers=NAMES, resamples=200)
    found = beside(derived, said([5, 3, 5, 3]))
    assert {one.name: one.finding for one in found} == {"a": "both", "b": "hidden", "c": "said_only", "d": "neither"}
    unsure = beside(derived, said([4, 4, 4, 4]))
    assert {one.finding for one in unsure} == {"cannot_tell"}
    assert [one.name for one in beside(derived, said([5, 3, 5, 3])[:2])] == [
        one.name for one in derived.places if one.name in "ab"
    ]


def test_those_who_order_nothing_are_left_out():
    table = pl.DataFrame({"p": [5, 4, None, 3], "q": [1, None, None, 2]})
    found = stated_importance(table, columns={"price": "p", "quality": "q"})
    assert [one.stands.n for one in found] == [2, 2]
    assert found[0].stands.value == pytest.approx(1.25)
    empty = stated_importance(table.clear(), columns={"price": "p", "quality": "q"})
    assert [one.stands.value for one in empty] == [None, None]


def test_one_driver_alone_is_refused():
    with pytest.raises(DriversError, match="at least two"):
        stated_importance(pl.DataFrame({"p": [1]}), columns={"price": "p"})
