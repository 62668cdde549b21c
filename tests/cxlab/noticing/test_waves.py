"""Columns that vanished or changed their names since the last wave."""

from __future__ import annotations

import pytest

from cxlab.noticing import Earlier, Role
from cxlab.noticing.waves import noticed_waves


def looked(before, now, roles=None):
    used = {name: Role("answer", "scale5") for name in now}
    return list(noticed_waves(now, used, Earlier(tuple(before), name="2015", roles=roles or {})))


@pytest.mark.parametrize(
    ("old", "new", "proposed"),
    [
        ("RESPNUM", "*RESPNUM", "same"),
        ("Q13COUNTY", "Q13 COUNTY", "same"),
        ("AIRLINE CODE", "AIRLINE_CODE", "same"),
        ("Q12PRECHEKCRATE", "Q12PRECHECKRATE", None),
        ("Q18AGE", "Q19AGE", None),
        ("Q20INCOME", "Q21INCME", None),
    ],
)
def test_a_new_name_is_found(old, new, proposed):
    (one,) = looked(["Q7ALL", "Q7FOOD", old], ["Q7ALL", "Q7FOOD", new])
    assert (one.kind, one.column, one.params["name"], one.proposed) == ("column_renamed", old, new, proposed)
    assert [choice.key for choice in one.choices] == ["same", "other"]


def test_a_column_that_is_gone():
    (one,) = looked(["Q7ALL", "Q7FOOD", "EGYPTAIR"], ["Q7ALL", "Q7FOOD", "Q18PET"])
    assert (one.kind, one.column) == ("column_vanished", "EGYPTAIR")


def test_a_new_name_is_given_to_one_old_column_only():
    found = looked(["A1", "A2", "Q8COM", "Q8 COM"], ["A1", "A2", "Q8COM1"])
    assert sorted(one.kind for one in found) == ["column_renamed", "column_vanished"]


def test_what_was_not_used_needs_no_decision():
    (one,) = looked(["Q7ALL", "Q7FOOD", "Hi"], ["Q7ALL", "Q7FOOD"], {"Hi": Role("background")})
    assert not one.needed
    (one,) = looked(["Q7ALL", "Q7FOOD", "NETPRO"], ["Q7ALL", "Q7FOOD"], {"NETPRO": Role("answer", "nps")})
    assert one.needed


def test_the_same_columns_in_another_order_are_nothing_odd():
    assert not looked(["A", "B", "C"], ["C", "A", "B"])
