"""Months are read as people write them, and only those that can have been."""

from __future__ import annotations

import pytest

from polku.flows.import_file.moments import read_month


@pytest.mark.parametrize(
    "text", ["0000-05", "May 0000", "9999-12", "2917-05", "5/2917", "291705", "toukokuu 1899", "2200-01", "1.5.2917"]
)
def test_a_month_out_of_bounds_is_none(text):
    assert read_month(text) is None


def test_the_first_and_the_last_month_are_read():
    assert [read_month(text) for text in ("1900-01", "12/2199", "joulukuu 2199")] == ["1900-01", "2199-12", "2199-12"]
