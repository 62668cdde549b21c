"""A file of answers lands whole, once, and is undone; what is undecided keeps it out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from polku.flows.import_file import ColumnUse, Mapping, Undecided, run
from polku.flows.import_records import undo_import
from polku.governance.gate import NotAllowed
from polku.governance.models import Import
from polku.surveys.models import Comment, Response, Survey

pytestmark = pytest.mark.django_db

ANSWERS = (
    "id,score,why,group,age,w,shop\n"
    "1,9,Kiitos,a,31,1.5,north\n"
    "2,11,,b,40,0.5,south\n"
    '3,3,"two\nlines",a,,1,\n'
    "4,12,,a,22,1,north\n"
)
MAPPING = Mapping(
    survey="Shop",
    wave="May",
    month="2026-05",
    columns={
        "id": ColumnUse("respondent"),
        "score": ColumnUse(
            "answer", kind="nps", definition="nps", title="Recommend?", missing=("11",), rejected=("12",)
        ),
        "why": ColumnUse("answer", kind="long_text"),
        "group": ColumnUse("answer", kind="single", labels={"a": "First", "b": "Second"}),
        "age": ColumnUse("answer", kind="number", definition="mean"),
        "w": ColumnUse("weight"),
    },
    decisions={"outside_scale:score": "reject_rows"},
)


@pytest.fixture
def file(tmp_path):
    place = tmp_path / "answers.csv"
    place.write_text(ANSWERS)
    return place


def seen():
    return Response.objects.filter(Import.landed())


def test_answers_land_with_what_the_file_says(file, manager):
    done = run(file, MAPPING, actor=manager)
    assert (done.rows, done.new, done.answers, done.rejected) == (3, 3, 9, 1)
    rows = {row.background["shop"]: row for row in seen() if "shop" in row.background}
    assert rows["north"].answers == {"score": 9, "group": "a", "age": 31}
    assert (rows["north"].weight, rows["north"].wave, rows["north"].month) == (1.5, "May", "2026-05")
    assert rows["south"].answers == {"group": "b", "age": 40}
    assert set(Comment.objects.values_list("text", flat=True)) == {"Kiitos", "two\nlines"}
    asked = Survey.objects.get().versions.get().content["questions"]
    assert [(one["key"], one["kind"], one["definition"]) for one in asked] == [
        ("score", "nps", "nps"), ("why", "long_text", None), ("group", "single", None), ("age", "number", "mean"),
    ]  # fmt: skip
    assert asked[2]["texts"]["en"]["options"] == ["First", "Second"]


def test_how_far_it_is_is_told_from_the_first_reading_on(file, manager):
    told = []
    run(file, MAPPING, actor=manager, progress=lambda share, rows: told.append((share, rows)))
    assert told[0][1] == 0, "no rows have come in while the file gets known"
    assert 0 < told[0][0] <= 0.2
    assert told == sorted(told)
    assert told[-1] == (1.0, 3)


def test_rejected_rows_come_back_as_a_file(file, manager):
    done = run(file, MAPPING, actor=manager)
    assert done.rejected_file.read_text().splitlines() == [
        "Row,Column,Value,Reason,id,score,why,group,age,w,shop",
        '5,score,12,"Left out, as was decided.",4,12,,a,22,1,north',
    ]


def test_the_same_file_twice_is_one_import(file, manager, tmp_path):
    first = run(file, MAPPING, actor=manager)
    again = run(file, MAPPING, actor=manager)
    assert (again.already, again.imported) == (True, first.imported)
    other = tmp_path / "later.csv"
    other.write_text(ANSWERS + "5,8,,b,33,1,south\n")
    later = run(other, replace(MAPPING, decisions={**MAPPING.decisions, "rows_known": "skip"}), actor=manager)
    assert (later.rows, later.new) == (4, 1)
    assert seen().count() == 4
    assert Survey.objects.get().versions.count() == 1


def test_ids_that_start_again_in_the_next_wave_are_others(file, manager):
    run(file, MAPPING, actor=manager)
    done = run(file, replace(MAPPING, wave="June", month="2026-06"), actor=manager)
    assert (done.already, done.new) == (False, 3)
    assert set(seen().values_list("wave", flat=True)) == {"May", "June"}


def test_equal_rows_without_an_id_are_as_many_as_there_are(tmp_path, manager):
    columns = {"score": MAPPING.columns["score"]}
    one, two = tmp_path / "one.csv", tmp_path / "two.csv"
    one.write_text("score\n9\n9\n3\n")
    two.write_text("score\n3\n9\n9\n9\n")
    assert run(one, replace(MAPPING, columns=columns), actor=manager).new == 3
    more = replace(MAPPING, columns=columns, decisions={**MAPPING.decisions, "rows_known": "skip"})
    assert run(two, more, actor=manager).new == 1


def test_what_is_undone_is_out_of_sight_and_comes_in_again(file, manager):
    done = run(file, MAPPING, actor=manager)
    undo_import(done.imported, actor=manager)
    assert not seen().exists()
    assert run(file, MAPPING, actor=manager).new == 3
    assert seen().count() == 3


def test_a_dry_run_writes_nothing(file, manager):
    done = run(file, MAPPING, actor=manager, dry_run=True)
    assert (done.summary.records, done.summary.answers, done.summary.rejected) == (3, 9, 1)
    assert not Response.objects.exists()
    assert not Survey.objects.exists()
    assert not Import.objects.exists()


def test_nothing_lands_while_the_mapping_lacks_something(file, manager):
    with pytest.raises(Undecided) as undecided:
        run(file, replace(MAPPING, month="", survey=""), actor=manager)
    assert [lack.place for lack in undecided.value.lacks] == ["survey", "month"]
    assert not Import.objects.exists()


def test_what_is_noticed_keeps_the_file_out_until_it_is_decided(file, manager):
    open_mapping = replace(MAPPING, decisions={}).with_column("score", missing=(), rejected=())
    with pytest.raises(Undecided) as undecided:
        run(file, open_mapping, actor=manager)
    assert [one.key for one in undecided.value.undecided] == ["missing_code:score", "outside_scale:score"]
    assert not Import.objects.exists()


def test_only_who_may_import_does(file, contributor):
    with pytest.raises(NotAllowed):
        run(file, MAPPING, actor=contributor)
