"""Holds an event log as integer codes, ordered by case and time: what every analysis of journeys works on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import narwhals as nw
import numpy as np
import polars as pl
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Codes = NDArray[np.int32]
_EARLY, _FEW = 100_000, 1_000


@dataclass(frozen=True, slots=True, eq=False)
class EventLog:
    """Events by case and time.

    Attributes:
        codes: touchpoint of each event, an index into ``names``; shape (events,).
        offsets: where each case begins; shape (cases + 1,), the last is the number of events.
        names: touchpoints, in the order of the alphabet.
        cases: case ids, in the order of ``offsets``.
        ts_s: epoch seconds of each event; None when the log has no time.
        extra: what rides along, one row per event in the same order (account, actor, score...).
    """

    codes: Codes
    offsets: Ints
    names: tuple[str, ...]
    cases: pl.Series
    ts_s: Ints | None = None
    extra: pl.DataFrame = field(default_factory=pl.DataFrame)

    @property
    def n_events(self) -> int:
        """Number of events."""
        return len(self.codes)

    @property
    def n_cases(self) -> int:
        """Number of cases."""
        return len(self.offsets) - 1

    @property
    def lengths(self) -> Ints:
        """Events of each case."""
        return np.diff(self.offsets)

    def case_of_event(self) -> Ints:
        """The number of the case of each event."""
        return np.repeat(np.arange(self.n_cases, dtype=np.int64), self.lengths)

    def walk(self, case: int) -> tuple[str, ...]:
        """The touchpoints of one case, in their order."""
        return tuple(self.names[code] for code in self.codes[self.offsets[case] : self.offsets[case + 1]])

    def of_case(self, column: str) -> list[Any]:
        """One value per case: the first that is not empty in the column; all None where the log lacks the column."""
        if column not in self.extra.columns:
            return [None] * self.n_cases
        frame = pl.DataFrame({"case": self.case_of_event(), "value": self.extra[column]})
        first = frame.drop_nulls("value").group_by("case", maintain_order=True).agg(pl.col("value").first())
        values: list[Any] = [None] * self.n_cases
        for case, value in first.iter_rows():
            values[case] = value
        return values

    def select(self, keep: NDArray[np.bool_]) -> EventLog:
        """The log of the cases marked true; names stay, so codes mean the same."""
        events = np.repeat(keep, self.lengths)
        offsets = np.concatenate([[0], np.cumsum(self.lengths[keep])]).astype(np.int64)
        return replace(
            self,
            codes=self.codes[events],
            offsets=offsets,
            cases=self.cases.filter(pl.Series(keep)),
            ts_s=None if self.ts_s is None else self.ts_s[events],
            extra=self.extra.filter(pl.Series(events)) if self.extra.width else self.extra,
        )


def event_log(table: Any, *, case: str = "case", touchpoint: str = "touchpoint", time: str | None = "ts_s") -> EventLog:
    """Make an event log from a table with one row per event.

    Args:
        table: any eager table that narwhals knows (Polars, pandas, Arrow); what ``cxlab.files.read_events`` gives fits
            as it is. Events of one time keep the order of the table.
        case: column of the case; read as text.
        touchpoint: column of the touchpoint; read as text.
        time: column of epoch seconds or of dates with time; None, or a column all empty, means that the order of the
            rows is the order of the events.

    Returns:
        The log; 0 cases when the table has no rows.

    Raises:
        ValueError: a named column is missing, or a case, touchpoint or time is empty.

    Example:
        >>> log = event_log(pl.DataFrame({"case": ["a", "a"], "touchpoint": ["Call", "Visit"], "ts_s": [1, 2]}))
        >>> log.n_cases, log.names, log.walk(0)
        (1, ('Call', 'Visit'), ('Call', 'Visit'))
    """
    frame = nw.from_native(table, eager_only=True).to_polars()
    for name in (case, touchpoint, *((time,) if time else ())):
        if name not in frame.columns:
            message = f"There is no column {name!r}; the table has: {', '.join(frame.columns)}."
            raise ValueError(message)
    for name in (case, touchpoint):
        _refuse_empty(frame[name], name)
    codes, names = encode(frame[touchpoint])
    times, per_second = _times(frame[time]) if time else (None, 1)
    order, offsets, heads = _order(frame[case], times)
    rest = frame.drop([name for name in (case, touchpoint, time) if name])
    if order is not None:
        codes = codes[order]
        times = None if times is None else times[order]
        rest = rest[order] if rest.width else rest
    seconds = times if times is None or per_second == 1 else times // per_second
    return EventLog(codes, offsets, names, heads.cast(pl.String), seconds, rest)


def encode(column: pl.Series) -> tuple[Codes, tuple[str, ...]]:
    """Text as codes into its distinct values, sorted.

    Example:
        >>> codes, names = encode(pl.Series(["b", "a", "b"]))
        >>> codes.tolist(), names
        ([1, 0, 1], ('a', 'b'))
    """
    text = column.cast(pl.String).alias("text")
    # Touchpoints are few, and nearly always all of them have been seen early on: one pass less over all events.
    words = text.head(_EARLY).unique().sort()
    codes = _codes(text, words) if len(words) <= _FEW else None
    if codes is None or codes.null_count():
        words = text.to_frame().lazy().unique().collect(engine="streaming")["text"].sort()
        codes = _codes(text, words)
    return codes.to_numpy(), tuple(words.to_list())


def _codes(text: pl.Series, words: pl.Series) -> pl.Series:
    """Places among the words, none for what is not among them; the streaming engine takes it on every core."""
    numbers = pl.col("text").cast(pl.Enum(words), strict=False).to_physical().cast(pl.Int32)
    return text.to_frame().lazy().select(numbers).collect(engine="streaming")["text"]


def _refuse_empty(column: pl.Series, name: str) -> None:
    if column.null_count():
        row = int(column.is_null().arg_true()[0]) + 1
        message = f"{column.null_count()} events have no {name}; the first is row {row}."
        raise ValueError(message)


def _times(column: pl.Series) -> tuple[Ints | None, int]:
    """Times as whole numbers, and how many of them make a second; None where every time is empty."""
    if len(column) and column.null_count() == len(column):
        return None, 1
    _refuse_empty(column, "time")
    if not column.dtype.is_temporal():
        return np.ascontiguousarray(column.cast(pl.Int64).to_numpy()), 1
    # Parts of a second decide the order, so they are kept until the events are ordered.
    return column.cast(pl.Datetime("us")).to_physical().to_numpy(), 1_000_000


def _order(case: pl.Series, times: Ints | None) -> tuple[Ints | None, Ints, pl.Series]:
    """How rows must be taken so that cases lie together in order of first appearance and time runs forward."""
    if not len(case):
        return None, np.zeros(1, dtype=np.int64), case
    differs = case.ne_missing(case.shift(1))
    differs[0] = True
    starts = differs.arg_true().to_numpy().astype(np.int64)
    heads = case.gather(starts)
    offsets = np.append(starts, len(case))
    order: Ints | None = None
    if heads.n_unique() != len(heads):
        order, offsets, heads = _together(heads, offsets)
    if times is not None:
        times = times if order is None else times[order]
        if not _forward(times, offsets):
            by_time = np.lexsort((times, np.repeat(np.arange(len(offsets) - 1), np.diff(offsets))))
            order = by_time if order is None else order[by_time]
    return order, offsets, heads


def _together(heads: pl.Series, offsets: Ints) -> tuple[Ints, Ints, pl.Series]:
    """Bring the rows of each case together where runs of one case lie apart."""
    ranks, _ = encode(heads)
    first = np.full(int(ranks.max()) + 1, -1, dtype=np.int64)
    first[ranks[::-1]] = np.arange(len(ranks), dtype=np.int64)[::-1]
    by_first = np.argsort(first, kind="stable")
    number_of = np.empty_like(by_first)
    number_of[by_first] = np.arange(len(by_first))
    numbers = np.repeat(number_of[ranks], np.diff(offsets))
    return (
        np.argsort(numbers, kind="stable"),
        np.concatenate([[0], np.cumsum(np.bincount(numbers))]).astype(np.int64),
        heads.gather(first[by_first]),
    )


def _forward(times: Ints, offsets: Ints) -> bool:
    back = np.flatnonzero(times[1:] < times[:-1]) + 1
    begins = np.zeros(len(times) + 1, dtype=bool)
    begins[offsets] = True
    return bool(begins[back].all())


def from_walks(walks: Sequence[Sequence[str]]) -> EventLog:
    """A log without times from lists of touchpoints, for trying things out; case ids are 1, 2, 3...

    Example:
        >>> from_walks([["Call", "Visit"], ["Call"]]).n_events
        3
    """
    rows = [(str(number), touchpoint) for number, walk in enumerate(walks, 1) for touchpoint in walk]
    table = pl.DataFrame(rows, schema={"case": pl.String, "touchpoint": pl.String}, orient="row")
    return event_log(table, time=None)
