"""Decides what a request sees: the parts that one manifest lists, opened once and shared by all of that generation."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl
from django.conf import settings

from polku.governance.rules import LEAST_FOR_COMMENTS, LEAST_FOR_SCORES
from polku.snapshot import columns
from polku.snapshot.counts import COUNTS, no_counts
from polku.snapshot.manifest import NAME, Manifest, Part, load

_TRIES = 3
# Tables that grow with every answer and that few pages read: their parts are read when they are asked for.
_LATER = ("answers", "comments", "events")
_lock = threading.Lock()
_latest: dict[Path, tuple[tuple[int, int], Snapshot]] = {}


class Frames:
    """The parts of one generation by their file."""

    def __init__(self, place: Path, manifest: Manifest, before: Frames | None = None) -> None:
        self._place = place
        self._parts = {part.file: part for part in manifest.parts.values() if part.rows}
        # Copied in one step: readers of the generation before may still be adding to theirs.
        kept = dict(before.read) if before else {}
        self.read: dict[str, pl.DataFrame] = {file: frame for file, frame in kept.items() if file in self._parts}
        for file, part in self._parts.items():
            if file not in self.read and part.table not in _LATER:
                self.read[file] = self._opened(part.file)

    def __getitem__(self, file: str) -> pl.DataFrame:
        found = self.read.get(file)
        if found is None:
            found = self.read[file] = self._later(self._parts[file])
        return found

    def _opened(self, file: str) -> pl.DataFrame:
        return pl.read_parquet(self._place / file, memory_map=True)

    def _later(self, part: Part) -> pl.DataFrame:
        """A part after its list was read: where a person has been erased since, what is left of it."""
        for _ in range(_TRIES):
            try:
                return self._opened(part.file)
            except FileNotFoundError:
                left = load(self._place).parts.get((part.table, part.slice))
                if left is None or not left.rows:
                    return columns.empty(part.table)
                part = left
        return columns.empty(part.table)


@dataclass(frozen=True)
class Snapshot:
    """The tables of one generation. Frames are shared: nobody may change them.

    What is made of a generation is kept in ``made``; what is made of one part, by its file, in ``of_parts``: the next
    generation has most parts in common with this one.
    """

    manifest: Manifest
    frames: Frames
    dictionaries: dict[str, tuple[str, ...]]
    made: dict[str, Any]
    of_parts: dict[str, Any] = field(default_factory=dict)

    @property
    def generation(self) -> str:
        return self.manifest.generation

    @property
    def built_at(self) -> datetime | None:
        return datetime.fromtimestamp(self.manifest.built_at, UTC) if self.manifest.generation else None

    def table(self, name: str) -> pl.DataFrame:
        """The whole table, its parts in order."""
        kept = self.made.get(name)
        if kept is None:
            frames = [self.frames[part.file] for part in self.manifest.of(name) if part.rows]
            kept = pl.concat(frames) if frames else no_counts() if name == COUNTS else columns.empty(name)
            self.made[name] = kept
        return kept

    def threshold(self, name: str) -> int:
        """The threshold ("k" of scores, "k_comments") by which this generation was made."""
        return int(self.manifest.settled.get(name, {"k": LEAST_FOR_SCORES, "k_comments": LEAST_FOR_COMMENTS}[name]))

    def keys(self, dimension: str) -> tuple[str, ...]:
        """Keys of a dimension in the order of their codes."""
        return self.dictionaries.get(dimension, ())

    @cached_property
    def places(self) -> dict[str, dict[str, int]]:
        """Code of each key, by dimension."""
        return {name: {key: code for code, key in enumerate(keys)} for name, keys in self.dictionaries.items()}


def folder() -> Path:
    """Where the snapshot lies."""
    return Path(settings.SNAPSHOT)


def open_snapshot(place: Path | None = None) -> Snapshot:
    """The snapshot as the manifest lists it now; an empty one before the first build."""
    place = place or folder()
    for attempt in range(_TRIES):
        try:
            return _open(place)
        except FileNotFoundError:
            # A part was taken away at once (a person was erased) between reading the list and opening it.
            if attempt == _TRIES - 1:
                raise
    raise AssertionError


def _open(place: Path) -> Snapshot:
    try:
        status = (place / NAME).stat()
    except FileNotFoundError:
        return Snapshot(Manifest(), Frames(place, Manifest()), {}, {})
    mark = (status.st_ino, status.st_mtime_ns)
    with _lock:
        known = _latest.get(place)
        if known and known[0] == mark:
            return known[1]
        manifest = load(place)
        before = known[1] if known else None
        listed = manifest.listed()
        of_parts = {file: kept for file, kept in dict(before.of_parts).items() if file in listed} if before else {}
        frames = Frames(place, manifest, before.frames if before else None)
        opened = Snapshot(manifest, frames, _dictionaries(place, manifest, before), {}, of_parts)
        _latest[place] = (mark, opened)
        return opened


def _dictionaries(place: Path, manifest: Manifest, before: Snapshot | None) -> dict[str, tuple[str, ...]]:
    same = {n for n, f in manifest.codes.items() if before and before.manifest.codes.get(n) == f}
    return {
        name: before.dictionaries[name] if name in same and before else tuple(pl.read_parquet(place / file)["key"])
        for name, file in manifest.codes.items()
    }
