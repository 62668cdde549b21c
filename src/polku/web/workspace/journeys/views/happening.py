"""Decides the pages of what really happened: the journey, the walks behind a deviation, one walk, and the files."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import polars as pl
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from cxlab.charts import PAGE, PRINT, Svg
from cxlab.charts.journey_words import say
from cxlab.charts.walk import walk as draw_walk
from cxlab.files.guarding import guarded
from polku.governance.gate import may
from polku.insights.meanings import event_names
from polku.insights.observed import MOST_WALKS, Deviated, WalkRow, walk, walks_of
from polku.insights.observing.outcomes import DAYS_AFTER
from polku.journeys import queries
from polku.people import queries as people
from polku.surveys.queries import said_between
from polku.web.workspace.access import page
from polku.web.workspace.journeys.happened import NARROW, Happened, lay_out, names_of, read
from polku.web.workspace.journeys.happened_words import beside, money, sentence
from polku.web.workspace.journeys.views.listing import found
from polku.web.workspace.scoreboard.answers import said_in_words
from polku.web.workspace.templatetags.figures import language_now

_TOKENS = replace(PRINT, font="Inter, Arial, 'Liberation Sans', sans-serif")
TYPES = {"csv": "text/csv; charset=utf-8", "svg": "image/svg+xml"}


@page("see_figures")
def happened(request: HttpRequest, key: UUID) -> HttpResponse:
    journey = found(request, key)
    laid_out = lay_out(key, read(request.GET), viewer=request.viewer)
    nothing = not laid_out.found.cases and laid_out.found.months[0] is None
    context = {
        "journey": journey,
        "page": laid_out,
        "found": laid_out.found,
        "sentence": sentence(laid_out.found),
        "beside": beside(laid_out.found, laid_out.names),
        "nothing": nothing,
        "waiting": _waiting(request) if nothing or laid_out.found.unmapped else 0,
        "lines": [(line, money(line.one.revenue, laid_out.found.currency)) for line in laid_out.shown],
        "pictures": _pictures(laid_out, request) if laid_out.found.cases else None,
        "steps": _steps(laid_out),
        "with_money": any(line.one.revenue is not None for line in laid_out.lines),
        "with_accounts": laid_out.found.accounts is not None,
        "may_read": may(request.viewer, "read_answers"),
        "may_design": may(request.viewer, "design"),
        "may_import": may(request.viewer, "import_data"),
        "may_export": may(request.viewer, "export"),
    }
    return render(request, "workspace/journeys/happened.html", context)


def _pictures(laid_out: Happened, request: HttpRequest) -> tuple[Svg, Svg]:
    """The plan and the real ways, for a wide and for a narrow screen; links for those who may see walks."""
    title, links = _("The journey as it happened"), may(request.viewer, "read_answers")
    return laid_out.picture(title=title, links=links), laid_out.picture(title=title, width=NARROW, links=links)


def _steps(laid_out: Happened) -> tuple[Svg, Svg] | None:
    """How far walks get, drawn for a wide and for a narrow screen."""
    if len(laid_out.found.funnel) < 2:  # noqa: PLR2004 - one step is no funnel
        return None
    title = _("How far walks get")
    return laid_out.steps(title), laid_out.steps(title, width=330)


def _waiting(request: HttpRequest) -> int:
    """Names of events that stand for no touchpoint."""
    return sum(not one.touchpoint for one in event_names(viewer=request.viewer))


@never_cache
@page("export")
def export(request: HttpRequest, key: UUID, kind: str) -> HttpResponse:
    """The list of deviations as CSV, or the picture as SVG: what the page shows, no more."""
    journey = found(request, key)
    if kind not in TYPES:
        raise Http404
    laid_out = lay_out(key, read(request.GET), viewer=request.viewer)
    if not laid_out.found.cases:
        raise Http404
    title = f"{journey.name}: {sentence(laid_out.found)}"
    content = _csv(laid_out) if kind == "csv" else laid_out.picture(_TOKENS, title).markup.encode()
    headers = {"Content-Disposition": f'attachment; filename="polku-journey-{key}.{kind}"'}
    return HttpResponse(content, content_type=TYPES[kind], headers=headers)


def _csv(laid_out: Happened) -> bytes:
    """One header line, one row a deviation; a byte order mark, so that spreadsheets read the letters right."""
    rows = []
    for line in laid_out.lines:
        one, difference = line.one, line.one.difference
        told = (difference.difference, difference.low, difference.high) if difference else (None, None, None)
        rows.append(
            (
                one.kind, one.touchpoint, line.name, one.owner, one.times, one.cases, one.accounts, one.share.value,
                one.share.low, one.share.high, *_trend(one), laid_out.found.metric, one.answered, *told, one.revenue,
                laid_out.found.currency,
            )
        )  # fmt: skip
    text, whole, real = pl.String, pl.Int64, pl.Float64
    schema = {
        "deviation": text, "touchpoint": text, "name": text, "owner": text, "times": whole, "walks": whole,
        "accounts": whole, "share": real, "share_low": real, "share_high": real, "trend": real, "trend_low": real,
        "trend_high": real, "metric": text,
        "walks_with_score": whole, "difference": real, "difference_low": real, "difference_high": real,
        "revenue": real, "currency": text,
    }  # fmt: skip
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    safe = frame.with_columns(guarded(frame[name]).alias(name) for name, dtype in schema.items() if dtype == text)
    return b"\xef\xbb\xbf" + safe.write_csv(line_terminator="\r\n").encode()


def _trend(one: Deviated) -> tuple[float | None, float | None, float | None]:
    return (one.trend.difference, one.trend.low, one.trend.high) if one.trend else (None, None, None)


@dataclass(frozen=True, slots=True)
class Listed:
    """A walk in the list: when, whose, and how it left the plan."""

    row: WalkRow
    account: str
    begun: datetime
    ended: datetime
    ways: tuple[str, ...]


@page("read_answers")
def walks(request: HttpRequest, key: UUID) -> HttpResponse:
    """The walks that carry one deviation."""
    journey = found(request, key)
    wanted = read(request.GET)
    kind, touchpoint = request.GET.get("kind", ""), request.GET.get("touchpoint", "")
    there = walks_of(key, kind, touchpoint, wanted.asked, viewer=request.viewer)
    if not there.total:
        raise Http404
    names = names_of(
        {slug for row in there.rows for _kind, slug in row.deviations} | set(touchpoint.split(">")),
        viewer=request.viewer,
    )
    accounts = people.labels({row.account for row in there.rows if row.account}, viewer=request.viewer)
    context = {
        "journey": journey,
        "what": _what(kind, touchpoint, names),
        "rows": [_listed(row, names, accounts) for row in there.rows],
        "total": there.total,
        "most": MOST_WALKS,
        "back": wanted.address(),
    }
    return render(request, "workspace/journeys/walks.html", context)


def _what(kind: str, touchpoint: str, names: dict[str, str]) -> str:
    """What the walks that are listed have in common."""
    if kind == "way":
        start, _then, end = touchpoint.partition(">")
        return _("%(start)s, then %(end)s") % {"start": names[start], "end": names[end]}
    return names[touchpoint] if kind == "passed" else f"{names[touchpoint]}: {say(kind, language_now())}"


def _listed(row: WalkRow, names: dict[str, str], accounts: dict[str, str]) -> Listed:
    ways = tuple(f"{names.get(slug, slug)}: {say(kind, language_now())}" for kind, slug in row.deviations)
    return Listed(row, accounts.get(row.account, ""), _at(row.begun_s), _at(row.ended_s), ways)


def _at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


@page("read_answers")
def one_walk(request: HttpRequest, key: UUID, case: str) -> HttpResponse:
    """One customer's walk: planned beside actual, every event, and what was said openly meanwhile."""
    journey = found(request, key)
    there = walk(key, case, viewer=request.viewer)
    if there is None:
        raise Http404
    names = names_of({stop.touchpoint for stop in there.walk.stops}, viewer=request.viewer)
    stops = tuple(replace(stop, touchpoint=names[stop.touchpoint]) for stop in there.walk.stops)
    account = UUID(there.row.account) if there.row.account else None
    begun, ended = _at(there.row.begun_s), _at(there.row.ended_s)
    said = ()
    if account:
        said = said_between(account, begun, ended + timedelta(days=DAYS_AFTER), viewer=request.viewer)
    persons = {str(one.key): one.name for one in people.contacts(account, viewer=request.viewer)} if account else {}
    context = {
        "journey": journey,
        "case": case,
        "account": people.labels([there.row.account], viewer=request.viewer).get(there.row.account, ""),
        "account_key": account,
        "begun": begun,
        "ended": ended,
        "people": [persons[one] for one in there.contacts if persons.get(one)],
        "picture": draw_walk(replace(there.walk, stops=stops), language=language_now(), tokens=PAGE, title=case),
        "events": queries.walk(case, viewer=request.viewer),
        "said": [(one, said_in_words(one, request.viewer.language)) for one in said],
        "days": DAYS_AFTER,
        "deviations": len(there.row.deviations),
    }
    return render(request, "workspace/journeys/walk.html", context)
