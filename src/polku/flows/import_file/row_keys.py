"""Decides how a row of answers is known again: by respondent and wave, else by content and number among equals."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from polku.flows.import_file.mapping import Mapping

_BETWEEN = "\x1f"


@dataclass
class RowKeys:
    """Gives each row of a file its key. ``repeated``: hashes of rows, or ids, that stand in the file more than once."""

    mapping: Mapping
    source: str
    repeated: frozenset[int] = frozenset()
    met: Counter[str] = field(default_factory=Counter)

    @property
    def by_id(self) -> bool:
        return self.mapping.named("respondent") is not None

    def texts(self, part: pl.DataFrame) -> pl.Series:
        """What each row is known by, before it is made short; null where a row has no id."""
        wave = self.mapping.named("wave")
        said = pl.col(wave).str.strip_chars() if wave else pl.lit(None, pl.String)
        said = said.fill_null(self.mapping.wave)
        content = [pl.col(name).fill_null("\x00") for name in self._content(part.columns)]
        row = pl.concat_str([pl.lit("row"), said, *content], separator=_BETWEEN)
        name = self.mapping.named("respondent")
        if name is None:
            return part.select(row.alias("text"))["text"]
        number = pl.col(name).str.strip_chars()
        known = pl.concat_str([pl.lit("id"), said, number], separator=_BETWEEN)
        without = number.is_null() | (number == "")
        return part.select(pl.when(without).then(row).otherwise(known).alias("text"))["text"]

    def _content(self, columns: Iterable[str]) -> list[str]:
        uses = self.mapping.columns
        return sorted(name for name in columns if name not in uses or uses[name].role != "ignored")

    def keys(self, part: pl.DataFrame) -> tuple[list[str], pl.Series]:
        """The key of each row of the next part of the file, and which rows have an id that an earlier row has."""
        texts = self.texts(part)
        numbers, twice = self._numbers(texts)
        start = f"{self.source}{_BETWEEN}"
        keys = [
            hashlib.blake2b(f"{start}{text}{_BETWEEN}{number}".encode(), digest_size=20).hexdigest()
            for text, number in zip(texts.to_list(), numbers, strict=True)
        ]
        return keys, twice

    def _numbers(self, texts: pl.Series) -> tuple[list[int], pl.Series]:
        """Each row's number among equals, and which are an id met before."""
        numbers = [1] * len(texts)
        twice = [False] * len(texts)
        if self.repeated:
            for at, (text, hashed) in enumerate(zip(texts, texts.hash(), strict=True)):
                if hashed in self.repeated:
                    self.met[text] += 1
                    numbers[at] = self.met[text]
                    twice[at] = numbers[at] > 1 and text.startswith("id")
        return numbers, pl.Series("twice", twice, pl.Boolean)


def repeated(hashes: list[np.ndarray]) -> frozenset[int]:
    """Hashes that stand more than once; eight bytes a row is all that is kept of a file."""
    if not hashes:
        return frozenset()
    every, counts = np.unique(np.concatenate(hashes), return_counts=True)
    return frozenset(every[counts > 1].tolist())
