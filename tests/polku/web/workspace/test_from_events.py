"""The page that draws a journey of a log's events, and what two public logs tell on the page of what happened."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from polku.flows.import_file import propose, run
from polku.flows.import_file.opening import opened
from polku.governance.gate import Viewer
from polku.insights.observed import observed
from polku.journeys import models
from polku.snapshot import build
from tests.polku.insights.test_drafted import walked

pytestmark = pytest.mark.django_db
DATA = Path(os.environ.get("POLKU_REAL_DATA", Path(__file__).resolve().parents[5] / "shared" / "data"))
LOGS = {
    "helpdesk_b2b/helpdesk.xes.gz": ("4,580", "21,348", "226"),
    "bpic2012_loan/bpic2012.xes.gz": ("13,087", "262,200", "4,366"),
}
ADDRESS = "/journeys/events/journey/"


@pytest.fixture(autouse=True)
def own_snapshot_here(settings, tmp_path):
    settings.SNAPSHOT = tmp_path / "snapshot"


def sent(shown: str, *, every: bool = False) -> dict[str, str]:
    """What the form on the page would send as it stands; with ``every``, each event ticked."""
    form = dict(re.findall(r'<input type="hidden" name="(once|source)" value="([^"]*)"', shown))
    form["name"] = re.search(r'id="journey-name" name="name" value="([^"]*)"', shown)[1]
    ticked = re.findall(r'name="(event-\d+)" value="([^"]*)"( checked)?', shown)
    form |= {name: value for name, value, checked in ticked if checked or every}
    for name, body in re.findall(r'<select class="form-select" name="(place-\d+)".*?>(.*?)</select>', shown, re.DOTALL):
        form[name] = re.search(r'value="([^"]*)" selected', body)[1]
    return form


def test_a_draft_is_proposed_changed_and_drawn(browse):
    walked("Ask Talk Talk Sign", times=3)
    walked("Ask Sign", times=8)
    build.refresh()
    client = browse("manager")
    assert ADDRESS + "?source=crm" in client.get("/journeys/events/").content.decode()
    shown = client.get(ADDRESS + "?source=crm").content.decode()
    assert "11 walks tell in which order" in shown
    form = sent(shown)
    assert [form[f"place-{n}"] for n in range(3)] == ["must", "none", "must"]
    answer = client.post(ADDRESS, {**form, "name": "Sale", "place-1": "optional-repeat"}, follow=True)
    key = models.Journey.objects.get().key
    assert answer.redirect_chain[0][0] == f"/journeys/{key}/happened/"
    assert models.Journey.objects.get().plan == "ask\noptional repeat talk\nsign\n"
    assert client.post(ADDRESS, form).status_code == 302, "sent twice, drawn once"
    assert models.Journey.objects.count() == 1


def test_what_is_refused_keeps_what_was_chosen(browse):
    walked("Ask Sign")
    build.refresh()
    client = browse("manager", "fi")
    answer = client.post(ADDRESS, {"source": "crm", "name": "Kauppa", "place-1": "repeat"})
    assert answer.status_code == 422
    told = answer.content.decode()
    assert "Valitse ainakin yksi tapahtuma." in told
    assert 'value="Kauppa"' in told
    assert re.search(r'value="repeat" selected', told)
    nameless = client.post(ADDRESS, {"source": "crm", "name": " ", "event-0": "Ask"})
    assert nameless.status_code == 422
    assert not models.Journey.objects.exists()


def test_a_source_that_has_no_such_events_is_not_found(browse):
    assert browse("manager").get(ADDRESS + "?source=nowhere").status_code == 404


@pytest.mark.slow
@pytest.mark.parametrize("log", list(LOGS))
def test_a_public_log_comes_in_is_drawn_and_gets_its_deviations(browse, manager, log):
    place = DATA / log
    if not place.exists():
        pytest.skip("real data lies beside the repository, not in it")
    cases, events, ways = LOGS[log]
    done = run(place, propose(opened(place)), actor=manager)
    assert f"{done.rows:,}" == f"{done.new:,}" == events
    build.refresh()
    client = browse("manager")
    shown = client.get(f"{ADDRESS}?source={place.name}").content.decode()
    client.post(ADDRESS, sent(shown, every=True))
    build.refresh()
    key = models.Journey.objects.get().key
    told = client.get(f"/journeys/{key}/happened/").content.decode().replace("\u00a0", " ")
    assert f"of {cases} walks went exactly as planned" in told
    assert f"{events} events, {ways} different ways" in told
    assert observed(key, viewer=Viewer(None, "viewer")).deviations
