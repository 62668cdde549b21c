"""Decides how a log of events (XES, OCEL, CJML) is read as a table: once, into a Parquet file that later looks open."""

from __future__ import annotations

import gzip
import hashlib
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from polku.flows.import_file.mapping import ColumnUse, FileForm
from polku.flows.import_file.places import folder

if TYPE_CHECKING:
    import polars as pl

    from cxlab.files import TableFile

LOG = "log"
_HEAD = 4096
# What the readers of logs call a column, and what it is in an import; a person's number is not proposed, for it
# says nothing before the people are known.
_PARTS = {"case": "case", "touchpoint": "name", "time": "time", "account": "account", "actor": "actor",
          "channel": "channel"}  # fmt: skip


def is_log(path: Path) -> bool:
    """Whether the file begins as a log of events does, packed or not."""
    from cxlab.files.mistaken import mistaken

    try:
        with path.open("rb") as raw:
            packed = raw.read(2) == b"\x1f\x8b"
        with gzip.open(path) if packed else path.open("rb") as stream:
            head = stream.read(_HEAD)
    except (OSError, EOFError):
        return False
    kind = mistaken(head, unpacked=packed)
    return kind == "event_log" or (kind == "xml_file" and b"CJML" in head)


def open_log(path: Path, form: FileForm, name: str) -> TableFile:
    """The log as a table of text, one row an event; of an OCEL log the journeys of one type of object.

    A log holds its events inside each other and is read from its beginning to its end; a Parquet file of it is kept
    among the uploads, so that every further look begins at once.
    """
    from cxlab.files import open_table

    table, types, chosen = _kept(path, form.sheet, name)
    found = open_table(table, name=name)
    return replace(found, kind=LOG, form=replace(found.form, sheet=chosen or None, sheets=types))


def proposed_columns(names: Sequence[str]) -> dict[str, ColumnUse]:
    """What the columns of a log are, by the names that its standards give them."""
    from cxlab.files.event_columns import guess_columns

    known = guess_columns(list(names))
    uses = {name: ColumnUse("ignored") for name in names}
    for part, role in _PARTS.items():
        if (name := getattr(known, part)) in uses:
            uses[name] = ColumnUse(role)
    return uses


def _kept(path: Path, wanted: str, name: str) -> tuple[Path, tuple[str, ...], str]:
    """Where the table of this very file lies, the types of objects it has, and the one it is of."""
    from cxlab.files.refusing import refused

    told = path.stat()
    mark = hashlib.blake2b(
        f"{path.resolve()}\0{told.st_size}\0{told.st_mtime_ns}\0{wanted}".encode(), digest_size=16
    ).hexdigest()
    table, beside = folder() / f"log-{mark}.parquet", folder() / f"log-{mark}.types"
    if not (table.exists() and beside.exists()):
        rows, types, chosen = _read(path, wanted)
        if not rows.height:
            raise refused("empty", name=name)
        coming = folder() / f"log-{mark}-{os.getpid()}.part"
        rows.write_parquet(coming)
        coming.replace(table)
        beside.write_text("\n".join((chosen, *types)), encoding="utf-8")
    chosen, *types_told = beside.read_text(encoding="utf-8").split("\n")
    return table, tuple(types_told), chosen


def _read(path: Path, wanted: str) -> tuple[pl.DataFrame, tuple[str, ...], str]:
    from cxlab.files.events import read_event_file
    from cxlab.files.ocel import read_ocel

    if not _is_ocel(path):
        return read_event_file(path), (), ""
    log = read_ocel(path)
    types = tuple(log.object_types())
    chosen = wanted or (types[0] if types else "")
    return log.flatten(chosen), types, chosen


def _is_ocel(path: Path) -> bool:
    from cxlab.files.xml import open_binary

    with open_binary(path) as stream:
        head = stream.read(_HEAD)
    text = head.decode("utf-16" if head[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8", errors="replace")
    return text.lstrip("\ufeff \t\r\n").startswith("{") or "<object-types" in text or "<event-types" in text
