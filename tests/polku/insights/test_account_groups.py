"""Scores by group of accounts: as the accounts stand now; promised answers come without their account."""

from __future__ import annotations

import pytest

from polku.governance.gate import Viewer
from polku.insights.asking.questions import TOGETHER_KEY
from polku.insights.scores import UNDIVIDED_KEY, Question, available, scores
from polku.people import services as people
from polku.surveys.services import Respondent
from tests.polku.insights.test_scores import n_of, promised, told
from tests.polku.surveys.making import content_of, published

pytestmark = pytest.mark.django_db
VIEWER = Viewer(member=None, role="viewer")


def ask(by=("account_group",), **more):
    return scores(Question("nps", by=by, **more), viewer=VIEWER)


@pytest.fixture
def accounts(manager):
    """One alone, two of a group, one of another."""
    groups = {"A": "", "B": " Kaamos  Group", "C": "Kaamos Group", "D": "Sisu"}
    return {
        name: people.create_account(people.AccountDetails(name=name, account_group=group), actor=manager)
        for name, group in groups.items()
    }


@pytest.fixture
def answered(accounts, answer):
    version = published(content_of("nps"))
    for name, values in {"A": (1, 2), "B": (9,), "C": (10, 10), "D": (0,)}.items():
        for value in values:
            answer(version, nps=str(value), respondent=Respondent(account=accounts[name]))
    answer(version, nps="5")
    return version


def test_a_score_is_broken_down_and_filtered_by_group(answered, refreshed):
    refreshed()
    found = ask()
    assert told(found) == {"": 3, "Kaamos Group": 3, "Sisu": 1}
    assert {row.keys[0][1]: row.score.value for row in found.rows} == {
        "": -100.0,
        "Kaamos Group": 100.0,
        "Sisu": -100.0,
    }
    assert n_of(ask(by=(), filters={"account_group": ("Kaamos Group",)})) == 3
    assert told(ask(by=("segment", "account_group"))) == {"": 3, "Kaamos Group": 3, "Sisu": 1}
    assert available(viewer=VIEWER).dimensions["account_group"] == ("Kaamos Group", "Sisu")


def test_an_account_that_joins_a_group_takes_its_answers_with_it(answered, accounts, refreshed, manager):
    refreshed()
    assert n_of(ask(by=(), filters={"account_group": ("Sisu",)})) == 1
    people.update_account(accounts["A"], people.AccountDetails(name="A", account_group="Sisu"), actor=manager)
    refreshed()
    assert told(ask()) == {"": 1, "Kaamos Group": 3, "Sisu": 3}


def test_promised_answers_are_of_no_group(answered, accounts, answer, refreshed):
    promised(answer, {"a": 9, "b": 7}, promise="confidential", account=accounts["D"])
    refreshed()
    found = ask()
    assert told(found) == {"": 3, "Kaamos Group": 3, "Sisu": 1, UNDIVIDED_KEY: 16}
    assert n_of(ask(by=(), filters={"account_group": ("Sisu",)})) == 1
    assert n_of(found) == 23


def test_promised_answers_of_a_declared_class_stay_told_beside_the_groups(answered, accounts, answer, refreshed):
    promised(answer, {"a": 9, "b": 6, "c": 2}, declared=("unit",), promise="confidential", account=accounts["D"])
    promised(answer, {"a": 9, "b": 7}, declared=("segment",), promise="confidential", account=accounts["D"])
    refreshed()
    groups = {"": 3, "Kaamos Group": 3, "Sisu": 1}
    assert told(ask(by=("unit", "account_group"))) == groups | {UNDIVIDED_KEY: 9 + 16, TOGETHER_KEY: 8}
    assert told(ask(by=("segment", "account_group"))) == groups | {UNDIVIDED_KEY: 16 + 17}
