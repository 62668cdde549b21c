"""A person is taken out of the offers made to them; the offers stay."""

from __future__ import annotations

from datetime import date

import pytest

from polku.finance import privacy
from polku.finance.models import Offer
from polku.finance.queries import offer_counts, offers_of
from polku.finance.services import OfferRow, record_offers
from polku.governance.gate import NotAllowed
from polku.governance.rules import Refused
from polku.people.models import Account, Contact

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer(manager):
    account = Account.objects.create(name="Puro", name_folded="puro")
    contact = Contact.objects.create(account=account, name="Meri")
    row = OfferRow(account.pk, "T1", date(2026, 1, 5), "won", date(2026, 2, 1), contact=contact.pk)
    record_offers([row, OfferRow(account.pk, "T2", date(2026, 1, 5))], actor=manager)
    return account, contact


def test_a_person_is_told_of_their_offers_and_taken_out_of_them(offer, admin):
    account, contact = offer
    assert privacy.export_person(contact.pk, actor=admin) == {"offers": [{"made": "2026-01-05", "outcome": "won"}]}
    privacy.erase_person(contact.pk, actor=admin)
    assert not Offer.objects.filter(contact=contact.pk).exists()
    assert [one.outcome for one in offers_of(account.key, viewer=admin)] == ["open", "won"]


def test_only_who_may_erase_does(offer, manager):
    for act in (privacy.export_person, privacy.erase_person):
        with pytest.raises(NotAllowed):
            act(offer[1].pk, actor=manager)


def test_offers_are_counted_by_what_became_of_them(offer, reader):
    (counts,) = offer_counts(date(2026, 1, 1), date(2026, 1, 31), viewer=reader)
    assert (counts.segment, counts.won, counts.lost, counts.open) == ("", 1, 0, 1)
    assert offer_counts(date(2026, 2, 1), date(2026, 2, 28), viewer=reader) == ()


def test_an_offer_sent_again_takes_what_is_said_now(offer, manager, reader):
    account, _ = offer
    record_offers([OfferRow(account.pk, "T2", date(2026, 1, 5), "lost", date(2026, 3, 1))], actor=manager)
    (counts,) = offer_counts(date(2026, 1, 1), date(2026, 1, 31), viewer=reader)
    assert (counts.won, counts.lost, counts.open) == (1, 1, 0)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"outcome": "maybe"}, "outcome"),
        ({"outcome": "won", "decided": date(2025, 1, 1)}, "decided"),
        ({"outcome": "open", "decided": date(2027, 1, 1)}, "decided"),
        ({"currency": "euro"}, "currency"),
    ],
)
def test_an_offer_that_cannot_be_is_refused_by_its_line(offer, manager, more, field):
    with pytest.raises(Refused, match="Line 1") as refused:
        record_offers([OfferRow(offer[0].pk, "T9", date(2026, 1, 5), **more)], actor=manager)
    assert refused.value.field == field
