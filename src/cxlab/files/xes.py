"""Reads event logs in XES (IEEE 1849), streamed trace by trace, plain or gzip, into one table of events."""

from __future__ import annotations

from typing import Any

import polars as pl

from cxlab.files.columns import ColumnGatherer, moment
from cxlab.files.xml import Element, EventFileError, Source, elements, label, local

_NESTED = frozenset({"list", "container"})
_TRUE = {"true": True, "1": True, "false": False, "0": False}


def read_xes(source: Source) -> pl.DataFrame:
    """Read an XES log as one row per event, in the order of the file.

    Attributes of an event keep their key (``concept:name``, ``time:timestamp``...); attributes of its trace come along
    as ``case:`` + key. Types follow the XES elements: date to UTC time, int, float, boolean, else text. A trace without
    a name is called by its number in the file, beginning with 1. Nested attributes are left out.

    Args:
        source: path or bytes, plain or gzip.

    Returns:
        A Polars table; no rows when the log holds no event.

    Raises:
        UnsafeXmlError: the file declares a document type or entities.
        EventFileError: not XML, not XES, or a value that is not of its type.

    Reference:
        IEEE 1849-2016, Standard for eXtensible Event Stream.

    Example:
        >>> event = '<event><string key="concept:name" value="Call"/></event>'
        >>> log = f'<log><trace><string key="concept:name" value="NA"/>{event}</trace></log>'.encode()
        >>> read_xes(log).rows()
        [('NA', 'Call')]
    """
    rows = ColumnGatherer()
    traces = 0
    name = label(source)
    for trace in elements(source, "trace"):
        traces += 1
        common: dict[str, Any] = {"case:concept:name": str(traces)}
        events = []
        for child in trace:
            if local(child.tag) == "event":
                events.append(child)
            else:
                _take(child, common, "case:", name)
        for event in events:
            row = dict(common)
            for child in event:
                _take(child, row, "", name)
            rows.add(row)
    if not traces:
        message = f"{name} holds no trace. An XES file has <trace> elements with <event> elements inside."
        raise EventFileError(message)
    return rows.table()


def _take(child: Element, into: dict[str, Any], prefix: str, name: str) -> None:
    key = child.get("key")
    kind = local(child.tag)
    text = child.get("value")
    if key is None or text is None or kind in _NESTED:
        return
    into[prefix + key] = _typed(kind, text, key, child, name)


def _typed(kind: str, text: str, key: str, child: Element, name: str) -> Any:
    value: Any = text
    if kind == "string":
        return text
    try:
        if kind == "date":
            value = moment(text)
        elif kind == "int":
            value = int(text)
        elif kind == "float":
            value = float(text)
        elif kind == "boolean":
            value = _TRUE.get(text.strip().lower())
    except ValueError:
        value = None
    if value is None:
        message = f"{name}, line {child.sourceline}: {key} says it is a {kind}, but {text!r} is none."
        raise EventFileError(message)
    # A number that is not finite says nothing; a table must never hold one.
    return None if isinstance(value, float) and not abs(value) < float("inf") else value
