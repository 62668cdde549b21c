"""Estimates from counts: edges are stated, notes are given, groups are independent of one another."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxlab.definitions import DEFINITIONS
from cxlab.metrics import counts, estimate, score
from cxlab.metrics.measured import rows_of
from cxlab.statistics.intervals import critical, wilson
from cxlab.tables import OutsideScaleError, TableError


def one(s, definition="nps", **kwargs):
    columns = {"s": s, **{name: kwargs.pop(name) for name in ("a", "w") if name in kwargs}}
    extra = {"account": "a"} if "a" in columns else {}
    extra |= {"weight": "w"} if "w" in columns else {}
    return score(pl.DataFrame(columns, strict=False), score="s", definition=definition, **extra, **kwargs)[0].estimate


def test_nps_of_the_field():
    """50 % promoters, 20 % detractors, 100 answers: 15 points to either side."""
    found = one([10] * 50 + [8] * 30 + [0] * 20)
    assert found.value == 30
    assert round((found.high - found.low) / 2) == 15
    assert found.method == "adjusted_wald"


@pytest.mark.parametrize(
    ("definition", "s", "value"),
    [
        ("ces7", [7, 6, 1, 5], 4.75),
        ("ces7_easy", [7, 6, 1, 5], 0.75),
        ("csat5", [5, 4, 3, 1], 0.5),
        ("csat5_mean", [5, 4, 3, 1], 3.25),
        ("top_box", [5, 4, 3, 1], 0.25),
        ("disconfirmation", [-2, 0, 1, 2], 0.25),
        ("just_right", [3, 3, 1, 5], 0.5),
        ("too_little", [3, 3, 1, 5], 0.25),
        ("enps", [10, 0, 8, 8], 0.0),
        ("nps_1_10", [10, 6, 8, 1], -25.0),
        ("median", [1, 2, 3, 100], 2.5),
        ("p90", list(range(1, 12)), 10.0),
        ("money", [1, 2, 3, 100], 26.5),
    ],
)
def test_values(definition, s, value):
    assert one(s, definition).value == pytest.approx(value)


def test_no_answers_are_no_value():
    found = one([None, None])
    assert (found.value, found.low, found.high, found.n, found.n_effective, found.method) == (
        None,
        None,
        None,
        0,
        None,
        "none",
    )
    assert "no_answers" in found.notes


def test_one_answer_has_no_interval():
    found = one([9])
    assert (found.value, found.low, found.high, found.n) == (100.0, None, None, 1)
    assert found.notes == ("single_answer",)


def test_one_account_has_no_interval():
    found = one([9, 3, 8], a=["x"] * 3)
    assert (found.low, found.clusters) == (None, 1)
    assert "single_account" in found.notes


def test_under_ten_accounts_are_told():
    assert "few_accounts" in one([9, 3, 8], a=["x", "y", "z"]).notes
    assert "few_accounts" not in one([9, 3] * 5, a=list(range(10))).notes


def test_equal_means_take_wilson_of_the_top_box():
    found = one([5] * 10, "scale5")
    lower = float(wilson(1.0, 10, critical(0.95, 9.0))[0])
    assert (found.low, found.high) == (pytest.approx(1 + 4 * lower), 5.0)
    assert found.method == "wilson_equal"
    assert "all_equal" in found.notes


def test_equal_answers_on_an_open_scale_have_no_interval():
    found = one([7.5] * 10, "mean")
    assert (found.value, found.low) == (7.5, None)


def test_all_weights_zero_is_no_answer():
    assert one([9, 3], w=[0.0, 0.0]).n == 0


def test_clusters_widen_and_use_t():
    s, a = [10, 10, 10, 0, 0, 0, 10, 10, 10, 0, 0, 0] * 2, list(np.repeat(np.arange(8), 3))
    plain, clustered = one(s), one(s, a=a)
    assert clustered.value == plain.value
    assert clustered.n_effective < plain.n_effective
    assert clustered.high - clustered.low > plain.high - plain.low
    assert clustered.method == "adjusted_wald_clustered"
    assert clustered.clusters == 8


def test_plain_means_are_students():
    found = one([3, 4, 5, 4, 2, 5, 4, 3, 4, 1], "mean")
    x = np.array([3, 4, 5, 4, 2, 5, 4, 3, 4, 1.0])
    half = float(critical(0.95, 9.0)) * x.std(ddof=1) / np.sqrt(10)
    assert (found.low, found.high) == pytest.approx((x.mean() - half, x.mean() + half))


def test_means_that_lean_to_an_end_reach_further_in():
    s = [5] * 8 + [4, 1]
    bounded, endless = one(s, "scale5"), one(s, "mean")
    assert "skewed" in bounded.notes
    assert bounded.low < endless.low
    assert bounded.high == 5.0


def test_means_that_do_not_lean_are_plain_t():
    s = [2, 3, 3, 4, 4, 3, 2, 4, 3, 3]
    bounded, endless = one(s, "scale5"), one(s, "mean")
    assert (bounded.low, bounded.high) == (endless.low, endless.high)
    assert "skewed" not in bounded.notes


@pytest.mark.parametrize("definition", ["nps", "csat5", "scale5"])
def test_a_finite_population_narrows_and_is_told(definition):
    s = [10, 8, 3, 2, 9, 4, 1, 10] * 5 if definition == "nps" else [5, 4, 3, 2, 5, 4, 1, 5] * 5
    plain, finite = one(s, definition), one(s, definition, population=50)
    assert plain.low < finite.low < finite.high < plain.high
    assert "finite_population" in finite.notes
    assert finite.value == plain.value


def test_populations_by_group():
    table = pl.DataFrame({"s": [9, 3] * 10, "g": ["a"] * 10 + ["b"] * 10})
    cells = score(table, score="s", by="g", population={("a",): 10})
    assert [("finite_population" in cell.estimate.notes) for cell in cells] == [True, False]
    assert cells[0].estimate.low == pytest.approx(cells[0].estimate.value)
    with pytest.raises(TableError, match="each group"):
        score(table, score="s", by="g", population=100)
    with pytest.raises(TableError, match="cannot have given"):
        score(table, score="s", by="g", population={("a",): 9})
    with pytest.raises(TableError, match="median"):
        score(table, score="s", definition="median", population=100)


@pytest.mark.parametrize("level", [0, 1, 95])
def test_a_level_is_a_share(level):
    with pytest.raises(TableError, match=r"0\.95"):
        one([9, 3], level=level)


def test_a_higher_level_is_wider():
    low, high = one([9, 3] * 10, level=0.8), one([9, 3] * 10, level=0.99)
    assert high.low < low.low < low.high < high.high


def test_medians_by_order_statistics_then_bootstrap():
    assert one(list(range(1, 11)), "median").method == "order_statistics"
    assert (one(list(range(1, 11)), "median").low, one(list(range(1, 11)), "median").high) == (2.0, 9.0)
    assert one([1, 2, 3], "median").low is None
    many = one([float(x % 37) for x in range(200)], "median")
    assert many.method == "bca"
    assert many.low < many.value < many.high


def test_the_bootstrap_wants_fifty_accounts_not_fifty_answers():
    s, a = [float(x % 37) for x in range(200)], [x // 5 for x in range(200)]
    assert one(s, "median", a=a).method == "order_statistics_clustered"
    assert one(s + s, "median", a=a + [x + 100 for x in a]).method == "bca_clustered"


def test_a_mean_of_few_amounts_promises_nothing():
    found = one([10.0, 20.0, 4000.0], "money")
    assert (found.value, found.low) == (pytest.approx(1343.33, abs=0.01), None)
    assert "too_few_for_interval" in found.notes


def test_groups_do_not_touch_one_another():
    """Each group alone gives what it gives among others, in every metric."""
    rng = np.random.default_rng(11)
    table = pl.DataFrame({"s": rng.integers(1, 6, 300), "g": rng.integers(0, 6, 300), "a": rng.integers(0, 40, 300)})
    for definition in ("nps", "csat5", "scale5", "median"):
        cells = score(table, score="s", by="g", account="a", definition=definition)
        for cell in cells:
            alone = score(table.filter(pl.col("g") == cell.by[0][1]), score="s", account="a", definition=definition)[
                0
            ].estimate
            assert alone.value == pytest.approx(cell.estimate.value)
            assert (alone.low, alone.high) == pytest.approx((cell.estimate.low, cell.estimate.high))


def test_kept_counts_serve_every_coarser_view():
    rng = np.random.default_rng(12)
    table = pl.DataFrame(
        {
            "s": rng.integers(0, 11, 400),
            "g": rng.integers(0, 4, 400),
            "h": rng.integers(0, 3, 400),
            "a": rng.integers(0, 50, 400),
        }
    )
    kept = counts(table, score="s", by=["g", "h"], account="a")
    assert estimate(kept, by=["h"]) == score(table, score="s", by="h", account="a")
    assert estimate(kept, by=[]) == score(table, score="s", account="a")
    assert estimate(kept.filter(pl.col("g") == 1), by=["h"]) == score(
        table.filter(pl.col("g") == 1), score="s", by="h", account="a"
    )
    with pytest.raises(TableError, match="do not know"):
        estimate(kept, by=["team"])
    with pytest.raises(OutsideScaleError):
        estimate(kept, "csat5")


def test_rows_without_answers_keep_their_group():
    kept = counts(pl.DataFrame({"s": [None, 9], "g": ["a", "b"]}), score="s", by="g")
    assert rows_of(kept, ["g"]).keys["g"].to_list() == ["a", "b"]


@given(
    st.lists(st.tuples(st.integers(1, 5), st.one_of(st.none(), st.integers(0, 4)), st.floats(0.1, 5)), max_size=25),
    st.sampled_from(
        [key for key, one in DEFINITIONS.items() if one.low in {0, 1, None} and one.high in {5, 7, 10, None}]
    ),
    st.booleans(),
    st.booleans(),
)
def test_an_interval_holds_its_estimate_or_is_absent(rows, definition, clustered, weighted):
    """Never an exception, never NaN; below 95 % nothing else is promised than that the plain score lies inside."""
    table = pl.DataFrame(rows, schema={"s": pl.Int64, "a": pl.Int64, "w": pl.Float64}, orient="row")
    kwargs = ({"account": "a"} if clustered else {}) | ({"weight": "w"} if weighted else {})
    found = score(table, score="s", definition=definition, **kwargs)[0].estimate
    assert found.n == len(rows)
    assert (found.value is None) == (not rows)
    assert (found.low is None) == (found.high is None)
    if found.low is not None:
        assert np.isfinite([found.low, found.high]).all()
        assert found.low - 1e-9 <= found.value <= found.high + 1e-9
        assert 0 < found.n_effective <= found.n + 1e-9


def test_the_interval_of_a_score_at_the_end_of_its_scale_holds_it():
    """Among 400 answers that are all 0 the three added ones would pull the lower limit above -100."""
    one = estimate(counts(pl.DataFrame({"s": [0] * 400}), score="s"), "nps")[0].estimate
    assert one.value == one.low == -100
    assert one.high > -100
