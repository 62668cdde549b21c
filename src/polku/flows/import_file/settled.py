"""Decides what becomes of rows and cells that were asked about: which are set aside, which are read as others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from polku.flows.import_file.asking import Asked
from polku.flows.import_file.mapping import Mapping
from polku.flows.import_file.moments import read_day
from polku.flows.import_file.rejecting import fault
from polku.flows.import_file.row_keys import Repeats

if TYPE_CHECKING:
    from cxlab.noticing import Noticed


@dataclass
class Settled:
    """What was decided of a file, done to the parts of it. ``spellings`` remembers how a value was met first."""

    mapping: Mapping
    asked: tuple[Asked, ...] = ()
    spellings: dict[tuple[str, str], str] = field(default_factory=dict)

    def tidied(self, part: pl.DataFrame, start: int) -> pl.DataFrame:
        """A part with values joined, zeros dropped, answers on another scale left out; ``start`` is its first row."""
        for name, use in self.mapping.columns.items():
            if name not in part.columns or not use.tidy:
                continue
            series = part[name]
            if "join" in use.tidy:
                series = self._joined(series)
            if "drop_zeros" in use.tidy:
                series = series.str.strip_chars().str.replace(r"^0+(\d)", "$1")
            part = part.with_columns(series.alias(name))
        for one in self._decided("scale_change", "set_apart"):
            where = _stretch(one, part, start)
            part = part.with_columns(part[str(one.column)].set(where, None))
        return part

    def _joined(self, series: pl.Series) -> pl.Series:
        different = series.drop_nulls().unique(maintain_order=True).to_list()
        said = [
            self.spellings.setdefault((series.name, " ".join(raw.casefold().split())), " ".join(raw.split()))
            for raw in different
        ]
        if not different:
            return series
        return series.replace_strict(different, said, default=None, return_dtype=pl.String)

    def _decided(self, kind: str, choice: str) -> Iterator[Noticed]:
        for one in self.asked:
            if one.noticed.kind == kind and one.decided == choice:
                yield one.noticed

    def faults(self, part: pl.DataFrame, repeats: Repeats | None) -> Iterator[pl.DataFrame]:
        """Rows that were decided against."""
        for name, use in self.mapping.columns.items():
            if use.rejected and name in part.columns:
                yield from _some(part[name], part[name].str.strip_chars().is_in(list(use.rejected)), "decided")
        for one in self._decided("straight_lines", "reject_rows"):
            yield from _some(part[one.column], _straight(part, one.params["columns"]), "decided")
        if self.mapping.decisions.get(f"weight_missing:{self._column('weight')}") == "reject_rows":
            weight = part[self._column("weight")]
            yield from _some(weight, weight.is_null(), "not_a_weight")
        if repeats is not None:
            yield from self._repeated(part, repeats)

    def _repeated(self, part: pl.DataFrame, repeats: Repeats) -> Iterator[pl.DataFrame]:
        name = self._column("respondent")
        if name:
            empty = part[name].is_null() & ~repeats.by_id
            if self.mapping.decisions.get(f"missing_ids:{name}") == "reject_rows":
                yield from _some(part[name], empty, "missing")
            out = {
                "keep_all": repeats.of < 0,
                "keep_last": repeats.number < repeats.of,
                "reject_rows": repeats.of > 1,
            }.get(self.mapping.decisions.get(f"duplicate_ids:{name}", ""), repeats.number > 1)
            yield from _some(part[name], out & repeats.by_id, "twice")
        elif self.mapping.decisions.get("identical_rows") == "keep_first":
            yield from _some(part[part.columns[0]], repeats.number > 1, "decided")

    def _column(self, role: str) -> str:
        return self.mapping.named(role) or ""


def _some(series: pl.Series, where: pl.Series, message: str) -> Iterator[pl.DataFrame]:
    where = where.fill_null(value=False)
    if where.any():
        yield fault(series, where, message)


def _straight(part: pl.DataFrame, columns: list[str]) -> pl.Series:
    """Rows that give every item of a question the same mark."""
    there = [name for name in columns if name in part.columns]
    texts = part.select(pl.col(there).str.strip_chars())
    same = pl.all_horizontal(pl.col(name) == pl.col(there[0]) for name in there)
    return texts.select(same.fill_null(value=False).alias("same"))["same"]


def _stretch(noticed: Noticed, part: pl.DataFrame, start: int) -> pl.Series:
    """The rows of a stretch in which a question was asked on another scale."""
    begin, end = noticed.params["begin"], noticed.params["end"]
    if noticed.params["by"] == "row":
        rows = pl.Series(range(start, start + part.height))
        return rows.is_between(int(begin), int(end))
    days = part[str(noticed.params["time"])]
    first, last, order = date.fromisoformat(str(begin)), date.fromisoformat(str(end)), str(noticed.params["order"])
    different = days.drop_nulls().unique().to_list()
    within = [raw for raw in different if (day := read_day(raw, order)) and first <= day <= last]
    return days.is_in(within).fill_null(value=False)
