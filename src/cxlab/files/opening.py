"""Decides what kind of table file it is, by its first bytes and never by its name, and opens it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from cxlab.files.forms import Form, TableFile
from cxlab.files.mistaken import mistaken
from cxlab.files.packing import unzipped
from cxlab.files.refusing import refused

_ZIP, _OLD_EXCEL, _GZIP = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\x1f\x8b"
_SPSS = (b"$FL2", b"$FL3")
_HEAD = 4096


def open_table(
    path: str | Path, *, sheet: str | None = None, form: Form | None = None, name: str | None = None
) -> TableFile:
    r"""Open a file as a table of text: CSV (also packed by gzip), XLSX, SPSS (.sav, .zsav) or Parquet.

    The kind is told by the first bytes. What is recognised stands in ``form``; a caller who knows better gives that
    part of it and opens the file again. Rows are read when they are asked for.

    Args:
        path: the file.
        sheet: of a workbook; the first one that holds something when left out.
        form: what the caller knows of encoding, separator, decimal sign, sheet and header line; None is found.
        name: what messages call the file, where its path is not what the reader knows.

    Returns:
        The table; see ``TableFile``.

    Raises:
        FileError: it is absent, empty, damaged, no table or unsafe; ``kind`` and ``params`` tell which, and where.

    Example:
        >>> import tempfile, pathlib
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     place = pathlib.Path(folder, "a.csv")
        ...     _ = place.write_text("score;account\n9;x\n")
        ...     file = open_table(place)
        ...     file.kind, file.form.separator, file.whole().rows()
        ('csv', ';', [('9', 'x')])
    """
    place, called = Path(path), name or str(path)
    head = _first_bytes(place, called)
    asked = form or Form()
    if head.startswith(_SPSS):
        from cxlab.files.sav_reading import open_sav

        return open_sav(place, called, asked)
    if head.startswith(b"PAR1"):
        from cxlab.files.parquet_reading import open_parquet

        return open_parquet(place, called)
    if head.startswith(_ZIP):
        from cxlab.files.xlsx_reading import open_xlsx

        return open_xlsx(place, called, replace(asked, sheet=sheet or asked.sheet))
    if head.startswith(_OLD_EXCEL):
        raise refused("old_excel", name=called)
    packed = head.startswith(_GZIP)
    if kind := mistaken(_unpacked(place, called) if packed else head, unpacked=packed):
        raise refused(kind, name=called)
    from cxlab.files.csv_reading import open_csv

    return open_csv(place, called, asked, packed=packed)


def _unpacked(place: Path, name: str) -> bytes:
    """The first bytes of what a gzip file holds."""
    with place.open("rb") as raw, unzipped(place, raw, name) as stream:
        return stream.read(_HEAD)


def _first_bytes(place: Path, name: str) -> bytes:
    try:
        if not place.exists():
            raise refused("absent", name=name)
        if place.is_dir():
            raise refused("folder", name=name)
        with place.open("rb") as stream:
            head = stream.read(_HEAD)
            if not head.strip() and not stream.read(1 << 16).strip():
                raise refused("empty", name=name)
    except OSError as error:
        raise refused("denied", name=name, reason=error.strerror) from error
    return head
