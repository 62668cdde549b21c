"""The command ``polku drivers``: a file of answers in, what goes with the outcome out; no server, no Django."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from polku.cli.analyse import REFUSED, _patience
from polku.cli.languages import LANGUAGE, spoken

if TYPE_CHECKING:
    from cxlab.drivers import Beside, Contrasts, ImportanceMap


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
    "--target", "targets", multiple=True, metavar="COL=VALUE", help="Where a driver should be; several times."
)
@click.option(
    "--stated",
    multiple=True,
    metavar="COL=COLUMN",
    help="The column in which people say how important a driver is; for two drivers or more.",
)
@click.option("--ranks", is_flag=True, help="What people say are ranks: 1 is the most important.")
@click.option(
    "--turning", type=float, metavar="STEP", help="Tell basic from exciting: what lies below and above this answer."
)
@LANGUAGE
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
    targets: Sequence[str],
    stated: Sequence[str],
    ranks: bool,
    turning: float | None,
    language: str | None,
) -> None:
    """Show which drivers in FILE (CSV, XLSX, SPSS, Parquet) go with the outcome, and how surely.

    Drivers may follow FILE one after another: polku drivers answers.csv --outcome recommend --predictors trust ease.
    Ends with 0, or with 2 and a message when the file, a column or a value cannot be used.
    """
    if as_json and as_html:
        raise click.UsageError("Choose --json or --html, not both.")
    steps, chosen = _scale(scale), [*drivers, *more]
    aims = {name: _number(value, "--target") for name, value in _pairs(targets, chosen, "--target").items()}
    columns = _pairs(stated, chosen, "--stated")
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
                "drivers": chosen,
                "account": account,
                "missing": _codes(missing, [*chosen, outcome]),
            }
            found = _analysed(
                table,
                asked,
                turning,
                targets=aims,
                scale=steps,
                gaps="complete" if complete else "impute",
                correlations="polychoric" if polychoric else "pearson",
            )
            said = _said(table, found[0], columns, account, missing, ranks=ranks)
    except TableError as error:
        click.echo(f"Error: {error.args[0]}", err=True)
        sys.exit(REFUSED)
    if as_json:
        click.echo(json.dumps(drivers_told.as_record(*found, said), ensure_ascii=False, indent=2, allow_nan=False))
    elif as_html:
        from polku.cli import drivers_page

        click.echo(drivers_page.as_page(*found, said, Path(file).name, spoken(language, "en")))
    else:
        click.echo(drivers_told.as_text(*found, said, spoken(language, "en")))


def _analysed(
    table: Any, asked: dict[str, Any], turning: float | None, **options: Any
) -> tuple[ImportanceMap, Contrasts | None]:
    """Shares and map, and where a turning point is named the contrasts."""
    from cxlab.drivers import importance_map, penalty_reward

    contrasts = None if turning is None else penalty_reward(table, turning=turning, **asked)
    return importance_map(table, **asked, **options), contrasts


def _said(
    table: Any,
    found: ImportanceMap,
    columns: dict[str, str],
    account: str | None,
    missing: Sequence[str],
    *,
    ranks: bool,
) -> tuple[Beside, ...]:
    """What customers say beside what their scores say; nothing where no column is named."""
    if not columns:
        return ()
    from cxlab.drivers import beside, stated_importance

    codes = _codes(missing, list(columns.values()))
    kind: Literal["rank", "rating"] = "rank" if ranks else "rating"
    return beside(found, stated_importance(table, columns=columns, kind=kind, account=account, missing=codes))


def _pairs(told: Sequence[str], drivers: Sequence[str], option: str) -> dict[str, str]:
    """What is given for each driver, as COL=SOMETHING; a name may hold equal signs itself."""
    found = {}
    for one in told:
        name = next((name for name in sorted(drivers, key=len, reverse=True) if one.startswith(f"{name}=")), None)
        if name is None:
            known = ", ".join(drivers)
            raise click.BadParameter(f"{one!r} names no driver. Write DRIVER=..., one of: {known}.", param_hint=option)
        found[name] = one.removeprefix(f"{name}=")
    return found


def _number(told: str, option: str) -> float:
    try:
        number = float(told)
    except ValueError as error:
        raise click.BadParameter(f"{told!r} is no number; write it like 4.2.", param_hint=option) from error
    if not math.isfinite(number):
        raise click.BadParameter(f"{told!r} is no number; write it like 4.2.", param_hint=option)
    return number


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
