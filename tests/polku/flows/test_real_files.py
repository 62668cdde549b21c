"""Real files land with their published figures, whatever form they come in, and what is odd in them is asked first."""

from __future__ import annotations

import os
import random
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from cxlab.files import open_table
from polku.flows.import_file import FileForm, Undecided, propose, run
from polku.flows.import_file.asking import asked_of
from polku.flows.import_file.earlier import earlier_mapping, earlier_wave
from polku.flows.import_file.opening import opened
from polku.flows.import_file.settling import with_choice
from polku.governance.gate import Viewer
from polku.insights.scores import Question, scores
from tests.polku.answering import place, refreshed  # noqa: F401 - fixtures

DATA = Path(os.environ.get("POLKU_REAL_DATA", Path(__file__).resolve().parents[4] / "shared" / "data"))
SFO = {year: DATA / f"sfo_customer_survey_{year}" / f"sfo_{year}.csv" for year in (2015, 2016, 2017)}
NHS = DATA / "nhs_fft_neas" / "fft_neas.csv.gz"
LOUNGE = DATA / "skytrax_lounge" / "lounge.csv.gz"
VIEWER = Viewer(member=None, role="viewer")
# How a person who knows the survey answers what is asked.
CHOSEN = {
    "missing_code": "missing",
    "missing_word": "missing",
    "bare_day": "with_month",
    "whole_dates": "as_time",
    "ids_start_again": "by_wave",
    "column_renamed": "same",
    "column_vanished": "without",
    "duplicate_ids": "keep_all",
    "mixed_dates": "day_first",
    "scale_change": "set_apart",
    "marks_unclear": "background",
}
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.slow,
    pytest.mark.skipif(not SFO[2017].exists(), reason="real data lies beside the repository, not in it"),
]


def proposed(path, manager, **says):
    file = opened(path, FileForm())
    mapping = replace(propose(file), **says)
    before = earlier_mapping(mapping, viewer=manager)
    return file, replace(propose(file, earlier=before), **says) if before else mapping


def noticed(path, manager, **says):
    file, mapping = proposed(path, manager, **says)
    return {one.key: one for one in asked_of(file, mapping, earlier=earlier_wave(mapping, file, viewer=manager))}


def settled(path, manager, **says):
    """The proposed mapping with every question answered that waits, and those that an answer opens."""
    file, mapping = proposed(path, manager, **says)
    waits = True
    while waits:
        earlier = earlier_wave(mapping, file, viewer=manager)
        waits = [one.noticed for one in asked_of(file, mapping, earlier=earlier) if one.waits]
        for one in waits:
            mapping = with_choice(mapping, one, CHOSEN.get(one.kind) or one.proposed)
    return mapping


def landed(path, manager, year=2017):
    mapping = settled(path, manager, survey="Airport passengers", wave=f"May {year}", month=f"{year}-05")
    return run(path, mapping, actor=manager)


def figures(**more):
    found = scores(Question(by=(), **more), viewer=VIEWER).total.score
    return round(found.value, 2), found.n, (round(found.low, 2), round(found.high, 2))


def test_eleven_is_offered_as_a_missing_code_before_it_is_used(manager):
    asked = noticed(SFO[2017], manager)["missing_code:NETPRO"]
    assert asked.noticed.values == (("11", 84),)
    assert asked.noticed.rows[:2] == (97, 122)
    assert (asked.noticed.proposed, asked.decided, asked.waits) == ("missing", None, True)


def test_nothing_lands_before_it_is_decided(manager):
    _file, mapping = proposed(SFO[2017], manager, survey="Airport passengers", wave="May 2017", month="2017-05")
    with pytest.raises(Undecided) as caught:
        run(SFO[2017], mapping, actor=manager)
    assert "missing_code:NETPRO" in {one.key for one in caught.value.undecided}


def as_is(rows, path):
    rows.write_csv(path)


def shuffled(rows, path):
    order = list(range(rows.height))
    random.Random(7).shuffle(order)
    rows[order].write_csv(path)


def renamed(rows, path):
    names = {name: f"Question {at}: {name.lower()}" for at, name in enumerate(rows.columns) if name.startswith("Q")}
    names |= {"NETPRO": "How likely are you to recommend us?", "WEIGHT": "vikt", "RESPNUM": "Vastaajan tunnus"}
    rows.rename(names).write_csv(path)


def semicolons(rows, path):
    comma = pl.col("WEIGHT").str.replace(".", ",", literal=True)
    rows.with_columns(comma).write_csv(path, separator=";")


def in_utf16(rows, path):
    path.write_bytes(rows.write_csv().encode("utf-16"))


def as_numbers(rows):
    """Columns of numbers as numbers, as a program of statistics or a spreadsheet holds them."""
    numbers = [
        name
        for name in rows.columns
        if rows[name].cast(pl.Float64, strict=False).null_count() == rows[name].null_count()
    ]
    return rows.with_columns(pl.col(numbers).cast(pl.Float64))


def in_a_workbook(rows, path):
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("May 2017")
    sheet.append(rows.columns)
    for row in as_numbers(rows).iter_rows():
        sheet.append(row)
    book.save(path)


def in_spss(rows, path):
    from pyreadstat import write_sav

    write_sav(as_numbers(rows), path, variable_value_labels={"NETPRO": {0.0: "Not at all likely", 11.0: "Blank"}})


