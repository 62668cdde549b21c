"""Decides which parts are made anew: those a change made dirty and those whose wave has closed, and nothing else.

The order is what keeps it safe. The rows of the work table are read first; then the parts are read from the store, so
they hold at least what those rows announced; then one file is replaced; then exactly the rows that were read are
deleted. Cut off anywhere, the old snapshot is whole and the work is still on the table. A transaction that commits late
brings its row with it, and the next build finds it.
"""

from __future__ import annotations

import fcntl
import hashlib
import io
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl

from polku.governance.gate import Viewer
from polku.governance.models import Dirty
from polku.governance.queries import organisation
from polku.governance.services import ADDED
from polku.snapshot import read
from polku.snapshot.codes import Codes
from polku.snapshot.columns import MISSING, TABLES
from polku.snapshot.counts import COUNTS, counted
from polku.snapshot.manifest import LOCK, Manifest, Part, clean, load, swap, whole, write_through
from polku.snapshot.sources import FOLLOWING, PROMISED, SOURCES
from polku.snapshot.sources.answers import closings
from polku.snapshot.sources.people import gone_contacts
from polku.snapshot.sources.reading import Read, Reading

# Rows of the work table taken in one build; the next one takes the rest.
AT_ONCE = 20_000
# Before the name of a table, what was told of it once: no reader asks for it.
GONE = "gone-"
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Built:
    """What one refresh did; ``parts`` are the (table, month) pairs made anew, ``generation`` the list now in force."""

    generation: str
    parts: tuple[tuple[str, str], ...]
    dirty: int


def refresh(place: Path | None = None, *, now: float | None = None) -> Built:
    """Bring the snapshot up to date; cheap when nothing has changed."""
    place = place or read.folder()
    place.mkdir(parents=True, exist_ok=True)
    now = time.time() if now is None else now
    with _alone(place):
        old = whole(place, load(place))
        rows = list(Dirty.objects.order_by("pk").values_list("pk", "table", "month", "erased")[:AT_ONCE])
        erased = any(row[3] for row in rows)
        reading = _reading(place, old, now, rows)
        wanted = _wanted(old, rows, reading)
        current = old
        if wanted:
            current = swap(place, old, _made(place, old, wanted, reading, erased=erased), now=now)
        # Before the rows go: a build cut off here finds them again, and the erased person's files with them.
        clean(place, current, now=now, at_once=erased)
        _delete(rows)
        return Built(current.generation, tuple(wanted), len(rows))


def work_waits() -> bool:
    """Whether a change waits on the work table."""
    return Dirty.objects.exists()


@contextmanager
def _alone(place: Path) -> Iterator[None]:
    """One builder at a time; the system takes the lock from a builder that dies."""
    with (place / LOCK).open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _only_added(rows: list[tuple[int, str, str, bool]]) -> frozenset[tuple[str, str]]:
    """The table and month of rows that came, where nothing else is said to have changed."""
    marks = {(table, month) for _, table, month, _ in rows}
    plain = {(table.removesuffix(ADDED), month) for table, month in marks if table.endswith(ADDED)}
    return frozenset(mark for mark in plain if not marks & {mark, (mark[0], "")})


def _only_erased(rows: list[tuple[int, str, str, bool]]) -> frozenset[tuple[str, str]]:
    """The table and month of rows that lost their person, where nothing else is said to have changed."""
    others = {(table.removesuffix(ADDED), month) for _, table, month, erased in rows if not erased}
    marks = {(table, month) for _, table, month, erased in rows if erased}
    whole = {table for table, month in marks if not month}
    return frozenset(mark for mark in marks if mark[0] not in whole and not others & {mark, (mark[0], "")})


def _reading(place: Path, old: Manifest, now: float, rows: list[tuple[int, str, str, bool]]) -> Reading:
    settled = organisation(viewer=Viewer(member=None, role="viewer"))
    codes, only_erased = Codes(place, old), _only_erased(rows)
    return Reading(
        codes=codes,
        now=now,
        k=settled.threshold_scores,
        k_comments=settled.threshold_comments,
        zone=ZoneInfo(settled.time_zone),
        closings=closings(),
        added=_only_added(rows),
        erased=only_erased,
        gone=gone_contacts(codes) if only_erased else (),
    )


def _settled(reading: Reading) -> dict[str, str | int]:
    """What every part depends on: another threshold or time zone makes them all anew."""
    return {"k": reading.k, "k_comments": reading.k_comments, "zone": str(reading.zone)}


