"""CSV in pieces: dialects, quoted line breaks, and a line number for every fault."""

from __future__ import annotations

import csv
import gzip
import io
import os
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxlab.files import FileError, Form, open_table, read_table
from cxlab.files.csv_reading import outside_quotes

DATA = Path(os.environ.get("POLKU_REAL_DATA", Path(__file__).resolve().parents[4] / "shared" / "data"))
SFO = DATA / "sfo_customer_survey_2017" / "sfo_2017.csv"


def written(folder, content: str | bytes, name="a.csv"):
    place = folder / name
    place.write_bytes(content.encode() if isinstance(content, str) else content)
    return place


def fault(folder, content: str | bytes) -> FileError:
    with pytest.raises(FileError) as error:
        open_table(written(folder, content)).whole()
    return error.value


def test_cells_stay_as_the_file_writes_them(tmp_path):
    file = open_table(written(tmp_path, "*RESPNUM,AIRLINE CODE , score\n007, x ,9.0\n,,\n8,y,\n"))
    assert [column.name for column in file.columns] == ["*RESPNUM", "AIRLINE CODE ", " score"]
    assert file.whole().rows() == [("007", " x ", "9.0"), (None, None, None), ("8", "y", None)]
    assert file.whole().dtypes == [pl.String] * 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_and_ends_of_lines_change_nothing(tmp_path, encoding, end):
    text = f'päivä;syy{end}1,5;äö{end}2,5;"a; b"{end}'
    file = open_table(written(tmp_path, text.encode(encoding)))
    assert file.whole().rows() == [("1,5", "äö"), ("2,5", "a; b")]
    assert (file.form.separator, file.form.decimal, file.columns[0].name) == (";", ",", "päivä")


def test_what_the_caller_knows_wins(tmp_path):
    place = written(tmp_path, "made by a tool\nname;euro\nä;5\n".encode("cp1252"))
    asked = Form(encoding="iso-8859-15", separator=";", decimal=",", header=2)
    assert open_table(place, form=asked).form == asked
    assert open_table(place, form=asked).whole().rows() == [("ä", "5")]


def test_an_encoding_nobody_knows(tmp_path):
    with pytest.raises(FileError, match="There is no encoding called klingon"):
        open_table(written(tmp_path, "a\n1\n"), form=Form(encoding="klingon"))


def test_line_breaks_and_quotes_inside_quotes(tmp_path):
    text = 'score,why,team\n9,"said ""no""\nand left, twice",a\n8,plain,b\n'
    assert open_table(written(tmp_path, text)).whole().rows() == [
        ("9", 'said "no"\nand left, twice', "a"),
        ("8", "plain", "b"),
    ]


def test_a_quoted_text_across_pieces_of_the_file(tmp_path):
    rows = [(str(n), f'line one of {n}\nline "two", {n}', "x" * 50) for n in range(4000)]
    out = io.StringIO()
    csv.writer(out).writerows([("id", "why", "pad"), *rows])
    file = open_table(written(tmp_path, out.getvalue()))
    batches = list(file.batches(100))
    assert max(batch.height for batch in batches) <= 100
    assert pl.concat(batches).rows() == rows


def test_quick_and_careful_reading_agree(tmp_path):
    plain = "a;b;c\n" + "".join(f"{n};x{n};\n" for n in range(5000))
    quoted = "a;b;c\n" + "".join(f'{n};"x{n}";\n' for n in range(5000))
    assert open_table(written(tmp_path, plain)).whole().equals(open_table(written(tmp_path, quoted, "b")).whole())


@pytest.mark.parametrize("quote", ["", '"'])
def test_a_ragged_line_is_named(tmp_path, quote):
    lines = [f"{n};{quote}x{quote}" for n in range(3000)]
    lines[2500] = f"1;{quote}x{quote};3"
    error = fault(tmp_path, "a;b\n" + "\n".join(lines))
    assert (error.kind, error.place) == ("ragged", "line 2502")
    assert (error.params["found"], error.params["wanted"]) == (3, 2)
    assert fault(tmp_path, f"a;b\n1;{quote}x{quote}\n2\n").place == "line 3"


def test_a_short_and_a_long_line_do_not_make_up_for_each_other(tmp_path):
    assert fault(tmp_path, "a;b\n1\n1;2;3\n").place == "line 2"


