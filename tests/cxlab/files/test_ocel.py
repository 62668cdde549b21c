from __future__ import annotations

import gzip
import json

import pytest

from cxlab.files.events import read_events
from cxlab.files.ocel import read_ocel
from cxlab.files.xml import EventFileError, UnsafeXmlError

DOCUMENT = {
    "objectTypes": [{"name": "offer", "attributes": []}, {"name": "account", "attributes": []}],
    "eventTypes": [{"name": "Call", "attributes": []}],
    "objects": [
        {"id": "o1", "type": "offer", "attributes": [{"name": "value", "time": "1970-01-01T00:00:00Z", "value": 10}]},
        {"id": "o2", "type": "offer", "attributes": []},
        {"id": "acme", "type": "account", "attributes": [{"name": "city", "value": "Turku"}]},
    ],
    "events": [
        {
            "id": "e1",
            "type": "Call",
            "time": "2026-01-02T10:00:00Z",
            "attributes": [{"name": "minutes", "value": 12}],
            "relationships": [
                {"objectId": "o1", "qualifier": "about"},
                {"objectId": "o2", "qualifier": "about"},
                {"objectId": "acme", "qualifier": "with"},
            ],
        },
        {"id": "e2", "type": "Offer sent", "time": "2026-01-03T10:00:00Z", "relationships": [{"objectId": "o1"}]},
        {"id": "e3", "type": "Note", "time": "2026-01-04T10:00:00Z", "relationships": []},
    ],
}
JSON = json.dumps(DOCUMENT).encode()
XML = b"""<log>
<object-types><object-type name="offer"><attributes/></object-type></object-types>
<event-types><event-type name="Call"><attributes/></event-type></event-types>
<objects>
  <object id="o1" type="offer"><attributes>
    <attribute name="value" time="1970-01-01T00:00:00Z">10</attribute></attributes>
    <objects><relationship object-id="acme" qualifier="of"/></objects></object>
  <object id="o2" type="offer"/><object id="acme" type="account"/>
</objects>
<events>
  <event id="e1" type="Call" time="2026-01-02T10:00:00Z">
    <attributes><attribute name="minutes">12</attribute></attributes>
    <objects><relationship object-id="o1" qualifier="about"/><relationship object-id="o2"/>
    <relationship object-id="acme" qualifier="with"/></objects></event>
  <event id="e2" type="Offer sent" time="2026-01-03T10:00:00Z"><objects><relationship object-id="o1"/></objects></event>
  <event id="e3" type="Note" time="2026-01-04T10:00:00Z"/>
</events></log>"""


@pytest.mark.parametrize("data", [JSON, XML, gzip.compress(JSON, mtime=0), gzip.compress(XML, mtime=0)])
def test_both_forms_say_the_same(data):
    log = read_ocel(data)
    assert log.object_types() == {"offer": 2, "account": 1}
    assert log.events["event"].to_list() == ["e1", "e2", "e3"]
    assert log.relations.select("event", "object").rows() == [("e1", "o1"), ("e1", "o2"), ("e1", "acme"), ("e2", "o1")]


@pytest.mark.parametrize("data", [JSON, XML])
def test_an_event_stands_in_the_journey_of_each_object_of_the_type(data):
    table = read_events(data, object_type="offer")
    assert table.select("case", "touchpoint", "account").rows() == [
        ("o1", "Call", "acme"),
        ("o1", "Offer sent", None),
        ("o2", "Call", "acme"),
    ]
    assert [float(v) if v else None for v in table["case:value"].to_list()] == [10, 10, None]


def test_a_log_without_objects_or_without_relations_is_refused():
    with pytest.raises(EventFileError, match="holds no objects, so it tells of nobody's journey"):
        read_events(json.dumps({**DOCUMENT, "objects": []}).encode())
    loose = [{**event, "relationships": [{"objectId": "unknown"}]} for event in DOCUMENT["events"]]
    with pytest.raises(EventFileError, match="No event of the log names an object of the type 'offer'"):
        read_events(json.dumps({**DOCUMENT, "events": loose}).encode(), object_type="offer")


def test_the_type_is_asked_for_where_there_are_several():
    with pytest.raises(EventFileError, match=r"Name the object type.*offer \(2\), account \(1\)"):
        read_ocel(JSON).flatten()
    with pytest.raises(EventFileError, match="No object is a 'visit'"):
        read_ocel(JSON).flatten("visit")


def test_a_log_with_one_type_needs_no_name():
    one = {**DOCUMENT, "objects": DOCUMENT["objects"][:2]}
    assert read_ocel(json.dumps(one).encode()).flatten().height == 3


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"a,b", "neither JSON nor XML"),
        (b'{"events": [', "not JSON: line 1, column"),
        (b'{"objects": []}', "'events' is not a list"),
        (b'{"events": [], "objects": []}', "holds no event"),
        (b'{"events": [{"id": "e", "type": "x", "time": "soon"}], "objects": []}', "event e has no time"),
        (b'{"events": [{"id": "e"}], "objects": []}', "lacks its id or its type"),
        (b'{"a":' + b"[" * 100_000, "not JSON that can be read"),
    ],
)
def test_a_faulty_log_is_refused(data, message):
    with pytest.raises(EventFileError, match=message):
        read_ocel(data)


def test_entities_are_refused():
    with pytest.raises(UnsafeXmlError):
        read_ocel(b'<!DOCTYPE log [<!ENTITY a "b">]>' + XML)
