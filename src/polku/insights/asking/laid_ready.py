"""Decides how the counts of a generation lie ready: part by part, and what a question names side by side.

What is made of a part is kept with the part, so a new answer costs the part it lies in and no other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

import numpy as np
import polars as pl

from polku.insights.asking.questions import DIMENSIONS, OF_ACCOUNT, OF_TOUCHPOINT
from polku.snapshot.columns import CODE, MISSING, PERSON, PROMISES, UNDECLARED
from polku.snapshot.counts import COUNTS, no_counts
from polku.snapshot.read import Snapshot

_OPEN = PROMISES.index("open")
# Within a part rows are in this order: most questions are about one metric, many about one segment.
_ORDER = ("definition", "segment")


@dataclass(frozen=True, slots=True)
class Window:
    """Consecutive months as counts from year 0, both ends included."""

    first: int
    last: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1

    def moved(self, months: int) -> Window:
        return Window(self.first + months, self.last + months)

    def with_(self, other: Window) -> Window:
        """From the first month of either to the last of either."""
        return Window(min(self.first, other.first), max(self.last, other.last))


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the counts.

    Attributes:
        frame: its rows with the classes of their touchpoint and account, by definition and segment.
        months: the first and the last of them.
        plain: whether nothing in it was promised and nothing is kept back.
        runs: for each definition its segments, each with the first row and the one after the last.
        answers: how many, by audience and definition.
        seen: the first month of each key that occurs, by dimension.
    """

    frame: pl.DataFrame
    months: Window
    plain: bool
    runs: Mapping[int, tuple[tuple[int, int, int], ...]]
    answers: Mapping[tuple[int, int], int]
    seen: Mapping[str, Mapping[int, int]]


def parts_of(snapshot: Snapshot) -> tuple[Part, ...]:
    """The parts of the counts that hold rows."""
    kept: tuple[Part, ...] | None = snapshot.made.get("counts laid ready")
    if kept is None:
        points = snapshot.table("touchpoints").select("touchpoint", *OF_TOUCHPOINT)
        accounts = snapshot.table("accounts").select(pl.col("account").alias("_account"), *OF_ACCOUNT)
        mark = [part.file for table in ("touchpoints", "accounts") for part in snapshot.manifest.of(table)]
        files = [part.file for part in snapshot.manifest.of(COUNTS) if part.rows]
        for file in files:
            if snapshot.of_parts.get(file, (None,))[0] != mark:
                snapshot.of_parts[file] = (mark, _part(_classed(snapshot.frames[file], points, accounts)))
        kept = snapshot.made["counts laid ready"] = tuple(snapshot.of_parts[file][1] for file in files)
    return kept


def counts_of(snapshot: Snapshot) -> pl.DataFrame:
    """All counts with the classes of their touchpoint, the month as a count and, where nothing is told, why."""
    kept: pl.DataFrame | None = snapshot.made.get("classed")
    if kept is None:
        frames = [part.frame for part in parts_of(snapshot)]
        kept = snapshot.made["classed"] = pl.concat(frames) if frames else _nothing(snapshot)
    return kept


def months_of(snapshot: Snapshot) -> Window | None:
    """From the first month with answers to the last; None without any."""
    months = [part.months for part in parts_of(snapshot)]
    return Window(min(one.first for one in months), max(one.last for one in months)) if months else None


def plain_rows(
    snapshot: Snapshot,
    definitions: Collection[int],
    audiences: Collection[int],
    months: Window | None,
    segments: Collection[int] | None,
) -> pl.DataFrame:
    """The rows of parts without a promise that are about these definitions, audiences, months and segments.

    Rows of other months may be among them, where a part holds several; None takes all.
    """
    pieces = []
    for part in parts_of(snapshot):
        if not part.plain or (months and (part.months.last < months.first or part.months.first > months.last)):
            continue
        for start, end in _runs(part, definitions, segments):
            piece = part.frame.slice(start, end - start)
            heard = piece["audience"]
            if heard.min() != heard.max() or heard[0] not in audiences:
                piece = piece.filter(pl.col("audience").is_in(list(audiences)))
            pieces.append(piece)
    return pl.concat(pieces) if pieces else _nothing(snapshot)


