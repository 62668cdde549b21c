"""Decides how a file of answers is read: once to know its values, once part by part into responses and faults."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from polku.flows.import_file.answers import AnswerColumns, distinct_of, documents, members
from polku.flows.import_file.as_written import as_written
from polku.flows.import_file.asking import Asked
from polku.flows.import_file.context import Context
from polku.flows.import_file.earlier import source_of
from polku.flows.import_file.fitting import still_asked
from polku.flows.import_file.known_rows import KnownRows
from polku.flows.import_file.mapping import Mapping
from polku.flows.import_file.moments import clear_orders, read_day, read_month
from polku.flows.import_file.persons import Persons
from polku.flows.import_file.questions import MOST_OPTIONS, Question, content_of, questions_of
from polku.flows.import_file.rejecting import FAULTS, RejectedRow
from polku.flows.import_file.row_keys import RowKeys, repeated
from polku.flows.import_file.settled import Settled
from polku.flows.import_file.summary import FIRST_REJECTED, SUMMED_ROWS, Summary
from polku.flows.import_records.columns import NEEDED
from polku.governance.gate import Viewer
from polku.governance.queries import organisation
from polku.governance.rules import LANGUAGES

if TYPE_CHECKING:
    from cxlab.files import TableFile

# The share of an import that its first reading takes.
KNOWING = 0.2
# What no row of records can do without, as people call it.
NEEDED_WORDS = {
    "name": gettext_noop("the name of the customer account"),
    "account": gettext_noop("the customer account, by its id or its name"),
    "month": gettext_noop("the month"),
    "amount": gettext_noop("the amount"),
    "made": gettext_noop("the day the offer was made"),
    "outcome": gettext_noop("what became of the offer"),
    "case": gettext_noop("which walk an event belongs to"),
    "time": gettext_noop("the time of the event"),
}
MOST_ROWS_A_PART = 50_000
HEADER_ROWS = 1


@dataclass(frozen=True, slots=True)
class Lack:
    """What a mapping has to say before anything lands: the place in it, and why.

    ``gone`` is a column that the mapping names and the file does not have.
    """

    place: str
    why: str
    gone: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the file, read: the responses of ``surveys.services.ARRIVING`` and their words, and what is at fault.

    ``faults`` holds the number of the row in the file (the header is row 1); ``rejected`` the rows as they were.
    """

    table: pl.DataFrame
    words: pl.DataFrame
    faults: pl.DataFrame
    rejected: pl.DataFrame
    answers: int


def lacks_of(mapping: Mapping, file: TableFile) -> tuple[Lack, ...]:
    """What the mapping lacks, for this file."""
    there = {column.name for column in file.columns}
    gone = _("The file has no column %(name)s. Say which column it is now, or go on without it.")
    found = [
        Lack(f"columns.{name}", gone % {"name": name}, gone=name)
        for name, use in mapping.columns.items()
        if use.role not in {"background", "ignored"} and name not in there
    ]
    found += _lacks_of_answers(mapping) if mapping.kind == "answers" else _lacks_of_records(mapping)
    if mapping.month and read_month(mapping.month) != mapping.month:
        found.append(Lack("month", _("Write the month as in 2026-03.")))
    return tuple(found)


def _lacks_of_records(mapping: Mapping) -> Iterator[Lack]:
    for role in NEEDED[mapping.kind]:
        called = {"ts_s": "time"}.get(role, role)
        constant = called == "month" and mapping.month
        named = mapping.named(called) or (called == "account" and mapping.named("account_name"))
        if not (named or constant):
            why = _("Which column holds this: %(role)s? Say so of one.") % {"role": _(NEEDED_WORDS[called])}
            yield Lack(f"columns.{called}", why)


def _lacks_of_answers(mapping: Mapping) -> Iterator[Lack]:
    if not mapping.survey.strip():
        yield Lack("survey", _("Which survey are these answers to? Give its title."))
    if not mapping.answers():
        yield Lack("columns", _("Which columns hold answers? Say so of at least one."))
    asked = dict(still_asked(mapping))
    yield from (Lack(place, why) for place, why in asked.items())
    timed = mapping.named("time") or mapping.month or mapping.day
    if not timed and "month" not in asked:
        yield Lack("month", _("When was this answered? Choose a column of times, or give the month."))
    if mapping.day and (read_day(mapping.day) is None):
        yield Lack("day", _("Write the day as in 2026-03-31."))


