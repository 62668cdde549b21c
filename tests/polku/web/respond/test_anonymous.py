"""An anonymous answer leads to nobody: the whole store, every table and column, and the logs are read for a trace."""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import re
from datetime import UTC, date, datetime
from typing import Any

import polars as pl
import pytest
from django.db import connection

from polku.flows.answer_links import answer_link, read_form_key, read_link
from polku.flows.record_response import flush_ticks
from polku.people.models import Account, Contact
from polku.snapshot import build, read
from polku.surveys import services
from polku.surveys.models import Comment, Response, Tick
from polku.surveys.rules import canonical, week_of
from tests.polku.web.respond.asking import MANAGER, ask, encoded, form_key

pytestmark = pytest.mark.django_db(transaction=True)
WHO_THEY_ARE = {"people_account", "people_contact"}
Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture
def contacts():
    account = Account.objects.create(name="Studio Aurora")
    return [
        Contact.objects.create(
            account=account, name=f"Maija Meikäläinen {n}", mail=f"maija{n}@example.com", phone=f"+3584012345{n}"
        )
        for n in range(11)
    ]


def whole_store() -> Rows:
    """Every row of every table, and on PostgreSQL the system columns that tell which transaction wrote it."""
    hidden = "*, xmin::text AS xmin" if connection.vendor == "postgresql" else "*"
    found: Rows = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT {hidden} FROM "{table}"')
            names = [column[0] for column in cursor.description]
            found[table] = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return found


def new_rows(before: Rows, after: Rows) -> Rows:
    def told(row: dict[str, Any]) -> str:
        return json.dumps({name: value for name, value in row.items() if name != "xmin"}, default=str, sort_keys=True)

    known = {table: {told(row) for row in rows} for table, rows in before.items()}
    fresh = {table: [row for row in rows if told(row) not in known.get(table, ())] for table, rows in after.items()}
    return {table: rows for table, rows in fresh.items() if rows}


def answer_by_personal_links(client, version, contacts) -> list[tuple[str, str]]:
    """Each contact answers in turn; returns the token of the link and the key of the form of each."""
    used = []
    for number, contact in enumerate(contacts):
        address = answer_link(version.survey, contact=contact.key, wave="autumn", channel="mail")
        page = client.get(address, headers={"accept-language": "en"}).content.decode()
        key = form_key(page)
        sent = client.post(
            address,
            **encoded({"_key": key, "recommend": number, "why": f"words {number}"}),
            headers={"accept-language": "en", "user-agent": "Telltale/1.0"},
            REMOTE_ADDR="203.0.113.77",
        )
        assert "Your answers have arrived" in sent.content.decode()
        assert not sent.cookies
        used.append((address.partition("?i=")[2], key))
    return used


def test_no_row_anywhere_leads_from_a_person_to_an_answer(client, contacts, caplog):
    version = ask(promise="anonymous")
    before = whole_store()
    with caplog.at_level(logging.DEBUG):
        used = answer_by_personal_links(client, version, contacts)
    after = whole_store()
    written = new_rows(before, after)

    assert set(written) <= {
        "surveys_response",
        "surveys_comment",
        "surveys_receipt",
        "surveys_tick",
        "governance_dirty",
    }, "an event, an audit entry or a session was written"
    assert [row["key"] for row in after["people_contact"]] == [row["key"] for row in before["people_contact"]]
    _no_identity(written, contacts, used, version)
    _no_receipt_of_a_link(written, used, version)
    _no_time(written)
    _no_order(written)
    # The mapper's log shows statements in tests alone; nothing else may tell who came.
    spoken = "\n".join(r.getMessage() for r in caplog.records if not r.name.startswith("django.db"))
    assert not [one for one in _names(contacts, used, version) if one in spoken]


def _names(contacts, used, version) -> list[str]:
    """Whatever could stand for a person: keys, tokens and their digests, names, addresses."""
    names = ["203.0.113.77", "Telltale"]
    for contact, (token, key) in zip(contacts, used, strict=True):
        link, form = read_link(token, version.survey), read_form_key(key, version.survey)
        assert form
        names += [str(contact.key), contact.key.hex, contact.mail, contact.name, contact.phone]
        names += [token, link.once, key, key.split(".")[1].split("~")[0], form.once]
    return names


def _no_identity(written: Rows, contacts, used, version) -> None:
    text = json.dumps(written, default=str, ensure_ascii=False)
    assert not [one for one in _names(contacts, used, version) if one in text]
    ids = {contact.pk for contact in contacts} | {contacts[0].account_id}
    for table, rows in written.items():
        for row in rows:
            if table != "surveys_tick":
                led = {
                    name for name in row if name in {"contact_id", "account_id", "member_id", "actor_id"} and row[name]
                }
                assert not led, (table, row)
    for row in written["surveys_response"]:
        assert row["once_key"] is None
        assert row["segment"] == row["unit"] == row["decision_role"] == row["buyer_kind"] == ""
        assert str(row["key"]).replace("-", "")[12] == "4"
    assert {row["contact_id"] for row in written["surveys_tick"]} <= ids


