"""An improvement is late when its day has passed; open ones stand first, by their day."""

from __future__ import annotations

from datetime import date

import pytest

from polku.action.rules import is_late, place

DAY = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("state", "due", "late"),
    [
        ("open", DAY, False),
        ("open", date(2026, 3, 9), True),
        ("done", date(2026, 3, 9), False),
        ("dropped", date(2026, 3, 9), False),
        ("open", None, False),
    ],
)
def test_late(state, due, late):
    assert is_late(state, due, DAY) is late


def test_the_order_of_the_list():
    rows = [("done", date(2026, 1, 1)), ("open", None), ("dropped", None), ("open", DAY), ("open", date(2026, 2, 1))]
    assert sorted(rows, key=lambda row: place(*row)) == [rows[4], rows[3], rows[1], rows[0], rows[2]]
