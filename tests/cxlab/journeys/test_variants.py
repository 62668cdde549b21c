from __future__ import annotations

from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxlab.journeys.log import from_walks
from cxlab.journeys.variants import directly_follows, variants

from .real import real_log

many = st.lists(st.lists(st.sampled_from("abc"), min_size=1, max_size=5).map(tuple), max_size=30)


@settings(max_examples=300, deadline=None)
@given(many)
def test_variants_are_the_distinct_walks_most_frequent_first(found):
    result = variants(from_walks(found))
    counted = Counter(found)
    listed = [(result.walk(k), int(result.counts[k])) for k in range(len(result))]
    assert dict(listed) == counted
    assert len(listed) == len(counted)
    assert [n for _, n in listed] == sorted(counted.values(), reverse=True)
    assert [result.walk(k) for k in result.of_case] == found


@settings(max_examples=300, deadline=None)
@given(many)
def test_pairs_starts_and_ends_are_those_of_the_walks(found):
    graph = directly_follows(from_walks(found))
    pairs = Counter(pair for walk in found for pair in pairwise(walk))
    assert {(a, b): n for a, b, n in graph.edges()} == pairs
    assert graph.start_counts() == Counter(walk[0] for walk in found)
    assert graph.end_counts() == Counter(walk[-1] for walk in found)
    assert graph.totals.sum() == graph.events == sum(map(len, found))
    assert graph.cases == len(found)


def test_equal_variants_stand_in_order_of_appearance():
    result = variants(from_walks([["b"], ["a"], ["c"], ["a"]]))
    assert [result.walk(k) for k in range(3)] == [("a",), ("b",), ("c",)]


def test_many_variants_are_all_told_apart():
    found = [tuple(f"{n:016b}") for n in range(5000)]
    result = variants(from_walks(found))
    assert len(result) == 5000
    assert np.array_equal(result.of_case, np.arange(5000))


def test_how_many_variants_hold_a_share_of_cases():
    result = variants(from_walks([["a"]] * 8 + [["b"], ["c"]]))
    assert [result.holding(share) for share in (0.5, 0.8, 0.81, 1)] == [1, 1, 2, 3]
    assert result.share(0) == pytest.approx(0.8)
    assert variants(from_walks([])).holding(0.5) == 0


def test_edges_stand_by_frequency():
    graph = directly_follows(from_walks([["a", "b"], ["a", "b"], ["b", "a"]]))
    assert graph.edges() == [("a", "b", 2), ("b", "a", 1)]


@pytest.mark.parametrize(
    ("name", "sizes"),
    [
        ("helpdesk", (4580, 21348, 14, 226)),
        ("receipt", (1434, 8577, 27, 116)),
        pytest.param("bpic2012", (13087, 262200, 24, 4366), marks=pytest.mark.slow),
    ],
)
def test_real_logs_have_their_known_sizes(name, sizes):
    log = real_log(name)
    assert (log.n_cases, log.n_events, len(log.names), len(variants(log))) == sizes
    graph = directly_follows(log)
    assert graph.pairs.sum() + graph.cases == graph.events


def test_the_help_desk_graph_is_known():
    graph = directly_follows(real_log("helpdesk"))
    assert graph.edges()[:3] == [
        ("Resolve ticket", "Closed", 4558),
        ("Assign seriousness", "Take in charge ticket", 4160),
        ("Take in charge ticket", "Resolve ticket", 3563),
    ]
    assert graph.start_counts()["Assign seriousness"] == 4384
    assert graph.end_counts()["Closed"] == 4557
