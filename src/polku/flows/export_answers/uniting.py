"""Decides how the questions of several versions become columns of one table: what asks the same stands in one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cxlab.files import MultipleSet
from polku.flows.export_answers.columns import AnswerColumn, question_columns
from polku.flows.export_answers.naming import Named
from polku.surveys.queries import Exportable, ExportRow


def united(newest: Sequence[Exportable], language: str, named: Named) -> tuple[list[AnswerColumn], list[MultipleSet]]:
    """The columns of the questions of every version, those of the newest first, and which are one question together.

    A question is the same where its key and its shape are. It goes by its newest name; words and codes that only an
    older version had are kept beside the newer ones.
    """
    columns: dict[tuple[str, ...], AnswerColumn] = {}
    askers: dict[tuple[str, ...], set[int]] = {}
    sets: dict[str, MultipleSet] = {}
    for version in newest:
        found, several = question_columns(version.content, language, named)
        for column in found:
            askers.setdefault(column.asked, set()).add(version.number)
            newer = columns.get(column.asked)
            columns[column.asked] = column if newer is None else _joined(newer, column)
        question = {column.about.name: column.asked[0] for column in found}
        for one in several:
            if one.columns:
                sets.setdefault(question[one.columns[0]], one)
    if len(newest) == 1:
        return list(columns.values()), list(sets.values())
    options = {
        key: tuple(one.about.name for asked, one in columns.items() if asked[:2] == (key, "choices")) for key in sets
    }
    return (
        [_of(column, frozenset(askers[asked])) for asked, column in columns.items()],
        [replace(one, columns=options[key]) for key, one in sets.items()],
    )


def _joined(newer: AnswerColumn, older: AnswerColumn) -> AnswerColumn:
    labels = {**older.about.value_labels, **newer.about.value_labels}
    missing = tuple(dict.fromkeys((*newer.about.missing, *older.about.missing)))
    return replace(newer, about=replace(newer.about, value_labels=labels, missing=missing))


def _of(column: AnswerColumn, versions: frozenset[int]) -> AnswerColumn:
    """A column that only responses to some versions fill: elsewhere the same key may stand for something else."""

    def read(row: ExportRow) -> str | None:
        return column.read(row) if row.version in versions else None

    return replace(column, read=read)
