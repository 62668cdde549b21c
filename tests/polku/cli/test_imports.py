"""``polku import``: looks, says what is to be decided, lands, and takes back."""

from __future__ import annotations

import subprocess

import pytest
from click.testing import CliRunner

from polku.cli import main
from polku.governance.models import Import
from polku.surveys.models import Response
from tests.served import POLKU, environment

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
    assert "missing_code:NETPRO" in done.stderr
    assert not Import.objects.exists()


def test_a_decision_lets_it_land_and_the_mapping_is_used_again(file, tmp_path):
    mapping = tmp_path / "m.toml"
    done = polku("import", file, "--decide", "missing_code=missing", "--wave", "May", "--save-mapping", mapping)
    assert done.exit_code == 0, done.output
    assert "Landed: 24 rows, 24 of them new, 20 answers." in done.output
    assert Response.objects.filter(Import.landed(), wave="May").count() == 24
    assert 'survey = "May answers"' in mapping.read_text()
    again = polku("import", file, "--mapping", mapping)
    assert "had landed before" in again.output


def test_a_column_of_the_mapping_that_the_file_lacks_is_found_or_left_out(file, tmp_path):
    mapping, june = tmp_path / "m.toml", tmp_path / "june.csv"
    polku("import", file, "--decide", "missing_code=missing", "--dry-run", "--save-mapping", mapping)
    june.write_text(ROWS.replace("NETPRO", "Recommend").replace("when", "day of answer"))
    says = ("import", june, "--mapping", mapping)
    done = polku(*says)
    assert done.exit_code == 1
    assert "The file has no column NETPRO. Say which column it is now, or go on without it." in done.stderr
    assert '--renamed "when=NEW NAME", or --without "when"' in done.stderr
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
        (["--decide", "nothing=keep"], "Nothing was noticed that is called nothing."),
        (["--decide", "missing_code=later"], "choose one of missing, keep, reject_rows"),
        (["--use", "no such"], "There is no mapping with this name any more."),
        (["--month", "2026-13"], "Write the month as in 2026-03."),
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
    assert "Mitään ei tuotu. Päätettävänä:" in polku("import", file).stderr


@pytest.mark.parametrize("command", [["import", "a.csv"], ["imports"], ["export", "nothing"]])
def test_a_store_that_is_not_set_up_is_told_with_the_remedy(tmp_path, command):
    (tmp_path / "a.csv").write_text("recommend\n9\n")
    (tmp_path / "var").mkdir()
    done = subprocess.run(
        [POLKU, *command], cwd=tmp_path, env=environment(tmp_path / "var"), capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "First: polku setup" in done.stderr
    assert "Traceback" not in done.stderr
