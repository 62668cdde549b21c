"""Decides what may come out of a workbook's package, and what its sheets, shared texts and styles are."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from posixpath import join, normpath
from typing import IO, Any

from cxlab.files.mistaken import package_of
from cxlab.files.packing import MEGABYTE, Measured
from cxlab.files.refusing import refused
from cxlab.files.xml import local

_TEXTS_LIMIT = 256 * MEGABYTE
_SMALL_LIMIT = 32 * MEGABYTE
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_DATE_IDS = frozenset({*range(14, 18), 22, *range(27, 37), *range(50, 59)})
_CLOCK_IDS = frozenset({18, 19, 20, 21, 22, 45, 46, 47})


@dataclass(frozen=True, slots=True)
class Looks:
    """What a cell's style makes of its number: a date, a time of day, both, or neither."""

    date: bool = False
    clock: bool = False


class Package:
    """A workbook as its parts; nothing is unpacked before it is asked for.

    Args:
        path: the file.
        name: what messages call it.

    Raises:
        FileError: it is no workbook, is damaged, or a part unpacks to far more than it should.
    """

    def __init__(self, path: Path, name: str) -> None:
        self.name = name
        try:
            self._zip = zipfile.ZipFile(path)
            self._parts = {info.filename: info for info in self._zip.infolist()}
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise refused("damaged", name=name, kind="XLSX", reason=str(error).rstrip(".")) from error
        if "xl/workbook.xml" not in self._parts:
            raise refused(package_of(self._parts), name=name)

    def close(self) -> None:
        """Let go of the file."""
        self._zip.close()

    def opened(self, part: str, limit: int | None = None) -> tuple[io.BufferedReader, Measured, int]:
        """A part as a stream, how much of it was read, and its size."""
        info = self._parts.get(part)
        if info is None:
            raise refused("damaged", name=self.name, kind="XLSX", reason=f"{part} is not in it")
        if limit is not None and info.file_size > limit:
            raise refused("too_large", name=self.name, limit=limit // MEGABYTE, part=part)
        try:
            stream: IO[bytes] = self._zip.open(info)
        except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError) as error:
            raise refused("damaged", name=self.name, kind="XLSX", reason=str(error).rstrip(".")) from error
        measured = Measured(stream, info.compress_size, self.name, part, limit)
        return io.BufferedReader(measured, MEGABYTE), measured, info.file_size

    def elements(self, part: str, *tags: str, limit: int | None = _SMALL_LIMIT) -> Iterator[Any]:
        """Each finished element of a part with one of the tags, forgotten after it was seen."""
        stream, _, _ = self.opened(part, limit)
        with stream:
            yield from streamed(stream, self.name, part, tags)

    @cached_property
    def sheets(self) -> dict[str, str]:
        """Names of the sheets that hold cells, those shown first, and their parts."""
        targets = {}
        for link in self.elements("xl/_rels/workbook.xml.rels", "Relationship"):
            target = str(link.get("Target") or "")
            kind = str(link.get("Type") or "").rpartition("/")[2]
            if kind == "worksheet":
                targets[link.get("Id")] = target[1:] if target.startswith("/") else normpath(join("xl", target))
        shown: dict[str, str] = {}
        hidden: dict[str, str] = {}
        for sheet in self.elements("xl/workbook.xml", "sheet"):
            key = next((value for name, value in sheet.items() if local(name) == "id"), None)
            if targets.get(key) in self._parts:
                into = hidden if sheet.get("state") in {"hidden", "veryHidden"} else shown
                into[str(sheet.get("name") or key)] = targets[key]
        return shown | hidden

    @cached_property
    def counts_from_1904(self) -> bool:
        """Whether day 0 of its dates is 1 January 1904."""
        for properties in self.elements("xl/workbook.xml", "workbookPr"):
            return properties.get("date1904") in {"1", "true"}
        return False

    @cached_property
    def texts(self) -> list[str | None]:
        """Texts that cells share."""
        if "xl/sharedStrings.xml" not in self._parts:
            return []
        return [text_of(item) for item in self.elements("xl/sharedStrings.xml", "si", limit=_TEXTS_LIMIT)]

    @cached_property
    def looks(self) -> list[Looks]:
        """What each style makes of a number."""
        if "xl/styles.xml" not in self._parts:
            return []
        custom: dict[str, Looks] = {}
        found: list[Looks] = []
        for element in self.elements("xl/styles.xml", "numFmt", "cellXfs"):
            if local(element.tag) == "numFmt":
                custom[str(element.get("numFmtId"))] = format_looks(str(element.get("formatCode") or ""))
                continue
            for style in element:
                key = str(style.get("numFmtId") or "0")
                number = int(key) if key.isdecimal() and len(key) < 6 else 0  # noqa: PLR2004 - ids are small
                found.append(custom.get(key) or Looks(number in _DATE_IDS, number in _CLOCK_IDS))
        return found


