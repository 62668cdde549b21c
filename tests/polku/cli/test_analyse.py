"""``polku metrics``: figures from a file on the command line, as a person and as a program read them."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys

import polars as pl
import pytest
from click.testing import CliRunner

from polku.cli import analyse, main

HEAVY = ("numpy", "polars", "scipy", "django", "narwhals", "numba", "altair", "cxlab")


def run(*args):
    return CliRunner().invoke(main, ["metrics", *map(str, args)])


@pytest.fixture
def answers(tmp_path):
    place = tmp_path / "answers.csv"
    rows = [(10, "north", 1), (9, "north", 1), (8, "south", 2), (0, "south", 3), (11, "south", 3), (10, "south", 4)]
    place.write_text(
        "score,team,account\n" + "\n".join(",".join(map(str, row)) for row in rows) + "\n", encoding="utf-8"
    )
    return place


def loaded(code):
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; {code}; print([m for m in {HEAVY!r} if m in sys.modules])"],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()[-1]


def test_help_loads_nothing_heavy():
    code = "from polku.cli import main\ntry:\n    main(['--help'])\nexcept SystemExit:\n    pass"
    assert loaded(f"exec({code!r})") == "[]"


def test_help_of_metrics_loads_nothing_heavy():
    code = "from polku.cli import main\ntry:\n    main(['metrics', '--help'])\nexcept SystemExit:\n    pass"
    assert loaded(f"exec({code!r})") == "[]"


def test_metrics_run_without_django(answers):
    args = ["metrics", str(answers), "--score", "score", "--missing", "11"]
    code = f"from polku.cli import main\ntry:\n    main({args!r})\nexcept SystemExit:\n    pass"
    assert "django" not in loaded(f"exec({code!r})")


def test_the_table_is_aligned_and_the_method_is_told(answers):
    found = run(answers, "--score", "score", "--missing", 11, "--by", "team")
    assert found.exit_code == 0
    lines = found.output.splitlines()
    assert re.split(r" {2,}", lines[0]) == ["team", "nps", "low", "high", "n", "effective n"]
    assert lines[2].startswith("north  100.0")
    assert [line.index(" 2 ") for line in lines[2:3]] == [lines[0].index(" n ")]
    assert "nps@1: % of 9-10 minus % of 0-6 [Reichheld 2003]." in found.output
    assert "Adjusted Wald interval" in found.output
    assert "95 %" in found.output


def test_json_is_the_promised_list(answers):
    found = json.loads(run(answers, "--score", "score", "--missing", 11, "--by", "team", "--json").output)
    assert [one["team"] for one in found] == ["north", "south"]
    assert set(found[0]) == {"team", "value", "low", "high", "n", "n_effective", "method", "definition"}
    assert (found[1]["value"], found[1]["n"], found[1]["method"], found[1]["definition"]) == (
        0.0,
        3,
        "adjusted_wald",
        "nps@1",
    )


def test_csv_is_the_same(answers):
    args = (answers, "--score", "score", "--missing", 11, "--by", "team")
    rows = list(csv.DictReader(io.StringIO(run(*args, "--csv").output)))
    told = json.loads(run(*args, "--json").output)
    assert [float(row["value"]) for row in rows] == [one["value"] for one in told]
    assert list(rows[0]) == list(told[0])


def test_a_text_that_looks_like_a_formula_is_guarded_in_csv(tmp_path):
    place = tmp_path / "a.csv"
    place.write_text('score,team\n9,"=cmd()"\n', encoding="utf-8")
    assert "'=cmd()" in run(place, "--score", "score", "--by", "team", "--csv").output


def test_an_undeclared_code_is_refused_with_value_rows_and_remedy(answers):
    found = run(answers, "--score", "score")
    assert found.exit_code == 2
    assert "11 (1 row)" in found.output
    assert "--missing 11" in found.output
    assert "Traceback" not in found.output


@pytest.mark.parametrize(
    ("args", "word"),
    [
        (("--score", "scor"), "Nearest: score"),
        (("--score", "score", "--by", "tem"), "Nearest: team"),
        (("--score", "score", "--account", "acount"), "Nearest: account"),
        (("--score", "score", "--weight", "weight"), "no column 'weight'"),
        (("--score", "score", "--definition", "npss"), "Did you mean: nps"),
        (("--score", "team"), "are not numbers: south (4 rows), north (2 rows)"),
    ],
)
def test_wrong_names_name_the_nearest(answers, args, word):
    found = run(answers, *args)
    assert found.exit_code == 2
    assert word in found.output


@pytest.mark.parametrize(("content", "word"), [("", "is empty"), (None, "no file")])
def test_files_that_hold_nothing(tmp_path, content, word):
    place = tmp_path / "a.csv"
    if content is not None:
        place.write_text(content, encoding="utf-8")
    found = run(place, "--score", "score")
    assert found.exit_code == 2
    assert word in found.output


def test_a_header_alone_is_n_0(tmp_path):
    place = tmp_path / "a.csv"
    place.write_text("score,team\n", encoding="utf-8")
    found = run(place, "--score", "score")
    assert found.exit_code == 0
    assert "no answers" in found.output
    assert json.loads(run(place, "--score", "score", "--json").output)[0]["value"] is None
    assert json.loads(run(place, "--score", "score", "--by", "team", "--json").output) == []


def test_one_row_has_a_value_and_no_interval(tmp_path):
    place = tmp_path / "a.csv"
    place.write_text("score\n9\n", encoding="utf-8")
    found = run(place, "--score", "score")
    assert found.exit_code == 0
    assert "one answer: no interval" in found.output
    one = json.loads(run(place, "--score", "score", "--json").output)[0]
    assert (one["value"], one["low"], one["n"]) == (100.0, None, 1)


def test_a_hundred_thousand_rows_of_parquet(tmp_path):
    place = tmp_path / "a.parquet"
    pl.DataFrame({"score": [9, 10, 3, 7] * 25_000, "acc": [i // 5 for i in range(100_000)]}).write_parquet(place)
    one = json.loads(run(place, "--score", "score", "--account", "acc", "--json").stdout)[0]
    assert (one["n"], one["value"], one["method"]) == (100_000, 25.0, "adjusted_wald_clustered")


def test_accounts_and_weights_are_told(tmp_path):
    place = tmp_path / "a.csv"
    place.write_text(
        "score;account;w\n" + "".join(f"{s};{a};{w}\n" for s, a, w in [(9, 1, "0,5"), (3, 2, "2"), (10, 3, "1")]),
        encoding="utf-8",
    )
    found = run(place, "--score", "score", "--account", "account", "--weight", "w")
    assert "clustered by account" in found.output
    assert "under 10 accounts" in found.output
    assert "Weighted" in found.output


def test_shares_are_told_in_per_cent(tmp_path):
    place = tmp_path / "a.csv"
    place.write_text("score\n5\n4\n1\n2\n", encoding="utf-8")
    assert "50.0 %" in run(place, "--score", "score", "--definition", "csat5").output


def test_json_and_csv_are_one_or_the_other(answers):
    found = run(answers, "--score", "score", "--json", "--csv")
    assert found.exit_code == 2
    assert "not both" in found.output


def test_progress_is_told_after_a_while_on_stderr(monkeypatch, capfd):
    monkeypatch.setattr(analyse, "PATIENCE", 0.05)
    import time

    with analyse._patience("Reading x"):
        time.sleep(0.2)
    told = capfd.readouterr()
    assert "Reading x ..." in told.err
    assert told.out == ""


def test_every_method_and_note_has_its_words():
    from cxlab.metrics import estimates

    assert set(estimates._METHODS.values()) <= set(analyse._HOW)
    assert {
        "no_answers",
        "single_answer",
        "single_account",
        "few_accounts",
        "all_equal",
        "skewed",
        "too_few_for_interval",
        "weighted",
    } <= set(analyse._NOTES)
