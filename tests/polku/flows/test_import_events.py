"""Events by the thousand: each row once, equal rows as many as there are, the local month, what is at fault told."""

from __future__ import annotations

from datetime import UTC, datetime

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from polku.flows.import_records import import_records, undo_import
from polku.flows.import_records.events import Equals
from polku.governance.models import Import
from polku.journeys import services
from polku.journeys.models import Event

AT = int(datetime(2026, 3, 31, 22, 30, tzinfo=UTC).timestamp())


def table(*rows):
    names = ("case", "ts_s", "account", "contact", "touchpoint", "name", "actor", "channel", "failing")
    types = {name: pl.Int64 if name == "ts_s" else pl.Boolean if name == "failing" else pl.String for name in names}
    return pl.DataFrame([{**dict.fromkeys(names), **row} for row in rows], schema=types)


def here():
    return Event.objects.filter(Import.landed())


@given(st.lists(st.lists(st.sampled_from("abc"), max_size=6), max_size=6))
def test_equal_rows_are_numbered_from_part_to_part(parts):
    numbered, met, expected = Equals(), {}, []
    found = []
    for part in parts:
        found += numbered.number(pl.Series("text", part, dtype=pl.String)).to_list()
        for text in part:
            met[text] = met.get(text, 0) + 1
            expected.append(met[text])
    assert found == expected


@pytest.mark.django_db
def test_rows_come_in_as_they_say_and_equal_ones_are_as_many_as_there_are(manager):
    same = {"case": "1", "ts_s": AT, "name": "Ring", "channel": "phone", "failing": True}
    done = import_records({"events": table(same, same, {"case": "2", "ts_s": AT})}, source="crm", actor=manager)
    assert (done.rows, done.new, done.rejected) == (3, 3, ())
    row = here().filter(case="1").first()
    # The zone of the organisation is Helsinki unless told: there it is April already.
    assert (row.ts.timestamp(), row.month, row.name, row.channel, row.failing) == (AT, "2026-04", "Ring", "phone", True)
    assert here().filter(case="1").count() == 2
    again = import_records({"events": table(same, same, same)}, source="crm", actor=manager)
    assert (again.rows, again.new) == (3, 1)
    assert import_records({"events": table(same)}, source="other", actor=manager).new == 1


@pytest.mark.django_db
def test_rows_that_were_recorded_by_hand_are_known_and_undone_ones_are_not(manager):
    row = {"case": "1", "ts_s": AT, "name": "Ring"}
    first = import_records({"events": table(row)}, source="crm", actor=manager)
    key = Event.objects.get().row_key
    undo_import(first.id, actor=manager)
    services.record_events([services.EventRow("1", datetime.fromtimestamp(AT, UTC), name="Ring", row_key=key)],
                           actor=manager, source="crm")  # fmt: skip
    assert import_records({"events": table(row, {**row, "ts_s": AT + 60})}, source="crm", actor=manager).new == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"case": ""}, "case"),
        ({"ts_s": None}, "ts_s"),
        ({"account": "A9"}, "account"),
        ({"contact": "C9"}, "contact"),
        ({"touchpoint": "nowhere"}, "touchpoint"),
    ],
)
def test_a_row_that_cannot_be_is_told_and_the_rest_comes_in(manager, change, column):
    good = {"case": "1", "ts_s": AT, "name": "Ring"}
    done = import_records({"events": table(good, {**good, **change}, good)}, source="crm", actor=manager)
    assert [(one.table, one.row, one.column) for one in done.rejected] == [("events", 2, column)]
    assert (done.rows, here().count()) == (2, 2)
