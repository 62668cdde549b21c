"""Mail that came back is read for what it says of a letter of ours, and anything else for nothing."""

from __future__ import annotations

from email.utils import make_msgid
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polku.outreach import rules
from tests.polku.outreach.returning import bounce, complaint

KEY = UUID("00000000-0000-4000-8000-00000000beef")
LETTER = make_msgid(f"{KEY.hex}.1", "example.com")


@pytest.mark.parametrize("whole", [True, False])
def test_a_delivery_report_names_the_letter_and_whether_it_is_for_good(whole):
    found = rules.returned(bounce(LETTER, whole=whole))
    assert (found.kind, found.key, found.number, found.lasting) == ("bounce", KEY, 1, True)
    assert "550 5.1.1" in found.told
    assert not rules.returned(bounce(LETTER, status="5.2.2", whole=whole)).lasting
    assert not rules.returned(bounce(LETTER, status="5.7.1")).lasting


def test_a_complaint_names_its_letter():
    found = rules.returned(complaint(LETTER))
    assert (found.kind, found.key, found.told) == ("complaint", KEY, "abuse")


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe\x00",
        b"Subject: I am away until Monday\r\n\r\nBest",
        bounce("<someone.elses@example.com>"),
        bounce(LETTER, action="delayed"),
        bounce(LETTER).replace(b"multipart/report", b"multipart/mixed"),
        b"Content-Type: multipart/report; report-type=delivery-status\r\n\r\nno parts",
    ],
)
def test_any_other_mail_says_nothing(raw):
    assert rules.returned(raw) is None


@given(st.binary(max_size=400), st.integers(0, 2000))
def test_no_mail_however_crooked_is_an_error(noise, at):
    whole = bounce(LETTER)
    rules.returned(whole[:at] + noise + whole[at:])
    rules.returned(noise)


@pytest.mark.parametrize(
    ("given_", "field"),
    [
        ("bounce", "event"),
        ({"event": "opened", "mail": "a@example.com"}, "event"),
        ({"event": "bounce"}, "mail"),
        ({"event": "bounce", "mail": "a@example.com", "lasting": "yes"}, "lasting"),
    ],
)
def test_a_hook_is_told_what_it_got_wrong(given_, field):
    with pytest.raises(ValueError, match=f"^{field}$"):
        rules.told_by_hook(given_)


def test_a_hook_may_tell_of_several():
    told = rules.told_by_hook([
        {"event": "bounce", "message_id": LETTER, "status": "5.2.2"},
        {"event": "complaint", "mail": "a@example.com"},
    ])  # fmt: skip
    assert [(one.key, one.mail, one.lasting) for one in told] == [(KEY, "", False), (None, "a@example.com", True)]
