from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxlab.journeys import log as log_module
from cxlab.journeys.log import encode, event_log, from_walks

rows = st.lists(
    st.tuples(st.sampled_from(["b", "a", "NA", "c"]), st.sampled_from("xyz"), st.integers(0, 5)), max_size=25
)


def table(found) -> pl.DataFrame:
    return pl.DataFrame(
        found, schema={"case": pl.String, "touchpoint": pl.String, "ts_s": pl.Int64}, orient="row"
    ).with_row_index("row")


@settings(max_examples=300, deadline=None)
@given(rows)
def test_cases_lie_together_in_order_of_appearance_and_time_runs_forward(found):
    log = event_log(table(found))
    first_seen = list(dict.fromkeys(case for case, _, _ in found))
    assert log.cases.to_list() == first_seen
    for k, case in enumerate(first_seen):
        own = sorted(((t, i, p) for i, (c, p, t) in enumerate(found) if c == case), key=lambda e: e[:2])
        assert log.walk(k) == tuple(p for _, _, p in own)
        inside = slice(log.offsets[k], log.offsets[k + 1])
        assert log.ts_s[inside].tolist() == [t for t, _, _ in own]
        assert log.extra["row"][inside].to_list() == [i for _, i, _ in own]
    assert (log.n_cases, log.n_events) == (len(first_seen), len(found))


@pytest.mark.parametrize(("early", "few"), [(2, 9), (9, 1), (9, 9), (0, 0)])
def test_a_touchpoint_that_comes_late_has_its_code_too(monkeypatch, early, few):
    monkeypatch.setattr(log_module, "_EARLY", early)
    monkeypatch.setattr(log_module, "_FEW", few)
    codes, names = encode(pl.Series(["c", "b", "c", "a", "å"]))
    assert (codes.tolist(), names) == ([2, 1, 2, 0, 3], ("a", "b", "c", "å"))
    assert codes.dtype == np.int32


def test_an_empty_table_is_an_empty_log():
    log = event_log(table([]))
    assert (log.n_cases, log.n_events, log.names) == (0, 0, ())


def test_parts_of_a_second_decide_the_order():
    moments = [datetime(2026, 1, 1, 0, 0, 0, us, UTC) for us in (900, 100)]
    log = event_log(pl.DataFrame({"case": ["a", "a"], "touchpoint": ["x", "y"], "ts_s": moments}))
    assert log.walk(0) == ("y", "x")
    assert log.ts_s.tolist() == [1767225600, 1767225600]


@pytest.mark.parametrize("name", ["case", "touchpoint", "ts_s"])
def test_an_empty_value_is_refused_and_its_row_named(name):
    frame = table([("a", "x", 1), ("a", "y", 2)])
    frame = frame.with_columns(pl.when(pl.col("row") == 0).then(pl.col(name)).alias(name))
    with pytest.raises(ValueError, match=r"the first is row 2"):
        event_log(frame)


def test_a_missing_column_is_named_with_those_there_are():
    with pytest.raises(ValueError, match="no column 'case'; the table has: who"):
        event_log(pl.DataFrame({"who": ["a"]}))


def test_cases_that_are_numbers_are_read_as_text():
    assert event_log(pl.DataFrame({"case": [7, 7], "touchpoint": ["x", "y"]}), time=None).cases.to_list() == ["7"]


def test_the_first_value_of_a_case_rides_along():
    frame = table([("a", "x", 1), ("b", "x", 1), ("a", "y", 2)]).with_columns(account=pl.Series([None, None, "acme"]))
    log = event_log(frame)
    assert log.of_case("account") == ["acme", None]
    assert log.of_case("colour") == [None, None]


def test_selected_cases_keep_their_events():
    log = event_log(table([("a", "x", 1), ("b", "y", 1), ("a", "y", 2), ("c", "x", 9)]))
    part = log.select(np.array([True, False, True]))
    assert (part.cases.to_list(), part.walk(0), part.walk(1)) == (["a", "c"], ("x", "y"), ("x",))
    assert part.extra["row"].to_list() == [0, 2, 3]
    assert part.case_of_event().tolist() == [0, 0, 1]


def test_codes_index_sorted_names():
    codes, names = encode(pl.Series(["b", "a", "b", "ä"]))
    assert [names[code] for code in codes] == ["b", "a", "b", "ä"]
    assert names == tuple(sorted(names))


def test_walks_make_a_log():
    log = from_walks([["x", "y"], ["y"]])
    assert (log.cases.to_list(), log.walk(1), log.ts_s) == (["1", "2"], ("y",), None)
