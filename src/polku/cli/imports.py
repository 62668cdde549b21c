"""The commands that bring a file in and take it back: look first, decide, then land all of it at once."""

from __future__ import annotations

from pathlib import Path

import click

from polku.cli.languages import LANGUAGE

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("import")
@click.argument("file", type=_FILE)
@click.option("--mapping", "mapping_file", type=_FILE, help="What the columns are and what was decided (TOML).")
@click.option("--use", "kept", metavar="NAME", help="A mapping that is kept under this name.")
@click.option("--dry-run", is_flag=True, help="Look, and write nothing.")
@click.option("--save-mapping", "save", type=_FILE, help="Write the mapping to this file, to be read and changed.")
@click.option("--decide", "decisions", multiple=True, metavar="KIND[:COLUMN]=CHOICE", help="Settle what was noticed.")
@click.option("--renamed", multiple=True, metavar="OLD=NEW", help="A column of the mapping goes by a new name here.")
@click.option("--without", multiple=True, metavar="COLUMN", help="Go on without a column of the mapping.")
@click.option("--usual", is_flag=True, help="Take the usual choice wherever there is one.")
@click.option("--kind", type=click.Choice(["answers", "accounts", "contacts", "revenue", "offers", "events"]),
              help="What a row is; guessed when left out.")  # fmt: skip
@click.option("--survey", help="Title of the survey the answers belong to.")
@click.option("--promise", type=click.Choice(["open", "confidential", "anonymous"]), help="What was promised.")
@click.option("--audience", type=click.Choice(["customer", "employee", "partner"]), help="Who answered.")
@click.option("--wave", help='What all rows belong to, such as "May 2017".')
@click.option("--month", metavar="YYYY-MM", help="When all rows were answered, if no column says so.")
@click.option("--sheet", help="Sheet of a workbook.")
@click.option("--make-accounts", is_flag=True, help="Make accounts that the file names and nobody knows.")
@click.option("--json", "as_json", is_flag=True, help="Tell what was found, what is open and what landed as JSON.")
@LANGUAGE
def import_file(
    file: Path,
    mapping_file: Path | None,
    kept: str | None,
    decisions: tuple[str, ...],
    save: Path | None,
    *,
    renamed: tuple[str, ...],
    without: tuple[str, ...],
    dry_run: bool,
    usual: bool,
    make_accounts: bool,
    as_json: bool,
    language: str | None,
    **said: str | None,
) -> None:
    """Bring a file in: answers, accounts, contacts, revenue, offers or events.

    Says what each column is taken for, what is odd, and what would land. While something odd is undecided nothing
    lands, and the exit code is 1. What has landed by the same command before is left as it is.
    """
    from polku.cli.product import open_store

    open_store()
    from polku.cli.importing import bring
    from polku.cli.imports_said import Asking

    constants = {name: value for name, value in said.items() if value is not None}
    if make_accounts:
        constants["make_accounts"] = True
    asking = Asking(
        mapping_file,
        kept,
        decisions,
        save,
        renamed,
        without,
        dry_run=dry_run,
        usual=usual,
        as_json=as_json,
        language=language,
        constants=constants,
    )
    bring(file, asking)


@click.group("imports", invoke_without_command=True)
@LANGUAGE
@click.pass_context
def imports(context: click.Context, language: str | None) -> None:
    """List what was brought in; ``polku imports undo KEY`` takes one back."""
    from polku.cli.product import open_store

    open_store()
    context.obj = language
    if context.invoked_subcommand is None:
        from polku.cli import importing

        importing.list_imports(language)


@imports.command("undo")
@click.argument("key")
@click.pass_obj
def undo(language: str | None, key: str) -> None:
    """Take an import out of sight, all of it at once. KEY is its key or the beginning of it."""
    from polku.cli import importing

    importing.undo_import(key, language)
