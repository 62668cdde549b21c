"""Records come in once, whole or row by row refused with a reason, land together and are undone together."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from polku.finance.models import Revenue
from polku.flows.import_records import Rejected, import_records, taking, undo_import
from polku.flows.import_records.columns import COLUMNS, WrongTable
from polku.flows.import_records.taking import Numbered, Pace, take
from polku.governance.gate import NotAllowed
from polku.governance.models import Import
from polku.governance.rules import Refused
from polku.journeys.models import Event
from polku.people.models import Account, Contact
from polku.surveys import services as surveys
from polku.surveys.models import Comment, Response
from tests.polku.surveys.making import content_of, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def version():
    return published(content_of("nps", "feeling", "long_text"))


@pytest.fixture
def tables(version):
    """Two accounts with a person each, a line of revenue, two responses and an event."""
    survey = str(version.survey)
    return {
        "accounts": pl.DataFrame(
            {"id": ["A1", "A2"], "name": ["Puro Oy", "Lampi Ab"], "segment": ["designer", None],
             "customer_since": [date(2020, 1, 1), None]}
        ),
        "contacts": pl.DataFrame(
            {"id": ["C1", "C2"], "account": ["A1", "A2"], "name": ["Meri", "Sten"], "decision_role": ["buyer", None],
             "unit": ["Design", None]}
        ),
        "revenue": pl.DataFrame({"account": ["A1"], "month": ["2026-01"], "amount": [12.5]}),
        "responses": pl.DataFrame(
            {"response": ["R1", "R2"], "survey": [survey, survey], "respondent": ["P1", None], "account": ["A1", "A2"],
             "contact": ["C1", "C2"], "answered_s": [1_768_000_000, 1_768_100_000], "language": ["fi", "sv"]}
        ),
        "answers": pl.DataFrame(
            {"response": ["R1", "R1", "R1", "R1", "R2"], "question": ["nps", "feeling", "feeling", "long_text", "nps"],
             "value": ["9", "confident", "inspired", "Kiitos", "3"]}
        ),
        "events": pl.DataFrame({"case": ["w1", "w1"], "ts_s": [1_768_000_000, 1_768_000_000], "account": ["A1", "A1"]}),
    }  # fmt: skip


def bring(tables, manager, source="file", **more):
    return import_records(tables, source=source, actor=manager, **more)


def there():
    """Accounts, contacts, revenue, responses and events that are seen."""
    seen = [model.objects.filter(Import.landed()) for model in (Account, Contact, Response, Event)]
    return tuple(rows.count() for rows in (*seen[:2], Revenue.standing(), *seen[2:]))


def test_records_come_in_with_what_they_say(tables, manager, version):
    done = bring(tables, manager)
    assert (done.rows, done.new, done.rejected, done.already) == (9, 4, (), False)
    assert there() == (2, 2, 1, 2, 2)
    first = Response.objects.get(answers__nps=9)
    assert first.answers["nps"] == 9
    assert set(first.answers["feeling"]) == {"inspired", "confident"}
    assert (first.segment, first.decision_role, first.unit, first.language) == ("designer", "buyer", "Design", "fi")
    assert first.account.name == "Puro Oy"
    assert first.contact.name == "Meri"
    assert Comment.objects.get().text == "Kiitos"
    unit = Import.objects.get()
    assert (unit.state, unit.rows, unit.rejected) == ("landed", 9, 0)


def test_the_same_again_adds_nothing(tables, manager):
    before = (bring(tables, manager), there())[1]
    assert bring(tables, manager).already
    assert there() == before
    # Another file with the same records in another order: rows are known by their own keys.
    shuffled = tables | {name: tables[name].reverse() for name in ("responses", "events", "accounts")}
    again = bring(shuffled, manager)
    assert (again.already, again.new) == (False, 0)
    assert there() == before


def test_a_later_file_brings_what_is_new(tables, manager, version):
    bring(tables, manager)
    more = tables["responses"].head(1).with_columns(response=pl.lit("R9"), respondent=pl.lit("P9"))
    given = pl.DataFrame({"response": ["R9"], "question": ["nps"], "value": ["7"]})
    later = {"responses": pl.concat([tables["responses"], more]), "answers": pl.concat([tables["answers"], given])}
    done = bring(later, manager)
    assert (done.new, done.rejected) == (1, ())
    assert Response.objects.filter(Import.landed()).count() == 3


def test_equal_rows_without_a_number_of_their_own_are_as_many_as_there_are(manager, version):
    rows = pl.DataFrame(
        {"response": ["1", "2", "3"], "survey": [str(version.survey)] * 3, "answered_s": [1_768_000_000] * 3}
    )
    answers = pl.DataFrame({"response": ["1", "2", "3"], "question": ["nps"] * 3, "value": ["5"] * 3})
    assert bring({"responses": rows, "answers": answers}, manager).new == 3
    again = {
        "responses": rows.with_columns(pl.col("response") + "x"),
        "answers": answers.with_columns(pl.col("response") + "x"),
    }
    assert bring(again, manager).new == 0


def test_nothing_is_seen_before_it_lands_and_all_of_it_is_undone_at_once(tables, manager, monkeypatch):
    from polku.flows.import_records import flow

    seen = []
    land = flow.governance.land_import
    monkeypatch.setattr(flow.governance, "land_import", lambda *a, **k: (seen.append(there()), land(*a, **k)))
    done = bring(tables, manager)
    assert seen == [(0, 0, 0, 0, 0)]
    assert there() == (2, 2, 1, 2, 2)
    undo_import(done.id, actor=manager)
    assert there() == (0, 0, 0, 0, 0)
    assert bring(tables, manager).new == 4
    assert there() == (2, 2, 1, 2, 2)


@pytest.mark.parametrize("room", ["load_contacts", "store_responses_bulk", "store_events"])
def test_an_import_cut_off_is_taken_up_again(tables, manager, monkeypatch, room):
    from polku.flows.import_records import events, flow

    class PowerCut(Exception):  # noqa: N818 - reads as what happened
        pass

    def cut(*_args, **_kwargs):
        raise PowerCut

    with monkeypatch.context() as patched:
        patched.setattr(events if room == "store_events" else flow, room, cut)
        with pytest.raises(PowerCut):
            bring(tables, manager)
    assert there() == (0, 0, 0, 0, 0)
    done = bring(tables, manager)
    assert done.rejected == ()
    assert there() == (2, 2, 1, 2, 2)
    assert Import.objects.count() == 1


def test_rows_that_cannot_come_in_say_where_and_why_and_the_rest_comes_in(tables, manager, version):
    broken = tables | {
        "accounts": tables["accounts"].with_columns(found_us=pl.Series(["fair", "by magic"])),
        "contacts": tables["contacts"].with_columns(account=pl.Series(["A1", "A7"])),
        "revenue": pl.DataFrame(
            {"account": ["A1", "A1", "A9"], "month": ["2026-13", "2026-01", "2026-01"], "amount": [1.0, 2.0, 3.0]}
        ),
        "answers": tables["answers"].with_columns(value=pl.Series(["11", "confident", "inspired", "Kiitos", "3"])),
    }
    done = bring(broken, manager)
    assert [(one.table, one.row, one.column) for one in done.rejected] == [
        ("accounts", 2, "found_us"),
        ("answers", 1, "value"),
        ("contacts", 2, "account"),
        ("responses", 2, "account"),
        ("revenue", 1, "month"),
        ("revenue", 3, "account"),
    ]
    assert all(one.reason for one in done.rejected)
    assert "11" in next(one.reason for one in done.rejected if one.table == "answers")
    assert there() == (1, 1, 1, 0, 2)
    assert Import.objects.get().rejected == 6


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"survey": "0f6b7a3e-0000-4000-8000-000000000000"}, ("responses", "survey")),
        ({"answered_s": None}, ("responses", "answered_s")),
        ({"touchpoint": "nowhere"}, ("responses", "touchpoint")),
        ({"contact": "C7"}, ("responses", "contact")),
        ({"response": "R7"}, ("responses", "response")),
    ],
)
def test_a_response_that_cannot_be(tables, manager, change, place):
    rows = (
        tables["responses"]
        .head(1)
        .with_columns(pl.lit(value, COLUMNS["responses"][name]).alias(name) for name, value in change.items())
    )
    done = bring(tables | {"responses": rows}, manager)
    assert place in {(one.table, one.column) for one in done.rejected}
    assert Response.objects.count() == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"customers": pl.DataFrame({"name": ["Puro"]})},
        {"accounts": pl.DataFrame({"name": ["Puro"], "shoe_size": [42]})},
        {"accounts": pl.DataFrame({"id": ["A1"]})},
        {"revenue": pl.DataFrame({"account": ["A1"], "month": ["2026-01"], "amount": ["much"]})},
    ],
)
def test_a_table_that_does_not_fit_brings_nothing_in(tables, manager, wrong):
    with pytest.raises(WrongTable):
        bring(tables | wrong, manager)
    assert not Import.objects.exists()


def test_accounts_known_already_are_met_by_their_id_and_by_their_name(tables, manager, version):
    bring({"accounts": tables["accounts"], "contacts": tables["contacts"]}, manager)
    done = bring({"responses": tables["responses"], "answers": tables["answers"]}, manager, source="other")
    assert done.rejected == ()
    assert Response.objects.get(answers__nps=9).contact.name == "Meri"
    money = pl.DataFrame({"account": ["lampi ab"], "month": ["2026-02"], "amount": [1.0]})
    assert bring({"revenue": money}, manager).rejected == ()
    assert Revenue.objects.get().account.name == "Lampi Ab"


def test_anonymous_answers_come_in_without_a_trace_and_once(tables, manager):
    hidden = published(content_of("nps", "feeling", "long_text"), promise="anonymous")
    rows = tables["responses"].with_columns(survey=pl.lit(str(hidden.survey)))
    given = tables | {"responses": rows}
    bring(given, manager)
    assert set(Response.objects.values_list("account", "contact", "answered_at", "once_key")) == {(None,) * 4}
    bring(given, manager)
    assert Response.objects.count() == 2


def test_only_who_may_import_does(tables, reader):
    with pytest.raises(NotAllowed):
        bring(tables, reader)


def test_a_batch_is_never_larger_than_five_thousand_and_gets_smaller_when_it_is_slow():
    pace = Pace()
    for _ in range(20):
        pace.took(0.001)
    assert pace.size == taking.MOST == 5_000
    pace.took(0.15)
    assert pace.size == 2_500
    pace.took(0.07)
    assert pace.size == 2_500
    for _ in range(9):
        pace.took(10.0)
    assert pace.size == taking.LEAST


def test_a_refused_batch_is_halved_until_the_row_at_fault_stands_alone():
    given = []

    def give(rows):
        if any(row % 7 == 0 for row in rows):
            raise Refused("no sevens", "row")
        given.extend(rows)
        return len(rows)

    rows = [Numbered(number, number) for number in range(1, 1001)]
    _, new, rejected = take("numbers", rows, give, clock=lambda: 0.0)
    assert new == len(given) == 858
    assert given == [number for number in range(1, 1001) if number % 7]
    assert rejected == [Rejected("numbers", number, "row", "no sevens") for number in range(7, 1001, 7)]


def test_progress_is_told(tables, manager):
    told = []
    bring(tables, manager, progress=told.append)
    assert "responses: 2 / 2" in told


def test_a_closed_survey_takes_history(tables, manager, version):
    surveys.close(version.survey, actor=manager)
    assert bring(tables, manager).new == 4
