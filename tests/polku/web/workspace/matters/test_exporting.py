"""The page as a file: the same shares with interval, n, period and method, and nothing that a spreadsheet runs."""

from __future__ import annotations

import csv
import io
from xml.etree import ElementTree as ET

import openpyxl
import pytest

from polku.web.workspace.handing_out import KINDS
from polku.web.workspace.matters.exporting import HEADER
from tests.polku.web.workspace.matters.conftest import looked
from tests.polku.web.workspace.scoreboard.looking import member, words

pytestmark = pytest.mark.django_db


def table(client, address: str = "") -> list[dict[str, str]]:
    page = client.get(f"/matters/export/csv/{address}")
    assert page["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(page.content.decode("utf-8-sig"))))


def test_a_row_is_whole_in_itself_and_agrees_with_the_page(company):
    client = member("manager")
    told = words(looked(client))
    rows = table(client)
    assert tuple(rows[0]) == HEADER
    whole = [row for row in rows if row["kind"] == "whole"]
    assert sum(float(row["share"]) for row in whole) == pytest.approx(1)
    assert sum(float(row["part_of_r2"]) for row in whole) == pytest.approx(float(whole[0]["r2"]))
    for row in whole:
        assert f"{float(row['share']):.0%} (" in told
        assert float(row["share_low"]) <= float(row["share"]) <= float(row["share_high"])
        assert (row["outcome"], row["survey"], row["answers"]) == ("Recommendation", "Relationship pulse", "168")
        assert row["method"] == "bootstrap_clustered"
    assert {row["segment"] for row in rows if row["kind"] == "segment"} == {"Contractors", "Designers", "Wholesalers"}


@pytest.mark.parametrize("kind", KINDS)
def test_it_leaves_as_every_kind_of_file(company, kind):
    page = member("manager").get(f"/matters/export/{kind}/")
    assert page.status_code == 200
    assert f'filename="polku-what-matters-latest.{kind}"' in page["Content-Disposition"]
    starts = {"csv": b"\xef\xbb\xbfkind", "xlsx": b"PK", "svg": b"<svg", "png": b"\x89PNG", "pdf": b"%PDF"}
    assert page.content.startswith(starts[kind])


def test_the_sheet_says_what_it_is(company):
    markup = member("manager").get("/matters/export/svg/?segment=designer").content.decode()
    told = " ".join(ET.fromstring(markup).itertext())
    for part in ("What matters most?", "Relationship pulse", "Designers", "Gold 1980", "Figures of"):
        assert part in told, part
    assert "var(--" not in markup


def test_the_workbook_has_the_same_rows_and_says_what_they_are(company):
    client = member("manager")
    book = openpyxl.load_workbook(io.BytesIO(client.get("/matters/export/xlsx/").content))
    rows = list(book["drivers"].iter_rows(values_only=True))
    assert rows[0] == HEADER
    assert len(rows) - 1 == len(table(client))
    assert str(book["about"]["A1"].value).startswith("Recommendation")


def test_no_name_is_run_as_a_formula(company):
    from polku.people.models import Segment

    Segment.objects.filter(key="designer").update(names={"en": '=HYPERLINK("http://x.example")'})
    client = member("manager")
    assert '\'=HYPERLINK("http://x.example")' in {row["segment"] for row in table(client)}
    book = openpyxl.load_workbook(io.BytesIO(client.get("/matters/export/xlsx/").content))
    assert "f" not in {cell.data_type for row in book["drivers"].iter_rows() for cell in row}


def test_a_reader_may_look_and_not_carry_away(company):
    assert looked(member("viewer")).status_code == 200
    assert member("contributor").get("/matters/export/csv/").status_code == 403
    assert member("manager").get("/matters/export/exe/").status_code == 404
