"""Journeys to begin from: what they hold, in three languages, and that they begin as drawn."""

from __future__ import annotations

from uuid import uuid4

import pytest

from cxlab.journeys.plan_text import parse_plan
from polku.governance.gate import Viewer
from polku.governance.models import AuditEntry
from polku.governance.rules import LANGUAGES, Refused
from polku.journeys import models, queries, rules, services
from polku.journeys.rules import plans
from polku.journeys.rules.templates import TEMPLATES

NOBODY = Viewer(member=None, role="admin")
every = pytest.mark.parametrize("template", TEMPLATES.values(), ids=list(TEMPLATES))


@every
def test_a_template_speaks_three_languages_each_in_its_own_words(template):
    columns, points = template.columns, template.points()
    for part in (template.names, template.about, template.purpose):
        assert set(part) == set(LANGUAGES)
        assert len(set(part.values())) == 3
    for texts in [*(one.names for one in columns), *(one.about for one in columns), *(one.names for one in points)]:
        assert set(texts) == set(LANGUAGES)
        assert len(set(texts.values())) == 3, texts


@every
def test_a_template_keeps_the_house_rules_of_maps(template):
    assert all(column.stage in rules.STAGES[template.scheme] for column in template.columns)
    for point in template.points():
        assert point.channel in ("", *rules.CHANNELS)
        assert set(point.kinds) <= set(rules.KINDS)
        assert not point.target_metric or rules.fits(point.aim, point.target_metric)


@every
def test_the_plan_of_a_template_holds_every_touchpoint_once(template):
    names = [point.name for point in template.points()]
    assert len(set(names)) == len(names)
    if template.plan:
        assert sorted(point.name for point in parse_plan(template.plan).touchpoints()) == sorted(names)


def test_the_offer_process_is_the_change_felt_ten_touchpoints_and_two_endings():
    points = TEMPLATES["offer"].points()
    assert [point.names["en"].split()[0] for point in points] == [
        *("Feels", "Meets", "Makes", "Talks", "Answers", "Negotiates;", "Gets", "Goes", "Takes", "Gets"),
        *("Accepts", "Declines"),
    ]
    assert points[0].owner == "customer"
    assert [point.ending for point in points] == [*[""] * 10, "reached", "left"]
    assert TEMPLATES["offer"].plan.endswith("choice\n    accepts\n    declines\n")
    assert "repeat specification" in TEMPLATES["offer"].plan


def test_the_others_carry_what_makes_them_theirs():
    assert {"partner"} == {point.owner for point in TEMPLATES["delivery"].points() if point.name == "installing"}
    assert TEMPLATES["repeat"].buyer_kind == "repeat"
    assert rules.ends_at_purchase("purchase", [column.stage for column in TEMPLATES["offer"].columns])
    assert not rules.ends_at_purchase("purchase", [column.stage for column in TEMPLATES["repeat"].columns])
    aimed = [point.name for point in TEMPLATES["workshop"].points() if point.target_metric == "scale5"]
    assert aimed == ["agreeing", "beginning", "middle", "end", "relationship"]


@pytest.mark.django_db
@every
def test_a_journey_begins_as_the_template_draws_it(template):
    pk = services.begin_from_template(template.key, actor=NOBODY)
    row = models.Journey.objects.get(pk=pk)
    found = queries.journey_map(row.key, viewer=NOBODY)
    assert [phase.names for phase in found.phases] == [column.names for column in template.columns]
    cards = [card for phase in found.phases for card in phase.touchpoints]
    assert [card.names for card in cards] == [point.names for point in template.points()]
    assert [(card.ending, card.owner) for card in cards] == [(one.ending, one.owner) for one in template.points()]
    known = {card.slug for card in cards}
    assert len(known) == len(cards)
    assert {point.name for point in plans.in_use(row.plan, [card.slug for card in cards]).touchpoints()} == known
    assert AuditEntry.objects.filter(subject_kind="journey", verb="create").count() == 1


@pytest.mark.django_db
def test_the_same_asked_twice_begins_once_and_another_gets_keys_of_its_own():
    key = uuid4()
    first = services.begin_from_template("offer", actor=NOBODY, key=key)
    assert services.begin_from_template("offer", actor=NOBODY, key=key) == first
    services.begin_from_template("offer", actor=NOBODY)
    assert models.Journey.objects.count() == 2
    assert models.Touchpoint.objects.count() == models.Touchpoint.objects.values("slug").distinct().count() == 24
    one, other = models.Journey.objects.order_by("pk")
    assert one.plan != other.plan


@pytest.mark.django_db
def test_there_is_no_such_template():
    with pytest.raises(Refused, match="no such template"):
        services.begin_from_template("nothing", actor=NOBODY)
    assert not models.Journey.objects.exists()
