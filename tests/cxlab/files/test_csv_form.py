"""How a CSV file is written is told by its bytes."""

from __future__ import annotations

import io

import pytest

from cxlab.files import FileError
from cxlab.files.csv_form import decimal_of, encoding_of, separator_of

TEXT = "päivä;arvio;syy\n3.5.2017;9;Yökerhon ääni\n" * 40


def found(content: bytes) -> str:
    return encoding_of(lambda: io.BytesIO(content), "a.csv")


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1252", "windows-1252"),
        ("iso-8859-1", "windows-1252"),
    ],
)
def test_encodings(encoding, told):
    content = TEXT.encode(encoding)
    assert found(content) == told
    assert content.decode(told) == TEXT


def test_the_euro_sign_tells_one_byte_encodings_apart():
    assert found("hinta;ä\n5 €;ö\n".encode("iso-8859-15")) == "iso-8859-15"
    assert found("hinta;ä\n5 €;ö\n".encode("cp1252")) == "windows-1252"


def test_bytes_that_windows_1252_leaves_undefined():
    assert found("nimi\n\u0081ä\n".encode("iso-8859-1")) == "iso-8859-1"


def test_utf8_with_broken_bytes_is_refused_at_its_line_and_not_turned_into_mojibake():
    lines = TEXT.encode().split(b"\n")
    lines[4] = b"3.5.2017;9;Y\xf6kerho"
    with pytest.raises(FileError) as error:
        found(b"\n".join(lines))
    assert (error.value.kind, error.value.place) == ("wrong_bytes", "line 5")
    assert "Save the file as UTF-8" in error.value.remedy


def test_a_sign_split_between_two_pieces_is_still_utf8():
    assert found(b"x" * ((1 << 20) - 1) + "ä".encode() * 4) == "utf-8"


def test_nul_is_told_with_its_line():
    with pytest.raises(FileError) as error:
        found(b"a;b\n1;2\n3;\x00" + b"x" * 100)
    assert (error.value.kind, error.value.place) == ("no_text", "line 3")


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_separators(sign):
    assert separator_of(f"a{sign}b{sign}c\n1{sign}2{sign}3\n") == sign


def test_a_separator_inside_quotes_splits_nothing():
    assert separator_of('a;"b,c,d,e"\n1;2\n') == ";"


def test_commas_in_the_text_of_semicolon_files():
    assert separator_of("score;why\n9;good, quick\n8;slow\n7;fine, but, well\n") == ";"


def test_excel_says_its_separator():
    assert separator_of("sep=;\na,b;c\n") == ";"


def test_one_column():
    assert separator_of("score\n9\n8\n") == ","


@pytest.mark.parametrize(
    ("cells", "separator", "sign"),
    [
        (["0,28", "1,5", "9"], ";", ","),
        (["0.28", "1.5"], ";", "."),
        (["9", "8"], ";", "."),
        (["0,28"], ",", ","),
        (["1,234", "12,500"], ",", "."),
    ],
)
def test_decimal_signs(cells, separator, sign):
    assert decimal_of([[cell] for cell in cells], separator) == sign