@dataclass
class AnswersFile:
    """A file of answers with its mapping.

    ``imported``: the import it comes in under; None when nothing is written. ``told`` hears which share of the work is
    done while the file is read for the first time.
    """

    file: TableFile
    mapping: Mapping
    actor: Viewer
    imported: int | None = None
    asked: tuple[Asked, ...] = ()
    told: Callable[[float], None] = lambda _share: None
    questions: tuple[Question, ...] = ()
    context: Context = field(init=False)
    columns: AnswerColumns = field(init=False)
    keys: RowKeys = field(init=False)
    language: str = field(init=False)
    _before: float = 0.0

    def __post_init__(self) -> None:
        settled = organisation(viewer=self.actor)
        given = self.mapping.language
        self.language = given if given in LANGUAGES else settled.default_language
        decimal = self.file.form.decimal or "."
        self.settled = Settled(self.mapping, self.asked)
        self.keys = RowKeys(self.mapping, source_of(self.mapping))
        self._know(decimal)
        self.persons = Persons(self.mapping, self.actor, self.imported)
        self.context = Context(
            self.mapping, zone=settled.time_zone, language=self.language, persons=self.persons, decimal=decimal
        )
        self.columns = AnswerColumns(self.questions, self.mapping.missing_of)

    def _know(self, decimal: str) -> None:
        """The first reading: the options of choices, and which rows stand more than once."""
        choices = [
            name
            for name, use in self.mapping.answers().items()
            if use.kind in {"single", "multiple"} and not use.option
        ]
        hashes = []
        orders: dict[str, set[str]] = {name: set() for name in self._dated()}

        def parts() -> Iterator[pl.DataFrame]:
            for part in self.parts_of_file():
                hashes.append(self.keys.texts(part).hash().to_numpy())
                for name, seen in orders.items():
                    seen.update(clear_orders(part[name]))
                self.told(self.done)
                yield part

        distinct = distinct_of(parts(), choices, MOST_OPTIONS)
        self.keys.repeated = repeated(hashes)
        for name, seen in orders.items():
            if len(seen) == 1:
                self.mapping = self.mapping.with_column(name, date_order=seen.pop())
        self._before = KNOWING
        self.questions = questions_of(self.mapping, distinct, decimal)

    def _dated(self) -> list[str]:
        """Columns of dates whose order nobody has decided: those that leave no doubt tell how the others are read."""
        return [
            name
            for name, use in self.mapping.columns.items()
            if (use.role == "time" or use.kind == "date") and not (use.date_order or self.mapping.date_order)
        ]

    @property
    def content(self) -> dict[str, Any]:
        """What the version asks that these answers belong to."""
        return content_of(
            self.questions,
            title=self.mapping.survey.strip(),
            language=self.language,
            audience=self.mapping.audience,
        )

    def parts_of_file(self) -> Iterator[pl.DataFrame]:
        self._batches = self.file.batches(MOST_ROWS_A_PART)
        yield from self._batches

    @property
    def done(self) -> float:
        """The share of both readings that is done."""
        return (self._before + (1 - KNOWING) * self._batches.done) if self._before else KNOWING * self._batches.done

    def parts(self) -> Iterator[Part]:
        """The second reading."""
        start = 1 + HEADER_ROWS
        for raw in self.parts_of_file():
            yield self._part(raw, start)
            start += raw.height

    def _part(self, raw: pl.DataFrame, start: int) -> Part:
        asked = self.settled.tidied(raw, start)
        read = self.columns.documents(asked)
        table, wrong = self.context.columns(asked)
        once_keys, repeats = (None, None) if self.mapping.promise == "anonymous" else self.keys.keys(raw)
        background = self._background(asked)
        background += as_written(self.mapping, raw, read.read)
        table = table.with_columns(
            pl.Series("once_key", once_keys or [None] * raw.height, pl.String),
            read.answers.alias("answers"),
            read.counts.alias("counts"),
            documents(background, raw.height).alias("background"),
        )
        faults = pl.concat([FAULTS, *self.settled.faults(raw, repeats), read.faults, wrong])
        # A cell that was decided against is told of once.
        faults = faults.unique(["row", "column"], keep="first", maintain_order=True)
        return _split(table, read.words, faults, raw, start)

    def _background(self, part: pl.DataFrame) -> list[pl.Series]:
        """What is kept beside the answers, each column under the name it is called by."""
        uses = self.mapping.columns
        kept = [name for name in part.columns if name not in uses or uses[name].role == "background"]
        called = {name: uses[name].name for name in kept if name in uses and uses[name].name}
        missing = {called.get(name, name): self.mapping.missing_of(name) for name in kept}
        if len(missing) < len(kept):  # two would be called the same
            called, missing = {}, {name: self.mapping.missing_of(name) for name in kept}
        return members(part.select(kept).rename(called), missing.__getitem__)


