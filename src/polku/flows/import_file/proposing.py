"""Decides what is proposed for a file nobody has mapped yet: from names, labels, values, and the last file alike."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from polku.flows.import_file.mapping import ROLES, ColumnUse, Mapping
from polku.flows.import_file.questions import key_of

_KINDS_BY_DEFINITION = {
    "nps": "nps", "enps": "nps", "ces7": "ces7", "ces5": "ces5", "csat5": "csat5", "csat5_mean": "csat5",
    "scale5": "scale5", "top_box": "scale5", "disconfirmation": "disconfirmation", "just_right": "just_right",
    "just_right3": "just_right",
}  # fmt: skip


def propose(file: Any, *, kind: str | None = None, earlier: Mapping | None = None) -> Mapping:
    """A mapping to begin with.

    ``earlier``: the mapping of the last file of the same source; what it says of the columns that are there still is
    taken over, with what was decided of them. ``kind``: what a row is, else guessed from the names of the columns.
    """
    names = [column.name for column in file.columns]
    if earlier is not None and set(earlier.columns) & set(names):
        kept = {name: use for name, use in earlier.columns.items() if name in names}
        return replace(earlier, columns=kept, wave="", month="", day="")
    kind = kind or _kind_of(names)
    if kind != "answers":
        return Mapping(kind=kind, columns=_by_name(kind, names))
    return Mapping(kind="answers", columns=_answers(file))


def _kind_of(names: list[str]) -> str:
    keys = {key_of(name) for name in names}
    if {"month", "amount"} <= keys:
        return "revenue"
    if "case" in keys and keys & {"time", "timestamp", "ts"}:
        return "events"
    if keys & {"outcome", "won"} and keys & {"made", "offered", "decided"}:
        return "offers"
    if keys & {"mail", "email", "e_mail"} and not keys & {"score", "nps"}:
        return "contacts"
    return "answers"


def _by_name(kind: str, names: list[str]) -> dict[str, ColumnUse]:
    found: dict[str, ColumnUse] = {}
    taken: set[str] = set()
    for name in names:
        role = key_of(name)
        fits = role in ROLES[kind] and role not in taken
        taken.add(role)
        found[name] = ColumnUse(role if fits else "ignored")
    return found


def _answers(file: Any) -> dict[str, ColumnUse]:
    return {column.name: _guessed(column) for column in file.columns}


def _guessed(column: Any) -> ColumnUse:
    key = key_of(column.name)
    if "nps" in key or "netpro" in key:
        return ColumnUse("answer", question=key, kind="nps", definition="nps", title=column.label)
    if key in {"respnum", "respondent", "id", "response_id"}:
        return ColumnUse("respondent")
    if key == "weight":
        return ColumnUse("weight")
    return ColumnUse("background")
