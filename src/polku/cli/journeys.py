"""The command ``polku journeys``: a log of events in, variants, deviations and a drawing out; no server, no Django."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from polku.cli.analyse import REFUSED, _patience
from polku.cli.languages import LANGUAGE, spoken

if TYPE_CHECKING:
    from cxlab.journeys.overview import JourneyOverview
    from cxlab.journeys.planned import PlannedJourney
    from cxlab.journeys.timing import Duration
    from cxlab.journeys.walks import Walk


@click.command()
@click.argument("file", type=click.Path())
@click.option("--case", metavar="COL", help="Column of the case: one journey of one customer.")
@click.option("--event", "touchpoint", metavar="COL", help="Column of what happened: the touchpoint.")
@click.option("--time", metavar="COL", help="Column of the time.")
@click.option("--time-format", metavar="FORM", help="How times are written where it is not plain, e.g. %m/%d/%Y %H:%M.")
@click.option("--account", metavar="COL", help="Column of accounts: cases of one account are not independent.")
@click.option("--score", metavar="COL", help="Column of scores given at the event.")
@click.option("--failing-at-most", type=float, metavar="SCORE", help="A touchpoint scored this or less has failed.")
@click.option(
    "--lifecycle",
    type=click.Choice(["keep", "names", "complete", "collapse"]),
    default="keep",
    show_default=True,
    help="Rows of a log with starts and completions: as they are, by name, completions only, or one event of both.",
)
@click.option("--object-type", metavar="TYPE", help="OCEL: the type of object whose journeys are wanted.")
@click.option("--planned", type=click.Path(), metavar="PLAN", help="Planned journey: text, JSON or CJML.")
@click.option("--walk", "walk_of", metavar="ID", help="One case against the plan, touchpoint by touchpoint.")
@click.option(
    "--between", "pairs", nargs=2, multiple=True, metavar="A B", help="How long from A to B takes; several times."
)
@click.option(
    "--open-days",
    type=click.FloatRange(min=0),
    default=0.0,
    metavar="DAYS",
    help="With --between: cases silent for less than this at the end of the log are still under way.",
)
@click.option("--json", "as_json", is_flag=True, help="Everything as JSON.")
@click.option("--html", "as_html", is_flag=True, help="A page with a drawing.")
@LANGUAGE
def journeys(
    file: str,
    *,
    planned: str | None,
    walk_of: str | None,
    as_json: bool,
    as_html: bool,
    language: str | None,
    pairs: Sequence[tuple[str, str]],
    open_days: float,
    **options: str | float | None,
) -> None:
    """Show the journeys in FILE (XES, OCEL 2.0, CJML 2.0, CSV or Parquet), and how they left the plan.

    Columns that are not named are found by their usual names. Ends with 0, or with 2 and a message when the file, a
    column or the plan cannot be used.
    """
    if as_json and as_html:
        raise click.UsageError("Choose --json or --html, not both.")
    for name, given in (("--walk", walk_of), ("--failing-at-most", options["failing_at_most"])):
        if given is not None and not planned:
            raise click.UsageError(f"{name} is told against a plan: name it by --planned PLAN.")
    try:
        with _patience(f"Reading {file}"):
            plan = _plan(planned) if planned else None
            found = _overview(file, plan, options)
            one = _walk(found, walk_of, options) if walk_of is not None else None
            waits = _waits(found, pairs, open_days)
    except (ValueError, OSError) as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(REFUSED)
    form = "json" if as_json else "html" if as_html else "text"
    name, language = Path(file).name, spoken(language, "en")
    click.echo(_told(found, waits, name, form, language) if one is None else _walk_told(one, name, form, language))


def _told(found: JourneyOverview, waits: Sequence[Duration], name: str, form: str, language: str) -> str:
    from polku.cli import journeys_told as told

    if form == "json":
        return json.dumps(told.as_record(found, waits), ensure_ascii=False, indent=2, allow_nan=False)
    if form == "html":
        from polku.cli import journeys_page as page

        return page.as_page(found, waits, name, language)
    return told.as_text(found, waits, language)


def _walk_told(one: Walk, name: str, form: str, language: str) -> str:
    from polku.cli import journeys_told as told

    if form == "json":
        return json.dumps(told.walk_as_record(one), ensure_ascii=False, indent=2, allow_nan=False)
    if form == "html":
        from polku.cli import journeys_page as page

        return page.walk_as_page(one, name, language)
    return told.walk_as_text(one, language)


def _waits(found: JourneyOverview, pairs: Sequence[tuple[str, str]], open_days: float) -> list[Duration]:
    from cxlab.journeys.timing import between

    return [between(found.variants.log, start, end, open_days=open_days) for start, end in pairs]


def _walk(found: JourneyOverview, case: str, options: dict[str, str | float | None]) -> Walk:
    from cxlab.journeys.walks import walk_of

    assert found.deviations is not None
    return walk_of(found.deviations, case, failing_at_most=_number(options["failing_at_most"]))


def _number(given: str | float | None) -> float | None:
    if given is None or math.isfinite(float(given)):
        return None if given is None else float(given)
    message = f"--failing-at-most is a score, not {given}."
    raise ValueError(message)


def _overview(file: str, plan: PlannedJourney | None, options: dict[str, str | float | None]) -> JourneyOverview:
    from cxlab.files.event_columns import EventColumns
    from cxlab.files.events import read_events
    from cxlab.journeys.log import event_log
    from cxlab.journeys.overview import overview

    named = {name: options[name] for name in ("case", "touchpoint", "time", "account", "score")}
    table = read_events(
        file,
        EventColumns(**named),  # type: ignore[arg-type]
        lifecycle=options["lifecycle"],  # type: ignore[arg-type]
        object_type=options["object_type"],  # type: ignore[arg-type]
        time_format=options["time_format"],  # type: ignore[arg-type]
    )
    return overview(event_log(table), plan, failing_at_most=_number(options["failing_at_most"]))


def _plan(path: str) -> PlannedJourney:
    """A plan in whichever of its three forms; faults in text are named with the file, line and column."""
    from cxlab.journeys.plan_cjml import from_cjml
    from cxlab.journeys.plan_text import parse_plan
    from cxlab.journeys.planned import PlanError, PlannedJourney

    try:
        content = Path(path).read_bytes()
    except OSError as error:
        message = f"{path} cannot be opened: {error.strerror}."
        raise PlanError(message) from error
    start = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    try:
        if start == b"<":
            return from_cjml(content)
        text = content.decode("utf-8")
        if start == b"{":
            return PlannedJourney.from_json(json.loads(text))
        return parse_plan(text)
    except RecursionError as error:
        message = f"{path}: parts lie too deep in each other."
        raise PlanError(message) from error
    except UnicodeDecodeError as error:
        message = f"{path} is not UTF-8 text. Save the plan as UTF-8."
        raise PlanError(message) from error
    except ValueError as error:
        message = f"{path}: {error}"
        raise PlanError(message) from error
