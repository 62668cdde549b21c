"""``polku import``: looks, says what is to be decided, lands, and takes back."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys

import pytest
from click.testing import CliRunner

from polku.cli import main
from polku.governance.models import Import
from polku.surveys.models import Response
from tests.served import environment

pytestmark = pytest.mark.django_db

ROWS = "id,NETPRO,when\n" + "".join(
    f"{n},{score},2026-05-{n:02d}\n" for n, score in enumerate([9, 10, 11, 7, 3, 8] * 4, 1)
)


@pytest.fixture(autouse=True)
def _in_english(monkeypatch):
    monkeypatch.setenv("LC_ALL", "C")


@pytest.fixture
def file(tmp_path):
    place = tmp_path / "May answers.csv"
    place.write_text(ROWS)
    return place


def polku(*args):
    return CliRunner().invoke(main, [*map(str, args)])


def test_what_is_undecided_ends_with_a_list_and_nothing_lands(file):
    done = polku("import", file)
    assert done.exit_code == 1
    assert "11 (4 rows)" in done.output
    assert "--decide missing_code:NETPRO=missing      # They mean no answer" in done.stderr
    assert "--decide missing_code:NETPRO=reject_rows  # Set these rows aside" in done.stderr
    assert "--usual" in done.stderr
    assert not Import.objects.exists()


def test_a_decision_lets_it_land_and_the_mapping_is_used_again(file, tmp_path):
    mapping = tmp_path / "m.toml"
    done = polku("import", file, "--decide", "missing_code=missing", "--wave", "May", "--save-mapping", mapping)
    assert done.exit_code == 0, done.output
    assert "Landed: 24 rows, 24 of them new, 20 answers." in done.output
    assert Response.objects.filter(Import.landed(), wave="May").count() == 24
    assert 'survey = "May answers"' in mapping.read_text()
    again = polku("import", file, "--mapping", mapping)
    assert again.exit_code == 0
    assert "May answers.csv is in already: 24 rows landed on" in again.output


def test_a_command_given_twice_changes_nothing_and_says_so(file, tmp_path):
    says = ("import", file, "--survey", "Guests", "--wave", "May", "--decide", "missing_code=missing")
    polku(*says)
    later = tmp_path / "June.csv"
    later.write_text(ROWS.replace(",11,", ",9,"))
    assert "Landed" in polku("import", later, "--survey", "Guests", "--wave", "June", "--usual").output
    kept = tmp_path / "m.toml"
    for again in (says, says[:-2], (*says, "--dry-run"), (*says, "--save-mapping", kept), (*says, "--usual")):
        done = polku(*again)
        assert done.exit_code == 0, done.output
        assert "May answers.csv is in already: 24 rows landed on" in done.output
    assert 'wave = "May"' in kept.read_text()
    assert Import.objects.count() == 2
    # What is asked for otherwise is another matter.
    assert "is in already" not in polku(*says[:-1], "missing_code=keep", "--dry-run").output
    assert "is in already" not in polku(*says[:4], "--wave", "July", "--dry-run").output
    polku("imports", "undo", polku("imports").output.splitlines()[-1].split()[0])
    assert "Landed: 24 rows, 24 of them new" in polku(*says).output


def test_a_wave_that_is_there_already_is_not_compared_with_a_later_one(file, tmp_path):
    polku("import", file, "--survey", "Guests", "--wave", "May", "--usual")
    later = tmp_path / "June.csv"
    later.write_text(
        ROWS.replace("when\n", "when,gate\n").replace("-05-", "-06-").replace("2026-06-01", "2026-06-01,B")
    )
    later.write_text("".join(f"{line}{',B' * (line.count(',') == 2)}\n" for line in later.read_text().splitlines()))
    done = polku("import", later, "--survey", "Guests", "--wave", "June", "--usual")
    assert "Landed" in done.output, done.output
    again = polku("import", file, "--survey", "Guests", "--wave", "May", "--decide", "missing_code=keep", "--dry-run")
    assert "column_vanished" not in again.output


def test_a_later_wave_is_mapped_as_the_one_before(file, tmp_path):
    later = tmp_path / "June.csv"
    polku("import", file, "--survey", "Guests", "--wave", "May", "--usual")
    later.write_text(ROWS.replace("NETPRO", "NETPRO2"))
    done = polku("import", later, "--survey", "Guests", "--wave", "June", "--decide", "column_renamed=same", "--usual")
    assert "Landed" in done.output, done.output
    assert Response.objects.filter(wave="June", answers__netpro=9).count() == 4
    assert not Response.objects.filter(wave="June", answers__netpro2__isnull=False).exists()


def test_hints_can_be_pasted(tmp_path):
    place = tmp_path / "two.csv"
    place.write_text("NET PRO,other,when\n" + "".join(f"{n % 10},{n},2026-05-02\n" for n in range(40)))
    mapping = tmp_path / "m.toml"
    mapping.write_text('kind = "answers"\nsurvey = "Two"\n[columns]\nwhen = "time"\n"gone away" = "weight"\n')
    stderr = polku("import", place, "--mapping", mapping).stderr
    assert "For example --renamed 'gone away=NEW NAME', or --without 'gone away'." in stderr
    place.write_text(place.read_text().replace("\n1,", "\n11,"))
    done = polku("import", place, "--survey", "Two")
    line = next(line for line in done.stderr.splitlines() if "missing_code:NET PRO" in line and "--decide" in line)
    assert polku("import", place, "--survey", "Two", *shlex.split(line, comments=True), "--dry-run").exit_code == 0


def test_the_usual_is_taken_of_all_that_comes_to_light(file, tmp_path):
    polku("import", file, "--survey", "Guests", "--wave", "May", "--usual")
    place = tmp_path / "again.csv"
    place.write_text(ROWS.replace("NETPRO", "NETPRO2"))
    assert "--usual" in polku("import", place, "--survey", "Guests", "--wave", "June", "--dry-run").stderr
    done = polku("import", place, "--survey", "Guests", "--wave", "June", "--usual")
    # Whether it is the same question nobody but a person knows; all else is settled.
    assert "--decide column_renamed:NETPRO=same" in done.stderr
    assert "missing_code" not in done.stderr
    assert "--usual" not in done.stderr


def test_columns_are_told_in_words_of_the_language_asked_for(file):
    done = polku("import", file, "--dry-run", "--language", "fi")
    assert "Suositteleminen, 0\u201310  NETPRO" in done.output
    assert "nps" not in done.output
    assert "Lisää komentoon" in done.stderr


def test_a_program_reads_what_was_found_as_json(file):
    done = polku("import", file, "--dry-run", "--json")
    found = json.loads(done.stdout)
    assert (done.exit_code, found["ready"], found["undecided"]) == (1, False, ["missing_code:NETPRO"])
    asked = next(one for one in found["noticed"] if one["waits"])
    assert [choice["key"] for choice in asked["choices"]] == ["missing", "keep", "reject_rows"]
    assert asked["values"] == [{"value": "11", "rows": 4}]
    assert found["will_land"]["rejected"] == 4
    assert found["landed"] is None
    assert json.loads(polku("import", file, "--usual", "--json").stdout)["landed"]["new"] == 24
    again = json.loads(polku("import", file, "--usual", "--json").stdout)
    assert (again["landed"]["already"], again["landed"]["rows"]) == (True, 24)


def test_a_column_of_the_mapping_that_the_file_lacks_is_found_or_left_out(file, tmp_path):
    mapping, june = tmp_path / "m.toml", tmp_path / "june.csv"
    polku("import", file, "--decide", "missing_code=missing", "--dry-run", "--save-mapping", mapping)
    june.write_text(ROWS.replace("NETPRO", "Recommend").replace("when", "day of answer"))
    says = ("import", june, "--mapping", mapping)
    done = polku(*says)
    assert done.exit_code == 1
    assert "The file has no column NETPRO. Say which column it is now, or go on without it." in done.stderr
    assert "--renamed 'when=NEW NAME', or --without when" in done.stderr
    assert "Its columns: Recommend, day of answer, id." in polku(*says, "--renamed", "NETPRO=none").output
    assert "The mapping has no column team. Its columns: " in polku(*says, "--without", "team").output
    says = (*says, "--renamed", "NETPRO=Recommend", "--without", "when", "--month", "2026-06")
    assert "The column day of answer is new" in polku(*says).output
    done = polku(*says, "--decide", "new_column=background")
    assert "Landed: 24 rows, 24 of them new, 20 answers." in done.output, done.output
    assert Response.objects.filter(answers__netpro=9).count() == 4


def test_a_dry_run_writes_nothing(file):
    done = polku("import", file, "--usual", "--dry-run")
    assert done.exit_code == 0, done.output
    assert "Will land: 24 rows, 20 answers." in done.output
    assert not Response.objects.exists()


def test_an_import_is_listed_and_taken_back(file):
    polku("import", file, "--usual")
    line = polku("imports").output
    assert "landed  24  May answers.csv" in line
    assert "Undone: May answers.csv." in polku("imports", "undo", line.split()[0]).output
    assert not Response.objects.filter(Import.landed()).exists()
    assert "undone" in polku("imports").output


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (
            ["--decide", "nothing=keep"],
            "Nothing was noticed that is called nothing. What can be decided: missing_code:NETPRO.",
        ),
        (["--decide", "missing_code=later"], "choose one of missing, keep, reject_rows"),
        (["--use", "no such"], "There is no mapping with this name any more."),
        (["--month", "2026-13"], "Write the month as in 2026-03."),
        (["--month", "2917-05"], "Write the month as in 2026-03."),
    ],
)
def test_what_cannot_be_is_told_in_a_sentence(file, args, told):
    done = polku("import", file, *args)
    assert done.exit_code == 1
    assert told in done.output + done.stderr


def test_a_file_that_is_none_is_told_in_a_sentence(tmp_path):
    done = polku("import", tmp_path / "absent.csv")
    assert done.exit_code == 1
    assert "There is no file" in done.output + done.stderr


def test_finnish_on_a_finnish_terminal(file, monkeypatch):
    monkeypatch.setenv("LC_ALL", "fi_FI.UTF-8")
    assert "Mitään ei tuotu. Lisää komentoon jokaisesta kohdasta yksi rivi:" in polku("import", file).stderr


def test_a_store_that_is_not_set_up_is_told_with_the_remedy(tmp_path):
    (tmp_path / "a.csv").write_text("recommend\n9\n")
    (tmp_path / "var").mkdir()
    # One start of the product for the three of them.
    commands = (
        "import sys; from polku.cli import main\n"
        "for said in (['import', 'a.csv'], ['imports'], ['export', 'nothing']):\n"
        "    try: main(said)\n"
        "    except SystemExit as stopped: print(stopped.code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", commands],
        cwd=tmp_path,
        env=environment(tmp_path / "var"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.split() == ["1"] * 3
    assert done.stderr.count("First: polku setup") == 3
    assert "Traceback" not in done.stderr
