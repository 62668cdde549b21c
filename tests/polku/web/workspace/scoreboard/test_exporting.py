"""A view as a file holds the page's figures with n, interval, period, method and filters, and hides the same."""

from __future__ import annotations

import csv
import io
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from django.test import Client

from polku.people.models import Segment
from polku.web.workspace.handing_out import KINDS
from polku.web.workspace.scoreboard.exporting.rows import HEADER
from tests.polku.web.workspace.company import made
from tests.polku.web.workspace.scoreboard.looking import member

pytestmark = pytest.mark.django_db
VIEW = "?show=ces7&by=segment&compare=complement&segment=designer&segment=wholesaler&first=2025-09&last=2026-01"


def table(client: Client, view: str = VIEW) -> list[dict[str, str]]:
    answer = client.get(f"/export/csv/{view}")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_every_row_is_whole_in_itself(company):
    rows = table(member("manager"))
    assert tuple(rows[0]) == HEADER
    whole = rows[0]
    page = member("viewer").get(f"/{VIEW}").content.decode()
    assert f"{float(whole['score']):.2f}" in page
    assert whole["kind"] == "whole"
    assert (whole["definition"], whole["method"], whole["level"]) == ("ces7@1", "t_clustered", "0.95")
    assert (whole["period_first"], whole["period_last"]) == ("2025-09-01", "2026-01-31")
    assert "segment: Designers" in whole["filters"]
    assert whole["counts_by"] == "Every answer once"
    assert float(whole["low"]) < float(whole["score"]) < float(whole["high"])
    groups = [row for row in rows if row["kind"] == "group"]
    assert all(row["change_word"] and row["change_low"] for row in groups)
    assert {row["kind"] for row in rows} == {"whole", "group", "time"}


@pytest.mark.parametrize("view", ["table", "trend", "distribution", "map"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_view_leaves_as_every_kind_of_file(company, kind, view):
    answer = member("manager").get(f"/export/{kind}/?show=ces7&view={view}&by=touchpoint")
    assert answer.status_code == 200
    assert f'filename="polku-ces7-{view}-' in answer["Content-Disposition"]
    starts = {"csv": b"\xef\xbb\xbfkind", "xlsx": b"PK", "svg": b"<svg", "png": b"\x89PNG", "pdf": b"%PDF"}
    assert answer.content.startswith(starts[kind])


def test_the_sheet_holds_sentence_period_filters_weight_and_method(company):
    markup = member("manager").get(f"/export/svg/{VIEW}&weight=account").content.decode()
    told = " ".join(ET.fromstring(markup).itertext())
    for part in (
        "Ease is",
        "Sep 2025 – Jan 2026",
        "Designers",
        "Every account once",
        "t interval of a mean",
        "Figures of",
    ):
        assert part in told, part
    assert "var(--" not in markup


def test_the_workbook_has_the_same_rows_and_says_what_they_are(company):
    client = member("manager")
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/export/xlsx/{VIEW}").content))
    figures = list(book["figures"].iter_rows(values_only=True))
    assert figures[0] == HEADER
    assert len(figures) - 1 == len(table(client))
    assert str(book["about"]["A1"].value).startswith("Ease is")


def test_no_name_is_run_as_a_formula(company):
    Segment.objects.filter(key="designer").update(names={"en": '=HYPERLINK("http://x.example")'})
    client = member("manager")
    names = {row["group"] for row in table(client)}
    assert '\'=HYPERLINK("http://x.example")' in names
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/export/xlsx/{VIEW}").content))
    assert "f" not in {cell.data_type for row in book["figures"].iter_rows() for cell in row}


def test_what_a_promise_hides_is_hidden_in_every_file(settings, tmp_path):
    settings.SNAPSHOT = tmp_path / "snapshot"
    made(months=2, a_month=2, promise="anonymous")
    client = member("manager")
    for row in table(client, "?show=nps&by=segment"):
        assert row["score"] == row["answers"] == row["low"] == ""
        assert row["hidden"] or row["kind"] == "time"
    told = " ".join(ET.fromstring(client.get("/export/svg/?show=nps").content.decode()).itertext())
    assert "is not shown" in told


@pytest.mark.parametrize(("role", "status"), [("viewer", 403), ("contributor", 403), ("manager", 200), ("admin", 200)])
def test_only_who_may_export_gets_a_file(company, role, status):
    client = member(role)
    assert client.get("/export/csv/?show=nps").status_code == status
    assert ("/export/csv/" in client.get("/").content.decode()) == (status == 200)


def test_another_kind_of_file_is_not_found(company):
    assert member("manager").get("/export/exe/").status_code == 404
