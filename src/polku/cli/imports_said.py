"""Decides what a command line says of a file: which mapping, what holds for all rows, and what is decided."""

from __future__ import annotations

import hashlib
import shlex
from collections.abc import Mapping as Pairs
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from polku.flows import import_file
from polku.flows.import_file import FileForm, Mapping
from polku.flows.import_file.earlier import earlier_mapping
from polku.flows.import_file.proposing import proposed_beside
from polku.flows.import_file.settling import renamed, with_choice, with_proposed, without
from polku.governance import queries
from polku.governance.gate import Viewer
from polku.governance.rules import Refused

if TYPE_CHECKING:
    from cxlab.files import TableFile


_WHEN = frozenset({"time", "day"})


@dataclass(frozen=True, slots=True)
class Asking:
    """What was said on the command line; ``constants`` hold for all rows, by the name of their option."""

    mapping: Path | None = None
    kept: str | None = None
    decisions: tuple[str, ...] = ()
    save: Path | None = None
    renamed: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    dry_run: bool = False
    usual: bool = False
    as_json: bool = False
    language: str | None = None
    constants: Pairs[str, object] = field(default_factory=dict)


def mapped(path: Path, asking: Asking, viewer: Viewer) -> tuple[TableFile, Mapping, str]:
    """The file, opened as the mapping says, the mapping with the constants of the command line, and its digest."""
    from polku.flows.import_file.opening import opened

    known = _known(asking, viewer)
    sheet = {"sheet": str(asking.constants["sheet"])} if "sheet" in asking.constants else {}
    form = replace(known.form if known else FileForm(), **sheet)
    file = opened(path, form)
    constants = {name: value for name, value in asking.constants.items() if name != "sheet"}
    with path.open("rb") as handle:
        content = hashlib.file_digest(handle, "sha256").hexdigest()
    if known:
        mapping = import_file.fitted(known, content, kept=bool(asking.kept))
    else:
        mapping = _proposed(file, str(constants.get("kind") or ""), str(constants.get("survey") or ""), viewer)
    mapping = replace(_found(mapping, file, asking), form=form, **constants)
    return file, import_file.tied(mapping, content), content


def _proposed(file: TableFile, kind: str, survey: str, viewer: Viewer) -> Mapping:
    """A mapping to begin with: as the last file of the same survey was mapped, where most of its columns are here."""
    proposed = import_file.propose(file, kind=kind or None)
    if proposed.kind != "answers" or not survey:
        return proposed
    last = earlier_mapping(replace(proposed, survey=survey), viewer=viewer)
    there = {column.name for column in file.columns}
    if last is None or 2 * len(there & set(last.columns)) < len(last.columns):
        return proposed
    again = import_file.propose(file, earlier=last)
    # A bare day in one wave may be a whole date in the next: the cells of this file tell which.
    days = {name for name, use in last.columns.items() if use.role in _WHEN}
    here = {name: use for name, use in proposed.columns.items() if use.role in _WHEN and name in days}
    return replace(again, columns={**again.columns, **proposed_beside(file, again), **here})


def _found(mapping: Mapping, file: TableFile, asking: Asking) -> Mapping:
    """The mapping in which columns that the file does not have are found by another name, or left out."""
    there = {column.name for column in file.columns}
    for said in asking.renamed:
        old, _equals, new = said.partition("=")
        if new not in there:
            raise Refused(
                _("The file has no column %(name)s. Its columns: %(columns)s.")
                % {"name": new, "columns": ", ".join(sorted(there))}
            )
        mapping = renamed(_named(mapping, old), old, new)
    for name in asking.without:
        mapping = without(_named(mapping, name), name)
    return mapping


def _named(mapping: Mapping, name: str) -> Mapping:
    if name not in mapping.columns:
        raise Refused(
            _("The mapping has no column %(name)s. Its columns: %(columns)s.")
            % {"name": name, "columns": ", ".join(mapping.columns)}
        )
    return mapping


def _known(asking: Asking, viewer: Viewer) -> Mapping | None:
    if asking.mapping:
        try:
            return import_file.from_toml(asking.mapping.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            raise Refused(_("%(path)s cannot be read as text.") % {"path": asking.mapping}) from error
    if asking.kept:
        for one in queries.kept_mappings(viewer=viewer):
            if one.name == asking.kept:
                return import_file.from_toml(one.toml)
        raise Refused(_("There is no mapping with this name any more."))
    return None


def decided(
    mapping: Mapping, preview: import_file.Preview, decisions: tuple[str, ...], *, usual: bool
) -> tuple[Mapping, tuple[str, ...]]:
    """The mapping with what the command line decides, and the decisions about what is not noticed yet."""
    left = []
    for said in decisions:
        what, _equals, choice = said.rpartition("=")
        meant = [one.noticed for one in preview.noticed if what in {one.key, one.noticed.kind}]
        if not meant:
            left.append(said)
        for noticed in meant:
            offered = [one.key for one in noticed.choices]
            if choice not in offered:
                raise Refused(
                    _("%(name)s: choose one of %(choices)s.") % {"name": noticed.key, "choices": ", ".join(offered)}
                )
            mapping = with_choice(mapping, noticed, choice)
    if usual:
        mapping = with_proposed(mapping, tuple(one.noticed for one in preview.noticed if one.decided is None))
    return mapping, tuple(left)


def not_noticed(said: str, preview: import_file.Preview) -> Refused:
    """The refusal of a decision about what nobody asks; names what can be decided."""
    name = said.rpartition("=")[0] or said
    keys = ", ".join(dict.fromkeys(shlex.quote(one.key) for one in preview.noticed if one.noticed.choices))
    return Refused(
        _("Nothing was noticed that is called %(name)s. What can be decided: %(keys)s.")
        % {"name": name, "keys": keys or "-"}
    )
