"""``polku export``: the survey by its title or key, the file in its place, and a word where nothing may leave."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from cxlab.files import open_table
from polku.cli import main
from polku.surveys import queries, services
from polku.surveys.models import Response
from tests.polku.surveys.making import MANAGER, content_of, published

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _here_in_english(monkeypatch, tmp_path):
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.chdir(tmp_path)


def answered(version):
    Response.objects.create(version_id=version.id, answers={"nps": 9}, language="en", week="2026-W18", month="2026-05")
    return version


def polku(*args):
    return CliRunner().invoke(main, ["export", *map(str, args)])


@pytest.mark.parametrize("kind", ["csv", "xlsx", "sav"])
def test_a_file_named_after_the_survey(tmp_path, kind):
    answered(published())
    done = polku("survey", "--format", kind)
    assert (done.exit_code, done.output) == (0, f"1 row is in survey.{kind}.\n  version 1: 1 row\n")
    assert open_table(tmp_path / f"survey.{kind}").whole()["nps"].to_list() == ["9"]
    assert [place.name for place in tmp_path.iterdir()] == [f"survey.{kind}"]


def test_where_it_is_told_to_and_by_the_beginning_of_the_key(tmp_path):
    version = answered(published())
    done = polku(str(version.survey)[:8], "--output", tmp_path / "mine.csv")
    assert done.exit_code == 0, done.output
    assert (tmp_path / "mine.csv").exists()


def test_what_cannot_be_is_told_in_a_sentence(tmp_path):
    version = answered(published())
    assert "No survey is called that. There are: Survey (" in polku("Nothing").stderr
    assert "There is no such version of this survey. There are: 1." in polku("survey", "--version", 7).stderr
    assert "number of a version, or all" in polku("survey", "--version", "two").stderr
    assert "No answer is of the wave June. There are: -." in polku("survey", "--wave", "June").stderr
    assert "cannot be written" in polku("survey", "--output", tmp_path / "none" / "a.csv").stderr
    services.create_survey(names={"en": "Survey"}, audience="customer", content=content_of("nps"), actor=MANAGER)
    assert str(version.survey)[:8] in polku("survey").stderr


def test_every_version_and_wave_is_in_it_unless_one_is_asked_for(tmp_path):
    first = answered(published())
    Response.objects.update(wave="May 2025")
    services.new_draft(first.survey, actor=MANAGER)
    services.publish(first.survey, actor=MANAGER)
    second = queries.published(first.survey, 2)
    for month, wave in enumerate(("May 2026", "June 2026"), 5):
        answered(second)
        Response.objects.filter(wave="").update(wave=wave, answered_at=datetime(2026, month, 3, 9, tzinfo=UTC))
    done = polku("survey")
    assert done.output.splitlines() == [
        "3 rows are in survey.csv.",
        "  version 1: 1 row (May 2025)",
        "  version 2: 2 rows (May 2026 1, June 2026 1)",
        "One wave alone: --wave 'June 2026'",
    ]
    assert open_table(tmp_path / "survey.csv").whole()["version"].to_list() == ["1", "2", "2"]
    done = polku("survey", "--version", 1)
    assert "Not in it: version 2. All of them: --version all" in done.output
    assert "version" not in open_table(tmp_path / "survey-1.csv").whole().columns
    done = polku("survey", "--wave", "june 2026", "--language", "fi")
    assert done.output == "1 rivi on tiedostossa survey-june-2026.csv.\n  versio 2: 1 rivi (June 2026)\n"


def test_versions_under_a_promise_are_named_beside_rows_of_the_others(tmp_path):
    first = answered(published())
    services.new_draft(first.survey, actor=MANAGER)
    services.save_draft(first.survey, promise="confidential", actor=MANAGER)
    services.publish(first.survey, actor=MANAGER)
    answered(queries.published(first.survey, 2))
    done = polku("survey")
    assert "1 row is in survey.csv." in done.output
    assert "Version 2 was given under a promise and is not among them. Its words: --version 2" in done.output
    assert open_table(tmp_path / "survey.csv").whole().height == 1


def test_a_promise_is_kept_here_too():
    answered(published(promise="confidential"))
    done = polku("survey")
    assert done.exit_code == 1
    assert "under a promise" in done.stderr
