"""Workbooks: what cells say, which sheet and header are meant, and what a hostile file cannot do."""

from __future__ import annotations

import datetime as dt
import zipfile

import openpyxl
import pytest

from cxlab.files import FileError, Form, open_table, read_table
from cxlab.files.xlsx_cells import column_number, number_text
from cxlab.files.xlsx_parts import Looks, format_looks, unescaped

# Sheets know no zones.
MIDNIGHT, MORNING = dt.datetime(2017, 5, 3), dt.datetime(2017, 5, 3, 10, 30)  # noqa: DTZ001
SHEET = "xl/worksheets/sheet1.xml"
SHARED = '<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2"><c r="A2" t="s"><v>1</v></c></row>'
TEXTS = b"<sst><si><t>why</t></si><si><r><t>so </t></r><r><t>much</t></r><rPh><t>aid</t></rPh></si></sst>"


def saved(folder, *rows, title="Answers"):
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    place = folder / "a.xlsx"
    book.save(place)
    return place


def with_part(place, part, change):
    """The same workbook with one part changed or added."""
    changed = place.with_name(f"changed {place.name}")
    with zipfile.ZipFile(place) as source, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, change(content) if name == part else content)
        if part not in source.namelist():
            target.writestr(part, change(b""))
    return changed


def with_rows(folder, rows: str):
    place = saved(folder, ["x"])
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    return with_part(place, SHEET, lambda _: head + rows.encode() + b"</sheetData></worksheet>")


def fault(place, **how) -> FileError:
    with pytest.raises(FileError) as error:
        open_table(place, **how).whole()
    return error.value


def test_values_as_text(tmp_path):
    place = saved(
        tmp_path,
        ["score", "day", "moment", "clock", "flag", "share", "why "],
        [9, dt.date(2017, 5, 3), MORNING, dt.time(7, 5), True, 0.25, " fine "],
        [9.0, dt.date(1899, 12, 31), MIDNIGHT, None, False, 1e-7, "007"],
    )
    file = open_table(place)
    assert file.columns[-1].name == "why "
    assert file.whole().rows() == [
        ("9", "2017-05-03", "2017-05-03T10:30:00", "07:05:00", "true", "0.25", " fine "),
        ("9", "1899-12-31", "2017-05-03T00:00:00", None, "false", "1e-07", "007"),
    ]


def test_it_reads_what_openpyxl_reads(tmp_path):
    rows = [["a", "b", "c"]] + [[n, f"text {n % 7}", n / 8] for n in range(1, 400)]
    place = saved(tmp_path, *rows)
    theirs = openpyxl.load_workbook(place, read_only=True)
    values = list(theirs.active.iter_rows(values_only=True))[1:]
    theirs.close()
    assert [tuple(row) for row in read_table(place).rows()] == values


def test_days_counted_from_1904(tmp_path):
    book = openpyxl.Workbook()
    book.epoch = dt.datetime(1904, 1, 1)  # noqa: DTZ001
    book.active.append(["day"])
    book.active.append([dt.date(2017, 5, 3)])
    book.save(tmp_path / "a.xlsx")
    assert open_table(tmp_path / "a.xlsx").whole().rows() == [("2017-05-03",)]


@pytest.mark.parametrize(
    ("serial", "day"), [("1", "1900-01-01"), ("59", "1900-02-28"), ("61", "1900-03-01"), ("42858", "2017-05-03")]
)
def test_the_leap_day_that_excel_believes_in(serial, day):
    assert number_text(serial, Looks(date=True)) == day


@pytest.mark.parametrize(
    ("code", "date", "clock"),
    [
        ("dd.mm.yyyy", True, False),
        ("mmm", True, False),
        ("h:mm AM/PM", False, True),
        ("mm:ss.0", False, True),
        ("[h]:mm", False, True),
        ("yyyy-mm-dd hh:mm", True, True),
        ('0.00 "days"', False, False),
        ("General", False, False),
        ("[Red]0.00", False, False),
        ("[$-409]d-mmm-yy;@", True, False),
        ("#,##0\\ \\d", False, False),
    ],
)
def test_what_a_format_means(code, date, clock):
    assert format_looks(code) == Looks(date, clock)


