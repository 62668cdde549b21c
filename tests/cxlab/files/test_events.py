from __future__ import annotations

import gzip
import io

import polars as pl
import pytest

from cxlab.files import FileError, write_xlsx
from cxlab.files.event_columns import EventColumns, guess_columns, map_events
from cxlab.files.events import read_events
from cxlab.files.xml import EventFileError
from tests.cxlab.journeys.real import LOGS, shared_data

CSV = (
    b"Case ID,Activity,Complete Timestamp,Resource\n"
    b"b,Visit,2026-01-03 09:30,ann\nNA,Call,2026-01-02 10:00,\nb,Call,2026-01-03 09:00,bo\n"
)


def test_a_csv_is_read_by_the_usual_names_and_put_in_order():
    table = read_events(CSV)
    assert table.select("case", "touchpoint", "actor").rows() == [
        ("b", "Call", "bo"),
        ("b", "Visit", "ann"),
        ("NA", "Call", None),
    ]
    assert table["ts_s"].to_list() == [1767430800, 1767432600, 1767348000]


def test_a_case_called_na_is_a_case():
    assert "NA" in read_events(CSV)["case"].to_list()


@pytest.mark.parametrize("name", ["", "null", "NaN"])
def test_only_an_empty_case_is_refused_and_its_row_named(name):
    data = f"case,activity,time\na,x,2026-01-01\n{name},x,2026-01-02\n".encode()
    if name:
        assert read_events(data)["case"].to_list() == ["a", name]
    else:
        with pytest.raises(EventFileError, match="1 row has no case; the first is row 2"):
            read_events(data)


def test_columns_that_are_given_win_over_names_that_are_known():
    table = read_events(CSV, EventColumns(case="Activity", touchpoint="Case ID"))
    assert set(table["touchpoint"]) == {"b", "NA"}


def test_a_log_in_the_words_of_cjml_is_mapped():
    names = ["journeyID", "EventType", "timeCompleted", "initiator", "receiver", "channel", "isPlanned"]
    found = guess_columns(names)
    assert [
        found.case,
        found.touchpoint,
        found.time,
        found.actor,
        found.receiver,
        found.channel,
        found.planned,
    ] == names


def test_a_column_that_is_not_there_is_named_with_those_that_are():
    with pytest.raises(EventFileError, match=r"no column 'id'\. The file has: Case ID, Activity"):
        read_events(CSV, EventColumns(case="id"))


def test_without_a_case_column_the_question_is_asked():
    with pytest.raises(EventFileError, match="Which column is the case"):
        read_events(b"who,activity,time\na,x,2026-01-01\n")


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("2026-01-02", 1767312000),
        ("2026-01-02 10:00", 1767348000),
        ("2026-01-02T10:00:00Z", 1767348000),
        ("2026-01-02T12:00:00.250+02:00", 1767348000),
        ("2026-01-02T12:00:00+0200", 1767348000),
        ("2.1.2026 10.00", 1767348000),
        ("02.01.2026 10:00:00", 1767348000),
        ("2026/01/02 10:00", 1767348000),
    ],
)
def test_times_in_the_usual_forms(text, seconds):
    assert read_events(f"case;activity;time\na;x;{text}\n".encode())["ts_s"].to_list() == [seconds]


def test_times_that_can_be_read_in_two_ways_are_not_guessed():
    data = b"case,activity,time\na,x,01/02/2026\n"
    with pytest.raises(EventFileError, match=r"'01/02/2026'. Say how they are written"):
        read_events(data)
    assert read_events(data, time_format="%d/%m/%Y")["ts_s"].to_list() == [1769904000]