def _no_receipt_of_a_link(written: Rows, used, version) -> None:
    """Whoever made the links cannot try them on the receipts: neither place nor tag comes from a link."""
    words = {row["response_id"]: row["text"] for row in written["surveys_comment"]}
    places = {row["id"] for row in written["surveys_receipt"]}
    tags = {row["tag"] for row in written["surveys_receipt"]}
    assert len(tags) == len(used)
    for token, _ in used:
        secret = read_link(token, version.survey).once.encode()
        assert (
            int.from_bytes(hashlib.blake2b(secret, digest_size=8, person=b"polku-receipt").digest()) >> 1 not in places
        )
        for row in written["surveys_response"]:
            answers = json.loads(row["answers"]) if isinstance(row["answers"], str) else row["answers"]
            content = canonical(answers, {"why": words[row["id"]]})
            assert hmac.new(secret, content.encode(), hashlib.sha256).hexdigest() not in tags


def _no_time(written: Rows) -> None:
    """Nothing finer than the week: no date, no moment, no number that is a moment."""
    now = datetime.now(tz=UTC)
    today = re.compile(rf"{now:%Y-%m-}\d\d|{now:%Y%m}\d\d|\d\d:\d\d:\d\d")
    for table, rows in written.items():
        for row in rows:
            values = {name: value for name, value in row.items() if name not in {"xmin", "id", "response_id"}}
            assert not [v for v in values.values() if isinstance(v, date | datetime)], (table, row)
            assert not today.search(json.dumps(values, default=str)), (table, row)
            assert not [v for v in row.values() if type(v) in {int, float} and abs(v - now.timestamp()) < 700_000]
    assert {row["week"] for row in written["surveys_response"]} == {week_of(now, "Europe/Helsinki")}


def _no_order(written: Rows) -> None:
    """Neither primary keys nor, on PostgreSQL, the transactions of ticks tell the order of answering."""
    answered = [
        int(json.loads(row["answers"])["recommend"]) if isinstance(row["answers"], str) else row["answers"]["recommend"]
        for row in sorted(written["surveys_response"], key=lambda row: row["id"])
    ]
    worded = [row["text"] for row in sorted(written["surveys_comment"], key=lambda row: row["id"])]
    assert answered not in (sorted(answered), sorted(answered, reverse=True))
    assert worded not in (sorted(worded), sorted(worded, reverse=True))
    for table in ("surveys_response", "surveys_comment", "surveys_tick", "surveys_receipt"):
        assert min(row["id"] for row in written[table]) > 2**32, table
    if connection.vendor == "postgresql":
        assert len({row["xmin"] for row in written["surveys_tick"]}) == 1


def test_the_snapshot_leads_to_nobody_either(client, contacts, tmp_path):
    version = ask(promise="anonymous")
    used = answer_by_personal_links(client, version, contacts)
    services.close(version.survey, actor=MANAGER)
    build.refresh(tmp_path)
    seen = read.open_snapshot(tmp_path)
    answers = seen.table("answers").filter(pl.col("value").is_not_null())
    assert answers.height >= len(contacts)
    for table in ("answers", "comments"):
        rows = seen.table(table)
        for column in ("account", "contact", "segment", "decision_role", "buyer_kind", "unit"):
            assert column not in rows.columns or rows[column].max() < 0, (table, column)
        moments = rows["ts_s"].drop_nulls().to_list()
        assert not [at for at in moments if abs(at - datetime.now(tz=UTC).timestamp()) < 700_000], table
    # People stand in the snapshot by key, for coverage; their names, links and digests do not.
    known = {str(contact.key) for contact in contacts} | {contact.key.hex for contact in contacts}
    traces = [one.encode() for one in _names(contacts, used, version) if one not in known]
    for file in tmp_path.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            assert not [one for one in traces if one in content], file


def test_ticks_wait_until_enough_have_answered_and_are_told_together(client, contacts):
    version = ask(promise="anonymous")
    answer_by_personal_links(client, version, contacts[:4])
    assert flush_ticks() == 0
    answer_by_personal_links(client, version, contacts[4:7])
    assert flush_ticks() == 5
    assert Tick.objects.filter(told=True).count() == 5
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(DISTINCT xmin::text) FROM surveys_tick WHERE told")
            assert cursor.fetchone() == (1,)


def test_a_told_tick_greets_the_person_and_an_untold_one_tells_nobody(client, contacts):
    version = ask(promise="anonymous")
    addresses = [answer_link(version.survey, contact=contact.key) for contact in contacts[:5]]
    for address in addresses:
        page = client.get(address, headers={"accept-language": "en"}).content.decode()
        client.post(address, **encoded({"_key": form_key(page), "recommend": "5"}))
    assert "<form" in client.get(addresses[0]).content.decode()
    flush_ticks()
    assert "You have answered already" in client.get(addresses[0], headers={"accept-language": "en"}).content.decode()
    assert Response.objects.count() == 5


def test_a_confidential_answer_keeps_the_person_for_erasure(client, contacts):
    """The other side: what the anonymous promise leaves out is there when the promise is another."""
    answer_by_personal_links(client, ask(promise="confidential"), contacts[:1])
    assert Response.objects.get().contact == contacts[0]
    assert Comment.objects.count() == 1
