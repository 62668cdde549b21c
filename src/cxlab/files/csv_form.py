"""Decides how a CSV file is written: its encoding, its separator and its decimal sign, from its bytes alone."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Callable
from typing import IO

from cxlab.files.refusing import refused

SEPARATORS = (",", ";", "\t", "|")
HEAD = 262_144
_STEP = 1 << 20
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CONTINUED = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_SAMPLE_RECORDS = 200


def encoding_of(opened: Callable[[], IO[bytes]], name: str) -> str:
    """The encoding that the bytes of a text file tell.

    A byte order mark says it. Without one: UTF-16 where every other byte is zero, UTF-8 where all of it is valid UTF-8,
    else a one-byte encoding of western Europe: ISO-8859-15 where it holds that one's euro sign and nothing that only
    Windows-1252 has, ISO-8859-1 where bytes stand that Windows-1252 leaves undefined, and otherwise Windows-1252.

    Args:
        opened: gives the file, at its beginning, as often as asked.
        name: what messages call the file.

    Returns:
        A name Python knows.

    Raises:
        FileError: a NUL in the text, or bytes that break a text which is otherwise UTF-8; names the line.

    Example:
        >>> encoding_of(lambda: io.BytesIO("kyllä".encode()), "a.csv")
        'utf-8'
    """
    with opened() as stream:
        head = stream.read(4096)
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    wide = _wide(head)
    if wide:
        return wide
    return _by_content(opened, name)


def _wide(head: bytes) -> str | None:
    """UTF-16 without a mark: zeros at every odd or at every even place."""
    if len(head) < 4:  # noqa: PLR2004 - two signs at least
        return None
    half = max(len(head) // 2, 1)
    late, early = head[1::2].count(0) / half, head[0::2].count(0) / half
    most, least = 0.4, 0.1
    if late > most and early < least:
        return "utf-16-le"
    return "utf-16-be" if early > most and late < least else None


def _by_content(opened: Callable[[], IO[bytes]], name: str) -> str:
    decoder = codecs.getincrementaldecoder("utf-8")()
    lines, before, seen = 1, 0, set[int]()
    broken: int | None = None
    with opened() as stream:
        while chunk := stream.read(_STEP):
            at = chunk.find(b"\x00")
            if at >= 0:
                line = lines + chunk.count(b"\n", 0, at)
                raise refused("no_text", name=name, place=f"line {line}")
            if broken is None:
                try:
                    decoder.decode(chunk)
                except UnicodeDecodeError as error:
                    broken = lines + chunk.count(b"\n", 0, max(error.start, 0))
            if not chunk.isascii():
                before += len(_CONTINUED.findall(chunk))
                seen.update(byte for byte in chunk.translate(None, bytes(range(128))))
            lines += chunk.count(b"\n")
    if broken is None:
        return "utf-8"
    return _one_byte(opened, seen, before, broken, name)


def _one_byte(opened: Callable[[], IO[bytes]], seen: set[int], valid: int, broken: int, name: str) -> str:
    with opened() as stream:
        high = sum(len(chunk.translate(None, bytes(range(128)))) for chunk in iter(lambda: stream.read(_STEP), b""))
    # Real one-byte text hardly ever looks like UTF-8 by chance; text that mostly does was UTF-8 and has been damaged.
    if valid * 2 > high / 2:
        raise refused("wrong_bytes", name=name, place=f"line {broken}", encoding="UTF-8")
    if seen & {0x81, 0x8D, 0x8F, 0x90, 0x9D}:
        return "iso-8859-1"
    return "iso-8859-15" if 0xA4 in seen and not seen & set(range(0x80, 0xA0)) else "windows-1252"  # noqa: PLR2004


def separator_of(text: str) -> str:
    r"""The sign that splits the lines most evenly into most cells.

    Args:
        text: the beginning of the file.

    Returns:
        One of comma, semicolon, tab and bar; a comma when there is one column only.

    Example:
        >>> separator_of("a;b\n1;2,5\n")
        ';'
    """
    line = text.split("\n", 1)[0].strip()
    if line.startswith("sep=") and len(line) == len("sep=") + 1:
        return line[-1]

    def fitness(sign: str) -> tuple[float, int]:
        widths = [len(record) for record in records(text, sign)]
        if not widths or widths[0] < 2:  # noqa: PLR2004 - one column is no split
            return (0.0, 0)
        same = Counter(widths)[widths[0]] / len(widths)
        return (round(same, 1), widths[0])

    best = max(SEPARATORS, key=fitness)
    return best if fitness(best)[1] else ","


def records(text: str, separator: str) -> list[list[str]]:
    """The first records of a text, as far as they can be told apart; blank lines are left out.

    Args:
        text: the beginning of the file.
        separator: between cells.

    Example:
        >>> records("a,b", ",")
        [['a', 'b']]
    """
    found: list[list[str]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for record in reader:
            if record:
                found.append(record)
            if len(found) >= _SAMPLE_RECORDS:
                break
    except csv.Error:
        pass  # the reader of the rows names the place
    # The text may end in the middle of its last record.
    return found[:-1] if len(found) > 1 and len(text) >= HEAD else found


def decimal_of(rows: list[list[str]], separator: str) -> str:
    """The decimal sign of the numbers in the first rows: a comma where more cells read 0,28 than 0.28.

    Args:
        rows: the first records, without the header.
        separator: between cells; a comma there leaves only quoted cells to look at.

    Example:
        >>> decimal_of([["0,28", "9"]], ";")
        ','
    """
    cells = [cell.strip() for row in rows for cell in row]
    commas = [cell for cell in cells if re.fullmatch(r"[-+]?\d+,\d+", cell)]
    points = [cell for cell in cells if re.fullmatch(r"[-+]?\d+\.\d+", cell)]
    if separator == ",":  # there 1,234 is a thousand more likely than a fraction
        commas = [cell for cell in commas if not re.fullmatch(r"[-+]?\d{1,3},\d{3}", cell)]
    return "," if len(commas) > len(points) else "."
