"""The page as the server gives it: its sentence, its rows, its few queries, and what each role may see of it."""

from __future__ import annotations

import re

import pytest

from polku.surveys.models import Response
from tests.polku.web.workspace.company import made
from tests.polku.web.workspace.scoreboard.looking import member, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def nobody_answered(settings, tmp_path):
    settings.SNAPSHOT = tmp_path / "snapshot"


def test_the_sentence_comes_first_and_every_row_has_its_interval(company):
    text = words(member().get("/?show=ces7&by=touchpoint"))
    assert re.search(r"Ease is \d\.\d\d \(\d\.\d\d to \d\.\d\d\) from \d+ answers:", text)
    assert text.index("Ease is") < text.index("Ease by month") < text.index("Score 95% interval")
    for name in ("Web site", "Showroom", "Delivery", "Installation at the site and first use"):
        assert re.search(rf"{name} \d\.\d\d \d\.\d\d to \d\.\d\d \d+", text), name


def test_a_small_sample_is_shown_as_small(company):
    page = member().get("/?show=ces7&by=touchpoint").content.decode()
    (row,) = re.findall(r"<tr[^>]*>(?:(?!</tr>).)*Meeting with our expert.*?</tr>", page, re.DOTALL)
    assert 'class="few"' in row
    assert "small sample" in row


def test_a_metric_of_no_touchpoint_is_told_by_segment(company):
    page = member().get("/?show=nps").content.decode()
    assert re.search(r'id="by-segment"[^>]*aria-current', page)
    assert re.search(r'<th scope="row" class="row-name"><a [^>]*>Designers', page)
    assert "Not tied to a touchpoint" in words(member("manager").get("/?show=nps&by=touchpoint"))


def test_filters_stand_in_the_address_and_can_be_taken_off(company):
    page = member().get("/?show=nps&by=language&segment=designer").content.decode()
    assert '<option value="designer" selected>' in page
    chip = re.search(r'<a class="chip" href="([^"]+)">Designers', page)
    assert chip
    assert "segment" not in chip.group(1)


def test_rows_are_sorted_by_the_column_asked_for(company):
    page = member().get("/?show=ces7&by=touchpoint&sort=score").content.decode()
    scores = [float(x) for x in re.findall(r'row-score"><strong>(\d\.\d\d)', page)]
    assert len(scores) == 5
    assert scores == sorted(scores)
    assert 'aria-sort="ascending"' in page


def test_the_months_are_a_breakdown_and_a_table(company):
    client = member()
    assert "The months as a table" in words(client.get("/?show=nps&by=segment"))
    assert client.get("/?show=nps&by=month").content.decode().count('scope="row"') == 12


def test_no_answers_with_these_choices_says_what_to_do(company):
    text = words(member().get("/?show=nps&segment=designer&language=en&touchpoint=showroom&compare=none"))
    assert "No answers with these choices" in text
    assert "Take off a filter or choose more months." in text


@pytest.mark.parametrize(
    ("role", "seen", "unseen"),
    [("viewer", "A manager of your organisation", "Make a survey"), ("manager", "Make a survey", "A manager of your")],
)
def test_before_the_first_answer_the_page_teaches_the_next_step(nobody_answered, role, seen, unseen):
    text = words(member(role).get("/"))
    assert "Nobody has answered yet" in text
    assert seen in text
    assert unseen not in text


def test_anonymous_answers_say_why_they_are_not_broken_down(settings, tmp_path):
    settings.SNAPSHOT = tmp_path / "snapshot"
    made(months=2, a_month=2, promise="anonymous")
    assert Response.objects.count() == 4
    text = words(member().get("/"))
    assert "promise" in text or "Nobody has answered yet" in text
    assert not re.search(r"\bis \d+", text)


def test_the_page_reads_the_store_a_few_times_however_much_it_shows(company, django_assert_max_num_queries):
    client = member()
    client.get("/")
    with django_assert_max_num_queries(16):
        assert client.get("/?show=ces7&by=touchpoint").status_code == 200


def test_the_pulse_changes_when_there_is_something_new(company):
    client = member()
    first = client.get("/pulse/").content
    assert first == client.get("/pulse/").content
    assert f'data-generation="{first.decode()}"' in client.get("/").content.decode()


@pytest.mark.parametrize(
    ("language", "text"),
    [("fi", "Missä olemme tänään?"), ("sv", "Var står vi i dag?"), ("en", "Where are we today?")],
)
def test_the_page_speaks_the_members_language(company, language, text):
    page = member(language=language).get("/")
    assert text in words(page)
    assert f'<html lang="{language}"' in page.content.decode()
