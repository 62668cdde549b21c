"""Notices ids that stand twice, and ids that start again in each wave."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import polars as pl

from cxlab.noticing.counting import FIRST_ROWS
from cxlab.noticing.found import HEADER_ROWS, Earlier, Noticed, Role, choices

AGAIN = 0.2
FEWEST_AGAIN = 5
_SEVERAL = ("keep_all", "keep_first", "keep_last", "reject_rows")


@dataclass(eq=False)
class Ids:
    """Ids of respondents, with the wave of each where a column holds it; kept whole, for a pair may be far apart."""

    column: str
    wave: str | None
    _parts: list[pl.DataFrame] = field(default_factory=list)

    def take(self, batch: pl.DataFrame) -> None:
        """Add the next rows."""
        wave = pl.col(self.wave).fill_null("") if self.wave else pl.lit("")
        self._parts.append(batch.select(pl.col(self.column).str.strip_chars().alias("id"), wave.alias("wave")))

    def noticed(self, earlier: Earlier | None) -> Iterator[Noticed]:
        """Duplicates, and ids that an earlier wave used too."""
        if not self._parts:
            return
        ids = pl.concat(self._parts).with_row_index("row", offset=1 + HEADER_ROWS)
        empty = ids.filter(pl.col("id").is_null() | (pl.col("id") == ""))
        ids = ids.filter(pl.col("id").is_not_null() & (pl.col("id") != ""))
        twice = _twice(ids, "id")
        within = _twice(ids, "id", "wave")
        if self.wave and len(twice) and not len(within):
            keys = ("by_wave", "same_people")
            yield _noticed("ids_start_again", self.column, twice, keys, "by_wave", by="column", wave=self.wave)
        elif len(within):
            yield _noticed("duplicate_ids", self.column, within, _SEVERAL)
        if len(empty) and len(ids):
            yield Noticed("missing_ids", self.column, rows=tuple(empty["row"].head(FIRST_ROWS)), count=len(empty),
                          choices=choices("without_id", "reject_rows"), proposed="without_id")  # fmt: skip
        if earlier is not None and earlier.ids:
            yield from self._again(ids, earlier)

    def _again(self, ids: pl.DataFrame, earlier: Earlier) -> Iterator[Noticed]:
        known = pl.Series("id", sorted(earlier.ids), dtype=pl.String).to_frame()
        again = ids.join(known, on="id", how="semi")
        people = again["id"].n_unique()
        if people >= FEWEST_AGAIN and people >= AGAIN * min(ids["id"].n_unique(), len(earlier.ids)):
            # Numbers that count from 1 are given anew; what is long or holds letters names a person.
            counted = again["id"].str.contains(r"^\d{1,6}$").all()
            proposed = "by_wave" if counted else None
            params = {"earlier": earlier.name, "again": people, "by": "earlier"}
            yield _noticed("ids_start_again", self.column, again, ("by_wave", "same_people"), proposed, **params)


def ids_of(roles: Mapping[str, Role]) -> Ids | None:
    """A gatherer for the column that names respondents; None when there is none."""
    column = next((name for name, role in roles.items() if role.kind == "respondent"), None)
    wave = next((name for name, role in roles.items() if role.kind == "wave"), None)
    return Ids(column, wave) if column is not None else None


def _twice(ids: pl.DataFrame, *by: str) -> pl.DataFrame:
    return ids.filter((pl.len() > 1).over(by))


def _noticed(
    kind: str, column: str, found: pl.DataFrame, keys: tuple[str, ...], proposed: str | None = None, **params: object
) -> Noticed:
    times = found.group_by("id").agg(pl.len().alias("n"), pl.col("row").min())
    times = times.sort(["n", "row"], descending=[True, False])
    return Noticed(
        kind=kind,
        column=column,
        values=tuple((str(one), int(n)) for one, n in times.select("id", "n").head(10).iter_rows()),
        rows=tuple(found["row"].head(FIRST_ROWS)),
        count=len(found),
        choices=choices(*keys),
        proposed=proposed,
        params={**params, "ids": len(times)},
    )
