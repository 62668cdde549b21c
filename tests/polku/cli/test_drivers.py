"""``polku drivers``: answers in, what goes with the outcome out, as a person and as a program read it."""

from __future__ import annotations

import json
import re

import numpy as np
import polars as pl
import pytest
from click.testing import CliRunner

from polku.cli import main
from tests.cxlab.drivers.oracle import normal
from tests.cxlab.journeys.real import shared_data
from tests.polku.cli.test_analyse import loaded

COLUMNS = ["--predictors", "trust", "ease", "speed"]


def run(*args):
    return CliRunner(env={"LC_ALL": "C"}).invoke(main, ["drivers", *map(str, args)])


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    values, unit, _ = normal(loading=0.5, weights=[0.6, 0.2, 0.0], accounts=150, per=3, seed=3)
    table = pl.DataFrame(values.round(2), schema=["trust", "ease", "speed", "recommend"], orient="row")
    place = tmp_path_factory.mktemp("drivers") / "answers.csv"
    holes = pl.when(pl.int_range(pl.len()) % 9 == 0).then(None).otherwise(pl.col("ease")).alias("ease")
    table.with_columns(holes, who=pl.Series(unit), text=pl.lit("word")).write_csv(place)
    return place


def test_json_holds_every_figure(answers):
    done = run(answers, "--outcome", "recommend", *COLUMNS, "--account", "who", "--json")
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert (found["n"], found["accounts"], found["filled_in"], found["left_out"]) == (450, 150, 50, 0)
    assert [one["driver"] for one in found["drivers"]] == ["trust", "ease", "speed"]
    assert sum(one["r2"]["value"] for one in found["drivers"]) == pytest.approx(found["r2"]["value"])
    first = found["drivers"][0]
    assert first["share"]["low"] < first["share"]["value"] < first["share"]["high"]
    assert first["ranks"] == [1, 1]
    assert len(found["pairs"]) == 3


def test_a_person_reads_the_answer_first(answers):
    lines = run(answers, "--outcome", "recommend", *COLUMNS, "--account", "who").stdout.splitlines()
    assert lines[0].startswith("trust goes with recommend most: ")
    assert lines[1].startswith("Together they explain ")
    assert lines[2] == "450 answers of 150 accounts. 50 missing answers were filled in."
    assert any(line.startswith("trust ") for line in lines)


def test_the_page_holds_both_drawings_and_no_markup_of_the_file(tmp_path):
    rng = np.random.default_rng(1)
    a, b = rng.integers(1, 6, 200), rng.integers(1, 6, 200)
    place = tmp_path / "page.csv"
    pl.DataFrame({"<b>trust</b>": a, "ease": b, "y": a + rng.normal(size=200)}).write_csv(place)
    page = run(place, "--outcome", "y", "--predictors", "<b>trust</b>", "ease", "--html", "--scale", "1-5").stdout
    assert page.count("<svg") == 4  # each for a phone and for a desk
    assert page.count('width="358"') == page.count('width="720"') == 2
    assert "prefers-color-scheme:dark" in page
    assert re.search(r'fill="var\(--ink', page)
    assert "<b>" not in page
    assert "<h1>&lt;b&gt;trust&lt;/b&gt; goes with y most" in page
    assert "was taken from the answers" not in page
    assert len(page) < 100_000


def test_basic_and_exciting_and_what_to_do_first(tmp_path):
    rng = np.random.default_rng(1)
    x = np.clip(np.round(rng.normal(3, 1.1, (600, 3)) + np.array([-0.6, 0, 0.6])), 1, 5)
    y = 2 * np.minimum(x[:, 0] - 3, 0) + 1.5 * np.maximum(x[:, 1] - 3, 0) + rng.normal(0, 0.7, 600)
    place = tmp_path / "kano.csv"
    pl.DataFrame(np.column_stack([x, y]), schema=["must", "wow", "idle", "y"]).write_csv(place)
    args = (place, "--outcome", "y", "--predictors", "must", "wow", "idle", "--scale", "1-5", "--turning", "3")
    lines = run(*args).stdout.splitlines()
    assert "Improve first: must." in lines
    assert any(line.startswith("must ") and line.endswith("basic") for line in lines)
    assert any(line.startswith("wow ") and line.endswith("exciting") for line in lines)
    found = json.loads(run(*args, "--json").stdout)
    assert [one["nature"] for one in found["contrasts"]] == ["basic", "exciting", "cannot_tell"]
    assert {one["driver"]: one["where"] for one in found["places"]}["must"] == "improve_first"
    assert "<h2>Basic or exciting</h2><div" in run(*args, "--html").stdout


