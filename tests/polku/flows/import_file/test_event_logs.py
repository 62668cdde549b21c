"""Logs of events (XES, OCEL, CJML) come in as tables do; what cannot be read is told."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace

import pytest

from cxlab.files import FileError
from polku.flows.import_file import FileForm, propose, run
from polku.flows.import_file.event_logs import is_log
from polku.flows.import_file.opening import opened
from polku.flows.import_file.places import folder
from polku.flows.import_records import undo_import
from polku.governance.models import Import
from polku.journeys.models import Event
from polku.people.models import Account

pytestmark = pytest.mark.django_db
STEP = (
    '<event><string key="concept:name" value="{0}"/><date key="time:timestamp" value="2026-03-0{1}T08:00:00+02:00"/>'
    '<string key="customer" value="{2}"/><string key="colour" value="red"/></event>'
)


def xes(*walks: str, account: str = "Puro Oy") -> bytes:
    """A log in which every step is a day after the one before."""
    traces = "".join(
        f'<trace><string key="concept:name" value="w{k}"/>'
        + "".join(STEP.format(name, day, account) for day, name in enumerate(walk.split(), 1))
        + "</trace>"
        for k, walk in enumerate(walks)
    )
    return f'<?xml version="1.0"?><log xes.version="1.0">{traces}</log>'.encode()


OCEL = {
    "objectTypes": [{"name": "offer", "attributes": []}, {"name": "order", "attributes": []}],
    "eventTypes": [{"name": "Call", "attributes": []}],
    "objects": [{"id": name, "type": kind} for name, kind in (("o1", "offer"), ("o2", "offer"), ("r1", "order"))],
    "events": [
        {"id": "e1", "type": "Call", "time": "2026-03-01T08:00:00Z", "relationships": [
            {"objectId": one, "qualifier": ""} for one in ("o1", "o2", "r1")]},
    ],
}  # fmt: skip


@pytest.fixture
def file(tmp_path):
    def written(content: bytes, name: str = "log.xes"):
        place = tmp_path / name
        place.write_bytes(content)
        return place

    return written


def here():
    return Event.objects.filter(Import.landed()).count()


@pytest.mark.parametrize("packed", [False, True])
def test_a_log_is_proposed_as_events_and_comes_in_with_its_accounts(file, manager, packed):
    content = xes("Call Visit Sign", "Call Sign")
    place = file(gzip.compress(content) if packed else content, "log.xes.gz" if packed else "log.xes")
    table = opened(place)
    assert (table.kind, table.rows) == ("log", 5)
    mapping = propose(table)
    assert mapping.kind == "events"
    assert {role: mapping.named(role) for role in ("case", "name", "time", "account")} == {
        "case": "case:concept:name", "name": "concept:name", "time": "time:timestamp", "account": "customer",
    }  # fmt: skip
    assert mapping.columns["colour"].role == "ignored"
    assert mapping.make_accounts
    done = run(place, mapping, actor=manager)
    assert (done.rows, done.new, done.rejected) == (5, 5, 0)
    first = Event.objects.order_by("ts").first()
    assert (first.case, first.name, first.source, first.month) == ("w0", "Call", place.name, "2026-03")
    assert first.ts.isoformat() == "2026-03-01T06:00:00+00:00"
    assert first.account.name == "Puro Oy"


def test_the_same_log_again_adds_nothing_and_one_that_has_grown_adds_what_is_new(file, manager):
    place = file(xes("Call Sign"))
    run(place, propose(opened(place)), actor=manager)
    assert run(place, propose(opened(place)), actor=manager).already
    longer = file(xes("Call Sign", "Call"))
    done = run(longer, propose(opened(longer)), actor=manager)
    assert (done.rows, done.new, here()) == (3, 1, 3)


def test_it_is_one_unit_and_is_undone_with_its_accounts(file, manager):
    place = file(xes("Call Sign"))
    done = run(place, propose(opened(place)), actor=manager)
    assert here() == 2
    undo_import(done.imported, actor=manager)
    assert here() == 0
    assert not Account.objects.filter(Account.present(), name="Puro Oy").exists()
    assert run(place, propose(opened(place)), actor=manager).new == 2


def test_rows_of_accounts_that_nobody_knows_come_back_where_none_are_made(file, manager):
    place = file(xes("Call Sign"))
    done = run(place, replace(propose(opened(place)), make_accounts=False), actor=manager)
    assert (done.rows, done.rejected) == (0, 2)
    assert "There is no account with this id" in done.rejected_file.read_text()


def test_of_an_ocel_log_the_type_of_object_with_the_most_is_read_unless_another_is_chosen(file, manager):
    place = file(json.dumps(OCEL).encode(), "log.json")
    first = opened(place)
    assert (first.form.sheet, first.form.sheets, first.rows) == ("offer", ("offer", "order"), 2)
    other = opened(place, FileForm(sheet="order"))
    assert (other.form.sheet, other.rows) == ("order", 1)
    mapping = propose(other)
    assert (mapping.named("case"), mapping.named("name"), mapping.named("time")) == ("case", "touchpoint", "time")


def test_a_log_is_read_once(file, monkeypatch):
    from polku.flows.import_file import event_logs

    place = file(xes("Call Sign"))
    opened(place)

    def again(*_args):
        raise AssertionError("it was read already")

    monkeypatch.setattr(event_logs, "_read", again)
    assert opened(place).whole().height == 2
    place.write_bytes(xes("Call Sign Pay"))
    with pytest.raises(AssertionError, match="read already"):
        opened(place)


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (xes("Call Sign")[:-40], "log.xes", "log.xes"),
        (gzip.compress(xes("Call Sign"))[:-30], "log.xes.gz", "log.xes.gz"),
        (b'<?xml version="1.0"?><!DOCTYPE log [<!ENTITY a "b">]><log><trace/></log>', "log.xes", "log.xes"),
        (b'<log xes.version="1.0"></log>', "log.xes", "holds no trace"),
    ],
)
def test_a_log_that_cannot_be_read_is_told_and_leaves_nothing_behind(file, content, name, told):
    place = file(content, name)
    before = set(folder().iterdir())
    with pytest.raises(FileError, match=told):
        opened(place)
    assert set(folder().iterdir()) == before


def test_what_is_no_log_is_opened_as_any_table(file):
    for content in (b"case,activity\nw1,Call\n", b"<html><body>Sign in</body></html>", b"\x1f\x8bnot packed"):
        assert not is_log(file(content))
    assert opened(file(b"case,activity\nw1,Call\n")).kind == "csv"
