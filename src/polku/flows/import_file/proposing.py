"""Decides what is proposed for a file nobody has mapped yet: from names, labels, values, and the last file alike."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from polku.flows.import_file.columns_by_name import kind_of, roles_by_name
from polku.flows.import_file.event_logs import LOG, proposed_columns
from polku.flows.import_file.fitting import fitted
from polku.flows.import_file.mapping import ROLES, ColumnUse, Mapping
from polku.flows.import_file.questions import key_of

if TYPE_CHECKING:
    from cxlab.files import TableFile
    from cxlab.files.forms import Column, MultipleSet
    from cxlab.noticing import Role

# Rows that a guess is made from.
LOOKED_AT = 5_000
# The kind of question that a metric is asked by; any other metric is fed by a number.
_ASKED_BY = {
    "nps": "nps", "enps": "nps", "ces7": "ces7", "ces5": "ces5", "csat5": "csat5", "csat5_mean": "csat5",
    "scale5": "scale5", "top_box": "scale5", "disconfirmation": "disconfirmation", "just_right": "just_right",
    "just_right3": "just_right",
}  # fmt: skip


def propose(file: TableFile, *, kind: str | None = None, earlier: Mapping | None = None) -> Mapping:
    """A mapping to begin with.

    Args:
        file: the file.
        kind: what a row is; guessed from the names of the columns when left out.
        earlier: a mapping of a file alike: what it says of columns is taken over with what was decided of them; those
            that are new are left to be asked about; wave, month and day are asked anew.
    """
    if earlier is not None:
        return fitted(earlier, "", kept=True)
    kind = kind or ("events" if file.kind == LOG else kind_of([column.name for column in file.columns]))
    columns = _of_columns(file, kind)
    # A log names its accounts beside each event, and brings no list of them: they come in, and go out, with it.
    brings = file.kind == LOG and any(use.role == "account" for use in columns.values())
    survey = _title(file.name) if kind == "answers" else ""
    return Mapping(kind=kind, survey=survey, make_accounts=brings, columns=columns)


def _of_columns(file: TableFile, kind: str) -> dict[str, ColumnUse]:
    if file.kind == LOG and kind == "events":
        return proposed_columns([column.name for column in file.columns])
    return _answers(file) if kind == "answers" else roles_by_name(kind, [column.name for column in file.columns])


def proposed_beside(file: TableFile, mapping: Mapping) -> dict[str, ColumnUse]:
    """What those columns of a file seem to be that a mapping does not name."""
    taken = {use.role for use in mapping.columns.values()}
    proposed = _of_columns(file, mapping.kind)
    return {name: _quiet(use, taken, mapping.kind) for name, use in proposed.items() if name not in mapping.columns}


def _quiet(use: ColumnUse, taken: set[str], kind: str) -> ColumnUse:
    """A column that is new beside a kept mapping: no role that another column has there."""
    if use.role in taken and use.role != "answer":
        return ColumnUse("background" if kind == "answers" else "ignored")
    return use


def _title(name: str) -> str:
    return Path(name).stem.replace("_", " ").strip()


def _answers(file: TableFile) -> dict[str, ColumnUse]:
    from cxlab.noticing import proposed_roles

    roles = proposed_roles(file.columns, file.sample(LOOKED_AT))
    uses = {column.name: _use(roles[column.name], column) for column in file.columns}
    for several in file.sets:
        uses |= dict(_options(several, {column.name: column for column in file.columns}))
    return _once(uses)


def _once(uses: dict[str, ColumnUse]) -> dict[str, ColumnUse]:
    """A role that one column alone may have stays with the first; questions of one key stay apart."""
    taken: set[str] = set()
    for name, use in uses.items():
        if use.role in taken and use.role not in {"answer", "background", "ignored"}:
            uses[name] = ColumnUse("background", title=use.title)
        taken.add(use.role)
    return uses


def _use(role: Role, column: Column) -> ColumnUse:
    told = {"title": column.label, "labels": dict(column.value_labels), "missing": column.missing}
    if role.kind == "text":
        return ColumnUse("answer", question=key_of(column.name), kind="long_text", title=column.label)
    if role.kind == "choice" or (role.kind == "background" and column.value_labels):
        return ColumnUse("answer", question=key_of(column.name), kind="single", **told)
    if role.kind == "answer":
        definition = role.definition or ""
        kind = _ASKED_BY.get(definition, "number")
        low, high = role.scale or (None, None)
        if role.words:
            told["labels"] = dict(role.words)
        bounds = {"low": low, "high": high} if kind == "number" else {}
        return ColumnUse(
            "answer", question=key_of(column.name), kind=kind, definition=definition or "mean", **told, **bounds
        )
    return ColumnUse(role.kind if role.kind in ROLES["answers"] else "background", title=column.label)


def _options(several: MultipleSet, columns: dict[str, Column]) -> Iterator[tuple[str, ColumnUse]]:
    """The columns of a question with several answers."""
    question = key_of(several.name)
    for name in several.columns:
        column = columns[name]
        option = key_of(name) if several.counted is not None else ""
        yield (
            name,
            ColumnUse(
                "answer",
                question=question,
                kind="multiple",
                title=several.label,
                labels=dict(column.value_labels) | ({option: column.label or name} if option else {}),
                option=option,
                counted=several.counted or "",
                missing=column.missing,
            ),
        )
