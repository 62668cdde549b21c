"""What really happened beside the plan: deviations as planted, scores of open answers only, one's own accounts only."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from cxlab.simulate import effects as cxlab_effects
from polku.finance.services import RevenueRow, record_revenue
from polku.flows import demo
from polku.governance.gate import NotAllowed, Viewer
from polku.insights.observed import MOST_WALKS, Asked, observed, walk, walks_of
from polku.journeys import models, services
from polku.people import models as persons
from polku.people import services as people
from polku.surveys.services import Respondent
from tests.polku.surveys.making import content_of, published

pytestmark = pytest.mark.django_db
VIEWER = Viewer(member=None, role="viewer")
READER = Viewer(member=None, role="contributor")
NOBODY = Viewer(member=None, role="admin")
START = datetime(2026, 3, 2, 8, tzinfo=UTC)


@pytest.fixture
def journey(db):
    """Call, visit, sign, in this order; the visit is a partner's."""
    people.save_segment("designer", {"en": "Designer"}, actor=NOBODY)
    pk = services.create_journey(services.JourneyDetails({"en": "J"}), actor=NOBODY, starters=False)
    phase = services.add_phase(pk, services.PhaseDetails({"en": "P"}), actor=NOBODY)
    for slug, owner in (("call", "brand"), ("visit", "partner"), ("sign", "brand")):
        details = services.TouchpointDetails({"en": slug.title()}, slug=slug, owner=owner)
        services.add_touchpoint(phase, details, actor=NOBODY)
    return models.Journey.objects.get(pk=pk)


@pytest.fixture
def walked(journey):
    """``walked("call sign", account=1)``: a walk of these touchpoints, an hour between; ! marks one that failed."""
    cases = iter(range(10_000))

    def go(*walks, account=None, contact=None, start=START, name=""):
        for told in walks:
            case = name or f"case-{next(cases)}"
            rows = [
                services.EventRow(
                    case, start + timedelta(hours=n), account, contact, touchpoint=one.strip("!"), failing="!" in one
                )
                for n, one in enumerate(told.split())
            ]
            services.record_events(rows, actor=NOBODY)

    return go


def account(name, segment=""):
    pk = people.create_account(people.AccountDetails(name=name, segment=segment), actor=NOBODY)
    return pk, people.add_contact(pk, people.ContactDetails(name=f"{name} person"), actor=NOBODY)


def found(journey, viewer=VIEWER, **asked):
    return observed(journey.key, Asked(**asked), viewer=viewer)


def told(seen):
    return {(one.kind, one.touchpoint): one.cases for one in seen.deviations}


def test_deviations_of_every_kind_are_found_with_their_owner(journey, walked, refreshed):
    services.set_plan(journey.pk, "call\nvisit\nsign within 1 days", actor=NOBODY)
    walked(*["call visit sign"] * 6, "call sign", "visit call sign", "call visit visit sign", "call visit! sign")
    walked("call visit", start=START)
    refreshed()
    seen = found(journey)
    assert (seen.cases, seen.events, seen.variants, seen.accounts) == (11, 32, 5, None)
    found_kinds = told(seen)
    # Either of two that changed places may be the one out of order.
    assert found_kinds.pop(("out_of_order", "call"), 0) + found_kinds.pop(("out_of_order", "visit"), 0) == 1
    assert found_kinds == {
        ("missing", "visit"): 1, ("missing", "sign"): 1, ("repeated", "visit"): 1, ("failing", "visit"): 1,
    }  # fmt: skip
    assert {one.owner for one in seen.deviations if one.touchpoint == "visit"} == {"partner"}
    # A failing visit came in its place: the order was as planned.
    assert seen.as_planned.value == pytest.approx(7 / 11)
    assert seen.as_planned.low < 7 / 11 < seen.as_planned.high
    assert [(step.touchpoint, step.reached) for step in seen.funnel] == [("call", 11), ("visit", 9), ("sign", 8)]
    ways = {(one.start, one.end): (one.walks, one.times, one.wait_s) for one in seen.ways}
    assert ways["call", "visit"] == (9, 9, 3600)
    assert ways["visit", "visit"] == (1, 1, 3600)
    assert (seen.ways[0].start, seen.ways[0].end) == ("call", "visit"), "those of most walks first"
    assert seen.passed == (11, 10, 10)
    assert seen.touchpoints == ("call", "visit", "sign")
    assert seen.times == (11, 11, 10)
    assert (seen.planned, seen.always) == (("call", "visit", "sign"), {"call", "visit", "sign"})


