"""Lays out what really happened on a journey: the address, the picture, the list of deviations. It computes nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict

from cxlab.charts import PAGE, Svg, Tokens
from cxlab.charts.compared import Branch, Compared, Station, Way, compared
from cxlab.charts.funnel import funnel
from cxlab.charts.journey_words import say
from polku.action.queries import open_by_deviation
from polku.governance.gate import Viewer
from polku.governance.rules import is_month
from polku.insights.asking.questions import month_at, number
from polku.insights.observed import Asked, Deviated, Observed, observed
from polku.journeys import queries
from polku.people import queries as people
from polku.web.workspace.scoreboard.choices import Choice
from polku.web.workspace.templatetags import figures as written
from polku.web.workspace.templatetags.figures import language_now, month
from polku.web.workspace.words import word

# More rows than this are asked for: what matters most stands first.
FIRST_ROWS = 10
WIDE, NARROW = 920, 340
_SURE = ("better", "worse")
SORTS = ("cases", "touchpoint", "difference", "revenue")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks."""

    asked: Asked
    sort: str = "cases"
    every: bool = False
    partner: str = ""

    def address(self, **changes: str) -> str:
        """The address that asks this with something changed; what nobody chose is left out."""
        said = {
            "first": self.asked.first or "",
            "last": self.asked.last or "",
            "segment": self.asked.segment,
            "partner": self.partner,
            "sort": "" if self.sort == SORTS[0] else self.sort,
            "all": "1" if self.every else "",
        } | changes
        return "?" + urlencode({name: value for name, value in said.items() if value})


@dataclass(frozen=True, slots=True)
class Line:
    """A deviation as it stands in the list."""

    one: Deviated
    kind: str
    name: str
    walks: str
    improve: str = ""
    improvements: int = 0
    turn: str = ""


@dataclass(frozen=True, slots=True)
class Happened:
    """The whole page."""

    found: Observed
    wanted: Wanted
    lines: tuple[Line, ...]
    names: dict[str, str]
    segments: tuple[Choice, ...]
    firsts: tuple[Choice, ...]
    lasts: tuple[Choice, ...]
    partners: tuple[Choice, ...] = ()

    @property
    def sorted_by(self) -> dict[str, str]:
        """For each column the address that sorts by it."""
        return {sort: self.wanted.address(sort="" if sort == SORTS[0] else sort) for sort in SORTS}

    @property
    def every(self) -> str:
        """The address that shows every row of the list."""
        return self.wanted.address(all="1")

    @property
    def chosen(self) -> tuple[str, ...]:
        """What was chosen, in words."""
        asked = self.wanted.asked
        segment = [one.name for one in (*self.segments, *self.partners) if one.here]
        ends = [month(one) if one else "" for one in (asked.first, asked.last)]
        return (*([" – ".join(ends)] if any(ends) else []), *segment)

    @property
    def shown(self) -> tuple[Line, ...]:
        """The first rows of the list, or all where they were asked for."""
        return self.lines if self.wanted.every else self.lines[:FIRST_ROWS]

    def picture(self, tokens: Tokens = PAGE, title: str = "", *, width: int = WIDE, links: bool = False) -> Svg:
        """The planned path with the real ways on it; with ``links`` each leads to its walks."""
        drawn = drawing_of(self, links=links)
        return compared(drawn, language=language_now(), tokens=tokens, title=title, width=width)

    def steps(self, title: str = "", width: int = 720) -> Svg:
        """How far walks get."""
        named = [replace(step, touchpoint=self.names[step.touchpoint]) for step in self.found.funnel]
        return funnel(named, language=language_now(), tokens=PAGE, title=title, width=width)


def drawing_of(page: Happened, *, links: bool) -> Compared:
    """What the picture shows, by the names of the reader's language."""
    found, name = page.found, page.names

    def to(kind: str, touchpoint: str) -> str:
        return "walks/" + page.wanted.address(kind=kind, touchpoint=touchpoint, sort="") if links else ""

    at = dict(zip(found.touchpoints, zip(found.passed, found.times, strict=True), strict=True))
    shown = found.planned or found.touchpoints
    stations = (
        Station(name[slug], *at.get(slug, (0, 0)), slug in found.always or not found.planned, to("passed", slug))
        for slug in shown
    )
    ways = (
        Way(name[one.start], name[one.end], one.walks, one.times, one.wait_s, to("way", f"{one.start}>{one.end}"))
        for one in found.ways
    )
    branches = (
        Branch(one.kind, name[one.touchpoint], one.cases, one.share.value or 0.0, _felt(one, found.metric),
               one.difference is not None and one.difference.word in _SURE, to(one.kind, one.touchpoint))
        for one in found.deviations
    )  # fmt: skip
    return Compared(found.cases, tuple(stations), tuple(ways), tuple(branches))


