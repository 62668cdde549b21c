"""Links and keys hold what they say, for one survey only, and nobody else can make them."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polku.flows.answer_links import (
    AnswerLink,
    DamagedLink,
    answer_link,
    draw_form_key,
    preview_link,
    read_form_key,
    read_link,
    read_preview,
)

SURVEY, OTHER = uuid4(), uuid4()
maybe = st.none() | st.uuids()


def token(address: str) -> str:
    return parse_qs(urlsplit(address).query).get("i", [""])[0]


@given(contact=maybe, account=maybe, touchpoint=maybe, channel=st.sampled_from(["", "mail", "qr"]))
def test_a_link_says_what_was_put_into_it(contact, account, touchpoint, channel):
    address = answer_link(
        SURVEY, contact=contact, account=account, touchpoint=touchpoint, channel=channel, wave="2026-1"
    )
    link = read_link(token(address), SURVEY)
    assert (link.contact, link.account, link.touchpoint, link.channel) == (contact, account, touchpoint, channel)
    assert link.wave == "2026-1"
    assert bool(link.once) == (contact is not None)


def test_a_bare_address_speaks_for_nobody():
    assert answer_link(SURVEY) == f"/s/{SURVEY}/"
    assert read_link("", SURVEY) == AnswerLink()


def test_the_same_person_may_be_asked_again_under_another_key():
    contact = uuid4()
    keys = {read_link(token(answer_link(SURVEY, contact=contact)), SURVEY).once for _ in range(3)}
    assert len(keys) == 3


@given(st.text(max_size=60))
def test_what_was_not_made_here_is_refused(text):
    if text:
        with pytest.raises(DamagedLink):
            read_link(text, SURVEY)
    assert read_form_key(text, SURVEY) is None


def test_a_link_and_a_key_belong_to_one_survey():
    with pytest.raises(DamagedLink):
        read_link(token(answer_link(SURVEY, contact=uuid4())), OTHER)
    assert read_form_key(draw_form_key(SURVEY, 3), OTHER) is None


def test_a_key_holds_its_version_and_is_stored_as_a_digest():
    drawn = draw_form_key(SURVEY, 3)
    key = read_form_key(drawn, SURVEY)
    assert key is not None
    assert key.version == 3
    assert len(key.once) == 64
    assert key.once not in drawn
    assert drawn.split("~")[0].split(".")[1] not in key.once


def test_a_preview_link_lives_for_a_day(monkeypatch):
    address = preview_link(SURVEY, member=1)
    drawn = address.rstrip("/").rsplit("/", 1)[1]
    assert read_preview(drawn) == SURVEY
    monkeypatch.setattr("polku.flows.answer_links.PREVIEW_SECONDS", -1)
    with pytest.raises(DamagedLink):
        read_preview(drawn)
