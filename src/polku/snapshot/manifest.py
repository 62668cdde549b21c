"""Decides what belongs to the snapshot: one file lists every part, and replacing it is the only moment of change."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import astuple, dataclass, field, replace
from pathlib import Path

from polku.snapshot.columns import FORMAT

NAME = "manifest.json"
LOCK = ".lock"
# How long a file that is no longer listed stays for the readers that had opened the list before.
GRACE_S = 600


@dataclass(frozen=True, slots=True)
class Part:
    """One immutable file of a table.

    Attributes:
        table: its table.
        slice: the local month (``YYYY-MM``), a promised wave (``w...``), or "" where the table is one part.
        file: its name in the folder.
        rows: how many it holds.
        drawn: the local months of the records it was made from.
        due: epoch second at which more may be read of them (a wave closes), None when never.
    """

    table: str
    slice: str
    file: str
    rows: int
    drawn: tuple[str, ...] = ()
    due: float | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """The list.

    Attributes:
        generation: grows with each change, so that a reader can wait for one.
        built_at: when it was built, epoch seconds.
        parts: every part by (table, slice).
        codes: the file of each dictionary.
        settled: what the organisation had settled that the parts depend on.
        closings: when each promised version was to close, by the beginning of its slices.
        retired: files taken off the list, and when.
    """

    generation: str = ""
    built_at: float = 0.0
    parts: Mapping[tuple[str, str], Part] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)
    settled: Mapping[str, str | int] = field(default_factory=dict)
    closings: Mapping[str, float | None] = field(default_factory=dict)
    retired: Mapping[str, float] = field(default_factory=dict)

    @property
    def number(self) -> int:
        """The generation's running number; 0 before the first build."""
        return int(self.generation.partition("-")[0] or 0)

    def listed(self) -> set[str]:
        """Names of the files in use."""
        return {part.file for part in self.parts.values()} | set(self.codes.values())

    def of(self, table: str) -> list[Part]:
        """The table's parts in the order of their slices."""
        return sorted((part for part in self.parts.values() if part.table == table), key=lambda part: part.slice)


def load(folder: Path) -> Manifest:
    """The manifest of a folder; an empty one when there is none, or when it is of another format."""
    try:
        content = json.loads((folder / NAME).read_bytes())
    except (FileNotFoundError, ValueError):
        return Manifest()
    if content.get("format") != FORMAT:
        return Manifest()
    parts = [Part(*row[:4], tuple(row[4]), row[5]) for row in content["parts"]]
    return Manifest(
        generation=content["generation"],
        built_at=content["built_at"],
        parts={(part.table, part.slice): part for part in parts},
        codes=content["codes"],
        settled=content["settled"],
        closings=content["closings"],
        retired=content["retired"],
    )


def whole(folder: Path, manifest: Manifest) -> Manifest:
    """The manifest, or one that lists nothing when a file it lists has gone: then everything is made anew."""
    there = {path.name for path in folder.iterdir()}
    return manifest if manifest.listed() <= there else Manifest(generation=manifest.generation)


def swap(folder: Path, old: Manifest, new: Manifest, *, now: float) -> Manifest:
    """Put the new list in the old one's place in one step; return it with its generation and its retired files.

    A build that changes no file keeps generation and hour: they would tell the moment of an answer that is kept back.
    """
    listed = new.listed()
    same = bool(old.generation) and _files(old) == _files(new)
    generation, built_at = f"{old.number + 1:08d}-{secrets.token_hex(4)}", now
    if same:
        generation, built_at = old.generation, old.built_at
    retired = {name: when for name, when in old.retired.items() if name not in listed and (folder / name).exists()}
    retired |= dict.fromkeys(old.listed() - listed, now)
    final = replace(new, generation=generation, built_at=built_at, retired=retired)
    content = {
        "format": FORMAT,
        "generation": final.generation,
        "built_at": final.built_at,
        "parts": [astuple(part) for part in final.parts.values()],
        "codes": dict(final.codes),
        "settled": dict(final.settled),
        "closings": dict(final.closings),
        "retired": dict(final.retired),
    }
    write_through(folder / NAME, json.dumps(content).encode())
    return final


def _files(manifest: Manifest) -> dict[tuple[str, str], str]:
    return {place: part.file for place, part in manifest.parts.items()}


def write_through(path: Path, content: bytes) -> None:
    """Write a file to the disk itself and let it appear whole: a list must never name half a file."""
    waiting = path.with_name(f".{path.name}.{os.getpid()}")
    with waiting.open("wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())
    waiting.replace(path)


def clean(folder: Path, current: Manifest, *, now: float, at_once: bool = False) -> list[str]:
    """Delete files that are on no list: after ten minutes, or at once when they hold an erased person."""
    listed = current.listed()
    gone = []
    for path in folder.iterdir():
        if path.name in listed or path.name in (NAME, LOCK) or not path.is_file():
            continue
        since = current.retired.get(path.name)
        if since is None:
            # Left by a build that was cut off; a build of this moment holds the lock, so it cannot be in the making.
            since = path.stat().st_mtime
        if at_once or now - since >= GRACE_S:
            path.unlink(missing_ok=True)
            gone.append(path.name)
    return gone
