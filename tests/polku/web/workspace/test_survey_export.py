"""The button that hands the answers over as a file."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from cxlab.files import open_table
from polku.governance.models import Member
from polku.surveys.models import Comment, Response
from polku.web.workspace.surveys.views import exporting
from tests.polku.surveys.making import content_of, published

pytestmark = pytest.mark.django_db


def client_of(role, language="en"):
    client = Client()
    client.force_login(Member.objects.create_user(f"{role}@example.com", role=role, language=language))
    return client


def answered(promise="open", said="fine"):
    version = published(content_of("nps", "long_text"), promise)
    row = Response.objects.create(
        version_id=version.id, answers={"nps": 9}, language="en", week="2026-W18", month="2026-05"
    )
    Comment.objects.create(response=row, question="long_text", text=said, language="en")
    return version.survey


def take(client, key, **how):
    return client.post(reverse("survey-export", args=[key]), {"format": "csv", **how})


def read(answer, place):
    place.write_bytes(b"".join(answer.streaming_content))
    return open_table(place)


@pytest.mark.parametrize("kind", ["csv", "xlsx", "sav"])
def test_a_manager_takes_the_answers_out(tmp_path, kind):
    key, client = answered(), client_of("manager", "fi")
    shown = client.get(reverse("survey", args=[key])).content.decode()
    assert f'name="format" value="{kind}"' in shown
    answer = take(client, key, format=kind)
    assert answer["Content-Disposition"] == f'attachment; filename="survey-1.{kind}"'
    file = read(answer, tmp_path / "a")
    assert (file.kind, file.whole()["nps"].to_list()) == (kind, ["9"])
    if kind != "csv":
        assert {column.name: column.label for column in file.columns}["nps"] == "Kysymys"


def test_a_contributor_sees_no_button_and_finds_no_door():
    key, client = answered(), client_of("contributor")
    assert "survey-export" not in client.get(reverse("survey", args=[key])).content.decode()
    assert reverse("survey-export", args=[key]) not in client.get(reverse("survey", args=[key])).content.decode()
    assert take(client, key).status_code == 403


def told(client, answer):
    assert answer.status_code == 302
    return client.get(answer["Location"]).content.decode()


def test_what_cannot_be_is_told_on_the_page(monkeypatch):
    client = client_of("manager")
    assert "Choose CSV, Excel or SPSS." in told(client, take(client, answered(), format="exe"))
    assert "no such version" in told(client, take(client, answered(), version="7"))
    assert "none of these answers may leave" in told(client, take(client, answered("confidential")))
    assert "a cell of XLSX holds 32767" in told(client, take(client, answered(said="x" * 40_000), format="xlsx"))
    monkeypatch.setitem(exporting.MOST, "csv", 0)
    assert "More than 0 responses" in told(client, take(client, answered()))


def test_nothing_is_given_out_by_following_a_link():
    assert client_of("manager").get(reverse("survey-export", args=[answered()])).status_code == 405