FORMS = {
    "as it is": ("a.csv", as_is),
    "rows shuffled": ("a.csv", shuffled),
    "columns renamed": ("a.csv", renamed),
    "semicolons and decimal commas": ("a.csv", semicolons),
    "UTF-16": ("a.csv", in_utf16),
    "a workbook": ("a.xlsx", in_a_workbook),
    "SPSS": ("a.sav", in_spss),
}


@pytest.mark.parametrize("form", FORMS)
def test_sfo_2017_gives_its_published_score_in_every_form(form, manager, refreshed, tmp_path):  # noqa: F811
    name, written = FORMS[form]
    path = tmp_path / name
    written(open_table(SFO[2017]).whole(), path)
    done = landed(path, manager)
    refreshed()
    assert (done.new, done.rejected) == (2831, 0)
    assert figures(metric="nps", weight="respondent") == (39.84, 2746, (37.18, 42.41))


def satisfied(year, *, weighted):
    """The share of 4 and 5 among the marks 1 to 5 of Q7ALL, straight from the file."""
    rows = open_table(SFO[year]).whole().filter(pl.col("Q7ALL").is_in(["1", "2", "3", "4", "5"]))
    weight = pl.col("WEIGHT").cast(pl.Float64) if weighted else pl.lit(1.0)
    top = pl.col("Q7ALL").is_in(["4", "5"])
    return rows.select((weight * top).sum() / (weight + 0 * top).sum()).item()


def test_three_years_are_three_waves_with_a_trend_weighted_when_chosen(manager, refreshed):  # noqa: F811
    assert [landed(SFO[year], manager, year).new for year in SFO] == [2958, 3087, 2831]
    refreshed()
    for weight in ("respondent", "weighted"):
        found = scores(Question("csat5", by=("wave", "question"), weight=weight), viewer=VIEWER)
        rated = {row.keys[0][1]: row.score for row in found.rows if row.keys[1][1].endswith("q7all")}
        assert {wave: one.n for wave, one in rated.items()} == {"May 2015": 2810, "May 2016": 2919, "May 2017": 2688}
        for year in SFO:
            expected = satisfied(year, weighted=weight == "weighted")
            assert rated[f"May {year}"].value == pytest.approx(expected, abs=1e-9)
        assert found.has_weights


def test_the_second_year_is_compared_with_the_first(manager):
    landed(SFO[2015], manager, 2015)
    says = {"survey": "Airport passengers", "wave": "May 2016", "month": "2016-05"}
    found = noticed(SFO[2016], manager, **says)
    told = [one.noticed for one in found.values() if one.noticed.kind == "column_renamed"]
    renamed_ones = {one.column: one.params["name"] for one in told}
    assert renamed_ones["RESPNUM"] == "*RESPNUM"
    assert renamed_ones["Q13COUNTY"] == "Q13 COUNTY"
    assert renamed_ones["Q18AGE"] == "Q19AGE"
    assert "column_vanished:Location 1" in found
    # With the column found again, its ids are.
    assert settled(SFO[2016], manager, **says).decisions["ids_start_again:*RESPNUM"] == "by_wave"


def test_the_mixed_dates_of_the_nhs_file_are_noticed(manager):
    one = noticed(NHS, manager)["mixed_dates:Date"].noticed
    assert (one.params["day_first"], one.params["month_first"], one.params["either"]) == (3577, 289, 1213)
    assert one.needed


def test_the_peculiarities_of_the_lounge_file_are_noticed(manager):
    found = noticed(LOUNGE, manager)
    change = found["scale_change:overall_rating"].noticed
    assert (change.count, change.params["begin"], change.params["top"]) == (67, "2015-06-09", 5)
    zeros = {key for key, one in found.items() if one.noticed.kind == "missing_code"}
    assert len(zeros) == 7
    assert found["missing_code:washrooms_rating"].noticed.values == (("0.0", 110),)


def test_the_lounge_file_lands_without_the_stretch_on_another_scale(manager, refreshed):  # noqa: F811
    mapping = settled(LOUNGE, manager, survey="Lounges")
    done = run(LOUNGE, mapping, actor=manager)
    refreshed()
    assert (done.new, done.rejected) == (2264, 0)
    found = scores(Question("mean", by=("question",), weight="respondent"), viewer=VIEWER)
    (rated,) = [row.score for row in found.rows if row.keys[0][1].endswith("overall_rating")]
    # 2,259 ratings, 119 of them in the stretch where 6 to 10 are given too.
    assert rated.n == 2259 - 119


def polku(*args):
    from click.testing import CliRunner

    from polku.cli import main

    return CliRunner().invoke(main, [*map(str, args)])


def test_sfo_2017_by_the_command_line(refreshed, monkeypatch):  # noqa: F811
    monkeypatch.setenv("LC_ALL", "C")
    says = ("--survey", "Airport passengers", "--wave", "May 2017", "--month", "2017-05")
    first = polku("import", SFO[2017], *says)
    assert first.exit_code == 1
    assert "missing_code" in first.stderr
    assert "11 (84 rows)" in first.output
    decisions = [
        f"{kind}={choice}" for kind, choice in CHOSEN.items() if kind in {"missing_code", "missing_word", "bare_day"}
    ]
    done = polku("import", SFO[2017], *says, *(part for one in decisions for part in ("--decide", one)))
    assert done.exit_code == 0, done.output
    refreshed()
    assert figures(metric="nps", weight="respondent") == (39.84, 2746, (37.18, 42.41))
