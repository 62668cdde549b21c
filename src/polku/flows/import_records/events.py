"""Decides how rows of events become events of the store: whose they are, what is at fault, how each is known again."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b

import numpy as np
import polars as pl
from django.utils.translation import gettext as _

from polku.flows.import_records.columns import COLUMNS
from polku.flows.import_records.taking import Pace, Rejected
from polku.flows.turns import give_way, in_turn
from polku.governance.gate import Viewer
from polku.journeys import queries as journeys
from polku.journeys.services import ARRIVING, KnownEvents, store_events

_BETWEEN = "\x1f"


@dataclass
class Equals:
    """Numbers rows that say the same, from part to part: two deliveries in one second are two.

    Eight bytes a row are kept, and a count of those alone that have come more than once.
    """

    _seen: np.ndarray = field(default_factory=lambda: np.empty(0, dtype=np.uint64))
    _counts: dict[int, int] = field(default_factory=dict)

    def number(self, texts: pl.Series) -> pl.Series:
        """The number of each text among its equals, from 1."""
        table = texts.hash().alias("hash").to_frame().with_columns(pl.int_range(pl.len()).over("hash").alias("at"))
        here = table.group_by("hash").agg(pl.len().alias("n"))
        marks, counts = here["hash"].to_numpy(), here["n"].to_numpy()
        at = np.minimum(np.searchsorted(self._seen, marks), max(len(self._seen) - 1, 0))
        before = self._seen[at] == marks if len(self._seen) else np.zeros(len(marks), dtype=bool)
        earlier: dict[int, int] = {}
        for mark, n, known in zip(marks[before | (counts > 1)].tolist(), counts[before | (counts > 1)].tolist(),
                                  before[before | (counts > 1)].tolist(), strict=True):  # fmt: skip
            earlier[mark] = self._counts.get(mark, 1) if known else 0
            self._counts[mark] = earlier[mark] + n
        self._seen = np.sort(np.concatenate([self._seen, marks[~before]]), kind="stable")
        if not earlier:
            return table["at"] + 1
        more = pl.DataFrame(
            {"hash": list(earlier), "before": list(earlier.values())}, schema_overrides={"hash": pl.UInt64}
        )
        told = table.join(more, on="hash", how="left", maintain_order="left")
        return (told["at"] + told["before"].fill_null(0) + 1).alias("at")


@dataclass
class EventsComing:
    """Events of one import while they come in."""

    unit: int
    source: str
    actor: Viewer
    equals: Equals = field(default_factory=Equals)

    def __post_init__(self) -> None:
        self.known = KnownEvents(self.source)
        self.points = journeys.ids_by_slug(viewer=self.actor)
        self.pace = Pace()

    def take(
        self,
        table: pl.DataFrame,
        accounts: Mapping[str, int],
        contacts: Mapping[tuple[str, str], int],
        told: Callable[[int], None],
    ) -> tuple[int, int, list[Rejected]]:
        """Let the rows in; returns how many are here now, how many of them were new, and those that cannot be."""
        rejected = _faults(table, accounts, contacts, self.points)
        out = {one.row - 1 for one in rejected}
        kept = table[[at for at in range(table.height) if at not in out]] if out else table
        ready = self._ready(kept, accounts, contacts)
        fresh = ready.filter(~self.known.among(ready["row_key"]))
        start = 0
        while start < fresh.height:
            size = self.pace.size
            with in_turn():
                began = time.monotonic()
                store_events(fresh[start : start + size], source=self.source, imported=self.unit, actor=self.actor)
                self.pace.took(time.monotonic() - began)
            give_way()
            start += size
            told(min(start, fresh.height))
        return kept.height, fresh.height, rejected

    def _ready(
        self, table: pl.DataFrame, accounts: Mapping[str, int], contacts: Mapping[tuple[str, str], int]
    ) -> pl.DataFrame:
        text = [pl.col(name).fill_null("") for name in ("case", "name", "actor", "channel")]
        return table.select(
            *text,
            "ts_s",
            _ids(table["account"], accounts).alias("account"),
            _people(table, contacts).alias("contact"),
            _ids(table["touchpoint"], self.points).alias("touchpoint"),
            pl.col("failing").fill_null(value=False),
            self._keys(table).alias("row_key"),
        ).select(*ARRIVING)

    def _keys(self, table: pl.DataFrame) -> pl.Series:
        """What each row is known by: the source, what it says, and its number among equals."""
        told = [
            (pl.when(pl.col(name)).then(pl.lit("True")).when(~pl.col(name)).then(pl.lit("False")) if dtype == pl.Boolean
             else pl.col(name).cast(pl.String)).fill_null("None")
            for name, dtype in COLUMNS["events"].items()
        ]  # fmt: skip
        texts = table.select(pl.concat_str([pl.lit(self.source), *told], separator=_BETWEEN).alias("text"))["text"]
        numbers = self.equals.number(texts)
        return pl.Series(
            "row_key",
            [
                _hex(f"{self.source}{_BETWEEN}{_hex(text)}{_BETWEEN}{number}")
                for text, number in zip(texts.to_list(), numbers.to_list(), strict=True)
            ],
            pl.String,
        )


def _hex(text: str) -> str:
    return blake2b(text.encode(), digest_size=20).hexdigest()


def _ids(keys: pl.Series, ids: Mapping[str, int]) -> pl.Series:
    """The id of each key; null for none and for one that is not known."""
    there = [key for key in keys.drop_nulls().unique() if key in ids]
    if not there:
        return pl.Series(keys.name, [None] * len(keys), pl.Int64)
    return keys.replace_strict(there, [ids[key] for key in there], default=None, return_dtype=pl.Int64)


def _people(table: pl.DataFrame, contacts: Mapping[tuple[str, str], int]) -> pl.Series:
    if table["contact"].null_count() == table.height:
        return pl.Series("contact", [None] * table.height, pl.Int64)
    pairs = table.select(pl.col("account").fill_null(""), pl.col("contact").fill_null("")).iter_rows()
    return pl.Series("contact", [contacts.get(pair) for pair in pairs], pl.Int64)


def _faults(
    table: pl.DataFrame,
    accounts: Mapping[str, int],
    contacts: Mapping[tuple[str, str], int],
    points: Mapping[str, int],
) -> list[Rejected]:
    """Rows that cannot come in, each for the first thing that is at fault."""
    unknown_account = _named(table, "account") & _ids(table["account"], accounts).is_null()
    unknown_person = _named(table, "contact") & _people(table, contacts).is_null()
    unknown_point = _named(table, "touchpoint") & _ids(table["touchpoint"], points).is_null()
    found: dict[int, Rejected] = {}
    for column, where, why in (
        ("case", ~_named(table, "case"), _("This is missing.")),
        ("ts_s", table["ts_s"].is_null(), _("This is missing.")),
        ("account", unknown_account, _("There is no account with this id.")),
        ("contact", unknown_person, _("There is no contact with this id in the account.")),
        ("touchpoint", unknown_point, _("There is no touchpoint with this short name.")),
    ):
        for at in where.arg_true().to_list():
            found.setdefault(at, Rejected("events", at + 1, column, why))
    return [found[at] for at in sorted(found)]


def _named(table: pl.DataFrame, column: str) -> pl.Series:
    return (table[column].is_not_null() & (table[column] != "")).fill_null(value=False)
