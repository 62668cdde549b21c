"""Which table a file holds: CSV, XLSX, SPSS and Parquet, read and written with errors a person can act on."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from cxlab.files.refusing import FILE_ERRORS, FileError, refused

if TYPE_CHECKING:
    import polars as pl

    from cxlab.files.csv_writing import write_csv
    from cxlab.files.forms import Batches, Column, Form, MultipleSet, TableFile
    from cxlab.files.opening import open_table
    from cxlab.files.sav_writing import write_sav
    from cxlab.files.xlsx_writing import write_xlsx

__all__ = [
    "FILE_ERRORS",
    "Batches",
    "Column",
    "FileError",
    "Form",
    "MultipleSet",
    "TableFile",
    "open_table",
    "read_table",
    "refused",
    "write_csv",
    "write_sav",
    "write_xlsx",
]

_LATER = {
    **dict.fromkeys(("Batches", "Column", "Form", "MultipleSet", "TableFile"), "forms"),
    "open_table": "opening",
    "write_csv": "csv_writing",
    "write_sav": "sav_writing",
    "write_xlsx": "xlsx_writing",
}


def __getattr__(name: str) -> object:
    """Polars is loaded when a table is opened, not when a command only wants its help shown."""
    if name in _LATER:
        return getattr(import_module(f"cxlab.files.{_LATER[name]}"), name)
    raise AttributeError(name)


def read_table(path: str | Path) -> pl.DataFrame:
    r"""The table a file holds, numbers and dates as such: CSV, XLSX, SPSS or Parquet.

    The kind is told by the first bytes, not by the name. A column is numbers or dates when every value of it is one;
    with a semicolon a decimal comma is understood.

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
    from cxlab.files.opening import open_table
    from cxlab.files.typed import typed

    file = open_table(path)
    return typed(file.whole(), decimal=file.form.decimal or ".")
