from decimal import Decimal

import pytest

from polku.finance import rules


@pytest.mark.parametrize(
    ("month", "amount", "currency", "fault"),
    [
        ("2026-03", "10.50", "EUR", ""),
        ("2026-03", "-10", "EUR", ""),
        ("2026-3", "10", "EUR", "month"),
        ("2026-03", "NaN", "EUR", "amount"),
        ("2026-03", "Infinity", "EUR", "amount"),
        ("2026-03", "1e13", "EUR", "amount"),
        ("2026-03", "10", "euro", "currency"),
    ],
)
def test_what_a_line_has_to_be(month, amount, currency, fault):
    assert rules.fault(month, Decimal(amount), currency) == fault


def test_years_come_once_and_in_order():
    assert rules.years(["2026-01", "2024-12", "2026-02"]) == [2024, 2026]
