from __future__ import annotations

import gzip
from datetime import UTC, datetime

import pytest

from cxlab.files import FileError
from cxlab.files.xes import read_xes
from cxlab.files.xml import UnsafeXmlError, elements, refuse_document_type
from tests.cxlab.journeys.real import shared_data

LOG = b"""<?xml version="1.0"?>
<log xmlns="http://www.xes-standard.org/">
  <global scope="event"><string key="concept:name" value="UNKNOWN"/></global>
  <trace>
    <string key="concept:name" value="NA"/><int key="amount" value="7"/>
    <event>
      <string key="concept:name" value="Call"/><date key="time:timestamp" value="2026-01-02T12:00:00.500+02:00"/>
      <float key="cost" value="1.5"><string key="inner" value="not read"/></float><boolean key="ok" value="true"/>
    </event>
    <event><string key="concept:name" value="Pay"/><float key="cost" value="NaN"/></event>
  </trace>
  <trace><event><string key="concept:name" value="Call"/></event></trace>
</log>"""

BOMB = b"""<?xml version="1.0"?>
<!DOCTYPE log [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>
<log><trace><event><string key="concept:name" value="&c;"/></event></trace></log>"""
OUTSIDE = b'<!DOCTYPE log [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
OUTSIDE += b'<log><trace><event><string key="a" value="1"/></event></trace></log>'


def test_events_come_with_their_own_and_their_traces_attributes():
    table = read_xes(LOG)
    assert table.height == 3
    assert table["case:concept:name"].to_list() == ["NA", "NA", "2"]
    assert table["concept:name"].to_list() == ["Call", "Pay", "Call"]
    assert table["case:amount"].to_list() == [7, 7, None]
    assert table["cost"].to_list() == [1.5, None, None]
    assert table["ok"].to_list() == [True, None, None]
    assert table["time:timestamp"].to_list()[0] == datetime(2026, 1, 2, 10, 0, 0, 500_000, UTC)
    assert "inner" not in table.columns


def test_a_packed_log_reads_the_same():
    assert read_xes(gzip.compress(LOG, mtime=0)).equals(read_xes(LOG))


@pytest.mark.parametrize("data", [BOMB, OUTSIDE, gzip.compress(BOMB, mtime=0), BOMB.decode().encode("utf-16")])
def test_entities_are_refused_before_anything_is_expanded(data):
    with pytest.raises(UnsafeXmlError, match="declares a document type"):
        read_xes(data)
    with pytest.raises(UnsafeXmlError, match="or entities"):
        refuse_document_type(data)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"<log></log>", "holds no trace"),
        (b"", "holds no XML element"),
        (b"case,activity", "is not XML: line 1, column 1"),
        (b"<log><trace><event></trace></log>", "not well-formed XML: line 1, column"),
        (b"<log><trace>", "not well-formed XML"),
        (gzip.compress(LOG, mtime=0)[:-20], "cannot be read as gzip"),
        (
            b'<log><trace>\n<event><int key="n" value="many"/></event></trace></log>',
            "line 2: n says it is a int, but 'many'",
        ),
        (b'<log><trace><event><date key="t" value="soon"/></event></trace></log>', "t says it is a date"),
        (b'<log><trace><event><boolean key="b" value="maybe"/></event></trace></log>', "b says it is a boolean"),
    ],
)
def test_a_faulty_log_is_refused_with_its_place(data, message):
    with pytest.raises(FileError, match=message):
        read_xes(data)


def test_traces_already_seen_are_forgotten():
    data = b"<log>" + b'<trace><event><string key="concept:name" value="x"/></event></trace>' * 500 + b"</log>"
    seen = 0
    for trace in elements(data, "trace"):
        seen += 1
        # Behind the trace at hand lies at most the one before it, emptied; ahead, what the parser has read.
        behind = list(trace.itersiblings(preceding=True))
        assert len(behind) <= 1
        assert all(len(other) == 0 for other in behind)
    assert seen == 500


def test_the_textbook_log_is_read():
    table = read_xes(shared_data() / "pm4py_running_example" / "running-example.xes")
    assert (table["case:concept:name"].n_unique(), table.height, table["concept:name"].n_unique()) == (6, 42, 8)
