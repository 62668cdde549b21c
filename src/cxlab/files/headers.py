"""Decides that a column's name stands once in a header: which of two is meant is nobody's to guess."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from cxlab.files.refusing import refused

MOST_COLUMNS = 16_384


def repeated_name(content: bytes, separator: str, encoding: str = "utf-8") -> str | None:
    r"""The first name that stands twice in the header of CSV; None when each stands once.

    Columns without a name may be many: spreadsheets leave them at the end of a line, and nothing asks for them.

    Args:
        content: the file's bytes, or the beginning of them that holds the header.
        separator: what stands between columns.
        encoding: how the bytes are to be read; what cannot be read is replaced.

    Returns:
        The name, or None; an empty file has no header and so no repeated name.

    Example:
        >>> repeated_name(b"score;team;score\n9;a;8\n", ";")
        'score'
    """
    lines = io.TextIOWrapper(io.BytesIO(content), encoding=encoding, errors="replace", newline="")
    try:
        header = next((row for row in csv.reader(lines, delimiter=separator) if row), [])
    except csv.Error:  # no header that ends; the reader of the table tells what is wrong
        return None
    names = [name.removeprefix("\ufeff") for name in header]
    return next((name for at, name in enumerate(names) if name and name in names[:at]), None)


def twice(place: object, name: str) -> str:
    """The message about a name that stands twice: where, which, and what to do.

    Args:
        place: the file, as the reader named it.
        name: the name.

    Returns:
        One or two sentences.

    Example:
        >>> twice("answers.csv", "score").split(".")[0]
        'answers'
    """
    return f"{place} has two columns named {name!r}. Rename or remove one of them in the first line and try again."


def column_names(header: Sequence[str], rows: Sequence[Sequence[str]], place: str) -> tuple[str | None, ...]:
    """What each column is called; None for one at the end that has neither a name nor, in the first rows, a value.

    A column with values but no name is called by its number.

    Args:
        header: the cells of the header.
        rows: the first rows.
        place: what messages call the file.

    Raises:
        FileError: a name stands twice, or the columns are more than any spreadsheet holds.

    Example:
        >>> column_names(["", "score", "", ""], [["a", "9", "", ""]], "a.csv")
        ('Column 1', 'score', None, None)
    """
    if len(header) > MOST_COLUMNS:
        raise refused("too_wide", name=place, found=len(header), limit=MOST_COLUMNS)
    width = len(header)
    while width > 1 and not header[width - 1] and not any(len(row) >= width and row[width - 1] for row in rows):
        width -= 1
    names = [name or f"Column {number}" for number, name in enumerate(header[:width], 1)]
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise refused("same_name", name=place, column=name)
        seen.add(name)
    return (*names, *(None for _ in header[width:]))
