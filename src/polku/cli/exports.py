"""The command that gives the answers to a survey out as a file."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("export")
@click.argument("survey")
@click.option("--format", "kind", type=click.Choice(["csv", "xlsx", "sav"]), default="csv", show_default=True,
              help="Kind of file; sav is SPSS.")  # fmt: skip
@click.option("--version", "number", type=click.IntRange(1), help="Version of the survey; the last one when left out.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Where to; named after the survey.")
def export(survey: str, kind: str, number: int | None, output: Path | None) -> None:
    """Give the answers to SURVEY out as a file. SURVEY is its title, its key or the beginning of it.

    Answers given under a promise never leave one by one: of those the file has the words that may be shown.
    """
    from polku.cli.product import open_store

    open_store()
    from polku.cli import exporting

    exporting.give_out(survey, kind, number, output)
