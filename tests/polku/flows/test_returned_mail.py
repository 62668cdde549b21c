"""Mail that came back through a mailbox, a pipe or a webhook stops what would follow it."""

from __future__ import annotations

import base64
import mailbox

import pytest
from click.testing import CliRunner

from polku.cli import LazyGroup
from polku.cli.bounces import bounces
from polku.flows.returned_mail import NotReadable, mails_in, take_mails
from polku.outreach import queries, services
from polku.outreach.models import Bounced, Message, Round
from polku.people.models import DoNotAsk
from tests.polku.flows.test_send_rounds import post, sent  # noqa: F401 - a fixture
from tests.polku.outreach.making import ADMIN, contact, started
from tests.polku.outreach.returning import bounce, complaint

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(post):  # noqa: F811 - the fixture above
    contact(mail="maija@example.com")
    key = started(reminders=1)
    sent(key)
    return post.letters[0]["Message-ID"]


def test_a_letter_that_came_back_stops_mail_to_its_address_once(letter):
    assert take_mails([bounce(letter), bounce(letter), b"Subject: away\n\nBest"]) == {
        "bounced": 1, "known": 1, "other": 1,
    }  # fmt: skip
    row = Message.objects.get()
    assert (row.state, row.bounced_at is not None, "550" in row.fault) == ("sent", True, True)
    assert Bounced.objects.count() == 1
    found = queries.funnel(Round.objects.get().key, viewer=ADMIN)
    assert (found.bounced, found.delivered, found.tally["sent"]) == (1, 0, 1)
    assert [one.rule for one in queries.plan(started(name="Next"), viewer=ADMIN).rows] == ["bounced"]


def test_a_full_mailbox_is_written_down_and_does_not_bar_the_address(letter):
    take_mails([bounce(letter, status="5.2.2")])
    assert Message.objects.get().bounced_at is not None
    assert not Bounced.objects.exists()


def test_what_comes_back_settles_a_letter_that_was_unknown(letter):
    Message.objects.update(state="unknown")
    take_mails([bounce(letter)])
    assert Message.objects.get().state == "sent"
    assert queries.funnel(Round.objects.get().key, viewer=ADMIN).tally["unknown"] == 0


def test_a_complaint_puts_the_address_on_the_do_not_ask_list(letter):
    assert take_mails([complaint(letter), complaint(letter)]) == {"complained": 1, "known": 1}
    assert DoNotAsk.objects.exists()
    assert queries.funnel(Round.objects.get().key, viewer=ADMIN).complained == 1
    assert queries.person(Message.objects.get().contact_id, viewer=ADMIN).listed


def test_a_report_of_a_letter_that_never_went_tells_nothing(letter):
    Message.objects.update(state="waiting")
    assert take_mails([bounce(letter)]) == {"nobody": 1}


def test_mailboxes_are_read_whatever_their_kind(letter, tmp_path):
    (tmp_path / "one.eml").write_bytes(bounce(letter))
    box = mailbox.mbox(tmp_path / "box")
    box.add(bounce(letter))
    box.add(b"Subject: away\n\nBest")
    box.close()
    folder = mailbox.Maildir(tmp_path / "folder")
    folder.add(bounce(letter))
    assert [len(list(mails_in(tmp_path / name))) for name in ("one.eml", "box", "folder")] == [1, 2, 1]
    for name in ("", "nowhere"):
        with pytest.raises(NotReadable):
            list(mails_in(tmp_path / name))


def test_the_command_reads_a_pipe_and_says_what_it_found(letter, monkeypatch, tmp_path):
    monkeypatch.setattr("polku.cli.product.open_store", lambda: None)
    told = CliRunner().invoke(bounces, ["-"], input=bounce(letter))
    assert told.output == "1 mails: 1 came back, 0 complained, 0 known already, 0 about no letter of ours.\n"
    wrong = CliRunner().invoke(bounces, [str(tmp_path / "nowhere")])
    assert wrong.exit_code == 1
    assert "Name an mbox, a Maildir" in wrong.output
    assert CliRunner().invoke(bounces, []).exit_code == 2
    assert "bounces" in LazyGroup().list_commands(None)


ADDRESS = "/s/returned-mail/"


def test_a_webhook_is_believed_by_its_secret_alone(client, letter, settings):
    told = {"data": {"event": "bounce", "message_id": letter}, "content_type": "application/json"}
    assert client.post(ADDRESS, **told).status_code == 404
    settings.MAIL_SECRET = "a long secret"
    assert client.get(ADDRESS).status_code == 405
    for wrong in ("", "Bearer other", "Basic !", f"Basic {base64.b64encode(b'x:other').decode()}"):
        assert client.post(ADDRESS, **told, headers={"Authorization": wrong}).status_code == 401
    assert not Bounced.objects.exists()
    basic = base64.b64encode(b"provider:a long secret").decode()
    answer = client.post(ADDRESS, **told, headers={"Authorization": f"Basic {basic}"})
    assert (answer.status_code, answer.json()) == (200, {"taken": ["bounced"]})
    assert Bounced.objects.exists()


def test_a_webhook_takes_addresses_raw_mail_and_says_what_is_wrong(client, letter, settings):
    settings.MAIL_SECRET = "a long secret"
    known = {"headers": {"Authorization": "Bearer a long secret"}}
    answer = client.post(ADDRESS, bounce(letter), content_type="message/rfc822", **known)
    assert answer.json() == {"bounced": 1}
    told = [{"event": "complaint", "mail": "MAIJA@example.com"}, {"event": "bounce", "mail": "x@example.com"}]
    answer = client.post(ADDRESS, told, content_type="application/json", **known)
    assert answer.json() == {"taken": ["complained", "nobody"]}
    for wrong in (b"{", b"[1]", b"\xff", b"[" * 100_000):
        answer = client.post(ADDRESS, wrong, content_type="application/json", **known)
        assert answer.status_code == 422
        assert answer.json()["error"]
    assert client.post(ADDRESS, b" " * 1_000_001, content_type="application/json", **known).status_code == 413


def test_nobody_without_the_right_writes_down_what_came_back(letter):
    from polku.governance.gate import NotAllowed, Viewer
    from polku.outreach import rules

    with pytest.raises(NotAllowed):
        services.take_returned(rules.returned(bounce(letter)), actor=Viewer(member=None, role="contributor"))
