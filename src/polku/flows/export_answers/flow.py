"""Decides how the answers to a version become a file, which columns stay empty and so away, and that it is recorded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
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
class Given:
    """What of one version was given out: its number, how many rows, and how many of each wave; "" is none."""

    number: int
    rows: int
    waves: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Exported:
    """What was given out: the file's proposed name, how many rows, and whether only words without a person.

    ``given``: by version, the first one first; ``there``: every version that has answers; ``held``: those of them that
    were asked for, but were given under a promise and so are not among rows of answers.
    """

    name: str
    rows: int
    words_only: bool
    given: tuple[Given, ...] = ()
    there: tuple[int, ...] = ()
    held: tuple[int, ...] = ()


def export_answers(
    key: UUID,
    kind: str,
    path: Path,
    *,
    actor: Viewer,
    number: int | None = None,
    every: bool = False,
    wave: str = "",
    language: str = "en",
    most: int | None = None,
) -> Exported:
    """Write the answers to a version, or to every version, as CSV, XLSX or SPSS.

    Under an open promise one row a response; under another the words of open questions alone, as far as pages show
    them. ``every`` unites all versions in one table; where some of them are open it holds those alone. ``wave`` leaves
    the rows of one wave. With ``most`` a survey of more responses is refused before anything is written. Raises
    NoSuchSurvey, NothingToExport, TooMany, and FileError where the format cannot hold a text.
    """
    there = [one.number for one in reversed(queries.versions(key, viewer=actor)) if one.answers != 0]
    asked: Sequence[int | None] = there if every and there else [number]
    found = [queries.exportable(key, viewer=actor, number=one) for one in asked]

    def write(table: pl.DataFrame, columns: Sequence[Column], sets: Sequence[MultipleSet]) -> None:
        _write(table, columns, sets, kind, path)

    opened = [one for one in found if one.rows is not None]
    if opened:
        given = _responses(opened, _taken(opened, wave, most), language, write)
    else:
        given = _words(found, wave, language, write)
    with transaction.atomic():
        audit(actor, "export", "survey", key, [kind])
    name = slugify(in_language(found[-1].names, language)) or "answers"
    part = slugify(wave) if wave else "" if every else str(found[-1].number)
    return Exported(
        f"{'-'.join(filter(None, (name, part)))}.{kind}",
        sum(one.rows for one in given),
        words_only=not opened,
        given=given,
        there=tuple(there),
        held=tuple(one.number for one in found if one.rows is None) if opened else (),
    )


Write = Callable[["pl.DataFrame", "Sequence[Column]", "Sequence[MultipleSet]"], None]


def _write(table: pl.DataFrame, columns: Sequence[Column], sets: Sequence[MultipleSet], kind: str, path: Path) -> None:
    from cxlab import files

    writers = {"csv": files.write_csv, "xlsx": files.write_xlsx, "sav": files.write_sav}
    writers[kind](table, columns, sets, path)


def _taken(found: Sequence[queries.Exportable], wave: str, most: int | None) -> list[list[queries.ExportRow]]:
    """The responses in parts, version by version, unless they are too many for the time there is."""
    left = chain.from_iterable(one.rows or () for one in found)
    waves: set[str] = set()
    parts: list[list[queries.ExportRow]] = []
    while part := list(islice(left, _AT_ONCE)):
        waves.update(row.wave for row in part)
        parts.append([row for row in part if row.wave.casefold() == wave.casefold()] if wave else part)
        if most is not None and sum(map(len, parts)) > most:
            told = _("More than %(most)s responses take too long here. Choose CSV, or use the command polku export.")
            raise TooMany(told % {"most": most})
    if not any(parts):
        if waves:
            told = _("No answer is of the wave %(wave)s. There are: %(waves)s.")
            raise NothingToExport(told % {"wave": wave, "waves": ", ".join(sorted(filter(None, waves))) or "-"})
        raise NothingToExport(_("There are no answers yet."))
    return [part for part in parts if part]


def _responses(
    found: Sequence[queries.Exportable], parts: list[list[queries.ExportRow]], language: str, write: Write
) -> tuple[Given, ...]:
    """One row a response, and a column for all that any response holds."""
    from polku.flows.export_answers.columns import background_columns, respondent_columns
    from polku.flows.export_answers.naming import names_of
    from polku.flows.export_answers.uniting import united

    given = _given(parts)
    newest = found[::-1]
    named = names_of(mapping for one in newest for mapping in one.mappings)
    questions, sets = united(newest, language, named)
    beside = dict.fromkeys(name for part in parts for row in part for name in named.beside(row))
    ours = [column for column in respondent_columns(named) if column.about.name != "version" or len(given) > 1]
    columns = _apart([*questions, *background_columns(beside, named)], ours)
    table = _table(columns, parts)
    asked = {column.about.name for column in columns if column.asked}
    kept = [one.name for one in table.get_columns() if one.name in asked or one.null_count() < table.height]
    write(table.select(kept), [column.about for column in columns], sets)
    return given


def _given(parts: list[list[queries.ExportRow]]) -> tuple[Given, ...]:
    """How many rows each version and wave has."""
    waves: dict[int, Counter[str]] = {}
    for part in parts:
        for row in part:
            waves.setdefault(row.version, Counter())[row.wave] += 1
    return tuple(Given(number, counted.total(), dict(counted)) for number, counted in waves.items())


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


def _words(found: Sequence[queries.Exportable], wave: str, language: str, write: Write) -> tuple[Given, ...]:
    """The words of open questions, each on a row, in an order that tells nothing."""
    import polars as pl

    lines: list[tuple[str, str, str]] = []
    given: list[Given] = []
    for version in found:
        asked = {one["key"]: rules.title(one, language) for one in version.content["questions"]}
        said = [
            (one.question, asked.get(one.question, one.question), text)
            for one in version.words
            if not isinstance(one.texts, queries.Withheld)
            for text in one.texts
        ]
        lines += said
        given += [Given(version.number, len(said), {})] if said else []
    # Which wave words without a person are of would tell more of them than the pages do.
    if wave or not lines:
        raise NothingToExport(
            _("Given under a promise: none of these answers may leave one by one. Their figures are on the scoreboard.")
        )
    schema = dict.fromkeys(("question", "asked", "words"), pl.String)
    write(pl.DataFrame(lines, schema=schema, orient="row"), [], [])
    return tuple(given)