def test_times_of_two_kinds_name_the_first_that_is_odd():
    data = b"case,activity,time\na,x,2026-01-01 10:00\na,y,\na,y,03/02/2026\na,z,2026-01-04 10:00\na,z,4/2/2026\n"
    with pytest.raises(EventFileError) as caught:
        read_events(data)
    assert str(caught.value) == (
        "2 times in 'time' cannot be read as the others can; the first is row 3: '03/02/2026', where others are like "
        "'2026-01-01 10:00'. Write all of them in one way."
    )
    with pytest.raises(EventFileError, match="row 1: '2026-01-01', where others are like '5/1/2026'"):
        read_events(b"case,activity,time\na,x,2026-01-01\na,y,5/1/2026\na,y,6/1/2026\n", time_format="%d/%m/%Y")


@pytest.mark.parametrize(
    "data",
    [
        b"case,activity,time\n",
        "case;activity\n".encode("utf-16"),
        b"<log><trace><string key='concept:name' value='1'/></trace></log>",
    ],
)
def test_a_file_without_events_is_refused(data):
    with pytest.raises(EventFileError, match=r"the file holds no events\. Export it again with the rows"):
        read_events(data)


def test_a_choice_of_lifecycle_that_leaves_nothing_is_refused():
    log = b"case,activity,lifecycle\na,x,schedule\n"
    with pytest.raises(EventFileError, match="No event is left of 1"):
        read_events(log, lifecycle="complete")


def test_a_log_without_times_keeps_the_order_of_its_rows():
    table = read_events(b"case,activity\na,y\nb,y\na,x\n")
    assert table.select("case", "touchpoint", "ts_s").rows() == [("a", "y", None), ("a", "x", None), ("b", "y", None)]


def test_numbers_are_epoch_seconds():
    table = pl.DataFrame({"case": [1], "activity": ["x"], "time": [1767348000.5]})
    assert map_events(table)["ts_s"].to_list() == [1767348000]


def test_scores_are_numbers_or_nothing():
    table = read_events(b"case,activity,score\na,x,4.5\na,y,often\na,z,\na,w,nan\n")
    assert table["score"].to_list() == [4.5, None, None, None]


def test_parquet_gzip_and_western_european_text_are_read():
    buffer = io.BytesIO()
    pl.DataFrame({"case": ["a"], "event": ["x"], "time": ["2026-01-01"]}).write_parquet(buffer)
    assert read_events(buffer.getvalue())["touchpoint"].to_list() == ["x"]
    latin = "case;activity\na;käynti\n"
    for data in (gzip.compress(latin.encode()), latin.encode("latin-1"), ("\ufeff" + latin).encode()):
        assert read_events(data).select("case", "touchpoint").rows() == [("a", "käynti")]


def packed_and_spoilt() -> bytes:
    whole = bytearray(gzip.compress(bytes(range(256)) * 400, mtime=0))
    whole[60:200] = bytes(140)
    return bytes(whole)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is empty"),
        (b"  \n", "is empty"),
        (gzip.compress(b"", mtime=0), "is empty"),
        (gzip.compress(b"x" * 99, mtime=0)[:-9], "cannot be read as gzip"),
        (packed_and_spoilt(), "cannot be read as gzip"),
        (gzip.compress(b"case,activity\n" + bytes(70_000_000), mtime=0), "unpacks to more than 64 megabytes"),
        (b"PAR1 and no more", "cannot be read as Parquet"),
        (b"%PDF-1.4 \x80\x81", "is a PDF"),
        (b"case,activity\n1,a\n2,b,c\n", "line 3: 3 cells where the header names 2 columns"),
        (b'case,activity\n1,"a\n2,b\n', "a quote is opened and not closed"),
        (b"[1, 2]", "Which column is the case"),
        (b'{"a":' * 100_000, "not JSON that can be read"),
        (b"<log>" + b"<a>" * 5000, "not well-formed XML"),
    ],
)
def test_empty_damaged_and_foreign_files_are_refused_with_the_reason(data, message):
    with pytest.raises(FileError, match=message):
        read_events(data)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_read_as_such_with_and_without_a_mark(encoding):
    # Text without a foreign letter is valid UTF-8 too, full of zeros.
    for name in ("Call", "Käynti"):
        table = read_events(CSV.decode().replace("Call", name).encode(encoding))
        assert table["touchpoint"].to_list() == [name, "Visit", name]


