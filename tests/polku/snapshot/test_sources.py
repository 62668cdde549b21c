"""What the snapshot knows is what the store knows, in codes; no name and no address is in any file."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import polars as pl
import pytest

from polku.finance.services import RevenueRow, record_revenue
from polku.journeys import services as journeys
from polku.people import services as people
from polku.snapshot import build, read
from polku.snapshot.columns import MISSING, TABLES
from polku.surveys.services import Respondent
from tests.polku.surveys.making import content_of, published

pytestmark = pytest.mark.django_db
NAMES = ("Meri", "Kataja", "Puro", "meri.kataja", "example.org", "040 1234567", "Merellä", "Tukiasema", "Oma Oy")


@pytest.fixture
def firm(manager, admin):
    """An account with one contact, a journey with one touchpoint, revenue and an event."""
    people.save_segment("designer", {"en": "Designer"}, actor=manager)
    details = people.AccountDetails(
        name="Puro Oy", segment="designer", language="fi", country="FI", found_us="fair", account_group="North chain"
    )
    account = people.create_account(details, actor=manager)
    contact = people.add_contact(
        account,
        people.ContactDetails(
            name="Meri Kataja", mail="meri.kataja@example.org", phone="040 1234567", unit="Design",
            decision_role="buyer", buyer_kind="new", language="fi", country="FI",
        ),
        actor=manager,
    )  # fmt: skip
    journey = journeys.create_journey(
        journeys.JourneyDetails({"en": "Merellä"}, segment="designer"), actor=manager, starters=False
    )
    phase = journeys.add_phase(journey, journeys.PhaseDetails({"en": "Before"}, stage="before"), actor=manager)
    point = journeys.add_touchpoint(
        phase,
        journeys.TouchpointDetails(
            {"en": "Tukiasema"},
            slug="delivery",
            owner="partner",
            partner="Oma Oy",
            target_metric="ces7",
            target_value=6,
        ),
        actor=manager,
    )
    journeys.set_plan(journey, "optional delivery by partner", actor=manager)
    row = journeys.EventRow("walk", datetime(2026, 1, 31, 23, tzinfo=UTC), account, contact, "delivery", actor="us")
    journeys.record_events([row], actor=manager)
    journeys.map_events([journeys.Meant("crm", "Delivered", "delivery")], actor=manager)
    record_revenue([RevenueRow(account, "2026-01", Decimal("12.50"))], actor=manager)
    return {"account": account, "contact": contact, "touchpoint": point}


def named(snapshot, table, *columns):
    """The rows of a table with its codes as keys."""
    frame = snapshot.table(table)
    dimension = {"target": None, "amount": None, "value": None}
    return [
        tuple(
            row[column] if column in dimension or row[column] is None else
            (snapshot.keys(column)[row[column]] if row[column] >= 0 else "")
            for column in columns
        )
        for row in frame.iter_rows(named=True)
    ]  # fmt: skip


def test_every_table_has_the_columns_it_documents(refreshed, firm, answer):
    answer(published(content_of("nps", "long_text")), nps="9", long_text="Kiitos")
    snapshot = refreshed()
    for name, table in TABLES.items():
        frame = snapshot.table(name)
        assert frame.height == (0 if name == "comments" and not frame.height else frame.height)
        assert dict(frame.schema) == dict(table.columns)
        assert frame.height > 0, name


def test_classes_of_customers_and_their_people(refreshed, firm):
    snapshot = refreshed()
    assert named(snapshot, "accounts", "segment", "account_group", "language", "country", "found_us") == [
        ("designer", "North chain", "fi", "FI", "fair")
    ]
    assert named(snapshot, "contacts", "unit", "decision_role", "buyer_kind") == [("Design", "buyer", "new")]
    contact, account = snapshot.table("contacts").row(0)[:2]
    assert account == snapshot.table("accounts")["account"][0]
    assert contact >= 0


def test_journeys_with_their_targets_plans_and_events(refreshed, firm):
    snapshot = refreshed()
    assert named(snapshot, "touchpoints", "touchpoint", "stage", "owner", "definition", "target") == [
        ("delivery", "before", "partner", "ces7", 6.0)
    ]
    assert snapshot.table("planned")["plan"].to_list() == ["optional delivery by partner\n"]
    assert named(snapshot, "meanings", "source", "touchpoint") == [("crm", "delivery")]
    assert named(snapshot, "events", "touchpoint", "actor") == [("delivery", "us")]
    # The last hour of January in Greenwich is February in Helsinki.
    assert snapshot.table("events")["month"].to_list() == [202602]
    assert named(snapshot, "revenue", "currency", "amount") == [("EUR", 12.5)]


def test_an_answer_carries_the_classes_of_its_time(refreshed, firm, answer, manager):
    version = published(content_of("ces7", "nps", ces7={"touchpoint": "delivery"}))
    who = Respondent(
        account=firm["account"], contact=firm["contact"], segment="contractor", decision_role="user", unit="Roof"
    )
    answer(version, "2026-03", respondent=who, language="fi", wave="w1", ces7="6", nps="9")
    snapshot = refreshed()
    columns = (
        "definition",
        "touchpoint",
        "segment",
        "decision_role",
        "buyer_kind",
        "unit",
        "language",
        "wave",
        "value",
    )
    assert sorted(named(snapshot, "answers", *columns)) == [
        ("ces7", "delivery", "contractor", "user", "", "Roof", "fi", "w1", 6.0),
        ("nps", "", "contractor", "user", "", "Roof", "fi", "w1", 9.0),
    ]
    frame = snapshot.table("answers")
    assert set(frame["month"]) == {202603}
    assert set(frame["ts_s"]) == {int(datetime(2026, 3, 15, 12, tzinfo=UTC).timestamp())}
    assert set(frame["account"]) == set(snapshot.table("accounts")["account"])


def test_the_touchpoint_a_response_came_by_stands_where_the_question_has_none(refreshed, firm, answer):
    answer(published(content_of("nps")), touchpoint=firm["touchpoint"], nps="9")
    assert named(refreshed(), "answers", "touchpoint") == [("delivery",)]


def test_employees_belong_to_no_account_in_the_snapshot(refreshed, firm, answer):
    version = published(content_of("scale5"), promise="confidential", audience="employee")
    answer(version, respondent=Respondent(account=firm["account"], contact=firm["contact"]), scale5="4")
    frame = refreshed().table("answers")
    assert frame["account"].to_list() == [MISSING]
    assert frame["audience"].to_list() == [1]


@pytest.mark.parametrize("audience", ["customer", "partner"])
def test_our_own_people_are_employees_whatever_the_survey_says(refreshed, firm, answer, admin, audience):
    ours = people.name_own_account("Oma Oy", actor=admin)
    employee = people.add_contact(ours, people.ContactDetails(name="Meri Kataja"), actor=admin)
    version = published(content_of("nps", "long_text", long_text={"why_of": "nps"}), audience=audience)
    answer(version, nps="0", long_text="!", respondent=Respondent(account=ours, contact=employee))
    answer(version, nps="9", long_text="??", respondent=Respondent(account=firm["account"], contact=firm["contact"]))
    answer(version, nps="10", long_text="???")
    snapshot = refreshed()
    asked_of = ("customer", "employee", "partner").index(audience)
    for table, values in (("answers", (0, 9, 10)), ("comments", (1, 2, 3))):
        found = snapshot.table(table).sort("value")
        assert found["audience"].to_list() == [1, asked_of, asked_of]
        assert tuple(found["value"]) == values
        assert found["account"][0] == MISSING


def test_a_feeling_is_whether_a_target_feeling_was_chosen_and_choices_measure_nothing(refreshed, answer):
    version = published(content_of("feeling", "single"))
    answer(version, feeling=["confident"], single="option1")
    answer(version, feeling=["unsure"])
    assert sorted(named(refreshed(), "answers", "definition", "value")) == [
        ("target_feeling", 0),
        ("target_feeling", 1),
    ]


def test_a_comment_is_known_by_its_length_and_what_it_explains(refreshed, answer):
    content = content_of("nps", "long_text", long_text={"why_of": "nps"})
    answer(published(content), nps="2", long_text="Meri Kataja ei vastannut")
    assert named(refreshed(), "comments", "definition", "value") == [("nps", 24)]


def test_no_name_and_no_address_is_in_any_file(refreshed, firm, answer, place):
    version = published(content_of("nps", "long_text"))
    who = Respondent(account=firm["account"], contact=firm["contact"], segment="designer")
    answer(version, respondent=who, nps="9", long_text="Terveisin Meri Kataja, meri.kataja@example.org")
    refreshed()
    written = [path.read_bytes() for path in place.iterdir()]
    # Compressed within: what a reader gets out of each file counts too.
    written += [str(pl.read_parquet(path).to_dicts()).encode() for path in place.glob("*.parquet")]
    assert any(str(version.survey).encode() in content for content in written)
    for name in NAMES:
        assert not any(name.encode() in content for content in written), name


def test_an_erased_person_is_gone_from_every_file_at_once(refreshed, firm, answer, place, admin):
    from polku.people.privacy import erase_person
    from polku.surveys import privacy as answers

    version = published(content_of("nps", "long_text"))
    who = Respondent(account=firm["account"], contact=firm["contact"], segment="designer", unit="Roof")
    answer(version, respondent=who, nps="9", long_text="Kiitos")
    before = refreshed()
    key = before.keys("contact")[0]
    answers.erase_person(firm["contact"], actor=admin)
    erase_person(firm["contact"], actor=admin)
    build.refresh()
    after = read.open_snapshot()
    assert key not in after.keys("contact")
    assert after.table("contacts").height == 0
    assert after.table("answers")["contact"].to_list() == [MISSING]
    assert after.table("comments").height == 0
    names = {path.name for path in place.iterdir() if path.suffix == ".parquet"}
    assert names == after.manifest.listed()
