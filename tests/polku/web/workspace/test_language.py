"""Whose time a page speaks: what it shows and what its forms are told is in the organisation's zone."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from polku.governance import models, queries
from polku.surveys.models import Survey, Version

pytestmark = pytest.mark.django_db
AUTUMN = dt.datetime(2026, 11, 22, 14, 5, tzinfo=dt.UTC)


def settle(zone):
    models.Organisation.objects.update_or_create(pk=1, defaults={"time_zone": zone})


@pytest.mark.parametrize(("zone", "shown"), [("Europe/Helsinki", "16:05"), ("Pacific/Auckland", "03:05")])
def test_a_moment_shows_in_the_organisation_s_zone(browse, zone, shown):
    client = browse()
    settle(zone)
    models.AuditEntry.objects.create(verb="update", subject_kind="organisation")
    models.AuditEntry.objects.update(at=AUTUMN)
    page = client.get("/settings/audit/").content.decode()
    assert re.findall(r"\b\d\d:05\b", page) == [shown]
    assert timezone.get_current_timezone_name() == "Europe/Helsinki", "the zone ends with the page"


def test_a_form_s_moment_is_read_in_the_organisation_s_zone(browse):
    client = browse("manager")
    settle("America/New_York")
    client.post(reverse("survey-new"), {"name": "Pulse", "template": "relationship_pulse"})
    key = Survey.objects.get().key
    answer = client.post(reverse("survey-publish", args=[key]), {"opens_at": "2031-01-15T09:00"})
    assert answer.status_code == 302
    assert Version.objects.get(survey__key=key).opens_at == dt.datetime(2031, 1, 15, 14, 0, tzinfo=dt.UTC)


def test_before_anything_is_settled_it_is_the_default_zone(db):
    assert not models.Organisation.objects.exists()
    assert queries.time_zone() == "Europe/Helsinki"