def test_references_and_escapes():
    assert [column_number(one) for one in ("A1", "Z9", "AA1", "XFD1", "1", "a1")] == [0, 25, 26, 16_383, -1, -1]
    assert unescaped("a_x000D__x0041_ _x005F_x0041_ _xD800_") == "a\rA _x0041_ _xD800_"


def test_shared_rich_and_inline_texts(tmp_path):
    rows = (
        '<row r="1"><c r="A1" t="inlineStr"><is><r><t>sco</t></r><r><t>re</t></r></is></c></row>'
        '<row r="2"><c r="A2" t="str"><f>1+1</f><v>two</v></c></row><row><c t="e"><v>#N/A</v></c></row>'
    )
    assert open_table(with_rows(tmp_path, rows)).whole().rows() == [("two",), ("#N/A",)]


def test_shared_texts_without_their_reading_aids(tmp_path):
    place = with_part(with_rows(tmp_path, SHARED), "xl/sharedStrings.xml", lambda _: TEXTS)
    assert open_table(place).whole().rows() == [("so much",)]


def test_a_formula_gives_its_value_and_is_never_run(tmp_path):
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><f>A1+41</f><v>7</v></c></row>'
    assert open_table(with_rows(tmp_path, rows)).whole().rows() == [("7",)]


def test_a_formula_never_computed_is_told_and_not_read_as_empty(tmp_path):
    error = fault(saved(tmp_path, ["a", "b"], [1, "=A2*2"]))
    assert (error.kind, error.place) == ("formula_without_value", "sheet Answers, cell B2 of row 2")


