"""Decides how responses become rows of answers and of comments: one row a measured value, with the classes of its time.

Open responses lie in the part of their local month. The responses of a promised wave lie together in a part of their
own, whichever months they came in, for what may be told of them is decided over the whole wave. A wave goes by its
name; without one it is everything a version with an end gets, or a month of a version that had none when it was
answered.
"""

from __future__ import annotations

import calendar
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

import polars as pl
from django.db.models import Q, QuerySet

from polku.governance.models import Import
from polku.snapshot.columns import AUDIENCES, CODE, MISSING, PERSON, PROMISES
from polku.snapshot.release import OPEN, Promise, next_due, released
from polku.snapshot.sources.reading import Read, Reading, Source, coded, month_number, spread
from polku.surveys.models import Comment, Response, Version
from polku.surveys.rules import values

# A week belongs to the month of its Thursday, so answers of a month come in until the fourth of the next.
_DAYS_AFTER_MONTH = 4
_DAY_S = 86_400
# So many new responses of a month are fetched one by one; more of them by reading the month.
_FEW = 5_000
_PROMISED = ~Q(version__promise="open")
_FIELDS = (
    "pk", "version_id", "wave", "account__key", "contact__key", "touchpoint__slug", *PERSON, "account__is_own",
    "weight", "answered_at", "month",
)  # fmt: skip
_EMPLOYEE = AUDIENCES.index("employee")
# What leads from an answer to a person, and leaves with them.
_LEADING = {"contact": MISSING, "decision_role": MISSING, "unit": MISSING, "ts_s": None}
_TOUCHPOINT, _MONTH = _FIELDS.index("touchpoint__slug"), len(_FIELDS) - 1
_CODED = {
    "survey": "survey", "version": "version", "question": "question", "definition": "definition",
    "touchpoint": "touchpoint", "wave": "wave", "account": "account", "contact": "contact",
    **{name: name for name in PERSON},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Version:
    """What a response's version says of its answers."""

    survey: str
    key: str
    audience: int
    promise: int
    declared: tuple[str, ...]
    closes: float | None
    questions: dict[str, dict[str, Any]]


def _seen() -> QuerySet[Response]:
    return Response.objects.filter(Import.landed())


def _digest(wave: str) -> str:
    return hashlib.blake2b(wave.encode(), digest_size=6).hexdigest()


def _label(wave: str, month: str, *, ends: bool) -> str:
    """The wave a promised response belongs to."""
    return wave or ("" if ends else month)


def _waves(rows: QuerySet[Response]) -> dict[str, Q]:
    """The parts of the promised waves among the rows, and what selects each."""
    found: dict[str, Q] = {}
    fields = "version_id", "version__closes_at", "wave", "month"
    for version, closes, wave, month in rows.filter(_PROMISED).values_list(*fields).distinct():
        name = f"w{version}-{_digest(_label(wave, month, ends=closes is not None))}"
        found[name] = found.get(name, Q(pk__in=[])) | Q(version=version, wave=wave, month=month)
    return found


def _slices(_reading: Reading) -> Iterable[str]:
    months = _seen().exclude(_PROMISED).values_list("month", flat=True).distinct()
    return [*months, *_waves(_seen())]


def _touched(month: str) -> Iterable[str]:
    return [month, *_waves(_seen().filter(month=month))]


def closings() -> dict[str, float | None]:
    """When each promised version closes; a change makes its parts anew, for it decides what they may tell."""
    rows = Version.objects.filter(promise__in=PROMISES[1:]).values_list("pk", "closes_at")
    return {f"w{pk}-": at.timestamp() if at else None for pk, at in rows}


def _of_slice(name: str) -> QuerySet[Response]:
    """The responses of one part."""
    if not name.startswith("w"):
        return _seen().filter(month=name).exclude(_PROMISED)
    of_version = _seen().filter(version=int(name[1:].partition("-")[0]))
    return of_version.filter(_waves(of_version).get(name, Q(pk__in=[])))


def _versions(pks: Iterable[int]) -> dict[int, _Version]:
    rows = Version.objects.filter(pk__in=set(pks)).select_related("survey")
    return {
        row.pk: _Version(
            survey=str(row.survey.key),
            key=f"{row.survey.key}.{row.number}",
            audience=AUDIENCES.index(row.survey.audience),
            promise=PROMISES.index(row.promise),
            declared=tuple(row.breakdowns),
            closes=row.closes_at.timestamp() if row.closes_at else None,
            questions={one["key"]: one for one in row.content["questions"]},
        )
        for row in rows
    }


def _month_end(month: str) -> datetime:
    year, number = int(month[:4]), int(month[5:7])
    return datetime(year, number, calendar.monthrange(year, number)[1], 23, 59, 59)  # noqa: DTZ001 - the caller adds it


def _closes(version: _Version, last_month: str, reading: Reading) -> float:
    """When the wave is over: as the version says, else some days after the last month in which answers came."""
    if version.closes is not None:
        return version.closes
    return _month_end(last_month).replace(tzinfo=reading.zone).timestamp() + _DAYS_AFTER_MONTH * _DAY_S


@lru_cache(maxsize=10_000)
def _plain_scale(kind: str) -> bool:
    return kind in {"nps", "ces7", "ces5", "csat5", "scale5", "disconfirmation", "just_right"}


def _measured(one: dict[str, Any], answer: Any) -> Iterable[tuple[str, float]]:
    if _plain_scale(one["kind"]) and one.get("definition") and answer is not None:
        return ((one["key"], float(answer)),)
    return values(one, answer)


def _where(version: _Version, one: dict[str, Any], came_by: str | None) -> str | None:
    """The touchpoint of an answer: the question's own, else the response's, which a promise must have declared."""
    if one.get("touchpoint"):
        return one["touchpoint"]
    return came_by if version.promise == OPEN or "touchpoint" in version.declared else None


_SHARED = (
    "response", "survey", "version", "wave", "audience", "promise", "account", "contact", *PERSON, "weight", "ts_s",
    "month", "bundle",
)  # fmt: skip


def _frame(table: str, own: tuple[str, ...], rows: Iterator[tuple[Any, ...]], reading: Reading) -> pl.DataFrame:
    """Rows of ``_SHARED`` and the table's own columns as a table of codes."""
    return coded(table, rows, _CODED, reading, order=(*_SHARED, *own))


@dataclass(frozen=True, slots=True)
class _Part:
    """The responses of one part: rows of ``_FIELDS`` and what follows them, their versions, months and waves."""

    responses: list[tuple[Any, ...]]
    versions: dict[int, _Version]
    month: str

    def wave(self, row: tuple[Any, ...]) -> str:
        """The wave of a row; an open response has the one it was given."""
        version = self.versions[row[1]]
        return row[2] if version.promise == OPEN else _label(row[2], row[_MONTH], ends=version.closes is not None)

    def shared(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        """What every row of a response shares, in the order of ``_SHARED``."""
        version = self.versions[row[1]]
        pk, _, _, account, contact, _, *person, is_own, weight, answered_at, month = row[: _MONTH + 1]
        # Our own people are never customers, whomever the survey was meant for.
        audience = _EMPLOYEE if is_own else version.audience
        own = audience == _EMPLOYEE
        return (
            pk, version.survey, version.key, self.wave(row), audience, version.promise,
            None if own or account is None else str(account), None if contact is None else str(contact),
            *person, weight, int(answered_at.timestamp()) if answered_at else None, month_number(self.month or month),
            0,
        )  # fmt: skip


def _part(name: str, *more: str) -> _Part:
    return _part_of(name, _of_slice(name), *more)


def _part_of(name: str, rows: QuerySet[Response], *more: str) -> _Part:
    responses = list(rows.values_list(*_FIELDS, *more))
    # Nothing finer than the wave: all of it stands in the month it began in.
    month = min((row[_MONTH] for row in responses), default="") if name.startswith("w") else ""
    return _Part(responses, _versions(row[1] for row in responses), month)


def _read_answers(name: str, reading: Reading, before: pl.DataFrame | None) -> Read:
    if before is not None and ("answers", name) in reading.added:
        # Open answers stand for themselves: to those told before come the new ones.
        told = set(before["response"])
        there = list(_of_slice(name).values_list("pk", flat=True))
        new = [pk for pk in there if pk not in told]
        if len(new) <= _FEW and told <= set(there):
            rows = _answers(_part_of(name, Response.objects.filter(pk__in=new), "answers"), reading)
            return Read(pl.concat([before, rows]).sort("response", "question", "touchpoint"), drawn=(name,))
    if before is not None and ("answers", name) in reading.erased:
        # Whoever was erased left their scores where they stood; what led to the person has gone from the store.
        theirs = pl.col("contact").is_in(reading.gone)
        changed = before.filter(theirs)
        if not changed.height:
            return Read(before, drawn=(name,))
        less = before.with_columns(
            pl.when(~theirs).then(pl.col(one)).otherwise(nothing).cast(before.schema[one]).alias(one)
            for one, nothing in _LEADING.items()
        )
        return Read(less, drawn=(name,), accounts=tuple(changed["account"].unique()))
    part = _part(name, "answers")
    return _released(_answers(part, reading), before, part, reading, reading.k)


def _answers(part: _Part, reading: Reading) -> pl.DataFrame:
    kinds = _Kinds(reading)
    at: list[int] = []
    kind: list[int] = []
    value: list[float] = []
    for place, row in enumerate(part.responses):
        version, came_by = part.versions[row[1]], row[_TOUCHPOINT]
        for key, answer in row[-1].items():
            one = version.questions.get(key)
            if one is None:
                continue
            for question, number in _measured(one, answer):
                at.append(place)
                kind.append(kinds.of(version, one, question, came_by))
                value.append(number)
    shared = list(zip(*map(part.shared, part.responses), strict=True)) or [()] * len(_SHARED)
    own = kinds.columns(kind) | {"value": value}
    return spread("answers", dict(zip(_SHARED, shared, strict=True)), own, at=at, dimensions=_CODED, reading=reading)


class _Kinds:
    """What answers to one question by one way of coming have in common, each worked out once in a part."""

    OWN = ("question", "definition", "touchpoint")

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._known: dict[tuple[str, str, str | None], int] = {}
        self._rows: list[tuple[str, Any, str | None]] = []

    def of(self, version: _Version, one: dict[str, Any], question: str, came_by: str | None) -> int:
        mark = (version.key, question, came_by)
        number = self._known.get(mark)
        if number is None:
            number = self._known[mark] = len(self._rows)
            self._rows.append((f"{version.survey}/{question}", one["definition"], _where(version, one, came_by)))
        return number

    def columns(self, kind: list[int]) -> dict[str, pl.Series]:
        """The codes of each row's kind."""
        place = pl.Series(kind, dtype=pl.UInt32)
        columns = list(zip(*self._rows, strict=True)) or [()] * len(self.OWN)
        return {
            name: pl.Series(self._reading.codes.encode(_CODED[name], values), dtype=CODE).gather(place)
            for name, values in zip(self.OWN, columns, strict=True)
        }


def _read_comments(name: str, reading: Reading, before: pl.DataFrame | None) -> Read:
    part = _part(name)
    known = {row[0]: row for row in part.responses}
    # Of words that were erased an empty row stays.
    words = Comment.objects.filter(response__in=_of_slice(name)).exclude(text="")

    def rows() -> Iterator[tuple[Any, ...]]:
        for pk, question, text in words.values_list("response_id", "question", "text"):
            if (row := known.get(pk)) is None:
                continue
            version = part.versions[row[1]]
            one = version.questions.get(question, {})
            explained = version.questions.get(one.get("why_of") or "", {}).get("definition")
            where = _where(version, one, row[_TOUCHPOINT])
            yield (*part.shared(row), f"{version.survey}/{question}", explained, where, len(text))

    frame = _frame("comments", ("question", "definition", "touchpoint", "value"), rows(), reading)
    return _released(frame, before, part, reading, reading.k_comments)


def _released(frame: pl.DataFrame, before: pl.DataFrame | None, part: _Part, reading: Reading, k: int) -> Read:
    """The part as its promises allow, its months, and when it may tell more."""
    last: dict[tuple[int, str], str] = {}
    for row in part.responses:
        if part.versions[row[1]].promise != OPEN:
            key = (row[1], part.wave(row))
            last[key] = max(last.get(key, ""), row[_MONTH])
    promises = {}
    for (pk, wave), month in last.items():
        version = part.versions[pk]
        codes = (reading.codes.encode("version", [version.key])[0], reading.codes.encode("wave", [wave])[0])
        promises[codes] = Promise(version.declared, _closes(version, month, reading))
    # What has gone bears a number below 0 in place of its bundle's.
    there, past = (None, None)
    if before is not None:
        there, past = before.filter(pl.col("bundle") >= 0), before.filter(pl.col("bundle") < 0)
    told = released(frame, there, promises, k=k, now=reading.now, past=past)
    return Read(
        frame=told.rows,
        gone=told.gone,
        due=next_due(frame, promises, now=reading.now),
        drawn=tuple(sorted({row[_MONTH] for row in part.responses})),
    )


ANSWERS = Source(_read_answers, _slices, _touched)
COMMENTS = Source(_read_comments, _slices, _touched)
