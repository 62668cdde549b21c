"""The map: each place follows from intervals, targets take the place of the average, scales are told or noted."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from cxlab.drivers import DriversError, importance_map

NAMES = ["basic", "loved", "ignored", "fine"]


def table(n=600, seed=1):
    """Two drivers matter, one of them scores low; two do not, one of them scores low."""
    rng = np.random.default_rng(seed)
    mood = rng.normal(size=(n, 1))
    x = 0.3 * mood + rng.normal(size=(n, 4))
    y = x @ np.array([0.8, 0.8, 0.0, 0.0]) + rng.normal(size=n)
    level = np.array([2.4, 3.8, 2.4, 3.8])
    scores = np.clip(np.round(x + level), 1, 5).astype(int)
    return pl.DataFrame(scores, schema=NAMES, orient="row").with_columns(
        y=pl.Series(y), who=pl.Series(np.arange(n) // 3)
    )


def mapped(**more):
    return importance_map(
        table(), **{"outcome": "y", "drivers": NAMES, "account": "who", "scale": (1, 5), "resamples": 300, **more}
    )


@pytest.fixture(scope="module")
def found():
    return mapped()


def test_each_driver_has_its_place(found):
    assert {one.name: one.where for one in found.places} == {
        "basic": "improve_first", "loved": "keep_up", "ignored": "not_first", "fine": "enough",
    }  # fmt: skip
    assert found.equal_share == 0.25
    assert found.notes == ()


def test_figures_are_the_scores_and_the_shares(found):
    for one in found.places:
        assert one.performance.value == pytest.approx(table()[one.name].mean())
        assert one.performance.low < one.performance.value < one.performance.high
        assert one.performance.clusters == 200
    shares = {one.name: one.share for one in found.importance.drivers}
    for one in found.places:
        assert one.importance.value == shares[one.name].value
        assert one.importance.low <= shares[one.name].low
        assert one.importance.high >= shares[one.name].high
    average = np.mean([(table()[name].mean() - 1) / 4 for name in NAMES])
    assert found.average == pytest.approx(average)


def test_a_target_is_what_a_driver_is_held_against():
    found = mapped(targets={"loved": 4.5, "basic": 1.5})
    places = {one.name: one for one in found.places}
    assert places["loved"].where == "improve_first"
    assert places["basic"].where == "keep_up"
    assert places["loved"].gap.value == pytest.approx(places["loved"].performance.value - 4.5)
    assert places["loved"].gap.high < 0
    assert (places["fine"].gap, places["fine"].target) == (None, None)


def test_few_answers_cannot_tell():
    small = importance_map(table(n=24), outcome="y", drivers=NAMES, scale=(1, 5), resamples=200)
    assert {one.where for one in small.places} == {"cannot_tell"}


def test_a_scale_taken_from_the_answers_is_told():
    found = mapped(scale=None)
    assert found.places[0].scale == (1.0, 5.0)
    assert found.notes == ("scale_seen",)


def test_drivers_on_different_scales_are_compared_within_them(found):
    doubled = table().with_columns(fine=pl.col("fine") * 2)
    scale = {**dict.fromkeys(NAMES, (1, 5)), "fine": (2, 10)}
    again = importance_map(doubled, outcome="y", drivers=NAMES, account="who", scale=scale, resamples=300)
    one, other = (next(p for p in m.places if p.name == "fine") for m in (found, again))
    assert other.against_average.value == pytest.approx(one.against_average.value)
    assert other.performance.value == pytest.approx(2 * one.performance.value)


def test_one_driver_is_neither_more_nor_less_important():
    assert mapped(drivers=["basic"]).places[0].where == "cannot_tell"


def test_no_answers():
    empty = importance_map(table().clear(), outcome="y", drivers=NAMES, scale=(1, 5))
    assert (empty.places, empty.average, empty.notes) == ((), None, ("too_few_answers",))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"targets": {"price": 4}}, "no driver: price"),
        ({"scale": (5, 1)}, "'basic' goes from 5 to 1"),
        ({"scale": (2, 5)}, r"\d+ answers to 'basic' lie outside its scale of 2 to 5, such as 1"),
    ],
)
def test_what_does_not_fit_is_named(change, message):
    with pytest.raises(DriversError, match=message):
        mapped(**change)
