from __future__ import annotations

import pytest

from cxlab.files.cjml import CjmlJourney, CjmlPoint, read_cjml, write_cjml
from cxlab.files.events import read_events
from cxlab.files.xml import EventFileError, UnsafeXmlError

XML = b"""<?xml version="1.0"?><!-- made by hand -->
<CJML version="2.0">
<plannedJourney><journeyID>PJ1</journeyID>
  <actors><endUser actorID="c"/></actors>
  <touchpoints><plannedAction><touchpointID>T1</touchpointID>
    <initiator><refersTo actorIDref="c"/>
    <initiatorLabel>Orders</initiatorLabel></initiator></plannedAction></touchpoints>
</plannedJourney>
<actualJourney><journeyID>NA</journeyID><plannedReference>PJ1</plannedReference>
  <actors><endUser actorID="c"><actorName>Buyer</actorName></endUser>
    <serviceProvider actorID="p"><companyName>Installer</companyName></serviceProvider></actors>
  <touchpoints>
    <actualCommunicationPoint><touchpointID>T1</touchpointID><belongsTo phaseIDref="during"/><compliance>ok</compliance>
      <initiator><refersTo actorIDref="c"/><initiatorLabel>Orders</initiatorLabel></initiator>
      <receiver><refersTo actorIDref="p"/><receiverLabel>Gets the order</receiverLabel></receiver>
      <channel><channelName>Web</channelName></channel>
      <timestamps><timeReceived>2026-01-02T10:05:00</timeReceived>
        <timeCompleted>2026-01-02T10:00:00</timeCompleted></timestamps>
      <touchpointExperience><experienceRating>4</experienceRating></touchpointExperience>
    </actualCommunicationPoint>
    <actualAction><touchpointID>D2</touchpointID><initiator><refersTo actorIDref="p"/></initiator>
      <timestamps><timeStarted>2026-01-03T10:00:00</timeStarted></timestamps></actualAction>
  </touchpoints>
</actualJourney></CJML>"""


def test_touchpoints_of_planned_and_actual_journeys():
    rows = read_cjml(XML).to_dicts()
    assert [row["EventType"] for row in rows] == ["Orders", "Orders", "D2"]
    assert [row["isPlanned"] for row in rows] == [True, False, False]
    order = rows[1]
    assert (order["initiator"], order["receiver"], order["channel"]) == ("Buyer", "Installer", "Web")
    assert (order["phase"], order["compliance"], order["experienceRating"]) == ("during", "ok", "4")
    assert order["timeCompleted"].isoformat() == "2026-01-02T10:00:00+00:00"
    assert rows[2]["timeCompleted"].isoformat() == "2026-01-03T10:00:00+00:00"


def test_an_actual_journey_becomes_events():
    actual = XML.replace(XML[XML.index(b"<plannedJourney>") : XML.index(b"<actualJourney>")], b"")
    table = read_events(actual)
    assert table.select("case", "touchpoint", "actor", "receiver", "channel", "score", "planned").rows() == [
        ("NA", "Orders", "Buyer", "Installer", "Web", 4.0, False),
        ("NA", "D2", "Installer", None, None, None, False),
    ]


def test_what_is_written_is_read_back():
    points = (CjmlPoint("Reads <the> offer"), CjmlPoint("Sends & waits", "brand", "customer", "Mail", "a note"))
    rows = read_cjml(write_cjml([CjmlJourney("PJ7", points, "Offer", "kept\nas it is")])).to_dicts()
    assert [(r["EventType"], r["initiator"], r["receiver"], r["channel"], r["comment"]) for r in rows] == [
        ("Reads <the> offer", "customer", None, None, None),
        ("Sends & waits", "brand", "customer", "Mail", "a note"),
    ]
    assert {(r["journeyID"], r["journeyTitle"], r["journeyComment"], r["isPlanned"]) for r in rows} == {
        ("PJ7", "Offer", "kept\nas it is", True)
    }


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"<CJML/>", "holds no <plannedJourney>"),
        (b"<CJML><actualJourney><journeyID>1</journeyID></actualJourney></CJML>", "hold no touchpoints"),
        (b"<CJML><actualJourney>", "not well-formed"),
        (XML.replace(b"actualAction>", b"dream>"), "journey NA, touchpoint 2 is a <dream>. CJML 2.0 knows"),
        (XML.replace(b"2026-01-03T10:00:00", b"soon"), "journey NA, touchpoint 2: timeStarted is no time: 'soon'"),
    ],
)
def test_a_faulty_file_is_refused(data, message):
    with pytest.raises(EventFileError, match=message):
        read_cjml(data)


def test_entities_are_refused():
    with pytest.raises(UnsafeXmlError):
        read_cjml(b'<!DOCTYPE CJML [<!ENTITY a "b">]><CJML/>')
