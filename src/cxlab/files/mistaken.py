"""Decides what a file that is no table seems to be, by its first bytes: what people send by mistake, and its remedy."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable

# The kinds of ``FILE_ERRORS`` by how such a file begins.
_BEGINS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"II*\x00", "picture"),
    (b"MM\x00*", "picture"),
    (b"7z\xbc\xaf", "packed_folder"),
    (b"Rar!", "packed_folder"),
    (b"BZh", "packed_folder"),
    (b"\xfd7zXZ", "packed_folder"),
    (b"SQLite format 3\x00", "database"),
    (b"\x00\x01\x00\x00Standard", "database"),
    (b"{\\rtf", "text_document"),
    (b"<stata_dta>", "other_statistics"),
    (b"RDX2\n", "other_statistics"),
    (b"RDX3\n", "other_statistics"),
    (b"\x00" * 12 + b"\xc2\xea\x81\x60", "other_statistics"),
    (b"\x7fELF", "no_table"),
    (b"MZ\x90", "no_table"),
)
# Files that another one was packed into.
_INSIDE: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "packed_folder"),
    (b"PAR1", "packed_folder"),
    (b"$FL", "packed_folder"),
)
_TAR_AT, _TAR = 257, b"ustar"
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# Text by its beginning, in lower case and without the blanks before it; the first that fits holds.
_TEXTS = tuple(
    (re.compile(pattern, re.DOTALL), kind)
    for pattern, kind in (
        (r"(<\?xml|<!--).*(excel\.sheet|office:spreadsheet)", "excel_xml"),
        (r"<log[\s>]|(<\?xml|<!--).*<(log|ocel)[\s>]", "event_log"),
        (r"\{\s*\"(ocel:|objecttypes\"|eventtypes\"|events\"\s*:)", "event_log"),
        (r"<(!doctype\s+html|html|head|body|table|meta|style|script|div)\b|(<\?xml|<!--).*<html\b", "web_page"),
        (r"<\?xml|<!doctype|<!--|<[a-z][\w:.-]*(\s[^,;\t]*)?>\s*<", "xml_file"),
        (r"[\[{]\s*[\[{]?\s*\"[^\"]*\"\s*:", "json_file"),
        (r"mime-version:|(received|return-path|delivered-to|message-id|from): [^\n]*\n[a-z][\w-]*: ", "mail"),
        (r".{0,200}spss port file", "other_statistics"),
    )
)
# What a package holds that is no XLSX: the beginning of a part's name.
_PARTS = (
    ("xl/workbook.bin", "excel_binary"),
    ("content.xml", "open_document"),
    ("word/", "text_document"),
    ("ppt/", "text_document"),
)


def mistaken(head: bytes, *, unpacked: bool = False) -> str | None:
    r"""What a file seems to be that is no table, as a kind of ``FILE_ERRORS``; None where it may well be one.

    Args:
        head: its first bytes, some thousands of them.
        unpacked: they came out of a gzip file, which packs one table of text and nothing else.

    Example:
        >>> mistaken(b"\n<html><body>Sign in"), mistaken(b"score,team\n9,a")
        ('web_page', None)
    """
    beginnings = _BEGINS + _INSIDE if unpacked else _BEGINS
    for beginning, kind in beginnings:
        if head.startswith(beginning):
            return kind
    if head[_TAR_AT:].startswith(_TAR):
        return "packed_folder"
    text = _text(head).lstrip("\ufeff \t\r\n").lower()
    for pattern, kind in _TEXTS:
        if pattern.match(text):
            return kind
    return None


def _text(head: bytes) -> str:
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return head.decode(encoding, "replace")
    return head.decode("latin-1")


def package_of(parts: Iterable[str]) -> str:
    """What a zip file seems to be that holds no workbook, by the names of its parts.

    Args:
        parts: as they stand in it.

    Example:
        >>> package_of(["answers.csv"]), package_of(["xl/workbook.bin"])
        ('packed_folder', 'excel_binary')
    """
    names = list(parts)
    for beginning, kind in _PARTS:
        if any(name.startswith(beginning) for name in names):
            return kind
    return "packed_folder"
