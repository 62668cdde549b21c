"""Who reads a survey is told; one's own answer is seen and taken back by the personal link alone."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest

from polku.flows.answer_links import answer_link, invitation_link
from polku.surveys.models import Comment, Response
from tests.polku.flows.test_send_rounds import posted
from tests.polku.outreach.making import contact
from tests.polku.surveys.making import content_of, published

pytestmark = pytest.mark.django_db


def asked(promise: str = "open") -> tuple[str, str]:
    """A personal link, and where it is told of."""
    version = published(content_of("nps", "long_text"), promise=promise)
    link = invitation_link(version.survey, contact=contact().key, key=uuid4(), wave="", language="en")
    return link, link.replace("/?", "/about/?")


def test_the_form_and_the_thanks_lead_to_who_reads_it(client):
    link, about = asked()
    page = client.get(link).content.decode()
    assert re.search(r'<a href="about/\?i=[^"]+lang=en">Who reads this', page)
    posted(client, link, nps="9")
    assert re.search(r'<a href="about/\?i=[^"]+">See or take back your answer', client.get(link).content.decode())
    assert "What is promised" in client.get(about).content.decode()


def test_an_open_answer_is_seen_taken_back_and_given_again(client):
    link, about = asked()
    assert "No answer has come by your link." in client.get(about).content.decode()
    posted(client, link, nps="3", long_text="Late again")
    page = client.get(about).content.decode()
    assert "Late again" in page
    assert Response.objects.count() == 1
    assert "has been taken back" in client.post(about).content.decode()
    assert not Response.objects.exists()
    posted(client, link, nps="8")
    assert Response.objects.get().answers == {"nps": 8}


def test_a_confidential_answer_is_cut_loose_and_its_numbers_stay(client):
    link, about = asked("confidential")
    posted(client, link, nps="3", long_text="Late again")
    assert "Late again" in client.get(about).content.decode()
    assert "nothing leads from the rest to you" in client.post(about).content.decode()
    row = Response.objects.get()
    assert (row.contact, row.answers) == (None, {"nps": 3})
    assert [one.text for one in Comment.objects.all()] == [""]
    assert "No answer has come by your link." in client.get(about).content.decode()
    assert 'name="_key"' not in client.get(link).content.decode()
    assert Response.objects.count() == 1


def test_an_anonymous_answer_cannot_be_found(client):
    link, about = asked("anonymous")
    posted(client, link, nps="3")
    assert "cannot be shown or taken back" in client.get(about).content.decode()
    assert "no answer here to take back" in client.post(about).content.decode()
    assert Response.objects.count() == 1


def test_a_shared_or_damaged_link_shows_nobodys_answer(client):
    version = published(content_of("nps"))
    posted(client, answer_link(version.survey), nps="3")
    assert "by a shared link" in client.get(f"/s/{version.survey}/about/").content.decode()
    client.post(f"/s/{version.survey}/about/")
    assert Response.objects.count() == 1
    assert client.get(f"/s/{version.survey}/about/?i=cut~off").status_code == 404
    assert client.get(f"/s/{uuid4()}/about/").status_code == 404
    assert client.delete(f"/s/{version.survey}/about/").status_code == 405


def test_a_tablet_keeps_nothing_and_begins_anew(client):
    version = published(content_of("nps"))
    address = f"{answer_link(version.survey, channel='code')}&kiosk=1"
    page = client.get(address).content.decode()
    assert "data-kiosk" in page
    assert "data-draft" not in page
    assert "Who reads this" not in page
    thanks = posted(client, address, nps="9")
    assert thanks["Refresh"] == f"8; url={address}"
    assert "Refresh" not in posted(client, address.replace("&kiosk=1", ""), nps="9")
