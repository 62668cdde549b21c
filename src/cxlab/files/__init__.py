"""Which table a file holds: CSV in its usual dialects and Parquet, read into Polars with errors a person can act on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cxlab.files.headers import repeated_name, twice
from cxlab.tables import TableError

if TYPE_CHECKING:
    import polars as pl

SAMPLE = 65_536
SEPARATORS = (",", ";", "\t", "|")


class FileError(TableError):
    """A file that cannot be read as a table; the message names the file, the place and the remedy."""


def read_table(path: str | Path) -> pl.DataFrame:
    r"""The table a CSV or Parquet file holds.

    The kind is told by the first bytes, not by the name. CSV: the separator (comma, semicolon, tab, bar) is the one
    that splits the header most; text is UTF-8, with or without byte order mark, or else Windows-1252; with a
    semicolon a decimal comma is understood.

    Args:
        path: the file.

    Returns:
        A Polars DataFrame; a file with a header alone gives zero rows.

    Raises:
        FileError: the file is absent, empty, a folder, not to be read, not a table, or names two columns alike.

    Example:
        >>> import tempfile, pathlib
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     place = pathlib.Path(folder, "a.csv")
        ...     _ = place.write_text("score;account\n9;x\n")
        ...     read_table(place).columns
        ['score', 'account']
    """
    import polars as pl

    place = Path(path)
    try:
        if not place.exists():
            raise FileError(f"There is no file {place}.")
        if place.is_dir():
            raise FileError(f"{place} is a folder. Name the file inside it.")
        content = place.read_bytes()
    except OSError as error:
        raise FileError(f"{place} cannot be read: {error.strerror}.") from error
    if not content.strip():
        raise FileError(f"{place} is empty: it has no header and no rows.")
    try:
        if content[:4] == b"PAR1":
            return pl.read_parquet(content)
        return _read_csv(content, place)
    except pl.exceptions.PolarsError as error:
        raise FileError(f"{place} cannot be read as a table: {str(error).splitlines()[0]}") from error


def _read_csv(content: bytes, place: Path) -> pl.DataFrame:
    """CSV bytes as a table."""
    import polars as pl

    if b"\x00" in content[:SAMPLE] or content[:4] == b"PK\x03\x04":
        raise FileError(f"{place} is neither CSV nor Parquet. Save it as CSV (UTF-8) and try again.")
    text = _as_utf8(content)
    header = text.split(b"\n", 1)[0]
    separator = max(SEPARATORS, key=lambda sign: header.count(sign.encode()))
    if name := repeated_name(text, separator):
        raise FileError(twice(place, name))
    return pl.read_csv(
        text,
        separator=separator,
        infer_schema_length=None,
        decimal_comma=separator == ";" and _has_decimal_comma(text),
        try_parse_dates=True,
        truncate_ragged_lines=False,
    )


def _as_utf8(content: bytes) -> bytes:
    """The same text in UTF-8 without byte order mark."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace").encode()
    return content.removeprefix(b"\xef\xbb\xbf")


def _has_decimal_comma(text: bytes) -> bool:
    """Whether cells between semicolons look like 0,28."""
    import re

    return re.search(rb"(^|;)-?\d+,\d+(;|\r?\n|$)", text[:SAMPLE], re.MULTILINE) is not None
