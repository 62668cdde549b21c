"""An answer is taken back by its key, once, and by nobody who has no right to."""

from __future__ import annotations

import pytest

from polku.governance.gate import NotAllowed, Viewer
from polku.governance.models import AuditEntry
from polku.surveys.models import Response, Version
from polku.surveys.services import withdraw
from tests.polku.surveys.making import content_of, published

pytestmark = pytest.mark.django_db
ADMIN = Viewer(member=None, role="admin")


def test_an_open_answer_goes_once():
    version = Version.objects.get(survey__key=published(content_of("nps")).survey)
    Response.objects.create(version=version, answers={}, language="en", week="", month="2026-01", once_key="k")
    with pytest.raises(NotAllowed):
        withdraw("k", actor=Viewer(member=None, role="manager"))
    assert (withdraw("k", actor=ADMIN), withdraw("k", actor=ADMIN)) == ("gone", "nothing")
    assert not Response.objects.exists()
    assert AuditEntry.objects.filter(verb="withdraw").count() == 1
