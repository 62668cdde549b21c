from dataclasses import replace
from decimal import Decimal

import pytest

from polku.finance import queries, services
from polku.finance.services import RevenueRow
from polku.people import models as people
from polku.people import services as keeping


@pytest.fixture
def sold(accounts, manager):
    one, two, own = accounts
    lines = [
        (one, "2025-12", 10, "EUR"),
        (one, "2026-01", 20, "EUR"),
        (one, "2026-02", 5, "SEK"),
        (two, "2026-01", 100, "EUR"),
        (own, "2026-01", 1000, "EUR"),
    ]
    services.record_revenue(
        [RevenueRow(account, month, Decimal(amount), currency) for account, month, amount, currency in lines],
        actor=manager,
    )
    return accounts


def amounts(rows):
    return [(row.period, row.amount, row.currency) for row in rows]


def test_an_account_by_year_with_each_currency_apart(sold, reader):
    key = people.Account.objects.get(pk=sold[0]).key
    assert amounts(queries.of_account(key, viewer=reader)) == [
        ("2025", Decimal(10), "EUR"),
        ("2026", Decimal(20), "EUR"),
        ("2026", Decimal(5), "SEK"),
    ]


def test_totals_leave_our_own_organisation_out(sold, reader):
    assert amounts(queries.by_year(viewer=reader)) == [
        ("2025", Decimal(10), "EUR"),
        ("2026", Decimal(120), "EUR"),
        ("2026", Decimal(5), "SEK"),
    ]
    assert amounts(queries.by_month("2026-01", "2026-01", viewer=reader)) == [("2026-01", Decimal(120), "EUR")]


def test_accounts_come_largest_first(sold, reader):
    shares = queries.by_account("2025-12", "2026-12", viewer=reader)
    assert [(share.account, share.amount, share.currency) for share in shares] == [
        (sold[1], Decimal(100), "EUR"),
        (sold[0], Decimal(30), "EUR"),
        (sold[0], Decimal(5), "SEK"),
    ]


def test_a_scope_hides_the_rest(sold, reader):
    scoped = replace(reader, account_scope=frozenset({sold[0]}))
    assert amounts(queries.by_month("2026-01", "2026-01", viewer=scoped)) == [("2026-01", Decimal(20), "EUR")]
    assert queries.of_account(people.Account.objects.get(pk=sold[1]).key, viewer=scoped) == ()


def test_an_account_taken_away_takes_its_revenue_out_of_the_totals(sold, manager):
    keeping.delete_account(sold[1], actor=manager)
    assert amounts(queries.by_month("2026-01", "2026-01", viewer=manager)) == [("2026-01", Decimal(20), "EUR")]


def test_nothing_sold_is_nothing_told(accounts, reader):
    assert queries.by_year(viewer=reader) == ()
