"""Decides how a part of a file becomes responses: each distinct value is read once, documents are joined by column."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from collections.abc import Mapping as Pairs
from dataclasses import dataclass, field

import polars as pl

from polku.flows.import_file.mapping import ColumnUse
from polku.flows.import_file.questions import Question, Unreadable
from polku.flows.import_file.rejecting import FAULTS, faulty

# A column of texts all different is not remembered value by value.
MOST_REMEMBERED = 100_000
LONGEST_TEXT = 100_000
_UNSTORABLE = "[\x00-\x08\x0b\x0c\x0e-\x1f]"
_TO_ESCAPE = '["\\\\\x00-\x1f]'
Read = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Documents:
    """What the answer columns of some rows say: a document of closed answers a row, the words, and what is at fault.

    ``counts`` is how many closed answers each row has; ``read`` what each column of closed answers was read as.
    """

    answers: pl.Series
    counts: pl.Series
    words: pl.DataFrame
    faults: pl.DataFrame
    read: Pairs[str, pl.Series]


@dataclass
class Column:
    """One column while a file is read: what each of its values means, remembered from part to part."""

    name: str
    read: Read
    missing: frozenset[str] = frozenset()
    forgiving: bool = False
    known: dict[str, str | None] = field(default_factory=dict)
    bad: dict[str, Unreadable] = field(default_factory=dict)

    def values(self, series: pl.Series) -> tuple[pl.Series, dict[str, Unreadable]]:
        """What the values mean (null for nothing, and for those that cannot be read), and which cannot be read."""
        if len(self.known) + len(self.bad) > MOST_REMEMBERED:
            self.known, self.bad = {}, {}
        different = series.drop_nulls().unique().to_list()
        for raw in different:
            if raw not in self.known and raw not in self.bad:
                self._learn(raw)
        said = [raw for raw in different if self.known.get(raw) is not None]
        wrong = {raw: self.bad[raw] for raw in different if raw in self.bad}
        if not said:
            return pl.Series(series.name, [None] * len(series), pl.String), wrong
        read = series.replace_strict(said, [self.known[raw] for raw in said], default=None, return_dtype=pl.String)
        return read, wrong

    def _learn(self, raw: str) -> None:
        if raw.strip() in self.missing or not raw.strip():
            self.known[raw] = None
            return
        try:
            self.known[raw] = self.read(raw)
        except Unreadable as wrong:
            if self.forgiving:
                self.known[raw] = None
            else:
                self.bad[raw] = wrong


class AnswerColumns:
    """The answer columns of a file."""

    def __init__(self, questions: Iterable[Question], missing_of: Callable[[str], frozenset[str]]) -> None:
        self.questions = tuple(questions)
        self.missing_of = missing_of
        self.columns = {
            name: Column(name, _reader(question, use), missing_of(name), use.unreadable == "missing")
            for question in self.questions
            if question.shape != "text"
            for name, use in question.columns.items()
        }

    def documents(self, part: pl.DataFrame) -> Documents:
        """The answers of a part of the file."""
        fragments: list[pl.Series] = []
        words: list[pl.DataFrame] = []
        faults: list[pl.DataFrame] = []
        read: dict[str, pl.Series] = {}
        for question in self.questions:
            if question.shape == "text":
                said, wrong = self._text(question, part)
                words.append(said)
                faults.append(wrong)
                continue
            fragment, wrong = self._closed(question, part)
            faults += wrong
            fragments.append(fragment)
            read |= dict.fromkeys(question.columns, fragment)
        counts = (
            pl.Series([0] * part.height)
            if not fragments
            else pl.DataFrame(fragments).select(pl.sum_horizontal(pl.all().is_not_null())).to_series()
        )
        return Documents(
            documents(fragments, part.height), counts, _together(words), pl.concat([FAULTS, *faults]), read
        )

    def _closed(self, question: Question, part: pl.DataFrame) -> tuple[pl.Series, list[pl.DataFrame]]:
        read: list[pl.Series] = []
        faults = []
        for name in question.columns:
            values, wrong = self.columns[name].values(part[name])
            if wrong:
                faults.append(faulty(part[name], wrong))
            read.append(values)
        start = json.dumps(question.key) + ":"
        if question.shape != "choices":
            return (start + read[0]).alias(question.key), faults
        several = pl.DataFrame([one.alias(str(at)) for at, one in enumerate(read)])
        chosen = several.select(
            pl.concat_list(pl.all()).list.drop_nulls().list.unique(maintain_order=True).list.join(",").alias("chosen")
        )["chosen"]
        chosen = chosen.to_frame().select(pl.when(pl.col("chosen") != "").then("chosen"))["chosen"]
        return (start + "[" + chosen + "]").alias(question.key), faults

    def _text(self, question: Question, part: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
        """The words of a question, and those too long to be kept."""
        name = next(iter(question.columns))
        missing = list(self.missing_of(name))
        text = pl.col(name).str.replace_all("\r\n?", "\n").str.replace_all(_UNSTORABLE, "").str.strip_chars()
        said = part.with_row_index("row").select("row", pl.lit(question.key).alias("question"), text.alias("text"))
        said = said.filter(pl.col("text").is_not_null() & (pl.col("text") != ""))
        if missing:
            said = said.filter(~pl.col("text").is_in(missing))
        long = said.filter(pl.col("text").str.len_chars() > LONGEST_TEXT)
        wrong = {text: Unreadable("too_long", most=LONGEST_TEXT, length=len(text)) for text in long["text"]}
        stripped = part[name].str.strip_chars()
        return said.filter(pl.col("text").str.len_chars() <= LONGEST_TEXT), faulty(stripped, wrong)


def _reader(question: Question, use: ColumnUse) -> Read:
    return lambda raw: question.fragment(raw, use)


def _together(words: list[pl.DataFrame]) -> pl.DataFrame:
    empty = pl.DataFrame(schema={"row": pl.UInt32, "question": pl.String, "text": pl.String})
    return pl.concat([empty, *words])


def documents(fragments: list[pl.Series], height: int) -> pl.Series:
    """JSON objects, a row each, of members that are given column by column; a null is no member."""
    if not fragments:
        return pl.Series("document", ["{}"] * height, pl.String)
    table = pl.DataFrame([one.alias(str(at)) for at, one in enumerate(fragments)])
    joined = pl.concat_str(pl.all(), separator=",", ignore_nulls=True)
    return table.select(("{" + joined + "}").alias("document"))["document"]


def members(part: pl.DataFrame, missing_of: Callable[[str], frozenset[str]]) -> list[pl.Series]:
    """The columns of a part as members of JSON objects: what stands in them as text, empty cells left out."""
    return [_member(part[name], name, missing_of(name)) for name in part.columns]


def _member(series: pl.Series, name: str, missing: frozenset[str]) -> pl.Series:
    start = json.dumps(name, ensure_ascii=False).replace("\\u0000", "") + ":"
    text = series.str.strip_chars()
    if missing:
        text = text.set(text.is_in(list(missing)).fill_null(value=False), None)
    if not text.str.contains(_TO_ESCAPE).any():
        held = text.to_frame("text").select(pl.when(pl.col("text") != "").then('"' + pl.col("text") + '"'))
        return (start + held.to_series()).alias(name)
    escaped = Column(name, _escaped)
    return (start + escaped.values(text)[0]).alias(name)


def _escaped(raw: str) -> str:
    return json.dumps(raw.replace("\x00", ""), ensure_ascii=False)


def distinct_of(parts: Iterable[pl.DataFrame], columns: Iterable[str], most: int) -> dict[str, set[str]]:
    """The different values of some columns over a whole file; a column with more than ``most`` keeps that many."""
    found: dict[str, set[str]] = {name: set() for name in columns}
    for part in parts:
        for name, values in found.items():
            if len(values) <= most:
                values.update(part[name].drop_nulls().unique().to_list())
    return found
