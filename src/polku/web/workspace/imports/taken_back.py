"""Decides how a decision is taken back: the session remembers what it did to the columns, and undoes it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase

from polku.flows.import_file import Mapping
from polku.flows.import_file.mapping import from_json, to_json

if TYPE_CHECKING:
    from cxlab.noticing import Noticed

MEMORY = "imports-decided"
MOST_FILES = 20


def remember(session: SessionBase, upload: UUID, key: str, before: Mapping, after: Mapping) -> None:
    """Keep how the columns were that a decision changed; None for one that was not there."""
    names = {*before.columns, *after.columns}
    changed = [name for name in names if before.columns.get(name) != after.columns.get(name)]
    told = to_json(before).get("columns", {})
    memory: dict[str, Any] = session.get(MEMORY, {})
    memory.setdefault(str(upload), {})[key] = {name: told.get(name) for name in changed}
    session[MEMORY] = dict(list(memory.items())[-MOST_FILES:])


def without(session: SessionBase, upload: UUID, mapping: Mapping, noticed: Noticed) -> Mapping:
    """The mapping as if it had not been decided; of a decision made elsewhere its codes at least are taken back."""
    decisions = {key: choice for key, choice in mapping.decisions.items() if key != noticed.key}
    mapping = replace(mapping, decisions=decisions)
    told = session.get(MEMORY, {}).get(str(upload), {}).get(noticed.key)
    if told is not None:
        return _restored(mapping, told)
    use = mapping.columns.get(noticed.column or "")
    if use is None:
        return mapping
    values = {value for value, _times in noticed.values}
    return mapping.with_column(
        noticed.column or "",
        missing=tuple(one for one in use.missing if one not in values),
        rejected=tuple(one for one in use.rejected if one not in values),
        unreadable="",
    )


def _restored(mapping: Mapping, told: dict[str, Any]) -> Mapping:
    kept = {name: use for name, use in mapping.columns.items() if told.get(name, use) is not None}
    there = {name: use for name, use in told.items() if use is not None}
    before = from_json({"kind": mapping.kind, "columns": there}).columns
    return replace(mapping, columns={**kept, **before})
