"""The hit rate: won of decided offers over twelve months, by account, with its change and its segments."""

from __future__ import annotations

from datetime import date

import pytest

from polku.finance.services import OfferRow, record_offers
from polku.governance.gate import NotAllowed, Viewer
from polku.overviews.offers import hit_rate
from polku.people import services as people

pytestmark = pytest.mark.django_db
VIEWER = Viewer(member=None, role="viewer")


@pytest.fixture
def offered(place, manager, admin):
    """Offers to four customers and to ourselves; the last is decided in March 2026."""
    people.save_segment("designer", {"en": "Designer"}, actor=manager)
    ids = [
        people.create_account(
            people.AccountDetails(name=name, segment="designer" if name in "ab" else ""), actor=manager
        )
        for name in "abcd"
    ]
    own = people.name_own_account("Oma Oy", actor=admin)
    rows = [
        (ids[0], "2025-12-01", "2026-03-05", "won"), (ids[0], "2026-01-10", "2026-02-01", "won"),
        (ids[1], "2025-05-01", "2025-06-01", "lost"), (ids[2], "2026-01-01", None, "won"),
        (ids[3], "2026-02-01", None, "open"), (ids[2], "2024-12-01", "2025-04-01", "lost"),
        (ids[3], "2025-01-01", "2025-03-31", "lost"), (ids[0], "2024-06-01", "2024-06-10", "won"),
        (own, "2026-01-01", "2026-01-02", "lost"),
    ]  # fmt: skip
    made = [
        OfferRow(account, str(at), date.fromisoformat(first), outcome, last and date.fromisoformat(last))
        for at, (account, first, last, outcome) in enumerate(rows)
    ]
    record_offers(made, actor=manager)
    return ids


def test_won_of_the_offers_decided_in_twelve_months(offered):
    found = hit_rate(viewer=VIEWER)
    assert (found.rate.value, found.rate.n, found.rate.clusters) == (0.6, 5, 3)
    assert (found.rate.period.first, found.rate.period.last) == ("2025-04-01", "2026-03-31")
    assert found.rate.low < 0.6 < found.rate.high


def test_the_change_is_against_the_twelve_months_before(offered):
    change = hit_rate(viewer=VIEWER).change
    assert (change.left.value, change.right.value, change.right.n) == (0.6, 0.5, 2)
    assert change.difference == pytest.approx(0.1)
    assert (change.right.period.first, change.right.period.last) == ("2024-04-01", "2025-03-31")


def test_each_segment_has_its_own(offered):
    found = {key: (one.value, one.n) for key, one in hit_rate(viewer=VIEWER).segments}
    assert found == {"designer": (pytest.approx(2 / 3), 3), "": (0.5, 2)}


def test_a_viewer_of_some_accounts_sees_their_offers(offered):
    scoped = Viewer(member=None, role="viewer", account_scope=frozenset(offered[2:3]))
    assert (hit_rate(viewer=scoped).rate.value, hit_rate(viewer=scoped).rate.n) == (0.5, 2)


def test_nothing_decided_is_no_rate(place):
    assert hit_rate(viewer=VIEWER) is None


def test_somebody_without_the_right_learns_nothing(place, monkeypatch):
    from polku.governance import gate

    monkeypatch.setattr(gate, "LEAST_ROLE", {**gate.LEAST_ROLE, "see_figures": "manager"})
    with pytest.raises(NotAllowed):
        hit_rate(viewer=VIEWER)
