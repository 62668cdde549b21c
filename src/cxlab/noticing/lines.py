"""Notices rows that say the same to every item of a question, and rows that stand twice from end to end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from cxlab.noticing import names
from cxlab.noticing.counting import FIRST_ROWS
from cxlab.noticing.found import HEADER_ROWS, Noticed, Role, choices
from cxlab.noticing.shapes import as_number

FEWEST_ITEMS = 6
FEWEST_COLUMNS = 6


@dataclass(eq=False)
class Lines:
    """Gathers straight lines of each battery, and a digest of each row."""

    batteries: tuple[tuple[str, ...], ...]
    scales: Mapping[str, tuple[float, float]]
    columns: tuple[str, ...]
    rows: int = 0
    _given: dict[int, int] = field(default_factory=dict)
    _straight: dict[int, int] = field(default_factory=dict)
    _firsts: dict[int, list[int]] = field(default_factory=dict)
    _marks: dict[int, dict[float, int]] = field(default_factory=dict)
    _prints: list[pl.Series] = field(default_factory=list)

    def take(self, batch: pl.DataFrame) -> None:
        """Add the next rows."""
        for place, items in enumerate(self.batteries):
            marks = batch.select(self._mark(name) for name in items)
            table = marks.select(
                pl.sum_horizontal(pl.all().is_not_null()).alias("given"),
                pl.min_horizontal(pl.all()).alias("low"),
                pl.max_horizontal(pl.all()).alias("high"),
                pl.int_range(pl.len()).alias("row"),
            ).filter(pl.col("given") >= FEWEST_ITEMS)
            straight = table.filter(pl.col("low") == pl.col("high"))
            self._given[place] = self._given.get(place, 0) + len(table)
            self._straight[place] = self._straight.get(place, 0) + len(straight)
            first = (straight["row"].head(FIRST_ROWS) + self.rows + 1 + HEADER_ROWS).to_list()
            self._firsts[place] = (self._firsts.get(place, []) + first)[:FIRST_ROWS]
            known = self._marks.setdefault(place, {})
            for mark, n in straight.group_by("low").len().iter_rows():
                known[mark] = known.get(mark, 0) + n
        if len(self.columns) >= FEWEST_COLUMNS:
            self._prints.append(batch.select(self.columns).hash_rows(7))
        self.rows += len(batch)

    def _mark(self, name: str) -> pl.Expr:
        number = as_number(pl.col(name))
        return pl.when(number.is_between(*self.scales[name])).then(number).alias(name)

    def noticed(self) -> Iterator[Noticed]:
        """Straight lines by battery, then rows that stand twice."""
        for place, items in enumerate(self.batteries):
            if self._straight.get(place):
                marks = sorted(self._marks[place].items(), key=lambda pair: (-pair[1], pair[0]))
                yield Noticed(
                    kind="straight_lines",
                    column=items[0],
                    values=tuple((f"{mark:g}", n) for mark, n in marks),
                    rows=tuple(self._firsts[place]),
                    count=self._straight[place],
                    choices=choices("keep", "reject_rows"),
                    proposed="keep",
                    params={"columns": list(items), "given": self._given[place], "items": len(items)},
                    needed=False,
                )
        yield from self._identical()

    def _identical(self) -> Iterator[Noticed]:
        if not self._prints:
            return
        prints = pl.concat(self._prints).alias("print").to_frame().with_row_index("row", offset=1 + HEADER_ROWS)
        twice = prints.filter((pl.len() > 1).over("print")).sort("row")
        if len(twice):
            yield Noticed(
                kind="identical_rows",
                column=None,
                rows=tuple(twice["row"].head(FIRST_ROWS)),
                count=len(twice),
                choices=choices("keep", "keep_first"),
                params={"again": len(twice) - twice["print"].n_unique(), "columns": len(self.columns)},
                needed=False,
            )


def lines_of(columns: Sequence[str], roles: Mapping[str, Role]) -> Lines:
    """A gatherer for the batteries among a table's answers: items on one scale whose names belong together."""
    scales = {name: scale for name, role in roles.items() if (scale := role.scale) is not None}
    found: list[tuple[str, ...]] = []
    for _, members in names.batteries([name for name in columns if name in scales]):
        by_scale: dict[tuple[float, float], list[str]] = {}
        for name in members:
            by_scale.setdefault(scales[name], []).append(name)
        found += [tuple(items) for items in by_scale.values() if len(items) >= FEWEST_ITEMS]
    widest: list[tuple[str, ...]] = []
    for items in sorted(found, key=len, reverse=True):
        if not any(set(items) & set(other) for other in widest):
            widest.append(items)
    return Lines(tuple(widest), scales, tuple(columns))
