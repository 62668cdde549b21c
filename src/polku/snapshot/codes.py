"""Decides the integer for each key: a dictionary per dimension that only grows, so that a code keeps its meaning."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

import polars as pl

from polku.snapshot.columns import MISSING
from polku.snapshot.manifest import Manifest, write_through

ERASED = "erased:"


class Codes:
    """The dictionaries while a build goes on."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self._folder = folder
        self._files = dict(manifest.codes)
        self._known: dict[str, dict[str, int]] = {}
        self._grown: set[str] = set()

    def encode(self, dimension: str, keys: Sequence[object]) -> list[int]:
        """The codes of the keys; a key not met before gets the next free one, a missing or empty one ``MISSING``."""
        known = self._of(dimension)
        before = len(known)
        codes = [MISSING if key is None or key == "" else known.setdefault(str(key), len(known)) for key in keys]
        if len(known) > before:
            self._grown.add(dimension)
        return codes

    def forget(self, dimension: str, keys: Iterable[str]) -> None:
        """Blank keys of erased persons; their codes stay taken."""
        known = self._of(dimension)
        for key in keys:
            if key in known and not key.startswith(ERASED):
                code = known.pop(key)
                known[f"{ERASED}{code}"] = code
                self._grown.add(dimension)

    def decoded(self, dimension: str, codes: Iterable[int]) -> list[str]:
        """The keys that the codes stand for; missing and hidden ones left out."""
        keys = self.keys(dimension)
        return [keys[code] for code in codes if code >= 0]

    def keys(self, dimension: str) -> list[str]:
        """Keys in the order of their codes."""
        known = self._of(dimension)
        return sorted(known, key=known.__getitem__)

    def write(self) -> dict[str, str]:
        """Write the dictionaries that grew; return the file of each."""
        for dimension in sorted(self._grown):
            buffer = io.BytesIO()
            pl.DataFrame({"key": pl.Series(self.keys(dimension), dtype=pl.String)}).write_parquet(buffer)
            content = buffer.getvalue()
            name = f"codes-{dimension}-{hashlib.blake2b(content, digest_size=8).hexdigest()}.parquet"
            write_through(self._folder / name, content)
            self._files[dimension] = name
        self._grown.clear()
        return dict(self._files)

    def _of(self, dimension: str) -> dict[str, int]:
        if dimension not in self._known:
            name = self._files.get(dimension)
            keys = pl.read_parquet(self._folder / name)["key"].to_list() if name else []
            self._known[dimension] = {key: code for code, key in enumerate(keys)}
        return self._known[dimension]