def _felt(one: Deviated, metric: str) -> str:
    """What goes with a deviation in scores, where it is known."""
    if one.difference is None or one.difference.difference is None:
        return ""
    return f"{word('short_metric', metric)} {written.difference(one.difference)}"


def read(address: QueryDict) -> Wanted:
    """What the address asks; what it names wrongly is passed over, so that an old link still shows something."""
    first, last = (one if is_month(one) else None for one in (address.get("first", ""), address.get("last", "")))
    if first and last and first > last:
        first, last = last, first
    sort = address.get("sort", "")
    return Wanted(
        Asked(first, last, address.get("segment", "")),
        sort if sort in SORTS else SORTS[0],
        bool(address.get("all")),
        address.get("partner", ""),
    )


def lay_out(journey: UUID, wanted: Wanted, *, viewer: Viewer) -> Happened:
    """The page of one journey."""
    found = observed(journey, wanted.asked, viewer=viewer)
    if wanted.asked.segment and wanted.asked.segment not in found.segments:
        wanted = replace(wanted, asked=replace(wanted.asked, segment=""))
        found = observed(journey, wanted.asked, viewer=viewer)
    names = names_of({*found.touchpoints, *found.planned}, viewer=viewer)
    of_partner = partners_of(journey, viewer=viewer)
    if wanted.partner not in of_partner.values():
        wanted = replace(wanted, partner="")
    started = open_by_deviation(journey, viewer=viewer)
    lines = [
        _line(one, journey, names, wanted, started.get((one.kind, one.touchpoint), 0))
        for one in found.deviations
        if not wanted.partner or of_partner.get(one.touchpoint) == wanted.partner
    ]
    months = _months(found.months)
    segments = people.labels(found.segments, viewer=viewer)
    return Happened(
        found=found,
        wanted=wanted,
        lines=tuple(_sorted(lines, wanted.sort)),
        names=names,
        segments=tuple(Choice(key, segments.get(key, key), key == wanted.asked.segment) for key in found.segments),
        firsts=tuple(Choice(one, month(one), one == wanted.asked.first) for one in months),
        lasts=tuple(Choice(one, month(one), one == wanted.asked.last) for one in months),
        partners=tuple(Choice(one, one, one == wanted.partner) for one in sorted(set(of_partner.values()))),
    )


def names_of(slugs: set[str], *, viewer: Viewer) -> dict[str, str]:
    """Names of touchpoints by slug, each its own: those called the same are told apart by their slug."""
    known = queries.labels(slugs, viewer=viewer)
    told = {slug: known.get(slug, slug) for slug in sorted(slugs)}
    several = [name for name in told.values() if list(told.values()).count(name) > 1]
    return {slug: f"{name} ({slug})" if name in several else name for slug, name in told.items()}


def partners_of(journey: UUID, *, viewer: Viewer) -> dict[str, str]:
    """The partner that each of the journey's partner touchpoints is carried by, where it is named."""
    points = queries.touchpoints(viewer=viewer)
    return {point.slug: point.partner for point in points if point.journey == journey and point.partner}


def _line(one: Deviated, journey: UUID, names: dict[str, str], wanted: Wanted, improvements: int) -> Line:
    walks = wanted.address(kind=one.kind, touchpoint=one.touchpoint, sort="", partner="")
    improve = "?" + urlencode({"journey": str(journey), "kind": one.kind, "touchpoint": one.touchpoint})
    name = names.get(one.touchpoint, one.touchpoint)
    return Line(one, say(one.kind, language_now()), name, walks, improve, improvements, turn(one))


def turn(one: Deviated) -> str:
    """Whether a deviation comes more often of late: the key of a word, empty where the walks are too few to tell."""
    trend = one.trend
    if trend is None or trend.low is None or trend.high is None:
        return ""
    return "more" if trend.low > 0 else "less" if trend.high < 0 else "same"


def _sorted(lines: list[Line], sort: str) -> list[Line]:
    if sort == "touchpoint":
        return sorted(lines, key=lambda line: (line.name.casefold(), -line.one.cases))
    if sort == "difference":
        # What is not known comes last.
        known = [line for line in lines if line.one.difference and line.one.difference.difference is not None]
        return sorted(known, key=lambda line: line.one.difference.difference or 0.0) + [
            line for line in lines if line not in known
        ]
    if sort == "revenue":
        return sorted(lines, key=lambda line: -(line.one.revenue or 0.0))
    return lines


def _months(ends: tuple[str | None, str | None]) -> tuple[str, ...]:
    if ends[0] is None or ends[1] is None:
        return ()
    return tuple(month_at(one) for one in range(number(ends[0]), number(ends[1]) + 1))
