"""A kept mapping says of another file what its columns are, and asks again which file it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from polku.flows.import_file import ColumnUse, Mapping, Undecided, fitted, from_toml, run, tied, to_toml
from polku.flows.import_file.fitting import still_asked

MAPPING = Mapping(
    survey="Shop",
    wave="May 2015",
    month="2015-05",
    columns={"id": ColumnUse("respondent"), "score": ColumnUse("answer", kind="nps", definition="nps")},
    decisions={"rows_known": "skip", "ids_start_again:id": "by_wave"},
)
ONE, OTHER = "a" * 64, "b" * 64


def test_which_file_it_is_is_asked_again_of_another_one():
    again = fitted(from_toml(to_toml(tied(MAPPING, ONE))), OTHER)
    assert (again.survey, again.wave, again.month, again.asks) == ("Shop", "", "", ("wave", "month"))
    assert [place for place, _why in still_asked(again)] == ["wave", "month"]
    # And of the one after that, though nobody said it of this one.
    assert fitted(again, ONE).asks == ("wave", "month")


def test_what_becomes_of_known_rows_is_decided_of_each_file():
    assert set(fitted(tied(MAPPING, ONE), OTHER).decisions) == {"ids_start_again:id"}


def test_of_the_same_file_it_holds():
    again = fitted(tied(MAPPING, ONE), ONE, kept=True)
    assert (again.wave, again.month, list(still_asked(again))) == ("May 2015", "2015-05", [])


@pytest.mark.parametrize(("kept", "wave"), [(True, ""), (False, "May 2015")])
def test_one_that_names_no_file_was_written_for_this_one_unless_it_was_kept(kept, wave):
    assert fitted(MAPPING, ONE, kept=kept).wave == wave


def test_a_day_answers_for_the_month_and_a_column_for_the_wave():
    asks = fitted(tied(MAPPING, ONE), OTHER)
    assert not list(still_asked(replace(asks, wave="June", day="2016-06-01")))
    dated = replace(asks, columns={**asks.columns, "w": ColumnUse("wave"), "t": ColumnUse("time")})
    assert not list(still_asked(dated))


@pytest.mark.django_db
def test_nothing_lands_before_it_is_said(manager, tmp_path):
    place = tmp_path / "2017.csv"
    place.write_text("id,score\n1,9\n2,7\n")
    with pytest.raises(Undecided) as caught:
        run(place, fitted(tied(MAPPING, ONE), OTHER), actor=manager)
    assert [lack.place for lack in caught.value.lacks] == ["wave", "month"]
