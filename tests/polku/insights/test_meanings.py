"""Names of events are counted with what they mean; whoever sees some accounts only is told of theirs."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from polku.governance.gate import Viewer
from polku.insights.meanings import event_names
from polku.journeys import services
from polku.people import services as people

pytestmark = pytest.mark.django_db
NOBODY = Viewer(member=None, role="admin")


@pytest.fixture
def happened(manager):
    """Two accounts and our own, with events by name and one by its touchpoint."""
    pk = services.create_journey(services.JourneyDetails({"en": "J"}), actor=manager, starters=False)
    phase = services.add_phase(pk, services.PhaseDetails({"en": "P"}), actor=manager)
    services.add_touchpoint(phase, services.TouchpointDetails({"en": "Call"}, slug="call"), actor=manager)
    accounts = [people.create_account(people.AccountDetails(name=name), actor=manager) for name in ("A", "B")]
    own = people.name_own_account("Us", actor=NOBODY)
    at = datetime(2026, 3, 2, tzinfo=UTC)
    rows = [
        services.EventRow("1", at, accounts[0], name="Ring"),
        services.EventRow("1", at, accounts[0], name="Ring"),
        services.EventRow("2", at, accounts[1], name="Ring"),
        services.EventRow("2", at, accounts[1], name="Write"),
        services.EventRow("2", at, accounts[1], name="Call", touchpoint="call"),
        services.EventRow("3", at, own, name="Ring"),
        services.EventRow("2", at, accounts[1]),
    ]
    services.record_events(rows, actor=manager, source="crm")
    return accounts


def told(viewer=NOBODY):
    return [(one.source, one.name, one.events, one.cases, one.touchpoint) for one in event_names(viewer=viewer)]


def test_names_are_counted_the_most_frequent_first(happened, refreshed, manager):
    refreshed()
    assert told() == [("crm", "Ring", 3, 2, ""), ("crm", "Write", 1, 1, "")]
    services.map_events([services.Meant("crm", "Ring", "call")], actor=manager)
    refreshed()
    assert told() == [("crm", "Ring", 3, 2, "call"), ("crm", "Write", 1, 1, "")]


def test_a_member_of_some_accounts_is_told_of_theirs(happened, refreshed):
    refreshed()
    assert told(Viewer(member=None, role="viewer", account_scope=frozenset({happened[0]}))) == [
        ("crm", "Ring", 2, 1, "")
    ]
    assert told(Viewer(member=None, role="viewer", account_scope=frozenset())) == []


def test_before_the_first_build_there_are_none(happened):
    assert told() == []