def _split(table: pl.DataFrame, words: pl.DataFrame, faults: pl.DataFrame, raw: pl.DataFrame, start: int) -> Part:
    """The rows that come in, and those that do not; rows with nothing in them are neither."""
    empty = raw.select(pl.all_horizontal(pl.all().is_null()).alias("empty"))["empty"]
    out = faults["row"].unique()
    numbered = table.with_row_index("at").with_columns(empty)
    kept = numbered.filter(~pl.col("empty") & ~pl.col("at").is_in(out.implode())).drop("empty").with_row_index("row")
    said = words.rename({"row": "at"}).join(kept.select("at", "row"), on="at", how="inner", maintain_order="left")
    blank = numbered.filter("empty").select("at")
    faults = faults.join(blank, left_on="row", right_on="at", how="anti", maintain_order="left")
    rejected = raw.with_row_index("at").join(
        faults.select(pl.col("row").alias("at")).unique(), on="at", how="semi", maintain_order="left"
    )
    return Part(
        table=kept.drop("row", "at", "counts"),
        words=said.select("row", "question", "text"),
        faults=faults.with_columns(pl.col("row") + start),
        rejected=rejected.with_columns(pl.col("at") + start).rename({"at": "__row"}),
        answers=int(kept["counts"].sum()) + said.height,
    )


def summed_up(
    file: TableFile, mapping: Mapping, asked: tuple[Asked, ...] = (), *, viewer: Viewer, most: int = SUMMED_ROWS
) -> Summary:
    """What would land of the first rows of a file."""
    reading = AnswersFile(file, mapping, viewer, asked=asked)
    rows = records = answers = rejected = linked = 0
    first: list[RejectedRow] = []
    months: Counter[str] = Counter()
    waves: Counter[str] = Counter()
    by_question: Counter[str] = Counter()
    whole = True
    known = KnownRows(viewer)
    for part in reading.parts():
        if rows >= most:
            whole = False
            break
        out = part.faults["row"].n_unique()
        rows += part.table.height + out
        records, answers, rejected = records + part.table.height, answers + part.answers, rejected + out
        linked += part.table.height - part.table["account"].null_count()
        known.take(part.table)
        first += [RejectedRow(*row) for row in part.faults.head(FIRST_REJECTED - len(first)).iter_rows()]
        months.update(part.table["month"].drop_nulls().to_list())
        waves.update(part.table["wave"].drop_nulls().to_list())
        for question in reading.questions:
            if question.shape == "text":
                by_question[question.key] += part.words.filter(pl.col("question") == question.key).height
            else:
                held = part.table["answers"].str.contains(f'"{question.key}":', literal=True)
                by_question[question.key] += int(held.sum())
    return Summary(
        kind=mapping.kind,
        rows=rows,
        whole=whole,
        records=records,
        answers=answers,
        rejected=rejected,
        first_rejected=tuple(first),
        questions=tuple(
            (one.first.title or next(iter(one.columns)), one.first.definition, by_question[one.key])
            for one in reading.questions
        ),
        months=tuple(sorted(months)),
        waves=tuple(sorted(filter(None, waves))),
        new_accounts=len(reading.persons.new),
        with_account=linked,
        known=known.found,
    )
