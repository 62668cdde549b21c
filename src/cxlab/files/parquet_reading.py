"""Reads Parquet row group by row group, every value spelled as text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from cxlab.files.forms import Batches, Column, Form, TableFile
from cxlab.files.headers import MOST_COLUMNS
from cxlab.files.refusing import FileError, refused
from cxlab.files.spelling import spelled


def open_parquet(path: Path, name: str) -> TableFile:
    """A Parquet file as a table of text.

    Args:
        path: the file.
        name: what messages call it.

    Raises:
        FileError: it is damaged, or wider than any table.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     place = Path(folder, "a.parquet")
        ...     pl.DataFrame({"score": [9.0]}).write_parquet(place)
        ...     open_parquet(place, "a.parquet").whole().rows()
        [('9',)]
    """
    try:
        scan = pl.scan_parquet(path, glob=False)
        columns = tuple(Column(column) for column in scan.collect_schema().names())
        rows = int(scan.select(pl.len()).collect().item())
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
        raise _damaged(name, error) from error
    if len(columns) > MOST_COLUMNS:
        raise refused("too_wide", name=name, found=len(columns), limit=MOST_COLUMNS)
    if not columns:
        raise refused("no_header", name=name)

    def reading(size: int) -> Batches:
        read = [0]
        return Batches(_frames(path, name, size, read), lambda: read[0] / max(rows, 1))

    return TableFile(name, "parquet", Form(), columns, (), rows, reading)


def _frames(path: Path, name: str, size: int, read: list[int]) -> Iterator[pl.DataFrame]:
    try:
        for frame in pl.scan_parquet(path, glob=False).collect_batches(chunk_size=size, maintain_order=True):
            for piece in frame.iter_slices(size):
                read[0] += piece.height
                yield piece.select(spelled(column) for column in piece.get_columns())
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
        raise _damaged(name, error) from error


def _damaged(name: str, error: BaseException) -> FileError:
    reason = (str(error).splitlines() or [type(error).__name__])[0][:200]
    return refused("damaged", name=name, kind="Parquet", reason=reason)
