"""Notices a scale that changes in the middle of a file: marks beyond a step that come only in one stretch of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import polars as pl

from cxlab.noticing.counting import FIRST_ROWS, ColumnCounts, TableCounts
from cxlab.noticing.evidence import total
from cxlab.noticing.found import Noticed, Role, choices
from cxlab.noticing.shapes import as_number, day_of

TOPS = (5, 7, 10)
FEWEST = 10
BY_CHANCE = 1e-6
WIDEST = 0.8
SMALLEST_SHARE = 0.1
MOST_TIMES = 2


@dataclass(eq=False)
class Shifts:
    """Gathers, for each column of answers, when each mark was given: first and last row, and first and last day."""

    answers: tuple[str, ...]
    times: tuple[tuple[str, str], ...]
    _days: dict[str, list[pl.DataFrame]] = field(default_factory=dict)

    def take(self, batch: pl.DataFrame) -> None:
        """Add the next rows: how often each mark was given on each day."""
        for name, order in self.times:
            dated = batch.with_columns(day_of(pl.col(name), order).alias("\0day")).drop_nulls("\0day")
            for answer in self.answers:
                counted = (
                    dated.select(pl.col("\0day").alias("day"), as_number(pl.col(answer)).alias("number"))
                    .drop_nulls()
                    .group_by("day", "number")
                    .agg(pl.len().cast(pl.Int64).alias("n"))
                )
                known = self._days.setdefault(f"{name}\0{answer}", [])
                known.append(counted)
                if len(known) > 20:  # noqa: PLR2004 - few enough to add up cheaply
                    known[:] = [pl.concat(known).group_by("day", "number").agg(pl.col("n").sum())]

    def noticed(self, counts: TableCounts, roles: Mapping[str, Role]) -> Iterator[Noticed]:
        """A change of scale by row, else by day."""
        for answer in self.answers:
            column = counts.columns[answer]
            if column.more or not len(column.numeric):
                continue
            found = _by_row(column, counts.rows) or self._by_day(column)
            if found is not None:
                yield _noticed(column, roles[answer], *found)

    def _by_day(self, column: ColumnCounts) -> tuple[int, dict[str, object]] | None:
        for name, order in self.times:
            parts = self._days.get(f"{name}\0{column.name}")
            if not parts:
                continue
            days = pl.concat(parts).group_by("day", "number").agg(pl.col("n").sum())
            for top in TOPS:
                high = days.filter(_beyond(top))
                if not len(high):
                    continue
                spoken = high["day"].sort()
                begin, end = spoken[0], spoken[-1]
                within = days.filter(pl.col("day").is_between(begin, end))
                if _changes(days, within, top):
                    inside = total(within)
                    outside = total(days) - inside
                    stretch = {"time": name, "order": order, "begin": str(begin), "end": str(end)}
                    return top, {"by": "day", **stretch, "inside": inside, "outside": outside}
        return None


def shifts_of(roles: Mapping[str, Role], orders: Mapping[str, str]) -> Shifts:
    """A gatherer for a table's answers; ``orders`` says of each column of dates in which order to read it."""
    answers = tuple(name for name, role in roles.items() if role.kind == "answer")
    return Shifts(answers, tuple(orders.items())[:MOST_TIMES])


def _by_row(column: ColumnCounts, rows: int) -> tuple[int, dict[str, object]] | None:
    """Marks beyond a step that stand in one stretch of rows only, among others that go on."""
    cells = column.numeric
    answers = total(cells)
    for top in TOPS:
        high, low = cells.filter(_beyond(top)), cells.filter(pl.col("number") <= top)
        beyond = total(high)
        if beyond < FEWEST or not total(low.filter(pl.col("number") == top)):
            continue
        begin, end = high["first"].sort()[0], high["last"].sort()[-1]
        part = (end - begin + 1) / max(rows, 1)
        share = beyond / max(part * answers, 1)
        goes_on = low["first"].sort()[0] < begin or low["last"].sort()[-1] > end
        if goes_on and part < WIDEST and _mixed(share) and beyond * part ** (beyond - 1) < BY_CHANCE:
            inside = round(part * answers)
            return top, {"by": "row", "begin": begin, "end": end, "inside": inside, "outside": answers - inside}
    return None


def _changes(days: pl.DataFrame, within: pl.DataFrame, top: int) -> bool:
    """Whether the marks beyond a step are too many in their stretch of days, and none outside, to be chance."""
    answers, inside = total(days), total(within)
    beyond = total(within.filter(_beyond(top)))
    if beyond < FEWEST or not inside or inside / answers > WIDEST:
        return False
    part = inside / answers
    return _mixed(beyond / inside) and beyond * part ** (beyond - 1) < BY_CHANCE


def _beyond(top: int) -> pl.Expr:
    return pl.col("number").is_between(top, TOPS[-1], closed="right")


def _mixed(share: float) -> bool:
    """Whether small and large marks stand side by side in the stretch: a file sorted by its marks is no new scale."""
    return SMALLEST_SHARE <= share < 1 - SMALLEST_SHARE


def _noticed(column: ColumnCounts, role: Role, top: int, params: dict[str, object]) -> Noticed:
    high = column.numeric.filter(_beyond(top))
    rows = sorted({row for rows in high["rows"].to_list() for row in rows})
    highest = max(number for number in column.steps if top < number <= TOPS[-1])
    return Noticed(
        kind="scale_change",
        column=column.name,
        values=tuple(high.sort("n", descending=True).select("value", "n").head(10).iter_rows()),
        rows=tuple(rows[:FIRST_ROWS]),
        count=int(high["n"].sum()),
        choices=choices("set_apart", "one_scale", top=top, highest=f"{highest:g}"),
        params={**params, "top": top, "highest": f"{highest:g}"},
        needed=role.kind == "answer",
    )
