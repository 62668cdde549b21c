"""Decides what is asked of columns that a mapping does not name: they are proposed as in a first file, never passed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from polku.flows.import_file.mapping import ColumnUse, Mapping, use_from_json, use_to_json
from polku.flows.import_file.questions import key_of

if TYPE_CHECKING:
    from cxlab.files import TableFile
    from cxlab.noticing import Noticed

KIND = "new_column"
TAKEN = ("take_nps", "take_scale", "take_choice", "take_text", "take")
_FIVE_STEPS = (1.0, 5.0)
_PASSED = frozenset({"background", "ignored"})


def new_columns(file: TableFile, mapping: Mapping, found: tuple[Noticed, ...] = ()) -> tuple[Noticed, ...]:
    """Columns of a file that its mapping does not name, with what they seem to be.

    Args:
        file: the file.
        mapping: what is known of its columns.
        found: what was noticed else: a column that may be an old one by a new name is asked about there first.
    """
    asked = {
        str(one.params["name"])
        for one in found
        if one.kind == "column_renamed" and mapping.decisions.get(one.key) != "other"
    }
    new = [one.name for one in file.columns if one.name not in mapping.columns and one.name not in asked]
    return tuple(_noticed(file, mapping, new)) if new else ()


def _noticed(file: TableFile, mapping: Mapping, new: list[str]) -> Iterator[Noticed]:
    from cxlab.noticing import Choice, Noticed
    from polku.flows.import_file.proposing import proposed_beside

    uses = proposed_beside(file, mapping)
    keep = [Choice("background")] if mapping.kind == "answers" else []
    for name in new:
        use = uses[name]
        needed = use.role not in _PASSED
        # Columns that seem to be the same are one question.
        take = [Choice(*_taken(use))] if needed else []
        choices = (*take, *keep, Choice("leave_out"))
        yield Noticed(
            KIND,
            name,
            rows=(1,),
            count=1,
            choices=choices,
            proposed=choices[0].key,
            params={"by": "used" if needed else "", "use": use_to_json(use)},
            needed=needed,
        )


def _taken(use: ColumnUse) -> tuple[str, dict[str, Any]]:
    """The choice to take a column as it looks, and what its words need."""
    from polku.flows.import_file.asking import role_of

    if use.role != "answer":
        return "take", {"role": use.role}
    if use.kind in {"single", "multiple", "date"}:
        return "take_choice", {}
    if use.kind in {"short_text", "long_text"}:
        return "take_text", {}
    scale = role_of(use).scale
    if use.definition == "nps" or scale is None:
        return ("take_nps" if scale else "take"), {"definition": use.definition}
    return "take_scale", {"low": f"{scale[0]:g}", "high": f"{scale[1]:g}"}


def proposed_use(noticed: Noticed, choice: str) -> ColumnUse:
    """What a column is that is taken as it looks: as it was proposed, else by its scale."""
    name = noticed.column or ""
    if "use" in noticed.params:
        return use_from_json(name, noticed.params["use"])
    if choice == "take_choice":
        return ColumnUse("answer", question=key_of(name), kind="single")
    low, high = float(noticed.params["low"]), float(noticed.params["high"])
    if (low, high) == _FIVE_STEPS:
        return ColumnUse("answer", question=key_of(name), kind="scale5", definition="scale5")
    return ColumnUse("answer", question=key_of(name), kind="number", definition="mean", low=low, high=high)
