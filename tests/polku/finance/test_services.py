from decimal import Decimal

import pytest

from polku.finance import models, queries, services
from polku.finance.services import RevenueRow
from polku.governance import models as governance
from polku.governance import services as governing
from polku.governance.gate import NotAllowed
from polku.governance.rules import Refused


def total(viewer):
    return {(row.period, row.currency): row.amount for row in queries.by_year(viewer=viewer)}


def test_the_same_lines_again_change_nothing_and_another_amount_corrects(accounts, manager):
    rows = [RevenueRow(accounts[0], f"2026-{month:02}", Decimal(100)) for month in range(1, 13)]
    for _again in range(2):
        assert services.record_revenue(rows, actor=manager) == 12
        assert total(manager) == {("2026", "EUR"): Decimal(1200)}
    services.record_revenue([RevenueRow(accounts[0], "2026-01", Decimal("50.25"))], actor=manager)
    assert total(manager) == {("2026", "EUR"): Decimal("1150.25")}
    assert models.Revenue.objects.count() == 12


def test_lines_of_one_month_are_added_together(accounts, manager):
    rows = [RevenueRow(accounts[0], "2026-01", Decimal(amount)) for amount in (10, 20, -5)]
    assert services.record_revenue(rows, actor=manager) == 1
    assert total(manager) == {("2026", "EUR"): Decimal(25)}


def test_thousands_of_lines_in_a_few_statements(accounts, manager, django_assert_max_num_queries):
    rows = [
        RevenueRow(accounts[number % 2], f"{2000 + number // 24}-{number // 2 % 12 + 1:02}", Decimal(1))
        for number in range(1200)
    ]
    with django_assert_max_num_queries(30):
        assert services.record_revenue(rows, actor=manager) == 1200
    with django_assert_max_num_queries(30):
        services.record_revenue(rows, actor=manager)
    assert models.Revenue.objects.count() == 1200


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"month": "2026-13"}, "month"),
        ({"amount": Decimal("NaN")}, "amount"),
        ({"currency": "euro"}, "currency"),
        ({"account": 0}, "account"),
        ({"currency": "SEK"}, "currency"),
    ],
)
def test_a_faulty_line_is_named_and_nothing_is_kept(accounts, manager, row, field):
    good = {"account": accounts[0], "month": "2026-01", "amount": Decimal(1)}
    with pytest.raises(Refused, match="Line 2") as refused:
        services.record_revenue([RevenueRow(**good), RevenueRow(**good | row)], actor=manager)
    assert refused.value.field == field
    assert not models.Revenue.objects.exists()


def test_a_later_file_corrects_and_undoing_it_brings_the_earlier_figure_back(accounts, manager):
    services.record_revenue([RevenueRow(accounts[0], "2026-01", Decimal(100))], actor=manager)
    governance.Dirty.objects.all().delete()
    imported, _known = governing.begin_import("revenue.csv", "a" * 64, {}, actor=manager)
    services.record_revenue([RevenueRow(accounts[0], "2026-01", Decimal(70))], imported=imported, actor=manager)
    assert total(manager) == {("2026", "EUR"): Decimal(100)}
    assert not governance.Dirty.objects.exists()
    governing.land_import(imported, rows=1, rejected=0, actor=manager)
    assert total(manager) == {("2026", "EUR"): Decimal(70)}
    governing.undo_import(imported, actor=manager)
    assert total(manager) == {("2026", "EUR"): Decimal(100)}


def test_the_gate_the_audit_and_the_snapshot(accounts, manager, contributor):
    rows = [RevenueRow(accounts[0], "2026-01", Decimal("123.45")), RevenueRow(accounts[1], "2026-02", Decimal(2))]
    with pytest.raises(NotAllowed):
        services.record_revenue(rows, actor=contributor)
    governance.Dirty.objects.all().delete()
    services.record_revenue(rows, actor=manager)
    assert set(governance.Dirty.objects.values_list("table", "month")) == {
        ("revenue", "2026-01"),
        ("revenue", "2026-02"),
    }
    entry = governance.AuditEntry.objects.order_by("-pk").values().first()
    assert (entry["verb"], entry["subject_kind"], entry["fields"]) == ("record", "revenue", ["amount"])
    assert "123" not in repr(entry)
