"""Reads and writes journeys in CJML 2.0 XML: planned ones and actual ones, one row per touchpoint."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import polars as pl

from cxlab.files.columns import ColumnGatherer, moment
from cxlab.files.xml import Element, EventFileError, Source, elements, label, local

# The end of a touchpoint is what CJML's own logs are ordered by; the others stand in where it is missing.
_TIMES = ("timeCompleted", "timeConsumed", "timeReceived", "timeOriginated", "timeStarted")
_POINTS = frozenset({"actualCommunicationPoint", "plannedCommunicationPoint", "actualAction", "plannedAction"})


@dataclass(frozen=True, slots=True)
class CjmlPoint:
    """A touchpoint to be written: its label, who begins it, who receives it, and the channel."""

    label: str
    initiator: str = "customer"
    receiver: str | None = None
    channel: str | None = None
    comment: str | None = None


@dataclass(frozen=True, slots=True)
class CjmlJourney:
    """A planned journey to be written; ``comment`` travels with it unread by other tools."""

    key: str
    points: tuple[CjmlPoint, ...]
    title: str | None = None
    comment: str | None = None
    providers: tuple[str, ...] = field(default=())


def read_cjml(source: Source) -> pl.DataFrame:
    """Read a CJML 2.0 file as one row per touchpoint, journeys and touchpoints in the order of the file.

    Columns, as far as the file has them: ``journeyID``, ``journeyTitle``, ``isPlanned``, ``plannedReference``,
    ``touchpointID``, ``EventType`` (the initiator's label, else the receiver's, else the id), ``initiator``,
    ``receiver``, ``channel``, ``timeCompleted`` (UTC; the latest time given), ``timeStarted``, ``phase``,
    ``compliance``, ``experienceRating``, ``experienceDescription``, ``comment``, ``journeyComment``.

    Args:
        source: path or bytes, plain or gzip.

    Raises:
        UnsafeXmlError: the file declares a document type or entities.
        EventFileError: not XML, no journey or no touchpoint in it, a touchpoint of a kind that CJML 2.0 does not know,
            or a time that cannot be read; names the journey and the touchpoint.

    Example:
        >>> plan = CjmlJourney("PJ1", (CjmlPoint("Orders"), CjmlPoint("Pays")))
        >>> read_cjml(write_cjml([plan]))["EventType"].to_list()
        ['Orders', 'Pays']

    Reference:
        Halvorsrud, Boletsis, Garcia-Ceja (2021), Designing a Modeling Language for Customer Journeys.
    """
    rows = ColumnGatherer()
    name = label(source)
    journeys = 0
    for journey in elements(source, "plannedJourney", "actualJourney"):
        journeys += 1
        common = {
            "journeyID": _text(journey, "journeyID") or str(journeys),
            "journeyTitle": _text(journey, "journeyTitle"),
            "isPlanned": local(journey.tag) == "plannedJourney",
            "plannedReference": _text(journey, "plannedReference"),
            "journeyComment": _text(journey, "comment"),
        }
        actors = _actors(journey)
        for group in _children(journey, "touchpoints"):
            for number, point in enumerate(group, 1):
                place = f"{name}: journey {common['journeyID']}, touchpoint {number}"
                if local(point.tag) not in _POINTS:
                    message = f"{place} is a <{local(point.tag)}>. CJML 2.0 knows: {', '.join(sorted(_POINTS))}."
                    raise EventFileError(message)
                known = {key: value for key, value in common.items() if value is not None}
                rows.add({**known, **_point(point, actors, place)})
    if not journeys:
        message = f"{name} holds no <plannedJourney> and no <actualJourney>, so it is no CJML 2.0 file."
        raise EventFileError(message)
    if not len(rows):
        message = f"{name}: its journeys hold no touchpoints."
        raise EventFileError(message)
    return rows.table()


def _children(element: Element, tag: str) -> list[Element]:
    return [child for child in element if local(child.tag) == tag]


def _text(element: Element, tag: str) -> str | None:
    for child in _children(element, tag):
        if child.text and child.text.strip():
            return str(child.text).strip()
    return None


def _actors(journey: Element) -> dict[str, str]:
    names = {}
    for group in _children(journey, "actors"):
        for actor in group:
            key = actor.get("actorID") or actor.get("actorIDref")
            if key:
                names[key] = _text(actor, "actorName") or _text(actor, "companyName") or key
    return names


def _point(point: Element, actors: dict[str, str], place: str) -> dict[str, Any]:
    row: dict[str, Any] = {"touchpointID": _text(point, "touchpointID")}
    labels = []
    for role in ("initiator", "receiver"):
        for part in _children(point, role):
            labels.append(_text(part, f"{role}Label"))
            for link in _children(part, "refersTo"):
                key = link.get("actorIDref") or ""
                row[role] = actors.get(key, key) or None
    row["EventType"] = next((text for text in labels if text), row["touchpointID"])
    for part in _children(point, "channel"):
        row["channel"] = _text(part, "channelName")
    for part in _children(point, "belongsTo"):
        row["phase"] = (part.get("phaseIDref") or "").strip() or None
    for part in _children(point, "touchpointExperience"):
        row["experienceRating"] = _text(part, "experienceRating")
        row["experienceDescription"] = _text(part, "experienceDescription")
    for key in ("compliance", "comment", "category"):
        row[key] = _text(point, key)
    times = _times(point, place)
    row["timeStarted"] = times["timeStarted"]
    row["timeCompleted"] = next((value for value in times.values() if value is not None), None)
    return {key: value for key, value in row.items() if value is not None}


def _times(point: Element, place: str) -> dict[str, datetime | None]:
    parts = [*_children(point, "timestamps"), point]
    found: dict[str, datetime | None] = {}
    for key in _TIMES:
        text = next((told for part in parts if (told := _text(part, key))), None)
        found[key] = None if text is None else moment(text)
        if text is not None and found[key] is None:
            message = f"{place}: {key} is no time: {text!r}. Write it like 2026-01-31T14:30:00."
            raise EventFileError(message)
    return found


def write_cjml(journeys: Iterable[CjmlJourney]) -> bytes:
    """Write planned journeys as CJML 2.0 XML in UTF-8.

    Args:
        journeys: in the order they shall stand.

    Example:
        >>> b"<plannedAction>" in write_cjml([CjmlJourney("PJ1", (CjmlPoint("Reads the offer"),))])
        True
    """
    from lxml import etree

    root = etree.Element("CJML", version="2.0")
    for journey in journeys:
        node = etree.SubElement(root, "plannedJourney")
        _leaf(node, "journeyID", journey.key)
        _leaf(node, "journeyTitle", journey.title)
        actors = etree.SubElement(node, "actors")
        parties = {point.initiator for point in journey.points} | {
            point.receiver for point in journey.points if point.receiver
        }
        for party in sorted(parties):
            kind = "endUser" if party == "customer" else "serviceProvider"
            etree.SubElement(actors, kind, actorID=party)
        points = etree.SubElement(node, "touchpoints")
        for number, point in enumerate(journey.points, 1):
            _write_point(points, number, point)
        _leaf(node, "comment", journey.comment)
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True))


def _leaf(parent: Element, tag: str, text: str | None) -> None:
    from lxml import etree

    if text is not None:
        etree.SubElement(parent, tag).text = text


def _write_point(points: Element, number: int, point: CjmlPoint) -> None:
    from lxml import etree

    node = etree.SubElement(points, "plannedCommunicationPoint" if point.receiver else "plannedAction")
    _leaf(node, "touchpointID", f"T{number}")
    for role, party in (("initiator", point.initiator), ("receiver", point.receiver)):
        if party:
            part = etree.SubElement(node, role)
            etree.SubElement(part, "refersTo", actorIDref=party)
            _leaf(part, f"{role}Label", point.label)
    if point.channel:
        _leaf(etree.SubElement(node, "channel"), "channelName", point.channel)
    _leaf(node, "comment", point.comment)