def test_xml_in_utf_16_is_told_from_text():
    event = '<event><string key="concept:name" value="Käynti"/></event>'
    log = f'<log><trace><string key="concept:name" value="NA"/>{event}</trace></log>'
    assert read_events(log.encode("utf-16")).select("case", "touchpoint").rows() == [("NA", "Käynti")]


def test_a_workbook_is_read_as_a_log(tmp_path):
    place = tmp_path / "log.xlsx"
    write_xlsx(pl.DataFrame({"case": ["NA"], "activity": ["Call"]}), [], [], place)
    for source in (place, place.read_bytes()):
        assert read_events(source).select("case", "touchpoint").rows() == [("NA", "Call")]


def test_a_column_of_lists_is_refused_by_name(tmp_path):
    pl.DataFrame({"case": [[1]], "activity": ["Call"]}).write_parquet(tmp_path / "log.parquet")
    with pytest.raises(FileError, match="column 'case' holds lists or records"):
        read_events(tmp_path / "log.parquet")


def test_a_message_shows_no_endless_header():
    table = pl.DataFrame({f"{k:03d}" + "x" * 500 + "\x1b": [k] for k in range(100)})
    with pytest.raises(FileError, match="Which column is the case") as caught:
        map_events(table)
    assert str(caught.value).endswith("x and 70 more.")
    assert len(str(caught.value)) < 3000


def test_a_path_that_is_not_there_is_named(tmp_path):
    with pytest.raises(EventFileError, match=r"log\.xes cannot be opened: No such file"):
        read_events(tmp_path / "log.xes")


STATES = (
    b"case,activity,lifecycle,time\n"
    b"a,Call,start,2026-01-01 10:00\na,Call,start,2026-01-01 10:01\n"
    b"a,Call,complete,2026-01-01 10:05\na,Pay,COMPLETE,2026-01-01 11:00\n"
)


def test_lifecycle_is_kept_named_or_collapsed_by_choice():
    assert read_events(STATES)["touchpoint"].to_list() == ["Call", "Call", "Call", "Pay"]
    assert read_events(STATES, lifecycle="names")["touchpoint"].to_list()[:2] == ["Call+start", "Call+start"]
    assert read_events(STATES, lifecycle="complete")["touchpoint"].to_list() == ["Call", "Pay"]
    collapsed = read_events(STATES, lifecycle="collapse").select("touchpoint", "completed", "start_s", "ts_s").rows()
    # The first start meets the first completion; the second is never completed.
    assert collapsed == [
        ("Call", False, 1767261660, 1767261660),
        ("Call", True, 1767261600, 1767261900),
        ("Pay", True, None, 1767265200),
    ]


def test_a_lifecycle_that_is_not_there_cannot_be_chosen():
    with pytest.raises(EventFileError, match="no lifecycle column"):
        read_events(CSV, lifecycle="complete")


@pytest.mark.parametrize(
    ("log", "cases", "events", "activities", "variants"),
    [
        ("helpdesk", 4580, 21348, 14, 226),
        ("receipt", 1434, 8577, 27, 116),
        pytest.param("bpic2012", 13087, 262200, 24, 4366, marks=pytest.mark.slow),
    ],
)
def test_real_logs_have_the_sizes_their_publishers_state(log, cases, events, activities, variants):
    table = read_events(shared_data() / LOGS[log])
    assert (table["case"].n_unique(), table.height, table["touchpoint"].n_unique()) == (cases, events, activities)
    joined = table.group_by("case").agg(pl.col("touchpoint").str.join("\n"))
    assert joined["touchpoint"].n_unique() == variants


@pytest.mark.slow
def test_bpic_2012_has_4336_variants_when_only_completions_count():
    table = read_events(shared_data() / LOGS["bpic2012"], lifecycle="complete")
    joined = table.group_by("case").agg(pl.col("touchpoint").str.join("\n"))
    assert (table.height, joined["touchpoint"].n_unique()) == (164506, 4336)
