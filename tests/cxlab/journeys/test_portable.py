"""The counts of any engine are those of the kernels over codes."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxlab.journeys.log import EventLog, from_walks
from cxlab.journeys.portable import pair_counts, variant_counts
from cxlab.journeys.variants import directly_follows, variants

from .real import real_log

many = st.lists(st.lists(st.sampled_from("abcd"), min_size=1, max_size=6).map(tuple), min_size=1, max_size=25)


def events_of(log: EventLog) -> pl.DataFrame:
    """As the snapshot keeps events, shuffled: an engine promises no order."""
    frame = pl.DataFrame({"case": log.case_of_event(), "touchpoint": log.codes, "place": range(log.n_events)})
    times = pl.Series([0] * log.n_events if log.ts_s is None else log.ts_s, dtype=pl.Int64)
    return frame.with_columns(ts_s=times).sample(fraction=1, shuffle=True, seed=7)


def agree(log: EventLog, table) -> None:
    graph = directly_follows(log)
    code = {name: k for k, name in enumerate(log.names)}
    expected = {(code[a], code[b]): n for a, b, n in graph.edges()}
    expected |= {(-1, code[a]): n for a, n in graph.start_counts().items()}
    expected |= {(code[a], -1): n for a, n in graph.end_counts().items()}
    assert {(a, b): n for a, b, n in pair_counts(table).iter_rows()} == expected
    found = variants(log)
    counted = variant_counts(table)
    assert counted["cases"].to_list() == found.counts.tolist()
    assert counted["first"].to_list() == found.first.tolist()
    assert counted["length"].to_list() == log.lengths[found.first].tolist()


@settings(max_examples=100, deadline=None)
@given(many)
def test_polars_counts_as_the_kernels_do(walks):
    log = from_walks(walks)
    agree(log, events_of(log))


def test_a_lazy_frame_counts_as_the_kernels_do():
    log = from_walks([["a", "b", "a"], ["b"], ["a", "b", "a"], ["b", "a", "a"]])
    agree(log, events_of(log).lazy())


@pytest.mark.spark
@pytest.mark.filterwarnings("ignore")
def test_spark_counts_as_the_kernels_do():
    """Graph and variants of the same shuffled events, cut into parts as a cluster keeps them."""
    sql = pytest.importorskip("pyspark.sql")
    session = (
        sql.SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "4")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .getOrCreate()
    )
    try:
        rng = np.random.default_rng(3)
        drawn = [[str(step) for step in rng.integers(0, 5, size)] for size in rng.integers(1, 6, 400)]
        for walks in ([["a", "b", "a"], ["b"], ["a", "b", "a"], ["b", "a", "a"]], drawn):
            events = events_of(from_walks(walks))
            agree(from_walks(walks), session.createDataFrame(events.rows(), events.columns).repartition(4))
    finally:
        session.stop()


def test_swapped_touchpoints_are_another_variant():
    walks = [list("abcdabcd"), list("bacdabcd"), list("abcdabdc"), list("dcbadcba"), list("aabbccdd")]
    log = from_walks(walks)
    assert variant_counts(events_of(log)).height == 5


@pytest.mark.slow
def test_a_real_log_counts_alike():
    log = real_log("bpic2012")
    agree(log, events_of(log))
