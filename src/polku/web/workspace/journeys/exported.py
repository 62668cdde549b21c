"""Decides how a journey's design leaves the product: as a picture (SVG, PNG, PDF), or as CJML for other tools."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from django.utils.translation import gettext as _

from cxlab.charts.journey_map import JourneyMap, MapPoint, journey_map
from cxlab.charts.svg import Svg
from cxlab.files.cjml import CjmlJourney, CjmlPoint, write_cjml
from cxlab.journeys.planned import PlannedJourney
from polku.governance.gate import Viewer
from polku.journeys import queries
from polku.journeys.queries.plans import plan_of
from polku.web.workspace.handing_out import TOKENS
from polku.web.workspace.journeys.lanes_drawing import NAMES, Column, sheet
from polku.web.workspace.templatetags import figures as written
from polku.web.workspace.words import word

KINDS = ("svg", "png", "pdf", "cjml")
TYPES = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "pdf": "application/pdf",
    "cjml": "application/xml",
}
ENDINGS = {"svg": "svg", "png": "png", "pdf": "pdf", "cjml": "xml"}


def file_of(found: queries.Map, kind: str, *, viewer: Viewer) -> bytes:
    """The journey as a file of one of ``KINDS``."""
    if kind == "cjml":
        return _cjml(found, viewer)
    import vl_convert

    markup = drawing(found, viewer=viewer).markup
    makers: dict[str, Callable[[], bytes]] = {
        "svg": markup.encode,
        "png": lambda: bytes(vl_convert.svg_to_png(markup, scale=2)),
        "pdf": lambda: bytes(vl_convert.svg_to_pdf(markup)),
    }
    return makers[kind]()


def drawing(found: queries.Map, *, viewer: Viewer) -> Svg:
    """The journey in lanes as one picture."""
    laid = sheet(found, viewer=viewer)
    lanes = (*map(str, NAMES.values()), _("Channel and owner"), _("Metric"))
    feeling = _("How the customer feels") if any(one.curve for one in laid.columns) else ""
    drawn = JourneyMap(lanes, tuple(_point(one) for one in laid.columns), feeling)
    journey = found.journey
    about = " · ".join(filter(None, (journey.segment_name or _("All customers"), journey.purpose)))
    return journey_map(drawn, tokens=TOKENS, title=journey.name, about=about)


def _point(one: Column) -> MapPoint:
    point = one.card.point
    channel = ", ".join(filter(None, (point.channel and word("channel", point.channel), one.card.owner)))
    ends = {"": "", "reached": _("The journey ends here, as hoped"), "left": _("The other ending: ask for the reason")}
    said = tuple(text for _lane, _name, text in one.cells)
    return MapPoint(
        point.name, one.phase, (*said, channel, _metric(one)), one.lanes.emotion, one.emotion, ends[point.ending]
    )


def _metric(one: Column) -> str:
    if one.card.measured is None:
        return f"{one.card.metric}: {_('Not measured yet').lower()}"
    score = one.card.measured.row.score
    if written.is_hidden(score):
        return f"{one.card.metric}: {written.answers(score)}"
    span = written.interval(score)
    return f"{one.card.metric} {written.value(score)}" + (f" ({span})" if span else "")


def _cjml(found: queries.Map, viewer: Viewer) -> bytes:
    """The planned journey in the plan's order; what CJML cannot say stands in its comment as the plan's text."""
    cards = {card.slug: card for phase in found.phases for card in phase.touchpoints}
    plan = plan_of(found.journey.key, viewer=viewer)
    planned: PlannedJourney | None = plan.planned if plan else None
    slugs = [point.name for point in planned.touchpoints()] if planned else []
    points = tuple(_cjml_point(cards[slug]) for slug in dict.fromkeys(slugs) if slug in cards)
    comment = plan.text if plan else ""
    return write_cjml([CjmlJourney(f"J{found.journey.id}", points, found.journey.name, comment)])


def _cjml_point(card: queries.Touchpoint) -> CjmlPoint:
    alone = card.owner == "customer"
    channel = word("channel", card.channel) if card.channel else None
    one = CjmlPoint(card.name, card.partner or card.owner, None if alone else "customer", channel)
    return replace(one, initiator="customer") if alone else one
