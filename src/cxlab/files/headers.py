"""Decides that a column's name stands once in a header: which of two is meant is nobody's to guess."""

from __future__ import annotations

import csv
import io


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
