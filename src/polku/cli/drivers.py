"""The command ``polku drivers``: a file of answers in, what goes with the outcome out; no server, no Django."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from polku.cli.analyse import REFUSED, _patience

if TYPE_CHECKING:
    from cxlab.drivers import Contrasts, ImportanceMap


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
@click.option("--html", "as_html", is_flag=True, help="A page with drawings.")
@click.option("--scale", metavar="LOW-HIGH", help="Scale of the drivers, such as 1-5.")
@click.option(
    "--turning", type=float, metavar="STEP", help="Tell basic from exciting: what lies below and above this answer."
)
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
    as_html: bool,
    scale: str | None,
    turning: float | None,
) -> None:
    """Show which drivers in FILE (CSV, XLSX, SPSS, Parquet) go with the outcome, and how surely.

    Drivers may follow FILE one after another: polku drivers answers.csv --outcome recommend --predictors trust ease.
    Ends with 0, or with 2 and a message when the file, a column or a value cannot be used.
    """
    if as_json and as_html:
        raise click.UsageError("Choose --json or --html, not both.")
    steps = _scale(scale)
    with _patience(f"Reading {file}"):
        from cxlab import files
        from cxlab.tables import TableError
        from polku.cli import drivers_told
    try:
        with _patience(f"Reading {file}"):
            table = files.read_table(file)
        with _patience("Computing the shares"):
            asked = {
                "outcome": outcome,
                "drivers": [*drivers, *more],
                "account": account,
                "missing": _codes(missing, [*drivers, *more, outcome]),
            }
            found = _analysed(
                table,
                asked,
                turning,
                scale=steps,
                gaps="complete" if complete else "impute",
                correlations="polychoric" if polychoric else "pearson",
            )
    except TableError as error:
        click.echo(f"Error: {error.args[0]}", err=True)
        sys.exit(REFUSED)
    if as_json:
        click.echo(json.dumps(drivers_told.as_record(*found), ensure_ascii=False, indent=2, allow_nan=False))
    elif as_html:
        click.echo(drivers_told.as_page(*found, Path(file).name))
    else:
        click.echo(drivers_told.as_text(*found))


def _analysed(
    table: Any, asked: dict[str, Any], turning: float | None, **options: Any
) -> tuple[ImportanceMap, Contrasts | None]:
    """Shares and map, and where a turning point is named the contrasts."""
    from cxlab.drivers import importance_map, penalty_reward

    contrasts = None if turning is None else penalty_reward(table, turning=turning, **asked)
    return importance_map(table, **asked, **options), contrasts


def _scale(told: str | None) -> tuple[float, float] | None:
    """Two numbers with a hyphen between them."""
    if told is None:
        return None
    low, _, high = told[1:].partition("-")
    try:
        return float(told[0] + low), float(high)
    except (ValueError, IndexError) as error:
        raise click.BadParameter(f"{told!r} is no scale; write it like 1-5.", param_hint="--scale") from error


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
