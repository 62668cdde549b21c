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
    """Gives each row of a file its key. ``repeated``: how often rows, or ids, by hash, that come again."""

    mapping: Mapping
    source: str
    repeated: dict[int, int] = field(default_factory=dict)
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

    def of_id(self, number: str) -> str:
        """The key of the first row of a respondent in the wave that the mapping names."""
        text = _BETWEEN.join(("id", self.mapping.wave, number))
        return self._key(text, 1)

    def _key(self, text: str, number: int) -> str:
        whole = _BETWEEN.join((self.source, text, str(number)))
        return hashlib.blake2b(whole.encode(), digest_size=20).hexdigest()

    def keys(self, part: pl.DataFrame) -> tuple[list[str], Repeats]:
        """The key of each row of the next part of the file, and which rows come again."""
        texts = self.texts(part)
        repeats = self._repeats(texts)
        keys = [self._key(text, number) for text, number in zip(texts.to_list(), repeats.number.to_list(), strict=True)]
        return keys, repeats

    def _repeats(self, texts: pl.Series) -> Repeats:
        number, of = [1] * len(texts), [1] * len(texts)
        if self.repeated:
            hashes = texts.hash()
            again = hashes.is_in(list(self.repeated)).arg_true()
            for at in again.to_list():
                text = texts[at]
                self.met[text] += 1
                number[at], of[at] = self.met[text], self.repeated[hashes[at]]
        return Repeats(pl.Series(number), pl.Series(of), texts.str.starts_with("id"))


@dataclass(frozen=True, slots=True)
class Repeats:
    """Each row's number among those with the same id (or the same content), how many those are, and whether by id."""

    number: pl.Series
    of: pl.Series
    by_id: pl.Series


def repeated(hashes: list[np.ndarray]) -> dict[int, int]:
    """Hashes that stand more than once, with their number; eight bytes a row is all that is kept of a file."""
    if not hashes:
        return {}
    every, counts = np.unique(np.concatenate(hashes), return_counts=True)
    several = counts > 1
    return dict(zip(every[several].tolist(), counts[several].tolist(), strict=True))
