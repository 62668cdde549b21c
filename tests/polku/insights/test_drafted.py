"""A draft of the plan says how most walks go: their order, what some leave out, what comes more than once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from polku.governance.gate import Viewer
from polku.insights.drafted import drafted
from polku.journeys import services
from polku.people import services as people

pytestmark = pytest.mark.django_db
NOBODY = Viewer(member=None, role="admin")
START = datetime(2026, 3, 2, 8, tzinfo=UTC)


def walked(told: str, *, times: int = 1, account=None, source="crm"):
    for _ in range(times):
        case = f"case-{models_so_far()}"
        rows = [
            services.EventRow(case, START + timedelta(hours=n), account, name=name)
            for n, name in enumerate(told.split())
        ]
        services.record_events(rows, actor=NOBODY, source=source)


def models_so_far() -> int:
    from polku.journeys.models import Event

    return Event.objects.count()


def told(viewer=NOBODY, source="crm"):
    return [(one.name, one.cases, one.planned, one.optional, one.repeated) for one in drafted(source, viewer=viewer)]


def test_the_order_of_most_walks_however_long_they_are(refreshed):
    walked("ask offer sign", times=6)
    walked("ask talk talk offer sign", times=4)
    walked("ask chat talk talk talk talk offer sign")
    refreshed()
    assert told() == [
        ("ask", 11, True, False, False),
        ("chat", 1, False, True, False),
        ("talk", 5, True, True, True),
        ("offer", 11, True, False, False),
        ("sign", 11, True, False, False),
    ]


def test_names_that_have_a_meaning_and_other_sources_take_no_part(refreshed):
    pk = services.create_journey(services.JourneyDetails({"en": "J"}), actor=NOBODY, starters=False)
    phase = services.add_phase(pk, services.PhaseDetails({"en": "P"}), actor=NOBODY)
    services.add_touchpoint(phase, services.TouchpointDetails({"en": "Ask"}, slug="ask"), actor=NOBODY)
    walked("ask sign")
    walked("other", source="web")
    services.map_events([services.Meant("crm", "ask", "ask")], actor=NOBODY)
    refreshed()
    assert [row[0] for row in told()] == ["sign"]
    assert told(source="nowhere") == []


def test_a_member_of_some_accounts_drafts_from_theirs(refreshed):
    pk = people.create_account(people.AccountDetails(name="A"), actor=NOBODY)
    walked("ask", account=pk)
    walked("sign")
    refreshed()
    assert [row[:2] for row in told(Viewer(None, "manager", frozenset({pk})))] == [("ask", 1)]
