"""The command ``polku drivers``: a file of answers in, what goes with the outcome out; no server, no Django."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from polku.cli.analyse import REFUSED, _patience

if TYPE_CHECKING:
    from cxlab.drivers import Importance


@click.command()
@click.argument("file", type=click.Path())
@click.argument("more", nargs=-1, metavar="[COL]...")
@click.option("--outcome", required=True, metavar="COL", help="Column of what is to be explained.")
@click.option(
    "--driver", "--predictors", "drivers", multiple=True, required=True, metavar="COL", help="A driver; several times."
)
@click.option("--account", metavar="COL", help="Column of accounts: answers of one account are not independent.")
@click.option(
    "--missing",
    multiple=True,
    metavar="[COL=]CODE",
    help='Code that means "no answer", in every column or in one; several times.',
)
@click.option("--complete", is_flag=True, help="Use only rows that answered everything; else gaps are filled in.")
@click.option("--polychoric", is_flag=True, help="Take answers as ordered steps of something continuous.")
@click.option("--json", "as_json", is_flag=True, help="Everything as JSON.")
def drivers(
    file: str,
    *,
    more: Sequence[str],
    outcome: str,
    drivers: Sequence[str],
    account: str | None,
    missing: Sequence[str],
    complete: bool,
    polychoric: bool,
    as_json: bool,
) -> None:
    """Show which drivers in FILE (CSV or Parquet) go with the outcome, and how surely.

    Drivers may follow FILE one after another: polku drivers answers.csv --outcome recommend --predictors trust ease.
    Ends with 0, or with 2 and a message when the file, a column or a value cannot be used.
    """
    with _patience(f"Reading {file}"):
        from cxlab import files
        from cxlab.tables import TableError
        from polku.cli import drivers_told
    try:
        with _patience(f"Reading {file}"):
            table = files.read_table(file)
        with _patience("Computing the shares"):
            found = _importance(
                table,
                outcome=outcome,
                drivers=[*drivers, *more],
                account=account,
                missing=missing,
                gaps="complete" if complete else "impute",
                correlations="polychoric" if polychoric else "pearson",
            )
    except TableError as error:
        click.echo(f"Error: {error.args[0]}", err=True)
        sys.exit(REFUSED)
    if as_json:
        click.echo(json.dumps(drivers_told.as_record(found), ensure_ascii=False, indent=2, allow_nan=False))
    else:
        click.echo(drivers_told.as_text(found))


def _importance(table: Any, *, missing: Sequence[str], **options: Any) -> Importance:
    from cxlab.drivers import importance

    return importance(table, missing=_codes(missing, [*options["drivers"], options["outcome"]]), **options)


def _codes(told: Sequence[str], columns: Sequence[str]) -> dict[str, list[str]]:
    """Codes by column; ``COL=CODE`` names one of the columns used, anything else is a code in all of them."""
    found: dict[str, list[str]] = {name: [] for name in columns}
    for one in told:
        name = next((name for name in columns if one.startswith(f"{name}=")), None)
        if name is not None:
            found[name].append(one.removeprefix(f"{name}="))
            continue
        for codes in found.values():
            codes.append(one)
    return found
