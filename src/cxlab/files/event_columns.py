"""Decides which column of an event log means what: any table of events becomes one with known names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

import polars as pl

from cxlab.files.lifecycle import Lifecycle, by_lifecycle, in_order
from cxlab.files.xml import EventFileError

# The names by which tools call the same thing, the surest first.
_KNOWN: Mapping[str, tuple[str, ...]] = {
    "case": ("case", "case:concept:name", "journeyid", "case_id", "caseid", "case id", "case_key", "trace_id"),
    "touchpoint": (
        "touchpoint",
        "concept:name",
        "eventtype",
        "activity",
        "event",
        "event_name",
        "activity_name",
        "task",
    ),
    "time": (
        "time",
        "time:timestamp",
        "timecompleted",
        "timestamp",
        "ts",
        "date",
        "datetime",
        "complete timestamp",
        "time_completed",
        "end_time",
    ),
    "start": ("start", "timestarted", "start_timestamp", "start timestamp", "start_time"),
    "lifecycle": ("lifecycle:transition", "lifecycle", "transition"),
    "account": ("account", "customer", "account_id", "customer_id", "company", "org"),
    "contact": ("contact", "contact_id", "person", "user_id"),
    "actor": ("actor", "initiator", "org:resource", "resource", "performer"),
    "receiver": ("receiver",),
    "owner": ("owner",),
    "channel": ("channel", "case:channel"),
    "planned": ("isplanned", "planned"),
    "score": ("score", "experiencerating", "rating"),
    "segment": ("segment", "case:segment"),
}
_FORMATS = ("%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%d %H:%M", "%Y-%m-%d", "%Y/%m/%d %H:%M:%S%.f", "%Y/%m/%d %H:%M", "%Y/%m/%d",
            "%d.%m.%Y %H:%M:%S%.f", "%d.%m.%Y %H.%M", "%d.%m.%Y %H:%M", "%d.%m.%Y")  # fmt: skip

_MOST_SHOWN, _LONGEST_SHOWN = 30, 60


@dataclass(frozen=True, slots=True)
class EventColumns:
    """Which column of the file plays which part; None is found by its usual names, or is not there.

    Attributes:
        case: one journey of one customer. touchpoint: what happened. time: when it ended, or happened.
        start: when it began. lifecycle: XES transition (start, complete...). account, contact: who it happened to.
        actor: who acted. receiver: who was addressed. owner: whose touchpoint (brand, partner, customer, social).
        channel, planned (true or false), score, segment.
    """

    case: str | None = None
    touchpoint: str | None = None
    time: str | None = None
    start: str | None = None
    lifecycle: str | None = None
    account: str | None = None
    contact: str | None = None
    actor: str | None = None
    receiver: str | None = None
    owner: str | None = None
    channel: str | None = None
    planned: str | None = None
    score: str | None = None
    segment: str | None = None


def guess_columns(names: list[str], given: EventColumns | None = None) -> EventColumns:
    """Complete a mapping by the names that tools usually give; what was given stays.

    Args:
        names: columns of the file.
        given: what is known beforehand.

    Raises:
        EventFileError: a given column is not in the file; lists those that are.

    Example:
        >>> guess_columns(["CaseID", "Activity", "Complete Timestamp"]).time
        'Complete Timestamp'
    """
    lower: dict[str, str] = {}
    for name in names:
        lower.setdefault(name.strip().lower(), name)
    chosen: dict[str, str | None] = {}
    for part in fields(EventColumns):
        wanted = getattr(given, part.name) if given else None
        if wanted is not None and wanted not in names:
            message = f"There is no column {wanted!r}. The file has: {_listed(names)}."
            raise EventFileError(message)
        chosen[part.name] = wanted or next((lower[known] for known in _KNOWN[part.name] if known in lower), None)
    return EventColumns(**chosen)


def map_events(
    table: pl.DataFrame,
    columns: EventColumns | None = None,
    *,
    lifecycle: Lifecycle = "keep",
    time_format: str | None = None,
) -> pl.DataFrame:
    """Rename, type and order a table of events: the mapping step.

    The result has ``case`` and ``touchpoint`` (text), ``ts_s`` (epoch seconds, UTC; null throughout when the file has
    no time), then, as far as mapped, ``start_s``, ``lifecycle``, ``account``, ``contact``, ``actor``, ``receiver``,
    ``owner``, ``channel``, ``planned``, ``score``, ``segment``, then every other column as it was. Rows stand by the
    first appearance of their case and by time within it; rows of one time keep the order of the file.

    Args:
        table: what ``read_event_file`` gave, or any Polars table.
        columns: which column is which; what is None is found by its usual names.
        lifecycle: ``keep`` takes each row as an event; ``names`` adds the transition to the name (``Call+start``);
            ``complete`` keeps only completed rows; ``collapse`` makes one event of the k-th start and the k-th
            completion of a touchpoint in a case, and sets ``completed`` to false where the completion never came.
        time_format: strptime form of the times where they are text in no unmistakable form, e.g. ``%m/%d/%Y``.

    Raises:
        EventFileError: no case or touchpoint column, an empty case, touchpoint or time (names the row), times that
            cannot be read.

    Example:
        >>> map_events(pl.DataFrame({"id": ["a"], "activity": ["Call"]}), EventColumns(case="id")).rows()
        [('a', 'Call', None)]
    """
    chosen = guess_columns(table.columns, columns)
    result = _renamed(table, chosen, time_format)
    return in_order(by_lifecycle(result, lifecycle))


def _renamed(table: pl.DataFrame, chosen: EventColumns, time_format: str | None) -> pl.DataFrame:
    for part in ("case", "touchpoint"):
        if getattr(chosen, part) is None:
            message = f"Which column is the {part}? The file has: {_listed(table.columns)}."
            raise EventFileError(message)
    taken = {getattr(chosen, part.name): part.name for part in fields(EventColumns) if getattr(chosen, part.name)}
    out: dict[str, pl.Series] = {}
    for part in ("case", "touchpoint"):
        series = table[getattr(chosen, part)].cast(pl.String)
        _refuse_empty(series.is_null() | (series.str.strip_chars() == ""), part)
        out[part] = series
    moments = _times(table, chosen.time, time_format)
    if moments is None:
        out["ts_s"] = pl.Series("ts_s", [None] * table.height, dtype=pl.Int64)
    else:
        _refuse_empty(moments.is_null(), "time")
        out["ts_s"], out["_us"] = moments.dt.epoch("s"), moments.dt.epoch("us")
    started = _times(table, chosen.start, time_format)
    if started is not None:
        out["start_s"] = started.dt.epoch("s")
    for name, part in taken.items():
        if part not in {"case", "touchpoint", "time", "start"}:
            out[part] = _ride_along(table[name], part)
    for name in table.columns:
        if name not in taken and name not in out:
            out[name] = table[name]
    return pl.DataFrame([series.alias(name) for name, series in out.items()])


def _listed(names: list[str]) -> str:
    """Names for a message: not all of very many, nothing of any length, no sign that a terminal would obey."""
    shown = ["".join(sign if sign.isprintable() else "?" for sign in name[:_LONGEST_SHOWN]) for name in names]
    more = f" and {len(names) - _MOST_SHOWN} more" if len(names) > _MOST_SHOWN else ""
    return ", ".join(shown[:_MOST_SHOWN]) + more


def _refuse_empty(empty: pl.Series, part: str) -> None:
    count = int(empty.sum())
    if count:
        row = int(empty.arg_true()[0]) + 1
        rows = "1 row has" if count == 1 else f"{count} rows have"
        message = f"{rows} no {part}; the first is row {row}. Fill it in or leave such rows out."
        raise EventFileError(message)


def _ride_along(series: pl.Series, part: str) -> pl.Series:
    if part == "score":
        numbers = series.cast(pl.Float64, strict=False)
        return numbers.set(numbers.is_nan() | numbers.is_infinite(), None)
    if part == "planned" and series.dtype != pl.Boolean:
        return series.cast(pl.String).str.to_lowercase().is_in(["true", "1", "yes", "y", "t"])
    return series if series.dtype == pl.Boolean else series.cast(pl.String)


def _times(table: pl.DataFrame, name: str | None, form: str | None) -> pl.Series | None:
    if name is None:
        return None
    series = table[name]
    if isinstance(series.dtype, pl.Datetime):
        return series.dt.convert_time_zone("UTC") if series.dtype.time_zone else series
    if series.dtype == pl.Date:
        return series.cast(pl.Datetime("us"))
    if series.dtype.is_numeric():
        return (series.cast(pl.Float64) * 1e6).round().cast(pl.Int64).cast(pl.Datetime("us"))
    text = series.cast(pl.String).str.strip_chars()
    text = text.set(text == "", None)
    if text.null_count() == text.len():
        return None
    return _parse(text, name, form)


def _parse(text: pl.Series, name: str, form: str | None) -> pl.Series:
    iso = text.str.replace("T", " ", literal=True)
    zone = r"(?:Z|[+-]\d{2}:?\d{2})$"
    if form is None and bool(iso.drop_nulls().str.contains(r"^\d{4}-\d{2}-\d{2} .*" + zone).all()):
        clean = iso.str.replace(r"Z$", "+00:00").str.replace(r"([+-]\d{2})(\d{2})$", "$1:$2")
        parsed = clean.str.to_datetime("%Y-%m-%d %H:%M:%S%.f%:z", strict=False, time_unit="us", time_zone="UTC")
        if parsed.null_count() == text.null_count():
            return parsed
    unread = text.is_not_null()
    for candidate in (form,) if form else _FORMATS:
        parsed = (
            iso.str.to_datetime(candidate, strict=False, time_unit="us")
            if "%H" in candidate
            else iso.str.to_date(candidate, strict=False).cast(pl.Datetime("us"))
        )
        if parsed.null_count() == text.null_count():
            return parsed
        left = parsed.is_null() & text.is_not_null()
        unread = left if left.sum() < unread.sum() else unread
    raise EventFileError(_unread(text, unread, name))


def _unread(text: pl.Series, unread: pl.Series, name: str) -> str:
    """What to say of times that no one form reads: where the first odd one stands among others that were read."""
    row = int(unread.arg_true()[0])
    odd, count = _listed([str(text[row])]), int(unread.sum())
    if count == text.len() - text.null_count():
        return f"The times in {name!r} cannot be read, e.g. {odd!r}. Say how they are written, e.g. %m/%d/%Y %H:%M."
    others = text.filter(~unread).drop_nulls()[0]
    rows = "1 time" if count == 1 else f"{count} times"
    return (
        f"{rows} in {name!r} cannot be read as the others can; the first is row {row + 1}: {odd!r}, where others are "
        f"like {others!r}. Write all of them in one way."
    )