def test_a_scale_is_two_numbers(answers):
    done = run(answers, "--outcome", "recommend", "--driver", "ease", "--html", "--scale", "five")
    assert (done.exit_code, "write it like 1-5" in done.stderr) == (2, True)
    done = run(answers, "--outcome", "recommend", *COLUMNS, "--html", "--scale", "1-5")
    assert (done.exit_code, "lie outside its scale of 1 to 5" in done.stderr) == (2, True)


def test_json_and_html_exclude_each_other(answers):
    assert run(answers, "--outcome", "recommend", *COLUMNS, "--json", "--html").exit_code == 2


def test_drivers_may_be_named_one_by_one(answers):
    one = run(answers, "--outcome", "recommend", "--driver", "trust", "--driver", "ease", "--json")
    other = run(answers, "--outcome", "recommend", "--predictors", "trust", "ease", "--json")
    assert one.stdout == other.stdout
    assert one.exit_code == 0


def test_only_complete_rows(answers):
    found = json.loads(run(answers, "--outcome", "recommend", *COLUMNS, "--complete", "--json").stdout)
    assert (found["n"], found["left_out"], found["filled_in"]) == (400, 50, 0)


@pytest.mark.parametrize(
    ("language", "first", "words"),
    [
        (
            "fi",
            "recommend: eniten yhteydessä on trust",
            ["asiakasyrityksiä 150.", "perusedellytys", "Osuus:"],
        ),
        ("sv", "recommend hänger mest ihop med trust", ["450 svar från 150 kundföretag.", "grundkrav", "Andel:"]),
    ],
)
def test_it_speaks_the_language_it_is_told(answers, language, first, words):
    args = [answers, "--outcome", "recommend", *COLUMNS, "--account", "who", "--turning", "0", "--target", "trust=1"]
    text = run(*args, "--language", language).stdout
    page = run(*args, "--language", language, "--html").stdout
    assert text.startswith(first)
    assert f'<html lang="{language}">' in page
    assert f"<h1>{first}" in page
    assert [word for word in words if word.lower() not in text.lower() or word.lower() not in page.lower()] == []
    assert not re.search(r"\b(share|answers|driver|chance)\b", re.sub(r"<[^>]*>", " ", text))


def test_nothing_is_claimed_where_nothing_is(tmp_path):
    place = tmp_path / "noise.csv"
    pl.DataFrame(np.random.default_rng(5).normal(size=(150, 3)), schema=["a", "b", "y"]).write_csv(place)
    lines = run(place, "--outcome", "y", "--predictors", "a", "b").stdout.splitlines()
    assert lines[0] == "No driver goes with y more than chance would have it."


def test_too_few_answers_are_told(tmp_path):
    place = tmp_path / "few.csv"
    place.write_text("a,y\n1,2\n2,3\n", encoding="utf-8")
    done = run(place, "--outcome", "y", "--driver", "a")
    assert (done.exit_code, done.stdout) == (0, "2 answers are too few to tell what goes with y.\n")


def test_a_code_for_no_answer_may_belong_to_one_column(tmp_path):
    rng = np.random.default_rng(1)
    table = pl.DataFrame({"a": rng.integers(1, 7, 60), "y": rng.integers(0, 11, 60)})
    place = tmp_path / "codes.csv"
    table.write_csv(place)
    found = json.loads(run(place, "--outcome", "y", "--driver", "a", "--missing", "a=6", "--json").stdout)
    assert found["n"] == table.filter(pl.col("a") != 6).height
    found = json.loads(run(place, "--outcome", "y", "--driver", "a", "--missing", "6", "--json").stdout)
    assert found["n"] == table.filter((pl.col("a") != 6) & (pl.col("y") != 6)).height


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["missing.csv", "--outcome", "y", "--driver", "a"], "There is no file missing.csv"),
        (["FILE", "--outcome", "recommended", "--driver", "ease"], "Nearest: recommend"),
        (["FILE", "--outcome", "recommend", "--driver", "text"], "Column 'text': Values that are not numbers: word"),
        (["FILE", "--outcome", "recommend", "--driver", "recommend"], "both outcome and driver"),
    ],
)
def test_what_cannot_be_used_ends_with_2_and_a_remedy(answers, args, message):
    done = run(*(answers if arg == "FILE" else arg for arg in args))
    assert done.exit_code == 2
    assert message in done.stderr
    assert "Traceback" not in done.output


