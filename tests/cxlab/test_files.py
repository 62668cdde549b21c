"""Files as tables: dialects, and errors that name the file and the remedy."""

from __future__ import annotations

import polars as pl
import pytest

from cxlab.files import FileError, read_table


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found(tmp_path, separator):
    place = tmp_path / "a.csv"
    place.write_text(f"score{separator}team\n9{separator}a\n", encoding="utf-8")
    assert read_table(place).rows() == [(9, "a")]


def test_windows_text_and_byte_order_mark(tmp_path):
    place = tmp_path / "a.csv"
    place.write_bytes("tiimi;score\nYlläpito;9\n".encode("cp1252"))
    assert read_table(place)["tiimi"][0] == "Ylläpito"
    place.write_bytes(b"\xef\xbb\xbf" + "tiimi;score\nYlläpito;9\n".encode())
    assert read_table(place).columns == ["tiimi", "score"]


def test_a_decimal_comma_is_understood_between_semicolons(tmp_path):
    place = tmp_path / "a.csv"
    place.write_text("score;weight\n9;0,5\n8;1,25\n", encoding="utf-8")
    assert read_table(place)["weight"].to_list() == [0.5, 1.25]


def test_a_late_text_does_not_break_the_column(tmp_path):
    place = tmp_path / "a.csv"
    place.write_text("score\n" + "9\n" * 20_000 + "n/a\n", encoding="utf-8")
    assert read_table(place)["score"].dtype == pl.String


def test_parquet_is_told_by_its_bytes(tmp_path):
    place = tmp_path / "answers.data"
    pl.DataFrame({"score": [1]}).write_parquet(place)
    assert read_table(place).rows() == [(1,)]


def test_a_header_alone_is_an_empty_table(tmp_path):
    place = tmp_path / "a.csv"
    place.write_text("score,team\n", encoding="utf-8")
    assert read_table(place).shape == (0, 2)


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "is empty"),
        (b"  \n", "is empty"),
        (b"PK\x03\x04xx", "cannot be read as XLSX"),
        (b"PAR1xxxxPAR1", "cannot be read"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path, content, word):
    place = tmp_path / "a.csv"
    place.write_bytes(content)
    with pytest.raises(FileError, match=word):
        read_table(place)


def test_ragged_rows_are_refused(tmp_path):
    place = tmp_path / "a.csv"
    place.write_text("score,team\n9,a\n8,b,c,d\n", encoding="utf-8")
    with pytest.raises(FileError, match="line 3: 4 cells where the header names 2 columns"):
        read_table(place)


def test_absent_and_folder(tmp_path):
    with pytest.raises(FileError, match="no file"):
        read_table(tmp_path / "none.csv")
    with pytest.raises(FileError, match="folder"):
        read_table(tmp_path)


def test_a_file_that_the_system_does_not_give_is_told(tmp_path):
    with pytest.raises(FileError, match="cannot be read: File name too long"):
        read_table(tmp_path / ("a" * 300))
