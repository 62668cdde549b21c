"""Ids that stand twice, and ids that start again in each wave."""

from __future__ import annotations

import polars as pl

from cxlab.noticing import Earlier, Role, notice

ROLES = {"RESPNUM": Role("respondent"), "wave": Role("wave")}


def looked(ids, waves=None, earlier=None):
    table = pl.DataFrame({"RESPNUM": ids} | ({"wave": waves} if waves else {}), schema_overrides={"RESPNUM": pl.String})
    roles = {name: ROLES[name] for name in table.columns}
    return {one.kind: one for one in notice(table, roles=roles, earlier=earlier) if one.column == "RESPNUM"}


def test_ids_that_stand_twice_are_told_with_both_rows():
    one = looked(["1", "2", "3", " 2"])["duplicate_ids"]
    assert (one.values, one.rows, one.count) == ((("2", 2),), (3, 5), 2)
    assert one.proposed is None


def test_ids_that_start_again_in_each_wave_of_a_file():
    found = looked(["1", "2", "1", "2"], ["2015", "2015", "2016", "2016"])
    assert found.keys() == {"ids_start_again"}
    assert found["ids_start_again"].params["wave"] == "wave"


def test_ids_that_stand_twice_within_a_wave_are_duplicates():
    assert looked(["1", "1", "2"], ["2015", "2015", "2016"]).keys() == {"duplicate_ids"}


def test_counted_ids_of_the_last_wave_are_other_people():
    earlier = Earlier(("RESPNUM",), frozenset(str(number) for number in range(1, 101)), "2016")
    one = looked([str(number) for number in range(50, 150)], earlier=earlier)["ids_start_again"]
    assert one.proposed == "by_wave"
    assert one.params["again"] == 51
    assert one.rows[0] == 2


def test_ids_with_letters_may_be_the_same_people():
    known = [f"{number:05}-ab" for number in range(50)]
    one = looked(known, earlier=Earlier(("RESPNUM",), frozenset(known), "2016"))["ids_start_again"]
    assert one.proposed is None


def test_a_few_ids_in_common_are_no_new_start():
    earlier = Earlier(("RESPNUM",), frozenset(str(number) for number in range(100)), "2016")
    assert not looked([str(number) for number in range(97, 500)], earlier=earlier)


def test_rows_without_an_id():
    one = looked(["1", None, " ", "2"])["missing_ids"]
    assert (one.count, one.rows) == (2, (3, 4))