def test_sheets(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "Front page"
    for title, state in (("Hidden", "hidden"), ("Answers", "visible"), ("More", "visible")):
        sheet = book.create_sheet(title)
        sheet.sheet_state = state
        sheet.append(["score"])
        sheet.append([title])
    place = tmp_path / "a.xlsx"
    book.save(place)
    file = open_table(place)
    assert file.form == Form(sheet="Answers", sheets=("Front page", "Answers", "More", "Hidden"), header=1)
    assert open_table(place, sheet="Hidden").whole().rows() == [("Hidden",)]
    error = fault(place, sheet="Answer")
    assert (error.kind, "Front page, Answers" in str(error)) == ("no_sheet", True)
    assert fault(place, sheet="Front page").kind == "empty"


def test_titles_above_the_header_and_rows_left_behind(tmp_path):
    place = saved(tmp_path, ["Customer survey 2017"], [], ["score", "why", "team"], [9, "x", "a"], [], [8], [None], [])
    file = open_table(place)
    assert (file.form.header, [column.name for column in file.columns]) == (3, ["score", "why", "team"])
    assert file.whole().rows() == [("9", "x", "a"), (None, None, None), ("8", None, None)]
    assert open_table(place, form=Form(header=1)).columns[0].name == "Customer survey 2017"


def test_merged_and_empty_header_cells(tmp_path):
    book = openpyxl.Workbook()
    for row in (["Ease", None, "why"], [1, 2, "x"]):
        book.active.append(row)
    book.active.merge_cells("A1:B1")
    book.save(tmp_path / "a.xlsx")
    file = open_table(tmp_path / "a.xlsx")
    assert [column.name for column in file.columns] == ["Ease", "Column 2", "why"]


def test_a_name_twice_and_a_value_without_a_name(tmp_path):
    assert fault(saved(tmp_path, ["a", "a"], [1, 2])).params["column"] == "a"
    rows = [["a"], *[[n] for n in range(60)], [1, "late"]]
    error = fault(saved(tmp_path, *rows))
    assert (error.kind, error.place) == ("value_without_name", "sheet Answers, row 62")


def test_one_cell_at_the_far_corner_takes_no_memory(tmp_path):
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>2</v></c></row>'
    assert open_table(with_rows(tmp_path, rows)).whole().height <= 1001


def test_a_cell_beyond_any_sheet(tmp_path):
    assert fault(with_rows(tmp_path, '<row r="1"><c r="ZZZ1"><v>1</v></c></row>')).kind == "too_wide"
    assert fault(with_rows(tmp_path, '<row r="1"><c r="7"><v>1</v></c></row>')).kind == "damaged_at"


def test_ten_thousand_columns(tmp_path):
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("wide")
    sheet.append([f"c{n}" for n in range(10_000)])
    sheet.append(list(range(10_000)))
    book.save(tmp_path / "a.xlsx")
    assert open_table(tmp_path / "a.xlsx").whole().row(0)[9_999] == "9999"


def test_a_bomb_in_a_part_does_not_go_off(tmp_path):
    bomb = b"<sst>" + b"<si><t>x</t></si>" * 10 + b" " * (300 << 20) + b"</sst>"
    shared = with_rows(tmp_path, SHARED)
    place = with_part(shared, "xl/sharedStrings.xml", lambda _: bomb)
    error = fault(place)
    assert (error.kind, error.params["part"]) == ("too_large", "xl/sharedStrings.xml")


def test_a_part_larger_than_it_says(tmp_path):
    place = with_part(saved(tmp_path, ["a"], ["x"]), SHEET, lambda part: part + b" " * (100 << 20))
    content = bytearray(place.read_bytes())
    at = content.rindex(b"xl/worksheets/sheet1.xml") - 46
    content[at + 24 : at + 28] = (200).to_bytes(4, "little")
    place.write_bytes(content)
    assert fault(place).kind in {"damaged", "damaged_at", "too_large"}


def test_entities_in_shared_texts_are_refused(tmp_path):
    declared = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + TEXTS
    place = with_part(with_rows(tmp_path, SHARED), "xl/sharedStrings.xml", lambda _: declared)
    assert fault(place).kind == "unsafe_xml"


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/styles.xml"])
def test_entities_are_refused(tmp_path, part):
    def armed(content: bytes) -> bytes:
        at = content.index(b"<", 5) if content.startswith(b"<?xml") else 0
        return content[:at] + b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>' + content[at:]

    place = with_part(saved(tmp_path, ["score", "day"], ["x", dt.date(2017, 5, 3)]), part, armed)
    assert fault(place).kind == "unsafe_xml"


def test_deep_xml_is_refused(tmp_path):
    deep = "<row>" + "<c>" * 100_000 + "</c>" * 100_000 + "</row>"
    assert fault(with_rows(tmp_path, deep)).kind == "damaged_at"


def test_not_a_workbook(tmp_path):
    place = tmp_path / "a.xlsx"
    with zipfile.ZipFile(place, "w") as archive:
        archive.writestr("readme.txt", "x")
    assert fault(place).kind == "packed_folder"
    with zipfile.ZipFile(place, "w") as archive:
        archive.writestr("content.xml", "<x/>")
    assert fault(place).kind == "open_document"
    place.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 100)
    assert fault(place).kind == "old_excel"
    place.write_bytes(saved(tmp_path, ["a"], [1]).read_bytes()[:-200])
    assert fault(place).kind == "damaged"


def test_a_long_text_repeated_does_not_fill_memory(tmp_path):
    rows = '<row r="1"><c t="inlineStr"><is><t>why</t></is></c></row>' + '<row><c t="s"><v>0</v></c></row>' * 10_000
    text = b"<sst><si><t>" + b"x" * 32_000 + b"</t></si></sst>"
    place = with_part(with_rows(tmp_path, rows), "xl/sharedStrings.xml", lambda _: text)
    sizes = [batch.height for batch in open_table(place).batches()]
    assert max(sizes) <= 2_200
    assert sum(sizes) == 10_000
