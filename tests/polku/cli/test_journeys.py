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
    return CliRunner(env={"LC_ALL": "C"}).invoke(main, ["journeys", *map(str, args)])


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
    assert page.count("<svg") == 4  # flows and funnel, each for a phone and for a desk
    assert page.count('width="358"') == 2
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


@pytest.mark.parametrize("options", [[], ["--json"], ["--html"]])
def test_a_file_without_events_ends_with_2(tmp_path, options):
    place = tmp_path / "head.csv"
    place.write_text("case,activity,time\n", encoding="utf-8")
    done = run(place, *options)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "Error: head.csv holds no events." in done.stderr


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["--planned", "FOLDER"], "cannot be opened: Is a directory."),
        (["--planned", "nowhere.txt"], "nowhere.txt cannot be opened: No such file"),
        (["--planned", "DEEP"], "parts lie too deep in each other"),
        (["--planned", "PLAN", "--walk", "77"], "There is no case '77' in the log."),
        (["--walk", "1"], "--walk is told against a plan: name it by --planned PLAN."),
        (["--failing-at-most", "2"], "--failing-at-most is told against a plan"),
        (["--planned", "PLAN", "--failing-at-most", "2"], "There is no column 'score'; the log carries: account."),
        (["--planned", "PLAN", "--failing-at-most", "nan"], "--failing-at-most is a score, not nan."),
    ],
)
def test_what_cannot_be_told_ends_with_2_and_the_reason(log, plan, tmp_path, args, message):
    columns = ["--case", "who", "--event", "what", "--time", "when", "--account", "firm"]
    deep = tmp_path / "deep.json"
    deep.write_text('{"plan":' + '{"optional":' * 3000 + '{"touchpoint":"a"}' + "}" * 3001, encoding="utf-8")
    named = {"FOLDER": tmp_path, "PLAN": plan, "DEEP": deep}
    done = run(log, *columns, *(named.get(arg, arg) for arg in args))
    assert (done.exit_code, message in done.stderr) == (2, True), done.stderr


def test_one_walk_is_told_stop_by_stop(log, columns, plan):
    args = [log, *columns, "--planned", plan, "--walk", "7"]
    lines = run(*args).stdout.splitlines()
    assert lines[0] == "Case 7: 1 touchpoint, 1 not as planned."
    assert [line.split() for line in lines[3:]] == [
        ["2026-01-01", "10:00", "Call", "as", "planned"],
        ["Pay", "missing"],
    ]
    stops = json.loads(run(*args, "--json").stdout)["stops"]
    assert [(one["touchpoint"], one["how"], one["ts_s"]) for one in stops] == [
        ("Call", "as_planned", 1767261600),
        ("Pay", "missing", None),
    ]
    page = run(log, *columns, "--planned", plan, "--walk", "1", "--html").stdout
    assert page.count("<svg") == page.count("</svg>") == 2
    assert "&lt;Visit&gt;" in page
    assert "<Visit>" not in page


SPOKEN = {
    "fi": ["8 polusta 75,0\xa0% (", "Poikkeamat suunnitelmasta", "jäi toteutumatta", "asiakas", "24,0 h"],
    "sv": ["Av 8 resor gick 75,0\xa0% (", "Avvikelser från planen", "uteblev", "kund", "24,0 h"],
}


@pytest.mark.parametrize("language", SPOKEN)
def test_it_speaks_the_language_it_is_told(log, columns, plan, language):
    first, *words = SPOKEN[language]
    args = [log, *columns, "--planned", plan, "--language", language]
    text, page = run(*args).stdout, run(*args, "--html").stdout
    assert text.startswith(first)
    assert f'<html lang="{language}">' in page
    assert f"<h1>{first}" in page
    assert [word for word in words if word not in text or word not in page] == []
    assert "cases" not in page
    one = run(*args, "--walk", "7").stdout
    assert one.startswith({"fi": "Polku 7: 1 kosketuspiste, ", "sv": "Resa 7: 1 kontaktpunkt, "}[language])
    assert run(*args, "--json").stdout == run(*args[:-2], "--json").stdout


def test_left_to_itself_it_speaks_the_terminals_language(log, columns):
    done = CliRunner(env={"LC_ALL": "sv_FI.UTF-8"}).invoke(main, ["journeys", str(log), *columns])
    assert done.stdout.startswith("8 resor, 20 händelser, 3 kontaktpunkter, 2 olika förlopp.")


def test_how_long_from_one_to_another_takes_counts_those_still_under_way(log, columns):
    args = [log, *columns, "--between", "Call", "Pay", "--between", "Call", "<Visit>", "--open-days", "7"]
    first, second = json.loads(run(*args, "--json").stdout)["between"]
    told = [first[key] for key in ("from", "to", "reached", "went_on", "still_under_way")]
    assert told == ["Call", "Pay", 8, 6, 2]
    assert (first["median_hours"]["value"], first["median_hours"]["method"]) == (48.0, "kaplan_meier_clustered")
    assert second["median_hours"]["value"] == 24.0
    lines = run(*args).stdout.splitlines()
    assert [line.split()[:6] for line in lines if line.startswith("  Call > Pay")] == [
        ["Call", ">", "Pay", "8", "6", "2"]
    ]
    assert "Call &gt; &lt;Visit&gt;" in run(*args, "--html").stdout
    done = run(log, *columns, "--between", "Call", "Nap")
    assert (done.exit_code, "There is no touchpoint 'Nap' in the log. It has:" in done.stderr) == (2, True)
    assert run(log, *columns, "--between", "Call", "Pay", "--open-days", "-1").exit_code == 2


def test_planned_touchpoints_that_the_log_does_not_know_are_named(log, columns, tmp_path):
    place = tmp_path / "plan.txt"
    place.write_text("Call\nSign\nPay\n", encoding="utf-8")
    assert "Planned, but never in the log: Sign." in run(log, *columns, "--planned", place).stdout
    place.write_text("Order\nSign\n", encoding="utf-8")
    assert "None of the planned touchpoints is in the log" in run(log, *columns, "--planned", place).stdout


def test_names_of_a_log_cannot_steer_the_terminal(tmp_path):
    place = tmp_path / "log.csv"
    # A bell: colours are taken out by click itself where no terminal listens.
    place.write_text("case,activity\n1,\x1b[31mred\x07\n", encoding="utf-8")
    shown = run(place).stdout
    assert "\x1b" not in shown
    assert "\x07" not in shown


def test_one_of_a_thing_is_one(tmp_path):
    place = tmp_path / "log.csv"
    place.write_text("case,activity\n1,Call\n", encoding="utf-8")
    assert run(place).stdout.startswith("1 case, 1 event, 1 touchpoint, 1 different walk. ")
    plan = tmp_path / "plan.txt"
    plan.write_text("Call\n", encoding="utf-8")
    assert run(place, "--planned", plan).stdout.startswith("100.0% of 1 case took")


def test_the_page_serves_light_dark_and_paper(log, columns):
    page = run(log, *columns, "--html").stdout
    assert "prefers-color-scheme:dark" in page
    assert "@media print{:root{" in page
    assert re.search(r'fill="var\(--ink', page)


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
