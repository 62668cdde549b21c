"""Decides under which names answers that came in with files leave again: those that the columns had in the files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from polku.flows.import_file.as_written import KEPT, WRITTEN
from polku.flows.import_file.mapping import ColumnUse, MappingFault, from_json
from polku.flows.import_file.questions import key_of
from polku.surveys.queries import ExportRow

# Roles of a file's columns that are columns of ours too.
_OURS = frozenset({"account", "account_name", "contact", "wave", "weight", "decision_role", "buyer_kind", "unit"})
_WHEN = frozenset({"time", "day"})


@dataclass(frozen=True, slots=True)
class Use:
    """A column of answers: what it is called, its names in the files, the last one first, how it was written there."""

    called: str
    names: tuple[str, ...]
    counted: str
    left: str
    labels: Mapping[str, str]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """Names by what a column is.

    ``roles``: of our own columns; ``questions``: by the question's key and the option's, "" for none; ``kept``: columns
    whose cells were kept as they stood, by what they are called, each with all the names it had.
    """

    roles: Mapping[str, str] = field(default_factory=dict)
    questions: Mapping[tuple[str, str], Use] = field(default_factory=dict)
    kept: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def beside(self, row: ExportRow) -> Iterator[str]:
        """The columns that were kept as background, by the names they had."""
        known = {name for names in self.kept.values() for name in names} | {
            name for use in self.questions.values() for name in use.names
        }
        yield from (name for name in row.background if name != WRITTEN)
        yield from (name for name in row.background.get(WRITTEN) or {} if name not in known)


NOTHING_NAMED = Named()


def written(row: ExportRow, names: Iterable[str]) -> str | None:
    """The cell as the file wrote it, where that was kept."""
    cells = row.background.get(WRITTEN) or {}
    return next((str(cells[name]) for name in names if name in cells), None)


def names_of(told: Iterable[Mapping[str, Any]]) -> Named:
    """The names that the columns of some files had; ``told``: their mappings as kept, the last one first."""
    roles: dict[str, str] = {}
    kept: dict[str, list[tuple[str, ColumnUse]]] = {}
    questions: dict[tuple[str, str], list[tuple[str, ColumnUse]]] = {}
    for one in told:
        try:
            mapping = from_json(one)
        except MappingFault:
            continue
        for name, use in mapping.columns.items():
            if use.role == "answer":
                questions.setdefault((use.question or key_of(name), use.option), []).append((name, use))
            elif use.role in KEPT:
                kept.setdefault("when" if use.role in _WHEN else use.role, []).append((name, use))
            elif use.role in _OURS:
                roles.setdefault(use.role, use.name or name)
    return Named(
        roles,
        {key: _use(columns) for key, columns in questions.items()},
        {columns[0][1].name or columns[0][0]: tuple(name for name, _use in columns) for columns in kept.values()},
    )


def _use(columns: list[tuple[str, ColumnUse]]) -> Use:
    last = columns[0][1]
    labels = {value: text for _name, use in reversed(columns) for value, text in use.labels.items()}
    missing = tuple(dict.fromkeys(value for _name, use in columns for value in use.missing))
    called = last.name or columns[0][0]
    return Use(called, tuple(dict.fromkeys(name for name, _use in columns)), last.counted, last.left, labels, missing)
