"""The simulated company: the same seed gives the same tables, and every table keeps its contract."""

from __future__ import annotations

import pytest

from cxlab.simulate import COLUMNS, company


@pytest.fixture(scope="module")
def demo():
    return company(seed=1)


@pytest.mark.parametrize("name", list(COLUMNS))
def test_tables_keep_their_contract(demo, name):
    assert dict(demo.tables()[name].schema) == COLUMNS[name]


def test_the_same_seed_gives_the_same_tables(demo):
    assert company(seed=1).digest() == demo.digest()
    assert company(seed=2).digest() != demo.digest()


def test_one_account_is_a_company():
    assert company(accounts=1).accounts.height == 2
