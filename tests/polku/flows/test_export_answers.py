"""Answers leave as files that say everything an open promise lets be said, and nothing that another promise forbids."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from cxlab.files import open_table
from polku.flows.export_answers import NothingToExport, export_answers
from polku.governance.gate import NotAllowed, Viewer
from polku.governance.models import AuditEntry, Import
from polku.surveys import queries, services
from polku.surveys.models import Comment, Response, Version
from polku.surveys.queries import NoSuchSurvey
from tests.polku.surveys.making import MANAGER, content_of, published

pytestmark = pytest.mark.django_db

KINDS = ("nps", "single", "multiple", "matrix", "number", "date", "long_text")
CONTENT = {
    "single": {"options": [{"key": "a"}, {"key": "b"}]},
    "multiple": {"options": [{"key": "x"}, {"key": "y"}]},
    "matrix": {"rows": [{"key": "staff"}, {"key": "price"}]},
}
ANSWERS = {
    "nps": 9,
    "single": "b",
    "multiple": ["y"],
    "matrix": {"staff": 4},
    "number": 2.5,
    "date": "2026-05-03",
}
SAID = '=SUM(1)\n"quoted", ääkköset ' + "x" * 4000


def survey(promise="open", **how):
    content = content_of(*KINDS, **CONTENT)
    for one in content["questions"]:
        for texts in one["texts"].values():
            texts["title"] = "" if one["key"] != "nps" else texts["title"]
            texts["title"] = texts["title"] or f"About {one['key']}?"
            if one["key"] in CONTENT:
                texts["options"] = ["first words", "second words"]
    return published(content, promise, **how)


def answered(version, number=1, **how):
    row = Response.objects.create(
        version_id=version.id,
        answers=how.pop("answers", ANSWERS),
        language="fi",
        answered_at=datetime(2026, 5, 3, 9, number, tzinfo=UTC),
        week="2026-W18",
        month="2026-05",
        **how,
    )
    Comment.objects.create(response=row, question="long_text", text=SAID, language="fi")
    return row


def exported(tmp_path, version, kind="csv", **how):
    place = tmp_path / f"a.{kind}"
    done = export_answers(version.survey, kind, place, actor=how.pop("actor", MANAGER), **how)
    return done, open_table(place)


@pytest.mark.parametrize("kind", ["csv", "xlsx", "sav"])
def test_an_open_survey_leaves_whole(tmp_path, kind):
    version = survey()
    row = answered(version, wave="May", weight=1.25, background={"GATE": "7", "language": "own word"})
    answered(version, 2, answers={"nps": 0})
    done, file = exported(tmp_path, version, kind)
    assert (done.rows, done.words_only, done.name) == (2, False, f"survey-1.{kind}")
    first = file.whole().row(0, named=True)
    assert first["response"] == str(row.key)
    assert first["answered"] == "2026-05-03T09:01:00+00:00"
    assert (first["wave"], first["weight"], first["GATE"]) == ("May", "1.25", "7")
    assert (first["language"], first["language_2"]) == ("own word", "fi")
    assert (first["nps"], first["single"], first["number"], first["date"]) == ("9", "b", "2.5", "2026-05-03")
    assert (first["multiple_x"], first["multiple_y"]) == ("0", "1")
    assert (first["matrix_staff"], first["matrix_price"]) == ("4", None)
    assert first["long_text"] == SAID
    second = file.whole().row(1, named=True)
    assert (second["nps"], second["multiple_x"], second["GATE"]) == ("0", None, None)
    assert "segment" not in first


@pytest.mark.parametrize("kind", ["xlsx", "sav"])
def test_words_of_questions_and_options_come_along(tmp_path, kind):
    version = survey()
    answered(version)
    _, file = exported(tmp_path, version, kind, language="sv")
    about = {column.name: column for column in file.columns}
    assert about["nps"].label == "Fråga"
    assert dict(about["single"].value_labels) == {"a": "first words", "b": "second words"}
    assert about["multiple_y"].label == "second words"
    assert about["multiple_y"].value_labels["1"] == "chosen"
    assert [(one.name, one.columns, one.counted) for one in file.sets] == [
        ("multiple", ("multiple_x", "multiple_y"), "1")
    ]


def test_only_what_has_landed_leaves(tmp_path):
    version = survey()
    answered(version)
    arriving = Import.objects.create(source="x", state=Import.State.ARRIVING)
    answered(version, 2, imported=arriving)
    assert exported(tmp_path, version)[0].rows == 1


def test_it_is_recorded_who_gave_out_what(tmp_path):
    version = survey()
    answered(version)
    exported(tmp_path, version, "sav")
    entry = AuditEntry.objects.latest("pk")
    assert (entry.verb, entry.subject_kind, entry.subject_key, entry.fields) == (
        "export",
        "survey",
        str(version.survey),
        ["sav"],
    )


@pytest.mark.parametrize("promise", ["confidential", "anonymous"])
def test_a_promise_lets_no_row_out(tmp_path, promise):
    version = survey(promise, closes_at=timezone.now() + timedelta(hours=1))
    for number in range(9):
        answered(version, number)
    with pytest.raises(NothingToExport, match="under a promise"):
        exported(tmp_path, version)
    assert not (tmp_path / "a.csv").exists()
    Version.objects.filter(pk=version.id).update(closes_at=timezone.now() - timedelta(hours=1))
    done, file = exported(tmp_path, version)
    assert (done.rows, done.words_only) == (9, True)
    assert [column.name for column in file.columns] == ["question", "asked", "words"]
    assert set(file.whole()["words"]) == {SAID}


def test_too_few_words_stay(tmp_path):
    version = survey("confidential", closes_at=timezone.now() + timedelta(hours=1))
    for number in range(7):
        answered(version, number)
    Version.objects.filter(pk=version.id).update(closes_at=timezone.now() - timedelta(hours=1))
    with pytest.raises(NothingToExport):
        exported(tmp_path, version)


def test_nothing_yet_and_nowhere(tmp_path):
    with pytest.raises(NothingToExport, match="no answers yet"):
        exported(tmp_path, survey())
    with pytest.raises(NoSuchSurvey):
        export_answers(uuid.uuid4(), "csv", tmp_path / "a.csv", actor=MANAGER)


def test_a_contributor_may_not(tmp_path):
    version = survey()
    answered(version)
    with pytest.raises(NotAllowed):
        exported(tmp_path, version, actor=Viewer(member=None, role="contributor"))


def test_whoever_sees_some_customers_takes_out_theirs_alone(tmp_path):
    version = survey()
    answered(version)
    with pytest.raises(NothingToExport):
        exported(tmp_path, version, actor=Viewer(member=None, role="manager", account_scope=frozenset()))


def test_a_version_that_was_closed_long_ago_can_be_named(tmp_path):
    version = survey()
    answered(version)
    services.new_draft(version.survey, actor=MANAGER)
    services.publish(version.survey, actor=MANAGER)
    with pytest.raises(NothingToExport):
        exported(tmp_path, version)
    assert exported(tmp_path, version, number=1)[0].rows == 1


def test_versions_are_united_by_what_they_ask(tmp_path):
    version = survey()
    answered(version, wave="May", background={"GATE": "7"})
    services.new_draft(version.survey, actor=MANAGER)
    newer = content_of("nps", "csat5", "multiple", multiple={"options": [{"key": "y"}, {"key": "z"}]})
    newer["questions"][0]["texts"]["en"]["title"] = "Asked anew"
    # The same key, another shape: its column is its own.
    newer["questions"].append({**newer["questions"][1], "key": "single"})
    services.save_draft(version.survey, content=newer, actor=MANAGER)
    services.publish(version.survey, actor=MANAGER)
    second = queries.published(version.survey, 2)
    answered(second, 2, wave="June", answers={"nps": 3, "csat5": 4, "single": 2, "multiple": ["z"]})
    place = tmp_path / "all.sav"
    done = export_answers(version.survey, "sav", place, actor=MANAGER, every=True)
    assert [(one.number, one.rows, one.waves) for one in done.given] == [(1, 1, {"May": 1}), (2, 1, {"June": 1})]
    file = open_table(place)
    table = file.whole()
    for name, cells in {
        "version": ["1", "2"], "nps": ["9", "3"], "csat5": [None, "4"], "matrix_staff": ["4", None],
        "GATE": ["7", None], "multiple_x": ["0", None], "multiple_y": ["1", "0"], "multiple_z": [None, "1"],
        "single": [None, "2"], "single_2": ["b", None],
    }.items():  # fmt: skip
        assert table[name].to_list() == cells, name
    assert {column.name: column.label for column in file.columns}["nps"] == "Asked anew"
    assert [set(one.columns) for one in file.sets] == [{"multiple_y", "multiple_z", "multiple_x"}]
    done = export_answers(version.survey, "csv", tmp_path / "june.csv", actor=MANAGER, every=True, wave="june")
    assert (done.rows, done.name) == (1, "survey-june.csv")
