"""The simulated company: one seed gives the same tables; tables keep their contract; every reference points."""

from __future__ import annotations

from datetime import UTC, date, datetime

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxlab.simulate import COLUMNS, Company, company
from tests.cxlab.simulated import drawn

REFERENCES = (
    ("accounts", "owner", "contacts", "contact"),
    ("accounts", "deputy", "contacts", "contact"),
    ("contacts", "account", "accounts", "account"),
    ("phases", "journey", "journeys", "journey"),
    ("touchpoints", "journey", "journeys", "journey"),
    ("touchpoints", "phase", "phases", "phase"),
    ("planned", "touchpoint", "touchpoints", "touchpoint"),
    ("questions", "survey", "surveys", "survey"),
    ("options", "question", "questions", "question"),
    ("waves", "survey", "surveys", "survey"),
    ("invitations", "contact", "contacts", "contact"),
    ("invitations", "case", "walks", "case"),
    ("responses", "survey", "surveys", "survey"),
    ("responses", "wave", "waves", "wave"),
    ("responses", "contact", "contacts", "contact"),
    ("responses", "touchpoint", "touchpoints", "touchpoint"),
    ("responses", "case", "walks", "case"),
    ("answers", "response", "responses", "response"),
    ("answers", "question", "questions", "question"),
    ("comments", "response", "responses", "response"),
    ("comments", "question", "questions", "question"),
    ("revenue", "account", "accounts", "account"),
    ("offers", "case", "walks", "case"),
    ("offers", "seller", "contacts", "contact"),
    ("walks", "journey", "journeys", "journey"),
    ("walks", "contact", "contacts", "contact"),
    ("events", "case", "walks", "case"),
    ("events", "touchpoint", "touchpoints", "touchpoint"),
)
KEYS = {
    "accounts": ["account"],
    "contacts": ["contact"],
    "responses": ["response"],
    "answers": ["response", "question"],
    "comments": ["response", "question"],
    "revenue": ["account", "month"],
    "events": ["event"],
    "walks": ["case"],
    "offers": ["offer"],
    "touchpoints": ["touchpoint"],
    "questions": ["survey", "key"],
}


def sound(made: Company) -> None:
    """Every reference points to a row, keys are unique, and the account of a row is that of its contact."""
    tables = made.tables()
    for name, column, target, key in REFERENCES:
        dangling = tables[name].drop_nulls(column).join(tables[target], left_on=column, right_on=key, how="anti")
        assert dangling.is_empty(), (name, column)
    for name, key in KEYS.items():
        assert not tables[name].select(key).is_duplicated().any(), name
    homes = made.contacts.select("contact", home="account")
    for name in ("responses", "invitations", "events", "walks", "offers"):
        joined = tables[name].drop_nulls("contact").join(homes, on="contact")
        assert (joined["account"] == joined["home"]).all(), name


@pytest.mark.parametrize("name", list(COLUMNS))
@pytest.mark.parametrize("null", [False, True])
def test_tables_keep_their_contract(name, null):
    assert dict(drawn(null=null).tables()[name].schema) == COLUMNS[name]


def test_the_same_seed_gives_the_same_tables():
    again = company(seed=1)
    assert again.digest() == drawn().digest()
    assert again.truth.scores.equals(drawn().truth.scores)
    assert company(seed=2).digest() != drawn().digest()


def test_every_reference_points_to_a_row():
    sound(drawn())


@settings(max_examples=15, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    accounts=st.integers(1, 25),
    end=st.dates(date(2000, 1, 1), date(2060, 12, 31)),
    months=st.integers(1, 30),
    null=st.booleans(),
)
def test_any_company_is_sound_and_ends_at_its_end(seed, accounts, end, months, null):
    made = company(seed=seed, accounts=accounts, end=end, months=months, null=null)
    sound(made)
    assert made.accounts.filter(~pl.col("is_own")).height == accounts
    last = datetime(end.year, end.month, end.day, 23, 0, tzinfo=UTC).timestamp()
    first_year = end.year - (months - end.month + 12) // 12
    for name, column in (
        ("events", "ts_s"),
        ("responses", "answered_at"),
        ("invitations", "sent_s"),
        ("offers", "sent_s"),
    ):
        times = made.tables()[name].drop_nulls(column)[column]
        assert times.is_empty() or times.max() <= last, name
        assert times.is_empty() or times.min() >= datetime(first_year, 1, 1, tzinfo=UTC).timestamp() - 7 * 86_400, name
    assert made.revenue.is_empty() or made.revenue["month"].max() <= end.isoformat()[:7]
    assert made.waves["opened"].max() <= end


def test_our_own_organisation_is_account_0_with_eight_people():
    made = drawn()
    assert made.accounts.filter("is_own")["account"].to_list() == [0]
    assert made.contacts.filter(account=0).height == 8
    assert made.accounts.filter(~pl.col("is_own"))["owner"].is_in(range(8)).all()
    assert (made.accounts.drop_nulls("owner")["owner"] != made.accounts.drop_nulls("owner")["deputy"]).all()
    assert made.events.filter(account=0).is_empty()
    assert made.revenue.filter(account=0).is_empty()


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        ({"accounts": 0}, "accounts"),
        ({"accounts": 20_001}, "accounts"),
        ({"months": 0}, "months"),
        ({"seed": -1}, "seed"),
    ],
)
def test_arguments_out_of_range_are_named(wrong, word):
    with pytest.raises(ValueError, match=word):
        company(**wrong)


def test_end_moves_everything():
    early, late = company(accounts=30, end=date(2020, 6, 30)), company(accounts=30, end=date(2025, 6, 30))
    assert early.events["ts_s"].max() < datetime(2020, 7, 1, tzinfo=UTC).timestamp()
    assert late.events["ts_s"].min() > early.events["ts_s"].max()
    assert early.events["ts_s"].max() > datetime(2020, 5, 1, tzinfo=UTC).timestamp()