def _runs(part: Part, definitions: Collection[int], segments: Collection[int] | None) -> Iterator[tuple[int, int]]:
    for definition in definitions:
        runs = part.runs.get(definition, ())
        if segments is None and runs:
            yield runs[0][1], runs[-1][2]
        elif segments is not None:
            yield from ((start, end) for segment, start, end in runs if segment in segments)


def other_rows(snapshot: Snapshot, definitions: Collection[int], audiences: Collection[int]) -> pl.DataFrame:
    """The rows of parts with promises that are about these definitions and audiences."""
    frames = [part.frame for part in parts_of(snapshot) if not part.plain]
    if not frames:
        return _nothing(snapshot)
    meant = pl.col("definition").is_in(list(definitions)) & pl.col("audience").is_in(list(audiences))
    return pl.concat(frames).filter(meant)


def _nothing(snapshot: Snapshot) -> pl.DataFrame:
    kept: pl.DataFrame | None = snapshot.made.get("no counts")
    if kept is None:
        points = snapshot.table("touchpoints").select("touchpoint", *OF_TOUCHPOINT)
        accounts = snapshot.table("accounts").select(pl.col("account").alias("_account"), *OF_ACCOUNT)
        kept = snapshot.made["no counts"] = _classed(no_counts(), points, accounts)
    return kept


def _classed(counts: pl.DataFrame, points: pl.DataFrame, accounts: pl.DataFrame) -> pl.DataFrame:
    """The counts of one part with what is known of their touchpoint and of their account."""
    placed = counts.join(points, on="touchpoint", how="left", maintain_order="left")
    of_account = pl.when(pl.col("promise") != _OPEN).then(UNDECLARED).otherwise(pl.col(OF_ACCOUNT).fill_null(MISSING))
    classed = placed.join(accounts, on="_account", how="left", maintain_order="left").with_columns(
        of_account.cast(CODE).name.keep(),
        # What is kept back of the touchpoint is kept back of its place on the map.
        pl.col(OF_TOUCHPOINT).fill_null(pl.min_horizontal("touchpoint", pl.lit(MISSING))),
        (pl.col("month") // 100 * 12 + pl.col("month") % 100 - 1).alias("month"),
        pl.when(pl.col("_score").is_null()).then(pl.col(PERSON[0])).alias("_why"),
    )
    return classed.sort(_ORDER, maintain_order=True)


def _part(frame: pl.DataFrame) -> Part:
    months = frame["month"]
    told = frame.group_by("audience", "definition").agg(pl.sum("_n")).iter_rows()
    return Part(
        frame=frame,
        months=Window(int(str(months.min())), int(str(months.max()))),
        plain=frame["promise"].max() == _OPEN and frame["_why"].null_count() == frame.height,
        runs=_runs_of(frame),
        answers={(audience, definition): n for audience, definition, n in told},
        seen={name: dict(frame.group_by(name).agg(pl.min("month")).iter_rows()) for name in DIMENSIONS},
    )


def _runs_of(frame: pl.DataFrame) -> dict[int, tuple[tuple[int, int, int], ...]]:
    """Where the rows of each definition and segment lie."""
    codes = [frame[name].to_numpy() for name in _ORDER]
    turns = np.flatnonzero(np.any([one[1:] != one[:-1] for one in codes], axis=0)) + 1
    starts = [0, *turns.tolist()]
    runs = zip(*(one[starts].tolist() for one in codes), starts, [*starts[1:], frame.height], strict=True)
    return {definition: tuple(run[1:] for run in some) for definition, some in groupby(runs, key=lambda run: run[0])}
