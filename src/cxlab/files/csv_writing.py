"""Writes a table as CSV that a spreadsheet opens without running anything in it, and that reads back the same."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from cxlab.files.forms import Column, MultipleSet
from cxlab.files.guarding import guarded
from cxlab.files.refusing import refused
from cxlab.files.spelling import spelled


def write_csv(table: pl.DataFrame, columns: Sequence[Column], sets: Sequence[MultipleSet], path: str | Path) -> None:
    r"""Write CSV in UTF-8 with a byte order mark (so that Excel reads it as such), commas, quotes where needed.

    A text that a spreadsheet would run as a formula gets an apostrophe before it, which ``open_table`` takes away
    again. Labels, missing codes and sets have no place in CSV; empty text and null are one and the same there.

    Args:
        table: the rows, of text or of any simple type.
        columns: what is known of them; unused here, alike for all formats.
        sets: multiple response sets; unused here.
        path: where to.

    Raises:
        FileError: the place cannot be written to.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     place = Path(folder, "a.csv")
        ...     write_csv(pl.DataFrame({"said": ["=1+1"]}), [], [], place)
        ...     place.read_text(encoding="utf-8-sig")
        "said\n'=1+1\n"
    """
    del columns, sets
    safe = table.select(guarded(spelled(column)) for column in table.get_columns())
    if safe.width == 1:  # an empty line would be passed over
        safe = safe.with_columns(pl.all().fill_null(""))
    safe.columns = guarded(pl.Series(safe.columns, dtype=pl.String)).to_list()
    # A lone carriage return ends a line for some readers, so such a text needs quotes.
    returns = any(bool(column.str.contains("\r", literal=True).any()) for column in safe.get_columns())
    try:
        safe.write_csv(Path(path), include_bom=True, quote_style="non_numeric" if returns else "necessary")
    except (OSError, pl.exceptions.PolarsError) as error:
        raise refused("unwritable", name=str(path), reason=str(error).rstrip(".")) from error
