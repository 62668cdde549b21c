"""Decides how the answers to a version become a file, which columns stay empty and so away, and that it is recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from polku.governance.gate import Viewer
from polku.governance.rules import Refused, in_language
from polku.governance.services import audit
from polku.surveys import queries, rules

if TYPE_CHECKING:
    import polars as pl

    from cxlab.files import Column, MultipleSet
    from polku.flows.export_answers.columns import AnswerColumn

FORMATS: Mapping[str, str] = MappingProxyType(
    {
        "csv": "text/csv",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "sav": "application/x-spss-sav",
    }
)
_AT_ONCE = 5_000


class NothingToExport(Refused):
    """No answer of the version may leave: there is none, or the promise forbids it."""


class TooMany(Refused):
    """There are more responses than one request can write."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What was given out: the file's proposed name, how many rows, and whether only words without a person."""

    name: str
    rows: int
    words_only: bool


def export_answers(
    key: UUID,
    kind: str,
    path: Path,
    *,
    actor: Viewer,
    number: int | None = None,
    language: str = "en",
    most: int | None = None,
) -> Exported:
    """Write the answers to a version as CSV, XLSX or SPSS.

    Under an open promise one row a response; under another the words of open questions alone, as far as pages show
    them. With ``most`` a survey of more responses is refused before anything is written. Raises NoSuchSurvey,
    NothingToExport, TooMany, and FileError where the format cannot hold a text.
    """
    found = queries.exportable(key, viewer=actor, number=number)

    def write(table: pl.DataFrame, columns: Sequence[Column], sets: Sequence[MultipleSet]) -> None:
        _write(table, columns, sets, kind, path)

    if found.rows is None:
        rows = _words(found, language, write)
    else:
        rows = _responses(found, _taken(found.rows, most), language, write)
    with transaction.atomic():
        audit(actor, "export", "survey", key, [kind])
    name = slugify(in_language(found.names, language)) or "answers"
    return Exported(f"{name}-{found.number}.{kind}", rows, words_only=found.rows is None)


Write = Callable[["pl.DataFrame", "Sequence[Column]", "Sequence[MultipleSet]"], None]


def _write(table: pl.DataFrame, columns: Sequence[Column], sets: Sequence[MultipleSet], kind: str, path: Path) -> None:
    from cxlab import files

    writers = {"csv": files.write_csv, "xlsx": files.write_xlsx, "sav": files.write_sav}
    writers[kind](table, columns, sets, path)


def _taken(rows: Iterable[queries.ExportRow], most: int | None) -> list[list[queries.ExportRow]]:
    """The responses in parts, unless they are too many for the time there is."""
    left = iter(rows)
    parts: list[list[queries.ExportRow]] = []
    while part := list(islice(left, _AT_ONCE)):
        parts.append(part)
        if most is not None and sum(map(len, parts)) > most:
            told = _("More than %(most)s responses take too long here. Choose CSV, or use the command polku export.")
            raise TooMany(told % {"most": most})
    if not parts:
        raise NothingToExport(_("There are no answers yet."))
    return parts


def _responses(found: queries.Exportable, parts: list[list[queries.ExportRow]], language: str, write: Write) -> int:
    """One row a response, and a column for all that any response holds."""
    from polku.flows.export_answers.columns import background_columns, question_columns, respondent_columns
    from polku.flows.export_answers.naming import names_of

    named = names_of(found.mappings)
    questions, sets = question_columns(found.content, language, named)
    beside = dict.fromkeys(name for part in parts for row in part for name in named.beside(row))
    columns = _apart([*questions, *background_columns(beside, named)], respondent_columns(named))
    table = _table(columns, parts)
    asked = {column.about.name for column in questions}
    kept = [one.name for one in table.get_columns() if one.name in asked or one.null_count() < table.height]
    write(table.select(kept), [column.about for column in columns], sets)
    return table.height


def _apart(own: Sequence[AnswerColumn], ours: Sequence[AnswerColumn]) -> list[AnswerColumn]:
    """All columns under names of their own: where two are alike the survey's and the file's keep theirs."""
    taken: set[str] = set()
    found: dict[int, AnswerColumn] = {}
    every = [*ours, *own]
    for place in (*range(len(ours), len(every)), *range(len(ours))):
        name, number = every[place].about.name, 2
        while name in taken:
            name, number = f"{every[place].about.name}_{number}", number + 1
        taken.add(name)
        found[place] = replace(every[place], about=replace(every[place].about, name=name))
    return [found[place] for place in range(len(every))]


def _table(columns: Sequence[AnswerColumn], parts: list[list[queries.ExportRow]]) -> pl.DataFrame:
    import polars as pl

    frames = []
    while parts:
        part = parts.pop(0)
        frames.append(
            pl.DataFrame(
                [
                    pl.Series(column.about.name, [column.read(row) or None for row in part], dtype=pl.String)
                    for column in columns
                ]
            )
        )
    return pl.concat(frames)


def _words(found: queries.Exportable, language: str, write: Write) -> int:
    """The words of open questions, each on a row, in an order that tells nothing."""
    import polars as pl

    asked = {one["key"]: rules.title(one, language) for one in found.content["questions"]}
    lines = [
        (one.question, asked.get(one.question, one.question), text)
        for one in found.words
        if not isinstance(one.texts, queries.Withheld)
        for text in one.texts
    ]
    if not lines:
        raise NothingToExport(
            _("Given under a promise: none of these answers may leave one by one. Their figures are on the scoreboard.")
        )
    schema = dict.fromkeys(("question", "asked", "words"), pl.String)
    write(pl.DataFrame(lines, schema=schema, orient="row"), [], [])
    return len(lines)
