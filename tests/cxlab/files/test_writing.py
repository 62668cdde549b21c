"""What is written comes back the same: CSV, XLSX and SPSS, with everything each of them can hold."""

from __future__ import annotations

import zipfile

import polars as pl
import pyreadstat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cxlab.files import Column, FileError, MultipleSet, open_table, write_csv, write_sav, write_xlsx

WRITERS = {"csv": write_csv, "xlsx": write_xlsx, "sav": write_sav}
TABLE = pl.DataFrame(
    {
        "*RESPNUM": ["1", "007", "3", None],
        "AIRLINE CODE ": ["=1+1", "-5", "'=x", "@SUM(A1)"],
        "why": ['so "much",\r\nmore; x', "_x0041_", "  lead", "ääkköset " * 1000 + "."],
        "day": ["2017-05-03", "1999-12-31", None, "2024-02-29"],
        "odd day": ["2017-02-30", "2017-05-03", "x", None],
        "share": ["0.1", "0.30000000000000004", "-0", "1e5"],
        "weight": ["0.5", "1.25", "3", None],
        "netpro": ["10", "11", "0", "12"],
        "why_price": ["1", "0", "1", None],
        "why_service": ["0", "1", "0", None],
        "=header": ["a", None, "\tx", "c"],
    }
)
COLUMNS = [
    Column("netpro", "Kuinka todennäköisesti?", {"0": "Ei lainkaan", "11": "Tyhjä"}, ("11", "12")),
    Column("why_price", "Hinta", set_name="why"),
    Column("why_service", set_name="why"),
    Column("AIRLINE CODE ", "Yhtiö", {"-5": "viisi"}),
]
SETS = [MultipleSet("why", "Miksi?", ("why_price", "why_service"), "1")]


@pytest.mark.parametrize("kind", WRITERS)
def test_values_and_names_come_back_the_same(tmp_path, kind):
    place = tmp_path / f"a.{kind}"
    WRITERS[kind](TABLE, COLUMNS, SETS, place)
    file = open_table(place)
    assert file.kind == kind
    again = file.whole()
    assert again.columns == TABLE.columns
    for column in TABLE.columns:
        assert again[column].to_list() == TABLE[column].to_list(), column


@pytest.mark.parametrize("kind", ["xlsx", "sav"])
def test_labels_missing_codes_and_sets_come_back_the_same(tmp_path, kind):
    place = tmp_path / f"a.{kind}"
    WRITERS[kind](TABLE, COLUMNS, SETS, place)
    file = open_table(place)
    found = {column.name: column for column in file.columns}
    for column in COLUMNS:
        assert found[column.name] == column
    assert file.sets == tuple(SETS)


@pytest.mark.parametrize("kind", WRITERS)
def test_what_was_read_and_written_twice_is_the_same_file(tmp_path, kind):
    first, second = tmp_path / f"a.{kind}", tmp_path / f"b.{kind}"
    WRITERS[kind](TABLE, COLUMNS, SETS, first)
    file = open_table(first)
    WRITERS[kind](file.whole(), file.columns, file.sets, second)
    again = open_table(second)
    assert again.whole().equals(file.whole())
    assert (again.columns, again.sets) == (file.columns, file.sets)


