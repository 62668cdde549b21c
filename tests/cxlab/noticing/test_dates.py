"""Dates that can be read two ways, are mixed, bare, or cannot be."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxlab.noticing import Role, notice
from cxlab.noticing.shapes import day_of

TODAY = date(2026, 11, 22)


def looked(values, kind="time"):
    table = pl.DataFrame({"when": values}, schema={"when": pl.String})
    return {one.kind: one for one in notice(table, roles={"when": Role(kind)}, today=TODAY)}


def test_mixed_orders_are_told_with_the_rarer_ones_rows():
    found = looked(["31/01/2026", "28/02/2026", "2/1/2026", "5/31/2026"])
    one = found["mixed_dates"]
    assert (one.values, one.rows, one.count) == ((("5/31/2026", 1),), (5,), 1)
    assert (one.params["day_first"], one.params["month_first"], one.params["either"]) == (2, 1, 1)
    assert [choice.key for choice in one.choices] == ["day_first", "month_first", "reject_rows"]
    assert one.needed


def test_dates_that_can_be_read_two_ways_propose_nothing():
    one = looked(["1/2/2026", "3/4/2026"])["ambiguous_dates"]
    assert (one.count, one.proposed) == (2, None)


@pytest.mark.parametrize(
    "values",
    [
        ["2026-01-31", "2026-02-01"],
        ["31.1.2026", "1.2.2026"],
        ["31/1/2026", "1/2/2026"],
        ["1/31/2026", "2/1/2026"],
        ["05/11/2016 12:00:00 AM", "05/24/2016 12:00:00 AM"],
        ["3/3/2026", "4/4/2026"],
        ["2026-01-31 08:30:00", "2026-01-31T09:30:00+02:00"],
    ],
)
def test_dates_that_leave_no_doubt_are_nothing_odd(values):
    assert not looked(values)


def test_two_ways_of_writing_are_told_and_need_no_decision():
    one = looked(["2026-01-31", "2026-02-01", "31.1.2026"])["date_forms"]
    assert one.rows == (4,)
    assert not one.needed


def test_days_that_no_calendar_has():
    one = looked(["2026-01-31", "2026-02-30", "31.4.2026", "45/13/2026"])["impossible_dates"]
    assert one.count == 3
    assert {value for value, _ in one.values} == {"2026-02-30", "31.4.2026", "45/13/2026"}


def test_days_to_come_and_days_too_early():
    found = looked(["2026-11-20", "2026-11-24", "1926-01-01"])
    assert found["future_dates"].rows == (3,)
    assert found["early_dates"].rows == (4,)


def test_what_spreadsheets_write_for_no_day():
    one = looked(["12/31/1899 09:30:00 AM", "12/31/1899 12:55:00 PM"], "background")["zero_dates"]
    assert (one.count, one.proposed, one.needed) == (2, "time_only", False)


def test_words_among_times():
    found = looked(["6:00:00", "8:30 AM", "9:30 AM", "N"], "background")
    assert found["not_a_time"].values == (("N", 1),)
    assert found["mixed_times"].count == 3


@pytest.mark.parametrize("kind", ["day", "time"])
def test_a_bare_day_of_the_month_asks_for_its_month(kind):
    one = looked(["13", "8", "29", "08"] if kind == "day" else ["13", "8", "29"], kind)["bare_day"]
    assert [choice.key for choice in one.choices] == ["with_month", "keep"]
    assert (one.params["low"], one.params["high"]) == ("8", "29")


def test_whole_dates_where_a_bare_day_was_meant():
    one = looked(["05/11/2016 12:00:00 AM", "05/24/2016 12:00:00 AM"], "day")["whole_dates"]
    assert (one.count, one.proposed, one.needed) == (2, "as_time", True)


def test_a_time_that_holds_no_dates():
    one = looked(["soon", "later", "2026-01-31"])["no_dates"]
    assert (one.count, one.rows, one.needed) == (2, (2, 3), True)


def test_dates_inside_an_open_answer_are_no_dates():
    assert not looked(["21/09/2021. I was there at ten and waited"] * 3, "text")


@given(st.lists(st.dates(date(1971, 1, 2), date(2068, 12, 31)), min_size=1, max_size=30))
def test_a_day_is_read_as_it_was_written(days):
    for form, order in (("%d/%m/%Y", "day_first"), ("%m/%d/%Y", "month_first"), ("%d.%m.%y", "day_first")):
        cells = pl.DataFrame({"x": [day.strftime(form) for day in days]})
        assert cells.select(day_of(pl.col("x"), order)).to_series().to_list() == days
