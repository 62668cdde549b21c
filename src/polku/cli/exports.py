"""The command that gives the answers to a survey out as a file."""

from __future__ import annotations

from pathlib import Path

import click

from polku.cli.languages import LANGUAGE


@click.command("export")
@click.argument("survey")
@click.option("--format", "kind", type=click.Choice(["csv", "xlsx", "sav"]), default="csv", show_default=True,
              help="Kind of file; sav is SPSS.")  # fmt: skip
@click.option("--version", default="all", show_default=True, metavar="NUMBER|all", help="Version of the survey.")
@click.option("--wave", default="", help='Answers of this wave alone, such as "May 2017".')
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Where to; named after the survey.")
@LANGUAGE
def export(survey: str, *, kind: str, version: str, wave: str, output: Path | None, language: str | None) -> None:
    """Give the answers to SURVEY out as a file. SURVEY is its title, its key or the beginning of it.

    All versions and waves of it are in the file unless one is asked for. Answers given under a promise never leave one
    by one: of those the file has the words that may be shown.
    """
    from polku.cli.product import open_store

    open_store()
    from polku.cli import exporting

    exporting.give_out(exporting.Wanted(survey, kind, version, wave, output), language=language)
