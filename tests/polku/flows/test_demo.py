"""The demo company stands in the store as simulated, asks and answers at once, and comes afresh when told."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.apps import apps

from polku.flows import demo
from polku.flows.demo.emptying import tables_to_empty
from polku.governance.gate import Viewer
from polku.governance.models import Import, Member
from polku.governance.queries import organisation
from polku.insights.scores import Question, available, scores
from polku.journeys.queries import journeys
from polku.people.models import Account
from polku.snapshot import read
from polku.surveys.models import Response
from polku.surveys.queries import published, surveys

# Emptying a store is no part of another transaction.
pytestmark = pytest.mark.django_db(transaction=True)
TODAY = date(2026, 11, 22)
VIEWER = Viewer(member=None, role="manager", language="fi")


@pytest.fixture
def company(place):
    assert demo.store_is_empty()
    return demo.load(accounts=40, today=TODAY)


def test_only_members_and_what_they_settled_outlive_a_reset():
    tables = {model._meta.db_table for model in apps.get_models() if model.__module__.startswith("polku.")}
    kept = {"governance_member", "governance_organisation", "outreach_rulesversion"}
    assert tables - set(tables_to_empty()) == kept


def test_the_demo_company_lives(company):
    assert company.rejected == ()
    assert not demo.store_is_empty()
    assert Account.objects.filter(is_own=False).count() == 40
    assert organisation(viewer=VIEWER).names["fi"] == Account.objects.get(is_own=True).name
    assert len(journeys(viewer=VIEWER)) == 6
    assert Import.objects.get().source == "demo"
    there = available(viewer=VIEWER)
    assert {"nps", "ces7", "csat5", "disconfirmation", "just_right3", "target_feeling", "scale5"} <= set(there.metrics)
    assert there.months[-1] == "2026-11"
    _nothing_lies_ahead()
    assert {"designer", "wholesaler", "contractor"} == set(there.dimensions["segment"])
    assert read.open_snapshot().table("revenue").height > 500
    assert read.open_snapshot().table("events").height > 100
    _both_pulses_can_be_answered()
    _the_snapshot_says_what_the_store_says()
    _it_comes_afresh_and_members_stay()


def _nothing_lies_ahead():
    """The present month has answers of the days that are over, and money of months that are."""
    kept = read.open_snapshot()
    now = datetime(TODAY.year, TODAY.month, TODAY.day, tzinfo=UTC).timestamp()
    assert now - 15 * 86_400 < kept.table("answers")["ts_s"].max() < now
    assert kept.table("events")["ts_s"].max() < now
    assert kept.table("revenue")["month"].max() == 202610


def _both_pulses_can_be_answered():
    promises = {}
    for row in surveys(viewer=VIEWER):
        version = published(row.key)
        assert version.takes_answers
        assert set(version.languages) == {"fi", "sv", "en"}
        promises[row.audience, version.promise] = version.content["questions"][0]["key"]
    assert promises["customer", "open"]
    assert promises["employee", "anonymous"] == "enps"


def _the_snapshot_says_what_the_store_says():
    answers = Response.objects.filter(version__survey__audience="customer", answers__nps__isnull=False)
    values = list(answers.values_list("answers__nps", flat=True))
    found = scores(Question("nps", by=("segment",)), viewer=VIEWER).total.score
    expected = 100 * (sum(v >= 9 for v in values) - sum(v <= 6 for v in values)) / len(values)
    assert found.n == len(values)
    assert found.value == pytest.approx(expected)
    assert found.clusters == answers.values("account").distinct().count()


def _it_comes_afresh_and_members_stay():
    Member.objects.create_user("someone@example.com", "long enough pass")
    generation = read.open_snapshot().manifest.number
    demo.reset(accounts=5, null=True)
    assert Account.objects.filter(is_own=False).count() == 5
    assert Member.objects.filter(email="someone@example.com").exists()
    snapshot = read.open_snapshot()
    assert snapshot.manifest.number > generation
    assert snapshot.table("accounts").height == 6
    names = {path.name for path in read.folder().glob("*.parquet")}
    assert names == snapshot.manifest.listed()