def test_empty_cells_beyond_the_header_are_let_go(tmp_path):
    assert open_table(written(tmp_path, "a;b\n1;2;;\n")).whole().rows() == [("1", "2")]


def test_columns_without_a_name(tmp_path):
    file = open_table(written(tmp_path, ",score,,\na,9,,\n"))
    assert [column.name for column in file.columns] == ["Column 1", "score"]
    late = "score,,\n" + "9,,\n" * 500 + "9,x,\n"
    error = fault(tmp_path, late)
    assert (error.kind, error.place, error.params["number"]) == ("value_without_name", "line 502", 2)


def test_blank_lines_are_passed_over_and_empty_rows_at_the_end_left_out(tmp_path):
    assert open_table(written(tmp_path, "\n\na,b\n\n1,2\n,\n3,4\n,\n,\n\n")).whole().rows() == [
        ("1", "2"),
        (None, None),
        ("3", "4"),
    ]


def test_a_file_of_separators_stays_small(tmp_path):
    file = open_table(written(tmp_path, "a,b,c\n1,2,3\n" + ",,\n" * 200_000))
    assert file.whole().height == 1


def test_a_quote_that_never_closes(tmp_path):
    assert fault(tmp_path, 'a,b\n1,2\n3,"x\n4,5\n').place == "line 3"
    error = fault(tmp_path, 'a,b\n1,2\n3,"' + "x\n" * 100_000)
    assert (error.kind, error.place) == ("long_cell", "line 3")
    assert fault(tmp_path, 'a,b\n1,"x"y\n').kind == "open_quote"


def test_one_endless_line(tmp_path):
    assert fault(tmp_path, "a,b\n" + "x" * (1 << 25) + ",y").kind == "long_cell"


def test_a_broken_end_of_utf16(tmp_path):
    error = fault(tmp_path, "score;team\n9;a\n".encode("utf-16") + b"\x00")
    assert error.kind == "wrong_bytes"


def test_a_text_cut_in_the_middle_of_a_sign(tmp_path):
    error = fault(tmp_path, "score;team\n9;ä".encode()[:-1])
    assert error.kind == "wrong_bytes"


def test_no_names(tmp_path):
    assert fault(tmp_path, ",,\n1,2,3\n").kind == "no_header"
    assert fault(tmp_path, "a,b,a\n1,2,3\n").params["column"] == "a"


def test_more_columns_than_any_sheet(tmp_path):
    error = fault(tmp_path, ",".join(f"c{n}" for n in range(20_000)))
    assert (error.kind, error.params["found"]) == ("too_wide", 20_000)


def test_ten_thousand_columns_are_read_in_small_batches(tmp_path):
    wide = ",".join(f"c{n}" for n in range(10_000)) + "\n"
    file = open_table(written(tmp_path, wide + (",".join("1" * 10_000) + "\n") * 250))
    shapes = [batch.shape for batch in file.batches()]
    assert max(height for height, _width in shapes) <= 200
    assert (sum(height for height, _width in shapes), {width for _height, width in shapes}) == (250, {10_000})


def test_progress_goes_from_nothing_to_all(tmp_path):
    batches = open_table(written(tmp_path, "a,b\n" + "1,2\n" * 3_000_000)).batches(5000)
    seen = [batches.done]
    seen += [batches.done for _ in batches]
    seen.append(batches.done)
    assert seen[0] == 0
    assert seen[-1] == 1
    assert seen == sorted(seen)
    assert len(set(seen)) > 2


def test_packed_by_gzip(tmp_path):
    place = tmp_path / "a.csv.gz"
    place.write_bytes(gzip.compress(b"score,team\n9,a\n"))
    assert open_table(place).whole().rows() == [("9", "a")]
    place.write_bytes(gzip.compress(b"score,team\n" + b"9,a\n" * 50_000)[:-20])
    with pytest.raises(FileError, match="cannot be read as gzip"):
        open_table(place).whole()


def test_a_gzip_bomb_does_not_go_off(tmp_path):
    place = tmp_path / "a.csv.gz"
    place.write_bytes(gzip.compress(b"a,b\n" + b"1,2\n" * (18 << 20), compresslevel=9))
    with pytest.raises(FileError) as error:
        open_table(place)
    assert (error.value.kind, error.value.params["part"]) == ("too_large", "gzip")