def test_help_loads_nothing_heavy():
    code = "from polku.cli import main\ntry:\n    main(['drivers', '--help'])\nexcept SystemExit:\n    pass"
    assert loaded(f"exec({code!r})") == "[]"


def test_it_runs_without_django(answers):
    args = ["drivers", str(answers), "--outcome", "recommend", "--driver", "trust"]
    code = f"from polku.cli import main\ntry:\n    main({args!r})\nexcept SystemExit:\n    pass"
    assert "django" not in loaded(f"exec({code!r})")


def test_swiss_from_the_command_line():
    place = shared_data() / "reference_small" / "swiss.csv"
    names = ["Agriculture", "Examination", "Education", "Catholic", "Infant.Mortality"]
    found = json.loads(run(place, "--outcome", "Fertility", "--predictors", *names, "--json").stdout)
    parts = {one["driver"]: round(one["r2"]["value"], 4) for one in found["drivers"]}
    assert parts == dict(zip(names, [0.0571, 0.1712, 0.2601, 0.1056, 0.1128], strict=True))


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    """Trust matters and is not said to; the weather is said to matter and does not."""
    rng = np.random.default_rng(5)
    trust, weather = rng.integers(1, 6, 400), rng.integers(2, 6, 400)
    table = {"trust": trust, "weather": weather, "y": 2 * trust + rng.normal(size=400)}
    table |= {"says trust": rng.integers(1, 3, 400), "says weather": rng.integers(3, 6, 400)}
    place = tmp_path_factory.mktemp("said") / "said.csv"
    pl.DataFrame(table).write_csv(place)
    return [place, "--outcome", "y", "--predictors", "trust", "weather", "--scale", "1-5"]


def test_targets_are_held_against_the_mean(said):
    done = run(*said, "--target", "trust=4.5", "--target", "weather=2", "--json")
    places = {one["driver"]: one for one in json.loads(done.stdout)["places"]}
    assert places["trust"]["target"] == 4.5
    assert places["trust"]["gap"]["high"] < 0 < places["weather"]["gap"]["low"]
    assert places["trust"]["where"] == "improve_first"
    lines = [line.split() for line in run(*said, "--target", "trust=4.5", "--target", "weather=2").stdout.splitlines()]
    assert [line[-1] for line in lines if line[:1] == ["trust"]][-1] == "missed"
    assert [line[-1] for line in lines if line[:1] == ["weather"]][-1] == "reached"


def test_what_people_say_stands_beside_what_their_scores_say(said):
    stated = ["--stated", "trust=says trust", "--stated", "weather=says weather"]
    found = {one["driver"]: one["finding"] for one in json.loads(run(*said, *stated, "--json").stdout)["stated"]}
    assert found == {"trust": "hidden", "weather": "said_only"}
    turned = {
        one["driver"]: one["finding"] for one in json.loads(run(*said, *stated, "--ranks", "--json").stdout)["stated"]
    }
    assert turned == {"trust": "both", "weather": "neither"}
    assert "hidden: scores say important" in run(*said, *stated).stdout
    assert "<h2>Said beside found</h2>" in run(*said, *stated, "--html").stdout


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (["--target", "sun=4"], "'sun=4' names no driver. Write DRIVER=..., one of: trust, weather."),
        (["--target", "trust=high"], "'high' is no number"),
        (["--target", "trust=nan"], "'nan' is no number"),
        (["--stated", "trust=says trust"], "name the columns of at least two"),
        (["--stated", "trust=no such", "--stated", "weather=says weather"], "no such"),
    ],
)
def test_targets_and_stated_columns_that_cannot_be_used_are_named(said, more, told):
    done = run(*said, *more)
    assert done.exit_code == 2
    assert told in " ".join(done.stderr.split())
