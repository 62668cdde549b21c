"""Decides what the commands of imports do and say, in the language of the terminal or of the organisation."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click
from django.db import connection
from django.utils import translation
from django.utils.translation import gettext as _

from polku.cli import imports_json, imports_open, imports_told
from polku.cli.imports_before import landed_before
from polku.cli.imports_said import Asking, decided, mapped, not_noticed
from polku.cli.languages import spoken
from polku.cli.serving import Progress
from polku.flows import import_file
from polku.flows.import_file import Mapping
from polku.flows.import_file.mapping import from_json
from polku.governance import queries
from polku.governance.gate import Viewer
from polku.governance.rules import Refused

if TYPE_CHECKING:
    from cxlab.files import TableFile


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
    with speaking(asking.language) as viewer:
        file, mapping, content = mapped(path, asking, viewer)
        if before := landed_before(content, path.name, mapping, asking, viewer):
            _save(asking, from_json(before.mapping))
            click.echo(imports_json.already(before) if asking.as_json else imports_told.already(before))
            return
        with Progress(_("Looking at %(name)s") % {"name": path.name}) as progress:
            mapping, preview = _settled(file, mapping, asking, viewer, content=content, progress=progress)
        _save(asking, mapping)
        if not asking.as_json:
            click.echo(imports_told.seen(path.name, preview, mapping))
        done = _landed(path, mapping, viewer) if preview.ready and not asking.dry_run else None
        if asking.as_json:
            click.echo(imports_json.seen(path.name, preview, mapping, done))
        elif done:
            click.echo(imports_told.landed(done, mapping.kind))
        elif preview.ready:
            click.echo(_("Nothing was written: this was a dry run."))
        else:
            click.echo(f"\n{imports_open.waiting(preview)}", err=True)
        if not preview.ready:
            raise SystemExit(1)


def _save(asking: Asking, mapping: Mapping) -> None:
    if asking.save:
        asking.save.write_text(import_file.to_toml(mapping), encoding="utf-8")
        click.echo(_("The mapping is written to %(path)s.") % {"path": asking.save}, err=asking.as_json)


def _landed(path: Path, mapping: Mapping, viewer: Viewer) -> import_file.Outcome:
    with Progress(_("Taking in %(name)s") % {"name": path.name}) as progress:
        return import_file.bring(
            path,
            mapping,
            actor=viewer,
            progress=lambda share, rows: progress.tell(imports_told.progress(share, rows)),
        )


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

    preview, said, before = looked(), asking.decisions, None
    # A decision may bring to light what another one settles: a column known by its new name has its ids compared.
    while mapping != before:
        before = mapping
        mapping, said = decided(mapping, preview, said, usual=asking.usual)
        preview = looked() if mapping != before else preview
    if said:
        raise not_noticed(said[0], preview)
    return mapping, preview


def list_imports(language: str | None = None) -> None:
    """One line an import, newest first."""
    with speaking(language) as viewer:
        found = queries.uploads(viewer=viewer)
        click.echo(imports_told.listed(found) if found else _("Nothing has been brought in yet."))


def undo_import(key: str, language: str | None = None) -> None:
    """Take the import back whose key begins so."""
    with speaking(language) as viewer:
        meant = [one for one in queries.uploads(viewer=viewer) if str(one.key).startswith(key.lower())]
        if len(meant) != 1:
            raise Refused(_("There is no import with this key, or more than one: polku imports lists them."))
        import_file.undo(meant[0].key, actor=viewer)
        click.echo(_("Undone: %(name)s.") % {"name": meant[0].name})