def test_the_name_people_know_is_told(tmp_path):
    place = written(tmp_path, "a,b\n1\n", "0f5c")
    with pytest.raises(FileError, match=r"^answers\.csv, line 2"):
        open_table(place, name="answers.csv").whole()


CELLS = st.text(
    alphabet=st.characters(codec="utf-8", exclude_characters="\x00", exclude_categories=("Cs",)), max_size=8
)


@given(
    rows=st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=12),
    separator=st.sampled_from(",;\t|"),
    end=st.sampled_from(["\n", "\r\n"]),
    always=st.booleans(),
)
def test_whatever_python_writes_is_read_the_same(tmp_path_factory, rows, separator, end, always):
    rows = [row for row in rows if any(row) and (always or not any("\r" in cell for cell in row))]
    out = io.StringIO(newline="")
    quoting = csv.QUOTE_ALL if always else csv.QUOTE_MINIMAL
    writer = csv.writer(out, delimiter=separator, lineterminator=end, quoting=quoting)
    writer.writerows([("one", "two", "three"), *rows])
    place = written(tmp_path_factory.mktemp("csv"), out.getvalue())
    asked = Form(encoding="utf-8", separator=separator)
    # A leading apostrophe before a formula is a guard; the test of it stands in test_guarding.
    wanted = [tuple((cell or None) for cell in row) for row in rows if not any("'" in cell for cell in row)]
    got = [row for row in open_table(place, form=asked).whole().rows() if not any("'" in (cell or "") for cell in row)]
    assert got == wanted


@pytest.mark.skipif(not SFO.exists(), reason="real data is not here")
def test_the_airport_file_in_six_dialects(tmp_path):
    whole = open_table(SFO).whole()
    text = SFO.read_text(encoding="utf-8-sig")
    for encoding, separator in (("utf-8", ";"), ("utf-16", "\t"), ("utf-16-be", "|"), ("cp1252", ";")):
        out = io.StringIO(newline="")
        csv.writer(out, delimiter=separator).writerows(csv.reader(io.StringIO(text, newline="")))
        place = written(tmp_path, out.getvalue().encode(encoding, "replace"))
        again = open_table(place, form=Form(encoding=encoding) if encoding == "utf-16-be" else None).whole()
        assert again.columns == whole.columns
        assert again["NETPRO"].equals(whole["NETPRO"])
        assert again.height == 2831


def test_numbers_and_dates_are_typed_for_those_who_compute(tmp_path):
    place = written(tmp_path, "a;b;c;d;e\n1;0,5;2017-05-03;2017-05-03 10:00;x\n;1;2017-05-04;2017-05-04 11:30;\n")
    assert [str(kind) for kind in read_table(place).dtypes] == [
        "Int64",
        "Float64",
        "Date",
        "Datetime(time_unit='us', time_zone=None)",
        "String",
    ]


CELLS = st.text(st.sampled_from('a1;" \n,.'), max_size=5)


@given(rows=st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=8), ends=st.sampled_from(["\n", "\r\n"]))
def test_quotes_are_read_alike_at_once_and_record_by_record(tmp_path_factory, rows, ends):
    place = tmp_path_factory.mktemp("quotes") / "a.csv"
    with place.open("w", newline="", encoding="utf-8") as handle:
        csv.writer(handle, delimiter=";", lineterminator=ends).writerows([("x", "y", "z"), *rows])
    read = open_table(place, form=Form(encoding="utf-8", separator=";")).whole()
    said = [tuple(cell or None for cell in row) for row in rows]
    while said and not any(said[-1]):
        said.pop()
    assert read.rows() == said


@pytest.mark.parametrize("line", ['1;5" wide;x', '1;"a"b;x', '1; "a";x', '1;"a\nb";x', '1;"a;x'])
def test_quotes_that_are_not_plain_are_left_to_the_careful_reader(line):
    assert outside_quotes(line, ";") is None


def test_plain_quotes_are_read_at_once():
    assert outside_quotes('"";"a;b";"say ""no"""\n', ";") == ";;\n"


def test_nothing_in_quotes_is_nothing(tmp_path):
    place = written(tmp_path, 'x;y;z\n"";"a";""\n1;"";"b"\n')
    assert open_table(place).whole().rows() == [(None, "a", None), ("1", None, "b")]
