"""Customers, employees and finance side by side, each metric with what it is and why it is measured."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone, translation

from polku.finance.models import Offer, Revenue
from polku.people.models import Account
from polku.snapshot.build import refresh
from polku.strategy.models import Purpose
from polku.web.workspace.scoreboard.proposed import proposal
from tests.polku.web.workspace.scoreboard.looking import member, words

pytestmark = pytest.mark.django_db
OF_THE_DEMO = ("nps", "ces7", "csat5", "disconfirmation", "scale5", "enps", "revenue", "repeat", "hit_rate")


def test_three_perspectives_with_nature_level_and_purpose(company):
    account = Account.objects.filter(is_own=False).first()
    if account is None:
        account = Account.objects.create(name="A")
    for month, amount in (("2026-01", 1200), ("2025-01", 1000)):
        Revenue.objects.create(
            account=account, month=month, amount=Decimal(amount), currency="EUR", entered_at=timezone.now()
        )
    Purpose.objects.create(metric="ces7", nature="cause", why="To see which touchpoint costs effort")
    from polku.governance.models import Dirty

    Dirty.objects.create(table="revenue", month="2026-01")
    Dirty.objects.create(table="revenue", month="2025-01")
    Dirty.objects.create(table="accounts")
    refresh()
    text = words(member().get("/perspectives/"))
    for part in (
        "Customers Recommendation is", "Our own people have not been asked yet.", "Revenue is 1,200 EUR from 1",
        "+20% against the twelve months before", "Customers who bought again", "Outcome Recommendation", "Cause",
        "To see which touchpoint costs effort",
        "Buying again is loyalty in deeds.", "The product proposes this; nobody here has confirmed it yet.",
    ):  # fmt: skip
        assert part in text, part
    assert "Purpose card" not in text


def test_the_hit_rate_of_offers_stands_in_finance_with_its_segments(company):
    accounts = Account.objects.filter(is_own=False).order_by("pk")
    for at, outcome in enumerate(["won", "won", "lost", "won", "open"]):
        Offer.objects.create(
            account=accounts[at % 3], known_by=str(at), made=date(2026, 1, at + 1), outcome=outcome,
            entered_at=timezone.now(),
        )  # fmt: skip
    text = words(member().get("/perspectives/"))
    assert "75% of the 4 offers that were decided were won." in text
    assert re.search(r"Hit rate of offers 75% \d+ to \d+% of 4 decided offers By segment Contractors 0%", text)


def test_a_card_is_written_and_a_wrong_one_is_told_at_its_field(company):
    client = member("manager")
    address = "/perspectives/nps/"
    assert "Purpose card: Recommendation (NPS)" in words(client.get(address))
    wrong = client.post(address, {"nature": "cause", "level": "loyalty"})
    assert wrong.status_code == 422
    assert "a cause is of none" in words(wrong)
    good = {"nature": "outcome", "level": "recommendation", "why": "To know", "until": "2027-06-30"}
    assert client.post(address, good)["Location"] == "/perspectives/"
    assert Purpose.objects.get().why == "To know"
    assert "To know" in words(client.get("/perspectives/"))


def test_a_purpose_is_proposed_until_somebody_writes_it(company):
    client = member("manager", language="fi")
    proposed = "Jotta tiedämme, suosittelisivatko asiakkaat meitä omalla nimellään ja miten se muuttuu."
    assert proposed in words(client.get("/perspectives/"))
    form = words(client.get("/perspectives/nps/"))
    assert proposed in form
    assert "Tekstit ovat ehdotus" in form
    client.post("/perspectives/nps/", {"nature": "outcome", "level": "recommendation", "why": "Omasta syystä"})
    text = words(client.get("/perspectives/"))
    assert "Omasta syystä" in text
    assert proposed not in text
    assert "Tekstit ovat ehdotus" not in words(client.get("/perspectives/nps/"))


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_every_metric_of_the_demo_has_a_proposed_purpose(language):
    for metric in OF_THE_DEMO:
        english = proposal(metric)
        with translation.override(language):
            ours = proposal(metric)
        assert set(ours) == {"why", "use"}, metric
        assert not set(english.values()) & set(ours.values()), metric


def test_a_metric_that_is_not_asked_has_no_card(company):
    assert member("manager").get("/perspectives/shoe-size/").status_code == 404


def test_before_the_first_answer_it_says_so(settings, tmp_path):
    settings.SNAPSHOT = tmp_path / "snapshot"
    assert "Nobody has answered yet" in words(member().get("/perspectives/"))
