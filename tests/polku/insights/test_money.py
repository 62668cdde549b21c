"""Revenue of twelve months against the twelve before, and who bought again, with an interval."""

from __future__ import annotations

import pytest

from polku.governance.gate import Viewer
from polku.insights.money import money
from polku.people import services as people
from tests.polku.insights.test_weighing import bought

pytestmark = pytest.mark.django_db
VIEWER = Viewer(member=None, role="viewer")


@pytest.fixture
def buyers(manager, admin):
    """Four customers and our own organisation; the last month with revenue is March 2026."""
    ids = [people.create_account(people.AccountDetails(name=name), actor=manager) for name in "abcd"]
    own = people.name_own_account("Oma Oy", actor=admin)
    for account, month, amount in [
        (ids[0], "2025-03", "100"), (ids[0], "2026-03", "300"), (ids[1], "2024-04", "100"), (ids[2], "2025-04", "60"),
        (ids[2], "2025-02", "40"), (ids[3], "2025-12", "-5"), (ids[3], "2025-01", "60"), (own, "2026-01", "999"),
    ]:  # fmt: skip
        bought(account, amount, month)
    bought(ids[1], "70", "2026-02", currency="USD")
    return ids


def test_twelve_months_against_the_twelve_before(buyers, refreshed):
    refreshed()
    found = money(viewer=VIEWER)
    assert (found.revenue, found.before, found.currency, found.buyers) == (355.0, 300.0, "EUR", 2)
    assert found.growth == pytest.approx(55 / 300)
    assert (found.period.first, found.period.last) == ("2025-04-01", "2026-03-31")


def test_of_those_who_bought_the_share_that_bought_again(buyers, refreshed):
    refreshed()
    repeat = money(viewer=VIEWER).repeat
    assert (repeat.value, repeat.n) == (0.5, 4)
    assert repeat.method == "wilson"
    assert repeat.low < 0.5 < repeat.high


def test_a_viewer_of_some_accounts_sees_their_revenue(buyers, refreshed):
    refreshed()
    scoped = Viewer(member=None, role="viewer", account_scope=frozenset(buyers[:1]))
    assert (money(viewer=scoped).revenue, money(viewer=scoped).buyers) == (300.0, 1)


def test_without_revenue_there_is_nothing_to_tell(place, refreshed):
    refreshed()
    assert money(viewer=VIEWER) is None
