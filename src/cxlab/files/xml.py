"""Decides which XML is safe to read: no document type, no entities, no network, streamed element by element."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import IO, Any, cast
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler

from cxlab.files import FileError
from cxlab.files.packing import MEGABYTE, Measured, unzipped

Element = Any  # an lxml element; lxml itself is imported when a file is read

Source = str | Path | bytes

_CHUNK = 1 << 16
_GZIP_MAGIC = b"\x1f\x8b"


class EventFileError(FileError):
    """A log of events that cannot be read as it stands; the message names the place and the remedy."""


class UnsafeXmlError(EventFileError):
    """An XML file that declares a document type or entities: nobody's log needs them, an attack does."""


class _RootReachedError(Exception):
    """The prologue is over."""


class _Prologue(ContentHandler):
    def startElement(self, name: str, attrs: Any) -> None:  # noqa: ARG002, N802 (the name is the interface's)
        raise _RootReachedError


def open_binary(source: Source) -> IO[bytes]:
    """Open a path or bytes for reading, unpacking gzip by its first two bytes whatever the name says.

    While it is read, ``FileError`` tells of a damaged pack and of one that unpacks to far more than any log.

    Args:
        source: a path, or the content itself.

    Raises:
        EventFileError: the path does not exist or is a folder.

    Example:
        >>> with open_binary(gzip.compress(b"text")) as stream:
        ...     stream.read()
        b'text'
    """
    if isinstance(source, bytes):
        if not source.startswith(_GZIP_MAGIC):
            return io.BytesIO(source)
        stream = cast("IO[bytes]", gzip.GzipFile(fileobj=io.BytesIO(source)))
        return io.BufferedReader(Measured(stream, len(source), label(source), "gzip"), MEGABYTE)
    path = Path(source)
    try:
        with path.open("rb") as stream:
            packed = stream.read(2) == _GZIP_MAGIC
        raw = path.open("rb")
        return unzipped(path, raw, path.name) if packed else raw
    except OSError as error:
        message = f"{source} cannot be opened: {error.strerror}."
        raise EventFileError(message) from error


def label(source: Source) -> str:
    """What an error message calls the source.

    Args:
        source: a path, or the content itself.

    Example:
        >>> label("logs/walks.xes")
        'walks.xes'
    """
    return "the file" if isinstance(source, bytes) else Path(source).name


def refuse_document_type(source: Source) -> None:
    """Read up to the first element and refuse a file that declares a document type.

    Entities can only be declared there, so entity bombs and external entities end here, before the real parser runs.

    Args:
        source: path or bytes, plain or gzip.

    Raises:
        UnsafeXmlError: the file has a DOCTYPE.
        EventFileError: the file is not XML.

    Example:
        >>> refuse_document_type(b'<!DOCTYPE log [<!ENTITY a "b">]><log/>')
        Traceback (most recent call last):
        ...
        cxlab.files.xml.UnsafeXmlError: the file declares a document type or entities. Export it again without one.
    """
    from defusedxml.common import DefusedXmlException
    from defusedxml.sax import make_parser

    parser = make_parser()
    parser.forbid_dtd = True
    parser.setContentHandler(_Prologue())
    name = label(source)
    try:
        with open_binary(source) as stream:
            while chunk := stream.read(_CHUNK):
                parser.feed(chunk)
    except _RootReachedError:
        return
    except DefusedXmlException as error:
        message = f"{name} declares a document type or entities. Export it again without one."
        raise UnsafeXmlError(message) from error
    except SAXParseException as error:
        message = f"{name} is not XML: line {error.getLineNumber()}, column {(error.getColumnNumber() or 0) + 1}."
        raise EventFileError(message) from error
    message = f"{name} holds no XML element."
    raise EventFileError(message)


def elements(source: Source, *tags: str) -> Iterator[Element]:
    """Yield each finished element with one of the tags (any namespace), forgetting those already seen.

    Memory stays at the size of the largest element. The caller must take what it needs before asking for the next one.

    Args:
        source: path or bytes, plain or gzip.
        *tags: local names, e.g. ``trace``.

    Raises:
        UnsafeXmlError: the file declares a document type.
        EventFileError: the file is not well-formed; names line and column.

    Example:
        >>> [trace.get("id") for trace in elements(b'<log><trace id="1"/><trace id="2"/></log>', "trace")]
        ['1', '2']
    """
    from lxml import etree

    refuse_document_type(source)
    name = label(source)
    wanted = [f"{{*}}{tag}" for tag in tags]
    with open_binary(source) as stream:
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
                # A second lock: libxml2 may read an encoding that the prologue's parser did not.
                if not checked and element.getroottree().docinfo.doctype:
                    message = f"{name} declares a document type. Export it again without one."
                    raise UnsafeXmlError(message)
                checked = True
                yield element
                element.clear(keep_tail=False)
                parent = element.getparent()
                while parent is not None and element.getprevious() is not None:
                    del parent[0]
        except etree.XMLSyntaxError as error:
            line, column = error.position
            message = f"{name} is not well-formed XML: line {line}, column {column}: {error.msg}."
            raise EventFileError(message) from error


@lru_cache(maxsize=1024)
def local(tag: str) -> str:
    """The name of a tag without its namespace.

    Args:
        tag: as lxml writes it.

    Example:
        >>> local("{http://www.xes-standard.org/}trace")
        'trace'
    """
    return tag.rpartition("}")[2]