def _wanted(old: Manifest, rows: list[tuple[int, str, str, bool]], reading: Reading) -> list[tuple[str, str]]:
    """The parts to make anew, each once; a row without a month means the whole of its table."""
    wanted: dict[tuple[str, str], None] = {}

    def want(table: str, slices: Iterable[str]) -> None:
        wanted.update(dict.fromkeys((table, name) for name in slices))

    def all_of(table: str) -> None:
        want(table, [part.slice for part in old.of(table)])
        want(table, SOURCES[table].slices(reading))

    if _all_anew(old, reading):
        for table in SOURCES:
            all_of(table)
        return list(wanted)
    want("answers", [month for table, month in reading.added if table == "answers"])
    named = ((row[1].removesuffix(ADDED), row[2]) for row in rows)
    for table, month in dict.fromkeys(one for one in named if one[0] in SOURCES and one not in reading.added):
        if month and TABLES[table].monthly:
            want(table, _touched(old, table, month, reading))
        else:
            all_of(table)
        for follower in FOLLOWING.get(table, ()):
            all_of(follower)
    for part in old.parts.values():
        if part.due is not None and part.due <= reading.now:
            want(part.table, [part.slice])
    _want_what_closes_anew(old, want, reading)
    return list(wanted)


def _touched(old: Manifest, table: str, month: str, reading: Reading) -> list[str]:
    """The parts in which records of a month lie; no part begins with somebody who was erased."""
    there = [part.slice for part in old.of(table) if month in part.drawn]
    return there if (table, month) in reading.erased else [*there, *SOURCES[table].touched(month)]


def _all_anew(old: Manifest, reading: Reading) -> bool:
    return not old.generation or dict(old.settled) != _settled(reading)


def _want_what_closes_anew(old: Manifest, want: Callable[[str, Iterable[str]], None], reading: Reading) -> None:
    """The parts of versions whose end was set, moved or taken away since the last build."""
    now, then = reading.closings, old.closings
    changed = tuple(start for start in {**then, **now} if start not in then or now.get(start) != then[start])
    if not changed:
        return
    for table in PROMISED:
        slices = [*(part.slice for part in old.of(table)), *SOURCES[table].slices(reading)]
        want(table, [name for name in slices if name.startswith(changed)])


def _made(place: Path, old: Manifest, wanted: list[tuple[str, str]], reading: Reading, *, erased: bool) -> Manifest:
    """Write the wanted parts, the counts that follow from them and the dictionaries; the list is not yet in force."""
    parts = dict(old.parts)
    if _all_anew(old, reading):
        reading = replace(reading, added=frozenset(), erased=frozenset())
    for table, name in wanted:
        before = [
            pl.read_parquet(place / old.parts[one, name].file) for one in _halves(table) if (one, name) in old.parts
        ]
        made = SOURCES[table].read(name, reading, pl.concat(before) if before else None)
        _put(parts, place, table, name, made)
        if made.gone is not None:
            _put(parts, place, GONE + table, name, Read(made.gone))
        if table == "answers":
            _put(parts, place, COUNTS, name, Read(_counts(place, old, name, made)))
        if erased and table == "contacts":
            present = set(reading.codes.decoded("contact", made.frame["contact"]))
            reading.codes.forget("contact", set(reading.codes.keys("contact")) - present)
    return replace(old, parts=parts, codes=reading.codes.write(), settled=_settled(reading), closings=reading.closings)


def _counts(place: Path, old: Manifest, name: str, made: Read) -> pl.DataFrame:
    """The counts of a part of answers; where the rows of a few accounts changed, the others' stay as they are."""
    before = old.parts.get((COUNTS, name))
    if not made.accounts or MISSING in made.accounts or before is None:
        return counted(made.frame)
    others = pl.read_parquet(place / before.file).filter(
        ~pl.col("_account").is_in(made.accounts).fill_null(value=False)
    )
    return pl.concat([others, counted(made.frame.filter(pl.col("account").is_in(made.accounts)))])


def _halves(table: str) -> tuple[str, ...]:
    """The table, and what was told of it once and is told no more."""
    return (table, GONE + table) if table in PROMISED else (table,)


def _put(parts: dict[tuple[str, str], Part], place: Path, table: str, name: str, made: Read) -> None:
    """Write a part under a name made of its content; records without rows leave no part."""
    if not made.frame.height and not made.drawn:
        parts.pop((table, name), None)
        return
    buffer = io.BytesIO()
    # A third larger than by zstd, and read in half the time: parts are read far more often than they are kept.
    made.frame.write_parquet(buffer, compression="lz4")
    content = buffer.getvalue()
    stamp = hashlib.blake2b(content, digest_size=8).hexdigest()
    file = "-".join(filter(None, (table, name, stamp))) + ".parquet"
    if not (place / file).exists():
        write_through(place / file, content)
    parts[table, name] = Part(table, name, file, made.frame.height, made.drawn, made.due)


def _delete(rows: list[tuple[int, str, str, bool]]) -> None:
    """Delete the rows that were read and no other."""
    keys = [row[0] for row in rows]
    for start in range(0, len(keys), _CHUNK):
        Dirty.objects.filter(pk__in=keys[start : start + _CHUNK]).delete()
