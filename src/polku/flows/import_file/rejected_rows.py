"""Decides how rejected rows are given back: a file with row, column, value and reason, and the row as it was."""

from __future__ import annotations

from pathlib import Path
from typing import Self

import polars as pl
from django.utils.translation import gettext as _

# What a spreadsheet would take for a formula is written as text.
_FORMULA = r"^([=+\-@\t\r])"


class RejectedRows:
    """The file of rejected rows while a file comes in: one line a row, to be mended and sent again."""

    def __init__(self, path: Path, columns: list[str]) -> None:
        self.path, self.columns = path, columns
        self.number = 0
        self._heads = self._named(columns)

    def __enter__(self) -> Self:
        self._handle = self.path.open("wb")
        return self

    def __exit__(self, *_: object) -> None:
        self._handle.close()
        if not self.number:
            self.path.unlink(missing_ok=True)

    @staticmethod
    def _named(columns: list[str]) -> list[str]:
        """Names of our own columns that the file does not have."""
        heads = []
        for head in (_("Row"), _("Column"), _("Value"), _("Reason")):
            while head in columns:
                head += " "  # noqa: PLW2901 - until it is free
            heads.append(head)
        return heads

    def add(self, faults: pl.DataFrame, rejected: pl.DataFrame) -> None:
        """Add the rejected rows of a part."""
        if not faults.height:
            return
        joined = faults.group_by("row", maintain_order=True).agg(pl.col("column", "value", "reason").str.join("; "))
        table = joined.join(rejected.rename({"__row": "row"}), on="row", how="left", maintain_order="left").sort("row")
        row, column, value, reason = self._heads
        table = table.rename({"row": row, "column": column, "value": value, "reason": reason})
        text = table.select(pl.col(pl.String).str.replace(_FORMULA, "'$1"))
        table = table.with_columns(text)
        self._handle.write(table.write_csv(include_header=not self.number).encode())
        self.number += joined.height
