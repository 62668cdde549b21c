"""``polku journeys``: a log in, sizes, deviations and a drawing out, as a person and as a program read them."""

from __future__ import annotations

import json
import re

import pytest
from click.testing import CliRunner

from cxlab.journeys.plan_cjml import to_cjml
from cxlab.journeys.plan_text import parse_plan
from polku.cli import main
from tests.cxlab.journeys.real import LOGS, PLANNED, shared_data
from tests.polku.cli.test_analyse import loaded

LOG = "who,what,when,firm\n" + "".join(
    f"{k},{name},2026-01-0{day} 10:00,firm {k % 2}\n"
    for k in range(8)
    for day, name in enumerate(["Call", "<Visit>", "Pay"][: 3 if k < 6 else 1], 1)
)
PLAN = 'Call\noptional "<Visit>" within 1 hour\nPay by customer\n'


def run(*args):
    return CliRunner().invoke(main, ["journeys", *map(str, args)])


@pytest.fixture
def log(tmp_path):
    place = tmp_path / "log.csv"
    place.write_text(LOG, encoding="utf-8")
    return place


@pytest.fixture
def columns():
    return ["--case", "who", "--event", "what", "--time", "when", "--account", "firm"]


@pytest.fixture
def plan(tmp_path):
    place = tmp_path / "plan.txt"
    place.write_text(PLAN, encoding="utf-8")
    return place


def test_json_has_the_sizes_and_the_deviations(log, plan, columns):
    done = run(log, *columns, "--planned", plan, "--json")
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert {key: found[key] for key in ("cases", "events", "activities", "variants", "accounts")} == {
        "cases": 8, "events": 20, "activities": 3, "variants": 2, "accounts": 2
    }  # fmt: skip
    told = [(one["kind"], one["touchpoint"], one["cases"], one["owner"]) for one in found["planned"]["deviations"]]
    assert told == [("late", "<Visit>", 6, None), ("missing", "Pay", 2, "customer")]
    assert found["planned"]["fitting_cases"] == 6
    assert found["frequent_variants"][0] == {"walk": ["Call", "<Visit>", "Pay"], "cases": 6}
    assert found["flows"][0] == {"from": "<Visit>", "to": "Pay", "times": 6}
    assert found["durations"][0]["median_hours"]["value"] == 24.0


def test_a_person_reads_the_answer_first(log, plan, columns):
    lines = run(log, *columns, "--planned", plan).stdout.splitlines()
    assert lines[0].startswith("75.0% (")
    assert lines[0].endswith("of 8 cases took the planned touchpoints in a planned order.")
    assert any(re.search(r"missing\s+Pay\s+customer\s+2\b", line) for line in lines)


def test_without_a_plan_sizes_come_first(log, columns):
    first = run(log, *columns).stdout.splitlines()[0]
    assert first == "8 cases, 20 events, 3 touchpoints, 2 different walks. The most frequent holds 75% of the cases."


def test_the_page_holds_the_drawing_and_no_markup_of_the_log(log, plan, columns):
    page = run(log, *columns, "--planned", plan, "--html").stdout
    assert page.count("<svg") == 2
    assert "late 75%" in page
    assert "2 did not go on" in page
    assert "<Visit>" not in page
    assert "&lt;Visit&gt;" in page
    assert len(page) < 300_000


@pytest.mark.parametrize("form", ["json", "cjml"])
def test_a_plan_may_be_json_or_cjml(log, columns, tmp_path, form):
    plan = parse_plan(PLAN)
    place = tmp_path / f"plan.{form}"
    place.write_bytes(json.dumps(plan.to_json()).encode() if form == "json" else to_cjml(plan))
    found = json.loads(run(log, *columns, "--planned", place, "--json").stdout)
    assert found["planned"]["fitting_cases"] == 6


@pytest.mark.parametrize(
    ("plan", "message"),
    [
        ("Call\n  Pay", "plan.txt: line 2, column 3: nothing can be indented"),
        ('{"plan": 1}', "plan.txt: plan: a part is an object"),
        ("{", "plan.txt: Expecting"),
        ("<a/>", "plan.txt: the file holds no <plannedJourney>"),
    ],
)
def test_a_faulty_plan_ends_with_2_and_its_place(log, columns, tmp_path, plan, message):
    place = tmp_path / "plan.txt"
    place.write_text(plan, encoding="utf-8")
    done = run(log, *columns, "--planned", place)
    assert (done.exit_code, message in done.stderr) == (2, True), done.stderr


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["missing.csv"], "missing.csv cannot be opened: No such file"),
        (["LOG"], "Which column is the case?"),
        (["LOG", "--case", "id"], "There is no column 'id'. The file has: who, what, when, firm."),
        (["LOG", "--case", "who", "--event", "what", "--lifecycle", "complete"], "no lifecycle column"),
    ],
)
def test_a_log_that_cannot_be_used_ends_with_2_and_a_remedy(log, args, message):
    done = run(*(log if arg == "LOG" else arg for arg in args))
    assert done.exit_code == 2
    assert message in done.stderr
    assert "Traceback" not in done.output


def test_json_and_html_exclude_each_other(log):
    assert run(log, "--json", "--html").exit_code == 2


def test_help_loads_nothing_heavy():
    code = "from polku.cli import main\ntry:\n    main(['journeys', '--help'])\nexcept SystemExit:\n    pass"
    assert loaded(f"exec({code!r})") == "[]"


def test_it_runs_without_django(log, columns):
    args = ["journeys", str(log), *columns]
    code = f"from polku.cli import main\ntry:\n    main({args!r})\nexcept SystemExit:\n    pass"
    assert "django" not in loaded(f"exec({code!r})")


@pytest.mark.parametrize(
    ("name", "sizes"),
    [
        ("helpdesk", [4580, 21348, 14, 226]),
        ("receipt", [1434, 8577, 27, 116]),
        pytest.param("bpic2012", [13087, 262200, 24, 4366], marks=pytest.mark.slow),
    ],
)
def test_real_logs_have_their_known_sizes(name, sizes):
    done = run(shared_data() / LOGS[name], "--planned", PLANNED / f"{name}-3.txt", "--json")
    found = json.loads(done.stdout)
    assert [found[key] for key in ("cases", "events", "activities", "variants")] == sizes
