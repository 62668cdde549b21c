"""From a figure to the answers behind it, the filters kept; from an answer to its account's page."""

from __future__ import annotations

import re

import pytest

from polku.surveys.models import Response
from tests.polku.web.workspace.company import made
from tests.polku.web.workspace.scoreboard.looking import member, words

pytestmark = pytest.mark.django_db


def test_a_figure_leads_to_as_many_answers_as_it_counts(company):
    client = member("contributor")
    page = client.get("/?show=ces7&segment=designer&touchpoint=delivery&compare=none")
    link = re.search(r'href="(/answers/\?[^"]*)"', page.content.decode()).group(1).replace("&amp;", "&")
    n = re.search(r"from ([\d,]+) answers", words(page)).group(1)
    text = words(client.get(link))
    assert f"{n} open responses" in text
    assert "Designers" in text
    assert "never shown one by one" in text


def test_an_answer_leads_to_its_account_with_scores_and_what_they_said(company):
    client = member("contributor")
    page = client.get("/answers/?show=ces7").content.decode()
    account = re.search(r'href="(/people/[0-9a-f-]{36}/)"', page)
    if account is None:
        pytest.fail("no answer of a known account on the page")
    text = words(client.get(account.group(1)))
    for part in ("Scores over time", "What they have said", "People", "Revenue by year"):
        assert part in text, part


def test_promised_answers_are_not_there(settings, tmp_path):
    settings.SNAPSHOT = tmp_path / "snapshot"
    made(months=3, a_month=8, promise="confidential")
    assert Response.objects.count() > 20
    assert "0 open responses" in words(member("admin").get("/answers/?show=nps"))


@pytest.mark.parametrize(("role", "status"), [("viewer", 403), ("contributor", 200)])
def test_only_who_may_read_answers_goes_there(company, role, status):
    client = member(role)
    assert client.get("/answers/?show=nps").status_code == status
    assert ("/answers/" in client.get("/").content.decode()) == (status == 200)


def test_before_anybody_answered_it_leads_back(settings, tmp_path):
    settings.SNAPSHOT = tmp_path / "snapshot"
    assert member("contributor").get("/answers/")["Location"] == "/"
