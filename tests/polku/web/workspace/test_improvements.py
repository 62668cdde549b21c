"""Improvements on their pages: started from a deviation, changed, ended, taken away; and seen beside the deviation."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from polku.action.models import Improvement
from polku.governance.gate import Viewer
from polku.journeys import models, services
from polku.snapshot import build

pytestmark = pytest.mark.django_db
NOBODY = Viewer(member=None, role="admin")


@pytest.fixture
def journey(settings, tmp_path):
    settings.SNAPSHOT = tmp_path / "snapshot"
    pk = services.create_journey(services.JourneyDetails({"en": "Sale"}), actor=NOBODY, starters=False)
    phase = services.add_phase(pk, services.PhaseDetails({"en": "P"}), actor=NOBODY)
    services.add_touchpoint(phase, services.TouchpointDetails({"en": "Call"}, slug="call"), actor=NOBODY)
    visit = services.TouchpointDetails({"en": "Visit"}, slug="visit", owner="partner", partner="Asennus Oy")
    services.add_touchpoint(phase, visit, actor=NOBODY)
    return models.Journey.objects.get(pk=pk)


def walked(count: int, *slugs: str, start=datetime(2026, 3, 2, 8, tzinfo=UTC)):
    for _ in range(count):
        case = f"case-{models.Event.objects.count()}"
        rows = [services.EventRow(case, start + timedelta(hours=n), touchpoint=one) for n, one in enumerate(slugs)]
        services.record_events(rows, actor=NOBODY)


def test_from_a_deviation_to_an_improvement_that_is_done(browse, journey):
    walked(12, "call", "visit")
    walked(3, "call")
    build.refresh()
    client, page = browse("manager"), f"/journeys/{journey.key}/happened/"
    shown = client.get(page).content.decode()
    start = f"/improvements/new/?journey={journey.key}&amp;kind=missing&amp;touchpoint=visit"
    assert start in shown
    start = start.replace("&amp;", "&")
    form = client.get(start).content.decode()
    assert 'value="Visit: missing"' in form
    assert "From the deviation “Visit: missing”." in form
    answer = client.post(start, {"title": "Visit within a week", "due": "2026-05-01"}, follow=True)
    assert "One improvement is open" in answer.content.decode()
    assert "One improvement open" in client.get(page).content.decode()
    key = Improvement.objects.get().key
    client.post(f"/improvements/{key}/end/", {"state": "done"})
    assert "No improvement is open." in client.get("/improvements/").content.decode()
    assert "Visit within a week" in client.get("/improvements/?show=all").content.decode()
    gone = client.post(f"/improvements/{key}/delete/", follow=True).content.decode()
    assert f"/improvements/{key}/restore/" in gone
    client.post(f"/improvements/{key}/restore/")
    assert not Improvement.objects.get().deleted_at


def test_what_is_refused_stands_at_its_field_and_a_strange_place_is_passed_over(browse, journey):
    client = browse("manager", "fi")
    answer = client.post("/improvements/new/", {"title": " "})
    assert answer.status_code == 422
    for nonsense in ("?journey=x&kind=missing", f"?journey={journey.key}&kind=odd&touchpoint=visit"):
        assert client.post("/improvements/new/" + nonsense, {"title": "x"}).status_code == 302
    assert not Improvement.objects.exclude(kind="").exists()


def test_who_reads_figures_sees_the_list_and_changes_nothing(browse, journey):
    client = browse("manager")
    client.post("/improvements/new/", {"title": "Visit", "about": "More installers."})
    key = Improvement.objects.get().key
    reader = browse("viewer")
    assert "Start an improvement" not in reader.get("/improvements/").content.decode()
    shown = reader.get(f"/improvements/{key}/").content.decode()
    assert "More installers." in shown
    assert '<form method="post" novalidate' not in shown
    reader.post(f"/improvements/{key}/", {"title": "Other"})
    assert Improvement.objects.get().title == "Visit"


def test_deviations_are_those_of_one_partner_where_asked(browse, journey):
    walked(12, "call", "visit")
    walked(3, "call")
    walked(2, "visit")
    build.refresh()
    client, page = browse("viewer"), f"/journeys/{journey.key}/happened/"
    shown = client.get(page).content.decode()
    assert shown.count('class="way way-') == 2
    of_partner = client.get(page + "?partner=Asennus+Oy").content.decode()
    assert of_partner.count('class="way way-') == 1
    assert client.get(page + "?partner=Nobody").content.decode().count('class="way way-') == 2


def test_what_comes_more_often_of_late_is_told(browse, journey):
    walked(60, "call", "visit")
    walked(60, "call", start=datetime(2026, 4, 2, 8, tzinfo=UTC))
    build.refresh()
    shown = browse("viewer").get(f"/journeys/{journey.key}/happened/").content.decode()
    assert "more often of late: +" in shown
