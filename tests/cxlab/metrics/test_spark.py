"""The counts are the same on Spark as on Polars: run by make test-spark."""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from cxlab import metrics
from cxlab.tables import OutsideScaleError, WeightError

pytestmark = [pytest.mark.spark, pytest.mark.filterwarnings("ignore")]


@pytest.fixture(scope="module")
def spark():
    sql = pytest.importorskip("pyspark.sql", reason="PySpark is in the extra spark")
    session = (
        sql.SparkSession.builder.master("local[2]")
        .appName("polku-conformance")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "4")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .getOrCreate()
    )
    yield session
    session.stop()


def answers(n=3_000):
    rng = np.random.default_rng(1)
    score = [None if x == 11 else int(x) for x in rng.integers(0, 12, n)]
    first = dt.date(2025, 1, 1)
    return pl.DataFrame(
        {
            "s": pl.Series(score, dtype=pl.Int64),
            "team": rng.choice(["north", "south", "west"], n),
            "touchpoint": rng.integers(0, 4, n),
            "acc": rng.integers(0, 200, n),
            "w": rng.choice([0.0, 0.5, 1.0, 2.0], n),
            "day": [first + dt.timedelta(days=int(d)) for d in rng.integers(0, 400, n)],
        }
    )


def on_spark(spark, table):
    rows = [tuple(row) for row in table.iter_rows()]
    kinds = {pl.Int64: "bigint", pl.String: "string", pl.Float64: "double", pl.Date: "date"}
    schema = ", ".join(f"{name} {kinds[dtype.base_type()]}" for name, dtype in table.schema.items())
    return spark.createDataFrame(rows, schema=schema)


CASES = [
    {},
    {"by": "team"},
    {"by": ["team", "touchpoint"], "account": "acc"},
    {"by": "team", "account": "acc", "weight": "w"},
    {"by": "team", "account": "acc", "time": "day"},
    {"by": "touchpoint", "time": "day", "monthly": True},
    {"missing": [0, 10]},
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: "+".join(case) or "plain")
def test_counts_are_the_same(spark, case):
    table = answers()
    expected = metrics.counts(table, score="s", **case)
    found = metrics.counts(on_spark(spark, table), score="s", **case)
    assert_frame_equal(found, expected, check_row_order=False, check_column_order=False, check_dtypes=False)


def test_scores_are_the_same(spark):
    table = answers()
    kwargs = {"score": "s", "by": "team", "account": "acc", "time": "day"}
    expected, found = metrics.score(table, **kwargs), metrics.score(on_spark(spark, table), **kwargs)
    assert [cell.by for cell in found] == [cell.by for cell in expected]
    for a, b in zip(found, expected, strict=True):
        assert (a.estimate.n, a.estimate.period) == (b.estimate.n, b.estimate.period)
        assert (a.estimate.value, a.estimate.low, a.estimate.high) == pytest.approx(
            (b.estimate.value, b.estimate.low, b.estimate.high)
        )


def test_refusals_are_the_same(spark):
    table = on_spark(spark, answers(50).with_columns(pl.col("s") * 2))
    with pytest.raises(OutsideScaleError, match="--missing"):
        metrics.score(table, score="s")
    with pytest.raises(WeightError, match="negative"):
        metrics.score(on_spark(spark, answers(50).with_columns(-pl.col("w"))), score="s", weight="w")