def test_walks_at_a_touchpoint_and_on_a_way_between_two_are_listed(journey, walked, refreshed):
    walked("call visit visit visit sign", "call sign", "visit call sign")
    refreshed()
    again = next(one for one in found(journey).ways if (one.start, one.end) == ("visit", "visit"))
    assert (again.walks, again.times) == (1, 2)
    assert walks_of(journey.key, "passed", "visit", viewer=READER).total == 2
    assert walks_of(journey.key, "way", "call>sign", viewer=READER).total == 2
    assert walks_of(journey.key, "way", "visit>visit", viewer=READER).total == 1
    for kind, nonsense in (("way", "call"), ("way", "call>nowhere"), ("passed", "nowhere"), ("passed", "")):
        assert walks_of(journey.key, kind, nonsense, viewer=READER).total == 0


def test_what_comes_too_late_is_a_deviation(journey, walked, refreshed):
    services.set_plan(journey.pk, "call\nvisit within 30 minutes\nsign", actor=NOBODY)
    walked(*["call visit sign"] * 3)
    refreshed()
    assert told(found(journey)) == {("late", "visit"): 3}


def test_without_a_written_plan_the_order_of_the_map_is_it_and_what_is_off_the_map_is_left_out(
    journey, walked, refreshed
):
    walked("call visit sign", "call sign")
    refreshed()
    assert told(found(journey)) == {("missing", "visit"): 1}
    services.delete_touchpoint(models.Touchpoint.objects.get(slug="visit").pk, actor=NOBODY)
    refreshed()
    assert told(found(journey)) == {("ad_hoc", "visit"): 1}


def test_names_that_have_a_meaning_are_read_as_their_touchpoint(journey, refreshed):
    rows = [
        services.EventRow("1", START + timedelta(hours=n), name=name) for n, name in enumerate(("Ring", "Odd", "End"))
    ]
    services.record_events([services.EventRow("1", START, touchpoint="call"), *rows], actor=NOBODY, source="crm")
    refreshed()
    assert (found(journey).events, found(journey).unmapped) == (1, 3)
    services.map_events([services.Meant("crm", "End", "sign")], actor=NOBODY)
    refreshed()
    seen = found(journey)
    assert (seen.events, seen.unmapped, seen.cases) == (2, 2, 1)
    assert told(seen) == {("missing", "visit"): 1}


def test_period_and_segment_choose_walks_by_their_beginning(journey, walked, refreshed):
    designer, _ = account("A", "designer")
    other, _ = account("B")
    walked("call visit sign", account=designer)
    walked("call sign", account=other, start=datetime(2026, 5, 4, tzinfo=UTC))
    refreshed()
    whole = found(journey)
    assert (whole.cases, whole.accounts, whole.months, whole.segments) == (2, 2, ("2026-03", "2026-05"), ("designer",))
    assert found(journey, first="2026-04").cases == 1
    assert found(journey, last="2026-04").cases == 1
    assert found(journey, segment="designer").cases == 1
    assert found(journey, segment="nobody").cases == 0
    assert found(journey, first="2026-06").months == ("2026-03", "2026-05")


def test_few_walks_are_said_to_be_few(journey, walked, refreshed):
    walked(*["call visit sign"] * 9)
    refreshed()
    assert found(journey).few
    walked("call")
    refreshed()
    assert not found(journey).few


def test_a_lower_score_goes_with_a_deviation_and_only_open_answers_tell_it(journey, walked, refreshed, answer):
    survey = published(content_of("ces7"))
    secret = published(content_of("ces7"), promise="confidential", breakdowns=())
    for n in range(24):
        pk, person = account(f"Account {n}")
        bad = n % 2
        walked("call sign" if bad else "call visit sign", account=pk, contact=person)
        value = (2 if bad else 6) + n % 3 % 2
        answer(survey, respondent=Respondent(account=pk, contact=person), ces7=str(value))
        # Told under a promise, and the other way round: it must not be heard.
        answer(secret, "2026-04", respondent=Respondent(account=pk, contact=person), ces7=str(8 - value))
    refreshed()
    seen = found(journey)
    one = next(one for one in seen.deviations if (one.kind, one.touchpoint) == ("missing", "visit"))
    assert (seen.metric, seen.answered, one.answered) == ("ces7", 24, 12)
    assert one.difference.difference == pytest.approx(-4, abs=0.7)
    assert one.difference.word == "worse"
    assert one.difference.high < 0


