"""The page of what really happened, the walks behind a deviation, one walk, and the files."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, datetime, timedelta

import pytest

from polku.governance.gate import Viewer
from polku.journeys import models, services
from polku.people import models as persons
from polku.people import services as people
from polku.snapshot import build
from polku.surveys.services import Respondent
from tests.polku.answering import answer  # noqa: F401 - a fixture
from tests.polku.surveys.making import content_of, published

pytestmark = pytest.mark.django_db
NOBODY = Viewer(member=None, role="admin")
START = datetime(2026, 3, 2, 8, tzinfo=UTC)


@pytest.fixture
def journey(settings, tmp_path):
    settings.SNAPSHOT = tmp_path / "snapshot"
    people.save_segment("designer", {"en": "Designer", "fi": "Suunnittelija"}, actor=NOBODY)
    pk = services.create_journey(
        services.JourneyDetails({"en": "Project", "fi": "Hanke"}), actor=NOBODY, starters=False
    )
    phase = services.add_phase(pk, services.PhaseDetails({"en": "P"}), actor=NOBODY)
    for slug, fi in (("call", "Soitto"), ("visit", "Käynti"), ("sign", "Sopimus")):
        details = services.TouchpointDetails({"en": slug.title(), "fi": fi}, slug=slug)
        services.add_touchpoint(phase, details, actor=NOBODY)
    return models.Journey.objects.get(pk=pk)


def walked(told, case, account=None, contact=None, start=START):
    rows = [
        services.EventRow(case, start + timedelta(days=n), account, contact, touchpoint=one)
        for n, one in enumerate(told.split())
    ]
    services.record_events(rows, actor=NOBODY)


@pytest.fixture
def happened(journey):
    """Twelve walks, nine as planned; one account, of a designer, has its own."""
    pk = people.create_account(people.AccountDetails(name="Puro Oy", segment="designer"), actor=NOBODY)
    person = people.add_contact(pk, people.ContactDetails(name="Meri Kataja"), actor=NOBODY)
    for n in range(9):
        walked("call visit sign", f"w{n}")
    walked("call sign", "own/1", pk, person, START + timedelta(days=40))
    walked("call sign", "w10")
    walked("call visit visit sign", "w11")
    build.refresh()
    return journey


def test_the_page_says_first_how_many_went_as_planned(browse, happened):
    shown = browse("viewer").get(f"/journeys/{happened.key}/happened/").content.decode()
    assert "75% (" in shown
    assert "of 12 walks went exactly as planned." in shown
    assert "Most often the plan was left at Visit: missing in 17%" in shown
    picture = shown.index("<svg xmlns")
    assert shown.index("went exactly as planned") < picture < shown.index("Where the plan was left")
    # A viewer sees figures, and no way to a customer's walk.
    assert "/walks/" not in shown
    assert "export" not in shown


def test_it_speaks_finnish(browse, happened):
    shown = browse("viewer", "fi").get(f"/journeys/{happened.key}/happened/").content.decode()
    assert "12 toteutuneesta polusta 75" in shown
    assert "Käynti" in shown


def test_segment_months_and_order_come_from_the_address(browse, happened):
    client, address = browse("viewer"), f"/journeys/{happened.key}/happened/"
    few = client.get(address + "?segment=designer").content.decode()
    assert "Only 1 walk is known: too few" in few
    assert "Only 1 walk is known" in client.get(address + "?first=2026-04").content.decode()
    assert "of 11 walks" in client.get(address + "?last=2026-03").content.decode()
    turned = client.get(address + "?first=2026-04&last=2026-03").content.decode()
    assert "of 12 walks" in turned
    assert "No walks with these choices" in client.get(address + "?first=2030-01").content.decode()
    for nonsense in ("?segment=nobody", "?first=soon&sort=size", "?last=2026-99"):
        assert "of 12 walks" in client.get(address + nonsense).content.decode()
    for sort in ("cases", "touchpoint", "difference", "revenue"):
        assert client.get(f"{address}?sort={sort}").status_code == 200


def test_a_deviation_leads_to_its_walks_and_a_walk_to_its_account(browse, happened, answer):  # noqa: F811 - a fixture
    survey = published(content_of("ces7", "long_text"))
    secret = published(content_of("ces7", "long_text"), promise="confidential")
    account, contact = persons.Account.objects.get(name="Puro Oy").pk, persons.Contact.objects.get().pk
    who = Respondent(account=account, contact=contact)
    answer(survey, "2026-04", respondent=who, ces7="2", long_text="Nobody came to look")
    answer(secret, "2026-04", respondent=who, ces7="1", long_text="Told in confidence")
    client = browse("contributor")
    shown = client.get(f"/journeys/{happened.key}/happened/").content.decode()
    assert "happened/walks/?kind=missing&amp;touchpoint=visit" in shown
    listed = client.get(f"/journeys/{happened.key}/happened/walks/?kind=missing&touchpoint=visit").content.decode()
    assert "Visit: missing" in listed
    assert "2 walks" in listed
    assert f"/journeys/{happened.key}/walks/own/1/" in listed
    one = client.get(f"/journeys/{happened.key}/walks/own/1/").content.decode()
    for told in (
        "Puro Oy",
        "Meri Kataja",
        "This walk left the plan in one way.",
        "Nobody came to look",
        "Call: as planned",
    ):
        assert told in one, told
    assert "Told in confidence" not in one
    assert f"/people/{persons.Account.objects.get(name='Puro Oy').key}/" in one


def test_what_is_not_there_is_not_found(browse, happened):
    client = browse("admin")
    for address in (
        "happened/walks/", "happened/walks/?kind=late&touchpoint=visit", "walks/nowhere/", "happened/export/pdf/",
    ):  # fmt: skip
        assert client.get(f"/journeys/{happened.key}/{address}").status_code == 404


def test_the_files_hold_what_the_page_shows(browse, happened):
    client = browse("manager")
    table = client.get(f"/journeys/{happened.key}/happened/export/csv/")
    assert table["Content-Disposition"].endswith('.csv"')
    rows = list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig"))))
    assert [(row["deviation"], row["name"], row["walks"]) for row in rows] == [
        ("missing", "Visit", "2"), ("repeated", "Visit", "1")
    ]  # fmt: skip
    picture = client.get(f"/journeys/{happened.key}/happened/export/svg/").content.decode()
    assert picture.startswith("<svg")
    # Outside a page there are no variables.
    assert "var(" not in picture
    few = client.get(f"/journeys/{happened.key}/happened/export/csv/?segment=designer").content.decode()
    assert few.count("\r\n") == 2


def test_before_the_first_event_the_page_teaches(browse, journey):
    build.refresh()
    shown = browse("manager").get(f"/journeys/{journey.key}/happened/").content.decode()
    assert "No events on this journey yet" in shown
    assert 'href="/imports/"' in shown
    assert (
        'href="/imports/"'
        not in browse("viewer").get(f"/journeys/{journey.key}/happened/").content.decode().split("<main")[1]
    )


def test_events_without_a_meaning_lead_to_where_they_get_one(browse, journey):
    services.record_events([services.EventRow("1", START, name="Ring")], actor=NOBODY, source="crm")
    build.refresh()
    shown = browse("manager").get(f"/journeys/{journey.key}/happened/").content.decode()
    assert "one name among them stands for no touchpoint" in shown
    assert 'href="/journeys/events/"' in shown


def test_left_out_events_are_told_of(browse, happened):
    services.record_events([services.EventRow("w1", START, name="Odd")], actor=NOBODY, source="crm")
    build.refresh()
    shown = browse("manager").get(f"/journeys/{happened.key}/happened/").content.decode()
    assert "1 event of these walks is left out" in shown
    assert "Say what these events mean" in shown


def test_touchpoints_called_the_same_are_told_apart(browse, happened):
    phase = models.Phase.objects.get(journey=happened)
    services.add_touchpoint(phase.pk, services.TouchpointDetails({"en": "Visit"}, slug="visit-two"), actor=NOBODY)
    build.refresh()
    shown = browse("viewer").get(f"/journeys/{happened.key}/happened/").content.decode()
    assert "Visit (visit-two)" in shown
    assert "Visit (visit)" in shown


def test_findings_stand_before_a_list_that_begins_with_what_weighs_most(browse, happened, monkeypatch):
    from polku.web.workspace.journeys import happened as laying_out

    monkeypatch.setattr(laying_out, "FIRST_ROWS", 1)
    client, address = browse("viewer"), f"/journeys/{happened.key}/happened/"
    page = client.get(address).content.decode()
    places = [page.index(part) for part in ('class="sentence"', 'id="picture-name"', 'id="deviations"')]
    assert places == sorted(places)
    assert page.count('class="way way-') == 1
    assert page.count('class="compared"') == 2, "one for a wide screen and one for a narrow one"
    more = re.search(r'href="([^"]*all=1)#deviations">Show all (\d+)<', page)
    assert more is not None
    whole = client.get(more[1].replace("&amp;", "&")).content.decode()
    assert whole.count('class="way way-') == int(more[2])
    assert "Show all" not in whole
