"""How much an answer counts: as its file says, once, once an account, or by the account's revenue; promises stand."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import timezone

from cxlab.results import Suppressed
from polku.finance.models import Revenue
from polku.governance.gate import Viewer
from polku.insights.scores import Question, scores
from polku.people import services as people
from polku.snapshot.columns import TABLES
from polku.surveys.models import Response
from polku.surveys.services import Respondent
from tests.polku.insights.test_scores import promised
from tests.polku.surveys.making import content_of, published

pytestmark = pytest.mark.django_db
VIEWER = Viewer(member=None, role="viewer")
MARCH = {"first": "2026-03", "last": "2026-03"}


def ask(metric="csat5_mean", by=(), **more):
    return scores(Question(metric, by=by, **more), viewer=VIEWER)


def bought(account, amount, month="2026-01", currency="EUR"):
    Revenue.objects.create(
        account_id=account, month=month, amount=Decimal(amount), currency=currency, entered_at=timezone.now()
    )


@pytest.fixture
def three(answer, manager, refreshed):
    """Accounts that said 5 5 5, 2 and 1, and somebody unknown who said 5."""
    version = published(content_of("csat5", csat5={"definition": "csat5_mean"}))
    ids = [people.create_account(people.AccountDetails(name=f"A{n}"), actor=manager) for n in range(3)]
    for account, value in [(0, 5), (0, 5), (0, 5), (1, 2), (2, 1)]:
        answer(version, csat5=str(value), respondent=Respondent(account=ids[account], segment="s"))
    answer(version, csat5="5", respondent=Respondent(segment="s"))
    return ids


def test_an_account_counts_once_and_an_answer_without_one_by_itself(three, refreshed):
    refreshed()
    assert ask(**MARCH).total.score.value == pytest.approx(23 / 6)
    found = ask(weight="account", by=("segment",), **MARCH)
    assert found.total.score.value == pytest.approx((5 + 2 + 1 + 5) / 4)
    assert found.rows[0].score.value == pytest.approx(13 / 4)
    assert found.series.estimates[0].value == pytest.approx(13 / 4)
    assert found.total.score.n == 6


def test_revenue_of_the_last_twelve_months_is_the_loudness_of_an_account(three, refreshed):
    for account, amount in zip(three, ("100", "300", "0"), strict=True):
        bought(account, amount)
    bought(three[0], "100", "2025-04")
    bought(three[1], "9999", "2025-03")
    bought(three[1], "9999", "2026-02", currency="USD")
    refreshed()
    found = ask(weight="revenue", **MARCH)
    assert found.total.score.value == pytest.approx((200 * 5 + 300 * 2) / 500)
    assert (found.total.score.n, found.unheard) == (4, 2)
    assert ask(**MARCH).unheard == 0


def test_the_period_compared_with_is_weighed_by_the_same_revenue(three, answer, refreshed):
    version = published(content_of("csat5", csat5={"definition": "csat5_mean"}))
    for account, value in zip(three, (1, 5, 5), strict=True):
        answer(version, "2025-03", csat5=str(value), respondent=Respondent(account=account))
    for account, amount in zip(three, ("300", "100", "100"), strict=True):
        bought(account, amount)
    refreshed()
    change = ask(weight="revenue", compare="year", **MARCH).total.change
    assert change.left.value == pytest.approx((1500 + 200 + 100) / 500)
    assert change.right.value == pytest.approx((300 + 500 + 500) / 500)
    assert change.difference == pytest.approx(change.left.value - change.right.value)
    assert change.low < change.difference < change.high


def test_every_answer_counts_once_unless_the_weights_of_the_file_are_chosen(three, refreshed):
    Response.objects.filter(account=three[0]).update(weight=2.0)
    refreshed()
    assert "weight" in TABLES["answers"].columns
    assert ask(weight="weighted", **MARCH).total.score.value == pytest.approx((30 + 2 + 1 + 5) / 9)
    assert ask(**MARCH).total.score.value == pytest.approx(23 / 6)
    assert ask(**MARCH).has_weights


def test_promised_answers_count_once_each_and_take_no_part_where_accounts_weigh(answer, refreshed):
    promised(answer, {"a": 9}, promise="confidential")
    Response.objects.filter(pk=Response.objects.first().pk).update(weight=50.0)
    refreshed()
    assert ask("nps", weight="weighted").total.score.value == ask("nps").total.score.value
    assert not ask("nps").has_weights
    for weight in ("account", "revenue"):
        assert ask("nps", weight=weight).total.score == Suppressed("not_declared", 5)
        assert {type(row.score) for row in ask("nps", weight=weight, by=("unit",)).rows} == {Suppressed}
        assert {type(row.score) for row in ask("nps", weight=weight, by=("touchpoint",)).rows} == {Suppressed}


def test_quarters_stand_beside_months_and_a_cut_one_says_what_it_holds(three, answer, refreshed):
    version = published(content_of("csat5", csat5={"definition": "csat5_mean"}))
    for month in ("2025-11", "2025-12", "2026-02"):
        answer(version, month, csat5="1")
    refreshed()
    series = ask(step="quarter", first="2025-11", last="2026-03").series
    assert series.months == ("2025-Q4", "2026-Q1")
    assert [one.n for one in series.estimates] == [2, 7]
    assert (series.estimates[0].period.first, series.estimates[0].period.last) == ("2025-11-01", "2025-12-31")
    assert ask(step="quarter", first="2026-03", last="2026-04").series.months == ("2026-Q1", "2026-Q2")
    assert ask(first="2025-11").series.months == ("2025-11", "2025-12", "2026-01", "2026-02", "2026-03")


def test_waves_stand_in_time_and_phases_and_owners_as_on_the_map(answer, refreshed, manager):
    from polku.journeys import services as journeys

    journey = journeys.create_journey(journeys.JourneyDetails({"en": "J"}), actor=manager, starters=False)
    content = content_of("csat5")
    for number, owner in enumerate(("partner", "brand")):
        phase = journeys.add_phase(journey, journeys.PhaseDetails({"en": f"P{number}"}), actor=manager)
        details = journeys.TouchpointDetails({"en": f"T{number}"}, slug=f"t{number}", owner=owner)
        journeys.add_touchpoint(phase, details, actor=manager)
        content = content_of("csat5", csat5={"touchpoint": f"t{number}"})
        answer(published(content), f"2026-0{3 - number}", csat5="5", wave=("autumn", "spring")[number])
    refreshed()
    assert [row.keys[0][1] for row in ask("csat5", by=("wave",)).rows] == ["spring", "autumn"]
    assert [row.keys[0][1] for row in ask("csat5", by=("owner",)).rows] == ["brand", "partner"]
    assert [row.score.n for row in ask("csat5", by=("phase",)).rows] == [1, 1]
    assert ask("csat5", filters={"owner": ("partner",), "wave": ("autumn",)}).total.score.n == 1
