"""Accounts of cases as numbers: the quick way over a full column and the slow way over one with gaps say the same."""

from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from cxlab.journeys.log import event_log
from cxlab.journeys.tally import account_codes, codes_of


@given(
    st.lists(st.tuples(st.sampled_from("123"), st.sampled_from(["b", "a", "Ä", "10", "9"])), min_size=1),
    st.booleans(),
)
def test_a_full_column_and_one_with_gaps_are_numbered_alike(rows, whole_numbers):
    accounts = (
        [["b", "a", "Ä", "10", "9"].index(name) for _case, name in rows] if whole_numbers else [n for _c, n in rows]
    )
    table = pl.DataFrame({"case": [case for case, _n in rows], "touchpoint": "x", "account": accounts})
    log = event_log(table, time=None)
    assert account_codes(log).tolist() == codes_of(log.of_case("account")).tolist()
    gap = pl.DataFrame({"case": ["0"], "touchpoint": ["x"], "account": [None]}, schema=table.schema)
    with_gap = account_codes(event_log(pl.concat([table, gap]), time=None))
    assert sorted(with_gap.tolist()) == sorted([-1, *account_codes(log).tolist()])