def streamed(stream: IO[bytes], name: str, part: str, tags: tuple[str, ...]) -> Iterator[Any]:
    """Elements of an XML stream one by one.

    Args:
        stream: the XML.
        name: what messages call the file.
        part: what they call this part of it.
        tags: local names of the wanted elements.

    Raises:
        FileError: a document type is declared, or the XML is broken; names the line.

    Example:
        >>> [row.get("r") for row in streamed(io.BytesIO(b'<a><row r="1"/></a>'), "a.xlsx", "sheet", ("row",))]
        ['1']
    """
    from lxml import etree

    wanted = [f"{{*}}{tag}" for tag in tags]
    walk = etree.iterparse(
        stream,
        tag=wanted,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
    )
    checked = False
    try:
        for _, element in walk:
            if not checked and element.getroottree().docinfo.doctype:
                raise refused("unsafe_xml", name=name, part=part)
            checked = True
            yield element
            element.clear(keep_tail=False)
            parent = element.getparent()
            while parent is not None and element.getprevious() is not None:
                del parent[0]
    except etree.XMLSyntaxError as error:
        line, column = error.position
        place = f"{part}, line {line}, column {column}"
        raise refused("damaged_at", name=name, place=place, reason=str(error.msg)[:200]) from error


def text_of(item: Any) -> str | None:
    """The text of a shared or inline string without its reading aids; None when there is none.

    Args:
        item: an element holding t and r elements.

    Example:
        >>> from lxml import etree
        >>> text_of(etree.fromstring("<si><r><t>so </t></r><r><t>much</t></r><rPh><t>x</t></rPh></si>"))
        'so much'
    """
    parts: list[str] = []
    for child in item:
        tag = local(child.tag)
        if tag == "t":
            parts.append(child.text or "")
        elif tag == "r":
            parts += [piece.text or "" for piece in child if local(piece.tag) == "t"]
    text = "".join(parts)
    return unescaped(text) if text else None


def unescaped(text: str) -> str:
    r"""Text with Excel's _xHHHH_ turned into the signs they stand for.

    Args:
        text: as it stands in the XML.

    Example:
        >>> unescaped("a_x000D_b")
        'a\rb'
    """
    if "_x" not in text:
        return text
    # Halves of a pair and NUL are no text.
    return _ESCAPED.sub(lambda m: m[0] if 0xD800 <= (n := int(m[1], 16)) <= 0xDFFF or not n else chr(n), text)  # noqa: PLR2004


def format_looks(code: str) -> Looks:
    """What a number format makes of a number.

    Args:
        code: e.g. ``dd.mm.yyyy hh:mm``.

    Example:
        >>> format_looks('d"d"mmm'), format_looks("0.00"), format_looks("[h]:mm")
        (Looks(date=True, clock=False), Looks(date=False, clock=False), Looks(date=False, clock=True))
    """
    first = re.sub(r'"[^"]*"|\\.|_.|\*.', "", code.lower()).partition(";")[0]
    clock = re.search(r"\[h+\]|\[m+\]|\[s+\]|[hs]", re.sub(r"general", "", first)) is not None
    bare = re.sub(r"\[[^\]]*\]|general|am/pm|a/p", "", first)
    return Looks(re.search(r"[yd]", bare) is not None or ("m" in bare and not clock), clock)