def test_no_cell_of_a_workbook_is_a_formula(tmp_path):
    write_xlsx(TABLE, COLUMNS, SETS, tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as book:
        sheet = book.read("xl/worksheets/sheet1.xml")
        styles = book.read("xl/styles.xml")
    assert b"<f>" not in sheet
    assert b'quotePrefix="1"' in styles


def test_numbers_and_days_are_such_in_a_workbook(tmp_path):
    write_xlsx(pl.DataFrame({"a": ["9"], "b": ["0.5"], "c": ["2017-05-03"], "d": ["007"]}), [], [], tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<v>9</v>" in sheet
    assert "<v>0.5</v>" in sheet
    assert sheet.count("inlineStr") == 5


def test_csv_opens_in_excel_as_utf8_and_is_safe(tmp_path):
    write_csv(TABLE, [], [], tmp_path / "a.csv")
    content = (tmp_path / "a.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert b"'=1+1" in content
    assert b"'=header" in content.split(b"\n")[0]


def test_a_single_column_keeps_its_empty_cells(tmp_path):
    table = pl.DataFrame({"a": ["1", None, "2"]})
    write_csv(table, [], [], tmp_path / "a.csv")
    assert open_table(tmp_path / "a.csv").whole().equals(table)


def test_a_text_too_long_for_a_cell_is_told_with_row_and_column(tmp_path):
    table = pl.DataFrame({"why": ["x", "y" * 32_768]})
    with pytest.raises(FileError) as error:
        write_xlsx(table, [], [], tmp_path / "a.xlsx")
    assert (error.value.kind, error.value.params["row"], error.value.params["column"]) == ("cell_limit", 2, "why")
    with pytest.raises(FileError, match=r"32768 characters, and a cell of SPSS holds 32767\. Export as CSV"):
        write_sav(table, [], [], tmp_path / "a.sav")
    write_csv(table, [], [], tmp_path / "a.csv")
    assert open_table(tmp_path / "a.csv").whole().equals(table)


def test_a_text_as_long_as_a_cell_holds(tmp_path):
    table = pl.DataFrame({"why": ["y" * 32_767, "x"]})
    for kind in ("xlsx", "sav"):
        WRITERS[kind](table, [], [], tmp_path / f"a.{kind}")
        assert open_table(tmp_path / f"a.{kind}").whole().equals(table)


def test_spss_takes_numbers_labels_and_days_as_its_own(tmp_path):
    write_sav(TABLE, COLUMNS, SETS, tmp_path / "a.sav")
    table, meta = pyreadstat.read_sav(tmp_path / "a.sav", output_format="polars", user_missing=True)
    assert table["netpro"].to_list() == [10.0, 11.0, 0.0, 12.0]
    assert str(table["day"][0]) == "2017-05-03"
    assert meta.variable_value_labels["netpro"] == {0.0: "Ei lainkaan", 11.0: "Tyhjä"}
    assert meta.mr_sets["why"]["variable_list"] == ["why_price", "why_service"]
    assert meta.column_names[1] == "AIRLINE_CODE_"


def test_names_that_spss_would_not_take(tmp_path):
    names = ["with", "WITH", "1st", "ä" * 60, "ä" * 61, "a b", "a_b", "", "x."]
    write_sav(pl.DataFrame({name: ["1"] for name in names}), [], [], tmp_path / "a.sav")
    assert [column.name for column in open_table(tmp_path / "a.sav").columns] == names


def test_more_missing_codes_than_spss_holds(tmp_path):
    table = pl.DataFrame({"a": ["1", "97", "5"]})
    near = [Column("a", missing=("95", "96", "97", "98", "99"))]
    write_sav(table, near, [], tmp_path / "a.sav")
    assert "97" in open_table(tmp_path / "a.sav").columns[0].missing
    far = [Column("a", missing=("0", "4", "97", "98"))]
    with pytest.raises(FileError) as error:
        write_sav(table, far, [], tmp_path / "a.sav")
    assert error.value.kind == "missing_codes"


@pytest.mark.parametrize("kind", WRITERS)
def test_a_place_that_cannot_be_written(tmp_path, kind):
    with pytest.raises(FileError) as error:
        WRITERS[kind](TABLE, [], [], tmp_path / "none" / f"a.{kind}")
    assert error.value.kind == "unwritable"


@pytest.mark.parametrize("kind", WRITERS)
def test_a_table_without_rows(tmp_path, kind):
    WRITERS[kind](TABLE.clear(), [], [], tmp_path / f"a.{kind}")
    assert open_table(tmp_path / f"a.{kind}").whole().columns == TABLE.columns


TEXT = st.text(
    alphabet=st.characters(codec="utf-8", exclude_characters="\x00", exclude_categories=("Cs",)), max_size=12
)
VALUES = st.one_of(
    st.none(), TEXT.filter(bool), st.integers(-(10**9), 10**9).map(str), st.floats(allow_nan=False).map(str)
)


@pytest.mark.parametrize("number", ["1.7976931348623157e+308", "-1.7976931348623157e+308", "-1.7976931348623155e+308"])
def test_numbers_that_mean_something_else_to_spss_come_back(tmp_path, number):
    write_sav(pl.DataFrame({"a": [number, "1"]}), [], [], tmp_path / "a.sav")
    assert open_table(tmp_path / "a.sav").whole()["a"].to_list() == [number, "1"]


@pytest.mark.parametrize("kind", WRITERS)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(rows=st.lists(st.tuples(VALUES, VALUES), min_size=1, max_size=6))
def test_any_text_survives(tmp_path, kind, rows):
    rows = [("id", *row) for row in rows]
    if kind == "sav":  # SPSS pads with blanks, so those at the end are lost
        rows = [tuple((cell.rstrip(" ") or None) if cell else cell for cell in row) for row in rows]
    table = pl.DataFrame(rows, schema=dict.fromkeys(("id", "a", "b"), pl.String), orient="row")
    WRITERS[kind](table, [], [], tmp_path / f"a.{kind}")
    assert open_table(tmp_path / f"a.{kind}").whole().rows() == rows
