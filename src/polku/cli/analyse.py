"""The commands that analyse a file without server or Django: figures in, a table or JSON out."""

from __future__ import annotations

import csv
import io
import json
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from cxlab.definitions import Definition
    from cxlab.results import Cell, Estimate

PATIENCE = 2.0
REFUSED = 2

_HOW = {
    "adjusted_wald": "adjusted Wald interval (three answers added, three quarters to either side)",
    "wilson": "Wilson interval",
    "t": "t interval",
    "wilson_equal": "all answers equal: Wilson interval of the one answer given, laid on the scale",
    "bca": "bootstrap interval (BCa)",
    "order_statistics": "interval from the ordered answers",
    "none": "no interval",
}
_NOTES = {
    "no_answers": "no answers",
    "single_answer": "one answer: no interval",
    "single_account": "one account: no interval",
    "few_accounts": "under 10 accounts: take the interval with care",
    "all_equal": "all answers are equal",
    "weighted": "weighted",
    "finite_population": "finite population",
    "one_to_ten": "asked from 1 to 10: detractors are 1-6",
    "too_few_for_interval": "too few answers or accounts for an interval",
    "skewed": "uneven answers: the interval is widened",
}


@contextmanager
def _patience(what: str) -> Iterator[None]:
    """Tell on stderr, after two seconds, what is going on and for how long."""
    done = threading.Event()

    def tell() -> None:
        started = time.monotonic()
        while not done.wait(PATIENCE):
            click.echo(f"{what} ... {time.monotonic() - started:.0f} s", err=True)

    teller = threading.Thread(target=tell, daemon=True)
    teller.start()
    try:
        yield
    finally:
        done.set()
        teller.join()


@click.command()
@click.argument("file", type=click.Path())
@click.option("--score", required=True, metavar="COL", help="Column of answers.")
@click.option("--definition", default="nps", show_default=True, help="Metric: nps, enps, ces7, csat5, mean ...")
@click.option("--by", multiple=True, metavar="COL", help="Group by this column; may be given several times.")
@click.option("--account", metavar="COL", help="Column of accounts: answers of one account are not independent.")
@click.option("--weight", metavar="COL", help="Column of weights.")
@click.option(
    "--missing", multiple=True, metavar="CODE", help='Code that means "no answer", such as 11; several times.'
)
@click.option("--json", "as_json", is_flag=True, help="A list of figures as JSON.")
@click.option("--csv", "as_csv", is_flag=True, help="The same as CSV.")
def metrics(
    file: str,
    *,
    score: str,
    definition: str,
    by: Sequence[str],
    account: str | None,
    weight: str | None,
    missing: Sequence[str],
    as_json: bool,
    as_csv: bool,
) -> None:
    """Score the answers in FILE (CSV, XLSX, SPSS or Parquet), each figure with its interval.

    Ends with 0, or with 2 and a message when the file, a column or a value cannot be used.
    """
    if as_json and as_csv:
        raise click.UsageError("Choose --json or --csv, not both.")
    with _patience(f"Reading {file}"):
        from cxlab import definitions, files
        from cxlab.metrics import score as score_table
        from cxlab.tables import TableError
    try:
        meant = definitions.definition(definition)
        with _patience(f"Reading {file}"):
            table = files.read_table(file)
        with _patience(f"Computing {meant.key}"):
            cells = score_table(
                table, score=score, definition=meant, by=by, account=account, weight=weight, missing=missing
            )
    except (TableError, definitions.UnknownDefinitionError) as error:
        click.echo(f"Error: {error.args[0]}", err=True)
        sys.exit(REFUSED)
    show: Callable[[Sequence[Cell], Sequence[str], Definition], str] = _as_text
    if as_json or as_csv:
        show = _as_json if as_json else _as_csv
    click.echo(show(cells, by, meant))


def _record(cell: Cell) -> dict[str, object]:
    """One figure as plain data."""
    from cxlab.results import Suppressed

    one = cell.estimate
    assert not isinstance(one, Suppressed), "nothing is suppressed in a file of one's own"
    return {
        **{name: _plain(value) for name, value in cell.by},
        "value": one.value,
        "low": one.low,
        "high": one.high,
        "n": one.n,
        "n_effective": one.n_effective,
        "method": one.method,
        "definition": one.definition,
    }


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)


def _as_json(cells: Sequence[Cell], by: Sequence[str], metric: Definition) -> str:
    del by, metric
    return json.dumps([_record(cell) for cell in cells], ensure_ascii=False, indent=2, allow_nan=False)


def _as_csv(cells: Sequence[Cell], by: Sequence[str], metric: Definition) -> str:
    del metric
    columns = [*by, "value", "low", "high", "n", "n_effective", "method", "definition"]
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _guarded(value) for name, value in _record(cell).items()} for cell in cells)
    return out.getvalue().rstrip("\n")


def _guarded(value: object) -> object:
    """A text that a spreadsheet would run as a formula gets an apostrophe."""
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")) else value


def _as_text(cells: Sequence[Cell], by: Sequence[str], metric: Definition) -> str:
    """An aligned table, and the method in words beneath."""
    from cxlab.results import Estimate

    ones = [cell.estimate for cell in cells if isinstance(cell.estimate, Estimate)]
    header = [*by, metric.key, "low", "high", "n", "effective n", ""]
    rows = [
        [*("-" if value is None else str(value) for _, value in cell.by), *_figures(one, metric)]
        for cell, one in zip(cells, ones, strict=True)
    ]
    widths = [max(len(row[at]) for row in [header, *rows]) for at in range(len(header))]
    texts = {*range(len(by)), len(header) - 1}
    lines = [
        "  ".join(
            cell.ljust(w) if at in texts else cell.rjust(w)
            for at, (cell, w) in enumerate(zip(row, widths, strict=True))
        )
        for row in [header, *rows]
    ]
    lines.insert(1, "-" * len(lines[0].rstrip()))
    return "\n".join([*(line.rstrip() for line in lines), "", *_in_words(ones, metric)])


def _figures(one: Estimate, metric: Definition) -> list[str]:
    """Value, limits, n and remarks as a person reads them."""
    factor, digits = {"points": (1, 1), "share": (100, 1)}.get(metric.unit, (1, 2))
    sign = " %" if metric.unit == "share" else ""

    def told(figure: float | None) -> str:
        return "-" if figure is None else f"{figure * factor:.{digits}f}{sign}"

    effective = "-" if one.n_effective is None else f"{one.n_effective:,.1f}".removesuffix(".0")
    remarks = "; ".join(_NOTES[note] for note in one.notes if note in _NOTES and note != "weighted")
    return [told(one.value), told(one.low), told(one.high), f"{one.n:,}", effective, remarks]


def _in_words(ones: Sequence[Estimate], metric: Definition) -> list[str]:
    """The metric, the method and the source, one line each."""
    methods = list(dict.fromkeys(one.method for one in ones if one.method != "none")) or ["none"]
    lines = [f"{metric.name}: {metric.formula} [{metric.source}]."]
    for method in methods:
        how = _HOW[method.removesuffix("_clustered")]
        how = f"{how[0].upper()}{how[1:]}"
        if method.endswith("_clustered"):
            how += ", variance clustered by account"
        lines.append(f"{how}." if method == "none" else f"{how}, 95 % for each figure by itself.")
    if any("weighted" in one.notes for one in ones):
        lines.append("Weighted; the effective n counts what the weights cost.")
    if len(ones) > 1:
        lines.append("Groups are not compared by these intervals: two that overlap may still differ.")
    return lines
