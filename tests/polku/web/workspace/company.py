"""A small company with answers, for tests of pages: segments, a journey with targets, two years of surveys."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from polku.governance.gate import Viewer
from polku.governance.models import Import
from polku.journeys import models as journey_models
from polku.journeys import services as journeys
from polku.people import services as people
from polku.snapshot.build import refresh
from polku.surveys import queries, rules, services
from polku.surveys.models import Response
from polku.surveys.rules.labels import new_question, words
from polku.surveys.services.responses import Respondent

NOBODY = Viewer(member=None, role="admin")
ZONE = ZoneInfo("Europe/Helsinki")
SEGMENTS = {
    "designer": {"en": "Designers", "fi": "Suunnittelijat", "sv": "Planerare"},
    "wholesaler": {"en": "Wholesalers", "fi": "Tukkurit", "sv": "Grossister"},
    "contractor": {"en": "Contractors", "fi": "Urakoitsijat", "sv": "Entreprenörer"},
}
POINTS = [
    ("Web site", "Verkkosivusto", 5.6, 5.0),
    ("Showroom", "Näyttelytila", 6.2, 5.5),
    ("Meeting with our expert", "Tapaaminen asiantuntijamme kanssa", 6.0, None),
    ("Delivery", "Toimitus", 5.1, 5.5),
    ("Installation at the site and first use", "Asennus työmaalla ja käyttöönoton opastus", 3.9, 5.0),
]


@dataclass(frozen=True, slots=True)
class Company:
    """What tests look for."""

    version: queries.PublishedVersion
    touchpoints: dict[str, str]


def _question(kind: str, key: str, touchpoint: str | None = None) -> dict:
    one = new_question(kind, key, title=words(f"Kysymys {key}", f"Fråga {key}", f"Question {key}"))
    one["touchpoint"] = touchpoint
    return one


def _journey() -> dict[str, str]:
    """The journey with its touchpoints; their slugs by English name."""
    for key, names in SEGMENTS.items():
        people.save_segment(key, names, actor=NOBODY)
    details = journeys.JourneyDetails(names={"en": "Lighting project", "fi": "Valaistushanke"}, segment="designer")
    journey = journeys.create_journey(details, actor=NOBODY)
    columns = journey_models.Phase.objects.filter(journey=journey).order_by("position")
    phases = list(columns.values_list("pk", flat=True))
    for at, (name, finnish, _, target) in enumerate(POINTS):
        metric = {"target_metric": "ces7", "target_value": target} if target else {}
        point = journeys.TouchpointDetails(names={"en": name, "fi": finnish}, **metric)
        journeys.add_touchpoint(phases[min(at // 2, len(phases) - 1)], point, actor=NOBODY)
    return {point.names["en"]: point.slug for point in journey_models.Touchpoint.objects.all()}


def _survey(slugs: dict[str, str], promise: str, breakdowns: tuple[str, ...]) -> queries.PublishedVersion:
    content = rules.empty_content()
    for texts in content["texts"].values():
        texts["title"] = "Relationship pulse"
    content["questions"] = [
        _question("nps", "nps"),
        *(_question("ces7", f"ease_{at}", slugs[name]) for at, (name, *_) in enumerate(POINTS)),
        _question("csat5", "satisfied"),
    ]
    names = {"en": "Relationship pulse"}
    key = services.create_survey(
        names=names, audience="customer", content=content, promise=promise, breakdowns=breakdowns, actor=NOBODY
    )
    services.publish(key, actor=NOBODY)
    return queries.published(key)


def _within(value: float, low: int, high: int) -> int:
    return max(low, min(high, round(value)))


def made(*, months: int = 26, a_month: int = 45, promise: str = "open", breakdowns: tuple[str, ...] = ()) -> Company:
    """Make the company and its snapshot; the same each time, its last month is this month."""
    draw = random.Random(4)
    slugs = _journey()
    version = _survey(slugs, promise, breakdowns)
    accounts = [
        people.create_account(people.AccountDetails(name=f"Customer {at}", segment=segment), actor=NOBODY)
        for at, segment in enumerate(list(SEGMENTS) * 10)
    ]
    moods = [draw.gauss(0, 0.7) for _ in accounts]
    today = dt.datetime.now(ZONE)
    unit = Import.objects.create(source="test", content_hash="test", state=Import.State.LANDED)
    rows = []
    for back in range(months * a_month):
        when = today - dt.timedelta(days=back * months * 30.4 / (months * a_month), hours=1)
        at = draw.randrange(len(accounts))
        feel = moods[at]
        recommends, satisfied = draw.gauss(7.9 + feel, 1.8), draw.gauss(4 + feel / 2, 1)
        answers = {"nps": _within(recommends, 0, 10), "satisfied": _within(satisfied, 1, 5)}
        for place, (_, _, ease, _) in enumerate(POINTS):
            better = 0.9 if place == 3 and back < 12 * a_month else 0
            if draw.random() < (0.02 if place == 2 else 0.8):
                answers[f"ease_{place}"] = _within(draw.gauss(ease + better + feel / 2, 1.2), 1, 7)
        cleaned = rules.validate(version.content, answers, "en")
        person = Respondent(
            account=accounts[at],
            segment=list(SEGMENTS)[at % 3],
            decision_role=("decision_maker", "user", "influencer")[at % 3 if at % 2 else 1],
        )
        rows.append(
            services.responses.response_row(
                version, cleaned, person, touchpoint=None, channel="link", wave="", now=when
            )
        )
    for row in rows:
        row.imported = unit
    Response.objects.bulk_create(rows)
    refresh()
    return Company(version, slugs)
