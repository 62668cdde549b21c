"""Decides how a file of accounts, contacts, revenue, offers or events is read into the tables of an import."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import polars as pl
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from polku.flows.import_file.answers import Column
from polku.flows.import_file.mapping import Mapping
from polku.flows.import_file.moments import clear_orders, plain_moments, read_day, read_moment, read_month, read_number
from polku.flows.import_file.questions import Unreadable
from polku.flows.import_file.rejecting import FAULTS, fault, faulty
from polku.flows.import_records.columns import COLUMNS, NEEDED
from polku.governance.gate import Viewer
from polku.governance.queries import organisation
from polku.people.rules import normal_mail

if TYPE_CHECKING:
    from cxlab.files import TableFile

ROWS_A_PART = 5_000
HEADER_ROWS = 1
_OUTCOMES = {
    "won": "won", "win": "won", "yes": "won", "1": "won", "true": "won", "accepted": "won", "closed won": "won",
    "voitettu": "won", "kyllä": "won", "hyväksytty": "won", "vunnen": "won", "ja": "won", "accepterad": "won",
    "lost": "lost", "loss": "lost", "no": "lost", "0": "lost", "false": "lost", "declined": "lost",
    "closed lost": "lost", "hävitty": "lost", "ei": "lost", "hylätty": "lost", "förlorad": "lost", "nej": "lost",
    "avböjd": "lost",
    "open": "open", "pending": "open", "sent": "open", "avoin": "open", "kesken": "open", "öppen": "open",
    "pågår": "open",
}  # fmt: skip
# What a mapping calls a column of the tables.
_CALLED = {"ts_s": "time"}
_YES = frozenset({"1", "true", "yes", "y", "x", "kyllä", "ja"})
_NO = frozenset({"0", "false", "no", "n", "ei", "nej"})


@dataclass(frozen=True, slots=True)
class RecordPart:
    """A part of the file: a table of ``import_records.COLUMNS``, row numbers in the file, and what is at fault."""

    table: pl.DataFrame
    numbers: list[int]
    faults: pl.DataFrame
    raw: pl.DataFrame


@dataclass
class RecordsFile:
    """A file of records with its mapping."""

    file: TableFile
    mapping: Mapping
    actor: Viewer
    _columns: dict[str, Column] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.zone = ZoneInfo(organisation(viewer=self.actor).time_zone)
        self.decimal = self.file.form.decimal or "."
        self.orders = self._orders()

    def _orders(self) -> dict[str, str]:
        """How dates begin, by column: as decided, else as those tell that leave no doubt."""
        dated = [name for name, use in self.mapping.columns.items() if use.role in _DATED]
        orders = {name: self.mapping.columns[name].date_order or self.mapping.date_order for name in dated}
        asked = [name for name, order in orders.items() if not order]
        seen: dict[str, set[str]] = {name: set() for name in asked}
        if asked:
            for part in self.file.batches():
                for name in asked:
                    seen[name] |= clear_orders(part[name])
        return orders | {name: next(iter(found)) for name, found in seen.items() if len(found) == 1}

    def parts(self) -> Iterator[RecordPart]:
        start = 1 + HEADER_ROWS
        self._batches = self.file.batches(ROWS_A_PART)
        for raw in self._batches:
            yield self._part(raw, start)
            start += raw.height

    @property
    def done(self) -> float:
        return self._batches.done

    def _part(self, raw: pl.DataFrame, start: int) -> RecordPart:
        kind = self.mapping.kind
        made: list[pl.Series] = []
        faults: list[pl.DataFrame] = [FAULTS]
        for role, dtype in COLUMNS[kind].items():
            series, wrong = self._read(raw, _CALLED.get(role, role))
            made.append(_cast(series, dtype).alias(role))
            faults += wrong
        table = pl.DataFrame(made)
        for role in NEEDED[kind]:
            missing = table[role].is_null()
            known = pl.concat(faults)["row"]
            missing &= ~pl.Series(range(raw.height)).is_in(known.implode())
            if missing.any():
                faults.append(fault(pl.Series(self._named(role), [""] * raw.height), missing, "missing"))
        wrong = pl.concat(faults)
        empty = raw.select(pl.all_horizontal(pl.all().is_null()).alias("empty"))["empty"]
        out = set(wrong["row"]) | set(empty.arg_true())
        kept = [at for at in range(raw.height) if at not in out]
        wrong = wrong.filter(~pl.col("row").is_in(empty.arg_true().implode()))
        numbered = raw.with_row_index("__row").with_columns((pl.col("__row") + start).cast(pl.UInt32))
        return RecordPart(table[kept], [at + start for at in kept], wrong.with_columns(pl.col("row") + start), numbered)

    def _named(self, role: str) -> str:
        role = _CALLED.get(role, role)
        return self.mapping.named(role) or self.mapping.named(f"{role}_name") or role

    def _read(self, raw: pl.DataFrame, role: str) -> tuple[pl.Series, list[pl.DataFrame]]:
        name = self.mapping.named(role)
        if role == "account" and name is None:
            name = self.mapping.named("account_name")
        if name is None:
            constant = {"month": self.mapping.month, "currency": self.mapping.currency}.get(role) or None
            return pl.Series(role, [constant] * raw.height, pl.String), []
        column = self._columns.get(role)
        if column is None:
            use = self.mapping.columns[name]
            forgiving = use.unreadable == "missing"
            column = self._columns[role] = Column(
                name, self._reader(role, name), self.mapping.missing_of(name), forgiving
            )
        cells = raw[name]
        plain = plain_moments(cells) if role == "time" and not self.mapping.missing_of(name) else None
        if plain is not None and plain.null_count() == cells.null_count():
            return plain.cast(pl.String).alias(role), []
        values, wrong = column.values(cells)
        return values, [faulty(raw[name], wrong)] if wrong else []

    def _reader(self, role: str, name: str) -> Callable[[str], str | None]:
        order = self.orders.get(name, "")
        use = self.mapping.columns[name]
        return {
            "customer_since": lambda raw: _day(raw, order),
            "made": lambda raw: _day(raw, order),
            "decided": lambda raw: _day(raw, order),
            "month": lambda raw: _month(raw, order),
            "amount": lambda raw: _amount(raw, use.decimal or self.decimal),
            "outcome": _outcome,
            "failing": _flag,
            "mail": _mail,
            "time": lambda raw: self._time(raw, order),
        }.get(role, str.strip)

    def _time(self, raw: str, order: str) -> str:
        moment = read_moment(raw, self.zone, order)
        if moment is None:
            raise Unreadable("not_a_time")
        return str(int(moment.timestamp()))


_DATED = frozenset({"customer_since", "made", "decided", "month", "time"})


def _day(raw: str, order: str) -> str:
    day = read_day(raw, order)
    if day is None:
        raise Unreadable("not_a_date")
    return day.isoformat()


def _month(raw: str, order: str) -> str:
    month = read_month(raw, order)
    if month is None:
        raise Unreadable("not_a_month")
    return month


def _amount(raw: str, decimal: str) -> str:
    number = read_number(raw.strip().rstrip("€$ "), decimal)
    if number is None:
        raise Unreadable("not_a_number")
    return repr(number)


def _outcome(raw: str) -> str:
    outcome = _OUTCOMES.get(raw.strip().casefold())
    if outcome is None:
        raise Unreadable("no_outcome")
    return outcome


def _mail(raw: str) -> str:
    mail = normal_mail(raw)
    try:
        validate_email(mail)
    except ValidationError:
        raise Unreadable("no_mail") from None
    return mail


def _flag(raw: str) -> str:
    text = raw.strip().casefold()
    if text not in _YES | _NO:
        raise Unreadable("no_flag")
    return "true" if text in _YES else "false"


def _cast(series: pl.Series, dtype: pl.DataType) -> pl.Series:
    if dtype == pl.Boolean:
        return series == "true"
    if dtype == pl.Date:
        return pl.Series(series.name, [None if one is None else date.fromisoformat(one) for one in series], pl.Date)
    return series.cast(dtype)
