"""What was brought in leaves as a file that brings the same in again: values, words, weights, labels and all."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cxlab.files import Column, MultipleSet, open_table, write_csv, write_sav, write_xlsx
from polku.flows.export_answers import export_answers
from polku.flows.import_file import ColumnUse, Mapping, propose, run
from polku.flows.import_file.opening import opened
from polku.governance.models import Import
from polku.surveys.models import Comment, Response, Survey

pytestmark = pytest.mark.django_db

ROWS = {
    "*ID": ["1", "2", "3", "4"],
    "NETPRO": ["10", "11", "0", "6"],
    "why ": ["=SUM(A1)", None, 'so "much",\nreally; ' + "ä" * 5000, "fine"],
    "team": ["1", "2", None, "1"],
    "price": ["1", "0", "1", None],
    "service": ["1", "1", "0", None],
    "age": ["31", "40.5", None, "-1"],
    "born": ["1980-02-29", None, "2001-12-31", "1999-01-01"],
    "w": ["0.5", "1.25", "1", "0.333333333333"],
    "GATE 1": ["07", "-B", None, "9.50"],
}
USES = {
    "*ID": ColumnUse("respondent"),
    "NETPRO": ColumnUse("answer", kind="nps", definition="nps", title="How likely?", missing=("11",)),
    "why ": ColumnUse("answer", kind="long_text"),
    "team": ColumnUse("answer", kind="single", labels={"1": "North", "2": "South"}),
    "price": ColumnUse("answer", question="liked", kind="multiple", option="price", counted="1", title="The price"),
    "service": ColumnUse("answer", question="liked", kind="multiple", option="service", counted="1", title="Service"),
    "age": ColumnUse("answer", kind="number", definition="mean"),
    "born": ColumnUse("answer", kind="date"),
    "w": ColumnUse("weight"),
}
AGAIN = {"ids_start_again:*ID": "by_wave"}
# What the product adds of its own to what the file had.
OURS = ("response", "answered", "month", "wave", "language", "channel")


def landed(survey):
    rows = Response.objects.filter(Import.landed(), version__survey__names__en=survey)
    said = {(one.response_id, one.question): one.text for one in Comment.objects.filter(response__in=rows)}
    return sorted(
        (
            [
                {key: sorted(value) if isinstance(value, list) else value for key, value in row.answers.items()},
                {question: text for (pk, question), text in said.items() if pk == row.pk},
                row.background,
                row.weight,
                row.wave,
                row.month,
                row.language,
            ]
            for row in rows
        ),
        key=str,
    )


def survey_of(title):
    return Survey.objects.get(names__en=title).key


def brought(place):
    """The rows as a file of the kind that its name says."""
    import polars as pl

    table, write = pl.DataFrame(ROWS), {".csv": write_csv, ".xlsx": write_xlsx, ".sav": write_sav}
    if place.suffix == ".parquet":
        table.write_parquet(place)
    else:
        write[place.suffix](table, [Column(name) for name in table.columns], [], place)
    return place


@pytest.mark.parametrize(
    ("came", "kind"),
    [("csv", "csv"), ("csv", "xlsx"), ("csv", "sav"), ("parquet", "csv"), ("xlsx", "sav"), ("sav", "xlsx")],
)
def test_once_round(tmp_path, manager, came, kind):
    first, second = brought(tmp_path / f"first.{came}"), tmp_path / f"second.{kind}"
    mapping = Mapping(survey="First", wave="May", month="2026-05", language="en", columns=USES)
    assert run(first, mapping, actor=manager).rejected == 0
    export_answers(survey_of("First"), kind, second, actor=manager)
    table = open_table(second).whole().sort("*ID")
    for name, cells in ROWS.items():
        assert table[name].to_list() == cells, name
    ours = {name: ColumnUse("ignored") for name in OURS if name in table.columns}
    again = Mapping(survey="Second", wave="May", month="2026-05", language="en", columns={**USES, **ours})
    done = run(second, again, actor=manager)
    assert (done.rows, done.rejected) == (4, 0)
    assert landed("Second") == landed("First")


@pytest.mark.parametrize(("kind", "write"), [("xlsx", write_xlsx), ("sav", write_sav)])
def test_labels_and_sets_of_a_file_come_back_with_its_answers(tmp_path, manager, kind, write):
    import polars as pl

    place, out = tmp_path / f"first.{kind}", tmp_path / f"second.{kind}"
    table = pl.DataFrame({name: ROWS[name] for name in ("NETPRO", "team", "price", "service")})
    columns = [
        Column("NETPRO", "How likely?", {"0": "Not at all", "10": "Surely", "11": "Blank"}, ("11",)),
        Column("team", "Which team?", {"1": "North", "2": "South"}),
        Column("price", "The price", {"1": "Yes", "0": "No"}, set_name="liked"),
        Column("service", "Service", {"1": "Yes", "0": "No"}, set_name="liked"),
    ]
    write(table, columns, [MultipleSet("liked", "What did you like?", ("price", "service"), "1")], place)
    mapping = replace(propose(opened(place)), survey="First", month="2026-05", language="en")
    run(place, mapping, actor=manager)
    export_answers(survey_of("First"), kind, out, actor=manager)
    file = open_table(out)
    about = {column.name: column for column in file.columns}
    for column in columns:
        assert about[column.name] == column
    assert file.sets == (MultipleSet("liked", "What did you like?", ("price", "service"), "1"),)


def test_every_wave_at_once_comes_back_as_it_was(tmp_path, manager):
    import polars as pl

    for wave, day in (("May", "2026-05-03"), ("June", "2026-06-04")):
        place = tmp_path / f"{wave}.csv"
        write_csv(pl.DataFrame({**ROWS, "when": [day] * 4}), [], [], place)
        uses = {**USES, "when": ColumnUse("time")}
        run(place, Mapping(survey="First", wave=wave, language="en", columns=uses, decisions=AGAIN), actor=manager)
    out = tmp_path / "all.csv"
    export_answers(survey_of("First"), "csv", out, actor=manager, every=True)
    ours = {name: ColumnUse("ignored") for name in (*OURS, "version") if name != "wave"}
    uses = {**{name: use for name, use in uses.items() if name != "when"}, **ours, "wave": ColumnUse("wave")}
    uses["when"] = ColumnUse("time")
    there = {column.name for column in open_table(out).columns}
    columns = {name: uses[name] for name in uses if name in there}
    again = Mapping(survey="Second", language="en", columns=columns, decisions=AGAIN)
    done = run(out, again, actor=manager)
    assert (done.rows, done.new, done.rejected) == (8, 8, 0)
    assert landed("Second") == landed("First")
    # To the survey they came from it brings nothing: each row is known by its wave and its respondent.
    done = run(out, replace(again, survey="First", decisions={**AGAIN, "rows_known": "skip"}), actor=manager)
    assert (done.rows, done.new) == (8, 0)
