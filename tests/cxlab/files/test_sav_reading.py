"""SPSS files: labels, missing codes, dates, long texts, multiple response, other encodings."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pyreadstat
import pytest

from cxlab.files import FileError, Form, MultipleSet, open_table
from cxlab.files.sav_dictionary import Dictionary, dictionary, extend, sets_of


def saved(folder, table: pl.DataFrame, **how):
    place = folder / "a.sav"
    pyreadstat.write_sav(table, place, **how)
    return place


def test_codes_stay_codes_with_their_labels_beside_them(tmp_path):
    place = saved(
        tmp_path,
        pl.DataFrame({"netpro": [10.0, 11.0, None], "why": ["hyvä", "", "x" * 5000]}),
        column_labels={"netpro": "Kuinka todennäköisesti?"},
        variable_value_labels={"netpro": {0.0: "Ei lainkaan", 11.0: "Tyhjä"}},
        missing_ranges={"netpro": [11.0]},
    )
    file = open_table(place)
    assert (file.kind, file.rows, file.form.encoding) == ("sav", 3, "utf-8")
    column = file.columns[0]
    assert (column.label, dict(column.value_labels)) == (
        "Kuinka todennäköisesti?",
        {"0": "Ei lainkaan", "11": "Tyhjä"},
    )
    assert column.missing == ("11",)
    assert file.whole().rows() == [("10", "hyvä"), ("11", None), (None, "x" * 5000)]


def test_ranges_of_missing_codes(tmp_path):
    table = pl.DataFrame({"a": [1.0, 97.0], "b": [5.5, -2.0], "c": ["x", "NA"]})
    place = saved(
        tmp_path, table, missing_ranges={"a": [{"lo": 97, "hi": 99}, -1], "b": [{"lo": -9999, "hi": 0}], "c": ["NA"]}
    )
    assert [column.missing for column in open_table(place).columns] == [("97", "98", "99", "-1"), ("-2",), ("NA",)]


def test_dates_moments_and_lengths(tmp_path):
    table = pl.DataFrame(
        {
            "day": [dt.date(2017, 5, 3), None, dt.date(1600, 1, 1)],
            "moment": [dt.datetime(2017, 5, 3, 10, 30, 5), dt.datetime(2017, 5, 3), None],  # noqa: DTZ001
            "clock": [dt.time(7, 5), None, None],
        }
    )
    assert open_table(saved(tmp_path, table)).whole().rows() == [
        ("2017-05-03", "2017-05-03T10:30:05", "07:05:00"),
        (None, "2017-05-03T00:00:00", None),
        ("1600-01-01", None, None),
    ]


def test_packed_files_and_small_pieces(tmp_path):
    table = pl.DataFrame({"a": [float(n) for n in range(2500)], "b": [f"t{n}" for n in range(2500)]})
    place = tmp_path / "a.zsav"
    pyreadstat.write_sav(table, place, compress=True)
    file = open_table(place)
    batches = file.batches(1000)
    heights = [batch.height for batch in batches]
    assert (sum(heights), max(heights), batches.done) == (2500, 1000, 1.0)
    assert file.whole()["a"].to_list() == [str(n) for n in range(2500)]
    assert file.sample(7).height == 7


def test_multiple_response_sets(tmp_path):
    place = saved(tmp_path, pl.DataFrame({"why_price": [1.0], "why_service": [0.0], "first": [2.0], "second": [3.0]}))
    both = (
        MultipleSet("why", "Miksi, mitä?", ("why_price", "why_service"), "1"),
        MultipleSet("named", "", ("first", "second"), None),
    )
    extend(place, both, {})
    file = open_table(place)
    assert file.sets == both
    assert [column.set_name for column in file.columns] == ["why", "why", "named", "named"]


@pytest.mark.parametrize(
    ("text", "counted", "label"),
    [
        (b"$a=D1 1 3 Why v1 v2\n", "1", "Why"),
        (b"$a=D3 yes 3 Why v1 v2\n", "yes", "Why"),
        (b"$a=C 3 Why v1 v2\n", None, "Why"),
        (b"$a=C 0  v1 v2\n", None, ""),
        (b"$a=E 1 1 1 3 Why v1 v2\n", "1", "Why"),
        (b"$a=E 11 1 1 0  v1 v2\n", "1", ""),
        ("$a=D1 1 5 Mikä v1 v2".encode(), "1", "Mikä"),
    ],
)
def test_the_ways_sets_are_written(text, counted, label):
    told = Dictionary(0, "<", {"V1": "first", "V2": "second"}, {7: text})
    assert sets_of(told, "utf-8") == (MultipleSet("a", label, ("first", "second"), counted),)


@pytest.mark.parametrize("text", [b"", b"$a=", b"$a=D9", b"$a=D1 1", b"nonsense", b"$a=X 1 2 3"])
def test_broken_sets_are_no_sets(text):
    assert sets_of(Dictionary(0, "<", {}, {7: text}), "utf-8") == ()


def test_a_dictionary_that_breaks_off(tmp_path):
    place = saved(tmp_path, pl.DataFrame({"a": [1.0]}))
    whole = place.read_bytes()
    for size in range(0, len(whole), 7):
        place.write_bytes(whole[:size])
        told = dictionary(place, "utf-8")
        assert told is None or told.end < size


def test_an_encoding_that_the_file_does_not_say(tmp_path):
    place = saved(tmp_path, pl.DataFrame({"a": ["hyvä"]}))
    place.write_bytes(place.read_bytes().replace("hyvä".encode(), "hyvä ".encode("cp1252")).replace(b"UTF-8", b"CP125"))
    with pytest.raises(FileError):
        open_table(place, form=Form(encoding="klingon")).whole()


@pytest.mark.parametrize("size", [3, 60, 176, 300])
def test_a_file_that_breaks_off(tmp_path, size):
    place = saved(tmp_path, pl.DataFrame({"a": [1.0], "b": ["x" * 300]}))
    place.write_bytes(b"$FL2" + place.read_bytes()[4:size])
    with pytest.raises(FileError) as error:
        open_table(place).whole()
    assert error.value.kind == "damaged"


def test_a_variable_whose_name_was_lost(tmp_path):
    place = saved(tmp_path, pl.DataFrame({"first": [1.0], "other": [2.0]}))
    place.write_bytes(place.read_bytes().replace(b"OTHER   ", b" " * 8))
    with pytest.raises(FileError) as error:
        open_table(place)
    assert error.value.kind == "damaged"
