"""A name that stands twice in a header is refused, by name, wherever CSV is read."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxlab.files import FileError, read_table
from cxlab.files.events import read_event_file
from cxlab.files.headers import repeated_name


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("score,team,score", "score"),
        ('score,"score"', "score"),
        ('"a, b",c,"a, b"', "a, b"),
        ("\n\nscore,score", "score"),
        ("score,Score", None),
        ("score,,", None),
        ('"a ""b""","a b"', None),
        ("", None),
    ],
)
def test_the_first_name_that_stands_twice(header, name):
    assert repeated_name(f"{header}\n9,a,8\n".encode(), ",") == name


def test_a_byte_order_mark_hides_no_repetition():
    assert repeated_name(b"\xef\xbb\xbfscore;score\n9;8\n", ";") == "score"


@given(st.lists(st.text(alphabet='ab ,"\n\u00e4', min_size=1, max_size=3), min_size=1, max_size=6))
def test_it_finds_a_repetition_exactly_when_there_is_one(names):
    line = ",".join('"' + name.replace('"', '""') + '"' for name in names)
    found = repeated_name(f"{line}\n".encode(), ",")
    assert (found is None) == (len(set(names)) == len(names))
    assert found is None or names.count(found) > 1


def test_a_header_that_never_ends_is_left_to_the_reader_of_the_table():
    assert repeated_name(b'"' + b"x" * 200_000, ",") is None


def test_tables_and_logs_refuse_it_and_name_the_column_and_the_remedy(tmp_path):
    place = tmp_path / "answers.csv"
    place.write_text("score;team;score\n9;a;8\n", encoding="utf-8")
    with pytest.raises(FileError, match=r"answers\.csv has two columns named 'score'\. Rename or remove one"):
        read_table(place)
    with pytest.raises(FileError, match="two columns named 'päivä'"):
        read_event_file("päivä,step,päivä\n1,Call,2\n".encode("cp1252"))


def test_columns_without_a_name_at_the_end_do_not_stop_a_table(tmp_path):
    place = tmp_path / "answers.csv"
    place.write_text("score;;\n9;;\n", encoding="utf-8")
    assert read_table(place)["score"].equals(pl.Series("score", [9]))
