"""Reads a log of events in whatever form it comes, and gives its columns their known names."""

from __future__ import annotations

import tempfile
from pathlib import Path

import polars as pl

from cxlab.files.cjml import read_cjml
from cxlab.files.event_columns import EventColumns, map_events
from cxlab.files.headers import repeated_name, twice
from cxlab.files.lifecycle import Lifecycle
from cxlab.files.ocel import read_ocel
from cxlab.files.opening import open_table
from cxlab.files.refusing import refused
from cxlab.files.xes import read_xes
from cxlab.files.xml import EventFileError, Source, label, open_binary

_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def read_event_file(source: Source, *, object_type: str | None = None) -> pl.DataFrame:
    r"""Read a log in the form its first bytes show: XES, OCEL 2.0, CJML 2.0, CSV, XLSX, Parquet.

    Columns keep their names; those of CSV and XLSX are text.

    Args:
        source: path or bytes; XES, OCEL, CJML and CSV may be packed with gzip.
        object_type: for OCEL, the type of object whose journeys are wanted.

    Raises:
        FileError: nothing that can be read, or an empty or damaged file; says where and what to do.

    Example:
        >>> read_event_file(b"id;step\na;Call\n").rows()
        [('a', 'Call')]
    """
    with open_binary(source) as stream:
        head = stream.read(4096)
    if head[:4] == b"PAR1":
        return _read_parquet(source)
    text = head.decode("utf-16" if head[:2] in _UTF16 else "utf-8", errors="replace").lstrip("\ufeff \t\r\n")
    if text.startswith("<"):
        if "<CJML" in text or ":CJML" in text:
            return read_cjml(source)
        if "<object-types" in text or "<event-types" in text:
            return read_ocel(source).flatten(object_type)
        return read_xes(source)
    if text.startswith("{"):
        return read_ocel(source).flatten(object_type)
    if not text.strip("\0 \t\r\n"):
        message = f"{label(source)} is empty."
        raise EventFileError(message)
    return _read_csv(source, text)


def _read_parquet(source: Source) -> pl.DataFrame:
    try:
        table = pl.read_parquet(source)
    except pl.exceptions.PolarsError as error:
        raise refused("damaged", name=label(source), kind="Parquet", reason=str(error).splitlines()[0]) from error
    if nested := next((name for name, kind in table.schema.items() if kind.is_nested()), None):
        message = f"{label(source)}: column {nested!r} holds lists or records. Leave it out."
        raise EventFileError(message)
    return table


def _read_csv(source: Source, head: str) -> pl.DataFrame:
    """As UTF-8 text in one go; what that cannot read is opened as any table, which tells what is wrong and where."""
    separator = max(";\t|,", key=head.partition("\n")[0].count)
    with open_binary(source) as stream:
        data = stream.read()
    try:
        if b"\0" in data:
            return _as_table(source)
        data.decode("utf-8")
        if name := repeated_name(data, separator):
            raise EventFileError(twice(label(source), name))
        # Everything is text first: "NA" is a case like any other, and a number with leading zeros is a name.
        return pl.read_csv(data, separator=separator, infer_schema=False)
    except (UnicodeDecodeError, pl.exceptions.PolarsError):
        return _as_table(source)


def _as_table(source: Source) -> pl.DataFrame:
    if not isinstance(source, bytes):
        return open_table(source, name=label(source)).whole()
    with tempfile.TemporaryDirectory(prefix="polku-") as folder:
        place = Path(folder, "log")
        place.write_bytes(source)
        return open_table(place, name=label(source)).whole()


def read_events(
    source: Source,
    columns: EventColumns | None = None,
    *,
    lifecycle: Lifecycle = "keep",
    object_type: str | None = None,
    time_format: str | None = None,
) -> pl.DataFrame:
    r"""Read a log of events from a file and give its columns their known names; see ``map_events``.

    Args:
        source: path or bytes.
        columns: which column is which; what is None is found by its usual names.
        lifecycle: keep each row, name its state, keep completions only, or collapse starts and completions.
        object_type: for OCEL, the type of object whose journeys are wanted.
        time_format: strptime form of the times where they are text in no unmistakable form.

    Raises:
        FileError: nothing that can be read, no event in it or none left by the choice of lifecycle, or a column that
            cannot be used; says where and what to do.

    Example:
        >>> log = b"case,activity,time\nNA,Call,2026-01-02 10:00\n"
        >>> read_events(log).select("case", "touchpoint", "ts_s").rows()
        [('NA', 'Call', 1767348000)]
    """
    path = source if isinstance(source, bytes) else Path(source)
    table = read_event_file(path, object_type=object_type)
    mapped = map_events(table, columns, lifecycle=lifecycle, time_format=time_format) if table.width else table
    if not table.height:
        message = f"{label(path)} holds no events. Export it again with the rows that belong in it."
        raise EventFileError(message)
    if not mapped.height:
        message = f"No event is left of {table.height}: none completes or starts. Leave the choice of lifecycle out."
        raise EventFileError(message)
    return mapped
