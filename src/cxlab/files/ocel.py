"""Reads object-centric event logs (OCEL 2.0, JSON and XML) and flattens them to the journeys of one type of object."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from cxlab.files.columns import ColumnGatherer, moment
from cxlab.files.xml import Element, EventFileError, Source, elements, label, local, open_binary


@dataclass(frozen=True, slots=True, eq=False)
class ObjectLog:
    """An object-centric log: events, objects, and which event concerned which object.

    Attributes:
        events: one row per event: ``event`` (its id), ``type``, ``time`` (UTC) and the event's own attributes.
        objects: one row per object: ``object`` (its id), ``type``, and the attributes it had first.
        relations: one row per event and object: ``event``, ``object``, ``qualifier``.
    """

    events: pl.DataFrame
    objects: pl.DataFrame
    relations: pl.DataFrame

    def object_types(self) -> dict[str, int]:
        """The types of object and how many objects each has, most first."""
        counts = self.objects.group_by("type").len().sort(["len", "type"], descending=[True, False])
        return dict(counts.iter_rows())

    def flatten(self, object_type: str | None = None) -> pl.DataFrame:
        """One row per event and object of the type: the journeys of those objects.

        An event that concerns several objects of the type stands in the journey of each; one that concerns none is left
        out. Columns: ``case`` (the object), ``touchpoint`` (the event's type), ``time``, the event's attributes, the
        object's attributes as ``case:`` + name, and one column per other object type with the first such object (so an
        account or contact kept as an object rides along).

        Args:
            object_type: the type whose objects are the journeys; may be left out when the log has only one.

        Raises:
            EventFileError: the log has no objects, the type is unknown, none is named where there are several (lists
                what there is), or no event concerns an object of the type.
        """
        types = self.object_types()
        if not types:
            message = "The log holds no objects, so it tells of nobody's journey. Export it with its objects."
            raise EventFileError(message)
        if object_type is None and len(types) == 1:
            object_type = next(iter(types))
        if object_type not in types:
            listed = ", ".join(f"{name} ({count})" for name, count in types.items())
            asked = (
                "Name the object type whose journeys you want"
                if object_type is None
                else f"No object is a {object_type!r}"
            )
            message = f"{asked}. Types in this log: {listed}."
            raise EventFileError(message)
        kinds = self.relations.join(
            self.objects.select("object", pl.col("type").alias("_kind")), on="object", how="inner"
        )
        cases = (
            kinds.filter(pl.col("_kind") == object_type)
            .select("event", pl.col("object").alias("case"))
            .unique(maintain_order=True)
        )
        if not cases.height:
            message = f"No event of the log names an object of the type {object_type!r}: the relationships are missing."
            raise EventFileError(message)
        rows = cases.join(self.events.rename({"type": "touchpoint"}), on="event", how="inner", maintain_order="left")
        for other in types:
            if other != object_type and other not in rows.columns:
                first = (
                    kinds.filter(pl.col("_kind") == other)
                    .group_by("event", maintain_order=True)
                    .agg(pl.col("object").first().alias(other))
                )
                rows = rows.join(first, on="event", how="left", maintain_order="left")
        own = self.objects.filter(pl.col("type") == object_type).drop("type")
        own = own.select(
            pl.col("object").alias("case"),
            *(pl.col(name).alias(f"case:{name}") for name in own.columns if name != "object"),
        )
        own = own.select(name for name in own.columns if own[name].null_count() < own.height)
        return rows.join(own, on="case", how="left", maintain_order="left") if "case" in own.columns else rows


class _Gatherer:
    def __init__(self, name: str) -> None:
        self.name = name
        self.events, self.objects = ColumnGatherer(), ColumnGatherer()
        self.relations: list[tuple[str, str, str | None]] = []

    def event(self, key: str | None, kind: str | None, time: str | None, attributes: Iterable[tuple[str, Any]]) -> str:
        if not key or not kind:
            message = f"{self.name}: an event lacks its id or its type (event {len(self.events) + 1})."
            raise EventFileError(message)
        when = moment(time or "")
        if when is None:
            message = f"{self.name}: event {key} has no time that can be read: {time!r}."
            raise EventFileError(message)
        self.events.add({**dict(attributes), "event": key, "type": kind, "time": when})
        return key

    def object(self, key: str | None, kind: str | None, attributes: Iterable[tuple[str, Any]]) -> None:
        if not key or not kind:
            message = f"{self.name}: an object lacks its id or its type (object {len(self.objects) + 1})."
            raise EventFileError(message)
        first: dict[str, Any] = {}
        for name, value in attributes:
            first.setdefault(name, value)
        self.objects.add({**first, "object": key, "type": kind})

    def log(self) -> ObjectLog:
        if not len(self.events):
            message = f"{self.name} holds no event. An OCEL 2.0 file has events and objects."
            raise EventFileError(message)
        texts = {"event": pl.String, "object": pl.String, "qualifier": pl.String}
        relations = pl.DataFrame(self.relations, schema=texts, orient="row")
        objects = self.objects.table()
        return ObjectLog(
            self.events.table(),
            objects if objects.width else pl.DataFrame(schema={"object": pl.String, "type": pl.String}),
            relations,
        )


def read_ocel(source: Source) -> ObjectLog:
    """Read an OCEL 2.0 log, JSON or XML by its first sign, plain or gzip.

    Args:
        source: path or bytes.

    Example:
        >>> log = b'''{"objects": [{"id": "o1", "type": "offer"}], "events": [
        ... {"id": "e1", "type": "Call", "time": "2026-01-02T10:00:00Z", "relationships": [{"objectId": "o1"}]}]}'''
        >>> read_ocel(log).flatten("offer").select("case", "touchpoint").rows()
        [('o1', 'Call')]

    Raises:
        EventFileError: neither JSON nor XML, or not an OCEL 2.0 log; names the place.

    Reference:
        Berti et al. (2024), OCEL (Object-Centric Event Log) 2.0 Specification.
    """
    name = label(source)
    with open_binary(source) as stream:
        start = stream.read(512).lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if start == b"<":
        return _from_xml(source)
    if start == b"{":
        return _from_json(source)
    message = f"{name} is neither JSON nor XML, so no OCEL 2.0 log."
    raise EventFileError(message)


def _from_json(source: Source) -> ObjectLog:
    name = label(source)
    with open_binary(source) as stream:
        try:
            document = json.load(stream)
        except json.JSONDecodeError as error:
            message = f"{name} is not JSON: line {error.lineno}, column {error.colno}: {error.msg}."
            raise EventFileError(message) from error
        except (UnicodeDecodeError, RecursionError) as error:
            message = f"{name} is not JSON that can be read."
            raise EventFileError(message) from error
    gathered = _Gatherer(name)
    for entry in _entries(document, "events", name):
        key = gathered.event(entry.get("id"), entry.get("type"), entry.get("time"), _pairs(entry))
        gathered.relations += [
            (key, str(r.get("objectId")), r.get("qualifier"))
            for r in _entries(entry, "relationships", name, needed=False)
        ]
    for entry in _entries(document, "objects", name):
        gathered.object(entry.get("id"), entry.get("type"), _pairs(entry))
    return gathered.log()


def _entries(document: Mapping[str, Any], key: str, name: str, *, needed: bool = True) -> list[dict[str, Any]]:
    entries = document.get(key, None if needed else [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        message = f"{name}: {key!r} is not a list of objects, as OCEL 2.0 wants it."
        raise EventFileError(message)
    return entries


def _pairs(entry: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return [
        (str(pair.get("name")), pair.get("value")) for pair in entry.get("attributes") or [] if isinstance(pair, dict)
    ]


def _from_xml(source: Source) -> ObjectLog:
    name = label(source)
    gathered = _Gatherer(name)
    for element in elements(source, "event", "object"):
        attributes = [(child.get("name", ""), child.text) for child in _inside(element, "attributes", "attribute")]
        if local(element.tag) == "event":
            key = gathered.event(element.get("id"), element.get("type"), element.get("time"), attributes)
            related = _inside(element, "objects", "relationship")
            gathered.relations += [(key, child.get("object-id", ""), child.get("qualifier")) for child in related]
        else:
            gathered.object(element.get("id"), element.get("type"), attributes)
    return gathered.log()


def _inside(element: Element, group: str, tag: str) -> list[Element]:
    return [child for part in element if local(part.tag) == group for child in part if local(child.tag) == tag]
