"""What the file wrote is kept under an open promise, leaves with exports alone, and goes when the person is erased."""

from __future__ import annotations

import polars as pl
import pytest

from cxlab.files import open_table
from polku.flows.export_answers import export_answers
from polku.flows.import_file import ColumnUse, Mapping, run
from polku.flows.import_file.as_written import WRITTEN, as_written, with_left
from polku.governance.gate import Viewer
from polku.people.models import Account, Contact
from polku.surveys import privacy
from polku.surveys.models import Response, Survey

pytestmark = pytest.mark.django_db

FILE = "who,NPS ,says,room\n7,9,NA,=A\n8,11,fine,x\n"
USES = {
    "who": ColumnUse("respondent"),
    "NPS ": ColumnUse("answer", kind="nps", definition="nps", missing=("11",), title="How likely?", name="NPS"),
    "says": ColumnUse("answer", kind="long_text", missing=("NA",)),
    "room": ColumnUse("background", missing=("x",), name="Room"),
}


def landed(tmp_path, actor, promise="open"):
    place = tmp_path / "a.csv"
    place.write_text(FILE)
    run(place, Mapping(survey="S", promise=promise, month="2026-05", columns=USES), actor=actor)
    return {row.answers.get("nps"): row.background for row in Response.objects.all()}


def test_cells_that_cannot_be_told_from_what_was_read_are_kept(tmp_path, manager):
    assert landed(tmp_path, manager) == {
        9: {"Room": "=A", WRITTEN: {"who": "7", "says": "NA"}},
        None: {WRITTEN: {"who": "8", "NPS ": "11", "Room": "x"}},
    }


@pytest.mark.parametrize("promise", ["confidential", "anonymous"])
def test_no_promise_but_an_open_one_keeps_them(tmp_path, manager, promise):
    assert all(WRITTEN not in background for background in landed(tmp_path, manager, promise).values())


def test_they_leave_under_the_names_that_were_chosen(tmp_path, manager):
    landed(tmp_path, manager)
    out = tmp_path / "out.csv"
    export_answers(Survey.objects.get().key, "csv", out, actor=manager)
    table = open_table(out).whole().select("who", "NPS", "says", "Room").sort("who")
    assert table.rows() == [("7", "9", "NA", "=A"), ("8", "11", "fine", "x")]


def test_they_go_when_the_person_is_erased(tmp_path, manager):
    landed(tmp_path, manager)
    account = Account.objects.create(external_id="A", name="A")
    contact = Contact.objects.create(account=account, name="N")
    Response.objects.update(contact=contact)
    privacy.erase_person(contact.pk, actor=Viewer(member=None, role="admin"))
    assert list(Response.objects.values_list("background", flat=True)) == [{}, {}]


def test_nothing_is_kept_where_everything_was_read():
    raw = pl.DataFrame({"NPS": ["9", None]})
    mapping = Mapping(columns={"NPS": ColumnUse("answer", kind="nps")})
    assert as_written(mapping, raw, {"NPS": pl.Series(["9", None])}) == []


@pytest.mark.parametrize(("cells", "left"), [("1\n0\n0\n", "0"), ("1\n\n1\n", ""), ("1\nNo\n9\n", "No")])
def test_how_an_option_that_was_not_chosen_is_written(tmp_path, cells, left):
    place = tmp_path / "a.csv"
    place.write_text("n,price\n" + "".join(f"1,{cell}\n" for cell in cells.splitlines()))
    use = ColumnUse("answer", kind="multiple", option="price", counted="1", missing=("9",))
    assert with_left(Mapping(columns={"price": use}), open_table(place)).columns["price"].left == left
