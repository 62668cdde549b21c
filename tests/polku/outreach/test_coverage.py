"""Customers against the target: heard at all, and one who decides."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from polku.governance.gate import Viewer
from polku.outreach import queries, services
from polku.surveys.models import Response
from tests.polku.outreach.making import ADMIN, contact
from tests.polku.surveys.making import content_of, published

pytestmark = pytest.mark.django_db


def heard(person, days: int, version) -> None:
    Response.objects.create(
        version=version, account=person.account, contact=person, answers={}, language="en", week="", month="2026-01",
        answered_at=timezone.now() - timedelta(days=days),
    )  # fmt: skip


@pytest.fixture
def people():
    open_ = published(content_of("nps"))
    version = Response._meta.get_field("version").related_model.objects.get(survey__key=open_.survey)
    boss, user = contact("Both", decision_role="decision_maker"), contact("Both", decision_role="user")
    heard(boss, 30, version)
    heard(user, 400, version)
    contact("Only user", decision_role="decision_maker")
    heard(contact("Only user", decision_role="user"), 10, version)
    heard(contact("Long ago"), 400, version)
    heard(contact("No decider"), 5, version)
    contact("Never")
    return version


def test_those_below_the_target_are_listed_longest_unheard_first(people):
    found = queries.coverage(viewer=ADMIN)
    assert (found.days, found.accounts, found.heard) == (365, 5, 3)
    assert (found.with_deciders, found.deciders_heard) == (2, 1)
    assert [one.name for one in found.rows] == ["Never", "Long ago", "Only user"]
    assert [role for role, when in found.rows[2].roles if when is None] == ["decision_maker"]


def test_the_target_is_a_rule_and_holds_nothing_back(people):
    services.save_contact_rules({"coverage_days": 500}, actor=ADMIN)
    assert [one.name for one in queries.coverage(viewer=ADMIN).rows] == ["Never", "Only user"]
    services.save_contact_rules({"coverage_days": 0}, actor=ADMIN)
    assert queries.coverage(viewer=ADMIN).below == 0


def test_promised_answers_are_not_told(people):
    promised = published(content_of("nps"), promise="confidential")
    version = type(people).objects.get(survey__key=promised.survey)
    person = contact("Promised")
    heard(person, 3, version)
    assert "Promised" in [one.name for one in queries.coverage(viewer=ADMIN).rows]


def test_who_sees_a_part_sees_that_part(people):
    mine = contact("Mine").account_id
    some = Viewer(member=None, role="contributor", account_scope=frozenset({mine}))
    assert [one.name for one in queries.coverage(viewer=some).rows] == ["Mine"]
