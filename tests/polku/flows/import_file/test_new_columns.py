"""Columns that a mapping does not name are asked about as in a first file; nothing lands before."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cxlab.noticing import Choice, Noticed
from polku.flows.import_file import ColumnUse, Mapping, Undecided, run
from polku.flows.import_file.asking import asked_of
from polku.flows.import_file.new_columns import new_columns
from polku.flows.import_file.opening import opened
from polku.flows.import_file.settling import with_choice

MAPPING = Mapping(
    survey="Airport",
    wave="May 2017",
    month="2017-05",
    columns={"id": ColumnUse("respondent"), "Q7ALL": ColumnUse("answer", kind="csat5", definition="csat5")},
)
ROWS = "".join(f"{n},{n % 5 + 1},{11 if n in {4, 9} else n % 11},gate {n % 3},{n}\n" for n in range(1, 61))


@pytest.fixture
def place(tmp_path):
    place = tmp_path / "2017.csv"
    place.write_text("id,Q7ALL,NETPRO,WHERE,RESPNUM\n" + ROWS)
    return place


def test_what_looks_like_answers_waits_and_the_rest_is_told(place):
    found = {one.column: one for one in new_columns(opened(place), MAPPING)}
    assert list(found) == ["NETPRO", "WHERE", "RESPNUM"]
    assert found["NETPRO"].needed
    assert [choice.key for choice in found["NETPRO"].choices] == ["take_nps", "background", "leave_out"]
    # Who answered is known already: a second number of the respondent is no role of its own.
    assert [found[name].needed for name in ("WHERE", "RESPNUM")] == [False, False]


def test_its_codes_are_noticed_once_it_is_taken(place):
    file = opened(place)
    waits = [one.noticed for one in asked_of(file, MAPPING) if one.waits]
    assert [one.key for one in waits] == ["new_column:NETPRO"]
    mapping = with_choice(MAPPING, waits[0], "take_nps")
    assert mapping.columns["NETPRO"].definition == "nps"
    waits = [one.noticed for one in asked_of(file, mapping) if one.waits]
    assert [(one.key, one.values) for one in waits] == [("missing_code:NETPRO", (("11", 2),))]


@pytest.mark.parametrize(("choice", "role"), [("background", "background"), ("leave_out", "ignored")])
def test_it_is_what_was_decided(place, choice, role):
    (one,) = [one.noticed for one in asked_of(opened(place), MAPPING) if one.waits]
    mapping = with_choice(MAPPING, one, choice)
    assert mapping.columns["NETPRO"].role == role
    assert not [one for one in asked_of(opened(place), mapping) if one.waits]


@pytest.mark.django_db
def test_nothing_lands_before(place, manager):
    with pytest.raises(Undecided, match="NETPRO is new"):
        run(place, MAPPING, actor=manager)


def test_what_may_be_an_old_column_is_asked_about_as_that_first(place):
    renamed = Noticed(
        "column_renamed", "NETSCORE", choices=(Choice("same"), Choice("other")), params={"name": "NETPRO"}
    )
    file = opened(place)
    assert "NETPRO" not in {one.column for one in new_columns(file, MAPPING, (renamed,))}
    other = replace(MAPPING, decisions={renamed.key: "other"})
    assert "NETPRO" in {one.column for one in new_columns(file, other, (renamed,))}


def test_files_of_records_are_asked_the_same(tmp_path):
    place = tmp_path / "customers.csv"
    place.write_text("id,name,segment,shoe\n1,Ab Oy,designers,42\n2,Cd Oy,builders,43\n")
    mapping = Mapping(kind="accounts", columns={"id": ColumnUse("id"), "name": ColumnUse("name")})
    found = {one.column: one for one in new_columns(opened(place), mapping)}
    assert (found["segment"].needed, found["shoe"].needed) == (True, False)
    assert [choice.key for choice in found["segment"].choices] == ["take", "leave_out"]
