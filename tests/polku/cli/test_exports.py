"""``polku export``: the survey by its title or key, the file in its place, and a word where nothing may leave."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from cxlab.files import open_table
from polku.cli import main
from polku.surveys import services
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
    assert (done.exit_code, done.output) == (0, f"1 row is in survey-1.{kind}.\n")
    assert open_table(tmp_path / f"survey-1.{kind}").whole()["nps"].to_list() == ["9"]
    assert [place.name for place in tmp_path.iterdir()] == [f"survey-1.{kind}"]


def test_where_it_is_told_to_and_by_the_beginning_of_the_key(tmp_path):
    version = answered(published())
    done = polku(str(version.survey)[:8], "--output", tmp_path / "mine.csv")
    assert done.exit_code == 0, done.output
    assert (tmp_path / "mine.csv").exists()


def test_what_cannot_be_is_told_in_a_sentence(tmp_path):
    version = answered(published())
    assert "No survey is called that. There are: Survey (" in polku("Nothing").stderr
    assert "no such version" in polku("survey", "--version", 7).stderr
    assert "cannot be written" in polku("survey", "--output", tmp_path / "none" / "a.csv").stderr
    services.create_survey(names={"en": "Survey"}, audience="customer", content=content_of("nps"), actor=MANAGER)
    assert str(version.survey)[:8] in polku("survey").stderr


def test_a_promise_is_kept_here_too():
    answered(published(promise="confidential"))
    done = polku("survey")
    assert done.exit_code == 1
    assert "under a promise" in done.stderr
