"""Decides what the commands of imports do and say, in the language of the terminal or of the organisation."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from collections.abc import Mapping as Pairs
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click
from django.db import connection
from django.utils import translation
from django.utils.translation import gettext as _

from polku.cli import imports_told
from polku.cli.languages import spoken
from polku.cli.serving import Progress
from polku.flows import import_file
from polku.flows.import_file import FileForm, Mapping
from polku.flows.import_file.settling import renamed, with_choice, with_proposed, without
from polku.governance import queries
from polku.governance.gate import Viewer
from polku.governance.rules import Refused

if TYPE_CHECKING:
    from cxlab.files import TableFile


@dataclass(frozen=True, slots=True)
class Asking:
    """What was said on the command line."""

    mapping: Path | None = None
    kept: str | None = None
    decisions: tuple[str, ...] = ()
    save: Path | None = None
    renamed: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    dry_run: bool = False
    usual: bool = False
    constants: Pairs[str, object] = field(default_factory=dict)


@contextmanager
def speaking(told: str | None = None) -> Iterator[Viewer]:
    """The product itself as viewer, in the language it is told, else the terminal's; errors as sentences."""
    from cxlab.files import FileError

    _store_is_there()
    viewer = Viewer(member=None, role="admin")
    language = spoken(told, queries.organisation(viewer=viewer).default_language)
    with translation.override(language):
        try:
            yield replace(viewer, language=language)
        except FileError as error:
            raise click.ClickException(imports_told.file_error(error)) from error
        except Refused as refused:
            raise click.ClickException(str(refused)) from refused


def _store_is_there() -> None:
    """Raise a sentence where nothing has been set up yet."""
    if "governance_upload" not in connection.introspection.table_names():
        raise click.ClickException("There is no store yet, or an older one. Run polku setup first.")


def bring(path: Path, asking: Asking) -> None:
    """Look at a file, say what was found, and let it land when nothing waits for a decision."""
    with speaking() as viewer:
        file, mapping, content = _mapped(path, asking, viewer)
        with Progress(_("Looking at %(name)s") % {"name": path.name}) as progress:
            mapping, preview = _settled(file, mapping, asking, viewer, content=content, progress=progress)
        click.echo(imports_told.seen(path.name, preview, mapping))
        if asking.save:
            asking.save.write_text(import_file.to_toml(mapping), encoding="utf-8")
            click.echo(_("The mapping is written to %(path)s.") % {"path": asking.save})
        if not preview.ready:
            click.echo(imports_told.waiting(preview), err=True)
            raise SystemExit(1)
        if asking.dry_run:
            click.echo(_("Nothing was written: this was a dry run."))
            return
        with Progress(_("Taking in %(name)s") % {"name": path.name}) as progress:
            done = import_file.bring(
                path,
                mapping,
                actor=viewer,
                progress=lambda share, rows: progress.tell(imports_told.progress(share, rows)),
            )
        click.echo(imports_told.landed(done, mapping.kind))


def _settled(
    file: TableFile, mapping: Mapping, asking: Asking, viewer: Viewer, *, content: str, progress: Progress
) -> tuple[Mapping, import_file.Preview]:
    """The mapping with all that the command line decides, and what there is to see then."""

    def looked() -> import_file.Preview:
        return import_file.look(
            file,
            mapping,
            viewer=viewer,
            content=content,
            progress=lambda share, rows: progress.tell(imports_told.progress(share, rows)),
        )

    preview, said = looked(), asking.decisions
    # A decision may bring to light what another one settles: a column known by its new name has its ids compared.
    for last in (False, True):
        mapping, said = _decided(mapping, preview, said, usual=asking.usual)
        if last and said:
            raise Refused(
                _("Nothing was noticed that is called %(name)s.") % {"name": said[0].rpartition("=")[0] or said[0]}
            )
        preview = looked()
    return mapping, preview


def _mapped(path: Path, asking: Asking, viewer: Viewer) -> tuple[TableFile, Mapping, str]:
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
        mapping = import_file.propose(file, kind=_kind(asking))
    mapping = replace(_found(mapping, file, asking), form=form, **constants)
    return file, import_file.tied(mapping, content), content


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


def _kind(asking: Asking) -> str | None:
    kind = asking.constants.get("kind")
    return str(kind) if kind else None


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


def _decided(
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


def list_imports() -> None:
    """One line an import, newest first."""
    with speaking() as viewer:
        found = queries.uploads(viewer=viewer)
        click.echo(imports_told.listed(found) if found else _("Nothing has been brought in yet."))


def undo_import(key: str) -> None:
    """Take the import back whose key begins so."""
    with speaking() as viewer:
        meant = [one for one in queries.uploads(viewer=viewer) if str(one.key).startswith(key.lower())]
        if len(meant) != 1:
            raise Refused(_("There is no import with this key, or more than one: polku imports lists them."))
        import_file.undo(meant[0].key, actor=viewer)
        click.echo(_("Undone: %(name)s.") % {"name": meant[0].name})
