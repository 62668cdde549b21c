"""Rows that are here already from another file are told before anything lands, and never passed over in silence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from polku.flows.import_file import Mapping, Undecided, look, run
from polku.flows.import_file.mapping import ColumnUse
from polku.flows.import_file.opening import opened
from polku.governance.models import Import
from polku.surveys.models import Response

pytestmark = pytest.mark.django_db

MAPPING = Mapping(
    survey="Airport",
    month="2015-05",
    columns={
        "id": ColumnUse("respondent"),
        "score": ColumnUse("answer", kind="nps", definition="nps"),
    },
)


@pytest.fixture
def write(tmp_path):
    def written(name, scores):
        place = tmp_path / name
        place.write_text("id,score\n" + "".join(f"{n},{score}\n" for n, score in enumerate(scores, 1)))
        return place

    return written


def asked(place, mapping, manager):
    found = look(opened(place), mapping, viewer=manager)
    return next(one for one in found.noticed if one.noticed.kind == "rows_known"), found


def landed():
    return Response.objects.filter(Import.landed()).count()


def test_the_next_year_under_the_same_wave_is_asked_about(write, manager):
    run(write("2015.csv", [9, 8, 7]), MAPPING, actor=manager)
    later = write("2017.csv", [1, 2, 3, 4])
    one, found = asked(later, MAPPING, manager)
    assert (one.noticed.count, one.waits, one.noticed.proposed) == (3, True, None)
    assert (one.noticed.params["file"], one.noticed.params["alike"]) == ("Airport", 0)
    assert not found.ready
    with pytest.raises(Undecided, match="3 rows of this file"):
        run(later, MAPPING, actor=manager)
    assert landed() == 3
    # Nothing of it is left behind that would stand in the way.
    wave = replace(MAPPING, wave="May 2017", month="2017-05")
    assert run(later, wave, actor=manager).new == 4


def test_whoever_says_it_is_another_wave_says_which(write, manager):
    run(write("2015.csv", [9, 8, 7]), MAPPING, actor=manager)
    later = write("2017.csv", [1, 2, 3])
    one, _found = asked(later, replace(MAPPING, decisions={"rows_known": "other_wave"}), manager)
    assert one.waits
    found = look(opened(later), replace(MAPPING, wave="May 2017"), viewer=manager)
    assert "rows_known" not in {one.noticed.kind for one in found.noticed}


def test_more_of_the_same_is_suggested_to_be_added(write, manager):
    run(write("may.csv", [9, 8, 7]), MAPPING, actor=manager)
    later = write("may 2.csv", [9, 8, 7, 6])
    one, _found = asked(later, MAPPING, manager)
    assert (one.noticed.proposed, one.noticed.params["by"]) == ("skip", "same")
    done = run(later, replace(MAPPING, decisions={"rows_known": "skip"}), actor=manager)
    assert (done.rows, done.new) == (4, 1)


def test_the_same_file_under_other_decisions_loses_nothing(write, manager):
    place = write("may.csv", [9, 8, 7])
    run(place, MAPPING, actor=manager)
    assert run(place, replace(MAPPING, decisions={"anything": "else"}), actor=manager).new == 0


def test_the_same_file_of_which_more_is_an_answer_now_is_asked_about(write, manager):
    place = write("may.csv", [9, 8, 7])
    place.write_text(
        place.read_text()
        .replace("score", "score,ease")
        .replace("9\n", "9,1\n")
        .replace("8\n", "8,5\n")
        .replace("7\n", "7,6\n")
    )
    both = replace(MAPPING, columns={**MAPPING.columns, "ease": ColumnUse("answer", kind="ces7", definition="ces7")})
    run(place, replace(both, columns={**both.columns, "ease": ColumnUse("background")}), actor=manager)
    one, _found = asked(place, both, manager)
    assert (one.waits, one.noticed.proposed, one.noticed.params["by"]) == (True, None, "other")
    with pytest.raises(Undecided):
        run(place, both, actor=manager)


def test_rows_without_id_and_time_may_be_of_another_month(write, manager):
    nobody = replace(MAPPING, columns={**MAPPING.columns, "id": ColumnUse("background")})
    run(write("may.csv", [9, 8, 7]), nobody, actor=manager)
    june = write("june.csv", [9, 8, 7, 5])
    one, _found = asked(june, replace(nobody, month="2015-06"), manager)
    assert (one.noticed.count, one.waits, one.noticed.proposed) == (3, True, None)
    with pytest.raises(Undecided):
        run(june, replace(nobody, month="2015-06"), actor=manager)
    assert run(june, replace(nobody, month="2015-06", wave="June"), actor=manager).new == 4


def test_rows_that_say_when_they_were_answered_are_known_by_all_they_say(tmp_path, manager):
    timed = Mapping(
        survey="Shop",
        columns={"when": ColumnUse("time"), "score": ColumnUse("answer", kind="nps", definition="nps")},
    )
    place, more = tmp_path / "may.csv", tmp_path / "more.csv"
    place.write_text("when,score\n2015-05-02 10:00,9\n2015-05-02 10:01,8\n")
    more.write_text(place.read_text() + "2015-05-03 09:00,9\n")
    run(place, timed, actor=manager)
    one, _found = asked(more, timed, manager)
    assert (one.noticed.count, one.waits) == (2, False)
    assert run(more, timed, actor=manager).new == 1


def test_what_was_answered_under_a_promise_cannot_be_guessed(write, manager):
    """A guess that is right and one that is wrong are told alike."""
    run(write("may.csv", [9, 8, 7]), replace(MAPPING, promise="confidential"), actor=manager)
    told = []
    for guess in (9, 3):
        one, _found = asked(write(f"{guess}.csv", [guess]), MAPPING, manager)
        told.append({**one.noticed.params, "proposed": one.noticed.proposed, "waits": one.waits})
    assert told[0] == told[1]
    assert (told[0]["compared"], told[0]["proposed"], told[0]["waits"]) == (0, None, True)


def test_what_was_undone_is_not_here(write, manager):
    from polku.flows.import_records import undo_import

    done = run(write("2015.csv", [9, 8, 7]), MAPPING, actor=manager)
    undo_import(done.imported, actor=manager)
    found = look(opened(write("2017.csv", [1, 2, 3])), MAPPING, viewer=manager)
    assert "rows_known" not in {one.noticed.kind for one in found.noticed}
