"""Reads and extends an SPSS file's dictionary where the C library stops: multiple response sets, original names."""

from __future__ import annotations

import re
import shutil
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import quote, unquote

from cxlab.files.forms import MultipleSet

_HEADER, _LAYOUT = 176, 64
_VARIABLE, _LABELS, _LABELLED, _DOCUMENT, _EXTENSION, _END = 2, 3, 4, 6, 7, 999
_SETS, _MORE_SETS, _LONG_NAMES, _ATTRIBUTES = 7, 19, 13, 18
_MOST = 1 << 26
# A variable's attribute with the name a column had before SPSS wanted another.
_ORIGINAL = "polku_name"


@dataclass(frozen=True, slots=True)
class Dictionary:
    """What stands in the dictionary beyond the variables themselves.

    Attributes:
        end: where the record begins that ends the dictionary.
        order: of bytes, "<" or ">".
        shorts: short names in upper case -> long names.
        extensions: subtype -> content.
    """

    end: int
    order: str
    shorts: Mapping[str, str]
    extensions: Mapping[int, bytes]


def dictionary(path: Path, encoding: str) -> Dictionary | None:
    """The dictionary of an SPSS file; None when it cannot be followed to its end.

    Args:
        path: the file.
        encoding: of its texts.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     place = Path(folder, "a.sav")
        ...     _ = place.write_bytes(b"$FL2 and nothing more")
        ...     dictionary(place, "utf-8") is None
        True
    """
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEADER)
            order = "<" if head[_LAYOUT : _LAYOUT + 4] in {b"\x02\0\0\0", b"\x03\0\0\0"} else ">"
            walk = _Walk(stream, order, encoding)
            end = walk.to_the_end()
    except (struct.error, OSError, UnicodeError, LookupError, EOFError):
        return None
    shorts = {name.upper(): name for name in walk.names}
    for pair in walk.extensions.get(_LONG_NAMES, b"").decode(encoding, "replace").split("\t"):
        short, _, long = pair.partition("=")
        if long:
            shorts[short.upper()] = long
    return Dictionary(end, order, shorts, walk.extensions)


