"""Decides what is known beside the answers of a row: when, in which wave, who, in which language, with which weight."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time
from functools import cached_property
from zoneinfo import ZoneInfo

import polars as pl

from polku.flows.import_file.answers import Column
from polku.flows.import_file.mapping import Mapping
from polku.flows.import_file.moments import read_bare_day, read_day, read_moment, read_number
from polku.flows.import_file.persons import Persons
from polku.flows.import_file.questions import Unreadable
from polku.flows.import_file.rejecting import FAULTS, faulty
from polku.people.rules import BUYER_KINDS, DECISION_ROLES, slug_of
from polku.surveys.rules import month_of, month_of_week, week_of

LONGEST_WAVE = 60
LANGUAGES = {
    "finnish": "fi", "suomi": "fi", "finska": "fi", "fin": "fi", "swedish": "sv", "svenska": "sv", "ruotsi": "sv",
    "swe": "sv", "english": "en", "englanti": "en", "engelska": "en", "eng": "en",
}  # fmt: skip
_LONGEST = {"segment": 100, "decision_role": 40, "buyer_kind": 40, "unit": 200}
_NOON = time(12)


class Context:
    """The columns of a file that say when, who and how much; read part by part."""

    def __init__(self, mapping: Mapping, *, zone: str, language: str, persons: Persons, decimal: str) -> None:
        self.mapping, self.zone, self.language, self.persons = mapping, zone, language, persons
        self.decimal = decimal
        self._columns: dict[str, Column] = {}
        self.segments: dict[str, str] = {}

    @cached_property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def columns(self, part: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
        """What is known of each row of a part (columns of ``surveys.services.ARRIVING``), and the faults."""
        made: list[pl.Series] = []
        faults: list[pl.DataFrame] = [FAULTS]
        for series, wrong in (
            *self._when(part),
            self._read(part, "weight", self._weight, "1"),
            self._read(part, "language", self._language, self.language),
            self._read(part, "wave", lambda raw: raw.strip()[:LONGEST_WAVE], self.mapping.wave[:LONGEST_WAVE]),
            *(self._read(part, name, self._group(name), "") for name in _LONGEST),
        ):
            made.append(series)
            faults.append(wrong)
        table = pl.DataFrame(made).with_columns(
            pl.col("weight").cast(pl.Float64), pl.col("answered_at").str.to_datetime("%Y-%m-%d %H:%M:%S")
        )
        people, wrong = self.persons.of(part)
        groups = [
            pl.when(pl.col(name) != "").then(pl.col(name)).otherwise(people[name]).alias(name) for name in _LONGEST
        ]
        table = table.with_columns(*groups, *(people[name] for name in ("account", "contact", "touchpoint")))
        return table, pl.concat([*faults, wrong])

    def _read(
        self, part: pl.DataFrame, role: str, read: Callable[[str], str | None], otherwise: str | None
    ) -> tuple[pl.Series, pl.DataFrame]:
        """One column by its role, filled with what holds where it says nothing."""
        name = self.mapping.named(role)
        if name is None:
            return pl.Series(role, [otherwise] * part.height, pl.String), FAULTS
        column = self._columns.get(role)
        if column is None:
            forgiving = self.mapping.columns[name].unreadable == "missing"
            column = self._columns[role] = Column(name, read, self.mapping.missing_of(name), forgiving)
        values, wrong = column.values(part[name])
        values = values.alias(role) if otherwise is None else values.fill_null(otherwise).alias(role)
        return values, faulty(part[name], wrong)

    def _when(self, part: pl.DataFrame) -> list[tuple[pl.Series, pl.DataFrame]]:
        """Moment, week and month of each row, from one reading of its time or day."""
        role = "time" if self.mapping.named("time") else "day"
        moments, wrong = self._read(part, role, self._moment, self._constant())
        weeks, months = self._weeks(moments), self._months(moments)
        if self.mapping.month and not self.mapping.day:
            months = months.fill_null(self.mapping.month)
        unknown = months.is_null() & ~part.with_row_index("row")["row"].is_in(wrong["row"].implode())
        if name := self.mapping.named(role):
            missing = faulty_where(part[name], unknown)
            wrong = pl.concat([wrong, missing])
        return [
            (moments.alias("answered_at"), wrong),
            (weeks.fill_null("").alias("week"), FAULTS),
            (months.fill_null("").alias("month"), FAULTS),
        ]

    def _constant(self) -> str | None:
        """The moment that holds for a row that says none: noon of the day the mapping names."""
        if not self.mapping.day:
            return None
        day = read_day(self.mapping.day)
        return None if day is None else self._text(datetime.combine(day, _NOON, self._zone))

    def _moment(self, raw: str) -> str:
        name = self.mapping.named("time") or self.mapping.named("day") or ""
        order = self.mapping.columns[name].date_order or self.mapping.date_order
        if self.mapping.named("time") is None:
            day = read_bare_day(raw, self.mapping.month) if self.mapping.month else None
            if day is None and (day := read_day(raw, order)) is None:
                raise (
                    Unreadable("not_a_day", month=self.mapping.month)
                    if self.mapping.month
                    else Unreadable("not_a_time")
                )
            return self._text(datetime.combine(day, _NOON, self._zone))
        moment = read_moment(raw, self._zone, order)
        if moment is None:
            raise Unreadable("not_a_time")
        return self._text(moment)

    @staticmethod
    def _text(moment: datetime) -> str:
        return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S}"

    def _weeks(self, moments: pl.Series) -> pl.Series:
        return self._derived(moments, lambda moment: week_of(moment, self.zone))

    def _months(self, moments: pl.Series) -> pl.Series:
        if self.mapping.promise == "anonymous":
            return self._derived(moments, lambda moment: month_of_week(week_of(moment, self.zone)))
        return self._derived(moments, lambda moment: month_of(moment, self.zone))

    @staticmethod
    def _derived(moments: pl.Series, of: Callable[[datetime], str]) -> pl.Series:
        texts = moments.drop_nulls().unique().to_list()
        if not texts:
            return pl.Series("derived", [None] * len(moments), pl.String)
        made = [of(datetime.fromisoformat(text).replace(tzinfo=UTC)) for text in texts]
        return moments.replace_strict(texts, made, default=None, return_dtype=pl.String)

    def _weight(self, raw: str) -> str:
        name = self.mapping.named("weight") or ""
        number = read_number(raw, self.mapping.columns[name].decimal or self.decimal)
        if number is None or number < 0:
            raise Unreadable("not_a_weight")
        return repr(number)

    def _language(self, raw: str) -> str:
        text = raw.strip().casefold()
        return LANGUAGES.get(text) or (text[:2] if text[:2].isascii() and text[:2].isalpha() else self.language)

    def _group(self, name: str) -> Callable[[str], str]:
        known = {"decision_role": DECISION_ROLES, "buyer_kind": BUYER_KINDS}.get(name)

        def read(raw: str) -> str:
            text = raw.strip()[: _LONGEST[name]]
            if name == "segment":
                slug = slug_of(text)
                self.segments.setdefault(slug, text)
                return slug
            if known is not None and text not in known:
                raise Unreadable("not_known", known=", ".join(known))
            return text

        return read


def faulty_where(series: pl.Series, where: pl.Series) -> pl.DataFrame:
    """The faults of rows that lack what they need."""
    from polku.flows.import_file.rejecting import fault

    return fault(series, where, "missing") if where.any() else FAULTS
