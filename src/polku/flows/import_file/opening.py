"""Decides how a file is opened for an import: as it was recognised, else as the mapping says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from polku.flows.import_file.mapping import FileForm

AS_RECOGNISED = FileForm()


@dataclass(frozen=True)
class PlainColumn:
    name: str
    label: str = ""
    value_labels: dict[str, str] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    set_name: str | None = None


@dataclass(frozen=True)
class PlainForm:
    encoding: str = "utf-8"
    separator: str = ","
    decimal: str = "."
    sheet: str | None = None
    sheets: tuple[str, ...] = ()


class PlainFile:
    def __init__(self, path: Path, separator: str, decimal: str) -> None:
        self.path, self.kind = path, "csv"
        self.form = PlainForm(separator=separator, decimal=decimal)
        self._table = pl.read_csv(path, separator=separator, infer_schema=False, encoding="utf8-lossy")
        self.columns = tuple(PlainColumn(name) for name in self._table.columns)
        self.sets: tuple[Any, ...] = ()
        self.rows = self._table.height

    def batches(self, rows: int = 50_000) -> Iterator[pl.DataFrame]:
        yield from self._table.iter_slices(rows)

    def sample(self, rows: int = 1000) -> pl.DataFrame:
        return self._table.head(rows)

    def whole(self) -> pl.DataFrame:
        return self._table


def opened(path: Path, form: FileForm = AS_RECOGNISED) -> Any:
    """The file, as ``cxlab.files`` opens it; raises FileError naming the place and the remedy."""
    with path.open("rb") as handle:
        header = handle.readline()
    separator = form.separator or max(",;\t|", key=lambda sign: header.count(sign.encode()))
    return PlainFile(path, separator, form.decimal or ".")