def test_an_answer_before_the_walk_or_too_long_after_is_not_of_it(journey, walked, refreshed, answer):
    survey = published(content_of("ces7"))
    for month in ("2026-02", "2026-05"):
        pk, person = account(month)
        walked("call visit sign", account=pk, contact=person)
        answer(survey, month, respondent=Respondent(account=pk, contact=person), ces7="5")
    refreshed()
    assert found(journey).answered == 0


def test_without_a_person_the_account_is_asked(journey, walked, refreshed, answer):
    survey = published(content_of("ces7"))
    pk, person = account("A")
    walked("call visit sign", account=pk)
    answer(survey, respondent=Respondent(account=pk, contact=person), ces7="5")
    refreshed()
    assert (found(journey).metric, found(journey).answered) == ("ces7", 1)


def test_revenue_of_the_accounts_hit_counts_each_once(journey, walked, refreshed):
    first, _ = account("A")
    second, _ = account("B")
    walked("call sign", "call sign", account=first)
    walked("call visit sign", account=second)
    record_revenue(
        [RevenueRow(first, "2026-02", Decimal(100)), RevenueRow(second, "2026-02", Decimal(900))], actor=NOBODY
    )
    refreshed()
    one = found(journey).deviations[0]
    assert (one.cases, one.accounts, one.revenue) == (2, 1, 100.0)


def test_a_member_of_some_accounts_is_told_of_theirs(journey, walked, refreshed):
    first, _ = account("A")
    second, _ = account("B")
    walked("call sign", account=first, name="mine")
    walked("call visit sign", account=second, name="other")
    refreshed()
    own = Viewer(member=None, role="contributor", account_scope=frozenset({first}))
    assert found(journey, own).cases == 1
    assert walk(journey.key, "mine", viewer=own) is not None
    assert walk(journey.key, "other", viewer=own) is None
    assert found(journey).cases == 2


def test_the_walks_behind_a_deviation_and_one_of_them(journey, walked, refreshed):
    pk, person = account("A")
    walked("call sign", account=pk, contact=person, name="a/b 1")
    walked("call visit sign", account=pk)
    refreshed()
    there = walks_of(journey.key, "missing", "visit", viewer=READER)
    assert (there.total, [row.case for row in there.rows]) == (1, ["a/b 1"])
    assert there.rows[0].deviations == (("missing", "visit"),)
    assert there.total <= MOST_WALKS
    assert walks_of(journey.key, "late", "visit", viewer=READER).total == 0
    one = walk(journey.key, "a/b 1", viewer=READER)
    assert [(stop.touchpoint, stop.how) for stop in one.walk.stops] == [
        ("call", "as_planned"), ("visit", "missing"), ("sign", "as_planned")
    ]  # fmt: skip
    assert one.contacts == (str(persons.Contact.objects.get(pk=person).key),)
    assert walk(journey.key, "nowhere", viewer=READER) is None


def test_only_who_may_read_answers_sees_walks(journey):
    for attempt in (
        lambda: walks_of(journey.key, "missing", "visit", viewer=VIEWER),
        lambda: walk(journey.key, "1", viewer=VIEWER),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_nothing_happened_gives_zeros(journey, refreshed):
    assert found(journey).cases == 0
    refreshed()
    seen = found(journey)
    assert (seen.cases, seen.deviations, seen.months, seen.metric) == (0, (), (None, None), "")


@pytest.mark.django_db(transaction=True)
def test_the_chances_that_the_demo_company_was_drawn_with_are_found(place):
    """What was planted stands in the list, as often as it was planted: within four standard errors."""
    demo.load(accounts=60, today=date(2026, 11, 22))
    seen = [observed(one.key, viewer=VIEWER) for one in models.Journey.objects.all()]
    assert sum(one.cases for one in seen) > 200

    def hit(kind, start, *, of):
        """How often a touchpoint was hit, and of how many."""
        times = sum(
            d.times for one in seen for d in one.deviations if d.kind == kind and d.touchpoint.startswith(start)
        )
        return times, sum(of(one, start) for one in seen)

    def events(one, start):
        return sum(n for slug, n in zip(one.touchpoints, one.times, strict=True) if slug.startswith(start))

    planted = cxlab_effects.REAL
    for kind, start in (("failing", "installation"), ("failing", "phone")):
        times, n = hit(kind, start, of=events)
        chance = planted.rate(kind, start)
        assert times / n == pytest.approx(chance, abs=4 * (chance * (1 - chance) / n) ** 0.5), (kind, start, times, n)
    kinds = {one.kind for each in seen for one in each.deviations}
    assert kinds == {"missing", "ad_hoc", "out_of_order", "repeated", "failing"}