class _Walk:
    """One walk over the records of a dictionary; EOFError or struct.error where it cannot go on."""

    def __init__(self, stream: IO[bytes], order: str, encoding: str) -> None:
        self._stream, self._order, self._encoding = stream, order, encoding
        self.names: list[str] = []
        self.extensions: dict[int, bytes] = {}

    def to_the_end(self) -> int:
        """Take in every record, and say where the last one begins."""
        records = {
            _VARIABLE: self._variable,
            _LABELS: self._labels,
            _LABELLED: lambda: self._past(4 * self._whole()),
            _DOCUMENT: lambda: self._past(80 * self._whole()),
            _EXTENSION: self._extension,
        }
        while True:
            at = self._stream.tell()
            kind = self._whole()
            if kind == _END:
                return at
            if kind not in records:
                raise EOFError
            records[kind]()

    def _whole(self) -> int:
        return int(struct.unpack(f"{self._order}i", self._stream.read(4))[0])

    def _past(self, size: int) -> None:
        if not 0 <= size <= _MOST:
            raise EOFError
        self._stream.seek(size, 1)

    def _variable(self) -> None:
        width, labelled, missing, _, _ = (self._whole() for _ in range(5))
        name = self._stream.read(8).decode(self._encoding, "replace").rstrip()
        if width >= 0:  # otherwise the text of the variable before goes on
            self.names.append(name)
        if labelled:
            self._past((self._whole() + 3) // 4 * 4)
        self._past(8 * abs(missing))

    def _labels(self) -> None:
        for _ in range(self._whole()):
            self._past(8)
            (size,) = struct.unpack("B", self._stream.read(1))
            self._past(size // 8 * 8 + 7)

    def _extension(self) -> None:
        subtype, size, count = (self._whole() for _ in range(3))
        if not 0 <= size * count <= _MOST:
            raise EOFError
        self.extensions[subtype] = self.extensions.get(subtype, b"") + self._stream.read(size * count)


def sets_of(told: Dictionary, encoding: str) -> tuple[MultipleSet, ...]:
    """The multiple response sets.

    Args:
        told: the dictionary.
        encoding: of its texts.

    Example:
        >>> record = {7: b"$why=D1 1 3 Why a b"}
        >>> sets_of(Dictionary(0, "<", {"A": "first", "B": "second"}, record), "utf-8")[0].columns
        ('first', 'second')
    """
    content = b"\n".join(told.extensions.get(subtype, b"") for subtype in (_SETS, _MORE_SETS))
    return tuple(_parsed(content, told.shorts, encoding))


def _parsed(content: bytes, shorts: Mapping[str, str], encoding: str) -> Iterator[MultipleSet]:
    # Lengths in the record count bytes, so it is taken apart as bytes.
    at = 0
    head = re.compile(rb"[\s\0]*\$?([^\s=]+)=(?:(C)|D|E (?:11|1)) ?")
    number = re.compile(rb" ?(\d{1,5}) ")
    while found := head.match(content, at):
        at = found.end()
        counted: str | None = None
        if not found[2]:
            size = number.match(content, at)
            if not size:
                return
            counted = content[size.end() : size.end() + int(size[1])].decode(encoding, "replace").strip()
            at = size.end() + int(size[1])
        size = number.match(content, at)
        if not size:
            return
        label = content[size.end() : size.end() + int(size[1])].decode(encoding, "replace")
        at = size.end() + int(size[1])
        end = content.find(b"\n", at)
        end = len(content) if end < 0 else end
        members = content[at:end].decode(encoding, "replace").replace("\0", " ").split()
        columns = tuple(shorts.get(member.upper(), member) for member in members)
        yield MultipleSet(found[1].decode(encoding, "replace"), label, columns, counted)
        at = end


def original_names(told: Dictionary, encoding: str) -> dict[str, str]:
    r"""Long names of variables -> the names their columns had before they were written.

    Args:
        told: the dictionary.
        encoding: of its texts.

    Example:
        >>> record = {18: b"FIRST:polku_name('AIRLINE CODE'\n)"}
        >>> original_names(Dictionary(0, "<", {"FIRST": "first"}, record), "utf-8")
        {'first': 'AIRLINE CODE'}
    """
    text = told.extensions.get(_ATTRIBUTES, b"").decode(encoding, "replace")
    found = re.findall(rf"(?:^|/)([^:/\s]+):{_ORIGINAL}\('([^\n]*)'\n\)", text)
    return {told.shorts.get(short.upper(), short): unquote(name) for short, name in found}


def extend(path: Path, sets: Sequence[MultipleSet], originals: Mapping[str, str]) -> None:
    """Add multiple response sets and original names to an SPSS file in UTF-8, in place.

    Args:
        path: the file.
        sets: with the names that the columns have in the file.
        originals: names in the file -> names of the columns.

    Example:
        >>> import polars as pl, pyreadstat, tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     place = Path(folder, "a.sav")
        ...     pyreadstat.write_sav(pl.DataFrame({"a": [1.0], "b": [0.0]}), place)
        ...     extend(place, [MultipleSet("why", "Why?", ("a", "b"), "1")], {})
        ...     sets_of(dictionary(place, "utf-8"), "utf-8")[0].label
        'Why?'
    """
    told = dictionary(path, "utf-8")
    if told is None or not (sets or originals):
        return
    shorts = {long: short for short, long in told.shorts.items()}
    records = b""
    if sets:
        records += _record(told.order, _SETS, "".join(_set_text(one, shorts) for one in sets).encode())
    if originals:
        pairs = (f"{shorts[name]}:{_ORIGINAL}('{quote(original, safe=' ')}'\n)" for name, original in originals.items())
        records += _record(told.order, _ATTRIBUTES, "/".join(pairs).encode())
    longer = path.with_name(path.name + ".longer")
    with path.open("rb") as source, longer.open("wb") as target:
        target.write(source.read(told.end))
        target.write(records)
        shutil.copyfileobj(source, target, 1 << 20)
    longer.replace(path)


def _record(order: str, subtype: int, content: bytes) -> bytes:
    return struct.pack(f"{order}4i", _EXTENSION, subtype, 1, len(content)) + content


def _set_text(one: MultipleSet, shorts: Mapping[str, str]) -> str:
    kind = "C" if one.counted is None else f"D{len(one.counted.encode())} {one.counted}"
    members = " ".join(shorts[column].lower() for column in one.columns)
    return f"${one.name}={kind} {len(one.label.encode())} {one.label} {members}\n"
